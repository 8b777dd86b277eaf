"""What may be compared with what: exact dates, equal maturity, sources that looked alike in all windows compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.against_city import AgainstCity
from analysis.change import Change, Counted, alpha_of, city_change, districts_changes, members_changes
from analysis.coverage import Cell
from analysis.dispersion import Dispersion, dispersion
from analysis.expectation import LEAST_ALPHA
from analysis.family import level_of
from analysis.records import Period
from analysis.tally import Index, Labels, Mask, Tally, place_of
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


def grounds(table: Tally, cells: Mapping[Cell, int]) -> Grounds:
    """Computed once and shared by all readings of the records.

    Used are as many earlier windows as possible while the cells that were looked at alike in all of them hold half of
    what may be compared with the nearest one: more years are worth the loss of a source that began later, to a point.
    """
    reach = np.fromiter(
        (cells.get((event.source, place_of(event)), -1) for event in table.events),
        dtype=np.int64,
        count=len(table.events),
    )
    pair = table.mature & ((table.window == 0) | (table.window == 1)) & (reach >= 1)
    for used in range(len(table.windows) - 1, 1, -1):
        if cells_hold(cells, used) and int((pair & (reach >= used)).sum()) * 2 >= max(1, int(pair.sum())):
            return Grounds(reach, used)
    return Grounds(reach, 1)


def cells_hold(cells: Mapping[Cell, int], used: int) -> bool:
    return any(reach >= used for reach in cells.values())


@dataclass(frozen=True)
class Comparison:
    """Which events may be compared: exact enough, mature, and of sources that looked alike in all windows."""

    table: Tally
    used: int
    usable: Mask
    of_any_source: Mask

    @classmethod
    def of(cls, table: Tally, ground: Grounds, only: Mask | None = None) -> "Comparison":
        """A reading of the records: all of them, or those of the mask `only`."""
        base = table.mature & (table.window >= 0) & (table.window <= ground.used)
        base = base if only is None else base & only
        return cls(table, ground.used, base & (ground.reach >= ground.used), base)

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

    def counted(self, labels: Labels, mask: Mask) -> Counted:
        names = len(labels.names)
        window = self.table.window[labels.event]
        kept = mask[labels.event]
        places = window[kept] * names + labels.name[kept]
        counts = np.bincount(places, minlength=names * (self.used + 1)).reshape(self.used + 1, names).T
        counts = counts.astype(np.int64)
        return Counted(
            labels.names, counts[:, 0], counts[:, 1:], self.times, self._dates(labels, kept, counts), self.years
        )

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
        labels = Labels(("city",), every, np.zeros(len(every), dtype=np.int64))
        return self._like_with_like(labels, lambda c: (city_change(c, intervals=intervals),))[0]

    def group(self, name: str, key: str) -> Change | None:
        """One group asked alone; None where it is in no record."""
        if name == "city":
            return self.city()
        labels = self.table.family(name)
        if key not in labels.names:
            return None
        own = labels.name == labels.names.index(key)
        alone = Labels((key,), labels.event[own], np.zeros(int(own.sum()), dtype=np.int64))
        return self._like_with_like(alone, lambda c: (city_change(c),))[0]

    def family(self, name: str, *, intervals: bool = True) -> Family:
        """The words of a family of the tally: "currents", "manifestations" or "targets", or of the districts."""
        labels = self.table.family(name)
        if name != "districts":
            labels = labels.without(NO_GROUP)
            alpha = alpha_of(self.counted(labels, self.usable))
            changes = self._like_with_like(labels, lambda c: members_changes(c, alpha, intervals=intervals))
            return Family(name, changes, alpha=alpha)
        spread = dispersion(self.counted(labels, self.usable).earlier)
        asked: list[AgainstCity | None] = []

        def judged(counted: Counted) -> tuple[Change, ...]:
            changes, against = districts_changes(counted, spread, intervals=intervals)
            asked.append(against)
            return changes

        changes = self._like_with_like(labels, judged)
        return Family(name, changes, spread, asked[0].growth if asked[0] else None)

    def _like_with_like(self, labels: Labels, judged: Callable[[Counted], tuple[Change, ...]]) -> tuple[Change, ...]:
        """Judge sources that looked alike, and again every source: where a finding differs, recording changed."""
        like = self.counted(labels, self.usable)
        changes = judged(like)
        if np.array_equal(self.usable, self.of_any_source):
            return changes
        every = self.counted(labels, self.of_any_source)
        of_every = judged(every)
        return tuple(_recording_changed(one, other) for one, other in zip(changes, of_every, strict=True))

    def left_out(self, on_one_point: int = 0) -> LeftOut:
        pair = (self.table.window == 0) | (self.table.window == 1)
        nowhere = self.table.having(lambda e: e.district is None)
        return LeftOut(
            crossing=int(_crossing_pair(self.table).sum()),
            late_reports=int((pair & ~self.table.mature).sum()),
            unlike_sources=int((pair & self.table.mature & ~self.usable).sum()),
            without_district=int((nowhere & self.table.in_window(0)).sum()),
            on_one_point=on_one_point,
        )


def _recording_changed(like: Change, of_every: Change) -> Change:
    """As like sources tell, unless most records are of others or every source together finds something else.

    Then nothing is claimed, and the counts are those of every source.
    """
    compared, recorded = like.now + like.before, of_every.now + of_every.before
    if compared * 2 >= recorded and set(like.findings) == set(of_every.findings):
        return like
    return replace(of_every, words=(Word.RECORDING_CHANGED,), trend=None, expected=None, against=None)


def _crossing_pair(table: Tally) -> Mask:
    pair = table.windows[:2]
    return table.crosses & table.having(
        lambda e: any(p.touches(e.first_day, e.last_day) and not p.holds(e.first_day, e.last_day) for p in pair)
    )
