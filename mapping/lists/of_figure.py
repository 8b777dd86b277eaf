"""From a figure of a change, by its key "family.code.change", to just the records it counts of so many days: the list
of observations, narrowed by an address of its own."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from core import formats
from core.lists import Choice
from mapping.models import Observation, named_today
from mapping.vocabulary import Current, Manifestation, Target

CITY, CHANGE = "city.change", ".change"
# The column of several codes that a family counts by, and what the codes are called.
FAMILIES = {
    "currents": ("currents__contains", Current),
    "manifestations": ("manifestations__contains", Manifestation),
    "targets": ("targets__contains", Target),
}
# Stands in the address of the list: the key, and the first and the last day.
NAME = "figure"
LONGEST = 200


def query_of(key: str) -> Q | None:
    """Which records a judgement of a change counts; None where it is of no such figure."""
    if key == CITY:
        return Q()
    family, code = _parts(key)
    if family == "district" and code:
        return Q(district__code=code)
    return Q(**{FAMILIES[family][0]: [code]}) if family in FAMILIES and code else None


def name_of(key: str, names: Mapping[str, str]) -> str:
    """What people call it; `names` are those of districts by their codes."""
    family, code = _parts(key)
    if key == CITY:
        return _("The whole city")
    if family in FAMILIES:
        words = {str(each): str(each.label) for each in FAMILIES[family][1]}
        return words.get(code, code)
    return names.get(code, code)


def _parts(key: str) -> tuple[str, str]:
    if not key.endswith(CHANGE):
        return "", ""
    family, _dot, code = key.removesuffix(CHANGE).partition(".")
    return family, code


def figure_address(city: str, key: str, first: datetime.date, last: datetime.date) -> str:
    """The list of the records that are counted in a figure and begin on one of these days."""
    asked = urlencode({NAME: f"{key} {first.isoformat()} {last.isoformat()}"})
    return f"{reverse('observations', args=[city])}?{asked}"


@dataclass(frozen=True, slots=True)
class OfFigure(Choice):
    """A filter with one choice, which is that of the address."""

    rows: Q | None = None
    clearance: str = ""

    def query(self, value: str) -> Q:
        counted = Observation.objects.counted(self.clearance).filter(self.rows or Q())
        return Q(pk__in=counted.order_by().values("pk"))


def of_figure(request: CityRequest) -> list[OfFigure]:
    """The filter, where the address came from a figure."""
    value = request.GET.get(NAME, "")
    key, *days = value.rsplit(" ", 2) if len(value) <= LONGEST and "\0" not in value else ("",)
    counts = query_of(key)
    try:
        first, last = (datetime.date.fromisoformat(each) for each in days)
    except ValueError:
        return []
    if counts is None:
        return []
    names = dict(named_today(request.city.pk))
    said = f"{name_of(key, names)}, {formats.days(first, last)}"
    rows = counts & Q(first_day__range=(first, last))
    label = _("Counted in a figure")
    return [OfFigure(NAME, label, [(value, said)], rows=rows, clearance=request.membership.reads_up_to)]
