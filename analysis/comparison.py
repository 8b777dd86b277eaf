"""What may be compared with what: exact dates, equal maturity, sources that looked in both periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.change import Change, Word, judge
from analysis.coverage import cells_covering
from analysis.dispersion import FEWEST_WINDOWS, Counts, Dispersion, dispersion
from analysis.records import Area, Coverage, Period
from analysis.tally import Labels, Mask, Tally

# Fixed per version of the method: adding a family changes how many findings noise may produce.
FAMILIES = ("districts", "currents", "manifestations", "targets")


@dataclass(frozen=True, slots=True)
class Family:
    """A family judged together: its spread and the change of every member, in the order of the members."""

    name: str
    spread: Dispersion
    changes: tuple[Change, ...]

    def of(self, key: str) -> Change | None:
        return next((change for change in self.changes if change.key == key), None)

    @property
    def findings(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.word.is_finding)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records of the two periods that a step leaves out, by reason.

    Out of every comparison: `crossing` (a date too imprecise to tell the period; out of the counts as well),
    `late_reports` (reported later after the period's end than can be known yet of the current one) and
    `sources_not_in_both` (from a source that did not look at the place on every day of both periods). Out of the
    districts: `without_district`, of the current period. Out of concentration: `on_one_point`, of the current period.
    """

    crossing: int
    late_reports: int
    sources_not_in_both: int
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
    """Which events were recorded where their source looked all the time: in both periods, and in earlier windows.

    `earlier` holds for every number of windows, most first, the events whose source looked there in all of them.
    """

    both: Mask
    earlier: tuple[tuple[tuple[Period, ...], Mask], ...]


def grounds(table: Tally, areas: Sequence[Area], coverage: Sequence[Coverage]) -> Grounds:
    """Computed once and shared by all readings of the records. Masks have one entry per event."""
    both = table.in_cells(cells_covering(areas, coverage, table.windows[:2]))
    lengths = range(len(table.windows) - 1, FEWEST_WINDOWS - 1, -1)
    runs = [table.windows[1 : length + 1] for length in lengths]
    return Grounds(both, tuple((run, table.in_cells(cells_covering(areas, coverage, run))) for run in runs))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which events may be compared: exact enough, mature, and of sources that looked in both periods."""

    table: Tally
    usable: Mask
    usable_of_any_source: Mask
    history: Mask
    windows_used: tuple[Period, ...]

    @classmethod
    def of(cls, table: Tally, ground: Grounds, only: Mask | None = None) -> "Comparison":
        """A reading of the records: all of them, or those of the mask `only`."""
        base = table.mature & (table.window >= 0)
        base = base if only is None else base & only
        history, used = _history(table, ground, base)
        return cls(table, base & ground.both, base, history, used)

    def counts(self, labels: Labels, position: int, mask: Mask) -> Counts:
        """Units: change is tested on series, which would be many events of one cause otherwise."""
        return labels.units(mask & self.table.in_window(position), self.table.unit)

    def spread(self, labels: Labels) -> Dispersion:
        """How a family varied over the earlier windows used; unknown where these are fewer than 4."""
        if len(self.windows_used) < FEWEST_WINDOWS:
            return Dispersion(windows=len(self.windows_used))
        positions = [self.table.windows.index(window) for window in self.windows_used]
        return dispersion(np.column_stack([self.counts(labels, k, self.history) for k in positions]))

    def family(self, name: str) -> Family:
        """The words of a family of the tally: "districts", "currents", "manifestations" or "targets"."""
        labels = self.table.family(name)
        spread = self.spread(labels)
        return Family(name, spread, tuple(self._judged(labels, spread, categories=name != "districts")))

    def city(self) -> tuple[Change, Dispersion]:
        """The city as a family of one, records without a district included."""
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

    def left_out(self, on_one_point: int = 0) -> LeftOut:
        pair = (self.table.window == 0) | (self.table.window == 1)
        nowhere = self.table.having(lambda e: e.district is None)
        return LeftOut(
            crossing=int(_crossing_pair(self.table).sum()),
            late_reports=int((pair & ~self.table.mature).sum()),
            sources_not_in_both=int((pair & self.table.mature & ~self.usable).sum()),
            without_district=int((nowhere & self.table.in_window(0)).sum()),
            on_one_point=on_one_point,
        )


def _recording_changed(judged: Change, of_any_source: Change) -> Change:
    """A finding that appears only with, or only without, the sources absent from one period."""
    differs = judged.word != of_any_source.word and (judged.word.is_finding or of_any_source.word.is_finding)
    return replace(judged, word=Word.RECORDING_CHANGED) if differs else judged


def _history(table: Tally, ground: Grounds, base: Mask) -> tuple[Mask, tuple[Period, ...]]:
    """The earlier windows, the comparison first, and the events in cells that were looked at in all of them.

    As many windows as possible, at least 4, while the cells looked at in all of them hold half of what is compared.
    """
    compared = base & ground.both & table.in_window(1)
    for windows, covered in ground.earlier:
        if int((covered & compared).sum()) * 2 >= max(1, int(compared.sum())):
            return base & covered, windows
    return np.zeros(len(table.events), dtype=bool), ()


def _crossing_pair(table: Tally) -> Mask:
    pair = table.windows[:2]
    return table.crosses & table.having(
        lambda e: any(p.touches(e.first_day, e.last_day) and not p.holds(e.first_day, e.last_day) for p in pair)
    )
