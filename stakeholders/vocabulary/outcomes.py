"""What people said: needs, findings, directions, bodies they trust or not."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mapping.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")
OECD = _("OECD Trust Survey, institutions")


class NeedCategory(Term):
    INFORMATION = "information", "", GROUNDWORK, _("Information")
    TRAINING = "training", "", GROUNDWORK, pgettext_lazy("a need", "Training")
    FUNDING = "funding", "", GROUNDWORK, _("Funding")
    COORDINATION = "coordination", "", GROUNDWORK, _("Coordination")
    REFERRAL = "referral", "", GROUNDWORK, _("A way to refer people to help")
    VICTIM_SUPPORT = "victim_support", "", GROUNDWORK, _("Support for victims")
    YOUTH_PROVISION = "youth_provision", "", GROUNDWORK, _("Offers for young people")
    SAFE_SPACES = "safe_spaces", "", GROUNDWORK, _("Safe spaces")
    ONLINE_CAPACITY = "online_capacity", "", GROUNDWORK, _("Capacity online")
    TRUST_BUILDING = "trust_building", "", GROUNDWORK, _("Building trust")
    MEDIA_LITERACY = "media_literacy", "", GROUNDWORK, _("Media literacy")
    LEGAL_MANDATE = "legal_mandate", "", GROUNDWORK, _("A legal mandate")
    OTHER = "other", "", GROUNDWORK, _("Other")


class Direction(Term):
    """What is expected of the next year."""

    MUCH_WORSE = "much_worse", "", GROUNDWORK, _("Much worse")
    WORSE = "worse", "", GROUNDWORK, _("Worse")
    SAME = "same", "", GROUNDWORK, _("As it is")
    BETTER = "better", "", GROUNDWORK, _("Better")
    MUCH_BETTER = "much_better", "", GROUNDWORK, _("Much better")


class Body(Term):
    """Whom people may trust."""

    MUNICIPALITY = "municipality", "", OECD, _("The municipality")
    POLICE = "police", "", OECD, _("The police")
    SCHOOLS = "schools", "", OECD, _("Schools")
    SOCIAL_SERVICES = "social_services", "", OECD, _("Social services")
    LOCAL_MEDIA = "local_media", "", OECD, _("Local media")
    NEIGHBOURS = "neighbours", "", OECD, _("Neighbours")
    FAITH_BODIES = "faith_bodies", "", GROUNDWORK, _("Faith bodies")
    CIVIL_SOCIETY = "civil_society", "", OECD, _("Associations")


class InformationSource(Term):
    """Where people learn what is going on."""

    LOCAL_MEDIA = "local_media", "", GROUNDWORK, _("Local media")
    NATIONAL_MEDIA = "national_media", "", GROUNDWORK, _("National media")
    FOREIGN_MEDIA = "foreign_media", "", GROUNDWORK, _("Media of another country")
    SOCIAL_MEDIA = "social_media", "", GROUNDWORK, _("Social media")
    MESSAGING = "messaging", "", GROUNDWORK, _("Messaging groups")
    FAMILY_FRIENDS = "family_friends", "", GROUNDWORK, _("Family and friends")
    SCHOOL = "school", "", GROUNDWORK, _("School")
    FAITH = "faith", "", GROUNDWORK, _("Faith bodies")
    MUNICIPALITY = "municipality", "", GROUNDWORK, _("The municipality")


class FindingKind(Term):
    THREAT = "threat", _("Something that may turn into violence."), GROUNDWORK, _("Threat")
    HARM = "harm", _("Harm that was done or felt."), GROUNDWORK, _("Harm")
    GRIEVANCE = "grievance", _("A wrong that people see."), GROUNDWORK, _("Grievance")
    TARGETED_GROUP = "targeted_group", _("A group that is targeted."), GROUNDWORK, _("A group that is targeted")
    ASSET = "asset", _("Something that protects."), GROUNDWORK, _("Asset")
    SERVICE_GAP = "service_gap", _("Help that is not there."), GROUNDWORK, _("Gap in services")
    CONCERN_ABOUT_RESPONSE = (
        "concern_about_response",
        _("Worry about what authorities do."),
        GROUNDWORK,
        _("Concern about the response"),
    )
    NO_CONCERN = "no_concern", _("Nothing worries them. This is a finding."), GROUNDWORK, _("No concern")
    RECOMMENDATION = "recommendation", _("What they recommend."), GROUNDWORK, _("Recommendation")
    COMMITMENT = "commitment", _("What they will do themselves."), GROUNDWORK, _("Commitment")


class Attribution(Term):
    """How far words may be attributed, as agreed with who said them."""

    ORGANISATION = "organisation", "", GROUNDWORK, _("To the organisation")
    SECTOR = "sector", "", GROUNDWORK, _("To the sector")
    BLOCK = "block", "", GROUNDWORK, _("To the block")
    NOBODY = "nobody", "", GROUNDWORK, _("To nobody")


class FollowUpStatus(Term):
    OPEN = "open", "", GROUNDWORK, _("Open")
    UNDER_WAY = "under_way", "", GROUNDWORK, _("Under way")
    DONE = "done", "", GROUNDWORK, _("Done")
    DROPPED = "dropped", "", GROUNDWORK, _("Dropped")
