"""The districts of a city: who lives there, and, for who may read records, how many there are."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import EVERYBODY, STAFF
from accounts.requests import CityRequest
from analysis.records import Coverage
from core import formats
from mapping.lists.districts import rows_of_districts
from mapping.lists.on_map import records_address
from mapping.map.city_map import CityMap
from mapping.map.outlines import outlines_by_code
from mapping.map.panel import DISTRICT_PAGE
from mapping.map.panel_facts import facts_of, said_in
from mapping.map.years import DistrictYears, Stretch
from mapping.models import District
from mapping.vocabulary import Completeness
from records.actions import record_view

# Of what was said the latest are shown at once.
SAID = 5


@require_safe
@role_required(*EVERYBODY)
def districts(request: CityRequest, city: str) -> HttpResponse:
    rows = rows_of_districts(request)
    boundaries = next((each.boundary_set for each in rows), None)
    return render(request, "mapping/district_list.html", {"rows": rows, "boundaries": boundaries})


@require_safe
@role_required(*STAFF)
def districts_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "districts", _("Districts"), rows_of_districts(request), page="districts")


@require_safe
@role_required(*EVERYBODY)
def district(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Where it is, for everybody; and for those who may read records what is recorded, by whom, and what was said."""
    found = get_object_or_404(
        District.objects.defer("geometry").select_related("boundary_set", "city"), city=request.city, pk=pk
    )
    box, areas = outlines_by_code(found.boundary_set)
    facts: dict[str, Any] = {"district": found, "view_box": box, "areas": areas, "drawn": areas[found.code]}
    if request.membership.works_here:
        record_view(city=request.city, user=request.user, what=DISTRICT_PAGE, number=found.pk)
        facts |= _recorded(request, found) | _said(request, found)
    return render(request, "mapping/district_detail.html", facts)


def _recorded(request: CityRequest, found: District) -> dict[str, Any]:
    """How many records, each number with the address of just these."""
    city_map = CityMap(request.city, request.user, QueryDict(), request.membership.reads_up_to)
    here, code = DistrictYears(city_map, found), found.code
    usual = here.usual
    return {
        "total": here.total,
        "all_records": _records(request, found),
        "usual": usual,
        "usual_records": _on_map(city_map, code, usual),
        "other_facts": facts_of(request.user, found, city_map.period),
        "rule": city_map.calendar.rule,
        "years": [(each, _on_map(city_map, code, each), _long(each, here.most)) for each in here.years],
        "in_no_year": here.in_no_year,
        "sources": [
            (each, [_told(row) for row in each.stretches], _records(request, found, source=each.pk) if each.pk else "")
            for each in here.sources
        ],
        "map_url": f"{reverse('map', args=[request.city.slug])}?{urlencode({'district': code})}#district",
    }


def _said(request: CityRequest, found: District) -> dict[str, Any]:
    said, has_more = said_in(request.user, found)
    return {"said": said[:SAID], "more_said": said[SAID:], "most_said": len(said) if has_more else 0}


def _on_map(city_map: CityMap, code: str, stretch: Stretch | None) -> str:
    if stretch is None or not stretch.count:
        return ""
    return records_address(city_map, district=code, start=stretch.period.start, end=stretch.period.end)


def _records(request: CityRequest, found: District, **more: object) -> str:
    asked = {"district": found.pk, "counts": "yes", **more}
    return f"{reverse('observations', args=[request.city.slug])}?{urlencode(asked)}"


def _long(stretch: Stretch, most: int) -> int:
    """How long its bar is of a hundred; where there is a record, there is something to be seen."""
    return max(1, round(100 * stretch.count / most)) if stretch.count else 0


def _told(row: Coverage) -> tuple[str, str]:
    """From when to when a source looked, and how completely."""
    until = None if row.still_looking else row.end
    return formats.days_or_still(row.start, until), str(Completeness(row.completeness).label)
