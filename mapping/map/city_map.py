"""What the map shows: counts and rates by district, who looked where, and what is not on it."""

import datetime
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, QuerySet, TextField
from django.utils import timezone

from accounts.markings import up_to
from accounts.models import City, User
from analysis.coverage import Looked, looked, looked_share
from analysis.districts import exposures
from analysis.rates import rate
from analysis.records import Area, Coverage, Period, month_end, month_start
from mapping.map.figures import DistrictFigure, Shading, smoothed
from mapping.map.filters import SPACES, read_filters
from mapping.map.looked import coverage_of
from mapping.map.months import Month, Months
from mapping.map.outlines import outlines_of
from mapping.models import BoundarySet, District, Observation, TriggerEvent
from mapping.vocabulary import Place
from output.charts.drawing import Drawing

if TYPE_CHECKING:
    from django.http import QueryDict

    from mapping.models.observations import ObservationQuerySet


class CityMap:
    """The map of one city for one person: only what they may read is counted."""

    def __init__(self, city: City, user: User, address: "QueryDict", clearance: str) -> None:
        self.city = city
        self.user = user
        self.clearance = clearance
        self.counted = Observation.objects.visible_to(user).counted(clearance)
        self.markings = up_to(clearance)
        self.calendar = Months(self.counted, [row for _name, row in self.coverage])
        self.asked = self.calendar.asked(address.get("from", ""), address.get("to", ""))
        self.filters = read_filters(address, asked=self.asked, markings=self.markings)

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
    def gone_by(self) -> Period:
        """The days of the period that have come: of the running month, nobody can have looked at the rest."""
        return Period(self.period.start, max(self.period.start, min(self.period.end, timezone.localdate())))

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
        return coverage_of(self.city, self.user)

    def _filtered(self, *, by_current: bool = True) -> "ObservationQuerySet":
        rows = self.counted
        if self.filters.marking:
            rows = Observation.objects.visible_to(self.user).counted(self.filters.marking)
        if by_current and self.filters.no_current:
            rows = rows.none()
        elif by_current and self.filters.currents:
            rows = rows.filter(currents__overlap=list(self.filters.currents))
        if self.filters.space:
            rows = rows.filter(space__in=SPACES[self.filters.space])
        if self.filters.well_graded:
            rows = rows.well_graded()
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
        shares = self._shares(self.gone_by)
        exposure = exposures(self.areas, shares, self.gone_by)
        counts = {each.code: self.counts.get((Place.DISTRICT, each.pk), 0) for each in self.districts}
        even = smoothed(counts, exposure)
        return [
            DistrictFigure(
                year_before=self,
                district=each,
                drawn=drawn,
                looked=looked(shares[each.code]),
                share_looked=shares[each.code],
                count=counts[each.code],
                rate=rate(counts[each.code], exposure[each.code], 1.0) if each.code in exposure else None,
                smoothed=even.get(each.code),
                fill="",
            )
            for each, drawn in zip(self.districts, self.drawing.areas, strict=True)
        ]

    def _shares(self, period: Period) -> dict[str, float]:
        return looked_share(self.areas, [row for _name, row in self.coverage], period)

    @cached_property
    def shares_before(self) -> dict[str, float]:
        return self._shares(self.gone_by.years_earlier(1))

    @cached_property
    def shading(self) -> Shading:
        return Shading(self.filters.show, self.figures)

    @property
    def shown(self) -> list[DistrictFigure]:
        """Every district, by code, with its colour."""
        return self.shading.shown

    @cached_property
    def drawing(self) -> Drawing:
        return outlines_of(self.boundaries, len(self.districts))

    @cached_property
    def months(self) -> list[Month]:
        """Records by the month in which they began, of all districts and none."""
        choices = self.calendar.offered(self.filters.start)
        rows = self._filtered().filter(first_day__gte=choices[0], first_day__lte=month_end(choices[-1]))
        found = by_month(rows)
        return [Month(each, found[each], self.filters.start <= each <= self.filters.end) for each in choices]

    @cached_property
    def happened(self) -> dict[datetime.date, list[TriggerEvent]]:
        """Trigger events by the first day of their month, the earliest first; an empty list for the other months."""
        found: dict[datetime.date, list[TriggerEvent]] = {month.first: [] for month in self.months}
        shown = TriggerEvent.objects.visible_to(self.user).filter(city=self.city, day__gte=min(found))
        for event in shown.order_by("day", "title"):
            if (month := month_start(event.day)) in found:
                found[month].append(event)
        return found

    @cached_property
    def currents(self) -> dict[str, int]:
        """How many records of the period have each current, whichever are asked for."""
        return by_current(self._within(self._filtered(by_current=False), self.period))

    @cached_property
    def chosen(self) -> DistrictFigure | None:
        """The district in the panel."""
        return next((row for row in self.shown if row.district.code == self.filters.district), None)

    @property
    def has_rates(self) -> bool:
        return any(row.rate for row in self.figures)

    @property
    def highest(self) -> DistrictFigure | None:
        return self.shading.highest

    @cached_property
    def in_part(self) -> list[District]:
        """Looked at, but not on every day of the period."""
        return [row.district for row in self.shown if row.looked == Looked.PARTLY]

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
