"""`core.formats` as filters, known to every template. What is not there stays empty, for `default` to say so."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from django import template
from django.utils import timezone

from core import formats

register = template.Library()
Value = TypeVar("Value")


def _or_empty(written: Callable[[Value], str]) -> Callable[[Value | str | None], str]:
    @wraps(written)
    def filtered(value: Any) -> str:
        return "" if value is None or value == "" else written(value)

    return filtered


for each in (
    *(formats.number, formats.day, formats.short_day, formats.month, formats.short_month),
    *(formats.moment, formats.short_moment, formats.clock),
):
    register.filter(each.__name__, _or_empty(each))


@register.filter
def decimal(value: float | Decimal | str | None, places: int = 1) -> str:
    return "" if value is None or value == "" else formats.decimal(value, places)  # type: ignore[arg-type]


@register.filter
def amount(value: float | Decimal | str | None, places: int = 1) -> str:
    return "" if value is None or value == "" else formats.amount(value, places)  # type: ignore[arg-type]


@register.filter
def iso(value: datetime.datetime | None) -> str:
    """A moment for a machine, in the city's zone."""
    return timezone.localtime(value).isoformat() if value else ""
