"""The same months of several years: one line for the city, a small one for each group, what changed marked in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from output.charts.canvas import (
    ENGLISH_MARKS,
    LINE_HEIGHT,
    SMALL_SIZE,
    WIDTH,
    Frame,
    NumberMarks,
    Scale,
    figure,
    whole,
    wrapped,
)
from output.charts.legend import LegendEntry, legend
from output.charts.marks import LABEL_SIZE, Box, Dot, Mark, Moved, Rule, Shape, Words, polyline
from output.colours import ACCENT, ATTENTION, EDGE, INK, LINE, MUTED, SECOND, WHITE, mixed
from output.fonts import shortened, text_width

COLUMNS, GUTTER = 3, 26.0
CITY_TALL, GROUP_TALL = 120.0, 58.0
LEFT, RIGHT = 34.0, 168.0
GROUP_SIZE = 9.5
# Of one line in half the width.
SMALL_WIDTH, SMALL_TALL, SMALL_RIGHT = 300.0, 78.0, 62.0
MOST_HAPPENINGS = 6
EXPECTED = mixed(ACCENT, WHITE, 0.16)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the earlier years lead one to expect of the last: the middle, and the range that would not surprise."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """One group: a count for every year (None: not looked at), the word for it, and how much was to be expected.

    A word with a direction has a triangle before it: that of more points up, that of less down.
    """

    label: str
    counts: Sequence[int | None]
    word: str = ""
    expected: Expected | None = None
    direction: Literal["up", "down"] | None = None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What makes years unlike: at which point between them (0 is the middle of the first), and what it was."""

    at: float
    label: str
    kind: Literal["source", "trigger"] = "source"


@dataclass(frozen=True, kw_only=True)
class YearLabels:
    expected: str = "what earlier years lead one to expect (95 %)"
    partial: str = "looked at in part of the year"
    source: str = "a source changed"
    trigger: str = "trigger event"


def years(
    city: YearLine | None,
    groups: Sequence[YearLine],
    *,
    names: Sequence[str],
    partial: Sequence[int] = (),
    happenings: Sequence[Happening] = (),
    labels: YearLabels | None = None,
    title: str = "",
    marks: NumberMarks = ENGLISH_MARKS,
) -> str:
    """The city on top with a word at the end of its line, groups below in small charts, each on its own scale.

    `names` are those of the years, `partial` the positions of those that were looked at in part. Every scale begins
    at 0. What happened is named at the city's line and marked in all.
    """
    lines = [*([city] if city else []), *groups]
    if any(len(line.counts) != len(names) for line in lines):
        raise ValueError("Every line has one count for each year.")
    words = labels or YearLabels()
    shown = sorted(happenings, key=lambda each: each.at)[:MOST_HAPPENINGS]
    plot = _Plot(WIDTH - LEFT - RIGHT, CITY_TALL, names, tuple(partial), shown, marks, 4)
    head, reach = (14.0 * len(shown) + 18, CITY_TALL + 38) if city else (2.0, 0.0)
    drawn = [*_city(city, plot), *_named(plot)] if city else []
    below, tall = _groups(groups, plot, reach)
    key, key_tall = legend(_entries(plot, lines, words), -LEFT, reach + tall + 6, WIDTH)
    frame = Frame(plot.width, reach + tall + key_tall - 4, LEFT, RIGHT, head, 0)
    return figure(frame, [*drawn, *below, *key], title=title)


