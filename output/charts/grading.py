"""How records are graded: source reliability A–F against credibility of the information 1–6 (Admiralty code)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from output.charts.canvas import SMALL_SIZE, WIDTH, Frame, centred, figure, label_column, wrapped
from output.charts.marks import Box, Mark, Words
from output.colours import EDGE, MUTED, RAMP, SELECTION, WHITE, readable_on
from output.fonts import text_width

RELIABILITY = "ABCDEF"
CREDIBILITY = "123456"
CELL_TALL = 30.0
HEAD_ROOM = 22.0
WELL_GRADED = 3  # A–C and 1–3


@dataclass(frozen=True, kw_only=True)
class GradingLabels:
    """The words around the matrix; six rows (A–F) and six columns (1–6)."""

    rows: Sequence[str] = tuple(RELIABILITY)
    columns: Sequence[str] = tuple(CREDIBILITY)
    row_title: str = "Source"
    column_title: str = "Information"
    well_graded: str = "well founded"


def grading_matrix(counts: Mapping[str, int | str], *, labels: GradingLabels | None = None, title: str = "") -> str:
    """Counts per grade, keyed "A1" … "F6"; a grade that is absent counts 0.

    A string is printed as it stands, without shade (a protected or banded figure). The well-graded corner is framed.
    """
    grades = {row + column for row in RELIABILITY for column in CREDIBILITY}
    if unknown := set(counts) - grades:
        raise ValueError(f"Not grades of the Admiralty code: {', '.join(sorted(unknown))}.")
    words = labels or GradingLabels()
    names, left = label_column(words.rows, 190)
    left = max(left, text_width(words.row_title, SMALL_SIZE, 600))
    wide = min((WIDTH - left - 12) / 6, 78)
    heads = [wrapped(name, wide - 6, SMALL_SIZE) for name in words.columns]
    head_tall = max(len(lines) for lines in heads) * SMALL_SIZE * 1.25 + 8
    frame = Frame(wide * 6, CELL_TALL * 6, left + 10, WIDTH - wide * 6 - left - 10, head_tall + HEAD_ROOM, 24)
    cells = [mark for row in range(6) for column in range(6) for mark in _cell(counts, row, column, wide)]
    corner = Box(0, 0, WELL_GRADED * wide, WELL_GRADED * CELL_TALL, stroke=SELECTION, thick=2)
    return figure(frame, [*cells, corner, *_words(words, names, heads, frame)], title=title)


def _cell(counts: Mapping[str, int | str], row: int, column: int, wide: float) -> Iterator[Mark]:
    count = counts.get(RELIABILITY[row] + CREDIBILITY[column], 0)
    most = max((value for value in counts.values() if isinstance(value, int)), default=0) or 1
    fill = WHITE
    if isinstance(count, int) and count:
        fill = RAMP[min(int(count / most * (len(RAMP) - 1)), len(RAMP) - 2) + 1]
    yield Box(column * wide, row * CELL_TALL, wide, CELL_TALL, fill, EDGE, 0.6)
    colour = readable_on(fill) if count else MUTED
    yield Words(str(count), (column + 0.5) * wide, (row + 0.5) * CELL_TALL, anchor="middle", colour=colour)


def _words(
    words: GradingLabels, names: Sequence[Sequence[str]], heads: Sequence[Sequence[str]], frame: Frame
) -> Iterator[Mark]:
    wide, head_tall = frame.width / 6, frame.top - HEAD_ROOM
    for at, lines in enumerate(names):
        yield from centred(lines, -10, (at + 0.5) * CELL_TALL, anchor="end")
    for at, lines in enumerate(heads):
        yield from centred(lines, (at + 0.5) * wide, -head_tall / 2, SMALL_SIZE, "middle", colour=MUTED)
    yield Words(words.column_title, 0, -head_tall - 9, SMALL_SIZE, strong=True)
    yield Words(words.row_title, -frame.left, -head_tall - 9, SMALL_SIZE, strong=True)
    yield Words(words.well_graded, 0, 6 * CELL_TALL + 14, strong=True)
