"""Where the name of a district fits inside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import LINE_HEIGHT
from output.fonts import printable, text_width

SIZES = (11.0, 10.0, 9.0, 8.0)
CUTS = 28
MOST_LINES = 3


@dataclass(frozen=True)
class Placed:
    """A name in up to three lines about a middle point, and the box it fills."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    box: BaseGeometry


@dataclass(frozen=True)
class Cut:
    """The widest stretch of an area at one height."""

    y: float
    left: float
    right: float


def place(name: str, area: BaseGeometry) -> Placed | None:
    """The largest way to write the name inside the area, or None where it does not fit.

    Every box lies inside its own district, so no two names can touch.
    """
    surface = max(shapely.get_parts(area), key=lambda part: part.area)
    surface = shapely.buffer(surface, -1.0)
    if surface.is_empty or not isinstance(surface, Polygon | MultiPolygon):
        return None
    shapely.prepare(surface)
    cuts = _cuts(surface)
    for size in SIZES:
        for lines in _ways(printable(name)):
            wide, tall = _extent(lines, size)
            for x, y in _middles(surface, cuts, wide, tall):
                box = shapely.box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
                if shapely.contains_properly(surface, box):
                    return Placed(lines, x, y, size, box)
    return None


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


def _cuts(surface: BaseGeometry) -> list[Cut]:
    left, top, right, bottom = surface.bounds
    heights = np.linspace(top, bottom, CUTS + 2)[1:-1]
    lines = [shapely.LineString([(left - 1, y), (right + 1, y)]) for y in heights]
    found = []
    for y, stretch in zip(heights, shapely.intersection(surface, np.array(lines)), strict=True):
        widest = max(shapely.get_parts(stretch), key=lambda part: part.length, default=None)
        if widest is not None and not widest.is_empty:
            found.append(Cut(float(y), widest.bounds[0], widest.bounds[2]))
    return found


def _middles(surface: BaseGeometry, cuts: Sequence[Cut], wide: float, tall: float) -> Iterator[tuple[float, float]]:
    """Points at which a box of this extent may fit: the centroid, then those nearest to it in height."""
    centroid = shapely.get_coordinates(shapely.centroid(surface))[0]
    yield float(centroid[0]), float(centroid[1])
    found = []
    for cut in cuts:
        across = [other for other in cuts if abs(other.y - cut.y) <= tall / 2]
        left, right = max(other.left for other in across), min(other.right for other in across)
        if right - left > wide:
            found.append(((left + right) / 2, cut.y))
    yield from sorted(found, key=lambda point: abs(point[1] - centroid[1]))[:8]
