"""Looked at or not: what no source covered is unknown, never zero."""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum

from analysis.records import SPORADIC, Area, Coverage, Period, PracticeChange, month_end, month_start

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


def looked(share: float, *, in_part: bool = False) -> Looked:
    if share >= 1 and not in_part:
        return Looked.FULLY
    return Looked.PARTLY if share > 0 else Looked.NOT


def in_part(areas: Sequence[Area], coverage: Sequence[Coverage], period: Period) -> dict[str, bool]:
    """Per area, whether it was looked at, but on some days by nobody or only by a source that looked sporadically."""
    steady = [row for row in coverage if row.completeness != SPORADIC]
    shares, of_steady = looked_share(areas, coverage, period), looked_share(areas, steady, period)
    return {code: share > 0 and of_steady[code] < 1 for code, share in shares.items()}


def alike_everywhere(districts: Sequence[str], coverage: Sequence[Coverage], period: Period) -> dict[str, float]:
    """The sources that looked at all these districts alike, each with the share of the period's days, 0–1.

    Alike is the same days and the same completeness. Only their records make rates and concentrations: one more source
    in one district would make it stand out.
    """
    if not districts:
        return {}
    result = {}
    for source in sorted({row.source for row in coverage}):
        own = [row for row in coverage if row.source == source and row.start <= period.end and row.end >= period.start]
        seen = {tuple(sorted((r.start, r.end, r.completeness) for r in own if _holds(r, code))) for code in districts}
        if len(seen) == 1 and own and (share := covers((r for r in own if _holds(r, districts[0])), period)) > 0:
            result[source] = share
    return result


def _holds(row: Coverage, code: str) -> bool:
    return row.areas is None or code in row.areas


def reaches(
    areas: Sequence[Area],
    coverage: Sequence[Coverage],
    changes: Sequence[PracticeChange],
    windows: Sequence[Period],
) -> dict[Cell, int]:
    """For every cell, with how many windows after the first its records are alike; missing where not even the first.

    `windows[0]` is the current one. Alike are windows in which the source looked at the cell on every day, as
    completely as in the first, and without a change of its recording in or between them. A source that looked
    at any area counts for city-wide places as well; online is a cell of its own.
    """
    result: dict[Cell, int] = {}
    for source in sorted({row.source for row in coverage}):
        own = [row for row in coverage if row.source == source]
        days = [change.on for change in changes if change.source == source]
        most = _until_recording_changed(windows, days)
        if most < 0:
            continue
        cells: list[tuple[str | None, list[Coverage]]] = [
            *((area.code, [row for row in own if _holds(row, area.code)]) for area in areas),
            (ONLINE, [row for row in own if row.online]),
            (None, [row for row in own if row.areas is None or row.areas]),
        ]
        known: dict[tuple[int, ...], int] = {}
        for place, rows in cells:
            same = tuple(id(row) for row in rows)
            if same not in known:
                known[same] = _reach(rows, windows[: most + 1])
            if known[same] >= 0:
                result[source, place] = known[same]
    return result


def _until_recording_changed(windows: Sequence[Period], days: Sequence[datetime.date]) -> int:
    """The last window that lies on the same side of every change as the first; −1 where one lies inside the first."""
    for position, window in enumerate(windows):
        for day in days:
            if window.start < day <= window.end or (window.start >= day) != (windows[0].start >= day):
                return position - 1
    return len(windows) - 1


def _reach(rows: Sequence[Coverage], windows: Sequence[Period]) -> int:
    first = _how_completely(rows, windows[0])
    for position, window in enumerate(windows):
        if covers(rows, window) < 1 or _how_completely(rows, window) != first:
            return position - 1
    return len(windows) - 1


def _how_completely(rows: Sequence[Coverage], window: Period) -> set[str]:
    return {row.completeness for row in rows if window.touches(row.start, row.end)}
