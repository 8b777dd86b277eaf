"""The landscape: everything sections 2 to 7, 12 and 14 of a diagnosis say about what was recorded."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau

from analysis.change import Change, Word, judge
from analysis.concentration import Concentration, concentration, placed
from analysis.coverage import Looked, cells_covering, looked, looked_share
from analysis.detectable import detectable
from analysis.dispersion import FEWEST_WINDOWS, Dispersion, dispersion
from analysis.rates import Rate, Smoothed, rate, smooth
from analysis.records import Area, Coverage, Event, Period
from analysis.tally import Labels, Mask, Tally, tally

METHOD_VERSION = "1"
# Fixed per version of the method: adding a family changes how many findings noise may produce.
FAMILIES = ("districts", "currents", "manifestations", "targets")


@dataclass(frozen=True, slots=True)
class Counted:
    """One category of the period: distinct events now and in the comparison period, as recorded."""

    key: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class District:
    """One district. `rate` is None where nobody looked or the number of residents is unknown."""

    area: Area
    looked: Looked
    share_looked: float
    count: int
    before: int
    rate: Rate | None
    smoothed: float | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Family:
    """A family judged together: its spread, its words, and whether they hold on other readings of the records."""

    name: str
    spread: Dispersion
    changes: tuple[Change, ...]

    def of(self, key: str) -> Change | None:
        return next((change for change in self.changes if change.key == key), None)

    @property
    def findings(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.word.is_finding)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline read again: on well graded records only, or without one type of source."""

    family: str
    key: str
    word: Word
    reading: str
    other: Word


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records of the periods compared that the comparison leaves out, by reason."""

    crossing: int
    late_reports: int
    sources_not_in_both: int


@dataclass(frozen=True, slots=True)
class Online:
    """Online and hybrid records. `tau` is Kendall's tau-b of their monthly counts with the offline ones."""

    now: int
    before: int
    platforms: tuple[Counted, ...]
    currents: tuple[Counted, ...]
    manifestations: tuple[Counted, ...]
    months: int
    tau: float | None
    tau_p: float | None


@dataclass(frozen=True, slots=True)
class Month:
    start: datetime.date
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Landscape:
    period: Period
    comparison: Period
    total: int
    total_before: int
    by_place: dict[str, int]
    city: Change
    city_spread: Dispersion
    districts: tuple[District, ...]
    families: dict[str, Family]
    counts: dict[str, tuple[Counted, ...]]
    months: tuple[Month, ...]
    months_left_out: int
    grading: dict[tuple[str, int], int]
    well_graded: int
    stale: int
    source_types: dict[str, int]
    smoothing: Smoothed
    concentrations: tuple[Concentration, ...]
    on_one_point: int
    sensitivity: tuple[Sensitivity, ...]
    left_out: LeftOut
    online: Online
    detectable: tuple[tuple[int, int | None], ...]
    windows_used: tuple[Period, ...]

    def differing(self, family: str, key: str) -> tuple[Sensitivity, ...]:
        """Readings on which a headline's word would be another."""
        return tuple(s for s in self.sensitivity if (s.family, s.key) == (family, key) and s.other != s.word)


def analyse(
    events: Sequence[Event],
    areas: Sequence[Area],
    coverage: Sequence[Coverage],
    *,
    period: Period,
    comparison: Period,
    history: Sequence[Period],
    extracted_on: datetime.date,
) -> Landscape:
    """Compute the landscape of a period against a comparison of the same calendar dates.

    `history` holds earlier windows, newest first, from which ordinary variation is estimated; `extracted_on` is the
    day up to which reports had come in. Raises ValueError where areas or periods do not fit together.
    """
    earlier = tuple(dict.fromkeys((comparison, *history)))
    table = tally(events, areas, (period, *earlier), extracted_on)
    compared = Comparison.of(table, areas, coverage)
    now, before = table.in_window(0), table.in_window(1)
    families = {name: compared.family(name) for name in FAMILIES}
    city, city_spread = compared.city()
    shares = looked_share(areas, coverage, period)
    smoothing, smoothed = _smoothed(table, areas, shares, now, period)
    return Landscape(
        period=period,
        comparison=comparison,
        total=int(now.sum()),
        total_before=int(before.sum()),
        by_place=dict(sorted(Counter(e.place for e, k in zip(table.events, now, strict=True) if k).items())),
        city=city,
        city_spread=city_spread,
        districts=_districts(table, areas, shares, families["districts"], smoothing, smoothed),
        families=families,
        counts={name: _counted(table.family(name), now, before) for name in _COUNTED},
        months=_months(table, comparison, period),
        months_left_out=int(((now | before) & ~_within_month(table)).sum()),
        grading=_grading(table, now),
        well_graded=int((now & table.well_graded).sum()),
        stale=int((now & table.stale).sum()),
        source_types={c.key: c.now for c in _counted(table.source_types, now, before) if c.now},
        smoothing=smoothing,
        concentrations=_concentrations(table, areas, smoothing, smoothed, now),
        on_one_point=_on_one_point(table, areas, now),
        sensitivity=_sensitivity(table, areas, coverage, city, families),
        left_out=compared.left_out(),
        online=_online(table, now, before, comparison, period),
        detectable=_detectable(families["districts"]),
        windows_used=compared.windows_used,
    )


