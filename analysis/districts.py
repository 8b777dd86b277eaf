"""The districts: who looked there, what was recorded, at what rate."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.change import Change
from analysis.comparison import Family
from analysis.coverage import Looked, alike_everywhere, looked
from analysis.rates import Rate, Smoothed, rate, smooth
from analysis.records import Area, Coverage, Event, Period, first_of_series
from analysis.tally import Index, Mask, Tally


@dataclass(frozen=True, slots=True)
class District:
    """One district. `rate` is None where nobody looked alike or no residents are known; `change` where nobody looked.

    `in_part` where it was looked at on some days only, or only sporadically: it has a count, and no rate.

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
    in_part: bool = False


def exposures(areas: Sequence[Area], shares: dict[str, float], period: Period) -> dict[str, float]:
    """Residents × years looked at, of the districts that somebody looked at and whose residents are known.

    A district without residents (a harbour, a forest) has no rate and is not among them.
    """
    return {
        area.code: area.population * period.years * shares[area.code]
        for area in areas
        if area.population and shares.get(area.code, 0) > 0
    }


@dataclass(frozen=True, slots=True)
class Rated:
    """What rates and concentrations rest on: the `sources` that looked at all districts alike, `counts` of their

    records and `exposure` in residents × years, of every district that was not looked at in part only.
    """

    sources: frozenset[str]
    counts: dict[str, int]
    exposure: dict[str, float]
    mask: Mask = field(repr=False, compare=False)

    @property
    def placed(self) -> int:
        """Their records in the districts that have a rate."""
        return sum(self.counts[code] for code in self.exposure)

    def smoothing(self, phi: float) -> Smoothed:
        """In the order of `exposure`."""
        counts = np.array([self.counts[code] for code in self.exposure], dtype=np.int64)
        return smooth(counts, np.array(list(self.exposure.values())), phi)


def rated(
    table: Tally,
    areas: Sequence[Area],
    coverage: Sequence[Coverage],
    shares: dict[str, float],
    partly: dict[str, bool],
) -> Rated:
    """By sources that looked alike in all districts but those looked at in part; half of the period counts for half.

    Where several looked for different shares of the period, only those that looked longest count, so that a rate has
    one time to be divided by.
    """
    period = table.windows[0]
    whole = [area.code for area in areas if shares[area.code] > 0 and not partly[area.code]]
    alike = alike_everywhere(whole, coverage, period)
    longest = max(alike.values(), default=0.0)
    sources = frozenset(source for source, share in alike.items() if share == longest)
    mask = table.in_window(0) & table.having("source", lambda source: source in sources)
    exposure = exposures([a for a in areas if a.code in whole], dict.fromkeys(whole, longest), period)
    counts = dict(zip(table.districts.names, table.districts.counts(mask).tolist(), strict=True))
    return Rated(sources, counts, exposure, mask)


def districts(
    table: Tally,
    areas: Sequence[Area],
    base: Rated,
    shares: tuple[dict[str, float], dict[str, float]],
    partly: dict[str, bool],
    *,
    family: Family,
    smoothing: Smoothed,
    gone_before: Index | int = 0,
) -> tuple[District, ...]:
    """One row per area, in their order. `shares` are those looked at in the current period and in the comparison,
    `gone_before` the records of the comparison that remain as totals."""
    now = table.districts.counts(table.in_window(0))
    before = table.districts.counts(table.in_window(1)) + gone_before
    smooth_values = dict(zip(base.exposure, smoothing.values(), strict=True)) if smoothing.distinct else {}
    changes = {change.key: change for change in family.changes}
    return tuple(
        District(
            area=area,
            looked=looked(shares[0][area.code], in_part=partly[area.code]),
            share_looked=shares[0][area.code],
            count=int(now[index]),
            before=int(before[index]),
            rate=_rate(area.code, base, family.spread.phi),
            smoothed=float(smooth_values[area.code]) if area.code in smooth_values else None,
            change=changes[area.code] if shares[0][area.code] > 0 else None,
            share_looked_before=shares[1][area.code],
            in_part=partly[area.code],
        )
        for index, area in enumerate(areas)
    )


def _rate(code: str, base: Rated, phi: float) -> Rate | None:
    return rate(base.counts[code], base.exposure[code], 1.0, phi) if code in base.exposure else None


def grouped(table: Tally, now: Mask) -> dict[str, list[Event]]:
    """The events of the mask by district code, of every series the first: one cause is no concentration."""
    groups: dict[str, list[Event]] = {}
    for event in table.among(now):
        if event.district is not None:
            groups.setdefault(event.district, []).append(event)
    return {code: list(first_of_series(found)) for code, found in groups.items()}
