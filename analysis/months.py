"""Records per calendar month, and how online and offline move together."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.coverage import covers
from analysis.questions.kendall import kendall
from analysis.records import Coverage, Period
from analysis.tally import Counted, Mask, Tally, counted

FEWEST_MONTHS = 12
FEWEST_A_SIDE = 10


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month: its first day, its events, whether it lies in the current period, and whether anyone looked.

    `share_looked` is the share of its days, 0–1, on which some source looked somewhere. `is_gone` where records of its
    year are erased and only totals of the whole year remain.
    """

    start: datetime.date
    count: int
    current: bool
    share_looked: float = 1.0
    is_gone: bool = False

    @property
    def known(self) -> int | None:
        """Its events; None where that number says nothing: nobody looked, or some of them are gone."""
        return None if self.share_looked == 0 or self.is_gone else self.count


@dataclass(frozen=True, slots=True)
class Online:
    """Online and hybrid records. `tau` is Kendall's tau-b of their monthly counts with the offline ones.

    `share_looked` and `share_looked_before` are the shares of the two periods' days, 0–1, on which some source looked
    online: at 0 nothing is known, which is not the same as no records. `months` is the number of months behind `tau`.
    """

    now: int
    before: int
    platforms: tuple[Counted, ...]
    currents: tuple[Counted, ...]
    manifestations: tuple[Counted, ...]
    months: int
    tau: float | None
    tau_p: float | None
    share_looked: float = 1.0
    share_looked_before: float = 1.0


def months(table: Tally, coverage: Sequence[Coverage], gone: Collection[int] = ()) -> tuple[Month, ...]:
    """Events per calendar month of the comparison and of the period, cut to their days, where the month is known.

    `gone` are the years of which records are erased.
    """
    period, comparison = table.windows[:2]
    counts = _monthly(table, table.within_month)
    return tuple(
        Month(
            start=span.start.replace(day=1),
            count=counts[position, span.start.replace(day=1)],
            current=position == 0,
            share_looked=covers(coverage, span),
            is_gone=span.start.year in gone,
        )
        for position, window in ((1, comparison), (0, period))
        for span in _spans(window)
    )


def online(table: Tally, coverage: Sequence[Coverage], gone: Collection[int] = ()) -> Online:
    """The online landscape: counts by platform, current and manifestation, and how it moves with the offline one.

    Of years of which records are `gone` no total says what happened online, so nothing is known of them.
    """
    period, comparison = table.windows[:2]
    mask = table.online
    now, before = table.in_window(0) & mask, table.in_window(1) & mask
    looking = [row for row in coverage if row.online]
    tau, p, used = _moves_with_offline(table, coverage, gone)
    is_gone = not set(gone).isdisjoint(range(comparison.start.year, comparison.end.year + 1))
    return Online(
        now=int(now.sum()),
        before=int(before.sum()),
        platforms=counted(table.platforms, now, before),
        currents=counted(table.currents, now, before),
        manifestations=counted(table.manifestations, now, before),
        months=used,
        tau=tau,
        tau_p=p,
        share_looked=covers(looking, period),
        share_looked_before=0.0 if is_gone else covers(looking, comparison),
    )


def _moves_with_offline(
    table: Tally, coverage: Sequence[Coverage], gone: Collection[int]
) -> tuple[float | None, float | None, int]:
    """Kendall's tau-b of monthly counts, online and hybrid with offline; its p; of how many months.

    Only months in which somebody looked online and offline on every day: an empty month that nobody looked at would
    seem to move with another. None under 12 such months, 10 records a side, or where a side never varies.
    """
    period, comparison = table.windows[:2]
    looking = [
        [row for row in coverage if row.online],
        [row for row in coverage if row.areas is None or row.areas],
    ]
    used = [
        (position, span.start.replace(day=1))
        for position, window in ((1, comparison), (0, period))
        for span in _spans(window)
        if span.start.year not in gone and all(covers(rows, span) >= 1 for rows in looking)
    ]
    sides = [
        [counts[month] for month in used]
        for counts in (_monthly(table, table.within_month & mask) for mask in (table.online, ~table.online))
    ]
    if len(used) < FEWEST_MONTHS or any(sum(side) < FEWEST_A_SIDE or len(set(side)) == 1 for side in sides):
        return None, None, len(used)
    return *kendall(*sides), len(used)


def _monthly(table: Tally, mask: Mask) -> "Counter[tuple[int, datetime.date]]":
    """Events of the two windows by window, 0 or 1, and the first day of their month."""
    kept = mask & ((table.window == 0) | (table.window == 1))
    months = table.first_day[kept].astype("datetime64[M]").astype("datetime64[D]")
    return Counter(zip(table.window[kept].tolist(), months.tolist(), strict=True))


def _spans(window: Period) -> list[Period]:
    """The calendar months of a window, the first and the last cut to its days."""
    month, result = window.start.replace(day=1), []
    while month <= window.end:
        following = (month + datetime.timedelta(days=32)).replace(day=1)
        last = following - datetime.timedelta(days=1)
        result.append(Period(max(month, window.start), min(last, window.end)))
        month = following
    return result
