"""Two yes-or-no questions crossed: four fields, each with the names of what lies in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from output.charts.canvas import LINE_HEIGHT, SMALL_SIZE, WIDTH, Frame, figure, wrapped
from output.charts.marks import LABEL_SIZE, Box, Mark, Words
from output.colours import LINE, readable_on

GAP = 8.0
INSET = 12.0
WIDE = (WIDTH - GAP) / 2
LEAST_TALL = 58.0


@dataclass(frozen=True, kw_only=True)
class CrossField:
    """One field: what it means, and who lies in it (nobody: `names` says so itself)."""

    title: str
    names: str
    colour: str


def fields(cells: Sequence[CrossField], *, title: str = "") -> str:
    """Four fields, row by row from the upper left. Raises ValueError for another number of them."""
    if len(cells) != 4:
        raise ValueError(f"Two questions make four fields, not {len(cells)}.")
    tall = [max(LEAST_TALL, *(_height(cell) for cell in row)) for row in (cells[:2], cells[2:])]
    tops = (0.0, tall[0] + GAP)
    frame = Frame(WIDTH - 2, sum(tall) + GAP, 1, 1, 1, 1)
    placed = [(cell, (at % 2) * (WIDE + GAP), tops[at // 2], tall[at // 2]) for at, cell in enumerate(cells)]
    marks = [mark for each in placed for mark in _field(*each)]
    return figure(frame, marks, title=title)


def _lines(cell: CrossField) -> tuple[list[str], list[str]]:
    return wrapped(cell.title, WIDE - 2 * INSET, LABEL_SIZE, 600), wrapped(cell.names, WIDE - 2 * INSET, SMALL_SIZE)


def _height(cell: CrossField) -> float:
    heads, names = _lines(cell)
    return 2 * INSET + (len(heads) * LABEL_SIZE + len(names) * SMALL_SIZE) * LINE_HEIGHT + 4


def _field(cell: CrossField, x: float, y: float, tall: float) -> Iterator[Mark]:
    heads, names = _lines(cell)
    ink = readable_on(cell.colour)
    yield Box(x, y, WIDE - 2, tall, cell.colour, LINE, 0.8)
    middle = y + INSET + LABEL_SIZE * LINE_HEIGHT / 2
    for line in heads:
        yield Words(line, x + INSET, middle, LABEL_SIZE, colour=ink, strong=True)
        middle += LABEL_SIZE * LINE_HEIGHT
    middle += 2
    for line in names:
        yield Words(line, x + INSET, middle, SMALL_SIZE, colour=ink)
        middle += SMALL_SIZE * LINE_HEIGHT
