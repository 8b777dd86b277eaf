"""What shades and lines mean: swatches with their words, below a drawing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import shapely

from output.charts.canvas import wrapped
from output.charts.geometry import dots, hatching, path_of
from output.charts.marks import LABEL_SIZE, Box, Mark, Rule, Shape, Words
from output.colours import EDGE, HATCH, MUTED, SELECTION, dotted_on
from output.fonts import text_width

SWATCH, SWATCH_TALL, LINE, GAP = 20.0, 11.0, 19.0, 15.0


@dataclass(frozen=True)
class LegendEntry:
    """One swatch: plain, hatched, dotted, outlined, or a line of this colour."""

    colour: str
    text: str
    kind: Literal["plain", "hatched", "dotted", "outlined", "line", "broken"] = "plain"


def legend(entries: Iterable[LegendEntry], left: float, top: float, width: float) -> tuple[list[Mark], float]:
    """The entries in as many lines as they need, and the height they take."""
    x, y = left + 0.5, top
    marks: list[Mark] = []
    for entry in entries:
        shown = wrapped(entry.text, width - SWATCH - 8, LABEL_SIZE)
        room = SWATCH + 6 + max(text_width(line, LABEL_SIZE) for line in shown) + GAP
        if x > left + 1 and x + room - GAP > left + width:
            x, y = left + 0.5, y + LINE
        marks += _swatch(entry, x, y)
        for at, line in enumerate(shown):
            marks.append(Words(line, x + SWATCH + 6, y + at * LINE, colour=MUTED))
        y += LINE * (len(shown) - 1)
        x += room
    return marks, y - top + LINE


def _swatch(entry: LegendEntry, x: float, y: float) -> Iterator[Mark]:
    if entry.kind in {"line", "broken"}:
        yield Rule(x, y, x + SWATCH, y, entry.colour, 1.8, "4 3" if entry.kind == "broken" else "")
        return
    stroke, thick = (SELECTION, 2.0) if entry.kind == "outlined" else (EDGE, 0.6)
    yield Box(x, y - SWATCH_TALL / 2, SWATCH, SWATCH_TALL, entry.colour, stroke, thick)
    area = shapely.box(x, y - SWATCH_TALL / 2, x + SWATCH, y + SWATCH_TALL / 2)
    if entry.kind == "hatched":
        yield Shape(path_of(hatching(area, 4.0)), stroke=HATCH, thick=0.9)
    if entry.kind == "dotted":
        yield dotted(dots(area, 5.0), entry.colour)


def dotted(points: Iterable[tuple[float, float]], background: str) -> Shape:
    """Dots as one path: lines of no length with round ends."""
    path = "".join(f"M{x:.1f},{y:.1f}h.01" for x, y in points)
    return Shape(path, stroke=dotted_on(background), thick=2, round=True)
