"""The outlines of a set of boundaries, projected and fitted to the page."""

import datetime
from functools import lru_cache

from mapping.models import BoundarySet, District
from output.charts.drawing import Drawing, DrawnArea, draw

WIDTH, TALLEST = 820.0, 620.0


def outlines_of(boundaries: BoundarySet | None, districts: int) -> Drawing:
    """Of so many districts; empty where there are none, or no boundaries."""
    return _drawn(boundaries.pk, boundaries.created_at, districts) if boundaries and districts else Drawing(0, 0, ())


@lru_cache(maxsize=64)
def _drawn(boundary_set: int, _made: datetime.datetime, _count: int) -> Drawing:
    """Boundaries never change, so they are projected and fitted once in a process."""
    rows = District.objects.filter(boundary_set=boundary_set).order_by("code").values_list("geometry", "name")
    return draw(
        [geometry for geometry, _name in rows], [name for _geometry, name in rows], width=WIDTH, tallest=TALLEST
    )


def outlines_by_code(boundaries: BoundarySet) -> tuple[str, dict[str, DrawnArea]]:
    """The box they are drawn in, and each district of a set by its code."""
    codes = list(District.objects.filter(boundary_set=boundaries).order_by("code").values_list("code", flat=True))
    drawing = outlines_of(boundaries, len(codes))
    return drawing.view_box, dict(zip(codes, drawing.areas, strict=True))
