"""What happened, to whom, and why it is in scope."""

from django.utils.translation import gettext_lazy as _

from core.vocabulary import Term

ODIHR_CRIMES = _("OSCE/ODIHR hate crime reporting, types of crime")
ODIHR_BIAS = _("OSCE/ODIHR hate crime reporting, bias motivations")
RABAT = _("UN Rabat Plan of Action (2012)")
EUROPOL = _("Europol TE-SAT, terms")
GROUNDWORK = _("Groundwork, domain list")


class Scope(Term):
    """Why an observation belongs here; lawful opinion, protest or worship alone never does."""

    VIOLENCE = "violence", _("Force was used against people or things."), GROUNDWORK, _("Violence")
    THREAT = "threat", _("Someone was threatened with violence."), GROUNDWORK, _("Threat of violence")
    INCITEMENT = (
        "incitement",
        _("Others were called on to use violence, discriminate or hate."),
        RABAT,
        _("Incitement to violence or hatred"),
    )
    RECRUITMENT_TO_VIOLENCE = (
        "recruitment_to_violence",
        _("People were sought for a group or act that uses violence."),
        EUROPOL,
        _("Recruitment to violence"),
    )
    INTERFERENCE_WITH_DEMOCRACY = (
        "interference_with_democracy",
        _("Elections, elected people or public bodies were hindered by unlawful means."),
        GROUNDWORK,
        _("Interference with democracy"),
    )
    HATE_OFFENCE = (
        "hate_offence",
        _("A criminal offence committed with a bias motive."),
        ODIHR_BIAS,
        _("Hate offence"),
    )


class Manifestation(Term):
    """What was done: violence, activity or speech."""

    HOMICIDE = "homicide", _("A killing or an attempted killing."), ODIHR_CRIMES, _("Homicide")
    ASSAULT = "assault", _("Physical attack on a person."), ODIHR_CRIMES, _("Assault")
    THREAT = "threat", _("Threat or threatening behaviour."), ODIHR_CRIMES, _("Threat")
    ARSON = "arson", _("Setting property on fire."), ODIHR_CRIMES, _("Arson")
    PROPERTY_DAMAGE = (
        "property_damage",
        _("Damage to property, graffiti included."),
        ODIHR_CRIMES,
        _("Property damage"),
    )
    DESECRATION = (
        "desecration",
        _("Damage to graves or places of worship."),
        ODIHR_CRIMES,
        _("Desecration"),
    )
    PROPAGANDA = "propaganda", _("Material that promotes violence is spread."), EUROPOL, _("Propaganda")
    RALLY = (
        "rally_with_violence_or_incitement",
        _("A gathering at which violence was used or called for."),
        GROUNDWORK,
        _("Rally with violence or incitement"),
    )
    RECRUITMENT = "recruitment", _("People are sought for a violent group or act."), EUROPOL, _("Recruitment")
    FUNDRAISING = "fundraising", _("Means are gathered for violence."), EUROPOL, _("Fundraising")
    PLOT = "plot", _("An attack was planned or prepared."), EUROPOL, _("Plot")
    TRAINING = "training", _("Skills for violence are taught or learnt."), EUROPOL, _("Training")
    HATE_SPEECH = "hate_speech", _("Punishable expression of hatred."), RABAT, _("Hate speech")
    HARASSMENT = "harassment", _("Repeated unwanted conduct that intimidates."), GROUNDWORK, _("Harassment")
    HARASSMENT_OF_OFFICIALS = (
        "harassment_of_officials",
        _("Harassment of people because of the public office they hold."),
        GROUNDWORK,
        _("Harassment of officials"),
    )
    DISINFORMATION = (
        "disinformation",
        _("Knowingly false information spread to cause harm."),
        _("Council of Europe, Information Disorder (2017)"),
        _("Disinformation"),
    )
    ELECTION_INTERFERENCE = (
        "election_interference",
        _("Unlawful hindering or manipulation of a vote."),
        GROUNDWORK,
        _("Election interference"),
    )