def small_years(line: YearLine, *, names: Sequence[str], expected: str = "", marks: NumberMarks = ENGLISH_MARKS) -> str:
    """One line, half as wide as a figure over the whole text; its last count stands at its end, and under it what was
    to be expected."""
    said = [expected] if expected and line.expected is not None else []
    wrapped_words = [each for text in said for each in wrapped(text, SMALL_RIGHT - 8, SMALL_SIZE)]
    plot = _Plot(SMALL_WIDTH - LEFT - SMALL_RIGHT, SMALL_TALL, names, (), (), marks, 3)
    axis, last = plot.axis(line), line.counts[-1]
    drawn: list[Mark] = []
    for tick in axis.ticks:
        y = plot.tall - axis.at(tick)
        drawn += [
            Rule(0, y, plot.width, y, LINE),
            Words(axis.written(tick, marks), -8, y, SMALL_SIZE, "end", MUTED),
        ]
    drawn += _line(line, plot, ACCENT, SMALL_SIZE)
    drawn += [Words(name, plot.x(at), plot.tall + 14, SMALL_SIZE, "middle", MUTED) for at, name in enumerate(names)]
    y = plot.tall - axis.at(last or 0)
    if last is not None:
        drawn.append(Words(axis.written(last, marks), plot.width + 4, y, LABEL_SIZE, colour=ACCENT, strong=True))
    for at, each in enumerate(wrapped_words):
        drawn.append(Words(each, plot.width + 4, y + 14 + at * SMALL_SIZE * LINE_HEIGHT, SMALL_SIZE, colour=MUTED))
    return figure(Frame(plot.width, plot.tall + 24, LEFT, SMALL_RIGHT, 10, 4), drawn)


@dataclass(frozen=True)
class _Plot:
    width: float
    tall: float
    names: Sequence[str]
    partial: Sequence[int]
    happenings: Sequence[Happening]
    marks: NumberMarks
    steps: int

    def x(self, at: float) -> float:
        """Half a year of room at either end."""
        return self.width * (at + 0.5) / len(self.names)

    def axis(self, line: YearLine) -> Scale:
        most = max([1.0, *(count for count in line.counts if count is not None)])
        if line.expected is not None:
            most = max(most, line.expected.high)
        return whole(most, self.tall, self.steps)


def _city(line: YearLine, plot: _Plot) -> Iterator[Mark]:
    axis = plot.axis(line)
    for tick in axis.ticks:
        y = plot.tall - axis.at(tick)
        yield Rule(0, y, plot.width, y, LINE)
        yield Words(axis.written(tick, plot.marks), -8, y, SMALL_SIZE, "end", MUTED)
    yield from _events(plot)
    yield from _line(line, plot, ACCENT, SMALL_SIZE)
    for at, name in enumerate(plot.names):
        yield Words(name, plot.x(at), plot.tall + 14, SMALL_SIZE, "middle", MUTED)
    last = line.counts[-1]
    y = plot.tall - axis.at(last or 0)
    left = plot.width + 6
    name = f"{line.label} {axis.written(last, plot.marks)}" if last is not None else line.label
    yield Words(shortened(name, RIGHT - 6, LABEL_SIZE, 600), left, y, colour=ACCENT, strong=True)
    yield from _word(line, left, y + 15, RIGHT - 8)


def _word(line: YearLine, x: float, y: float, room: float) -> Iterator[Mark]:
    """From its first line at `y` down, the triangle before it."""
    before = 12.0 if line.direction else 0.0
    if line.direction:
        tip, base = (y - 4, y + 4) if line.direction == "up" else (y + 4, y - 4)
        yield Shape(polyline([(x, base), (x + 8, base), (x + 4, tip)]) + "Z", INK)
    for at, said in enumerate(wrapped(line.word, room - before, SMALL_SIZE)):
        yield Words(
            said, x + before, y + at * SMALL_SIZE * LINE_HEIGHT, SMALL_SIZE, colour=INK if line.direction else MUTED
        )


def _line(line: YearLine, plot: _Plot, colour: str, size: float) -> Iterator[Mark]:
    """Broken towards a year looked at in part, whose point is hollow; with a gap where nobody looked."""
    axis, last = plot.axis(line), len(line.counts) - 1
    if line.expected is not None:
        x, high, low = plot.x(last), plot.tall - axis.at(line.expected.high), plot.tall - axis.at(line.expected.low)
        middle = plot.tall - axis.at(line.expected.middle)
        yield Box(x - 9, high, 18, low - high, EXPECTED)
        yield Rule(x - 9, middle, x + 9, middle, colour, 1.2, "3 2")
    places = [
        None if count is None else (plot.x(at), plot.tall - axis.at(count)) for at, count in enumerate(line.counts)
    ]
    for at, (one, other) in enumerate(pairwise(places)):
        if one is not None and other is not None:
            broken = at in plot.partial or at + 1 in plot.partial
            yield Shape(polyline([one, other]), stroke=colour, thick=2, dash="4 3" if broken else "", round=True)
    for at, (place, count) in enumerate(zip(places, line.counts, strict=True)):
        if place is None or count is None:
            continue
        hollow = at in plot.partial
        yield Dot(*place, 4.0 if at == last else 2.8, WHITE if hollow else colour, colour if hollow else "", 1.4)
        if size != SMALL_SIZE or at != last:
            yield Words(axis.written(count, plot.marks), place[0], place[1] - size * 0.95, size, "middle", colour)


