"""The map of districts, shaded or as an outline."""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from output.charts.canvas import WIDTH, Frame, centred, figure, wrapped
from output.charts.geometry import PixelMap, borders, dots, hatching, outline, path_of, to_pixels
from output.charts.legend import LegendEntry, dotted, legend
from output.charts.marks import Box, Mark, Shape
from output.charts.placing import Placed, place
from output.colours import (
    EDGE,
    HATCH,
    INK,
    ONE_COLOUR,
    SELECTION,
    WHITE,
    ramp,
    readable_on,
)
from output.fonts import text_width

TALLEST = 470.0
# The name of an outlined district that does not fit inside it.
CALLED_OUT = 9.5


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """One district. `geometry` is a GeoJSON geometry in WGS 84.

    `value` None with `looked_at` means: a figure exists and is not printed. Without `looked_at` the value is ignored.
    `in_part`: looked at on some days only, or only by a source that looks now and then.
    """

    code: str
    name: str
    geometry: dict[str, Any]
    value: float | None = None
    looked_at: bool = True
    in_part: bool = False
    outlined: bool = False


@dataclass(frozen=True, kw_only=True)
class MapLabels:
    """The words of the legend; `outlined` is followed by the names of those outlined."""

    not_looked_at: str = "not looked at"
    in_part: str = "looked at in part"
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
    width: float = WIDTH,
    tallest: float = TALLEST,
    colours: Sequence[str] = (),
) -> str:
    """A choropleth as SVG.

    `breaks` are the inner bounds of the classes, ascending, at most six: with (1, 2) the classes are under 1, 1 to
    under 2, and 2 or more. `class_labels` has one text per class. `one_colour` shades every district alike, for
    results in which districts cannot be told apart. `colours` has one colour per class where the classes are kinds
    and have no order.
    """
    if list(breaks) != sorted(set(breaks)):
        raise ValueError("The bounds of the classes must ascend.")
    classes = [] if one_colour else _class_words(breaks, class_labels)
    colours = [ONE_COLOUR] if one_colour else colours or ramp(len(breaks) + 1)
    fills = [_fill(area, breaks, colours, one_colour=one_colour) for area in areas]
    pixels = to_pixels([area.geometry for area in areas], width - 4, tallest)
    entries = _entries(areas, classes, colours, labels or MapLabels(), one_colour=one_colour)
    # The legend may be wider than a tall, narrow city: it starts at the edge of the page, not of the map.
    side = (width - pixels.width) / 2
    key, tall = legend(entries, -side, pixels.height + 18, width)
    frame = Frame(pixels.width, pixels.height, side, side, 2, tall + 16)
    return figure(frame, [*_districts(areas, pixels, fills, names=names), *key], title=title)


def outline_map(areas: Sequence[MapArea], *, colour: str = "#C9C4B4", tallest: float = 380.0) -> str:
    """Borders only, for a cover: values, names and coverage of the areas are not looked at."""
    pixels = to_pixels([area.geometry for area in areas], WIDTH - 2, tallest)
    lines = Shape(path_of(borders(pixels.shapes)), stroke=colour, round=True)
    return figure(Frame(pixels.width, pixels.height, 1, 1, 1, 1), [lines])


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


def _districts(areas: Sequence[MapArea], pixels: PixelMap, fills: Sequence[str], *, names: bool) -> Iterator[Mark]:
    placed = _placed(areas, pixels) if names else [None] * len(areas)
    drawn = list(zip(areas, pixels.shapes, fills, placed, strict=True))
    for _area, shape, fill, _label in drawn:
        yield Shape(path_of(shape), fill, WHITE, round=True)
    if unfilled := [shape for _area, shape, fill, _label in drawn if fill == WHITE]:
        yield Shape(path_of(borders(unfilled)), stroke=HATCH, thick=0.9, round=True)
    for area, shape, fill, label in drawn:
        if not area.looked_at:
            yield Shape(path_of(_clear(hatching(shape), label)), stroke=HATCH, thick=1.1)
        elif area.in_part and len(points := _clear_points(dots(shape), label)):
            yield dotted(points, fill)
    yield Shape(path_of(outline(pixels.shapes)), stroke=EDGE, thick=0.6, round=True)
    outlined = [path_of(shape) for area, shape, _fill, _label in drawn if area.outlined]
    # On white, so that the line stands out from every shade on a grey printer too.
    yield from (Shape(path, stroke=WHITE, thick=5.2, round=True) for path in outlined)
    yield from (Shape(path, stroke=SELECTION, thick=2.6, round=True) for path in outlined)
    yield from _names(drawn)


