"""Charts with one row per thing: bars, intervals, before and now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from output.charts.canvas import (
    ENGLISH_MARKS,
    LABEL_SIZE,
    SMALL_SIZE,
    WIDTH,
    Frame,
    Layer,
    NumberMarks,
    centred,
    chart,
    label_column,
    pixel,
    row_height,
    row_middle,
    texts,
    wrapped,
)
from output.charts.render import Spec, to_svg
from output.colours import ACCENT, EDGE, GREY, INK, LINE, MUTED, RAMP, SECOND, WHITE
from output.fonts import text_width

GAP = 10.0
BAR_TALL = 15.0
AXIS = 22.0
GRID: Layer = {"grid": True, "ticks": False, "domain": False, "tickCount": 5, "labelPadding": 6}


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


def bars(rows: Sequence[BarRow], *, title: str = "") -> str:
    """Horizontal bars from a common zero, in the order given, each with its figure at the end.

    `title` says the finding. Emphasised rows are darker and set in semibold.
    """
    return to_svg(bars_spec(rows, title=title))


def bars_spec(rows: Sequence[BarRow], *, title: str = "") -> Spec:
    """The Vega-Lite specification of `bars`."""
    labels, left = label_column([row.label for row in rows])
    tall = row_height(labels)
    at_end = [text_width(row.text, LABEL_SIZE, 600) for row in rows if row.value is not None]
    end = max(at_end, default=0.0) + 8
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, 2, 2)
    most = max((row.value or 0.0 for row in rows), default=0.0) or 1.0
    drawn = [
        {
            "value": row.value or 0.0,
            "py": row_middle(at, tall) - BAR_TALL / 2,
            "py2": row_middle(at, tall) + BAR_TALL / 2,
            "colour": SECOND if row.emphasis else RAMP[2],
        }
        for at, row in enumerate(rows)
    ]
    scale = {"domain": [0, most], "nice": False}
    bar: Layer = {
        "data": {"values": drawn},
        "mark": {"type": "rect", "clip": False},
        "encoding": {
            "x": {"field": "value", "type": "quantitative", "scale": scale, "axis": None},
            "x2": {"datum": 0},
            "y": pixel("py"),
            "y2": {"field": "py2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    figures = [
        _text_row(row.text, (row.value or 0.0) / most * frame.width + 6, row_middle(at, tall), strong=row.emphasis)
        for at, row in enumerate(rows)
    ]
    layers = [bar, _rule([0.0], frame.height), *_labels(labels, [row.emphasis for row in rows], tall)]
    return chart(frame, [*layers, *_texts(figures)], title=title)


def intervals(
    rows: Sequence[IntervalRow],
    *,
    title: str = "",
    reference: float | None = None,
    reference_label: str = "",
) -> str:
    """A dot with its 95 % interval per row on one axis from zero, the figures at the right.

    `reference` draws a line through all rows (the city's value), named by `reference_label`.
    """
    return to_svg(intervals_spec(rows, title=title, reference=reference, reference_label=reference_label))


def intervals_spec(
    rows: Sequence[IntervalRow],
    *,
    title: str = "",
    reference: float | None = None,
    reference_label: str = "",
) -> Spec:
    """The Vega-Lite specification of `intervals`."""
    labels, left = label_column([row.label for row in rows])
    tall = row_height(labels)
    end = max((text_width(row.text, LABEL_SIZE, 600) for row in rows), default=0.0) + 14
    top = 20.0 if reference_label and reference is not None else 4.0
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, top, AXIS)
    known = [
        {
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "py": row_middle(at, tall),
            "colour": ACCENT if row.emphasis else SECOND,
        }
        for at, row in enumerate(rows)
        if row.value is not None and row.low is not None and row.high is not None
    ]
    most = max([row.high for row in rows if row.high is not None] + [reference or 0.0, 1e-9])
    x = {"type": "quantitative", "scale": {"domain": [0, most], "nice": True, "zero": True}, "axis": GRID}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    line: Layer = {
        "data": {"values": known},
        "mark": {"type": "rule", "strokeWidth": 2, "clip": False},
        "encoding": {
            "x": {"field": "low", **x},
            "x2": {"field": "high"},
            "y": pixel("py"),
            "color": colour,
        },
    }
    dot: Layer = {
        "data": {"values": known},
        "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1, "stroke": WHITE, "clip": False},
        "encoding": {"x": {"field": "value", **x}, "y": pixel("py"), "fill": colour},
    }
    figures = [
        _text_row(row.text, frame.width + 14, row_middle(at, tall), strong=row.emphasis) for at, row in enumerate(rows)
    ]
    layers = [line, *_reference(reference, reference_label, x, most), dot]
    layers += _labels(labels, [row.emphasis for row in rows], tall)
    return chart(frame, [*layers, *_texts(figures)], title=title)


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
    spec = change_pairs_spec(rows, before_label=before_label, now_label=now_label, title=title, marks=marks)
    return to_svg(spec)


def change_pairs_spec(
    rows: Sequence[ChangeRow],
    *,
    before_label: str,
    now_label: str,
    title: str = "",
    marks: NumberMarks = ENGLISH_MARKS,
) -> Spec:
    """The Vega-Lite specification of `change_pairs`."""
    labels, left = label_column([row.label for row in rows])
    figures = [row.text or f"{row.before:g} → {row.now:g}" for row in rows]
    numbers = max((text_width(text, LABEL_SIZE) for text in figures), default=0.0)
    words = [wrapped(row.word, 150, LABEL_SIZE, 600) for row in rows]
    word_width = max((text_width(line, LABEL_SIZE, 600) for word in words for line in word), default=0.0)
    tall = max(row_height(labels), row_height(words))
    end = 16 + numbers + 12 + word_width + 2
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, 22, AXIS)
    most = max([row.before for row in rows] + [row.now for row in rows] + [1])
    scale = {"domain": [0, most], "nice": True}
    data = [
        {"before": row.before, "now": row.now, "py": row_middle(at, tall), "direction": row.direction}
        for at, row in enumerate(rows)
    ]
    right = frame.width + 16
    at_right = [_text_row(text, right, row_middle(at, tall), strong=False) for at, text in enumerate(figures)]
    for at, (row, word) in enumerate(zip(rows, words, strict=True)):
        at_right += [
            {**line, "px": right + numbers + 12, "strong": row.direction is not None}
            for line in centred(word, row_middle(at, tall))
        ]
    layers = [
        *_pairs(data, scale),
        *_labels(labels, [row.direction is not None for row in rows], tall),
        *_texts(at_right),
        *_pair_key(before_label, now_label),
    ]
    return chart(frame, layers, title=title, marks=marks)


def _pairs(data: Sequence[dict[str, Any]], scale: Layer) -> list[Layer]:
    def x(field: str) -> Layer:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": GRID}

    told = [row for row in data if row["direction"]]
    untold = [row for row in data if not row["direction"]]
    line: Layer = {
        "data": {"values": list(data)},
        "mark": {"type": "rule", "strokeWidth": 1.6, "color": EDGE, "clip": False},
        "encoding": {"x": x("before"), "x2": {"field": "now"}, "y": pixel("py")},
    }
    layers = [line, _points(data, x("before"), fill=WHITE, stroke=MUTED)]
    if untold:
        layers.append(_points(untold, x("now"), fill=MUTED, stroke=MUTED))
    for direction, angle in (("up", 90), ("down", -90)):
        rows = [row for row in told if row["direction"] == direction]
        if rows:
            heads = _points(rows, x("now"), fill=ACCENT, stroke=ACCENT, size=110)
            heads["mark"] |= {"shape": "triangle-up", "angle": angle}
            layers.append(heads)
    return layers


def _points(rows: Sequence[dict[str, Any]], x: Layer, *, fill: str, stroke: str, size: float = 58) -> Layer:
    mark = {"type": "point", "filled": True, "fill": fill, "stroke": stroke, "strokeWidth": 1.4, "opacity": 1}
    return {
        "data": {"values": list(rows)},
        "mark": {**mark, "size": size, "clip": False},
        "encoding": {"x": x, "y": pixel("py")},
    }


def _pair_key(before: str, now: str) -> list[Layer]:
    """What hollow and filled mean, above the rows."""
    second = 16 + text_width(before, SMALL_SIZE) + 18
    marks = [{"px": 5.0, "py": -12.0, "colour": WHITE}, {"px": second + 5, "py": -12.0, "colour": MUTED}]
    dots: Layer = {
        "data": {"values": marks},
        "mark": {"type": "point", "filled": True, "size": 50, "stroke": MUTED, "opacity": 1, "clip": False},
        "encoding": {
            "x": pixel("px"),
            "y": pixel("py"),
            "fill": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    words = [{"text": before, "px": 14.0, "py": -12.0}, {"text": now, "px": second + 14, "py": -12.0}]
    return [dots, texts(words, x=pixel("px"), y=pixel("py"), size=SMALL_SIZE, colour=MUTED)]


def _reference(value: float | None, label: str, x: Layer, most: float) -> list[Layer]:
    if value is None:
        return []
    data = {"values": [{"value": value, "text": label, "py": -10.0}]}
    line: Layer = {
        "data": data,
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": MUTED, "clip": False},
        "encoding": {"x": {"field": "value", **x}},
    }
    if not label:
        return [line]
    # Near either end of the axis a centred name would leave the drawing.
    align = "left" if value < most * 0.2 else "right" if value > most * 0.8 else "center"
    word = texts(data["values"], x={"field": "value", **x}, y=pixel("py"), align=align, size=SMALL_SIZE)
    return [line, word]


def _labels(labels: Sequence[Sequence[str]], strong: Sequence[bool], tall: float) -> list[Layer]:
    rows = [
        {**line, "px": -GAP, "strong": bold}
        for at, (lines, bold) in enumerate(zip(labels, strong, strict=True))
        for line in centred(lines, row_middle(at, tall))
    ]
    return _texts(rows, align="right")


def _text_row(text: str, x: float, y: float, *, strong: bool) -> dict[str, Any]:
    return {"text": text, "px": x, "py": y, "strong": strong}


def _texts(rows: Sequence[dict[str, Any]], align: str = "left") -> list[Layer]:
    """One layer per weight: the weight of a text mark cannot come from the data."""
    layers = []
    for strong in (False, True):
        chosen = [row for row in rows if row["strong"] is strong]
        if chosen:
            layers.append(
                texts(chosen, x=pixel("px"), y=pixel("py"), align=align, weight=600 if strong else 400, colour=INK)
            )
    return layers


def _rule(places: Sequence[float], height: float) -> Layer:
    return {
        "data": {"values": [{"px": place, "py": 0.0, "py2": height} for place in places]},
        "mark": {"type": "rule", "color": GREY if len(places) == 1 else LINE, "clip": False},
        "encoding": {"x": pixel("px"), "y": pixel("py"), "y2": {"field": "py2"}},
    }
