"""The districts of a city: who lives there, and, for who may read records, how many there are."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear
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
from mapping.models import BoundarySet, District, Observation

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
    rows = _listing(request).read(request.GET, _districts(request))
    boundaries = BoundarySet.objects.filter(city=request.city, districts__in=rows.matching).first()
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
    """How many approved records this person may read, and the day of the latest."""
    there = (
        Observation.objects.visible_to(user).approved().filter(district=OuterRef("pk")).order_by().values("district")
    )
    return found.annotate(
        records=Coalesce(Subquery(there.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField()),
        latest=Subquery(there.annotate(latest=Max("last_day")).values("latest")),
    )


def _by_year(user: User, found: District) -> list[tuple[int, int]]:
    """Year and approved records of it, the latest year first; a year without any is there too."""
    days = Observation.objects.visible_to(user).approved().filter(district=found.pk).order_by("-first_day")
    years = days.annotate(year=ExtractYear("first_day")).values_list("year", flat=True)
    counts = {year: len(list(group)) for year, group in groupby(years)}
    return [(year, counts.get(year, 0)) for year in range(max(counts), min(counts) - 1, -1)] if counts else []
