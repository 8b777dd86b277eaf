"""Who looked where, as the analysis takes it."""

from collections.abc import Iterable
from typing import Any

from accounts.models import City
from analysis.records import Coverage
from mapping.models import CoveredDistrict, SourceCoverage


def coverage_of(city: City) -> list[tuple[str, Coverage]]:
    """Every source's coverage, with the source's name; districts by code."""
    covered: dict[int, list[str]] = {}
    for coverage, code in CoveredDistrict.objects.filter(city=city).values_list("coverage", "district__code"):
        covered.setdefault(coverage, []).append(code)
    rows = SourceCoverage.objects.filter(city=city).with_until().select_related("source")
    in_order = rows.order_by("source__name", "start", "pk")
    return [(row.source.name, _coverage(row, covered.get(row.pk, ()))) for row in in_order]


def _coverage(row: Any, codes: Iterable[str]) -> Coverage:
    areas = None if row.whole_city else frozenset(codes)
    return Coverage(row.source.key, areas, row.online, row.start, row.until, row.completeness, row.end is None)
