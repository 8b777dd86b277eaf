"""Districts as SVG paths, for a page whose own style colours them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import line_middles
from output.charts.geometry import to_pixels
from output.charts.placing import Placed, place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a name, centred on a point, with the size of its type; pixels, as SVG writes them."""

    text: str
    x: str
    y: str
    size: str


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """One district: the data of its path, a point well inside it, and its name in lines where it fits."""

    path: str
    name: tuple[Line, ...]
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All districts in pixels, in the order they were given."""

    width: float
    height: float
    areas: tuple[DrawnArea, ...]

    @property
    def view_box(self) -> str:
        """With room for the lines of the border."""
        return f"-2 -2 {self.width + 4:.1f} {self.height + 4:.1f}"


def draw(geometries: Sequence[dict[str, Any]], names: Sequence[str], *, width: float, tallest: float) -> Drawing:
    """Draw GeoJSON geometries (WGS 84) into a box. Raises ValueError where they have no surface."""
    pixels = to_pixels(geometries, width, tallest)
    areas = tuple(_area(shape, name) for shape, name in zip(pixels.shapes, names, strict=True))
    return Drawing(round(pixels.width, 1), round(pixels.height, 1), areas)


def _area(shape: BaseGeometry, name: str) -> DrawnArea:
    label = place(name, shape)
    inside = shape.representative_point()
    return DrawnArea(_path(shape), _name(label), (label.x, label.y) if label else (inside.x, inside.y))


def _name(label: Placed | None) -> tuple[Line, ...]:
    if label is None:
        return ()
    middles = line_middles(len(label.lines), label.y, label.size)
    return tuple(
        Line(text, f"{label.x:.1f}", f"{y:.1f}", f"{label.size:.1f}")
        for text, y in zip(label.lines, middles, strict=True)
    )


def _path(shape: BaseGeometry) -> str:
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(f"M{_points(ring)}Z" for ring in rings)


def _points(ring: BaseGeometry) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1])
