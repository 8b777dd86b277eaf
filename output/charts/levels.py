"""Answers on a scale of five as divergent bars: worse to the left, better to the right, the middle astride zero."""

from collections.abc import Sequence
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
    row_height,
    row_middle,
    texts,
)
from output.charts.render import Spec, to_svg
from output.colours import EDGE, INK, MUTED, readable_on
from output.fonts import text_width

# Two hues that stay apart for every kind of colour blindness, each darker towards its end.
FIVE = ("#A6571B", "#E3B587", "#DAD9D4", "#86BAC1", "#1F667C")
GAP, BAR_TALL = 10.0, 16.0


@dataclass(frozen=True, kw_only=True)
class LevelRow:
    """How many gave each of the five answers, from the worst to the best; `text` stands at the end of the row.

    Counts of None: nobody was asked, or the figures are not printed (say which in `text`).
    """

    label: str
    counts: tuple[int, int, int, int, int] | None
    text: str = ""


def divergent_bars(rows: Sequence[LevelRow], *, levels: Sequence[str], title: str = "") -> str:
    """One bar per row, shares of all its answers, aligned at the middle of the middle answer.

    `levels` names the five answers from the worst to the best.
    """
    return to_svg(divergent_bars_spec(rows, levels=levels, title=title))


def divergent_bars_spec(rows: Sequence[LevelRow], *, levels: Sequence[str], title: str = "") -> Spec:
    """The Vega-Lite specification of `divergent_bars`."""
    if len(levels) != 5:
        raise ValueError(f"A divergent bar has five answers; {len(levels)} were named.")
    labels, left = label_column([row.label for row in rows])
    tall = row_height(labels, 24.0)
    end = max((text_width(row.text, LABEL_SIZE) for row in rows), default=0.0) + 14
    keys, key_tall = _key(levels, -left - GAP)
    frame = Frame(WIDTH - left - GAP - end, tall * len(rows), left + GAP, end, key_tall + 6, 4)
    reach = max((max(_reach(row.counts)) for row in rows if row.counts), default=0.5) or 0.5
    pieces = [piece for at, row in enumerate(rows) for piece in _pieces(row, row_middle(at, tall), frame.width, reach)]
    right = frame.width + 14
    at_right = [{"text": row.text, "px": right, "py": row_middle(at, tall)} for at, row in enumerate(rows)]
    names = [{**line, "px": -GAP} for at, lines in enumerate(labels) for line in centred(lines, row_middle(at, tall))]
    x, y = pixel("px"), pixel("py")
    shares = [piece for piece in pieces if piece["text"]]
    layers = [
        _rects(pieces),
        _middle_line(frame),
        texts(shares, x=pixel("mx"), y=pixel("my"), align="center", size=SMALL_SIZE, colour=None),
        texts(names, x=x, y=y, align="right"),
        texts(at_right, x=x, y=y, colour=INK),
        *keys,
    ]
    return chart(frame, layers, title=title)


def _reach(counts: Sequence[int]) -> tuple[float, float]:
    """How far a row reaches to either side, as shares of its answers."""
    total = sum(counts) or 1
    return (counts[0] + counts[1] + counts[2] / 2) / total, (counts[2] / 2 + counts[3] + counts[4]) / total


def _pieces(row: LevelRow, middle: float, width: float, reach: float) -> list[dict[str, Any]]:
    if row.counts is None or not sum(row.counts):
        return []
    scale = width / (2 * reach)
    edge = width / 2 - _reach(row.counts)[0] * scale
    found = []
    for count, colour in zip(row.counts, FIVE, strict=True):
        long = count / sum(row.counts) * scale
        # Figures only where they fit; the table beside the chart has them all.
        shown = str(count) if long > text_width(str(count), SMALL_SIZE) + 4 else ""
        found.append(
            {
                "px": edge,
                "px2": edge + long,
                "py": middle - BAR_TALL / 2,
                "py2": middle + BAR_TALL / 2,
                "mx": edge + long / 2,
                "my": middle,
                "fill": colour,
                "text": shown,
                "colour": readable_on(colour),
            }
        )
        edge += long
    return found


def _key(levels: Sequence[str], left: float) -> tuple[list[Layer], float]:
    """What the five shades mean, above the bars, in as many lines as they need."""
    x, line = left, 0
    places = []
    for name, colour in zip(levels, FIVE, strict=True):
        room = 14 + text_width(name, SMALL_SIZE) + 16
        if x > left and x + room - 16 > left + WIDTH:
            x, line = left, line + 1
        places.append((x, line, name, colour))
        x += room
    tall = (line + 1) * 16.0 + 8
    boxes = [
        {"px": x, "px2": x + 10, "py": at * 16 - tall, "py2": at * 16 - tall + 10, "fill": colour}
        for x, at, _name, colour in places
    ]
    words = [{"text": name, "px": x + 15, "py": at * 16 - tall + 5} for x, at, name, _colour in places]
    return [_rects(boxes), texts(words, x=pixel("px"), y=pixel("py"), size=SMALL_SIZE, colour=MUTED)], tall


def _rects(rows: Sequence[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect", "clip": False},
        "encoding": {
            "x": pixel("px"),
            "x2": {"field": "px2"},
            "y": pixel("py"),
            "y2": {"field": "py2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _middle_line(frame: Frame) -> Layer:
    return {
        "data": {"values": [{"px": frame.width / 2, "py": 0.0, "py2": frame.height}]},
        "mark": {"type": "rule", "color": EDGE, "clip": False},
        "encoding": {"x": pixel("px"), "y": pixel("py"), "y2": {"field": "py2"}},
    }