class Target(Term):
    """Who was targeted or harmed."""

    RACE_COLOUR = "race_colour", _("Bias by race or skin colour."), ODIHR_BIAS, _("Race or colour")
    ETHNICITY_NATIONALITY = (
        "ethnicity_nationality",
        _("Bias by ethnicity, language, nationality or national origin."),
        ODIHR_BIAS,
        _("Ethnicity or nationality"),
    )
    ANTISEMITIC = "antisemitic", _("Bias against Jews."), ODIHR_BIAS, _("Jews (antisemitic)")
    ANTI_MUSLIM = "anti_muslim", _("Bias against Muslims."), ODIHR_BIAS, _("Muslims")
    ANTI_CHRISTIAN = "anti_christian", _("Bias against Christians."), ODIHR_BIAS, _("Christians")
    OTHER_RELIGION = (
        "other_religion",
        _("Bias against people of another religion or belief."),
        ODIHR_BIAS,
        _("Other religion or belief"),
    )
    LGBTI = "lgbti", _("Bias by sexual orientation or gender identity."), ODIHR_BIAS, _("LGBTI people")
    GENDER = "gender", _("Bias by sex or gender."), ODIHR_BIAS, _("Gender")
    DISABILITY = "disability", _("Bias by physical or mental disability."), ODIHR_BIAS, _("Disability")
    ROMA_SINTI = "roma_sinti", _("Bias against Roma and Sinti."), ODIHR_BIAS, _("Roma and Sinti")
    MIGRANTS_REFUGEES = (
        "migrants_refugees",
        _("Bias against migrants and refugees."),
        ODIHR_BIAS,
        _("Migrants and refugees"),
    )
    POLITICAL = (
        "political",
        _("Targeted for a political view or activity."),
        GROUNDWORK,
        _("Political opponents"),
    )
    PUBLIC_OFFICIALS = (
        "public_officials",
        _("Targeted for a public office or task."),
        GROUNDWORK,
        _("Public officials"),
    )
    JOURNALISTS = "journalists", _("Targeted for journalistic work."), GROUNDWORK, _("Journalists")
    OTHER = "other", _("Another ground, such as age."), ODIHR_BIAS, _("Other")
    NONE = "none", _("No group was targeted."), GROUNDWORK, _("No group targeted")


class Current(Term):
    """The ideological current, completed by the reviewer: always of violent extremism, never of an opinion."""

    JIHADIST = "jihadist", _("Violence for a jihadist ideology."), EUROPOL, _("Violent jihadist extremism")
    RIGHT_WING = "right_wing", _("Violence for a right-wing ideology."), EUROPOL, _("Violent right-wing extremism")
    LEFT_WING_ANARCHIST = (
        "left_wing_anarchist",
        _("Violence for a left-wing or anarchist ideology."),
        EUROPOL,
        _("Violent left-wing and anarchist extremism"),
    )
    ETHNO_NATIONALIST_SEPARATIST = (
        "ethno_nationalist_separatist",
        _("Violence for nation, ethnicity or separation."),
        EUROPOL,
        _("Violent ethno-nationalist and separatist extremism"),
    )
    SINGLE_ISSUE = "single_issue", _("Violence for one cause."), EUROPOL, _("Violent single-issue extremism")
    ANTI_INSTITUTIONAL = (
        "anti_institutional",
        _("Rejection of the legal order, with threats or violence."),
        "AIVD (NL) and BfV (DE), usage of the term",
        _("Violent anti-institutional extremism"),
    )
    MISOGYNIST = "misogynist", _("Violence out of hatred of women."), GROUNDWORK, _("Violent misogynist extremism")
    MIXED_UNCLEAR = (
        "mixed_unclear",
        _("Elements of several currents, or none that is clear."),
        "UK Home Office, Prevent statistics",
        _("Violent extremism, mixed or unclear"),
    )
    NONE_KNOWN = "none_known", _("No current is known."), GROUNDWORK, _("None known")
