"""What the map shows: counts and rates by district, who looked where, and what is not on it."""

import bisect
import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import Count, F, Func, QuerySet, TextField
from django.utils import timezone

from accounts.models import City, Marking, User
from analysis.coverage import Looked, looked, looked_share
from analysis.districts import exposures
from analysis.rates import Rate, rate, smooth
from analysis.records import Area, Coverage, Period, month_end, month_start
from mapping.models import BoundarySet, CoveredDistrict, District, Observation, SourceCoverage
from mapping.vocabulary import Current, Place, Space
from output.charts.classes import class_breaks
from output.charts.drawing import Drawing, DrawnArea, draw
from output.colours import RAMP, ramp

if TYPE_CHECKING:
    from django.http import QueryDict

LEAST_MONTHS, MOST_MONTHS = 36, 120
DEFAULT_MONTHS = 12
WIDTH, TALLEST = 820.0, 620.0
SHOWS = ("smoothed", "rate", "count")
SPACES: Mapping[str, tuple[str, ...]] = {
    "offline": (Space.OFFLINE, Space.HYBRID),
    "online": (Space.ONLINE, Space.HYBRID),
}


@dataclass(frozen=True, slots=True)
class MapFilters:
    """What the address asks the map to show. What the vocabulary does not know is as if it were not asked for.

    `start` and `end` are the first and the last day of months; `currents` empty stands for all.
    """

    show: str
    currents: tuple[str, ...]
    space: str
    well_graded: bool
    marking: str
    start: datetime.date
    end: datetime.date
    district: str
    as_table: bool

    def query(self, **changes: Any) -> list[tuple[str, str]]:
        """The address again, with some of it changed."""
        filters = replace(self, **changes)
        pairs = [
            ("show", filters.show),
            *(("current", current) for current in filters.currents),
            ("space", filters.space),
            ("grading", "well" if filters.well_graded else ""),
            ("marking", filters.marking),
            ("from", f"{filters.start:%Y-%m}"),
            ("to", f"{filters.end:%Y-%m}"),
            ("district", filters.district),
            ("view", "table" if filters.as_table else ""),
        ]
        return [(name, value) for name, value in pairs if value]


@dataclass(frozen=True, slots=True)
class Month:
    """One bar of the period: its first day, how many records began in it, whether it is asked for."""

    first: datetime.date
    count: int
    is_in: bool


@dataclass(frozen=True, slots=True)
class DistrictFigure:
    """One district. `fill` is a step of the ramp from 1 to 7, "hatched" or "none".

    Where nobody looked there is neither a count nor a rate; without residents there is no rate.
    """

    of: "CityMap"
    district: District
    drawn: DrawnArea
    looked: Looked
    share_looked: float
    count: int
    rate: Rate | None
    smoothed: float | None
    fill: str

    @property
    def was_looked_at(self) -> bool:
        return self.looked != Looked.NOT

    @property
    def before(self) -> int:
        """Records in the same dates a year earlier; asked for only where they are shown."""
        return self.of.counts_before.get((Place.DISTRICT, self.district.pk), 0)

    @property
    def before_looked(self) -> bool:
        return self.of.before_is_known and self.of.shares_before[self.district.code] > 0


