"""Filters of lists of records."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.composed import Composed, Parameter
from accounts.models import STAFF, City, Membership, User
from core.lists import Choice, Day
from core.sort_keys import alphabetical


@dataclass(frozen=True, slots=True)
class Stale(Choice):
    """Whether the day has passed by which a record must be looked at again."""

    def query(self, value: str) -> Q:
        passed = Q(review_by__lt=timezone.localdate())
        return passed if value == "yes" else ~passed


def stale(kind: type[Stale] = Stale) -> Stale:
    return kind("stale", _("Stale"), [("yes", _("To be looked at again")), ("no", _("Still good"))])


def days(first: str, last: str) -> tuple[Day, Day]:
    """Of what happened from a day on, and up to one: whose days, from the first to the last, are not all outside."""
    return Day("from", _("From"), look_up=f"{last}__gte"), Day("until", _("Until"), look_up=f"{first}__lte")


def recorded_by(city: City) -> Choice:
    """Who recorded it, of those who can or could."""
    people = _who_records().rows(None, city=city.pk)
    offered = [(str(number), str(User(name=name, email=email))) for number, name, email in people]
    offered.sort(key=lambda each: alphabetical(each[1]))
    return Choice("author", _("Recorded by"), offered, "created_by")


@cache
def _who_records() -> Composed:
    people = Membership.objects.filter(city=Parameter("city"), role__in=STAFF).order_by("pk")
    return Composed(people.values_list("user_id", "user__name", "user__email"))
