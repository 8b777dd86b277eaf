"""The funnel: rate against residents, with the limits within which chance alone puts a district of that size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from output.charts.canvas import (
    ENGLISH_MARKS,
    SMALL_SIZE,
    WIDTH,
    Frame,
    NumberMarks,
    Scale,
    figure,
    scale,
)
from output.charts.legend import LegendEntry, legend
from output.charts.marks import Dot, Mark, Rule, Shape, Words, polyline
from output.colours import ACCENT, FUNNEL_EDGE, FUNNEL_INNER, FUNNEL_OUTER, INK, LINE, MUTED, WHITE
from output.fonts import shortened, text_width

HEIGHT = 150.0
LEFT = 34.0
NAME_SIZE = 11.0
LONGEST_NAME = 170.0

Line = Sequence[tuple[float, float]]
Place = Literal["inside", "beyond_95", "beyond_998"]


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """A district: its residents, its rate, and where that lies. Those outside are named."""

    name: str
    residents: float
    rate: float
    place: Place = "inside"


@dataclass(frozen=True, kw_only=True)
class FunnelLimits:
    """Limits of the rate, each with one entry per number of residents, these ascending."""

    residents: Sequence[float]
    low_95: Sequence[float]
    high_95: Sequence[float]
    low_998: Sequence[float]
    high_998: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class FunnelLabels:
    residents: str = "residents"
    within_95: str = "where 95 of 100 districts would lie at one rate"
    within_998: str = "998 of 1,000"
    middle: str = "all districts"


def funnel(
    points: Sequence[FunnelPoint],
    limits: FunnelLimits,
    *,
    middle: float,
    labels: FunnelLabels | None = None,
    title: str = "",
    marks: NumberMarks = ENGLISH_MARKS,
    width: float = WIDTH,
) -> str:
    """Each district a circle; filled and named in semibold beyond the outer limits, named beyond the inner ones.

    `middle` is the rate of all districts together, drawn as a broken line.
    """
    if not points:
        raise ValueError("A funnel needs at least one district.")
    words = labels or FunnelLabels()
    right = max(70.0, text_width(words.middle, SMALL_SIZE) + 10)
    frame = Frame(width - LEFT - right, HEIGHT, LEFT, right, 14, 0)
    most = max(point.residents for point in points) * 1.04
    across = replace(scale(most, frame.width, 6), most=most)
    up = scale(max(middle, *(point.rate for point in points)) * 1.05, HEIGHT, 5)
    key, tall = legend(
        [LegendEntry(FUNNEL_INNER, words.within_95), LegendEntry(FUNNEL_OUTER, words.within_998)],
        -LEFT,
        HEIGHT + 52,
        width,
    )
    frame = Frame(frame.width, HEIGHT, LEFT, right, 14, 52 + tall)
    drawn = [
        *_bands(limits, across, up),
        *_axes(across, up, frame, words, marks),
        *_middle(middle, up, frame, words),
        *_points(points, across, up, frame, _lines(limits, middle, across, up, frame)),
    ]
    return figure(frame, [*drawn, *key], title=title)


def _edges(limits: FunnelLimits) -> tuple[tuple[Sequence[float], str], ...]:
    """The lines along the bands, each with how it is broken."""
    return (limits.low_95, ""), (limits.high_95, ""), (limits.low_998, "4 3"), (limits.high_998, "4 3")


def _lines(limits: FunnelLimits, middle: float, across: Scale, up: Scale, frame: Frame) -> list[Line]:
    """Every line that is drawn through the plot."""
    level = HEIGHT - up.at(middle)
    return [*(_places(limits.residents, edge, across, up) for edge, _dash in _edges(limits)),
            [(0, level), (frame.width, level)]]  # fmt: skip


def _bands(limits: FunnelLimits, across: Scale, up: Scale) -> Iterator[Mark]:
    yield Shape(_band(limits.residents, limits.low_998, limits.high_998, across, up), FUNNEL_OUTER)
    yield Shape(_band(limits.residents, limits.low_95, limits.high_95, across, up), FUNNEL_INNER)
    for line, dash in _edges(limits):
        yield Shape(polyline(_places(limits.residents, line, across, up)), stroke=FUNNEL_EDGE, thick=1, dash=dash)


def _band(residents: Sequence[float], low: Sequence[float], high: Sequence[float], across: Scale, up: Scale) -> str:
    back = _places(residents, low, across, up)[::-1]
    return polyline([*_places(residents, high, across, up), *back]) + "Z"


def _places(residents: Sequence[float], rates: Sequence[float], across: Scale, up: Scale) -> list[tuple[float, float]]:
    """On the plot, cut off at its upper edge."""
    return [
        (across.at(people), HEIGHT - up.at(min(rate, up.most)))
        for people, rate in zip(residents, rates, strict=True)
        if people <= across.most
    ]


def _axes(across: Scale, up: Scale, frame: Frame, words: FunnelLabels, marks: NumberMarks) -> Iterator[Mark]:
    for tick in up.ticks:
        y = HEIGHT - up.at(tick)
        yield Rule(0, y, frame.width, y, LINE)
        yield Words(up.written(tick, marks), -8, y, SMALL_SIZE, "end", MUTED)
    for tick in across.ticks[1:]:
        yield Rule(across.at(tick), HEIGHT, across.at(tick), HEIGHT + 4, LINE)
        yield Words(across.written(tick, marks), across.at(tick), HEIGHT + 13, SMALL_SIZE, "middle", MUTED)
    yield Words(words.residents, frame.width / 2, HEIGHT + 30, SMALL_SIZE, "middle", MUTED)


def _middle(middle: float, up: Scale, frame: Frame, words: FunnelLabels) -> Iterator[Mark]:
    y = HEIGHT - up.at(middle)
    yield Rule(0, y, frame.width, y, ACCENT, 1.2, "5 4")
    yield Words(words.middle, frame.width + 8, y, SMALL_SIZE, colour=ACCENT)


def _points(
    points: Sequence[FunnelPoint], across: Scale, up: Scale, frame: Frame, lines: Sequence[Line]
) -> Iterator[Mark]:
    """Those outside last, so that none is covered; a name where it touches no other and no circle outside, and where
    there is room where no line goes through it, of the grid neither."""
    grid = [[(0.0, level), (frame.width, level)] for level in (HEIGHT - up.at(tick) for tick in up.ticks)]
    order = {"inside": 0, "beyond_95": 1, "beyond_998": 2}
    ranked = sorted(points, key=lambda point: order[point.place])
    outside = [point for point in reversed(ranked) if point.place != "inside"]
    for point in ranked:
        x, y = across.at(point.residents), HEIGHT - up.at(point.rate)
        far = point.place == "beyond_998"
        yield Dot(x, y, 5.0 if far else 3.4, ACCENT if far else WHITE, WHITE if far else ACCENT, 1.3)
    taken = [_box(across.at(p.residents) - 5, HEIGHT - up.at(p.rate), 10) for p in points]
    for point in sorted(outside, key=lambda point: (-order[point.place], -point.rate)):
        place = (across.at(point.residents), HEIGHT - up.at(point.rate))
        yield from _name(point, place, frame, taken, (lines, grid))


def _name(
    point: FunnelPoint,
    place: tuple[float, float],
    frame: Frame,
    taken: list[tuple[float, ...]],
    avoided: Sequence[Sequence[Line]],
) -> Iterator[Mark]:
    x, y = place
    strong = point.place == "beyond_998"
    weight = 600 if strong else 400
    text = shortened(point.name, LONGEST_NAME, NAME_SIZE, weight)
    wide = text_width(text, NAME_SIZE, weight)
    own = _box(x - 5, y, 10)
    free = []
    for left, level in ((x + 9, y), (x - 9 - wide, y), (x + 7, y - 11), (x - 7 - wide, y - 11), (x + 7, y + 11)):
        box = _box(left, level, wide)
        inside = left > -LEFT and left + wide < frame.width + frame.right and -10 < level < HEIGHT
        if inside and not any(_touch(box, other) for other in taken if other != own):
            crossed = [any(_goes_through(line, box) for line in each) for each in avoided]
            free.append((crossed, left, level, box))
    if free:
        _crossed, left, level, box = min(free, key=lambda each: each[0])
        taken.append(box)
        yield Words(text, left, level, NAME_SIZE, colour=INK, strong=strong)


def _goes_through(line: Line, box: tuple[float, ...]) -> bool:
    left, top, right, bottom = box
    for (x, y), (further, level) in pairwise(line):
        start, end = max(x, left), min(further, right)
        if start < end:
            at_start, at_end = (y + (level - y) * (at - x) / (further - x) for at in (start, end))
            if min(at_start, at_end) < bottom and max(at_start, at_end) > top:
                return True
    return False


def _box(left: float, middle: float, wide: float) -> tuple[float, ...]:
    return (left, middle - NAME_SIZE * 0.55, left + wide, middle + NAME_SIZE * 0.55)


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
