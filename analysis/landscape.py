"""The landscape: everything sections 2 to 7, 12 and 14 of a diagnosis say about what was recorded."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.change import FEWEST, Change
from analysis.comparison import FAMILIES, Comparison, Family, LeftOut, check_windows, grounds
from analysis.concentration import Concentration, concentrations, placed
from analysis.coverage import looked_share
from analysis.detectable import detectable
from analysis.dispersion import Dispersion
from analysis.districts import District, districts, exposures, grouped, smoothed_rates
from analysis.grading import Sensitivity, grading, sensitivity
from analysis.months import Month, Online, months, online
from analysis.rates import Smoothed
from analysis.records import Area, Coverage, Event, Period
from analysis.tally import Counted, counted, tally

__all__ = ["BASES", "COUNTED", "Counted", "District", "Family", "Landscape", "Sensitivity", "analyse"]

COUNTED = ("currents", "manifestations", "targets", "spaces", "settings", "source_types")
# What a district with so many records before would have needed now is told for these.
BASES = (5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Landscape:
    """All results for a period against its comparison. Counts are of distinct events, as recorded, of any source.

    `total`, `by_place`, `counts`, `grading`, `well_graded`, `stale` and `source_types` are of everything in the
    period; `city` and `families` hold the changes, counted on comparable records only, and `left_out` says how many
    are not. Of the events of the period `in_series` are in `series` series, each of which is tested as one.
    `smoothing` is in the order of the districts that have a rate. `detectable` pairs a base with what would
    have been found nine times in ten, None beyond 20-fold.
    """

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
    in_series: int = 0
    series: int = 0

    def differing(self, family: str, key: str) -> tuple[Sensitivity, ...]:
        """Readings on which a headline's word would be another."""
        return tuple(s for s in self.sensitivity if (s.family, s.key) == (family, key) and s.differs)


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

    `history` holds earlier windows, newest first, from which ordinary variation is estimated; those that share days
    with the period, the comparison or one another are passed over. `extracted_on` is the day up to which reports had
    come in. The result does not depend on the order of the events. Raises ValueError where the comparison is not the
    period whole years earlier, an event names an unknown area, or a key or code occurs twice.
    """
    table = tally(events, areas, check_windows(period, comparison, history), extracted_on)
    ground = grounds(table, areas, coverage)
    compared = Comparison.of(table, ground)
    now, before = table.in_window(0), table.in_window(1)
    families = {name: compared.family(name) for name in FAMILIES}
    city, city_spread = compared.city()
    shares = looked_share(areas, coverage, period), looked_share(areas, coverage, comparison)
    exposure = exposures(areas, shares[0], period)
    smoothing = smoothed_rates(table, exposure, now)
    of_district = grouped(table, now)
    of_series = [e.series for e, k in zip(table.events, now, strict=True) if k and e.series is not None]
    on_one_point = sum(placed(found).on_one_point for found in of_district.values())
    return Landscape(
        period=period,
        comparison=comparison,
        total=int(now.sum()),
        total_before=int(before.sum()),
        by_place=dict(sorted(Counter(e.place for e, k in zip(table.events, now, strict=True) if k).items())),
        city=city,
        city_spread=city_spread,
        districts=districts(table, areas, exposure, shares, family=families["districts"], smoothing=smoothing),
        families=families,
        counts={name: counted(table.family(name), now, before) for name in COUNTED},
        months=months(table, coverage),
        months_left_out=int(((now | before) & ~table.within_month).sum()),
        grading=grading(table, now),
        well_graded=int((now & table.well_graded).sum()),
        stale=int((now & table.stale).sum()),
        source_types={c.key: c.now for c in counted(table.source_types, now, before) if c.now},
        smoothing=smoothing,
        concentrations=concentrations(of_district, exposure),
        on_one_point=on_one_point,
        sensitivity=sensitivity(table, ground, city, families),
        left_out=compared.left_out(on_one_point),
        online=online(table, coverage),
        detectable=_detectable(families["districts"]),
        windows_used=compared.windows_used,
        in_series=len(of_series),
        series=len(set(of_series)),
    )


def _detectable(family: Family) -> tuple[tuple[int, int | None], ...]:
    members = sum(1 for change in family.changes if change.before + change.now >= FEWEST)
    return tuple((base, detectable(base, max(members, 1), family.spread)) for base in BASES)
