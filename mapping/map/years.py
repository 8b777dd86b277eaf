"""One district over the years: how many records each has, whether anybody looked, and who did."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from analysis.coverage import Looked, covers, looked
from analysis.records import Coverage, Period, month_end, month_start
from core.sort_keys import alphabetical
from mapping.map.city_map import CityMap
from mapping.models import BoundarySet, District

# The latest; all of the records are one click away.
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many records of a district in a period that the map can be asked for."""

    period: Period
    count: int
    looked: Looked

    @property
    def year(self) -> int:
        return self.period.start.year

    @property
    def was_looked_at(self) -> bool:
        return self.looked != Looked.NOT

    @property
    def is_running(self) -> bool:
        return self.period.end.year == timezone.localdate().year


@dataclass(frozen=True, slots=True)
class OfSource:
    """A source that looked at a district, with its stretches of time, the latest first; without any, it is not known
    that it looked, but it has records of it."""

    name: str
    stretches: Sequence[Coverage]
    pk: int | None = None
    records: int = 0


class DistrictYears:
    """One district, as far as the reader of a map may know of it."""

    def __init__(self, city_map: CityMap, district: District) -> None:
        self.city_map = city_map
        self.district = district
        self.total = 0
        self._days: Counter[tuple[datetime.date, datetime.date]] = Counter()
        self._sources: Counter[tuple[str, str, int]] = Counter()
        rows = city_map.counted.filter(district=district.pk).order_by()
        columns = ("first_day", "last_day", "source__key", "source__name", "source")
        for first, last, key, name, pk, count in rows.values_list(*columns).annotate(count=Count("*")):
            self.total += count
            self._days[first, last] += count
            self._sources[key, name, pk] += count

    @cached_property
    def years(self) -> list[Stretch]:
        """The latest first. A record counts in the year in which all of its days lie, as on the map."""
        first = max(month_start(self._since), self.city_map.calendar.first)
        last = self.city_map.calendar.running
        if self._next is not None:
            # the map of a month is that of the boundaries at its end
            last = min(last, month_start(self._next, 1))
        if last < first:
            return []
        shown = range(last.year, max(first.year, last.year - MOST_YEARS + 1) - 1, -1)
        return [self._stretch(_part_of(each, first, month_end(last))) for each in shown]

    @property
    def usual(self) -> Stretch | None:
        """The period that the map shows first; none where other boundaries hold then."""
        boundaries = self.city_map.boundaries
        if boundaries is None or boundaries.pk != self.district.boundary_set_id:
            return None
        return self._stretch(self.city_map.period)

    @property
    def most(self) -> int:
        return max((each.count for each in self.years), default=0)

    @property
    def in_no_year(self) -> int:
        """Records whose days lie in two years, or in years that are not shown."""
        return self.total - sum(each.count for each in self.years)

    @property
    def sources(self) -> list[OfSource]:
        """Those that looked here, by name; then those that have records of it, and of which it is not known."""
        known = {key: (pk, count) for (key, _name, pk), count in self._sources.items()}
        here: dict[str, OfSource] = {}
        for name, each in self._coverage:
            before = here[each.source].stretches if each.source in here else []
            here[each.source] = OfSource(name, [each, *before], *known.get(each.source, (None, 0)))
        others = [OfSource(name, [], pk, count) for (key, name, pk), count in self._sources.items() if key not in here]
        return [*here.values(), *sorted(others, key=lambda each: alphabetical(each.name))]

    def _stretch(self, period: Period) -> Stretch:
        since = max(period.start, self._since)
        count = sum(many for (first, last), many in self._days.items() if since <= first and last <= period.end)
        gone_by = Period(period.start, max(period.start, min(period.end, timezone.localdate())))
        return Stretch(period, count, looked(covers([each for _name, each in self._coverage], gone_by)))

    @cached_property
    def _coverage(self) -> list[tuple[str, Coverage]]:
        code = self.district.code
        return [(name, each) for name, each in self.city_map.coverage if each.areas is None or code in each.areas]

    @cached_property
    def _boundaries(self) -> list[datetime.date]:
        """From when on which boundaries hold."""
        sets = BoundarySet.objects.filter(city=self.city_map.city)
        return sorted(sets.values_list("valid_from", flat=True))

    @property
    def _since(self) -> datetime.date:
        """The first day of the boundaries, where others held before; else records of any day lie in them."""
        own = self.district.boundary_set.valid_from
        return own if own > self._boundaries[0] else datetime.date.min

    @property
    def _next(self) -> datetime.date | None:
        own = self.district.boundary_set.valid_from
        return next((day for day in self._boundaries if day > own), None)


def _part_of(year: int, first: datetime.date, last: datetime.date) -> Period:
    """What of a year lies between two days."""
    return Period(max(datetime.date(year, 1, 1), first), min(datetime.date(year, 12, 31), last))
