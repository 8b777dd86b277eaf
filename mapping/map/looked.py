"""Who looked where, as the analysis takes it."""

from collections.abc import Iterable
from typing import Any

from accounts.models import City, User
from analysis.records import Coverage
from mapping.models import CoveredDistrict, Source, SourceCoverage


def coverage_of(city: City, user: User) -> list[tuple[str, Coverage]]:
    """The coverage of every source that this person may know of, with its name; districts by code."""
    covered: dict[int, list[str]] = {}
    for coverage, code in CoveredDistrict.objects.filter(city=city).values_list("coverage", "district__code"):
        covered.setdefault(coverage, []).append(code)
    rows = SourceCoverage.objects.filter(city=city, source__in=Source.objects.visible_to(user)).with_until()
    in_order = rows.select_related("source").order_by("source__name", "start", "pk")
    return [(row.source.name, _coverage(row, covered.get(row.pk, ()))) for row in in_order]


def _coverage(row: Any, codes: Iterable[str]) -> Coverage:
    areas = None if row.whole_city else frozenset(codes)
    return Coverage(row.source.key, areas, row.online, row.start, row.until, row.completeness, row.end is None)
