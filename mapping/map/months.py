"""The months that can be asked for, and the period that is shown where nobody asked for one.

That period is a rule a person can name: the last twelve full months that any source covered. Map, first page, sources
and *not heard* show the same; no record moves it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.coverage import last_full_month
from analysis.records import Coverage, Period, month_end, month_start
from core import formats

# Fewer are not offered, however young the city's records are; more neither, but can be asked for in the address.
LEAST_MONTHS, MOST_MONTHS = 36, 600
USUAL_MONTHS = 12
# Of a year below the bars on a phone, in percent of the whole width.
YEAR_WIDE = 10


@dataclass(frozen=True, slots=True)
class Month:
    """One bar of the period: its first day, how many records began in it, whether it is asked for."""

    first: datetime.date
    count: int
    is_in: bool


@dataclass(frozen=True, slots=True)
class MonthRange:
    """The first days of the first and the last month to show, and what was asked for and cannot be shown."""

    calendar: "Months"
    first: datetime.date
    last: datetime.date
    notes: list[str] = field(default_factory=list)

    @property
    def period(self) -> Period:
        return Period(self.first, month_end(self.last))

    @property
    def is_usual(self) -> bool:
        return self.period == self.calendar.usual

    @property
    def first_month(self) -> str:
        return code_of(self.first)

    @property
    def last_month(self) -> str:
        return code_of(self.last)

    @property
    def months(self) -> list[tuple[str, str]]:
        """Those to choose from, as addresses have them and as people read them."""
        return [(code_of(each), formats.short_month(each)) for each in self.calendar.offered(self.first)]


class Months:
    """Of the records that somebody may read, and of who looked where."""

    def __init__(self, records: "QuerySet[Any]", coverage: Sequence[Coverage]) -> None:
        self._records = records
        self._coverage = coverage

    @cached_property
    def running(self) -> datetime.date:
        """The first day of the month that is not over."""
        return month_start(timezone.localdate())

    @cached_property
    def usual(self) -> Period:
        """The last twelve full months that any source covered; where none covered one, the last that are over."""
        return Period.of_months(self._last_covered or month_start(self.running, 1), USUAL_MONTHS)

    @property
    def rule(self) -> str:
        """The usual period in words."""
        if self._last_covered:
            return _("the last 12 full months that any source covered")
        return _("the last 12 full months, as no source covered a whole one")

    @cached_property
    def _last_covered(self) -> datetime.date | None:
        return last_full_month(self._coverage, before=self.running)

    @cached_property
    def first(self) -> datetime.date:
        """The first month with a record or in which some source looked, or the first that is offered anyway."""
        earliest = self._records.order_by("first_day").values_list("first_day", flat=True).first()
        days = [row.start for row in self._coverage] + ([earliest] if earliest else [])
        return month_start(min([*days, month_start(self.running, LEAST_MONTHS - 1), self.usual.start]))

    def offered(self, since: datetime.date) -> list[datetime.date]:
        """The months to choose from, until the running one: since the first there is, or since one that is shown."""
        first = min(max(self.first, month_start(self.running, MOST_MONTHS - 1)), since)
        months = (self.running.year - first.year) * 12 + self.running.month - first.month
        return [month_start(self.running, each) for each in range(months, -1, -1)]

    def asked(self, start: str, end: str) -> MonthRange:
        """What an address asks for, as `2025-03`; never another period without a word."""
        usual = self._usual()
        unread = [text for text in (start, end) if text and month_of(text) is None]
        if unread:
            return self._instead(_("“%(text)s” is no month.") % {"text": unread[0][:20]})
        first, last = month_of(start), month_of(end)
        if first is None and last is None:
            return usual
        last = last or max(usual.last, first or usual.last)
        first = first or month_start(last, USUAL_MONTHS - 1)
        words = {"first": formats.short_month(first), "last": formats.short_month(last)}
        if first > last:
            return self._instead(_("The period asked for begins in %(first)s and ends before, in %(last)s.") % words)
        if last < self.first:
            return self._instead(
                _("Of %(first)s – %(last)s nothing is recorded, and nobody is known to have looked.") % words
            )
        if first > self.running:
            return self._instead(_("%(first)s – %(last)s is still to come.") % words)
        shown = MonthRange(self, max(first, self.first), min(last, self.running))
        if (first, last) != (shown.first, shown.last):
            shown.notes.append(
                _("Asked for was %(first)s – %(last)s; there is something to show of %(from)s – %(until)s only.")
                % {**words, "from": formats.short_month(shown.first), "until": formats.short_month(shown.last)}
            )
        return shown

    def _instead(self, why: str) -> MonthRange:
        """The usual period, because what was asked for is none."""
        start, end = formats.short_month(self.usual.start), formats.short_month(self.usual.end)
        shown = _("Shown is the usual period, %(start)s – %(end)s.") % {"start": start, "end": end}
        return self._usual(f"{why} {shown}")

    def _usual(self, *notes: str) -> MonthRange:
        return MonthRange(self, self.usual.start, month_start(self.usual.end), list(notes))


def month_of(text: str) -> datetime.date | None:
    """The first day of a month as addresses have it; none where it is none, or one no calendar of ours reaches."""
    year, dash, month = text.partition("-")
    if not (dash and text.isascii() and year.isdigit() and month.isdigit() and len(year) == 4 and len(month) == 2):
        return None
    try:
        first = datetime.date(int(year), int(month), 1)
    except ValueError:
        return None
    return first if 1800 <= first.year <= 9000 else None


def code_of(day: datetime.date) -> str:
    """Its month as addresses have it."""
    return f"{day:%Y-%m}"


def years_below(months: Sequence[datetime.date]) -> list[tuple[str, str]]:
    """Each year with where it begins below bars of one month each, in percent of their whole width; where there are
    many, those alone that have room."""
    begins = [(month.year, 100 * place / len(months)) for place, month in enumerate(months) if month.month == 1]
    every = max(1, -(-len(begins) * YEAR_WIDE // 100))
    shown = [(year, place) for year, place in begins[::every] if place <= 100 - YEAR_WIDE]
    return [(str(year), f"{place:.2f}") for year, place in shown]
