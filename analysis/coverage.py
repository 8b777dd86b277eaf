"""Looked at or not: what no source covered is unknown, never zero."""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum

from analysis.records import Area, Coverage, Period, month_end, month_start

Cell = tuple[str, str | None]
"""A source and an area; None for places that are no single area (city-wide, outside)."""

ONLINE = "online"


class Looked(StrEnum):
    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


def covers(rows: Iterable[Coverage], period: Period) -> float:
    """Share of a period's days on which at least one of the coverages held, 0–1."""
    spans = sorted(
        (max(row.start, period.start), min(row.end, period.end))
        for row in rows
        if row.start <= period.end and row.end >= period.start
    )
    days, reached = 0, period.start - datetime.timedelta(days=1)
    for start, end in spans:
        begin = max(start, reached + datetime.timedelta(days=1))
        if end >= begin:
            days += (end - begin).days + 1
            reached = end
    return days / period.days


def last_full_month(rows: Sequence[Coverage], *, before: datetime.date) -> datetime.date | None:
    """The first day of the latest calendar month, over before a day, on each of whose days some source looked."""
    ends = [row.end for row in rows]
    month = min(month_start(max(ends)), month_start(before, 1)) if ends else None
    first = month_start(min(row.start for row in rows)) if rows else before
    while month is not None and month >= first:
        if covers(rows, Period(month, month_end(month))) >= 1:
            return month
        month = month_start(month, 1)
    return None


def looked_share(areas: Sequence[Area], coverage: Sequence[Coverage], period: Period) -> dict[str, float]:
    """Per area, the share of the period's days on which some source looked there."""
    return {
        area.code: covers((row for row in coverage if row.areas is None or area.code in row.areas), period)
        for area in areas
    }


def looked(share: float) -> Looked:
    if share >= 1:
        return Looked.FULLY
    return Looked.PARTLY if share > 0 else Looked.NOT


def cells_covering(areas: Sequence[Area], coverage: Sequence[Coverage], periods: Sequence[Period]) -> frozenset[Cell]:
    """Cells (source, area) in which the source looked on every day of every period.

    A source that looked at any area counts for city-wide places as well; online is a cell of its own.
    """
    kept: set[Cell] = set()
    for source in sorted({row.source for row in coverage}):
        own = [row for row in coverage if row.source == source]
        for area in areas:
            here = [row for row in own if row.areas is None or area.code in row.areas]
            if _whole(here, periods):
                kept.add((source, area.code))
        if _whole([row for row in own if row.online], periods):
            kept.add((source, ONLINE))
        if _whole([row for row in own if row.areas is None or row.areas], periods):
            kept.add((source, None))
    return frozenset(kept)


def _whole(rows: Sequence[Coverage], periods: Sequence[Period]) -> bool:
    return bool(rows) and all(covers(rows, period) >= 1 for period in periods)
