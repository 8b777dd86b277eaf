"""What stands in a cell of a page: plain values in the reader's words, and the few shapes that lists have."""

import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formats

NOTHING = "–"
# A cell that is left free, which says less than NOTHING.
FREE = SafeString("")


def as_text(value: object) -> str | SafeString:
    """A value as a page says it: dates and numbers as the language writes them, a dash for what is not known."""
    if isinstance(value, SafeString):
        return value
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime.date):
        return _day_or_moment(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return formats.number(value)
    return formats.amount(value) if isinstance(value, float) else str(value)


def _day_or_moment(value: datetime.date) -> SafeString:
    return in_one(formats.short_moment(value) if isinstance(value, datetime.datetime) else formats.short_day(value))


def day(value: datetime.date | None) -> str:
    """A day, or the day of a moment; a dash where there is none."""
    return NOTHING if value is None else in_one(formats.short_day(value))


def days(first: datetime.date, last: datetime.date | None) -> SafeString:
    """A stretch of days, or the one day it is; each day in one piece."""
    if last is None or last == first:
        return in_one(formats.short_day(first))
    return format_html("{} – {}", in_one(formats.short_day(first)), in_one(formats.short_day(last)))


def in_one(text: object) -> SafeString:
    """What is not to be broken over lines, such as a day."""
    return format_html('<span class="in-one">{}</span>', text)


def link(url: str, text: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def chip(label: object, kind: str = "neutral") -> SafeString:
    """A state in a word; `kind` is its look (`static/css/chips.css`)."""
    return format_html('<span class="chip chip-{}">{}</span>', kind, label)


def marking(code: str, label: object) -> SafeString:
    return format_html('<span class="tlp tlp-{}">{}</span>', code, label)


def hint(text: object) -> SafeString:
    """What is said below the main thing, smaller."""
    return format_html('<span class="rows-hint">{}</span>', text)


def together(*parts: object) -> SafeString:
    """Several of these in one cell; those that are empty are left out."""
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def action(url: str, text: object, whom: object, *, asks: bool = False) -> SafeString:
    """Something to do with the row. Readers hear with whom; `asks` opens the question above the page."""
    return format_html(
        '<a href="{}"{}>{} <span class="visually-hidden">{}</span></a>',
        url,
        SafeString(" data-confirm") if asks else "",
        text,
        whom,
    )


def actions(*offered: object) -> SafeString:
    return format_html('<div class="actions">{}</div>', together(*offered))
