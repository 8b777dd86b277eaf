"""What every chart shares: the frame, lines of text at measured places, wrapped labels.

Sizes are pixels of the drawing. A chart is 640 wide; on A4 that is the width of the text, so 12 px become 8.8 pt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from output.charts.render import Spec
from output.colours import INK, LINE, MUTED
from output.fonts import FONT_STACK, breakable, printable, text_width

WIDTH = 640.0
LABEL_SIZE = 11.5
SMALL_SIZE = 10.5
TITLE_SIZE = 14.0
LINE_HEIGHT = 1.25

Layer = dict[str, Any]
Row = Mapping[str, Any]
# What stands before decimals, and between thousands.
NumberMarks = tuple[str, str]
ENGLISH_MARKS: NumberMarks = (".", ",")


@dataclass(frozen=True)
class Frame:
    """The plot area (`width` × `height`) and the room around it."""

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


def chart(frame: Frame, layers: Sequence[Layer], *, title: str = "", marks: NumberMarks = ENGLISH_MARKS) -> Spec:
    """A specification of exactly the frame's size, the title above it; `marks` are those of the numbers on an axis."""
    lines = wrapped(title, frame.left + frame.width + frame.right, TITLE_SIZE, 600) if title else []
    room = len(lines) * TITLE_SIZE * LINE_HEIGHT + 12 if lines else 0.0
    if lines:
        layers = [*layers, _title(lines, -frame.left, -frame.top - room)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "background": None,
        "width": round(frame.width, 2),
        "height": round(frame.height, 2),
        "padding": {
            "left": round(frame.left, 2),
            "right": round(frame.right, 2),
            "top": round(frame.top + room, 2),
            "bottom": round(frame.bottom, 2),
        },
        "layer": list(layers),
        "config": {
            "aria": False,
            "locale": {
                "number": {"decimal": marks[0], "thousands": marks[1], "grouping": [3], "currency": ["", ""]},
            },
            "font": FONT_STACK,
            "view": {"stroke": None},
            "axis": {
                "labelColor": MUTED,
                "labelFontSize": SMALL_SIZE,
                "gridColor": LINE,
                "domainColor": LINE,
                "tickColor": LINE,
                "title": None,
            },
        },
    }


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines no wider than `width`; a word that is too long is cut."""
    words = breakable(printable(text), width, size, weight).replace("\u200b", " \u200b").split()
    lines: list[str] = []
    for word in words:
        glued = word.startswith("\u200b")
        piece = word.removeprefix("\u200b")
        joined = f"{lines[-1]}{'' if glued else ' '}{piece}" if lines else piece
        if lines and text_width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def label_column(labels: Sequence[str], widest: float = 210.0) -> tuple[list[list[str]], float]:
    """Every label in lines, and the width the column of them needs."""
    # Measured in semibold, so that a row may be emphasised.
    lines = [wrapped(label, widest, LABEL_SIZE, 600) for label in labels]
    width = max((text_width(line, LABEL_SIZE, 600) for label in lines for line in label), default=0.0)
    return lines, width


def row_height(lines: Sequence[Sequence[str]], least: float = 22.0) -> float:
    """One height for all rows: that of the label with most lines."""
    most = max((len(label) for label in lines), default=1)
    return max(least, most * LABEL_SIZE * LINE_HEIGHT + 7)


def texts(
    rows: Sequence[Row],
    *,
    x: Mapping[str, Any],
    y: Mapping[str, Any],
    align: str = "left",
    size: float = LABEL_SIZE,
    weight: int | None = None,
    colour: str | None = INK,
    baseline: str = "middle",
) -> Layer:
    """A layer of text: each row's `text` (a string, or lines) at x and y; `colour` None takes the row's own."""
    mark: Layer = {
        "type": "text",
        "align": align,
        "baseline": baseline,
        "fontSize": size,
        "fontWeight": weight or 400,
        "lineHeight": size * LINE_HEIGHT,
        "clip": False,
    }
    encoding: Layer = {"x": dict(x), "y": dict(y), "text": {"field": "text", "type": "nominal"}}
    if colour is None:
        encoding["color"] = {"field": "colour", "type": "nominal", "scale": None}
    else:
        mark["color"] = colour
    return {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": encoding}


def pixel(field: str) -> Layer:
    """The field holds pixels, counted from the corner of the plot area."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def row_middle(index: int, height: float) -> float:
    return (index + 0.5) * height


def centred(lines: Sequence[str], middle: float, size: float = LABEL_SIZE) -> list[Row]:
    """One row per line, together centred on `middle`: SVG text has no line breaks of its own."""
    step = size * LINE_HEIGHT
    first = middle - step * (len(lines) - 1) / 2
    return [{"text": line, "py": first + step * at} for at, line in enumerate(lines)]


def _title(lines: Sequence[str], left: float, top: float) -> Layer:
    rows = [
        {"text": line, "px": left, "py": top + TITLE_SIZE * (0.7 + LINE_HEIGHT * at)} for at, line in enumerate(lines)
    ]
    return texts(rows, x=pixel("px"), y=pixel("py"), size=TITLE_SIZE, weight=600)
