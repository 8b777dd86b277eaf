"""How the sources of Elverhavn write things down, and how often they see what. Left: their word; right: the code."""

KINDS = {
    "assault": "assault",
    "threat": "threat",
    "fire set": "arson",
    "graffiti or damage": "property_damage",
    "damage to a place of worship or a grave": "desecration",
    "stickers, leaflets, posts praising violence": "propaganda",
    "gathering with violence or calls for it": "rally_with_violence_or_incitement",
    "seeking recruits": "recruitment",
    "raising money": "fundraising",
    "attack prepared": "plot",
    "hate speech": "hate_speech",
    "harassment": "harassment",
    "harassment of officials": "harassment_of_officials",
    "disinformation": "disinformation",
    "interference with the vote": "election_interference",
}
CURRENTS = {
    "right-wing": "right_wing",
    "anti-institutional": "anti_institutional",
    "jihadist": "jihadist",
    "left-wing or anarchist": "left_wing_anarchist",
    "misogynist": "misogynist",
    "single issue": "single_issue",
    "mixed or unclear": "mixed_unclear",
    "none known": "none_known",
}
TARGETS = {
    "race or colour": "race_colour",
    "ethnicity or nationality": "ethnicity_nationality",
    "Jews": "antisemitic",
    "Muslims": "anti_muslim",
    "Christians": "anti_christian",
    "another belief": "other_religion",
    "LGBTI people": "lgbti",
    "women": "gender",
    "disability": "disability",
    "Roma and Sinti": "roma_sinti",
    "migrants or refugees": "migrants_refugees",
    "political opponents": "political",
    "public officials": "public_officials",
    "journalists": "journalists",
    "no group": "none",
}
SCOPES = {
    "violence": "violence",
    "threat of violence": "threat",
    "incitement": "incitement",
    "recruitment to violence": "recruitment_to_violence",
    "interference with democracy": "interference_with_democracy",
    "hate offence": "hate_offence",
}
SETTINGS = {
    "street or park": "street",
    "bus or train": "transit",
    "school": "school",
    "college": "university",
    "place of worship": "worship",
    "workplace": "workplace",
    "sports ground": "sport",
    "shop or café": "hospitality",
    "home": "home",
    "public building": "public_building",
    "memorial": "symbolic_site",
    "forum": "online_forum",
    "social media": "social_media",
    "games": "gaming",
    "messaging": "messaging",
}
KNOWN = {
    "seen by staff": "seen_by_staff",
    "partner who saw it": "partner_saw",
    "police or media": "media_or_police",
    "resident who saw it": "resident_told",
    "second-hand": "second_hand",
}
BASES = {"evidenced": "evidenced", "experienced": "experienced", "potential": "potential"}
SPACES = {"offline": "offline", "online": "online", "both": "hybrid"}

Weights = dict[str, float]

