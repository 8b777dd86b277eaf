"""Districts in degrees → districts in pixels: projected, simplified together, scaled.

Neighbours share their borders. Simplified one by one they would tear apart or overlap, so they are simplified as one
coverage (Visvalingam–Whyatt on the shared edges, as GEOS does it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

SIMPLIFY_PIXELS = 0.9


@dataclass(frozen=True)
class PixelMap:
    """Geometries in pixels, the origin at the top left corner, in the order they were given."""

    shapes: tuple[BaseGeometry, ...]
    width: float
    height: float


def to_pixels(geometries: Sequence[dict[str, Any]], width: float, tallest: float) -> PixelMap:
    """Project GeoJSON geometries (WGS 84) by an equal-area projection about their middle and fit them in a box.

    Lambert azimuthal equal-area (Snyder 1987, p. 182), so that shaded areas keep their proportions.
    """
    if not geometries:
        raise ValueError("A map needs at least one area.")
    return _fitted(tuple(shape(geometry) for geometry in geometries), width, tallest)


@lru_cache(maxsize=2)  # a report shows the same districts in several maps
def _fitted(given: tuple[BaseGeometry, ...], width: float, tallest: float) -> PixelMap:
    degrees = np.array([_surfaces(shapely.force_2d(shapely.make_valid(geometry))) for geometry in given])
    metres = _projected(degrees)
    left, bottom, right, top = shapely.total_bounds(metres)
    if not (right > left and top > bottom):
        raise ValueError("The areas of a map have no surface.")
    scale = min(width / (right - left), tallest / (top - bottom))

    def in_pixels(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(((points[:, 0] - left) * scale, (top - points[:, 1]) * scale))

    scaled = shapely.transform(metres, in_pixels)
    simple = shapely.coverage_simplify(scaled, SIMPLIFY_PIXELS)
    kept = tuple(
        _surfaces(after if not after.is_empty else before) for before, after in zip(scaled, simple, strict=True)
    )
    return PixelMap(kept, float((right - left) * scale), float((top - bottom) * scale))


def outline(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The outer border of all areas together."""
    # Closing hairline gaps first keeps the line free of slivers.
    merged = shapely.union_all(shapely.buffer(np.array(shapes), 0.4, join_style="mitre"))
    return shapely.boundary(shapely.buffer(merged, -0.4, join_style="mitre"))


def borders(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Every border once, as lines."""
    lines = shapely.boundary(np.array(shapes))
    return shapely.line_merge(shapely.union_all(shapely.set_precision(lines, 0.1)))


def hatching(area: BaseGeometry, spacing: float = 5.0) -> BaseGeometry:
    """Diagonal lines inside an area: says *not looked at* without being a shade."""
    left, top, right, bottom = area.bounds
    # Lines x + y = k on one common grid, so hatched neighbours continue each other.
    first = int((left + top) // spacing)
    last = int((right + bottom) // spacing) + 1
    lines = [[(k * spacing - top, top), (k * spacing - bottom, bottom)] for k in range(first, last + 1) if bottom > top]
    if not lines:
        return shapely.MultiLineString()
    return shapely.intersection(shapely.MultiLineString(lines), area)


def dots(area: BaseGeometry, spacing: float = 6.0) -> np.ndarray[Any, Any]:
    """Points inside an area, shape (n, 2): says *looked at in part* upon a shade, and never looks like hatching.

    All areas share one grid, each second row moved by half a step.
    """
    left, top, right, bottom = area.bounds
    rows = np.arange(int(top // spacing), int(bottom // spacing) + 2)
    columns = np.arange(int(left // spacing) - 1, int(right // spacing) + 2)
    column, row = np.meshgrid(columns, rows)
    points = np.column_stack([((column + (row % 2) / 2) * spacing).ravel(), (row * spacing).ravel()])
    # a whole dot lies inside, not half of it
    inside = shapely.buffer(area, -1.2)
    return np.asarray(points[shapely.contains_xy(inside, points[:, 0], points[:, 1])])


def path_of(geometry: BaseGeometry) -> str:
    """SVG path data, rounded to a tenth of a pixel: the same on both sides of a border."""
    parts = []
    for part in shapely.get_parts(geometry):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            points = shapely.get_coordinates(ring)
            closed = part.geom_type == "Polygon" or ring.is_ring
            drawn = points[:-1] if closed else points
            parts.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in drawn) + ("Z" if closed else ""))
    return "".join(parts)


def _projected(degrees: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    west, south, east, north = shapely.total_bounds(degrees)
    project = _about(f"{(south + north) / 2:.6f}", f"{(west + east) / 2:.6f}")

    def in_metres(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(project.transform(points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(degrees, in_metres))


@lru_cache(maxsize=64)  # PROJ takes longer to look one up than to project a city by it
def _about(latitude: str, longitude: str) -> Transformer:
    local = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", local, always_xy=True)


def _surfaces(geometry: BaseGeometry) -> BaseGeometry:
    """Polygons only: repairing a border can leave stray lines, simplifying can leave specks."""
    polygons = [part for part in shapely.get_parts(geometry, return_index=False) if part.geom_type == "Polygon"]
    for part in shapely.get_parts(geometry):
        if part.geom_type == "MultiPolygon":
            polygons.extend(shapely.get_parts(part))
    if not polygons:
        return geometry
    return shapely.MultiPolygon(polygons) if len(polygons) > 1 else polygons[0]
