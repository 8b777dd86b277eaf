"""The districts of a city: who lives there, and, for who may read records, how many there are."""

from collections import Counter

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import EVERYBODY, STAFF, Membership
from accounts.requests import CityRequest
from mapping.lists.districts import rows_of_districts
from mapping.map.city_map import by_month
from mapping.models import District, Observation


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
    found = get_object_or_404(
        District.objects.defer("geometry").select_related("boundary_set"), city=request.city, pk=pk
    )
    years = _by_year(request.membership, found) if request.membership.works_here else []
    facts = {"district": found, "years": years, "this_year": timezone.localdate().year}
    return render(request, "mapping/district_detail.html", facts)


def _by_year(member: Membership, found: District) -> list[tuple[int, int]]:
    """Year and records that count of it, the latest year first; a year without any is there too."""
    there = Observation.objects.visible_to(member.user).counted(member.reads_up_to)
    there = there.filter(district=found.pk).order_by()
    counts: Counter[int] = Counter()
    for month, count in by_month(there).items():
        counts[month.year] += count
    return [(year, counts[year]) for year in range(max(counts), min(counts) - 1, -1)] if counts else []
