"""How records are graded: source reliability A–F against credibility of the information 1–6 (Admiralty code)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from output.charts.canvas import (
    LABEL_SIZE,
    SMALL_SIZE,
    WIDTH,
    Frame,
    Layer,
    centred,
    chart,
    label_column,
    pixel,
    texts,
    wrapped,
)
from output.charts.render import Spec, to_svg
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
    return to_svg(grading_matrix_spec(counts, labels=labels, title=title))


def grading_matrix_spec(
    counts: Mapping[str, int | str], *, labels: GradingLabels | None = None, title: str = ""
) -> Spec:
    """The Vega-Lite specification of `grading_matrix`."""
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
    cells = [_cell(counts, row, column, wide) for row in range(6) for column in range(6)]
    layers = [_rects(cells), _numbers(cells), _frame(wide), *_words(words, names, heads, frame)]
    return chart(frame, layers, title=title)


def _cell(counts: Mapping[str, int | str], row: int, column: int, wide: float) -> dict[str, Any]:
    count = counts.get(RELIABILITY[row] + CREDIBILITY[column], 0)
    most = max((value for value in counts.values() if isinstance(value, int)), default=0) or 1
    fill = WHITE
    if isinstance(count, int) and count:
        fill = RAMP[min(int(count / most * (len(RAMP) - 1)), len(RAMP) - 2) + 1]
    return {
        "px": column * wide,
        "px2": (column + 1) * wide,
        "py": row * CELL_TALL,
        "py2": (row + 1) * CELL_TALL,
        "mx": (column + 0.5) * wide,
        "my": (row + 0.5) * CELL_TALL,
        "fill": fill,
        "text": str(count),
        "colour": readable_on(fill) if count else MUTED,
    }


def _rects(cells: Sequence[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": list(cells)},
        "mark": {"type": "rect", "stroke": EDGE, "strokeWidth": 0.6, "clip": False},
        "encoding": {
            "x": pixel("px"),
            "x2": {"field": "px2"},
            "y": pixel("py"),
            "y2": {"field": "py2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _numbers(cells: Sequence[dict[str, Any]]) -> Layer:
    return texts(cells, x=pixel("mx"), y=pixel("my"), align="center", colour=None)


def _frame(wide: float) -> Layer:
    corner = {"px": 0.0, "px2": WELL_GRADED * wide, "py": 0.0, "py2": WELL_GRADED * CELL_TALL, "fill": None}
    layer = _rects([corner])
    del layer["encoding"]["fill"]
    layer["mark"] |= {"fill": None, "filled": False, "stroke": SELECTION, "strokeWidth": 2}
    return layer


def _words(
    words: GradingLabels, names: Sequence[Sequence[str]], heads: Sequence[Sequence[str]], frame: Frame
) -> list[Layer]:
    wide, head_tall = frame.width / 6, frame.top - HEAD_ROOM
    rows = [{**line, "px": -10.0} for at, lines in enumerate(names) for line in centred(lines, (at + 0.5) * CELL_TALL)]
    columns = [
        {**line, "px": (at + 0.5) * wide}
        for at, lines in enumerate(heads)
        for line in centred(lines, -head_tall / 2, SMALL_SIZE)
    ]
    titles = [
        {"text": words.column_title, "px": 0.0, "py": -head_tall - 9},
        {"text": words.row_title, "px": -frame.left, "py": -head_tall - 9},
    ]
    frame_note = [{"text": words.well_graded, "px": 0.0, "py": 6 * CELL_TALL + 14, "colour": SELECTION}]
    x, y = pixel("px"), pixel("py")
    return [
        texts(rows, x=x, y=y, align="right"),
        texts(columns, x=x, y=y, align="center", size=SMALL_SIZE, colour=MUTED),
        texts(titles, x=x, y=y, size=SMALL_SIZE, weight=600),
        texts(frame_note, x=x, y=y, size=LABEL_SIZE, weight=600, colour=None),
    ]
