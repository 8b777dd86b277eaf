"""The landscape: everything sections 2 to 7, 12 and 14 of a diagnosis say about what was recorded."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.change import Change
from analysis.comparison import FAMILIES, Comparison, Family, Grounds, LeftOut, Reckoning, check_windows, grounds
from analysis.concentration import Concentrations, concentrations, placed
from analysis.coverage import in_part, looked_share, reaches
from analysis.districts import District, Rated, districts, grouped, rated
from analysis.grading import Sensitivity, grading, sensitivity
from analysis.months import Month, Online, months, online
from analysis.pair import Variation
from analysis.questions.detectable import BASES, Detectable, of_a_district, over_time
from analysis.questions.expectation import LEAST_ALPHA
from analysis.rates import Smoothed
from analysis.records import Area, Coverage, Declared, Event, Period, PracticeChange, Total
from analysis.tally import Counted, Index, Tally, counted, normalised, tally
from analysis.totals import gone, untold, years_of

__all__ = ["COUNTED", "Counted", "District", "Family", "Landscape", "Sensitivity", "analyse"]

COUNTED = ("currents", "manifestations", "targets", "spaces", "settings", "source_types")


@dataclass(frozen=True, slots=True)
class DeclaredQuestion:
    """A question of a trigger event, asked alone; `change` is None where the group is in no record."""

    declared: Declared
    windows: tuple[Period, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Landscape:
    """All results for a period against its comparison. Counts are of distinct events, as recorded, of any source.

    `total`, `by_place`, `counts`, `grading`, `well_graded`, `stale` and `source_types` are of everything in the
    period; `city`, `families` and `asked` hold the changes, counted on comparable records only, and `left_out` says how
    many are not. `rated` is what rates rest on, `smoothing` in its order. `windows_used` are the earlier windows that
    are compared, the comparison first.
    """

    period: Period
    comparison: Period
    total: int
    total_before: int
    by_place: dict[str, int]
    city: Change
    districts: tuple[District, ...]
    families: dict[str, Family]
    counts: dict[str, tuple[Counted, ...]]
    months: tuple[Month, ...]
    months_left_out: int
    grading: dict[tuple[str, int], int]
    well_graded: int
    stale: int
    source_types: dict[str, int]
    rated: Rated
    smoothing: Smoothed
    concentrations: Concentrations
    without_setting: int
    on_one_point: int
    sensitivity: tuple[Sensitivity, ...]
    left_out: LeftOut
    reckoning: Reckoning
    online: Online
    detectable: tuple[Detectable, ...]
    windows_used: tuple[Period, ...]
    # How many of them some source looked at alike; none where recording changed before all of them.
    windows_alike: int = 0
    asked: tuple[DeclaredQuestion, ...] = ()
    # Events of the period that are in so many series, each of which is tested as one.
    in_series: int = 0
    series: int = 0
    # Years among the windows compared whose records are gone, in part or all of them, and count by their totals.
    by_totals: tuple[int, ...] = ()
    # Earlier windows of which it cannot be said any more how many records they held.
    untold: tuple[Period, ...] = ()
    # Whether records of the comparison are erased: what totals do not tell of it (spaces, settings, types of source) is
    # not known any more.
    before_is_gone: bool = False

    def differing(self, family: str, key: str) -> tuple[Sensitivity, ...]:
        """Readings on which a headline would find something else."""
        return tuple(s for s in self.sensitivity if (s.family, s.key) == (family, key) and s.differs)


@dataclass(frozen=True, slots=True)
class _Records:
    """What is counted, in whichever windows."""

    events: Sequence[Event]
    areas: Sequence[Area]
    coverage: Sequence[Coverage]
    extracted_on: datetime.date
    extracted: Mapping[str, datetime.date]
    changes: Sequence[PracticeChange]
    totals: Sequence[Total]

    def counted(self, windows: Sequence[Period]) -> tuple[Tally, Grounds]:
        table = tally(self.events, self.areas, windows, self.extracted_on, self.extracted, totals=self.totals)
        return table, grounds(table, reaches(self.areas, self.coverage, self.changes, windows))

    def compared(self, period: Period, comparison: Period, history: Sequence[Period]) -> Comparison:
        gone_by = untold(self.totals, history)
        told = [window for window in history if window not in gone_by]
        return Comparison.of(*self.counted(check_windows(period, comparison, told)))

    def gone_before(self, table: Tally, family: str) -> Index:
        """Records of the comparison that remain as totals, however late they were reported, under each name."""
        names = ("city",) if family == "city" else table.family(family).names
        position = {name: row for row, name in enumerate(names)}
        return gone(self.totals, family, position, table.windows[1:2], lambda _total: True)[:, 0]


def analyse(
    events: Sequence[Event],
    areas: Sequence[Area],
    coverage: Sequence[Coverage],
    *,
    period: Period,
    comparison: Period,
    history: Sequence[Period],
    extracted_on: datetime.date,
    extracted: Mapping[str, datetime.date] | None = None,
    changes: Sequence[PracticeChange] = (),
    declared: Sequence[Declared] = (),
    totals: Sequence[Total] = (),
) -> Landscape:
    """Compute the landscape of a period against a comparison of the same calendar dates.

    `history` holds earlier windows, newest first; those that share days with the period, the comparison or one another
    are passed over. `extracted` is the day up to which reports of a source had come in, `extracted_on` that of all
    others. `changes` are the days from which a source recorded otherwise, `declared` the questions of trigger events.
    `totals` are the counts of years whose records are gone: windows of whole years are counted by them, others that
    hold such a year are passed over. The result does not depend on the order of the events. Raises ValueError where the
    comparison is not the period whole years earlier, an event names an unknown area, or a key or code occurs twice.
    """
    gone_years = {total.year for total in totals}
    records = _Records(events, areas, coverage, extracted_on, extracted or {}, changes, totals)
    gone_by = untold(totals, history)
    told = [window for window in history if window not in gone_by]
    table, ground = records.counted(check_windows(period, comparison, told))
    compared = Comparison.of(table, ground)
    now, before = table.in_window(0), table.in_window(1)
    families = {name: compared.family(name) for name in FAMILIES}
    city = compared.city()
    shares = looked_share(areas, coverage, period), looked_share(areas, coverage, comparison)
    partly = in_part(areas, coverage, period)
    base = rated(table, areas, coverage, shares[0], partly)
    phi = families["districts"].spread.phi
    smoothing = base.smoothing(phi)
    of_district = grouped(table, base.mask)
    of_series = [event.series for event in table.among(now) if event.series is not None]
    on_one_point = sum(placed(found).on_one_point for found in of_district.values())
    return Landscape(
        period=period,
        comparison=comparison,
        total=int(now.sum()),
        total_before=int(before.sum() + records.gone_before(table, "city").sum()),
        by_place=dict(sorted(Counter(event.place for event in table.among(now)).items())),
        city=city,
        districts=districts(
            table,
            areas,
            base,
            shares,
            partly,
            family=families["districts"],
            smoothing=smoothing,
            gone_before=records.gone_before(table, "districts"),
        ),
        families=families,
        counts={name: counted(table.family(name), now, before, records.gone_before(table, name)) for name in COUNTED},
        months=months(table, coverage, gone_years),
        months_left_out=int(((now | before) & ~table.within_month).sum()),
        grading=grading(table, now),
        well_graded=int((now & table.well_graded).sum()),
        stale=int((now & table.stale).sum()),
        source_types={c.key: c.now for c in counted(table.source_types, now, before) if c.now},
        rated=base,
        smoothing=smoothing,
        concentrations=concentrations(of_district, base.exposure, phi),
        without_setting=sum(e.setting is None and e.spot is None for own in of_district.values() for e in own),
        on_one_point=on_one_point,
        sensitivity=sensitivity(table, ground, city, families),
        left_out=compared.left_out(on_one_point),
        reckoning=compared.reckoning(city, int(records.gone_before(table, "city").sum())),
        online=online(table, coverage, gone_years),
        detectable=tuple(_detectable(city, families, compared)),
        windows_used=compared.windows[1:],
        windows_alike=compared.used if compared.places else 0,
        in_series=len(of_series),
        series=len(set(of_series)),
        by_totals=tuple(sorted({t.year for t in table.totals if any(t.year in years_of(w) for w in compared.windows)})),
        untold=gone_by,
        before_is_gone=any(year in gone_years for year in years_of(comparison)),
        asked=tuple(_asked(each, records, len(history)) for each in declared),
    )


def compare(
    events: Sequence[Event],
    areas: Sequence[Area],
    coverage: Sequence[Coverage],
    *,
    period: Period,
    comparison: Period,
    history: Sequence[Period],
    extracted_on: datetime.date,
    extracted: Mapping[str, datetime.date] | None = None,
    changes: Sequence[PracticeChange] = (),
    totals: Sequence[Total] = (),
) -> Comparison:
    """What `analyse` compares, for whoever asks one thing of it and nothing of the rest; takes the same."""
    records = _Records(events, areas, coverage, extracted_on, extracted or {}, changes, totals)
    return records.compared(period, comparison, history)


def variation(compared: Comparison) -> Variation:
    """How much counts vary as usual."""
    return Variation.of({name: compared.family(name, intervals=False) for name in FAMILIES})


def _detectable(city: Change, families: dict[str, Family], compared: Comparison) -> Iterator[Detectable]:
    """For the city at its own size, for a district and a group at several."""
    windows = len(compared.windows) - 1
    if sum(city.earlier):
        yield over_time("city", max(1, round(sum(city.earlier) / windows)), windows, 1, LEAST_ALPHA)
    of_districts = families["districts"]
    told = sum(1 for change in of_districts.changes if change.against)
    for base in BASES if told else ():
        yield of_a_district(base, windows, told, of_districts.spread)
    groups = families["targets"]
    asked = sum(1 for change in groups.changes if change.expected)
    for base in BASES if asked else ():
        yield over_time("group", base, windows, asked, groups.alpha)


def asked_against(window: Period, years: int) -> list[Period]:
    """The same dates of as many earlier years, of one at least."""
    return [window.years_earlier(back) for back in range(1, max(1, years) + 1)]


def _asked(declared: Declared, records: "_Records", years: int) -> DeclaredQuestion:
    """The group in the window of the trigger event, against the same dates of as many earlier years."""
    window, earlier = declared.window, asked_against(declared.window, years)
    gone_by = untold(records.totals, earlier[1:])
    told = [each for each in earlier if each not in gone_by]
    table, ground = records.counted(check_windows(window, earlier[0], told))
    compared = Comparison.of(table, ground)
    return DeclaredQuestion(declared, compared.windows, compared.group(declared.family, normalised(declared.key)))
