"""Counts of years whose records are gone, to be added to what the records that are there count."""

import datetime
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.records import Period, Total

# How the totals call what the tally does.
FAMILY = {"districts": "district", "currents": "current", "manifestations": "kind", "targets": "group"}


def years_of(window: Period) -> range:
    """The calendar years a window is made of; none where it is not made of whole ones."""
    whole = (window.start.month, window.start.day, window.end.month, window.end.day) == (1, 1, 12, 31)
    return range(window.start.year, window.end.year + 1) if whole else range(0)


def gone(
    totals: Sequence[Total],
    family: str,
    position: Mapping[str, int],
    windows: Sequence[Period],
    alike: Callable[[Total], bool],
) -> NDArray[np.int64]:
    """Records that are gone, under each name and in each window; shape (names, windows).

    `family` is one of the tally or "city", whose one name stands for all; `position` says which row a name has. Only
    those of which `alike` says that their source may be compared there. A window that is not made of whole calendar
    years has none.
    """
    years = {year: column for column, window in enumerate(windows) for year in years_of(window)}
    found = np.zeros((len(position), len(windows)), dtype=np.int64)
    for total in totals:
        row = _row(total, family, position)
        if row is not None and total.year in years and alike(total):
            found[row, years[total.year]] += total.count
    return found


def _row(total: Total, family: str, position: Mapping[str, int]) -> int | None:
    """The city is the sum over its districts, since a source may have looked at some of them, and its other places."""
    if family == "city":
        of_city = total.family == "district" or (total.family == "place" and total.code != "district")
        return 0 if of_city else None
    return position.get(total.code) if total.family == FAMILY.get(family) else None


def codes_of(totals: Sequence[Total], family: str) -> frozenset[str]:
    return frozenset(total.code for total in totals if total.family == FAMILY[family])


def untold(totals: Sequence[Total], windows: Sequence[Period]) -> tuple[Period, ...]:
    """Windows that hold a part of a year whose records are gone: how many there were in it nobody can say any more."""
    years = {total.year for total in totals}
    return tuple(
        window
        for window in windows
        if not years_of(window) and years & set(range(window.start.year, window.end.year + 1))
    )


def lag_in_months(period: Period, extracted_on: datetime.date) -> int:
    """Whole months from the end of a period to the day up to which is told; 0 where that is before."""
    after = extracted_on + datetime.timedelta(days=1)  # of the month of the last day nothing is missing: it is whole
    return max(0, (after.year - period.end.year) * 12 + after.month - period.end.month - 1)
