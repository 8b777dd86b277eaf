"""The map of districts, shaded or as an outline."""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import (
    LABEL_SIZE,
    WIDTH,
    Frame,
    Layer,
    centred,
    chart,
    pixel,
    texts,
    wrapped,
)
from output.charts.geometry import PixelMap, borders, feature, hatching, outline, to_pixels
from output.charts.placing import Placed, place
from output.charts.render import Spec, to_svg
from output.colours import EDGE, HATCH, MUTED, ONE_COLOUR, SELECTION, WHITE, ramp, readable_on
from output.fonts import text_width

TALLEST = 470.0
SWATCH, SWATCH_TALL, LEGEND_LINE, GAP = 20.0, 10.0, 19.0, 15.0


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """One district. `geometry` is a GeoJSON geometry in WGS 84.

    `value` None with `looked_at` means: a figure exists and is not printed. Without `looked_at` the value is ignored.
    """

    code: str
    name: str
    geometry: dict[str, Any]
    value: float | None = None
    looked_at: bool = True
    outlined: bool = False


@dataclass(frozen=True, kw_only=True)
class MapLabels:
    """The words of the legend."""

    not_looked_at: str = "not looked at"
    no_figure: str = "no figure"
    one_colour: str = "districts cannot be told apart"
    outlined: str = ""


def district_map(
    areas: Sequence[MapArea],
    *,
    breaks: Sequence[float],
    class_labels: Sequence[str] | None = None,
    labels: MapLabels | None = None,
    title: str = "",
    one_colour: bool = False,
    names: bool = True,
) -> str:
    """A choropleth as SVG.

    `breaks` are the inner bounds of the classes, ascending, at most six: with (1, 2) the classes are under 1, 1 to
    under 2, and 2 or more. `class_labels` has one text per class. `one_colour` shades every district alike, for
    results in which districts cannot be told apart.
    """
    return to_svg(
        district_map_spec(
            areas,
            breaks=breaks,
            class_labels=class_labels,
            labels=labels,
            title=title,
            one_colour=one_colour,
            names=names,
        )
    )


def outline_map(areas: Sequence[MapArea], *, colour: str = "#C9C4B4", tallest: float = 380.0) -> str:
    """Borders only, for a cover: values, names and coverage of the areas are not looked at."""
    pixels = to_pixels([area.geometry for area in areas], WIDTH - 2, tallest)
    layer = _shapes([feature(borders(pixels.shapes))], stroke=colour, width=1.0)
    return to_svg(chart(Frame(pixels.width, pixels.height, 1, 1, 1, 1), [layer]))


def district_map_spec(
    areas: Sequence[MapArea],
    *,
    breaks: Sequence[float],
    class_labels: Sequence[str] | None = None,
    labels: MapLabels | None = None,
    title: str = "",
    one_colour: bool = False,
    names: bool = True,
) -> Spec:
    """The Vega-Lite specification of `district_map`."""
    if list(breaks) != sorted(set(breaks)):
        raise ValueError("The bounds of the classes must ascend.")
    words = labels or MapLabels()
    classes = [] if one_colour else _class_words(breaks, class_labels)
    colours = [ONE_COLOUR] if one_colour else ramp(len(breaks) + 1)
    fills = [_fill(area, breaks, colours, one_colour=one_colour) for area in areas]
    pixels = to_pixels([area.geometry for area in areas], WIDTH - 4, TALLEST)
    placed = [place(area.name, drawn) if names else None for area, drawn in zip(areas, pixels.shapes, strict=True)]
    entries = _legend_entries(areas, classes, colours, words, one_colour=one_colour)
    legend, tall = _legend(entries, pixels.height + 18)
    # The legend may be wider than a tall, narrow city.
    side = (WIDTH - pixels.width) / 2
    frame = Frame(pixels.width, pixels.height, side, side, 2, tall + 16)
    layers = [*_map_layers(areas, pixels, fills, placed), *[_moved(layer, -side) for layer in legend]]
    return chart(frame, layers, title=title)


def _class_words(breaks: Sequence[float], given: Sequence[str] | None) -> list[str]:
    if given is not None:
        if len(given) != len(breaks) + 1:
            raise ValueError(f"{len(breaks)} bounds make {len(breaks) + 1} classes; {len(given)} labels were given.")
        return list(given)
    if not breaks:
        return [""]
    between = [f"{low:g}–<{high:g}" for low, high in itertools.pairwise(breaks)]
    return [f"<{breaks[0]:g}", *between, f"≥{breaks[-1]:g}"]


def _fill(area: MapArea, breaks: Sequence[float], colours: Sequence[str], *, one_colour: bool) -> str:
    if not area.looked_at:
        return WHITE
    if one_colour:
        return ONE_COLOUR
    return WHITE if area.value is None else colours[bisect.bisect_right(breaks, area.value)]


def _map_layers(
    areas: Sequence[MapArea], pixels: PixelMap, fills: Sequence[str], placed: Sequence[Placed | None]
) -> list[Layer]:
    features = [feature(drawn, fill=fill) for drawn, fill in zip(pixels.shapes, fills, strict=True)]
    unfilled = [drawn for drawn, fill in zip(pixels.shapes, fills, strict=True) if fill == WHITE]
    layers = [_shapes(features, stroke=WHITE, width=1.0, filled=True)]
    if unfilled:
        layers.append(_shapes([feature(borders(unfilled))], stroke=HATCH, width=0.9))
    lines = [
        feature(_hatched(drawn, label))
        for area, drawn, label in zip(areas, pixels.shapes, placed, strict=True)
        if not area.looked_at
    ]
    if lines:
        layers.append(_shapes(lines, stroke=HATCH, width=0.8))
    layers.append(_shapes([feature(outline(pixels.shapes))], stroke=EDGE, width=0.6))
    chosen = [feature(drawn) for area, drawn in zip(areas, pixels.shapes, strict=True) if area.outlined]
    if chosen:
        layers.append(_shapes(chosen, stroke=SELECTION, width=2.4))
    return [*layers, *_names(placed, fills)]


