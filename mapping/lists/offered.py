"""What the filters of the list of observations offer. Every page of it asks, so the questions are composed once in
each language, and those for a day once a day.
"""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language

from accounts.composed import ANYBODY, Composed, Parameter
from accounts.models import User
from core.sort_keys import Alphabetical
from mapping.models import District, Series, Source

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

# Each as its number and its name.
Offered = list[tuple[str, str]]


def districts(city_id: int, also: str) -> Offered:
    """Those of today; a map of an earlier period leads to districts of the boundaries that held then."""
    if also.isdecimal() and len(also) < 10:
        there = District.objects.of_today(city_id=city_id) | District.objects.filter(city=city_id, pk=also)
        return _shown(_named(there))
    return _shown(_districts(timezone.localdate(), get_language()).rows(None, city=city_id))


def series(user: "User | AnonymousUser", most: int) -> Offered:
    return _shown(_series(most, get_language()).rows(user.pk))


def sources(user: "User | AnonymousUser") -> Offered:
    return _shown(_sources(get_language()).rows(user.pk))


@lru_cache(maxsize=64)
def _districts(_day: datetime.date, _language: str | None) -> Composed:
    return Composed(_named(District.objects.of_today(city_id=Parameter("city"))))


@lru_cache(maxsize=64)
def _series(most: int, _language: str | None) -> Composed:
    return Composed(_named(Series.objects.visible_to(User(pk=ANYBODY)))[:most])


@lru_cache(maxsize=64)
def _sources(_language: str | None) -> Composed:
    return Composed(_named(Source.objects.visible_to(User(pk=ANYBODY))))


def _named(rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    return rows.order_by(Alphabetical("name")).values_list("pk", "name")


def _shown(rows: Iterable[tuple[Any, ...]]) -> Offered:
    return [(str(pk), name) for pk, name in rows]
