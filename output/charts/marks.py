"""Marks → SVG: boxes, rules, shapes, dots and words at measured places. Equal marks give equal bytes.

Everything is in pixels of the drawing, y downwards. No mark has an id, a style or a link, so that figures may stand
beside each other on one page and a page may show them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from output.colours import INK
from output.fonts import FONT_STACK, printable

LABEL_SIZE = 11.5
# From the middle of a line of text to the line it stands on: half the height of a capital (IBM Plex Sans, 0.698 em).
MIDDLE_TO_BASE = 0.35

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = ""
    thick: float = 1.0

    def svg(self) -> str:
        size = f'width="{written(self.width)}" height="{written(self.height)}"'
        return f'<rect x="{written(self.x)}" y="{written(self.y)}" {size} fill="{self.fill}"{_line(self)}/>'


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `dash` as SVG writes it ("4 3")."""

    x: float
    y: float
    x2: float
    y2: float
    stroke: str
    thick: float = 1.0
    dash: str = ""

    def svg(self) -> str:
        ends = f'x1="{written(self.x)}" y1="{written(self.y)}" x2="{written(self.x2)}" y2="{written(self.y2)}"'
        return f"<line {ends}{_line(self)}{_dashed(self.dash)}/>"


@dataclass(frozen=True, slots=True)
class Shape:
    """A path; `path` is SVG path data, already rounded. `round` ends and joins its lines roundly."""

    path: str
    fill: str = "none"
    stroke: str = ""
    thick: float = 1.0
    dash: str = ""
    round: bool = False

    def svg(self) -> str:
        ends = ' stroke-linejoin="round" stroke-linecap="round"' if self.round else ""
        return f'<path d="{self.path}" fill="{self.fill}"{_line(self)}{ends}{_dashed(self.dash)}/>'


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle about a point."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    thick: float = 1.0

    def svg(self) -> str:
        middle = f'cx="{written(self.x)}" cy="{written(self.y)}" r="{written(self.radius)}"'
        return f'<circle {middle} fill="{self.fill}"{_line(self)}/>'


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text about a point: `y` is the middle of its capitals."""

    text: str
    x: float
    y: float
    size: float = LABEL_SIZE
    anchor: Anchor = "start"
    colour: str = INK
    strong: bool = False

    def svg(self) -> str:
        place = f'x="{written(self.x)}" y="{written(self.y + MIDDLE_TO_BASE * self.size)}"'
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        weight = ' font-weight="600"' if self.strong else ""
        said = escape(printable(self.text), quote=False)
        return f'<text {place}{anchor} font-size="{written(self.size)}"{weight} fill="{self.colour}">{said}</text>'


@dataclass(frozen=True, slots=True)
class Moved:
    """Marks that count from a point of their own."""

    marks: Sequence["Mark"]
    x: float
    y: float

    def svg(self) -> str:
        inner = "".join(mark.svg() for mark in self.marks)
        return f'<g transform="translate({written(self.x)},{written(self.y)})">{inner}</g>'


Mark = Box | Rule | Shape | Dot | Words | Moved


def to_svg(marks: Iterable[Mark], width: float, height: float, left: float = 0.0, top: float = 0.0) -> str:
    """The drawing of so many pixels; the marks count from the point (`left`, `top`)."""
    wide, tall = written(width), written(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}">'
        f'<g font-family="{FONT_STACK}" transform="translate({written(left)},{written(top)})">'
        f"{''.join(mark.svg() for mark in marks)}</g></svg>"
    )


def written(number: float) -> str:
    """Rounded to a hundredth, no longer than it must be."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{written(x)},{written(y)}" for x, y in points)


def _line(mark: Box | Rule | Shape | Dot) -> str:
    return f' stroke="{mark.stroke}" stroke-width="{written(mark.thick)}"' if mark.stroke else ""


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""
