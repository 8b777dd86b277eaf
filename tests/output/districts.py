"""Twenty-four made-up districts, with outlines and figures."""

import math
import random
from functools import cache
from typing import Any

import shapely

from output.charts.maps import MapArea

NAMES = (
    "Nordbro",
    "Bakkegaard",
    "Stationsbyen",
    "Gammelgård",
    "Lindeparken",
    "Kvarnby",
    "Møllevang",
    "Havnsiden",
    "Østmark",
    "Sundhøj",
    "Skovlyst",
    "Vesterled",
    "Engholm",
    "Fjordgade",
    "Teglværket",
    "Torvet",
    "Kløverby",
    "Rådhusbyen",
    "Højvang",
    "Åparken",
    "Strandeng",
    "Kirkebro",
    "Bredalen",
    "Sandmosen",
)
NOT_LOOKED_AT = "Kvarnby"


@cache
def geometries(count: int = 24, seed: int = 4) -> list[dict[str, Any]]:
    """Voronoi cells in a rounded shape at 10° east, 56° north, in degrees."""
    chance = random.Random(seed)
    shore = shapely.Polygon(
        [
            (
                10 + 0.16 * math.cos(t) * (1 + 0.12 * math.sin(3 * t)),
                56 + 0.06 * math.sin(t) * (1 + 0.1 * math.cos(2 * t)),
            )
            for t in (step * math.tau / 90 for step in range(90))
        ]
    )
    seeds: list[shapely.Point] = []
    while len(seeds) < count:
        point = shapely.Point(chance.uniform(9.82, 10.18), chance.uniform(55.93, 56.07))
        apart = all(math.hypot(point.x - other.x, 2 * (point.y - other.y)) > 0.036 for other in seeds)
        if shore.contains(point) and apart:
            seeds.append(point)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shore, ordered=True)
    return [shapely.geometry.mapping(shapely.intersection(cell, shore)) for cell in cells.geoms]


def areas(**outlined: bool) -> list[MapArea]:
    chance = random.Random(7)
    return [
        MapArea(
            code=f"D{at:02}",
            name=name,
            geometry=geometry,
            value=round(chance.uniform(0.4, 6.8), 1),
            looked_at=name != NOT_LOOKED_AT,
            outlined=outlined.get(name, False),
        )
        for at, (name, geometry) in enumerate(zip(NAMES, geometries(), strict=True))
    ]
