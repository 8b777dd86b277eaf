"""The months the map can show: which there are to choose from, and which are shown where nobody chose."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from analysis.records import month_start

if TYPE_CHECKING:
    from mapping.models.observations import ObservationQuerySet

LEAST_MONTHS, MOST_MONTHS = 36, 120
DEFAULT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One bar of the period: its first day, how many records began in it, whether it is asked for."""

    first: datetime.date
    count: int
    is_in: bool


class Months:
    """Of the records that somebody may read."""

    def __init__(self, records: "ObservationQuerySet") -> None:
        self._records = records

    @cached_property
    def last_over(self) -> datetime.date:
        """The last month that is over."""
        return month_start(timezone.localdate(), 1)

    @cached_property
    def recorded(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last month in which something began that was recorded, of those that are over."""
        first, last = (
            self._records.order_by(order).values_list("first_day", flat=True).first()
            for order in ("first_day", F("first_day").desc(nulls_last=True))
        )
        return tuple(  # type: ignore[return-value]
            min(self.last_over, month_start(day)) if day else self.last_over for day in (first, last)
        )

    @property
    def latest(self) -> datetime.date:
        return self.recorded[1]

    @cached_property
    def choices(self) -> list[datetime.date]:
        """The months to choose from: since the first record, ten years at the most, until the last that is over."""
        last, first = self.last_over, self.recorded[0]
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        back = min(max(months, LEAST_MONTHS), MOST_MONTHS)
        return [month_start(last, each) for each in range(back - 1, -1, -1)]

    def asked(self, start: datetime.date | None, end: datetime.date | None) -> tuple[datetime.date, datetime.date]:
        """The first and the last month; as much of what is asked for as there is to choose from."""
        first, last = self.choices[0], self.choices[-1]
        if start is None or end is None or start > end or start > last or end < first:
            return max(first, month_start(self.latest, DEFAULT_MONTHS - 1)), max(first, self.latest)
        return max(start, first), min(end, last)
