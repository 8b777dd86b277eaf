"""Where and when: place, space, setting, precision of a date."""

from django.utils.translation import gettext_lazy as _

from core.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")


class Place(Term):
    DISTRICT = "district", _("In one district."), GROUNDWORK, _("District")
    CITY_WIDE = "city_wide", _("In the city, district not known or several."), GROUNDWORK, _("City-wide")
    ONLINE = "online", _("Online only, with a link to the city."), GROUNDWORK, _("Online")
    OUTSIDE = "outside", _("Outside the city, with a link to it."), GROUNDWORK, _("Outside the city")


class Space(Term):
    OFFLINE = "offline", _("In the physical world."), GROUNDWORK, _("Offline")
    ONLINE = "online", _("On the internet."), GROUNDWORK, _("Online")
    HYBRID = "hybrid", _("Both, as one event."), GROUNDWORK, _("Offline and online")


class Precision(Term):
    """How exactly the date is known; first and last day of an observation span it."""

    DAY = "day", _("The day is known."), GROUNDWORK, _("Day")
    MONTH = "month", _("The month is known."), GROUNDWORK, _("Month")
    YEAR = "year", _("Only the year is known."), GROUNDWORK, _("Year")
    PERIOD = "period", _("It went on, or happened some time, between two days."), GROUNDWORK, _("Period")


# Of the day, as a clock of 24 hours writes them.
HOURS = tuple((hour, f"{hour:02}:00–{hour:02}:59") for hour in range(24))


class Setting(Term):
    STREET = "street", "", GROUNDWORK, _("Street or open space")
    TRANSIT = "transit", "", GROUNDWORK, _("Public transport")
    SCHOOL = "school", "", GROUNDWORK, _("School")
    UNIVERSITY = "university", "", GROUNDWORK, _("University")
    WORSHIP = "worship", "", GROUNDWORK, _("Place of worship")
    PRISON = "prison", "", GROUNDWORK, _("Prison")
    WORKPLACE = "workplace", "", GROUNDWORK, _("Workplace")
    SPORT = "sport", "", GROUNDWORK, _("Sport")
    HOSPITALITY = "hospitality", "", GROUNDWORK, _("Shops, restaurants, nightlife")
    HOME = "home", "", GROUNDWORK, _("Home")
    PUBLIC_BUILDING = "public_building", "", GROUNDWORK, _("Public building")
    SYMBOLIC_SITE = "symbolic_site", "", GROUNDWORK, _("Symbolic site")
    ONLINE_FORUM = "online_forum", "", GROUNDWORK, _("Online forum")
    SOCIAL_MEDIA = "social_media", "", GROUNDWORK, _("Social media")
    GAMING = "gaming", "", GROUNDWORK, _("Gaming")
    MESSAGING = "messaging", "", GROUNDWORK, _("Messaging")


# Only the district of such places is ever stored, never a point.
POINT_FREE = frozenset({Setting.HOME, Setting.SCHOOL, Setting.WORSHIP, Setting.PRISON})
