"""Where the name of a district fits inside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import LINE_HEIGHT
from output.fonts import printable, text_width

SIZES = (11.0, 10.0, 9.0, 8.0)
LEVELS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


@dataclass(frozen=True)
class Placed:
    """A name in one or two lines about a middle point, and the box it fills."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    box: BaseGeometry


def place(name: str, area: BaseGeometry) -> Placed | None:
    """The largest way to write the name inside the area, or None where it does not fit.

    Every box lies inside its own district, so no two names can touch.
    """
    surface = max(shapely.get_parts(area), key=lambda part: part.area)
    surface = shapely.buffer(surface, -1.2)
    if surface.is_empty or not isinstance(surface, Polygon | MultiPolygon):
        return None
    shapely.prepare(surface)
    points = list(_middles(surface))
    for size in SIZES:
        for lines in _ways(printable(name)):
            for x, y in points:
                box = _box(lines, x, y, size)
                if shapely.contains_properly(surface, box):
                    return Placed(lines, x, y, size, box)
    return None


def _ways(name: str) -> list[tuple[str, ...]]:
    """In one line, then in the two lines that are most even."""
    breaks = [at + 1 for at, letter in enumerate(name[:-1]) if letter in " -–/"]
    ways: list[tuple[str, ...]] = [(name,)]
    if breaks:
        middle = min(breaks, key=lambda at: abs(at - len(name) / 2))
        ways.append((name[:middle].strip(), name[middle:].strip()))
    return ways


def _middles(surface: Polygon | MultiPolygon) -> Iterator[tuple[float, float]]:
    """Points to try, the deepest inside first, then the middles of the widest cuts across."""
    deepest = shapely.get_coordinates(shapely.maximum_inscribed_circle(surface, tolerance=0.5))[0]
    centroid = shapely.get_coordinates(shapely.centroid(surface))[0]
    yield float(centroid[0]), float(centroid[1])
    yield float(deepest[0]), float(deepest[1])
    left, top, right, bottom = surface.bounds
    for level in LEVELS:
        y = top + (bottom - top) * level
        cut = shapely.intersection(surface, shapely.LineString([(left - 1, y), (right + 1, y)]))
        widest = max(shapely.get_parts(cut), key=lambda part: part.length, default=None)
        if widest is not None and not widest.is_empty:
            yield (widest.bounds[0] + widest.bounds[2]) / 2, y


def _box(lines: Sequence[str], x: float, y: float, size: float) -> BaseGeometry:
    half = max(text_width(line, size, 600) for line in lines) / 2 + 1
    # From the top of the capitals to the tail of a g.
    tall = (size * 0.95 + size * LINE_HEIGHT * (len(lines) - 1)) / 2
    return shapely.box(x - half, y - tall, x + half, y + tall)