def _clear(lines: BaseGeometry, label: Placed | None) -> BaseGeometry:
    return lines if label is None else shapely.difference(lines, shapely.buffer(label.box, 1.5))


def _clear_points(points: "np.ndarray[Any, Any]", label: Placed | None) -> "np.ndarray[Any, Any]":
    if label is None:
        return points
    around = shapely.buffer(label.box, 2.0)
    return np.asarray(points[~shapely.contains_xy(around, points[:, 0], points[:, 1])])


def _placed(areas: Sequence[MapArea], pixels: PixelMap) -> list[Placed | None]:
    """Names inside their districts; those outlined always, and nothing that one of these would cover."""
    found = [
        place(area.name, shape) if area.name.strip() else None for area, shape in zip(areas, pixels.shapes, strict=True)
    ]
    for at, (area, shape) in enumerate(zip(areas, pixels.shapes, strict=True)):
        if not area.outlined or found[at] is not None or not area.name.strip():
            continue
        called = _called_out(area.name, shape, pixels)
        found = [
            None if label and not other.outlined and label.box.intersects(called.box) else label
            for label, other in zip(found, areas, strict=True)
        ]
        found[at] = called
    return found


def _called_out(name: str, shape: BaseGeometry, pixels: PixelMap) -> Placed:
    """A name over the middle of a district too small for it, inside the drawing."""
    lines = tuple(wrapped(name, 110, CALLED_OUT, 600))
    across = max(text_width(line, CALLED_OUT, 600) for line in lines) / 2 + 4
    up = CALLED_OUT * 0.65 * len(lines) + 3
    middle = shapely.point_on_surface(shape)
    x = min(max(middle.x, across), max(pixels.width - across, across))
    y = min(max(shape.bounds[1] - up - 2, up), max(pixels.height - up, up))
    return Placed(lines, x, y, CALLED_OUT, shapely.box(x - across, y - up, x + across, y + up))


def _names(drawn: Sequence[tuple[MapArea, BaseGeometry, str, Placed | None]]) -> Iterator[Mark]:
    for _area, shape, fill, label in drawn:
        if label is None:
            continue
        inside = shapely.contains(shape, label.box)
        if not inside:
            left, top, right, bottom = label.box.bounds
            yield Box(left, top, right - left, bottom - top, WHITE, SELECTION, 0.8)
        colour = readable_on(fill) if inside else INK
        yield from centred(label.lines, label.x, label.y, label.size, "middle", colour=colour, strong=True)


def _entries(
    areas: Sequence[MapArea], classes: Sequence[str], colours: Sequence[str], words: MapLabels, *, one_colour: bool
) -> Iterator[LegendEntry]:
    """Only what the map shows, plus every class."""
    if one_colour:
        yield LegendEntry(colours[0], words.one_colour)
    else:
        # without bounds there is one class, and nothing to say of it
        yield from (LegendEntry(colour, text) for colour, text in zip(colours, classes, strict=True) if text)
    if any(area.looked_at and area.value is None and not area.in_part for area in areas) and not one_colour:
        yield LegendEntry(WHITE, words.no_figure)
    if in_part := [area for area in areas if area.looked_at and area.in_part]:
        shaded = one_colour or any(area.value is not None for area in in_part)
        yield LegendEntry(colours[min(2, len(colours) - 1)] if shaded else WHITE, words.in_part, kind="dotted")
    if any(not area.looked_at for area in areas):
        yield LegendEntry(WHITE, words.not_looked_at, kind="hatched")
    outlined = [area.name for area in areas if area.outlined and area.name]
    if words.outlined and outlined:
        yield LegendEntry(WHITE, f"{words.outlined}: {', '.join(outlined)}", kind="outlined")
