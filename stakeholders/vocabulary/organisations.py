"""Who there is: sectors, the block each counts in, what organisations bring."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mapping.vocabulary import Term

SCN = _("Strong Cities Network, types of stakeholders, extended")
GROUNDWORK = _("Groundwork, domain list")
PUBLIC_HEALTH = _("Caplan, Principles of Preventive Psychiatry (1964), as used by the RAN")


class StakeholderBlock(Term):
    """Every sector counts in one block, and each block once: majorities of public bodies outvote nobody."""

    PUBLIC_BODIES = "public_bodies", _("Authorities and what they run."), GROUNDWORK, _("Public bodies")
    CIVIL_SOCIETY = (
        "civil_society",
        _("Associations, faith, business, academia, media."),
        GROUNDWORK,
        _("Civil society"),
    )
    RESIDENTS = (
        "residents",
        _("Residents and those who speak for them."),
        GROUNDWORK,
        pgettext_lazy("who speaks", "Residents"),
    )


class Sector(Term):
    """The type of an organisation."""

    MUNICIPAL_SERVICE = "municipal_service", _("A service of the municipality."), SCN, _("Municipal service")
    EDUCATION = "education", _("Schools, colleges, training."), SCN, _("Education")
    YOUTH = "youth", _("Youth work and youth clubs."), SCN, _("Youth")
    HEALTH = "health", _("Health services, mental health included."), SCN, _("Health")
    SOCIAL_CARE = "social_care", _("Social services and care."), SCN, _("Social care")
    POLICE = "police", _("Local and national police."), SCN, _("Police")
    PROBATION_PRISON = "probation_prison", _("Probation and prison services."), SCN, _("Probation and prison")
    FAITH = "faith", _("Congregations and faith councils."), SCN, _("Faith")
    COMMUNITY = "community", _("Associations of and for communities."), SCN, _("Community association")
    VICTIMS = "victims", _("Support for victims and their families."), SCN, _("Victims' support")
    BUSINESS_VENUE = "business_venue", _("Businesses, shops, venues, clubs."), SCN, _("Business or venue")
    ACADEMIA = "academia", _("Universities and research."), SCN, _("Academia")
    MEDIA = "media", _("Local media."), SCN, _("Media")
    RESIDENTS_ASSOCIATION = (
        "residents_association",
        _("Residents of a street, estate or district."),
        SCN,
        _("Residents' association"),
    )
    COUNCIL_COMMISSION = (
        "council_commission",
        _("A council or commission that residents sit on."),
        SCN,
        _("Council or commission"),
    )
    NATIONAL_AUTHORITY = "national_authority", _("A national authority."), SCN, _("National authority")
    OTHER = "other", _("None of these."), GROUNDWORK, _("Other")


BLOCKS: dict[str, StakeholderBlock] = {
    Sector.MUNICIPAL_SERVICE: StakeholderBlock.PUBLIC_BODIES,
    Sector.EDUCATION: StakeholderBlock.PUBLIC_BODIES,
    Sector.YOUTH: StakeholderBlock.CIVIL_SOCIETY,
    Sector.HEALTH: StakeholderBlock.PUBLIC_BODIES,
    Sector.SOCIAL_CARE: StakeholderBlock.PUBLIC_BODIES,
    Sector.POLICE: StakeholderBlock.PUBLIC_BODIES,
    Sector.PROBATION_PRISON: StakeholderBlock.PUBLIC_BODIES,
    Sector.FAITH: StakeholderBlock.CIVIL_SOCIETY,
    Sector.COMMUNITY: StakeholderBlock.CIVIL_SOCIETY,
    Sector.VICTIMS: StakeholderBlock.CIVIL_SOCIETY,
    Sector.BUSINESS_VENUE: StakeholderBlock.CIVIL_SOCIETY,
    Sector.ACADEMIA: StakeholderBlock.CIVIL_SOCIETY,
    Sector.MEDIA: StakeholderBlock.CIVIL_SOCIETY,
    Sector.RESIDENTS_ASSOCIATION: StakeholderBlock.RESIDENTS,
    Sector.COUNCIL_COMMISSION: StakeholderBlock.RESIDENTS,
    Sector.NATIONAL_AUTHORITY: StakeholderBlock.PUBLIC_BODIES,
    Sector.OTHER: StakeholderBlock.CIVIL_SOCIETY,
}


class PreventionLevel(Term):
    PRIMARY = "primary", _("For everybody, before anything happened."), PUBLIC_HEALTH, _("Primary")
    SECONDARY = "secondary", _("For those who may be drawn in."), PUBLIC_HEALTH, _("Secondary")
    TERTIARY = "tertiary", _("For those who were drawn in, to leave."), PUBLIC_HEALTH, _("Tertiary")


class Bring(Term):
    """What an organisation can bring to prevention."""

    TRUST = "trust", _("People trust it."), GROUNDWORK, _("Trust")
    EXPERTISE = "expertise", _("It knows the field."), GROUNDWORK, _("Expertise")
    PLACES = "places", _("It has rooms where people meet."), GROUNDWORK, _("Places to meet")
    LANGUAGES = "languages", _("It speaks languages others do not."), GROUNDWORK, _("Languages")