# Kinds by source, chances in proportion.
KINDS_SEEN: dict[str, Weights] = {
    "police": {
        "graffiti or damage": 27, "threat": 19, "assault": 14, "harassment": 14, "hate speech": 11,
        "harassment of officials": 6, "stickers, leaflets, posts praising violence": 5,
        "damage to a place of worship or a grave": 2, "fire set": 1.5, "gathering with violence or calls for it": 1.5,
        "seeking recruits": 1, "attack prepared": 0.4,
    },
    "city-services": {
        "graffiti or damage": 31, "stickers, leaflets, posts praising violence": 27, "harassment of officials": 12,
        "hate speech": 9, "harassment": 9, "threat": 7, "seeking recruits": 2,
        "gathering with violence or calls for it": 1,
    },
    "partner-network": {
        "harassment": 29, "hate speech": 23, "threat": 14, "stickers, leaflets, posts praising violence": 12,
        "graffiti or damage": 10, "seeking recruits": 5, "assault": 5,
    },
    "online-monitoring": {
        "hate speech": 31, "stickers, leaflets, posts praising violence": 20, "disinformation": 17, "threat": 11,
        "harassment of officials": 9, "harassment": 7, "seeking recruits": 5, "interference with the vote": 2,
        "raising money": 1,
    },
}  # fmt: skip
CURRENTS_SEEN: Weights = {
    "right-wing": 46, "anti-institutional": 19, "mixed or unclear": 13, "jihadist": 8, "none known": 8,
    "left-wing or anarchist": 4, "misogynist": 4, "single issue": 2,
}  # fmt: skip
TARGETS_SEEN: dict[str, Weights] = {
    "right-wing": {
        "migrants or refugees": 22, "Muslims": 18, "race or colour": 16, "LGBTI people": 14, "Jews": 12,
        "ethnicity or nationality": 8, "political opponents": 6, "Roma and Sinti": 2, "disability": 2,
    },
    "anti-institutional": {"public officials": 66, "journalists": 14, "no group": 14, "political opponents": 6},
    "jihadist": {"no group": 34, "Jews": 20, "LGBTI people": 14, "Christians": 12, "women": 12, "another belief": 8},
    "left-wing or anarchist": {"political opponents": 45, "public officials": 30, "no group": 25},
    "misogynist": {"women": 92, "LGBTI people": 8},
    "single issue": {"no group": 55, "public officials": 45},
    "mixed or unclear": {
        "no group": 30, "public officials": 20, "race or colour": 14, "migrants or refugees": 14, "LGBTI people": 12,
        "Jews": 10,
    },
    "none known": {
        "race or colour": 22, "LGBTI people": 22, "Muslims": 16, "ethnicity or nationality": 14, "Jews": 10,
        "Christians": 8, "disability": 8,
    },
}  # fmt: skip
# What is done to somebody by a current that often has no group in mind.
AIMED_AT = {
    "anti-institutional": "public officials",
    "jihadist": "Jews",
    "left-wing or anarchist": "political opponents",
    "single issue": "public officials",
    "mixed or unclear": "race or colour",
}
SETTINGS_SEEN: Weights = {
    "street or park": 38, "bus or train": 12, "shop or café": 10, "school": 9, "public building": 8, "home": 7,
    "sports ground": 4, "workplace": 4, "place of worship": 3, "memorial": 3, "college": 2,
}  # fmt: skip
SETTINGS_ONLINE: Weights = {"social media": 52, "messaging": 20, "forum": 18, "games": 10}
PLATFORMS: dict[str, Weights] = {
    "social media": {"short-video platform": 50, "photo-sharing platform": 20, "neighbourhood network": 30},
    "messaging": {"messaging service, open channels": 1},
    "forum": {"anonymous discussion board": 60, "local discussion forum": 40},
    "games": {"chat of online games": 1},
}
# Severity 1–5 by kind; what is not named has MILD.
MILD = (30.0, 55.0, 14.0, 1.0, 0.0)
SEVERITIES = {
    "assault": (0.0, 5.0, 60.0, 33.0, 2.0),
    "threat": (0.0, 25.0, 62.0, 13.0, 0.0),
    "fire set": (0.0, 0.0, 20.0, 75.0, 5.0),
    "attack prepared": (0.0, 0.0, 0.0, 60.0, 40.0),
    "damage to a place of worship or a grave": (0.0, 40.0, 55.0, 5.0, 0.0),
}
# How the source knows, and the two axes of the Admiralty code that come with it.
KNOWN_SEEN: dict[str, Weights] = {
    "police": {"police or media": 1},
    "city-services": {"seen by staff": 78, "resident who saw it": 14, "second-hand": 8},
    "partner-network": {"partner who saw it": 52, "resident who saw it": 34, "second-hand": 14},
    "online-monitoring": {"seen by staff": 88, "second-hand": 12},
}
GRADES: dict[str, Weights] = {
    "police or media": {"A1": 14, "A2": 38, "B2": 26, "B3": 15, "C3": 3, "B4": 4},
    "seen by staff": {"A2": 42, "B2": 34, "B3": 16, "C4": 8},
    "partner who saw it": {"B2": 46, "B3": 28, "C3": 16, "C4": 10},
    "resident who saw it": {"C2": 34, "C3": 46, "C4": 16, "D3": 4},
    "second-hand": {"D4": 52, "D3": 18, "E4": 8, "C4": 12, "F6": 10},
}
WHAT: dict[str, tuple[str, ...]] = {
    "assault": ("Shoved and hit", "Attack after an insult", "Thrown objects, nobody badly hurt"),
    "threat": ("Threat of violence, spoken", "Threat of violence, in writing", "Threatening gestures"),
    "fire set": ("Fire set to a container with slogans beside it", "Fire set at a noticeboard"),
    "graffiti or damage": ("Slogans sprayed", "Windows broken", "Symbols scratched into a door", "Sign torn down"),
    "damage to a place of worship or a grave": ("Paint thrown at the entrance", "Stones overturned"),
    "stickers, leaflets, posts praising violence": (
        "Stickers calling for violence",
        "Leaflets praising an attack",
        "Posters praising violence",
    ),
    "gathering with violence or calls for it": ("Gathering with calls for violence", "Gathering ended in violence"),
    "seeking recruits": ("Young people approached for a violent group", "Invitation to a violent group"),
    "raising money": ("Collection for a violent cause",),
    "attack prepared": ("Preparations stopped by the police",),
    "hate speech": ("Shouted call to hatred", "Call to hatred in writing", "Chants calling for violence"),
    "harassment": ("Repeated insults and following", "Repeated intimidation", "Repeated insults"),
    "harassment of officials": ("Officials insulted and followed", "Repeated threatening letters to officials"),
    "disinformation": ("False report about a public service", "False report about residents"),
    "interference with the vote": ("False dates of a vote spread",),
}
WHERE = {
    "street or park": "in the street", "bus or train": "on public transport", "school": "near a school",
    "college": "at a college", "place of worship": "at a place of worship", "workplace": "at a workplace",
    "sports ground": "at a sports ground", "shop or café": "in a shop or café", "home": "at a home",
    "public building": "at a public building", "memorial": "at a memorial", "forum": "on a forum",
    "social media": "on social media", "games": "in a game", "messaging": "in an open channel",
}  # fmt: skip
