"""Where the name of a district fits inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import LINE_HEIGHT
from output.fonts import printable, text_width

SIZES = (11.0, 10.0, 9.0, 8.0)
CUTS = 28
MOST_LINES = 3
# How many heights are tried besides that of the centroid, the nearest first.
MOST_HEIGHTS = 8

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """A name in up to three lines about a middle point, and the box it fills."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    box: BaseGeometry


@dataclass(frozen=True)
class Cuts:
    """The widest stretch of an area at each of several heights."""

    y: Numbers
    left: Numbers
    right: Numbers


@lru_cache(maxsize=1024)  # a report shows the same districts in several maps
def place(name: str, area: BaseGeometry) -> Placed | None:
    """The largest way to write the name inside the area, or None where it does not fit.

    Every box lies inside its own district, so no two names can touch.
    """
    parts = shapely.get_parts(area)
    surface = shapely.buffer(parts[np.argmax(shapely.area(parts))], -1.0)
    if surface.is_empty or not isinstance(surface, Polygon | MultiPolygon):
        return None
    broken = _ways(printable(name))
    ways = [(lines, size) for size in SIZES for lines in broken]
    wide, tall = np.array([_extent(lines, size) for lines, size in ways]).T
    way, x, y = _middles(shapely.get_coordinates(shapely.centroid(surface))[0], _cuts(surface), wide, tall)
    across, up = wide[way] / 2, tall[way] / 2
    boxes = shapely.box(x - across, y - up, x + across, y + up)
    shapely.prepare(surface)
    inside = np.flatnonzero(shapely.contains_properly(surface, boxes))
    if not len(inside):
        return None
    first = inside[0]
    lines, size = ways[way[first]]
    return Placed(lines, float(x[first]), float(y[first]), size, boxes[first])


def _ways(name: str) -> list[tuple[str, ...]]:
    """In one line, then broken as evenly as possible into two and three."""
    breaks = [at + 1 for at, letter in enumerate(name[:-1]) if letter in " -–/"][:12]
    ways: list[tuple[str, ...]] = [(name,)]
    for count in range(1, min(MOST_LINES, len(breaks) + 1)):
        broken = [_broken(name, places) for places in combinations(breaks, count)]
        ways.append(min(broken, key=lambda lines: max(len(line) for line in lines)))
    return ways


def _broken(name: str, places: Sequence[int]) -> tuple[str, ...]:
    edges = [0, *places, len(name)]
    return tuple(name[start:end].strip() for start, end in pairwise(edges))


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Width and height of the box, from the top of the capitals to the tail of a g."""
    wide = max(text_width(line, size, 600) for line in lines) + 2
    return wide, size * 0.95 + size * LINE_HEIGHT * (len(lines) - 1)


def _cuts(surface: BaseGeometry) -> Cuts:
    left, top, right, bottom = surface.bounds
    heights = np.linspace(top, bottom, CUTS + 2)[1:-1]
    ends = np.broadcast_to([left - 1, right + 1], (CUTS, 2))
    lines = shapely.linestrings(ends, np.repeat(heights[:, None], 2, axis=1))
    stretches, height = shapely.get_parts(shapely.intersection(surface, lines), return_index=True)
    there = ~shapely.is_empty(stretches)  # between the parts of an area, a line meets nothing
    stretches, height = stretches[there], height[there]
    longest_first = np.lexsort((-shapely.length(stretches), height))
    cut, first = np.unique(height[longest_first], return_index=True)
    bounds = shapely.bounds(stretches[longest_first[first]])
    return Cuts(heights[cut], bounds[:, 0], bounds[:, 2])


def _middles(centroid: Numbers, cuts: Cuts, wide: Numbers, tall: Numbers) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Points about which a box of each extent may fit: the centroid, then those nearest to it in height.

    One entry per point: which extent it is for, in the order of `wide` and `tall`, and where it lies.
    """
    nearest_first = np.argsort(np.abs(cuts.y - centroid[1]), kind="stable")
    y, left, right = cuts.y[nearest_first], cuts.left[nearest_first], cuts.right[nearest_first]
    # a box spans several heights, of which each leaves it less room: extents × heights × heights
    spanned = np.abs(y[:, None] - y) <= tall[:, None, None] / 2
    lefts = np.where(spanned, left, -np.inf).max(axis=2, initial=-np.inf)
    rights = np.where(spanned, right, np.inf).min(axis=2, initial=np.inf)
    fits = rights - lefts > wide[:, None]
    kept = fits & (np.cumsum(fits, axis=1) <= MOST_HEIGHTS)
    candidates = np.column_stack([np.ones(len(wide), dtype=bool), kept])
    way, at = np.nonzero(candidates)
    middles = np.column_stack([np.full(len(wide), centroid[0]), (lefts + rights) / 2])
    return way, middles[way, at], np.concatenate([[centroid[1]], y])[at]
