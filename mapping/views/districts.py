"""The districts of a city: who lives there, and, for who may read records, how many there are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, DateField, F, Field, Func, IntegerField, Max, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import EVERYBODY, STAFF, User
from accounts.requests import CityRequest
from core.lists import Listing
from core.sort_keys import Alphabetical
from mapping.map.city_map import by_month
from mapping.models import District, Observation

WITHOUT_RECORDS: Mapping[str, Sequence[str | Alphabetical]] = {
    "name": (Alphabetical("name"),),
    "code": ("code",),
    "residents": ("population",),
    "area": ("area_km2",),
}
FOR_EVERYBODY = Listing(search=("name", "code"), sorts=WITHOUT_RECORDS, sort="name", per_page=200)
FOR_STAFF = Listing(
    search=("name", "code"),
    sorts={**WITHOUT_RECORDS, "records": ("records", Alphabetical("name")), "latest": ("latest", Alphabetical("name"))},
    sort="name",
    per_page=200,
)


@require_safe
@role_required(*EVERYBODY)
def districts(request: CityRequest, city: str) -> HttpResponse:
    """Those of the boundaries now in force. Network members see no number of records: those are in the editions."""
    rows = _listing(request).read(request.GET, _districts(request).select_related("boundary_set"))
    boundaries = next((each.boundary_set for each in rows), None)
    return render(request, "mapping/district_list.html", {"rows": rows, "boundaries": boundaries})


@require_safe
@role_required(*STAFF)
def districts_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (_("Code"), _("District"), _("Residents"), _("Area, km²"), _("Records"), _("Latest"))
    rows = FOR_STAFF.read(request.GET, _districts(request))
    return csv_response(request, f"{city}-districts", columns, lambda: _lines(rows.matching))


def _lines(found: "QuerySet[District]") -> Iterator[tuple[object, ...]]:
    for each in found:
        yield each.code, each.name, each.population, round(each.area_km2, 2), each.records, each.latest  # type: ignore[attr-defined]


@require_safe
@role_required(*EVERYBODY)
def district(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(
        District.objects.defer("geometry").select_related("boundary_set"), city=request.city, pk=pk
    )
    years = _by_year(request.user, found) if request.membership.works_here else []
    return render(request, "mapping/district_detail.html", {"district": found, "years": years})


def _listing(request: CityRequest) -> Listing:
    return FOR_STAFF if request.membership.works_here else FOR_EVERYBODY


def _districts(request: CityRequest) -> "QuerySet[District]":
    today = District.objects.of_today(city_id=request.city.pk).defer("geometry")
    return _with_records(today, request.user) if request.membership.works_here else today


def _with_records(found: "QuerySet[District]", user: User) -> "QuerySet[District]":
    """How many approved records this person may read, and the day of the latest.

    Counted once for all districts and given to the list as three arrays: asked for district by district, PostgreSQL
    reads the records again for every one of them.
    """
    there = Observation.objects.visible_to(user).approved().filter(district__isnull=False).order_by()
    counted = list(there.values_list("district").annotate(count=Count("*"), latest=Max("last_day")))
    numbers, counts, latest = ([row[column] for row in counted] for column in range(3))
    place = Func(
        Value(numbers, ArrayField(BigIntegerField())), F("pk"), function="array_position", output_field=IntegerField()
    )
    return found.annotate(
        records=Coalesce(_At(counts, place, IntegerField()), 0),
        latest=_At(latest, place, DateField()),
    )


class _At(Func):
    """What stands at a place of a list; NULL for no place."""

    template = "(%(expressions)s]"  # (values)[place]
    arg_joiner = ")["

    def __init__(self, values: Sequence[object], place: Func, kind: "Field[Any, Any]") -> None:
        super().__init__(Value(values, ArrayField(kind)), place, output_field=kind)


def _by_year(user: User, found: District) -> list[tuple[int, int]]:
    """Year and approved records of it, the latest year first; a year without any is there too."""
    there = Observation.objects.visible_to(user).approved().filter(district=found.pk).order_by()
    counts: Counter[int] = Counter()
    for month, count in by_month(there).items():
        counts[month.year] += count
    return [(year, counts[year]) for year in range(max(counts), min(counts) - 1, -1)] if counts else []
