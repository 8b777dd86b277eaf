"""Drawing and setting figures: our own marks against vl-convert, which drew them up to version 3 of the method.

The reference hands vl-convert the very marks of our drawings, grouped into layers as version 3 had them, and sets what
comes back. Names are placed and borders projected by the same code in both. What version 3 did to a drawing
afterwards (rounding it, making its ids reproducible) and the start of its engine are left out of the reference.
"""

import dataclasses
import json
import re
import time
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import vl_convert

from output.charts.geometry import _fitted
from output.charts.placing import place
from output.document import Figure as Drawing
from output.document import Report, Section
from output.fonts import font_directories
from output.pdf.typeset import typeset
from tests.bench.figures import Figure
from tests.output.elverhavn import report as sample_report

REPEATS = 5
SVG = "{http://www.w3.org/2000/svg}"
Layer = dict[str, Any]


def figure_cost() -> Figure:
    """Milliseconds of the processor for the figures of the sample report, drawn and set; the best of five."""
    for folder in font_directories():
        vl_convert.register_font_directory(str(folder))
    ways = {"ours": lambda svg: svg, "vl-convert": _by_vega}
    best = {name: min(_seconds(way, number) for number in range(REPEATS)) for name, way in ways.items()}
    return Figure(
        name="figure_cost",
        value=1000 * best["ours"],
        unit="ms",
        reference="the same marks drawn by vl-convert (ours / theirs)",
        ratio=best["ours"] / best["vl-convert"],
        target="≤ 0.7",
        details={name: f"{1000 * seconds:.0f} ms" for name, seconds in best.items()},
    )


def _seconds(way: Callable[[str], str], number: int) -> float:
    place.cache_clear()
    _fitted.cache_clear()
    began = time.process_time()
    typeset(_figures_alone(way, number))
    return time.process_time() - began


def _figures_alone(way: Callable[[str], str], number: int) -> Report:
    """Nothing but the figures; another title each time, because Typst keeps what it laid out."""
    report = sample_report()
    drawn = [
        dataclasses.replace(block, svg=way(block.svg))
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Drawing)
    ]
    cover = dataclasses.replace(report.cover, outline=way(report.cover.outline))
    section = Section(title="Figures", blocks=drawn)
    return dataclasses.replace(report, title=f"Figures {number}", cover=cover, sections=[section])


def _by_vega(svg: str) -> str:
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own drawing)
    frame = root[0]
    left, top = (float(part) for part in re.findall(r"[-\d.]+", frame.get("transform", "")))
    layers: dict[tuple[str, ...], Layer] = {}
    for mark in frame:
        key, layer, row = LAYERS[mark.tag.removeprefix(SVG)](mark)
        layers.setdefault(key, layer)["data"]["values"].append(row)
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "background": None,
        "width": float(root.get("width", 0)) - left,
        "height": float(root.get("height", 0)) - top,
        "padding": {"left": left, "top": top, "right": 0, "bottom": 0},
        "layer": list(layers.values()),
        "config": {"aria": False, "font": frame.get("font-family"), "view": {"stroke": None}},
    }
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4", allowed_base_urls=[]))


Made = tuple[tuple[str, ...], Layer, Layer]


def _layer(mark: Layer, encoding: Layer) -> Layer:
    return {"data": {"values": []}, "mark": {"clip": False, **mark}, "encoding": encoding}


def _pixel(field: str) -> Layer:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _own(field: str) -> Layer:
    return {"field": field, "type": "nominal", "scale": None}


def _rectangle(mark: ElementTree.Element) -> Made:
    x, y, wide, tall = (float(mark.get(name, 0)) for name in ("x", "y", "width", "height"))
    row = {"x": x, "x2": x + wide, "y": y, "y2": y + tall, "fill": mark.get("fill"), "stroke": mark.get("stroke")}
    places = {"x": _pixel("x"), "x2": {"field": "x2"}, "y": _pixel("y"), "y2": {"field": "y2"}}
    thick = mark.get("stroke-width", "0")
    encoding = {**places, "fill": _own("fill"), "stroke": _own("stroke")}
    return ("rect", thick), _layer({"type": "rect", "strokeWidth": float(thick)}, encoding), row


def _rule(mark: ElementTree.Element) -> Made:
    row = {name: float(mark.get(name, 0)) for name in ("x1", "y1", "x2", "y2")} | {"stroke": mark.get("stroke")}
    thick = mark.get("stroke-width", "1")
    places = {"x": _pixel("x1"), "x2": {"field": "x2"}, "y": _pixel("y1"), "y2": {"field": "y2"}}
    return (
        ("rule", thick),
        _layer({"type": "rule", "strokeWidth": float(thick)}, {**places, "color": _own("stroke")}),
        row,
    )


def _circle(mark: ElementTree.Element) -> Made:
    row = {"x": float(mark.get("cx", 0)), "y": float(mark.get("cy", 0)), "fill": mark.get("fill")}
    size = 3.14159 * float(mark.get("r", 0)) ** 2
    encoding = {"x": _pixel("x"), "y": _pixel("y"), "fill": _own("fill")}
    stroke = mark.get("stroke", "")
    kind = {"type": "point", "filled": True, "size": size, "stroke": stroke or None, "opacity": 1}
    return ("circle", str(size), stroke), _layer(kind, encoding), row


def _text(mark: ElementTree.Element) -> Made:
    row = {"x": float(mark.get("x", 0)), "y": float(mark.get("y", 0)), "text": mark.text, "fill": mark.get("fill")}
    align = {"middle": "center", "end": "right"}.get(mark.get("text-anchor", ""), "left")
    size, weight = mark.get("font-size", "11"), mark.get("font-weight", "400")
    kind = {"type": "text", "align": align, "baseline": "alphabetic", "fontSize": float(size)}
    encoding = {"x": _pixel("x"), "y": _pixel("y"), "text": _own("text"), "color": _own("fill")}
    return ("text", align, size, weight), _layer({**kind, "fontWeight": int(weight)}, encoding), row


def _path(mark: ElementTree.Element) -> Made:
    """Rings and lines as version 3 gave them: GeoJSON in pixels."""
    rings = [
        [[float(number) for number in point.split(",")] for point in part.rstrip("Z").split("L")]
        for part in mark.get("d", "").split("M")[1:]
    ]
    filled = mark.get("fill", "none") != "none"
    closed = [[*ring, ring[0]] if len(ring) > 2 else ring for ring in rings]
    shape = {"type": "Polygon", "coordinates": closed} if filled else {"type": "MultiLineString", "coordinates": closed}
    row = {"type": "Feature", "geometry": shape, "properties": {"fill": mark.get("fill")}}
    stroke, thick = mark.get("stroke", ""), mark.get("stroke-width", "1")
    kind = {"type": "geoshape", "stroke": stroke or None, "strokeWidth": float(thick), "filled": filled}
    layer = _layer(kind, {"fill": _own("properties.fill")} if filled else {})
    return (
        ("path", stroke, thick, str(filled)),
        {**layer, "projection": {"type": "identity", "scale": 1, "translate": [0, 0]}},
        row,
    )


LAYERS: dict[str, Callable[[ElementTree.Element], Made]] = {
    "rect": _rectangle,
    "line": _rule,
    "circle": _circle,
    "text": _text,
    "path": _path,
}
