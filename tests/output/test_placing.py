"""Names stand where the rule says: compared with the rule written out point by point, on shapes made up for it."""

import itertools
import math
import random

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import LINE_HEIGHT
from output.charts.placing import SIZES, Placed, place
from output.fonts import text_width

WORDS = ("Nord", "Bakke", "Station", "Gammelgårds", "Lindeparken", "Å", "Tegl", "Rådhus", "vænge", "by")


def blob(rng: random.Random, *, holed: bool) -> BaseGeometry:
    """A crooked area about as large as a district on a map, with bays, and with a hole where asked."""
    points, reach = rng.randint(5, 40), rng.uniform(8, 90)
    ring = []
    for number in range(points):
        angle, radius = 2 * math.pi * number / points, reach * rng.uniform(0.35, 1)
        ring.append((200 + 1.4 * radius * math.cos(angle), 150 + radius * math.sin(angle)))
    area = shapely.Polygon(ring)
    return shapely.difference(area, shapely.Point(200, 150).buffer(reach * 0.2)) if holed else area


def islands(rng: random.Random) -> BaseGeometry:
    """Parts that only a neck thinner than the margin joins: without its margin the area falls apart."""
    wide = rng.uniform(20, 120)
    return shapely.union_all(
        [shapely.box(0, 0, wide, 14), shapely.box(wide / 2, 10, wide / 2 + 1.5, 60), shapely.box(0, 55, wide * 0.9, 75)]
    )


def name(rng: random.Random) -> str:
    return rng.choice((" ", "-", " – ", "/")).join(rng.choices(WORDS, k=rng.randint(1, 4)))


def written_out(label: str, area: BaseGeometry) -> tuple[tuple[str, ...], float, float, float] | None:
    """Every size, every way to break the name, every height, one after the other."""
    surface = shapely.buffer(max(shapely.get_parts(area), key=lambda part: part.area), -1.0)
    if surface.is_empty:
        return None
    cuts = cuts_of(surface)
    for size in SIZES:
        for lines in ways_of(label):
            wide = max(text_width(line, size, 600) for line in lines) + 2
            tall = size * 0.95 + size * LINE_HEIGHT * (len(lines) - 1)
            for x, y in middles_of(surface, cuts, wide, tall):
                if surface.contains_properly(shapely.box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)):
                    return lines, x, y, size
    return None


def ways_of(label: str) -> list[tuple[str, ...]]:
    places = [at + 1 for at, letter in enumerate(label[:-1]) if letter in " -–/"]
    ways: list[tuple[str, ...]] = [(label,)]
    for count in (1, 2):
        broken = [
            tuple(label[a:b].strip() for a, b in itertools.pairwise([0, *chosen, len(label)]))
            for chosen in itertools.combinations(places, count)
        ]
        if broken:
            ways.append(min(broken, key=lambda lines: max(len(line) for line in lines)))
    return ways


def cuts_of(surface: BaseGeometry) -> list[tuple[float, float, float]]:
    left, top, right, bottom = surface.bounds
    found = []
    for number in range(1, 29):
        y = number * ((bottom - top) / 29) + top
        stretch = surface.intersection(shapely.LineString([(left - 1, y), (right + 1, y)]))
        parts = [part for part in shapely.get_parts(stretch) if not part.is_empty]
        if parts:
            widest = max(parts, key=lambda part: part.length)
            found.append((y, widest.bounds[0], widest.bounds[2]))
    return found


def middles_of(
    surface: BaseGeometry, cuts: list[tuple[float, float, float]], wide: float, tall: float
) -> list[tuple[float, float]]:
    middle = surface.centroid
    found = []
    for y, _left, _right in cuts:
        spanned = [cut for cut in cuts if abs(cut[0] - y) <= tall / 2]
        left, right = max(cut[1] for cut in spanned), min(cut[2] for cut in spanned)
        if right - left > wide:
            found.append(((left + right) / 2, y))
    found.sort(key=lambda point: abs(point[1] - middle.y))
    return [(middle.x, middle.y), *found[:8]]


def facts(placed: Placed | None) -> tuple[tuple[str, ...], float, float, float] | None:
    return (placed.lines, placed.x, placed.y, placed.size) if placed else None


def test_places_are_those_of_the_rule_written_out() -> None:
    rng = random.Random(7)
    areas = [blob(rng, holed=number % 3 == 0) for number in range(120)] + [islands(rng) for _ in range(40)]
    labels = [name(rng) for _ in areas]
    found = [facts(place(label, area)) for label, area in zip(labels, areas, strict=True)]
    assert found == [written_out(label, area) for label, area in zip(labels, areas, strict=True)]
    # some in one line at the middle, some elsewhere, some broken, some nowhere: nothing is compared in vain
    assert found.count(None) > 10
    lines = [len(row[0]) for row in found if row]
    assert min(lines.count(count) for count in (1, 2, 3)) >= 5
    away = [row for row, area in zip(found, areas, strict=True) if row and abs(row[2] - area.centroid.y) > 5]
    assert len(away) > 10


def test_a_box_lies_inside_its_area_with_a_margin() -> None:
    placed = place("Havnsiden", shapely.box(0, 0, 90, 30))
    assert placed
    assert placed.lines == ("Havnsiden",)
    assert (placed.x, placed.y, placed.size) == (45, 15, 11)
    # the width of the letters and 2; the capitals' height and a tail, 0.95 of the size
    assert placed.box.bounds == pytest.approx(
        (44 - text_width("Havnsiden", 11, 600) / 2, 15 - 5.225, 46 + text_width("Havnsiden", 11, 600) / 2, 15 + 5.225)
    )


@pytest.mark.parametrize("area", [shapely.box(0, 0, 1.5, 400), shapely.Polygon(), shapely.box(0, 0, 12, 6)])
def test_no_name_where_there_is_no_room(area: BaseGeometry) -> None:
    assert place("Havnsiden", area) is None
