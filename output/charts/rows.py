"""Charts with one row per thing: bars, intervals, before and now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from output.charts.canvas import (
    ENGLISH_MARKS,
    SMALL_SIZE,
    WIDTH,
    Frame,
    NumberMarks,
    Scale,
    centred,
    figure,
    grid_below,
    label_column,
    row_height,
    row_middle,
    rows_alike,
    rows_apart,
    scale,
    wrapped,
)
from output.charts.marks import LABEL_SIZE, Anchor, Box, Dot, Mark, Rule, Shape, Words, polyline
from output.colours import ACCENT, EDGE, GREY, INK, MUTED, RAMP, SECOND, WHITE
from output.fonts import text_width

GAP = 10.0
BAR_TALL = 15.0
AXIS = 22.0


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """`value` sets the length, `text` is printed at its end; value None draws no bar (say why in `text`)."""

    label: str
    value: float | None
    text: str
    emphasis: bool = False


@dataclass(frozen=True, kw_only=True)
class IntervalRow:
    """A value with its 95 % interval, all in the unit of the axis; None throughout for *not looked at*."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    emphasis: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """Counts before and now, and the word for it. `direction` is None for every word that claims no change."""

    label: str
    before: float
    now: float
    word: str
    text: str = ""
    direction: Literal["up", "down"] | None = None


def bars(rows: Sequence[BarRow], *, title: str = "", width: float = WIDTH) -> str:
    """Horizontal bars from a common zero, in the order given, each with its figure at the end.

    `title` says the finding. Emphasised rows are darker and set in semibold. `width` is that of the drawing: less than
    the whole where it stands beside another.
    """
    labels, left = label_column([row.label for row in rows], min(210.0, width * 0.42))
    middles, height = rows_apart(labels)
    at_end = [text_width(row.text, LABEL_SIZE, 600) for row in rows if row.value is not None]
    end = max(at_end, default=0.0) + 8
    frame = Frame(width - left - GAP - end, height, left + GAP, end, 2, 2)
    most = max((row.value or 0.0 for row in rows), default=0.0) or 1.0
    marks: list[Mark] = []
    for row, middle in zip(rows, middles, strict=True):
        long = (row.value or 0.0) / most * frame.width
        marks.append(Box(0, middle - BAR_TALL / 2, long, BAR_TALL, SECOND if row.emphasis else RAMP[2]))
        marks.append(Words(row.text, long + 6, middle, strong=row.emphasis))
    marks.append(Rule(0, 0, 0, frame.height, GREY))
    return figure(frame, [*marks, *_labels(labels, [row.emphasis for row in rows], middles)], title=title)


def intervals(
    rows: Sequence[IntervalRow],
    *,
    title: str = "",
    reference: float | None = None,
    reference_label: str = "",
    marks: NumberMarks = ENGLISH_MARKS,
) -> str:
    """A dot with its 95 % interval per row on one axis from zero, the figures at the right.

    `reference` draws a line through all rows (the city's value), named by `reference_label`.
    """
    labels, left = label_column([row.label for row in rows])
    tall = row_height(labels)
    end = max((text_width(row.text, LABEL_SIZE, 600) for row in rows), default=0.0) + 14
    top = 20.0 if reference_label and reference is not None else 4.0
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, top, AXIS)
    most = max([row.high for row in rows if row.high is not None] + [reference or 0.0, 1e-9])
    axis = scale(most, frame.width)
    drawn = [*grid_below(axis, frame.height, marks), *_reference(reference, reference_label, axis, frame)]
    for at, row in enumerate(rows):
        drawn += _interval(row, row_middle(at, tall), axis)
        drawn.append(Words(row.text, frame.width + 14, row_middle(at, tall), strong=row.emphasis))
    return figure(
        frame, [*drawn, *_labels(labels, [row.emphasis for row in rows], rows_alike(len(rows), tall))], title=title
    )


def _interval(row: IntervalRow, middle: float, axis: Scale) -> Iterator[Mark]:
    if row.value is None or row.low is None or row.high is None:
        return
    colour = ACCENT if row.emphasis else SECOND
    yield Rule(axis.at(row.low), middle, axis.at(row.high), middle, colour, 2)
    yield Dot(axis.at(row.value), middle, 4.4, colour, WHITE, 1.2)


def _reference(value: float | None, label: str, axis: Scale, frame: Frame) -> Iterator[Mark]:
    if value is None:
        return
    x = axis.at(value)
    yield Rule(x, 0, x, frame.height, MUTED, dash="4 3")
    if label:
        # Near either end of the axis a centred name would leave the drawing.
        anchor: Anchor = "start" if x < frame.width * 0.2 else "end" if x > frame.width * 0.8 else "middle"
        yield Words(label, x, -10, SMALL_SIZE, anchor)


def change_pairs(
    rows: Sequence[ChangeRow],
    *,
    before_label: str,
    now_label: str,
    title: str = "",
    marks: NumberMarks = ENGLISH_MARKS,
) -> str:
    """Before (hollow) → now (filled) per row, and at the right the word with both figures.

    An arrowhead is drawn only where `direction` is given; rising and falling are told by word and shape.
    """
    labels, left = label_column([row.label for row in rows])
    figures = [row.text or f"{row.before:g} → {row.now:g}" for row in rows]
    numbers = max((text_width(text, LABEL_SIZE) for text in figures), default=0.0)
    words = [wrapped(row.word, 150, LABEL_SIZE, 600) for row in rows]
    word_width = max((text_width(line, LABEL_SIZE, 600) for word in words for line in word), default=0.0)
    tall = max(row_height(labels), row_height(words))
    end = 16 + numbers + 12 + word_width + 2
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, 22, AXIS)
    axis = scale(max([row.before for row in rows] + [row.now for row in rows] + [1]), frame.width)
    right = frame.width + 16
    drawn = [*grid_below(axis, frame.height, marks), *_pair_key(before_label, now_label)]
    for at, (row, said, word) in enumerate(zip(rows, figures, words, strict=True)):
        middle = row_middle(at, tall)
        drawn += _pair(row, middle, axis)
        drawn.append(Words(said, right, middle))
        drawn += centred(word, right + numbers + 12, middle, strong=row.direction is not None)
    return figure(
        frame,
        [*drawn, *_labels(labels, [row.direction is not None for row in rows], rows_alike(len(rows), tall))],
        title=title,
    )


def _pair(row: ChangeRow, middle: float, axis: Scale) -> Iterator[Mark]:
    before, now = axis.at(row.before), axis.at(row.now)
    yield Rule(before, middle, now, middle, EDGE, 1.6)
    yield Dot(before, middle, 3.8, WHITE, MUTED, 1.4)
    if row.direction is None:
        yield Dot(now, middle, 3.8, MUTED, MUTED, 1.4)
    else:
        yield arrow(now, middle, 5.2 if row.direction == "up" else -5.2)


def arrow(x: float, y: float, reach: float) -> Mark:
    """A head that points to the right, or to the left where the reach is negative."""
    return Shape(polyline([(x - reach, y - 5.2), (x + reach, y), (x - reach, y + 5.2)]) + "Z", ACCENT)


def _pair_key(before: str, now: str) -> Iterator[Mark]:
    """What hollow and filled mean, above the rows."""
    second = 16 + text_width(before, SMALL_SIZE) + 18
    yield Dot(5, -12, 3.8, WHITE, MUTED, 1.4)
    yield Dot(second + 5, -12, 3.8, MUTED, MUTED, 1.4)
    yield Words(before, 14, -12, SMALL_SIZE, colour=MUTED)
    yield Words(now, second + 14, -12, SMALL_SIZE, colour=MUTED)


def _labels(labels: Sequence[Sequence[str]], strong: Sequence[bool], middles: Sequence[float]) -> Iterator[Mark]:
    for lines, bold, middle in zip(labels, strong, middles, strict=True):
        yield from centred(lines, -GAP, middle, anchor="end", strong=bold, colour=INK)
