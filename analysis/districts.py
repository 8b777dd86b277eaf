"""The districts: who looked there, what was recorded, at what rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.change import Change
from analysis.comparison import Family
from analysis.coverage import Looked, looked
from analysis.rates import Rate, Smoothed, rate, smooth
from analysis.records import Area, Event, Period, first_of_series
from analysis.tally import Mask, Tally


@dataclass(frozen=True, slots=True)
class District:
    """One district. `rate` is None where nobody looked or no residents are known; `change` where nobody looked.

    `share_looked` and `share_looked_before` are the shares of the two periods' days, 0–1, on which some source
    looked: where it is 0 the count (`count` now, `before`) says nothing. `smoothed` is per 10,000 residents and year.
    """

    area: Area
    looked: Looked
    share_looked: float
    count: int
    before: int
    rate: Rate | None
    smoothed: float | None
    change: Change | None
    share_looked_before: float = 1.0


def exposures(areas: Sequence[Area], shares: dict[str, float], period: Period) -> dict[str, float]:
    """Residents × years looked at, of the districts that somebody looked at and whose residents are known.

    A district without residents (a harbour, a forest) has no rate and is not among them.
    """
    return {
        area.code: area.population * period.years * shares[area.code]
        for area in areas
        if area.population and shares[area.code] > 0
    }


def smoothed_rates(table: Tally, exposure: dict[str, float], now: Mask) -> Smoothed:
    """The smoothing over those districts, in the order of `exposure` (see `smooth`)."""
    counts = dict(zip(table.districts.names, table.districts.counts(now), strict=True))
    return smooth(np.array([counts[code] for code in exposure], dtype=np.int64), np.array(list(exposure.values())))


def districts(
    table: Tally,
    areas: Sequence[Area],
    exposure: dict[str, float],
    shares: tuple[dict[str, float], dict[str, float]],
    *,
    family: Family,
    smoothing: Smoothed,
) -> tuple[District, ...]:
    """One row per area, in their order. `shares` are those looked at in the current period and in the comparison."""
    now = table.districts.counts(table.in_window(0))
    before = table.districts.counts(table.in_window(1))
    smooth_values = dict(zip(exposure, smoothing.values(), strict=True)) if smoothing.distinct else {}
    changes = {change.key: change for change in family.changes}
    return tuple(
        District(
            area=area,
            looked=looked(shares[0][area.code]),
            share_looked=shares[0][area.code],
            count=int(now[index]),
            before=int(before[index]),
            rate=rate(int(now[index]), exposure[area.code], 1.0, family.spread.phi) if area.code in exposure else None,
            smoothed=float(smooth_values[area.code]) if area.code in smooth_values else None,
            change=changes[area.code] if shares[0][area.code] > 0 else None,
            share_looked_before=shares[1][area.code],
        )
        for index, area in enumerate(areas)
    )


def grouped(table: Tally, now: Mask) -> dict[str, list[Event]]:
    """The events of the mask by district code, of every series the first: one cause is no concentration."""
    groups: dict[str, list[Event]] = {}
    for event, kept in zip(table.events, now, strict=True):
        if kept and event.district is not None:
            groups.setdefault(event.district, []).append(event)
    return {code: list(first_of_series(found)) for code, found in groups.items()}