_COUNTED = ("currents", "manifestations", "targets", "spaces", "settings", "source_types")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which events may be compared: exact enough, mature, and of sources that looked in both periods."""

    table: Tally
    usable: Mask
    usable_of_any_source: Mask
    history: Mask
    windows_used: tuple[Period, ...]

    @classmethod
    def of(
        cls, table: Tally, areas: Sequence[Area], coverage: Sequence[Coverage], only: Mask | None = None
    ) -> "Comparison":
        base = table.mature & (table.window >= 0)
        base = base if only is None else base & only
        both = base & table.in_cells(cells_covering(areas, coverage, table.windows[:2]))
        history, used = _history(table, areas, coverage, both)
        return cls(table, both, base, history, used)

    def counts(self, labels: Labels, position: int, mask: Mask) -> np.ndarray:
        return labels.counts(mask & self.table.in_window(position))

    def spread(self, labels: Labels) -> Dispersion:
        positions = range(1, len(self.windows_used) + 1)
        if len(self.windows_used) < FEWEST_WINDOWS:
            return Dispersion(windows=len(self.windows_used))
        return dispersion(np.column_stack([self.counts(labels, k, self.history) for k in positions]))

    def family(self, name: str) -> Family:
        labels = self.table.family(name)
        spread = self.spread(labels)
        return Family(name, spread, tuple(self._judged(labels, spread, categories=name != "districts")))

    def city(self) -> tuple[Change, Dispersion]:
        """The city as a family of one."""
        whole = self._everything()
        spread = self.spread(whole)
        return self._judged(whole, spread, categories=False)[0], spread

    def _everything(self) -> Labels:
        every = np.arange(len(self.table.events), dtype=np.int64)
        return Labels(("city",), every, np.zeros(len(every), dtype=np.int64))

    def _judged(self, labels: Labels, spread: Dispersion, *, categories: bool) -> list[Change]:
        """Judge the family, and again with every source: where the words differ, recording changed."""
        judged = self._read(labels, spread, self.usable, categories=categories)
        if np.array_equal(self.usable, self.usable_of_any_source):
            return judged
        of_any = self._read(labels, spread, self.usable_of_any_source, categories=categories)
        return [_recording_changed(one, other) for one, other in zip(judged, of_any, strict=True)]

    def _read(self, labels: Labels, spread: Dispersion, mask: Mask, *, categories: bool) -> list[Change]:
        now, before = self.counts(labels, 0, mask), self.counts(labels, 1, mask)
        return judge(labels.names, now, before, spread, categories=categories)

    def left_out(self) -> LeftOut:
        pair = (self.table.window == 0) | (self.table.window == 1)
        return LeftOut(
            crossing=int(_crossing_pair(self.table).sum()),
            late_reports=int((pair & ~self.table.mature).sum()),
            sources_not_in_both=int((pair & self.table.mature & ~self.usable).sum()),
        )


def _recording_changed(judged: Change, of_any_source: Change) -> Change:
    """A finding that appears only with, or only without, the sources absent from one period."""
    differs = judged.word != of_any_source.word and (judged.word.is_finding or of_any_source.word.is_finding)
    if not differs or judged.word == Word.RECORDING_CHANGED:
        return judged
    return Change(
        judged.key, judged.before, judged.now, judged.ratio, judged.low, judged.high, judged.p, Word.RECORDING_CHANGED
    )


def _history(
    table: Tally, areas: Sequence[Area], coverage: Sequence[Coverage], both: Mask
) -> tuple[Mask, tuple[Period, ...]]:
    """The earlier windows, the comparison first, and the events in cells that were looked at in all of them.

    As many windows as possible, at least 4, while the cells looked at in all of them hold half of what is compared.
    """
    comparable = max(1, int((both & table.in_window(1)).sum()))
    for length in range(len(table.windows) - 1, FEWEST_WINDOWS - 1, -1):
        windows = table.windows[1 : length + 1]
        mask = table.mature & table.in_cells(cells_covering(areas, coverage, windows))
        if int((mask & both & table.in_window(1)).sum()) * 2 >= comparable:
            return mask, windows
    return np.zeros(len(table.events), dtype=bool), ()


def _crossing_pair(table: Tally) -> Mask:
    pair = table.windows[:2]
    return table.crosses & table.having(
        lambda e: any(p.touches(e.first_day, e.last_day) and not p.holds(e.first_day, e.last_day) for p in pair)
    )


def _smoothed(
    table: Tally, areas: Sequence[Area], shares: dict[str, float], now: Mask, period: Period
) -> tuple[Smoothed, dict[str, int]]:
    """Smoothing over districts that somebody looked at and whose residents are known; code → position."""
    counts = table.districts.counts(now)
    usable = [(index, area) for index, area in enumerate(areas) if area.population and shares[area.code] > 0]
    exposure = np.array([(area.population or 0) * period.years * shares[area.code] for _, area in usable])
    result = smooth(counts[[index for index, _ in usable]], exposure)
    return result, {area.code: position for position, (_, area) in enumerate(usable)}


def _districts(  # noqa: PLR0917 (each is one aspect of the same rows)
    table: Tally,
    areas: Sequence[Area],
    shares: dict[str, float],
    family: Family,
    smoothing: Smoothed,
    smoothed: dict[str, int],
) -> tuple[District, ...]:
    now = table.districts.counts(table.in_window(0))
    before = table.districts.counts(table.in_window(1))
    values = smoothing.values() if smoothing.distinct else None
    years = table.windows[0].years
    changes = {change.key: change for change in family.changes}
    result = []
    for index, area in enumerate(areas):
        share = shares[area.code]
        people = area.population if share > 0 else None
        result.append(
            District(
                area=area,
                looked=looked(share),
                share_looked=share,
                count=int(now[index]),
                before=int(before[index]),
                rate=rate(int(now[index]), people, years * share, family.spread.phi) if people else None,
                smoothed=float(values[smoothed[area.code]]) if people and values is not None else None,
                change=changes[area.code] if share > 0 else None,
            )
        )
    return tuple(result)


def _counted(labels: Labels, now: Mask, before: Mask) -> tuple[Counted, ...]:
    """Categories with anything recorded in either period, most now first."""
    rows = [
        Counted(name, int(a), int(b))
        for name, a, b in zip(labels.names, labels.counts(now), labels.counts(before), strict=True)
        if a or b
    ]
    return tuple(sorted(rows, key=lambda row: (-row.now, -row.before, row.key)))


def _within_month(table: Tally) -> Mask:
    return table.having(lambda e: (e.first_day.year, e.first_day.month) == (e.last_day.year, e.last_day.month))


def _months(table: Tally, comparison: Period, period: Period) -> tuple[Month, ...]:
    """Events per calendar month from the comparison to the period, where the month is known."""
    counted = Counter(
        e.first_day.replace(day=1)
        for e, exact in zip(table.events, _within_month(table), strict=True)
        if exact and comparison.start <= e.first_day <= period.end
    )
    month, result = comparison.start.replace(day=1), []
    while month <= period.end:
        result.append(Month(month, counted[month], month >= period.start.replace(day=1)))
        month = (month + datetime.timedelta(days=32)).replace(day=1)
    return tuple(result)


def _grading(table: Tally, now: Mask) -> dict[tuple[str, int], int]:
    cells = Counter((e.reliability, e.credibility) for e, kept in zip(table.events, now, strict=True) if kept)
    return dict(sorted(cells.items()))


def _in_district(table: Tally, code: str, now: Mask) -> list[Event]:
    return [e for e, kept in zip(table.events, now, strict=True) if kept and e.district == code]


def _concentrations(
    table: Tally, areas: Sequence[Area], smoothing: Smoothed, smoothed: dict[str, int], now: Mask
) -> tuple[Concentration, ...]:
    """Tested on the records whose place is known well enough, with the posterior of those records alone."""
    if not smoothing.distinct:
        return ()
    by_district = _grouped(table, now)
    counts = np.zeros(len(smoothed), dtype=np.int64)
    for code, position in smoothed.items():
        counts[position] = len(placed(by_district.get(code, [])).kept)
    own = smooth(counts, smoothing.rate - smoothing.mean / smoothing.between)
    if not own.distinct:
        return ()
    probability = own.probability_above(1.5)
    found = (
        concentration(area.code, by_district.get(area.code, []), float(probability[smoothed[area.code]]))
        for area in areas
        if area.code in smoothed
    )
    return tuple(sorted((c for c in found if c), key=lambda c: (-c.probability, -c.events, c.district)))


def _grouped(table: Tally, now: Mask) -> dict[str, list[Event]]:
    groups: dict[str, list[Event]] = {}
    for event, kept in zip(table.events, now, strict=True):
        if kept and event.district is not None:
            groups.setdefault(event.district, []).append(event)
    return groups


def _on_one_point(table: Tally, areas: Sequence[Area], now: Mask) -> int:
    groups = _grouped(table, now)
    return sum(placed(groups.get(area.code, [])).on_one_point for area in areas)


def _sensitivity(
    table: Tally, areas: Sequence[Area], coverage: Sequence[Coverage], city: Change, families: dict[str, Family]
) -> tuple[Sensitivity, ...]:
    """Every headline read again on well graded records only, and without each type of source, police first."""
    types = sorted(table.source_types.names, key=lambda name: (name != "police", name))
    readings: list[tuple[str, Mask]] = [("well_graded", table.well_graded)]
    if len(types) > 1:
        readings += [(f"without:{name}", ~_of_type(table, name)) for name in types]
    result = []
    for reading, mask in readings:
        again = Comparison.of(table, areas, coverage, mask)
        result.append(Sensitivity("city", "city", city.word, reading, again.city()[0].word))
        for name, family in families.items():
            if family.findings:
                other = again.family(name)
                result += [
                    Sensitivity(name, c.key, c.word, reading, found.word)
                    for c in family.findings
                    if (found := other.of(c.key)) is not None
                ]
    return tuple(result)


def _of_type(table: Tally, source_type: str) -> Mask:
    return table.having(lambda event: event.source_type == source_type)


def _online(table: Tally, now: Mask, before: Mask, comparison: Period, period: Period) -> Online:
    online = table.having(lambda e: e.space != "offline")
    tau, p, months = _moves_with_offline(table, online, comparison, period)
    return Online(
        now=int((now & online).sum()),
        before=int((before & online).sum()),
        platforms=_counted(table.platforms, now & online, before & online),
        currents=_counted(table.currents, now & online, before & online),
        manifestations=_counted(table.manifestations, now & online, before & online),
        months=months,
        tau=tau,
        tau_p=p,
    )


def _moves_with_offline(
    table: Tally, online: Mask, comparison: Period, period: Period
) -> tuple[float | None, float | None, int]:
    """Kendall's tau-b (Kendall 1945, Biometrika 33) of monthly counts; None under 12 months or 10 records a side."""
    series: list[Counter[datetime.date]] = [Counter(), Counter()]
    for event, exact, is_online in zip(table.events, _within_month(table), online, strict=True):
        if exact and comparison.start <= event.first_day <= period.end:
            series[int(is_online)][event.first_day.replace(day=1)] += 1
    months = [month.start for month in _months(table, comparison, period)]
    enough = all(sum(one.values()) >= 10 for one in series)
    if len(months) < 12 or not enough:
        return None, None, len(months)
    result = kendalltau([series[0][m] for m in months], [series[1][m] for m in months])
    return float(result.statistic), float(result.pvalue), len(months)


def _detectable(family: Family) -> tuple[tuple[int, int | None], ...]:
    """For a district with 5, 10, 20 and 50 records before: how many now would have been found nine times in ten."""
    members = sum(1 for change in family.changes if change.before + change.now >= 10)
    return tuple((base, detectable(base, max(members, 1), family.spread)) for base in (5, 10, 20, 50))
