"""Answers on a scale of five as divergent bars: to the left of the middle answer and to its right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from output.charts.canvas import (
    SMALL_SIZE,
    WIDTH,
    Frame,
    centred,
    figure,
    label_column,
    row_height,
    row_middle,
)
from output.charts.marks import LABEL_SIZE, Box, Mark, Rule, Words
from output.colours import EDGE, MUTED, readable_on
from output.fonts import text_width

# Two hues that stay apart for every kind of colour blindness, each darker towards its end. Neither is good or bad by
# itself: who draws says whether the strong colour stands for much or for little.
STRONG_END = ("#A6571B", "#E3B587")
CALM_END = ("#86BAC1", "#1F667C")
MIDDLE = "#DAD9D4"
FIVE = (*STRONG_END, MIDDLE, *CALM_END)
GAP, BAR_TALL = 10.0, 16.0


@dataclass(frozen=True, kw_only=True)
class LevelRow:
    """How many gave each of the five answers, in the order of the levels; `text` stands at the end of the row.

    Counts of None: nobody was asked, or the figures are not printed (say which in `text`).
    """

    label: str
    counts: tuple[int, int, int, int, int] | None
    text: str = ""


def divergent_bars(
    rows: Sequence[LevelRow], *, levels: Sequence[str], title: str = "", last_is_strong: bool = False
) -> str:
    """One bar per row, shares of all its answers, aligned at the middle of the middle answer.

    `levels` names the five answers in order. The first one has the strong colour (trust: little of it), or the last
    one where `last_is_strong` (concern: much of it).
    """
    if len(levels) != 5:
        raise ValueError(f"A divergent bar has five answers; {len(levels)} were named.")
    colours = FIVE[::-1] if last_is_strong else FIVE
    labels, left = label_column([row.label for row in rows])
    tall = row_height(labels, 24.0)
    end = max((text_width(row.text, LABEL_SIZE) for row in rows), default=0.0) + 14
    key, key_tall = _key(levels, colours, -left - GAP)
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, key_tall + 6, 4)
    reach = max((max(_reach(row.counts)) for row in rows if row.counts), default=0.5) or 0.5
    # below the bars: the count of the middle answer stands on it
    marks: list[Mark] = [Rule(frame.width / 2, 0, frame.width / 2, frame.height, EDGE)]
    for at, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        middle = row_middle(at, tall)
        marks += _pieces(row, colours, middle, frame.width, reach)
        marks += centred(lines, -GAP, middle, anchor="end")
        marks.append(Words(row.text, frame.width + 14, middle))
    return figure(frame, [*marks, *key], title=title)


def _reach(counts: Sequence[int]) -> tuple[float, float]:
    """How far a row reaches to either side, as shares of its answers."""
    total = sum(counts) or 1
    return (counts[0] + counts[1] + counts[2] / 2) / total, (counts[2] / 2 + counts[3] + counts[4]) / total


def _pieces(row: LevelRow, colours: Sequence[str], middle: float, width: float, reach: float) -> Iterator[Mark]:
    if row.counts is None or not sum(row.counts):
        return
    full = width / (2 * reach)
    edge = width / 2 - _reach(row.counts)[0] * full
    for count, colour in zip(row.counts, colours, strict=True):
        long = count / sum(row.counts) * full
        yield Box(edge, middle - BAR_TALL / 2, long, BAR_TALL, colour)
        # Figures only where they fit; the alternative text has them all.
        if count and long > text_width(str(count), SMALL_SIZE) + 4:
            yield Words(str(count), edge + long / 2, middle, SMALL_SIZE, "middle", readable_on(colour))
        edge += long


def _key(levels: Sequence[str], colours: Sequence[str], left: float) -> tuple[list[Mark], float]:
    """What the five shades mean, above the bars, in as many lines as they need."""
    x, line = left, 0
    places = []
    for name, colour in zip(levels, colours, strict=True):
        room = 14 + text_width(name, SMALL_SIZE) + 16
        if x > left and x + room - 16 > left + WIDTH:
            x, line = left, line + 1
        places.append((x, line, name, colour))
        x += room
    tall = (line + 1) * 16.0 + 8
    marks: list[Mark] = []
    for x, at, name, colour in places:
        marks.append(Box(x, at * 16 - tall, 10, 10, colour))
        marks.append(Words(name, x + 15, at * 16 - tall + 5, SMALL_SIZE, colour=MUTED))
    return marks, tall
