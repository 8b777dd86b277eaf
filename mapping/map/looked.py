"""Who looked where, as the analysis takes it."""

import datetime
from functools import lru_cache

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed
from accounts.models import City, User
from analysis.records import Coverage
from core.sort_keys import alphabetical
from mapping.models import CoveredDistrict, Source, SourceCoverage


def coverage_of(city: City, user: User) -> list[tuple[str, Coverage]]:
    """The coverage of every source that this person may know of, with its name; districts by code."""
    covered: dict[int, list[str]] = {}
    for coverage, code in CoveredDistrict.objects.filter(city=city).values_list("coverage", "district__code"):
        covered.setdefault(coverage, []).append(code)
    found = _question(timezone.localdate()).rows(user.pk)
    return [
        (name, Coverage(key, None if whole_city else frozenset(covered.get(pk, ())), *looked))
        for pk, name, key, whole_city, *looked in sorted(found, key=lambda row: alphabetical(row[1]))
    ]


@lru_cache(maxsize=8)
def _question(_today: datetime.date) -> Composed:
    """What a coverage is made of, as far as is known on a day; the days of two time zones are there at once."""
    seen = Source.objects.visible_to(User(pk=ANYBODY))
    rows = SourceCoverage.objects.filter(city=CurrentCity(), source__in=seen).with_until()
    is_open = ExpressionWrapper(Q(end=None), output_field=BooleanField())
    of_source, looked = ("source__name", "source__key"), ("online", "start", "until", "completeness")
    in_order = rows.order_by("start", "pk")
    return Composed(in_order.values_list("pk", *of_source, "whole_city", *looked, is_open))