def _events(plot: _Plot) -> Iterator[Mark]:
    for each in plot.happenings:
        x = plot.x(each.at)
        if each.kind == "source":
            yield Rule(x, 0, x, plot.tall, ATTENTION, 1.2, "4 3")
        else:
            yield Rule(x, 0, x, plot.tall, INK, 1.2)
            yield Shape(polyline([(x - 4, 0), (x + 4, 0), (x, 6)]) + "Z", INK)


def _named(plot: _Plot) -> Iterator[Mark]:
    """What happened, each on a line of its own above the plot, led down to where it happened."""
    count = len(plot.happenings)
    for at, each in enumerate(plot.happenings):
        x, y = plot.x(each.at), -14.0 * (count - at) - 2
        colour = ATTENTION if each.kind == "source" else INK
        room = plot.width + RIGHT - x - 6
        text = shortened(each.label, max(room, x - 6), SMALL_SIZE)
        to_the_right = text_width(text, SMALL_SIZE) <= room
        yield Rule(x, y, x, 0, colour, 1, "4 3" if each.kind == "source" else "")
        yield Words(text, x + 5 if to_the_right else x - 5, y, SMALL_SIZE, "start" if to_the_right else "end", colour)


def _groups(lines: Sequence[YearLine], city: _Plot, top: float) -> tuple[list[Mark], float]:
    """Small charts, three beside each other, and the height they take."""
    wide = (WIDTH - GUTTER * (COLUMNS - 1)) / COLUMNS
    marks: list[Mark] = []
    y = top
    for start in range(0, len(lines), COLUMNS):
        row = lines[start : start + COLUMNS]
        heads = [wrapped(line.label, wide, LABEL_SIZE, 600) for line in row]
        words = [wrapped(line.word, wide - 12, SMALL_SIZE) for line in row]
        head = max(len(head) * LABEL_SIZE + len(word) * SMALL_SIZE for head, word in zip(heads, words, strict=True))
        head = head * LINE_HEIGHT + 22
        for at, (line, name) in enumerate(zip(row, heads, strict=True)):
            left = at * (wide + GUTTER) - LEFT
            plot = replace(city, width=wide, tall=GROUP_TALL, steps=2)
            marks.append(Moved([*_head(line, name, wide), Moved(_small(line, plot), 0, head)], left, y))
        y += head + GROUP_TALL + 30
    return marks, y - top


def _head(line: YearLine, name: Sequence[str], wide: float) -> Iterator[Mark]:
    for at, said in enumerate(name):
        yield Words(said, 0, 8 + at * LABEL_SIZE * LINE_HEIGHT, strong=True)
    yield from _word(line, 0, 8 + len(name) * LABEL_SIZE * LINE_HEIGHT, wide)


def _small(line: YearLine, plot: _Plot) -> list[Mark]:
    inner: list[Mark] = [Rule(0, plot.tall, plot.width, plot.tall, EDGE), *_events(plot)]
    inner += _line(line, plot, SECOND, GROUP_SIZE)
    for at in (0, len(plot.names) - 1):
        inner.append(Words(plot.names[at], plot.x(at), plot.tall + 11, GROUP_SIZE, "middle", MUTED))
    return inner


def _entries(plot: _Plot, lines: Sequence[YearLine], words: YearLabels) -> Iterator[LegendEntry]:
    if any(line.expected is not None for line in lines):
        yield LegendEntry(EXPECTED, words.expected)
    if plot.partial:
        yield LegendEntry(ACCENT, words.partial, "broken")
    kinds = {each.kind for each in plot.happenings}
    if "source" in kinds:
        yield LegendEntry(ATTENTION, words.source, "broken")
    if "trigger" in kinds:
        yield LegendEntry(INK, words.trigger, "line")
