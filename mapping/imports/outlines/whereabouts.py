"""Whether districts lie where the city can lie: in its country, near the boundaries it has."""

import math
import statistics
from collections.abc import Sequence

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import AXES, Doubts, among
from mapping.imports.outlines.countries import Extent, extent_of

# Degrees of latitude, about 40 km; and how many times as far from the middle as half of all are at most.
FAR, FAR_TIMES = 0.36, 5


def check_country(
    districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], country: str, doubts: Doubts
) -> None:
    """Districts outside the country of the city; asked about where they lie inside it with axes exchanged."""
    extent = extent_of(country)
    if extent is not None:
        _check_within(districts, outlines, extent, country, doubts)


def check_together(districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], doubts: Doubts) -> None:
    """Districts far from all others, in the same country though they may be: one digit of their points is wrong."""
    points = shapely.centroid(list(outlines))
    middle = statistics.median(shapely.get_x(points)), statistics.median(shapely.get_y(points))
    narrowed = math.cos(math.radians(middle[1]))
    apart = [math.hypot((each.x - middle[0]) * narrowed, each.y - middle[1]) for each in points]
    usual = statistics.median(apart)
    far = [place for place, each in enumerate(apart) if each > max(FAR, FAR_TIMES * usual)]
    if not far:
        return
    doubts.tell(_(
        "Far from all others lie %(count)d of %(all)d districts (%(codes)s; the first is feature %(number)d near "
        "longitude %(x).2f, latitude %(y).2f). Check their points, and whether they are of this city."
    ) % {
        "count": len(far),
        "all": len(districts),
        "codes": among([f"“{districts[place].code}”" for place in far], 5),
        "number": districts[far[0]].feature,
        "x": points[far[0]].x,
        "y": points[far[0]].y,
    })  # fmt: skip


def check_earlier(outlines: Sequence[BaseGeometry], earlier: Sequence[BaseGeometry], doubts: Doubts) -> None:
    """Boundaries that lie elsewhere than those the city has: districts move, cities do not."""
    before, now = _bounds(earlier), _bounds(outlines)
    width, height = before[2] - before[0], before[3] - before[1]
    near = (before[0] - width, before[1] - height, before[2] + width, before[3] + height)
    if _meet(near, now):
        return
    where = {"x": now[0], "y": now[1], "there_x": before[0], "there_y": before[1]}
    if _meet(near, _exchanged(now)):
        doubts.ask(AXES, _(
            "The districts lie far from the boundaries the city has (longitude %(x).2f, latitude %(y).2f; there "
            "%(there_x).2f, %(there_y).2f), and near them with latitude and longitude exchanged: import them with "
            "--axes latitude-longitude."
        ) % where)  # fmt: skip
    else:
        doubts.tell(_(
            "The districts lie far from the boundaries the city has (longitude %(x).2f, latitude %(y).2f; there "
            "%(there_x).2f, %(there_y).2f). Is it the right file, and its reference system (--crs)?"
        ) % where)  # fmt: skip


def _check_within(
    districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], extent: Extent, country: str, doubts: Doubts
) -> None:
    bounds = [shapely.bounds(outline) for outline in outlines]
    outside = [place for place, found in enumerate(bounds) if not _inside(extent, tuple(found))]
    if not outside:
        return
    first = bounds[outside[0]]
    facts = {
        "count": len(outside),
        "all": len(districts),
        "codes": among([f"“{districts[place].code}”" for place in outside], 5),
        "number": districts[outside[0]].feature,
        "x": first[0],
        "y": first[1],
        "country": country,
    }
    exchanged = [place for place in outside if _inside(extent, _exchanged(tuple(bounds[place])))]
    if exchanged and len(exchanged) == len(districts):
        doubts.ask(AXES, _(
            "%(count)d of %(all)d districts (%(codes)s; the first is feature %(number)d near longitude %(x).2f, "
            "latitude %(y).2f) lie outside %(country)s, and inside it with latitude and longitude exchanged: import "
            "them with --axes latitude-longitude."
        ) % facts)  # fmt: skip
    elif exchanged:
        doubts.ask(AXES, _(
            "%(count)d of %(all)d districts (%(codes)s; the first is feature %(number)d near longitude %(x).2f, "
            "latitude %(y).2f) lie outside %(country)s; some of them lie inside it with latitude and longitude "
            "exchanged. Correct these features in the file."
        ) % facts)  # fmt: skip
    else:
        doubts.tell(_(
            "%(count)d of %(all)d districts (%(codes)s; the first is feature %(number)d near longitude %(x).2f, "
            "latitude %(y).2f) lie or reach outside %(country)s. Check the reference system (--crs), single points "
            "of the outlines, and the country of the city."
        ) % facts)  # fmt: skip


def _bounds(outlines: Sequence[BaseGeometry]) -> Extent:
    west, south, east, north = shapely.total_bounds(list(outlines))
    return float(west), float(south), float(east), float(north)


def _exchanged(bounds: tuple[float, ...]) -> Extent:
    west, south, east, north = bounds
    return south, west, north, east


def _inside(extent: Extent, bounds: tuple[float, ...]) -> bool:
    west, south, east, north = bounds
    return extent[0] <= west and extent[1] <= south and east <= extent[2] and north <= extent[3]


def _meet(one: Extent, other: Extent) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
