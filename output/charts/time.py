"""Monthly bars: the comparison period in grey, the current one in colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from output.charts.canvas import SMALL_SIZE, WIDTH, Frame, Layer, chart, pixel, texts
from output.charts.render import Spec, to_svg
from output.colours import EDGE, GREY, INK, MUTED, SECOND
from output.fonts import text_width

HEIGHT = 120.0
BAR_SHARE = 0.9


@dataclass(frozen=True, kw_only=True)
class MonthBar:
    """One month in order of time; `count` None means it was not looked at. `text` replaces the printed count."""

    label: str
    count: int | None
    current: bool
    text: str | None = None


def months(bars: Sequence[MonthBar], *, current_label: str = "", comparison_label: str = "", title: str = "") -> str:
    """One bar per month with its count above. Both periods are named above their first bar.

    The labels below are thinned out so that they never touch; the first month of each period always has one.
    """
    return to_svg(months_spec(bars, current_label=current_label, comparison_label=comparison_label, title=title))


def months_spec(
    bars: Sequence[MonthBar], *, current_label: str = "", comparison_label: str = "", title: str = ""
) -> Spec:
    """The Vega-Lite specification of `months`."""
    if not bars:
        raise ValueError("A chart over time needs at least one month.")
    step = WIDTH / len(bars)
    most = max((bar.count or 0 for bar in bars), default=0) or 1
    frame = Frame(WIDTH, HEIGHT, 0, 0, 44 if current_label or comparison_label else 20, 24)
    data = [_drawn(bar, at * step, step, most) for at, bar in enumerate(bars)]
    columns: Layer = {
        "data": {"values": data},
        "mark": {"type": "rect", "clip": False},
        "encoding": {
            "x": pixel("px"),
            "x2": {"field": "px2"},
            "y": pixel("py"),
            "y2": {"field": "py2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    base: Layer = {
        "data": {"values": [{"px": 0.0, "px2": WIDTH, "py": HEIGHT}]},
        "mark": {"type": "rule", "color": EDGE, "clip": False},
        "encoding": {"x": pixel("px"), "x2": {"field": "px2"}, "y": pixel("py")},
    }
    counts = [{"text": row["text"], "px": row["middle"], "py": row["py"] - 7} for row in data]
    layers = [columns, base, *_period_names(bars, step, current_label, comparison_label)]
    if all(text_width(row["text"], SMALL_SIZE) <= step for row in data):
        layers.append(texts(counts, x=pixel("px"), y=pixel("py"), align="center", size=SMALL_SIZE, colour=INK))
    layers.append(texts(_month_names(bars, step), x=pixel("px"), y=pixel("py"), size=SMALL_SIZE, colour=MUTED))
    return chart(frame, layers, title=title)


def _drawn(bar: MonthBar, left: float, step: float, most: int) -> dict[str, Any]:
    shown = "–" if bar.count is None else str(bar.count)
    return {
        "px": left + step * (1 - BAR_SHARE) / 2,
        "px2": left + step * (1 + BAR_SHARE) / 2,
        "middle": left + step / 2,
        "py": HEIGHT * (1 - (bar.count or 0) / most),
        "py2": HEIGHT,
        "text": bar.text if bar.text is not None else shown,
        "colour": SECOND if bar.current else GREY,
    }


def _month_names(bars: Sequence[MonthBar], step: float) -> list[dict[str, Any]]:
    """Names from left to right where they fit, those that open a period first."""
    opening = {0, *(at for at in range(1, len(bars)) if bars[at].current != bars[at - 1].current)}
    taken: list[tuple[float, float]] = []
    found = []
    for at in [*sorted(opening), *range(len(bars) - 1, -1, -1)]:
        width = text_width(bars[at].label, SMALL_SIZE)
        left = min(at * step + step * (1 - BAR_SHARE) / 2, WIDTH - width)
        if all(left + width + 14 <= start or end + 14 <= left for start, end in taken):
            taken.append((left, left + width))
            found.append({"text": bars[at].label, "px": left, "py": HEIGHT + 14})
    return found


def _period_names(bars: Sequence[MonthBar], step: float, current: str, comparison: str) -> list[Layer]:
    """The names of both periods on one line; where the second would touch the first it moves right."""
    rows: list[dict[str, Any]] = []
    free = 0.0
    for is_current, name in ((False, comparison), (True, current)):
        places = [at for at, bar in enumerate(bars) if bar.current is is_current]
        if not name or not places:
            continue
        width = text_width(name, SMALL_SIZE, 600)
        left = min(max(places[0] * step + 1, free), WIDTH - width)
        free = left + width + 14
        rows.append({"text": name, "px": left, "py": -34.0, "colour": SECOND if is_current else MUTED})
    if not rows:
        return []
    return [texts(rows, x=pixel("px"), y=pixel("py"), size=SMALL_SIZE, weight=600, colour=None)]
