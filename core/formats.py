"""Numbers, days, months and times as people read them: in the language that is active, times in the city's zone.

The one place for it. The zone is that of the open city (`accounts.city` activates it). Templates use the filters of the
same names. What a machine reads (ISO 8601, SVG, CSV) is none of this.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Django has no localised form of these two.
SHORT_MONTH, MONTH_MARK = "M Y", "M y"
# Where months have no capital: Django gives short ones one in every language.
WITHOUT_CAPITAL = frozenset({"da"})


def number(value: float | Decimal) -> str:
    """A whole number with its thousands marked."""
    return decimal(value, 0)


def decimal(value: float | Decimal, places: int = 1) -> str:
    """Rounded half up as it is written in decimals, never cut: Django's own `number_format` makes 8.9 of 8.97."""
    return _decimal(str(value), places, get_language())


def amount(value: float | Decimal, places: int = 1) -> str:
    """Of something that cannot be less than nothing, such as a rate: never 0 of what is there."""
    least = Decimal(1).scaleb(-places)
    if 0 < value < least / 2:
        return _("under %(least)s") % {"least": decimal(least, places)}
    return decimal(value, places)


@lru_cache(maxsize=4096)  # a report says the same few figures in its text, its tables and its maps
def _decimal(value: str, places: int, _language: str | None) -> str:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    # Adding nothing takes the sign off a zero.
    return str(formats.number_format(rounded + 0, places, use_l10n=True, force_grouping=True))


def percent(part: float, whole: float) -> str:
    """A share in whole percent, never 0 of what is there nor 100 of less than all; a dash where nothing is to share."""
    if not whole:
        return "–"
    if 0 < part < 0.01 * whole:
        return _("under 1 %")
    if 0.99 * whole < part < whole:
        return _("over 99 %")
    return _("%(value)s %%") % {"value": number(100 * part / whole)}


def probability(value: float | None) -> str:
    """In whole percent, never certain and never impossible; a dash where it could not be reckoned."""
    if value is None:
        return "–"
    if value < 0.01:
        return _("under 1 %")
    return _("over 99 %") if value > 0.99 else percent(value, 1)


def counted(count: int, one: str, many: str) -> str:
    """A count with its word, for commands, which speak English: no `1 rows`. Digits alone, which a script may read."""
    return f"{count} {one if count == 1 else many}"


def number_marks() -> tuple[str, str]:
    """What stands before decimals and between thousands."""
    return formats.get_format("DECIMAL_SEPARATOR"), formats.get_format("THOUSAND_SEPARATOR")


def day(value: datetime.date) -> str:
    """The day; of a moment, the day it was in the city."""
    return _written(value, "DATE_FORMAT")


def short_day(value: datetime.date) -> str:
    return _written(value, "SHORT_DATE_FORMAT")


def days(first: datetime.date, last: datetime.date) -> str:
    """A stretch of days, or the one day it is."""
    return day(first) if first == last else _("%(start)s – %(end)s") % {"start": day(first), "end": day(last)}


def days_or_still(first: datetime.date, last: datetime.date | None) -> str:
    """A stretch of days that may not have ended."""
    return days(first, last) if last else _("since %(day)s") % {"day": day(first)}


def whole_months(first: datetime.date, last: datetime.date) -> str:
    """A stretch of whole months, or the one month it is."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    if first.year == last.year:
        return _("%(first)s–%(last)s") % {"first": month_alone(first), "last": month(last)}
    return _("%(start)s – %(end)s") % {"start": month(first), "end": month(last)}


def month_alone(value: datetime.date) -> str:
    """Where its year stands elsewhere."""
    return _written(value, "F")


def month(value: datetime.date) -> str:
    return _written(value, "YEAR_MONTH_FORMAT")


def short_month(value: datetime.date) -> str:
    return _written(value, _of_language(SHORT_MONTH))


def month_mark(value: datetime.date) -> str:
    """As short as it gets, for an axis."""
    return _written(value, _of_language(MONTH_MARK))


def _of_language(form: str) -> str:
    return form.replace("M", "b") if get_language() in WITHOUT_CAPITAL else form


def moment(value: datetime.datetime) -> str:
    """Day and time of day in the city."""
    return _written(value, "DATETIME_FORMAT")


def short_moment(value: datetime.datetime) -> str:
    return _written(value, "SHORT_DATETIME_FORMAT")


def clock(value: datetime.datetime) -> str:
    """The time of day in the city."""
    return str(formats.time_format(timezone.localtime(value), "TIME_FORMAT"))


def _written(value: datetime.date, form: str) -> str:
    if isinstance(value, datetime.datetime):
        return str(formats.date_format(timezone.localtime(value), form))
    return _day_written(value, form, get_language())


# A map's page names some five hundred months, most of them the same.
@lru_cache(maxsize=4096)
def _day_written(value: datetime.date, form: str, _language: str) -> str:
    return str(formats.date_format(value, form))