class CityMap:
    """The map of one city for one person: only what they may read is counted."""

    def __init__(self, city: City, user: User, address: "QueryDict", clearance: str) -> None:
        self.city = city
        self.user = user
        self.clearance = clearance
        self.approved = Observation.objects.visible_to(user).approved()
        self.filters = self._read(address)

    def _read(self, address: "QueryDict") -> MapFilters:
        start, end = self._months_asked(address)
        currents = tuple(current for current in Current.values if current in address.getlist("current"))
        show, space, marking = address.get("show", ""), address.get("space", ""), address.get("marking", "")
        return MapFilters(
            show=show if show in SHOWS else SHOWS[0],
            currents=() if len(currents) == len(Current.values) else currents,
            space=space if space in SPACES else "",
            well_graded=address.get("grading") == "well",
            marking=marking if marking in self.markings[:-1] else "",
            start=start,
            end=month_end(end),
            district=address.get("district", "")[:40],
            as_table=address.get("view") == "table",
        )

    def _months_asked(self, address: "QueryDict") -> tuple[datetime.date, datetime.date]:
        """The first and the last month; as much of what is asked for as there is to choose from."""
        start, end = _month(address.get("from", "")), _month(address.get("to", ""))
        first, last = self.choices[0], self.choices[-1]
        if start is None or end is None or start > end or start > last or end < first:
            return max(first, month_start(self.latest_month, DEFAULT_MONTHS - 1)), max(first, self.latest_month)
        return max(start, first), min(end, last)

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the records are left out, whatever the period."""
        filters = self.filters
        return bool(filters.currents or filters.space or filters.well_graded or filters.marking)

    @cached_property
    def markings(self) -> list[str]:
        """From the least restricted up to this person's clearance."""
        return list(Marking.values[: Marking.values.index(self.clearance) + 1])

    @cached_property
    def last_over(self) -> datetime.date:
        """The last month that is over."""
        return month_start(timezone.localdate(), 1)

    @cached_property
    def recorded(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last month in which something began that was recorded, of those that are over."""
        first, last = (
            self.approved.order_by(order).values_list("first_day", flat=True).first()
            for order in ("first_day", F("first_day").desc(nulls_last=True))
        )
        return tuple(  # type: ignore[return-value]
            min(self.last_over, month_start(day)) if day else self.last_over for day in (first, last)
        )

    @property
    def latest_month(self) -> datetime.date:
        return self.recorded[1]

    @cached_property
    def choices(self) -> list[datetime.date]:
        """The months to choose from: since the first record, ten years at the most, until the last that is over."""
        last, first = self.last_over, self.recorded[0]
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        back = min(max(months, LEAST_MONTHS), MOST_MONTHS)
        return [month_start(last, each) for each in range(back - 1, -1, -1)]

    @cached_property
    def period(self) -> Period:
        """What is counted: of a period that began under older boundaries, the part since the new ones."""
        start = self.filters.start
        if self.boundaries is not None and self.has_older_boundaries(start):
            start = max(start, self.boundaries.valid_from)
        return Period(start, self.filters.end)

    def has_older_boundaries(self, day: datetime.date) -> bool:
        """Whether other boundaries held on a day before those of the map, so that records of then are none of its."""
        if self.boundaries is None or day >= self.boundaries.valid_from:
            return False
        return BoundarySet.objects.filter(city=self.city, valid_from__lt=self.boundaries.valid_from).exists()

    @cached_property
    def before_is_known(self) -> bool:
        return not self.has_older_boundaries(self.period.years_earlier(1).start)

    @cached_property
    def boundaries(self) -> BoundarySet | None:
        return BoundarySet.objects.filter(city=self.city).in_force(on=self.filters.end).first()

    @cached_property
    def districts(self) -> list[District]:
        """By code, without their outlines, which are drawn once and kept."""
        return list(District.objects.filter(boundary_set=self.boundaries).defer("geometry").order_by("code"))

    @cached_property
    def coverage(self) -> list[tuple[str, Coverage]]:
        """Name of the source, and where it looked."""
        return coverage_of(self.city)

    def _filtered(self, *, by_current: bool = True) -> "QuerySet[Observation]":
        rows = self.approved
        if by_current and self.filters.currents:
            rows = rows.filter(currents__overlap=list(self.filters.currents))
        if self.filters.space:
            rows = rows.filter(space__in=SPACES[self.filters.space])
        if self.filters.well_graded:
            rows = rows.filter(reliability__in="ABC", credibility__in="123")
        if self.filters.marking:
            rows = rows.filter(marking__in=self.markings[: self.markings.index(self.filters.marking) + 1])
        return rows.order_by()

    def _within(self, rows: "QuerySet[Observation]", period: Period) -> "QuerySet[Observation]":
        """Those whose whole date lies in the period: of the others nobody knows whether they do."""
        return rows.filter(first_day__range=(period.start, period.end), last_day__lte=period.end)

    @cached_property
    def here(self) -> "QuerySet[Observation]":
        return self._within(self._filtered(), self.period)

    def _counts(self, period: Period) -> dict[tuple[str, int | None], int]:
        rows = self._within(self._filtered(), period).values_list("place", "district").annotate(count=Count("*"))
        return {(place, district): count for place, district, count in rows}

    @cached_property
    def counts(self) -> dict[tuple[str, int | None], int]:
        return self._counts(self.period)

    @cached_property
    def counts_before(self) -> dict[tuple[str, int | None], int]:
        return self._counts(self.period.years_earlier(1))

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def on_map(self) -> int:
        return sum(self.counts.get((Place.DISTRICT, each.pk), 0) for each in self.districts)

    @cached_property
    def off_map(self) -> int:
        """City-wide, online, outside, or in districts of older boundaries."""
        return self.total - self.on_map

    @cached_property
    def areas(self) -> list[Area]:
        return [Area(each.code, each.name, each.population) for each in self.districts]

    @cached_property
    def figures(self) -> list[DistrictFigure]:
        """Every district, by code, before it is coloured."""
        if not self.districts:
            return []
        shares = self._shares(self.period)
        exposure = exposures(self.areas, shares, self.period)
        counts = {each.code: self.counts.get((Place.DISTRICT, each.pk), 0) for each in self.districts}
        smoothed = self._smoothed(counts, exposure)
        return [
            DistrictFigure(
                of=self,
                district=each,
                drawn=drawn,
                looked=looked(shares[each.code]),
                share_looked=shares[each.code],
                count=counts[each.code],
                rate=rate(counts[each.code], exposure[each.code], 1.0) if each.code in exposure else None,
                smoothed=smoothed.get(each.code),
                fill="",
            )
            for each, drawn in zip(self.districts, self.drawing.areas, strict=True)
        ]

    def _shares(self, period: Period) -> dict[str, float]:
        return looked_share(self.areas, [row for _name, row in self.coverage], period)

    @cached_property
    def shares_before(self) -> dict[str, float]:
        return self._shares(self.period.years_earlier(1))

    @cached_property
    def shown(self) -> list[DistrictFigure]:
        """Every district, by code, with its colour."""
        return [replace(row, fill=self._fill(row)) for row in self.figures]

    def _smoothed(self, counts: dict[str, int], exposure: dict[str, float]) -> dict[str, float]:
        """Per 10,000 residents and year; empty where the districts cannot be told apart."""
        found = smooth(
            np.array([counts[code] for code in exposure], dtype=np.int64),
            np.array(list(exposure.values()), dtype=float),
        )
        return dict(zip(exposure, map(float, found.values()), strict=True)) if found.distinct else {}

    def value(self, row: DistrictFigure) -> float | None:
        """What the map shades a district by; None where there is no figure."""
        if not row.was_looked_at:
            return None
        if self.filters.show == "count":
            return float(row.count)
        if self.filters.show == "rate":
            return row.rate.value if row.rate else None
        return row.smoothed

    @cached_property
    def is_one_colour(self) -> bool:
        """Whether there are rates, but none that could be told from the others."""
        smoothed = self.filters.show == "smoothed" and any(row.rate for row in self.figures)
        return smoothed and all(row.smoothed is None for row in self.figures)

    @cached_property
    def breaks(self) -> Sequence[float]:
        values = [value for row in self.figures if (value := self.value(row)) is not None]
        # events are whole: no class is narrower than one of them
        least = 1 if self.filters.show == "count" else 0
        return [] if self.is_one_colour else class_breaks(values, least=least)

    def _fill(self, row: DistrictFigure) -> str:
        if not row.was_looked_at:
            return "hatched"
        if self.is_one_colour and row.rate:
            return str(steps(0)[0])
        value = self.value(row)
        return "none" if value is None else str(steps(len(self.breaks))[bisect.bisect_right(self.breaks, value)])

    @cached_property
    def drawing(self) -> Drawing:
        boundaries = self.boundaries
        return _drawn(boundaries.pk, boundaries.created_at, len(self.districts)) if boundaries else Drawing(0, 0, ())

    @cached_property
    def months(self) -> list[Month]:
        """Records by the month in which they began, of all districts and none."""
        rows = self._filtered().filter(first_day__gte=self.choices[0], first_day__lte=month_end(self.choices[-1]))
        found = by_month(rows)
        return [Month(each, found[each], self.filters.start <= each <= self.filters.end) for each in self.choices]

    @cached_property
    def currents(self) -> dict[str, int]:
        """How many records of the period have each current, whichever are asked for."""
        return by_current(self._within(self._filtered(by_current=False), self.period))

    @cached_property
    def chosen(self) -> DistrictFigure | None:
        """The district in the panel."""
        return next((row for row in self.shown if row.district.code == self.filters.district), None)

    @cached_property
    def highest(self) -> DistrictFigure | None:
        """The district with the largest value, where one stands out as such."""
        with_value = [(value, row) for row in self.shown if (value := self.value(row))]
        if not with_value:
            return None
        top = max(value for value, _row in with_value)
        best = [row for value, row in with_value if value == top]
        return best[0] if len(best) == 1 else None

    @cached_property
    def not_looked_at(self) -> list[District]:
        return [row.district for row in self.shown if not row.was_looked_at]


def by_current(rows: "QuerySet[Observation]") -> dict[str, int]:
    each = Func(F("currents"), function="unnest", output_field=TextField())
    return dict(rows.annotate(current=each).values_list("current").annotate(count=Count("*")))


def by_month(rows: "QuerySet[Observation]") -> Counter[datetime.date]:
    """Counted by day, as the index has them: truncating a million days costs more than counting them does."""
    found: Counter[datetime.date] = Counter()
    for day, count in rows.values_list("first_day").annotate(count=Count("*")):
        found[month_start(day)] += count
    return found


def coverage_of(city: City) -> list[tuple[str, Coverage]]:
    """Every source's coverage, with the source's name; districts by code."""
    covered: dict[int, list[str]] = {}
    for coverage, code in CoveredDistrict.objects.filter(city=city).values_list("coverage", "district__code"):
        covered.setdefault(coverage, []).append(code)
    rows = SourceCoverage.objects.filter(city=city).select_related("source").order_by("source__name", "start", "pk")
    return [(row.source.name, _coverage(row, covered.get(row.pk, ()))) for row in rows]


def _coverage(row: SourceCoverage, codes: Iterable[str]) -> Coverage:
    areas = None if row.whole_city else frozenset(codes)
    return Coverage(row.source.key, areas, row.online, row.start, row.end, row.completeness)


def steps(bounds: int) -> list[int]:
    """The steps of the ramp, from 1 to 7, that so many bounds between classes need."""
    return [RAMP.index(colour) + 1 for colour in ramp(bounds + 1)]


@lru_cache(maxsize=64)
def _drawn(boundary_set: int, _made: datetime.datetime, _count: int) -> Drawing:
    """Boundaries never change, so they are projected and fitted once in a process."""
    rows = District.objects.filter(boundary_set=boundary_set).order_by("code").values_list("geometry", "name")
    return draw(
        [geometry for geometry, _name in rows], [name for _geometry, name in rows], width=WIDTH, tallest=TALLEST
    )


def _month(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, "%Y-%m").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
