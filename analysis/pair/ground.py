"""What of the records of two diagnoses may be compared: days, cells looked at alike, and what stands against it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.coverage import ONLINE, Cell, covers
from analysis.records import Area, Coverage, Period, PracticeChange


class Unlike(StrEnum):
    """Why something of two diagnoses cannot be compared."""

    ERASED = "erased"
    MARKINGS = "markings"
    DATES = "dates"
    SOURCES = "sources"
    NO_SOURCE = "no_source"
    BOUNDARIES = "boundaries"
    DISTRICTS = "districts"
    VOICES = "voices"
    PRIORITIES = "priorities"
    METHOD = "method"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looked where for one diagnosis, and up to when they have told. `boundaries` names the division it counts by.

    `extracted` is the day up to which each source has told, `extracted_on` that of all others.
    """

    period: Period
    areas: Sequence[Area]
    boundaries: str
    coverage: Sequence[Coverage]
    changes: Sequence[PracticeChange]
    extracted: Mapping[str, datetime.date]
    extracted_on: datetime.date


@dataclass(frozen=True, slots=True)
class Ground:
    """What of the records of two diagnoses may be compared; the earlier one first.

    `windows` are the days compared of each, None where there are none; `cells` those looked at alike, `lags` how many
    days after its window a report of a source counts (none where the period is the same). `left_out` are sources that
    looked in either and in no cell alike. Without `by_district` the divisions differ, and only what looked at the whole
    city is compared.
    """

    windows: tuple[Period, Period] | None
    cells: frozenset[Cell] = frozenset()
    lags: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    by_district: bool = True
    unlike: tuple[Unlike, ...] = ()

    @property
    def is_same_period(self) -> bool:
        return self.windows is not None and self.windows[0] == self.windows[1]


def windows_of(first: Period, second: Period) -> tuple[Period, Period] | None:
    """The days of two periods that may be compared: the whole of both where they are the same calendar dates; of two
    that share days, what each has alone, where that is the same calendar dates. None where a season would read as a
    change. `first` is the one that ends first.
    """
    if first == second:
        return first, second
    if first.end < second.start:
        return (first, second) if _same_dates(first, second) else None
    if first.start < second.start and first.end < second.end:
        alone = (
            Period(first.start, second.start - datetime.timedelta(days=1)),
            Period(first.end + datetime.timedelta(days=1), second.end),
        )
        return alone if _same_dates(*alone) else None
    return None


def _same_dates(first: Period, second: Period) -> bool:
    """Whether one is the other whole years later; the end of February is one day, whatever its number."""
    years = second.start.year - first.start.year
    ends = [(end.month, 28 if (end.month, end.day) == (2, 29) else end.day) for end in (first.end, second.end)]
    starts = [(start.month, start.day) for start in (first.start, second.start)]
    return years > 0 and starts[0] == starts[1] and ends[0] == ends[1] and second.end.year - first.end.year == years


def common_ground(first: Looking, second: Looking) -> Ground:
    """Of the diagnosis whose period ends first, and the other. Pure of their records."""
    windows = windows_of(first.period, second.period)
    if windows is None:
        return Ground(None, unlike=(Unlike.DATES,))
    by_district = first.boundaries == second.boundaries
    rows = [_whole_city(each) if not by_district else list(each.coverage) for each in (first, second)]
    areas = [area.code for area in first.areas] if by_district else []
    changes = [*first.changes, *second.changes]
    looked = [{row.source for row in each.coverage if windows[n].touches(row.start, row.end)}
              for n, each in enumerate((first, second))]  # fmt: skip
    cells = frozenset(
        cell for source in sorted(looked[0] & looked[1]) if not _recording_changed(source, changes, windows)
        for cell in _alike(source, rows, windows, areas)
    )  # fmt: skip
    left_out = tuple(sorted((looked[0] | looked[1]) - {source for source, _place in cells}))
    unlike = (*(() if by_district else (Unlike.BOUNDARIES,)), *((Unlike.SOURCES,) if left_out else ()))
    if not cells:
        return Ground(None, left_out=left_out, by_district=by_district, unlike=(*unlike, Unlike.NO_SOURCE))
    same = windows[0] == windows[1]
    lags = {} if same else {source: _lag(source, first, second) for source, _place in cells}
    return Ground(windows, cells, lags, left_out, by_district, unlike)


def _whole_city(looking: Looking) -> list[Coverage]:
    """Rows of sources that looked at every district; of the others what they looked at online."""
    every = {area.code for area in looking.areas}
    return [
        Coverage(row.source, None if row.areas is None or row.areas >= every else frozenset(), row.online, row.start,
                 row.end, row.completeness, row.still_looking)
        for row in looking.coverage
    ]  # fmt: skip


def _recording_changed(source: str, changes: Iterable[PracticeChange], windows: tuple[Period, Period]) -> bool:
    """In or between the windows; of one and the same period both have the same change in them."""
    if windows[0] == windows[1]:
        return False
    return any(each.source == source and windows[0].start < each.on <= windows[1].end for each in changes)


def _alike(
    source: str, rows: Sequence[Sequence[Coverage]], windows: tuple[Period, Period], areas: Sequence[str]
) -> Iterator[Cell]:
    own = [[row for row in each if row.source == source] for each in rows]
    for place in (*areas, ONLINE, None):
        how = [_how(each, place, window) for each, window in zip(own, windows, strict=True)]
        if how[0] and how[0] == how[1]:
            yield source, place


def _how(rows: Iterable[Coverage], place: str | None, window: Period) -> frozenset[str]:
    """How completely a place was looked at on every day of a window; nothing where it was not on some day."""
    there = [row for row in rows if _reaches(row, place)]
    if covers(there, window) < 1:
        return frozenset()
    return frozenset(row.completeness for row in there if window.touches(row.start, row.end))


def _reaches(row: Coverage, place: str | None) -> bool:
    if place == ONLINE:
        return row.online
    if place is None:
        return row.areas is None or bool(row.areas)
    return row.areas is None or place in row.areas


def _lag(source: str, first: Looking, second: Looking) -> int:
    """As many days as the one that was made sooner after its period had."""
    return min((each.extracted.get(source, each.extracted_on) - each.period.end).days for each in (first, second))
