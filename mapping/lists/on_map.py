"""From a number of the map to just the records it counts: the list of observations, narrowed by the map's address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import Marking
from accounts.requests import CityRequest
from core import formats
from core.lists import Choice
from mapping.map.city_map import CityMap
from mapping.map.filters import MapFilters
from mapping.models import District, Observation
from mapping.vocabulary import Current, Place

SPACES = {"": __("All"), "offline": __("Offline"), "online": __("Online")}
GRADINGS = {"": __("All"), "well": __("Well founded (A–C, 1–3)")}
# Stands in the address of the list, and holds that of the map.
NAME = "map"
LONGEST = 2_000
# Which of the records that no district is asked of: those that lie in one of the map's, or the others.
PART, ON, OFF = "part", "on", "off"


def records_address(city_map: CityMap, *, part: str = "", **changes: Any) -> str:
    """The list of what the map counts, with some of what it was asked for changed."""
    asked = [pair for pair in city_map.filters.query(**changes) if pair[0] not in {"show", "view"}]
    asked += [(PART, part)] if part else []
    return f"{reverse('observations', args=[city_map.city.slug])}?{urlencode({NAME: urlencode(asked)})}"


@dataclass(frozen=True, slots=True)
class OnMap(Choice):
    """A filter with one choice, which is that of the address."""

    rows: "QuerySet[Observation] | None" = None

    def query(self, value: str) -> Q:
        return Q(pk__in=self.rows.values("pk")) if self.rows is not None else Q()


def on_map(request: CityRequest) -> list[OnMap]:
    """The filter, where the address came from a number of the map."""
    value = request.GET.get(NAME, "")
    if not value or len(value) > LONGEST:
        return []
    address = QueryDict(value)
    city_map = CityMap(request.city, request.user, address, request.membership.reads_up_to)
    rows, where = _counted(city_map, address.get(PART, ""))
    narrowed = [said for _label, said in narrowed_by(city_map)]
    return [OnMap(NAME, _("Counted on the map"), [(value, ", ".join([where, *narrowed]))], rows=rows)]


def _counted(city_map: CityMap, part: str) -> "tuple[QuerySet[Observation], str]":
    rows, code = city_map.here, city_map.filters.district
    if code:
        district = next((each for each in city_map.districts if each.code == code), None)
        return rows.filter(_in([district] if district else [])), district.name if district else code
    if part == ON:
        return rows.filter(_in(city_map.districts)), _("in a district")
    if part == OFF:
        return rows.exclude(_in(city_map.districts)), _("not on the map")
    return rows, _("all districts and none")


def _in(districts: list[District]) -> Q:
    return Q(place=Place.DISTRICT, district__in=[each.pk for each in districts])


def narrowed_by(city_map: CityMap) -> "list[tuple[str, str]]":
    """What the map was asked for, for a file or a list that must say so."""
    filters, period = city_map.filters, city_map.period
    asked = [
        (_("Period"), f"{formats.short_month(period.start)} – {formats.short_month(period.end)}"),
        (_("Note"), " ".join(city_map.asked.notes)),
        (_("Current"), _currents(filters)),
        (_("Space"), str(SPACES[filters.space]) if filters.space else ""),
        (_("Grading"), str(GRADINGS["well"]) if filters.well_graded else ""),
        (_("Marking"), str(Marking(filters.marking).label) if filters.marking else ""),
    ]
    return [(label, said) for label, said in asked if said]


def _currents(filters: MapFilters) -> str:
    if filters.no_current:
        return _("none is ticked, so nothing is counted")
    return "; ".join(str(Current(code).label) for code in filters.currents)
