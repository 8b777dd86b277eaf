"""Counts of years whose records are gone, added to what the records that are there count."""

import datetime
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from analysis.records import Period, Total
from analysis.tally import Index

# How the totals call what the tally does.
FAMILY = {"districts": "district", "currents": "current", "manifestations": "kind", "targets": "group"}


def of_years(window: Period) -> range:
    """The calendar years a window is made of; none where it is not made of whole ones."""
    whole = (window.start.month, window.start.day, window.end.month, window.end.day) == (1, 1, 12, 31)
    return range(window.start.year, window.end.year + 1) if whole else range(0)


def gone(
    totals: Sequence[Total],
    family: str,
    names: Sequence[str],
    windows: Sequence[Period],
    sources: Collection[str],
    *,
    lag: Mapping[str, int] | int,
) -> Index:
    """Records that are gone, under each name and in each window; shape (names, windows).

    `family` is one of the tally ("districts", "currents", "manifestations", "targets") or "city", whose one name
    stands for all. Only of these `sources`, and only what was reported within `lag` months of the end of the year: the
    records of a current window are counted as far as they are known too, per source where it is a mapping. Totals are
    of calendar years, so a window that is not made of whole ones has none.
    """
    position = {name: row for row, name in enumerate(names)}
    years = {year: column for column, window in enumerate(windows) for year in of_years(window)}
    found = np.zeros((len(names), len(windows)), dtype=np.int64)
    for total in totals:
        row = 0 if family == "city" else position.get(total.code)
        late = lag if isinstance(lag, int) else lag.get(total.source, 0)
        belongs = total.family == FAMILY.get(family, "place") and total.source in sources
        if row is not None and belongs and total.year in years and total.months_late <= late:
            found[row, years[total.year]] += total.count
    return found


def untold(totals: Sequence[Total], windows: Sequence[Period]) -> tuple[Period, ...]:
    """Windows in which records are gone that no total can be told of: they hold a part of such a year."""
    years = {total.year for total in totals}
    return tuple(
        window
        for window in windows
        if not of_years(window) and years & set(range(window.start.year, window.end.year + 1))
    )


def lag_in_months(period: Period, extracted_on: datetime.date) -> int:
    """Whole months from the end of a period to the day up to which is told; 0 where that is before."""
    months = (extracted_on.year - period.end.year) * 12 + extracted_on.month - period.end.month
    next_day = extracted_on + datetime.timedelta(days=1)
    return max(0, months if next_day.month != extracted_on.month else months - 1)
