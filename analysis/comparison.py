"""What may be compared with what: exact dates, equal maturity, sources that looked alike in all windows compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.change import Change, Counted, alpha_of, city_change, districts_changes, members_changes
from analysis.coverage import ONLINE, Cell
from analysis.questions.against_city import AgainstCity
from analysis.questions.dispersion import Dispersion, dispersion
from analysis.questions.expectation import LEAST_ALPHA
from analysis.questions.family import level_of
from analysis.records import Period, Total
from analysis.tally import Index, Labels, Mask, Tally, of_each, place_of, windows_of
from analysis.totals import gone, years_of
from analysis.words import Word

# Fixed per version of the method: adding a family changes how many findings noise may produce.
CATEGORIES = ("currents", "manifestations", "targets")
FAMILIES = ("districts", *CATEGORIES)
# That nothing is known, or nobody was targeted, is counted; it is no member of a family that could change.
UNKNOWN = Dispersion()
NO_GROUP = frozenset({"none", "none_known"})


@dataclass(frozen=True, slots=True)
class Family:
    """A family judged together: its spread, its growth and the change of every member, in the order of the members.

    `spread` and `growth` (c, now over the sum of the earlier windows) are those of the districts, `alpha` that of
    categories.
    """

    name: str
    changes: tuple[Change, ...]
    spread: Dispersion = UNKNOWN
    growth: float | None = None
    alpha: float = LEAST_ALPHA

    def of(self, key: str) -> Change | None:
        return next((change for change in self.changes if change.key == key), None)

    @property
    def findings(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.findings)

    @property
    def level(self) -> float:
        """Of the intervals against expectation, or against the city; those of trends have their own."""
        asked = [(each.against or each.expected) for each in self.changes]
        return level_of(np.array([each.p for each in asked if each is not None]))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records of the two periods that a step leaves out, by reason.

    Out of every comparison: `crossing` (a date too imprecise to tell the period; out of the counts as well),
    `late_reports` (reported later after the period's end than can be known yet of the current one from that source) and
    `unlike_sources` (from a source that did not look at the place alike in all windows compared). Out of the districts:
    `without_district`, of the current period. Out of concentration: `on_one_point`, of the current period.
    """

    crossing: int
    late_reports: int
    unlike_sources: int
    without_district: int = 0
    on_one_point: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How what was recorded becomes what is compared, each for the comparison and for the current period.

    recorded − late − unlike − in_series = compared.
    """

    recorded: tuple[int, int]
    late: tuple[int, int]
    unlike: tuple[int, int]
    in_series: tuple[int, int]
    compared: tuple[int, int]


def check_windows(period: Period, comparison: Period, history: Sequence[Period]) -> tuple[Period, ...]:
    """The current period, the comparison, and those of the earlier windows that share no day with another one.

    Raises ValueError where the comparison is not the same calendar dates one or more whole years earlier (a period
    directly before makes season look like change), or overlaps the period.
    """
    years = period.start.year - comparison.start.year
    if years < 1 or comparison != period.years_earlier(years):
        raise ValueError(f"{comparison} is not {period} one or more whole years earlier.")
    if comparison.end >= period.start:
        raise ValueError(f"{comparison} overlaps {period}.")
    kept = [period, comparison]
    for window in history:
        if window.end < period.start and not any(window.touches(other.start, other.end) for other in kept):
            kept.append(window)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Grounds:
    """With how many of the earlier windows each event may be compared, −1 for none; and how many are used."""

    reach: Index
    used: int
    cells: Mapping[Cell, int]


def grounds(table: Tally, cells: Mapping[Cell, int]) -> Grounds:
    """Computed once and shared by all readings of the records.

    Used are as many earlier windows as possible while the cells that were looked at alike in all of them hold half of
    what may be compared with the nearest one: more years are worth the loss of a source that began later, to a point.
    Where nothing was recorded in these two, all that some source looked at alike.
    """
    reach = of_each(
        table.events,
        ("source", "place", "district"),
        lambda source, place, district: cells.get((source, place_of(place, district)), -1),
        np.int64,
    )
    pair = table.mature & ((table.window == 0) | (table.window == 1)) & (reach >= 1)
    for used in range(len(table.windows) - 1, 1, -1):
        if cells_hold(cells, used) and int((pair & (reach >= used)).sum()) * 2 >= int(pair.sum()):
            return Grounds(reach, used, cells)
    return Grounds(reach, 1, cells)


def _kept_in_full(table: Tally) -> int:
    """How many earlier windows, the nearest first, hold all of their records still: a reading of some records alone
    looks no further, since totals do not say which those were of."""
    years = {total.year for total in table.totals}
    full = [not years & set(years_of(window)) for window in table.windows[1:]]
    return max(1, full.index(False)) if False in full else len(full)


def _places(table: Tally, cells: Mapping[Cell, int], used: int) -> frozenset[Cell]:
    """Where sources looked alike in so many windows; with None for a place those that looked so at every area."""
    alike = {cell for cell, reach in cells.items() if reach >= used}
    everywhere = {source for source, _place in alike if all((source, area) in alike for area in table.districts.names)}
    return frozenset({cell for cell in alike if cell[1] is not None} | {(source, None) for source in everywhere})


def _place(total: Total) -> str | None:
    """Where a total was looked for: its district, online, or every area."""
    if total.family == "district":
        return total.code
    return ONLINE if (total.family, total.code) == ("place", "online") else None


def cells_hold(cells: Mapping[Cell, int], used: int) -> bool:
    return any(reach >= used for reach in cells.values())


@dataclass(frozen=True)
class Comparison:
    """Which events may be compared: exact enough, mature, and of sources that looked alike in all windows."""

    table: Tally
    used: int
    usable: Mask
    of_any_source: Mask
    # Of records that are gone: their numbers, and whose source looked alike in all windows.
    totals: tuple[Total, ...]
    places: frozenset[Cell]

    @classmethod
    def of(cls, table: Tally, ground: Grounds, only: Mask | None = None) -> "Comparison":
        """A reading of the records: all of them, or those of the mask `only`."""
        used = ground.used if only is None else min(ground.used, _kept_in_full(table))
        base = table.mature & (table.window >= 0) & (table.window <= used)
        base = base if only is None else base & only
        totals = table.totals if only is None else ()
        return cls(table, used, base & (ground.reach >= used), base, totals, _places(table, ground.cells, used))

    @property
    def windows(self) -> tuple[Period, ...]:
        """The current window, the one it is compared with, and the other earlier ones."""
        return self.table.windows[: self.used + 1]

    @cached_property
    def times(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """The windows in years."""
        return np.array([window.start.year for window in self.windows], dtype=np.float64)

    @property
    def years(self) -> int:
        return self.windows[0].end.year - min(window.start.year for window in self.windows) + 1

    def counted(self, labels: Labels, mask: Mask, *, like: bool = True) -> Counted:
        """Units under each name in each window: a series counts once; records that are gone count by their totals."""
        names = len(labels.names)
        mask = self._compared(labels, mask) if like else mask
        window = self.table.window[labels.event]
        kept = mask[labels.event]
        units = np.column_stack([window[kept], labels.name[kept], self.table.unit[labels.event[kept]]])
        units = np.unique(units, axis=0) if self.table.has_series else units
        places = units[:, 0] * names + units[:, 1]
        counts = np.bincount(places, minlength=names * (self.used + 1)).reshape(self.used + 1, names).T
        counts = counts.astype(np.int64) + self._gone(labels, like=like)
        in_series, series = self._series(labels, kept & (window == 0))
        return Counted(
            labels.names,
            counts[:, 0],
            counts[:, 1:],
            self.times,
            self._dates(labels, kept, counts),
            self.years,
            in_series,
            series,
        )

    def _compared(self, labels: Labels, mask: Mask) -> Mask:
        """Those of the mask that are compared where totals count too: of a current they are of the whole city, so only
        sources that looked at all of it are alike."""
        return mask & self._looked_everywhere if self.totals and labels.family in CATEGORIES else mask

    def _series(self, labels: Labels, now: Mask) -> tuple[Index | None, Index | None]:
        """Events of the mask (over the entries of the labels) that are in a series, and in how many, by name."""
        if not self.table.has_series:
            return None, None
        there = now & self.table.of_a_series[labels.event]
        names, units = labels.name[there], self.table.unit[labels.event[there]]
        once = np.unique(np.column_stack([names, units]), axis=0)
        events, series = (
            np.bincount(each, minlength=len(labels.names)).astype(np.int64) for each in (names, once[:, 0])
        )
        return events, series

    def _gone(self, labels: Labels, *, like: bool) -> Index:
        position = {name: row for row, name in enumerate(labels.names)}
        return gone(self.totals, labels.family, position, self.windows, self._is_alike if like else lambda total: True)

    @cached_property
    def _looked_everywhere(self) -> Mask:
        return self.table.having("source", lambda source: (source, None) in self.places)

    def _is_alike(self, total: Total) -> bool:
        return (total.source, _place(total)) in self.places

    def _dates(self, labels: Labels, kept: Mask, counts: Index) -> Index:
        """Distinct days of the members that are there now and were not before, or the other way round; 0 elsewhere."""
        dates = np.zeros(len(labels.names), dtype=np.int64)
        earlier = counts[:, 1:].sum(axis=1)
        for name in np.flatnonzero((counts[:, 0] == 0) != (earlier == 0)):
            own = labels.event[kept & (labels.name == name)]
            dates[name] = len({self.table.events[index].first_day for index in own})
        return dates

    def city(self, *, intervals: bool = True) -> Change:
        """The city as one, records without a district included."""
        every = np.arange(len(self.table.events), dtype=np.int64)
        labels = Labels(("city",), every, np.zeros(len(every), dtype=np.int64), "city")
        return self._like_with_like(labels, lambda c, i: (city_change(c, intervals=i),), intervals=intervals)[0]

    def group(self, name: str, key: str) -> Change | None:
        """One group asked alone; None where it is in no record."""
        if name == "city":
            return self.city()
        labels = self.table.family(name)
        if key not in labels.names:
            return None
        own = labels.name == labels.names.index(key)
        alone = Labels((key,), labels.event[own], np.zeros(int(own.sum()), dtype=np.int64), labels.family)
        return self._like_with_like(alone, lambda c, i: (city_change(c, intervals=i),))[0]

    def family(self, name: str, *, intervals: bool = True) -> Family:
        """The words of a family of the tally: "currents", "manifestations" or "targets", or of the districts."""
        labels = self.table.family(name)
        if name != "districts":
            labels = labels.without(NO_GROUP)
            alpha = alpha_of(self.counted(labels, self.usable))
            changes = self._like_with_like(
                labels, lambda c, i: members_changes(c, alpha, intervals=i), intervals=intervals
            )
            return Family(name, changes, alpha=alpha)
        spread = dispersion(self.counted(labels, self.usable).earlier)
        asked: list[AgainstCity | None] = []

        def judged(counted: Counted, intervals: bool) -> tuple[Change, ...]:
            changes, against = districts_changes(counted, spread, intervals=intervals)
            asked.append(against)
            return changes

        changes = self._like_with_like(labels, judged, intervals=intervals)
        return Family(name, changes, spread, asked[0].growth if asked[0] else None)

    def _like_with_like(
        self, labels: Labels, judged: Callable[[Counted, bool], tuple[Change, ...]], *, intervals: bool = True
    ) -> tuple[Change, ...]:
        """Judge sources that looked alike, and again every source: where a finding differs, recording changed; or the
        window is not over, and nobody looked in all of it.

        Of every source the findings alone are asked: its intervals are told nowhere.
        """
        like = self.counted(labels, self.usable)
        changes = tuple(self._with_its_day(labels, change) for change in judged(like, intervals))
        if np.array_equal(self.usable, self.of_any_source) and all(map(self._is_alike, self.totals)):
            return changes
        every = self.counted(labels, self.of_any_source, like=False)
        of_every = judged(every, False)
        word = Word.RECORDING_CHANGED if self.table.is_over else Word.NOT_OVER
        return tuple(_unlike(one, other, word) for one, other in zip(changes, of_every, strict=True))

    def _with_its_day(self, labels: Labels, change: Change) -> Change:
        """With the day that has most of what is compared now, if its word rests on that day alone; a series is of the
        first of its days, and what lasted longer than a day is of none."""
        if not change.may_rest_on_a_day:
            return change
        table = self.table
        now = self._compared(labels, self.usable) & (table.window == 0) & (table.first_day == table.last_day)
        own = labels.event[labels.name == labels.names.index(change.key)]
        own = own[now[own]]
        own = own[np.argsort(table.first_day[own], kind="stable")]
        _units, first = np.unique(table.unit[own], return_index=True)
        days, counts = np.unique(table.first_day[own[first]], return_counts=True)
        if not len(days):
            return change
        most = int(counts.argmax())
        next_most = int(np.delete(counts, most).max(initial=0))
        return change.resting_on(days[most].item(), int(counts[most]), next_most=next_most)

    def reckoning(self, city: Change, gone_before: int) -> Reckoning:
        """Step by step from what was recorded to what the city's words compare; `gone_before` are all totals."""
        every = city.word.is_unlike
        alike = self.of_any_source if every else self.usable
        labels = Labels(("city",), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), "city")
        by_totals = {like: self._gone(labels, like=like)[0] for like in (True, False)}
        steps = []
        for place in (1, 0):
            there = self.table.in_window(place)
            recorded = int(there.sum()) + (gone_before if place else 0)
            known = int((there & self.of_any_source).sum() + by_totals[False][place])
            compared = int((there & alike).sum() + by_totals[not every][place])
            tested = city.earlier[0] if place else city.now
            steps.append((recorded, recorded - known, known - compared, compared - tested, tested))
        return Reckoning(*zip(*steps, strict=True))

    def left_out(self, on_one_point: int = 0) -> LeftOut:
        pair = (self.table.window == 0) | (self.table.window == 1)
        nowhere = self.table.having("district", lambda district: district is None)
        return LeftOut(
            crossing=int(crossing_pair(self.table).sum()),
            late_reports=int((pair & ~self.table.mature).sum()),
            unlike_sources=int((pair & self.table.mature & ~self.usable).sum()),
            without_district=int((nowhere & self.table.in_window(0)).sum()),
            on_one_point=on_one_point,
        )


def _unlike(like: Change, of_every: Change, word: Word) -> Change:
    """As like sources tell, unless most records are of others or every source together finds something else.

    Then nothing is claimed, and the counts are those of every source.
    """
    compared, recorded = like.now + like.before, of_every.now + of_every.before
    if compared * 2 >= recorded and set(like.findings) == set(of_every.findings):
        return like
    return replace(of_every, words=(word,), trend=None, expected=None, against=None)


def crossing_pair(table: Tally) -> Mask:
    """With a date too imprecise to tell whether they are of the period, or of the comparison."""
    _window, crosses = windows_of(table.first_day, table.last_day, table.windows[:2])
    return crosses
