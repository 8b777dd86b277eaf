"""Columns over time: months of two periods, days of the week, hours of the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from output.charts.canvas import SMALL_SIZE, WIDTH, Frame, figure
from output.charts.marks import Box, Mark, Rule, Shape, Words
from output.colours import EDGE, GREY, INK, MUTED, SECOND, WHITE
from output.fonts import text_width

HEIGHT = 120.0
BAR_SHARE = 0.9


@dataclass(frozen=True, kw_only=True)
class MonthBar:
    """One month in order of time; `count` None means it was not looked at. `text` replaces the printed count.

    `marked`: something happened in it that the words beside the chart name.
    """

    label: str
    count: int | None
    current: bool
    text: str | None = None
    marked: bool = False


def months(bars: Sequence[MonthBar], *, current_label: str = "", comparison_label: str = "", title: str = "") -> str:
    """One bar per month with its count above. Both periods are named above their first bar.

    The labels below are thinned out so that they never touch; the first month of each period always has one.
    """
    if not bars:
        raise ValueError("A chart over time needs at least one month.")
    step = WIDTH / len(bars)
    frame = Frame(WIDTH, HEIGHT, 0, 0, 44 if current_label or comparison_label else 20, 24)
    shown = [_shown(bar) for bar in bars]
    with_counts = all(text_width(text, SMALL_SIZE) <= step for text in shown)
    most = max((bar.count or 0 for bar in bars), default=0) or 1
    marks: list[Mark] = []
    for at, (bar, text) in enumerate(zip(bars, shown, strict=True)):
        tall = HEIGHT * (bar.count or 0) / most
        left = step * (at + (1 - BAR_SHARE) / 2)
        marks.append(Box(left, HEIGHT - tall, step * BAR_SHARE, tall, SECOND if bar.current else GREY))
        if with_counts:
            marks.append(Words(text, step * (at + 0.5), HEIGHT - tall - 8, SMALL_SIZE, "middle", INK))
    marks.append(Rule(0, HEIGHT, WIDTH, HEIGHT, EDGE))
    marks += [_triangle(step * (at + 0.5)) for at, bar in enumerate(bars) if bar.marked]
    names = [*_period_names(bars, step, current_label, comparison_label), *_month_names(bars, step)]
    return figure(frame, [*marks, *names], title=title)


def _triangle(middle: float) -> Shape:
    """Below the axis, with its point at the bar."""
    return Shape(f"M{middle:.2f} {HEIGHT + 1:.0f}l3.5 5h-7z", fill=INK)


def _shown(bar: MonthBar) -> str:
    if bar.text is not None:
        return bar.text
    return "–" if bar.count is None else str(bar.count)


def _month_names(bars: Sequence[MonthBar], step: float) -> Iterator[Mark]:
    """Those that open a period, and after each as many months apart as the names have room for."""
    opening = {0, *(at for at in range(1, len(bars)) if bars[at].current != bars[at - 1].current)}
    widest = max(text_width(bar.label, SMALL_SIZE) for bar in bars) + 14
    every = next((apart for apart in (1, 2, 3, 4, 6, 12) if apart * step >= widest), len(bars))
    regular = [at for at in range(len(bars)) if (at - max(first for first in opening if first <= at)) % every == 0]
    taken: list[tuple[float, float]] = []
    for at in [*sorted(opening), *regular]:
        width = text_width(bars[at].label, SMALL_SIZE)
        left = min(step * (at + (1 - BAR_SHARE) / 2), WIDTH - width)
        if all(left + width + 14 <= start or end + 14 <= left for start, end in taken):
            taken.append((left, left + width))
            yield Words(bars[at].label, left, HEIGHT + 13, SMALL_SIZE, colour=MUTED)


def _period_names(bars: Sequence[MonthBar], step: float, current: str, comparison: str) -> Iterator[Mark]:
    """The names of both periods on one line; where the second would touch the first it moves right."""
    free = 0.0
    for is_current, name in ((False, comparison), (True, current)):
        places = [at for at, bar in enumerate(bars) if bar.current is is_current]
        if not name or not places:
            continue
        width = text_width(name, SMALL_SIZE, 600)
        left = min(max(places[0] * step + 1, free), WIDTH - width)
        free = left + width + 14
        yield Words(name, left, -34, SMALL_SIZE, colour=SECOND if is_current else MUTED, strong=True)


@dataclass(frozen=True, kw_only=True)
class DayBar:
    """One day of the week or hour of the day with its records, and what is printed above it."""

    label: str
    value: float
    text: str


def week(days: Sequence[DayBar], *, even: float, even_label: str, title: str = "") -> str:
    """A column per day of the week or hour of the day; a broken line at what each would have were all alike.

    What is printed above is left out where it would touch its neighbour.
    """
    step = WIDTH / len(days)
    with_texts = all(text_width(day.text, SMALL_SIZE) + 4 <= step for day in days)
    tall, share = 90.0, 0.62
    most = max([even, *(day.value for day in days)]) or 1.0
    level = tall * (1 - even / most)
    # Behind the columns; the figures stand on white where the line would cross them.
    marks: list[Mark] = [Rule(0, level, WIDTH, level, INK, dash="4 3")]
    for at, day in enumerate(days):
        high = tall * day.value / most
        wide = text_width(day.text, SMALL_SIZE)
        marks.append(Box(step * (at + (1 - share) / 2), tall - high, step * share, high, SECOND))
        if with_texts:
            marks.append(Box(step * (at + 0.5) - wide / 2 - 2, tall - high - 16, wide + 4, 14, WHITE))
            marks.append(Words(day.text, step * (at + 0.5), tall - high - 9, SMALL_SIZE, "middle", INK))
        marks.append(Words(day.label, step * (at + 0.5), tall + 13, SMALL_SIZE, "middle", MUTED))
    marks += [Rule(0, tall, WIDTH, tall, EDGE), Words(even_label, WIDTH, -24, SMALL_SIZE, "end", INK)]
    return figure(Frame(WIDTH, tall, 0, 0, 32, 22), marks, title=title)
