"""Districts from the drawing: every line is drawn once, so that neighbours share it exactly."""

import math
import random
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from demo.elverhavn.streets import (
    BASINS,
    DISTRICTS,
    EAST_COAST,
    ISLET,
    ISLET_OF,
    MOLES,
    STREAMS,
    STREETS,
    WEST_COAST,
    Line,
    Point,
)

# Open North Sea, some 190 km from the nearest land.
LONGITUDE, LATITUDE = 4.75, 56.25
BOARD_CENTRE: Point = (685.0, 330.0)
METRES_ACROSS, METRES_UP = 16.0, 19.0
METRES_PER_DEGREE = 111_320.0
DECIMALS = 6


def district_shapes() -> dict[str, BaseGeometry]:
    """Outline by code, in longitude and latitude."""
    chance = random.Random("Elverhavn, the drawing")
    land = _land(chance)
    lines = [shapely.LineString(_bent(street, chance, swing=0.02)) for street in STREETS]
    lines += [shapely.LineString(_wound(stream, chance)) for stream in STREAMS]
    ways = shapely.union_all([land.boundary, *lines])
    faces = [face for face in shapely.get_parts(shapely.polygonize([ways])) if land.contains(face.point_on_surface())]
    return {code: _placed(_district(code, inside, faces)) for code, _name, inside, _west in DISTRICTS}


def _land(chance: random.Random) -> BaseGeometry:
    banks = [shapely.Polygon(_wound((*coast, coast[0]), chance)) for coast in (WEST_COAST, EAST_COAST)]
    dry = shapely.union_all([*banks, *map(shapely.Polygon, MOLES)])
    basins = shapely.union_all([shapely.Polygon(basin) for basin in BASINS])
    return shapely.union_all([shapely.difference(dry, basins), shapely.Polygon(_wound((*ISLET, ISLET[0]), chance))])


def _district(code: str, inside: Point, faces: list[BaseGeometry]) -> BaseGeometry:
    """The faces around the points of a district: one, and for one district an islet."""
    points = [shapely.Point(inside)]
    if code == ISLET_OF:
        points.append(shapely.Polygon(ISLET).centroid)
    return shapely.union_all([face for face in faces if any(face.contains(point) for point in points)])


def _wound(line: Line, chance: random.Random) -> list[Point]:
    """A curve through all points (Catmull and Rom 1974), roughened between them."""
    closed = line[0] == line[-1]
    before, after = (line[-2], line[1]) if closed else (line[0], line[-1])
    points = (before, *line, after)
    curve: list[Point] = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        curve += [_between(a, b, c, d, step / 4) for step in range(4)]
    return _bent((*curve, line[-1]), chance, swing=0.13)


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def one(p: float, q: float, r: float, s: float) -> float:
        return q + t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))) / 2

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def _bent(line: Line, chance: random.Random, *, swing: float, shortest: float = 4.0) -> list[Point]:
    """Midpoints moved aside by up to `swing` of each piece, again and again; the given points stay."""
    points = [line[0]]
    for start, end in pairwise(line):
        points += _halved(start, end, chance, swing, shortest)
    return points


def _halved(start: Point, end: Point, chance: random.Random, swing: float, shortest: float) -> list[Point]:
    across, down = end[0] - start[0], end[1] - start[1]
    if math.hypot(across, down) < shortest:
        return [end]
    aside = (chance.random() * 2 - 1) * swing
    middle = ((start[0] + end[0]) / 2 - aside * down, (start[1] + end[1]) / 2 + aside * across)
    return [*_halved(start, middle, chance, swing, shortest), *_halved(middle, end, chance, swing, shortest)]


def _placed(shape: BaseGeometry) -> BaseGeometry:
    """From the drawing board to the sea; shared points are rounded alike, so they stay shared."""
    across = METRES_ACROSS / (METRES_PER_DEGREE * math.cos(math.radians(LATITUDE)))
    up = METRES_UP / METRES_PER_DEGREE
    placed = shapely.transform(shape, lambda points: (points - BOARD_CENTRE) * (across, -up) + (LONGITUDE, LATITUDE))
    return shapely.orient_polygons(shapely.transform(placed, lambda points: points.round(DECIMALS)))