def _hatched(drawn: BaseGeometry, label: Placed | None) -> BaseGeometry:
    lines = hatching(drawn)
    return lines if label is None else shapely.difference(lines, shapely.buffer(label.box, 1.5))


def _names(placed: Sequence[Placed | None], fills: Sequence[str]) -> list[Layer]:
    by_size: dict[float, list[dict[str, Any]]] = {}
    for label, fill in zip(placed, fills, strict=True):
        if label is None:
            continue
        rows = by_size.setdefault(label.size, [])
        for row in centred(label.lines, label.y, label.size):
            rows.append({**row, "px": label.x, "colour": readable_on(fill)})
    return [
        texts(rows, x=pixel("px"), y=pixel("py"), align="center", size=size, weight=600, colour=None)
        for size, rows in by_size.items()
    ]


def _shapes(features: Sequence[dict[str, Any]], *, stroke: str, width: float, filled: bool = False) -> Layer:
    mark: Layer = {
        "type": "geoshape",
        "stroke": stroke,
        "strokeWidth": width,
        "strokeJoin": "round",
        "filled": filled,
        "clip": False,
    }
    encoding: Layer = {}
    if filled:
        encoding["fill"] = {"field": "properties.fill", "type": "nominal", "scale": None}
    else:
        mark["fill"] = None
    return {
        "data": {"values": list(features)},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": mark,
        "encoding": encoding,
    }


def _legend_entries(
    areas: Sequence[MapArea],
    classes: Sequence[str],
    colours: Sequence[str],
    words: MapLabels,
    *,
    one_colour: bool,
) -> list[tuple[str, str]]:
    """(kind or colour, text) of each entry, only those the map shows plus every class."""
    entries = [(colours[0], words.one_colour)] if one_colour else list(zip(colours, classes, strict=True))
    # without bounds there is one class, and nothing to say of it
    entries = [(colour, text) for colour, text in entries if text]
    if any(area.looked_at and area.value is None for area in areas) and not one_colour:
        entries.append(("empty", words.no_figure))
    if any(not area.looked_at for area in areas):
        entries.append(("hatched", words.not_looked_at))
    if words.outlined and any(area.outlined for area in areas):
        entries.append(("outlined", words.outlined))
    return entries


def _legend(entries: Sequence[tuple[str, str]], top: float) -> tuple[list[Layer], float]:
    """Swatches with their words in as many lines as they need, and the height they take."""
    x, y = 0.5, top
    boxes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for kind, text in entries:
        shown = wrapped(text, WIDTH - SWATCH - 8, LABEL_SIZE)
        room = SWATCH + 6 + max(text_width(line, LABEL_SIZE) for line in shown) + GAP
        if x > 1 and x + room - GAP > WIDTH:
            x, y = 0.5, y + LEGEND_LINE
        boxes.append(_swatch(kind, x, y))
        if kind == "hatched":
            swatch = shapely.box(x, y - SWATCH_TALL / 2, x + SWATCH, y + SWATCH_TALL / 2)
            lines.extend(_segments(hatching(swatch, 4.0)))
        for at, line in enumerate(shown):
            words.append({"text": line, "px": x + SWATCH + 6, "py": y + at * LEGEND_LINE})
        y += LEGEND_LINE * (len(shown) - 1)
        x += room
    layers = [_rectangles(boxes)]
    if lines:
        layers.append(_strokes(lines))
    layers.append(texts(words, x=pixel("px"), y=pixel("py"), colour=MUTED))
    return layers, y - top + LEGEND_LINE


def _swatch(kind: str, x: float, y: float) -> dict[str, Any]:
    fill = kind if kind.startswith("#") else WHITE
    stroke, thick = (SELECTION, 2.0) if kind == "outlined" else (EDGE, 0.6)
    top, bottom = y - SWATCH_TALL / 2, y + SWATCH_TALL / 2
    return {"px": x, "px2": x + SWATCH, "py": top, "py2": bottom, "fill": fill, "stroke": stroke, "thick": thick}


def _segments(lines: BaseGeometry) -> list[dict[str, Any]]:
    ends = [shapely.get_coordinates(part) for part in shapely.get_parts(lines)]
    return [
        {"px": float(a[0]), "py": float(a[1]), "px2": float(b[0]), "py2": float(b[1])}
        for a, b in ((points[0], points[-1]) for points in ends if len(points) > 1)
    ]


def _rectangles(rows: Sequence[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect", "clip": False},
        "encoding": {
            "x": pixel("px"),
            "x2": {"field": "px2"},
            "y": pixel("py"),
            "y2": {"field": "py2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"field": "stroke", "type": "nominal", "scale": None},
            "strokeWidth": {"field": "thick", "type": "quantitative", "scale": None},
        },
    }


def _strokes(rows: Sequence[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rule", "color": HATCH, "strokeWidth": 0.8, "clip": False},
        "encoding": {"x": pixel("px"), "x2": {"field": "px2"}, "y": pixel("py"), "y2": {"field": "py2"}},
    }


def _moved(layer: Layer, by: float) -> Layer:
    """The layer shifted sideways: the legend starts at the edge of the page, not of the map."""
    rows = [
        {key: value + by if key in {"px", "px2"} else value for key, value in row.items()}
        for row in layer["data"]["values"]
    ]
    return {**layer, "data": {"values": rows}}
