"""Periods in words: as a label, and as a sentence says when something was recorded. The one place for both."""

import datetime

from django.utils.translation import gettext as _

from analysis.records import Period
from core.formats import day, days, month, whole_months


def short_period(period: Period) -> str:
    """As a label: whole calendar years by their numbers, whole months by their names, else both days."""
    first, last = period.start, period.end
    if not _is_whole_months(period):
        return long_period(period)
    if not is_of_whole_years(period):
        return whole_months(first, last)
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def long_period(period: Period) -> str:
    """As a label, always by its days."""
    return days(period.start, period.end)


def in_period(period: Period) -> str:
    """Within a sentence, its preposition included: days take another one than months and years do."""
    first, last = period.start, period.end
    if first == last:
        return _("on %(day)s") % {"day": day(first)}
    if not _is_whole_months(period):
        return _("from %(start)s to %(end)s") % {"start": day(first), "end": day(last)}
    if is_of_whole_years(period) or first.year == last.year:
        return _("in %(period)s") % {"period": short_period(period)}
    return _("from %(start)s to %(end)s") % {"start": month(first), "end": month(last)}


def by_years(period: Period) -> str:
    """Among periods alike in all but their years: the year in which it begins, or the whole years that it is."""
    return short_period(period) if is_of_whole_years(period) else str(period.start.year)


def is_of_years(period: Period) -> bool:
    """Whether it is one whole calendar year, so that years may be spoken of where periods are meant."""
    return short_period(period).isdecimal()


def is_of_whole_years(period: Period) -> bool:
    return _is_whole_months(period) and (period.start.month, period.end.month) == (1, 12)


def _is_whole_months(period: Period) -> bool:
    return period.start.day == 1 and (period.end + datetime.timedelta(days=1)).day == 1


def unfinished(period: Period, dated: datetime.date) -> str:
    """That a period goes on after the day of a diagnosis; nothing where it had ended."""
    if period.end <= dated:
        return ""
    told = _("The period had not ended on %(day)s, the date of this diagnosis: nothing later is in any figure.")
    return told % {"day": day(dated)}
