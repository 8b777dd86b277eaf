"""Vega-Lite specification → SVG string, the same bytes for the same specification.

vl-convert starts a JavaScript engine with threads at its first use. A process forked after that inherits the engine
without its threads and would wait for ever, so the engine is only started here, on demand, by the process that draws.
"""

import hashlib
import json
import os
import re
from typing import Any

import vl_convert

from output.fonts import font_directories, printable

Spec = dict[str, Any]

VEGA_LITE_VERSION = "6.4"

_GEOMETRY = re.compile(r' (d|viewBox|transform|x|y|width|height|x1|x2|y1|y2)="([^"]*)"')
_DECIMALS = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_IDS = re.compile(r"\b(clip|gradient_|pattern_)(\d+)")
_CLUTTER = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"|<path d="" display="none"/>|<path d="M0,0h[^"]*Z"/>')


class ForkedAfterDrawing(RuntimeError):
    """This process was forked from one that had already drawn charts."""


class _Engine:
    """Which process started the engine, if any."""

    started_by: int | None = None


def to_svg(spec: Spec) -> str:
    """Draw the specification. Data comes from the specification alone; addresses in it are refused."""
    _start_engine()
    drawn = vl_convert.vegalite_to_svg(
        json.dumps(_clean(spec), sort_keys=True), vl_version=VEGA_LITE_VERSION, allowed_base_urls=[]
    )
    return reproducible(drawn)


def reproducible(svg: str) -> str:
    """The drawing with coordinates rounded to 1/100 px and ids that depend on nothing but the drawing itself."""
    # What is left of an element once its attributes are gone may be clutter too.
    svg = _CLUTTER.sub("", _CLUTTER.sub("", svg))
    svg = _GEOMETRY.sub(lambda found: f' {found[1]}="{_DECIMALS.sub(_rounded, found[2])}"', svg)
    order: dict[str, int] = {}
    svg = _IDS.sub(lambda found: f"\0{order.setdefault(found[0], len(order) + 1)}", svg)
    # Two figures in one page must not share ids.
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:10] + "-"
    return svg.replace("\0", prefix)


def _start_engine() -> None:
    process = os.getpid()
    if _Engine.started_by is None:
        for folder in font_directories():
            vl_convert.register_font_directory(str(folder))
        _Engine.started_by = process
    elif _Engine.started_by != process:
        raise ForkedAfterDrawing("Draw charts in the child processes only, never before forking them.")


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _clean(value: Any) -> Any:  # a specification is JSON, whatever its shape
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
