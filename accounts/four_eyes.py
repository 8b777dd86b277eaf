"""Four eyes: whether somebody may decide what a second person has to look at. Every place that asks for one asks here.

A very small city may let one person do both, for a reason that is kept with what they decided so and printed with it.
It may while there is nobody else who could: one admin, and few who work on its records. Records are approved, diagnoses
released, projects started and stopped and the memorandum put in force so, and nothing else: who may read what, how long
it is kept and who decides stay with two. (A memorandum opens nothing to anybody; it is for the members to sign.)
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.utils.translation import gettext as _

from accounts.composed import Composed, Parameter
from accounts.models import ADMINS, City, Membership

# Whoever is more can make one of them an admin, who is a second pair of eyes.
MOST_ADMINS, MOST_WHO_WORK_HERE = 1, 3


class Matter(Enum):
    """What is decided."""

    RECORD = "a record counts"
    RELEASE = "a diagnosis goes out"
    PROJECT = "a project starts or stops"
    MEMORANDUM = "a version of the memorandum is put in force"
    CHANGE = "who may do what, and how long what is kept"


# By one person, where the city is very small and says why.
MAY_BE_ALONE = frozenset({Matter.RECORD, Matter.RELEASE, Matter.PROJECT, Matter.MEMORANDUM})


@dataclass(frozen=True, slots=True)
class Look:
    """Whether somebody may decide; `alone_because` says why, where they are no second person."""

    may: bool
    alone_because: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many admins a city has, and how many people work on its records, admins among them.

    Also those who cannot come in now count: else one admin would be the only one by shutting the others out. Host staff
    on a visit do not.
    """

    admins: int
    work_here: int

    @property
    def is_very_small(self) -> bool:
        return self.admins <= MOST_ADMINS and self.work_here <= MOST_WHO_WORK_HERE


def size_of(city_id: int) -> Size:
    roles = list(Membership.objects.belonging().lasting().staff().filter(city=city_id).values_list("role", flat=True))
    return Size(admins=sum(role in ADMINS for role in roles), work_here=len(roles))


def why_not_very_small(city_id: int) -> str:
    """Why no single person decides here; empty where one might."""
    size = size_of(city_id)
    if size.admins > MOST_ADMINS:
        return _("There is a second admin, so one of them looks at what the other did.")
    if size.work_here > MOST_WHO_WORK_HERE:
        return _("%(count)s people work on the city's records: make one of them an admin.") % {"count": size.work_here}
    return ""


def alone_because(city_id: int) -> str:
    """Why one person decides alone in this city now; empty where nobody does."""
    kept = next(iter(_alone_because().column(None, city=city_id)), "")
    return kept if kept and size_of(city_id).is_very_small else ""


@cache
def _alone_because() -> Composed:
    return Composed(City.objects.filter(pk=Parameter("city")).values_list("alone_because"))


def look(matter: Matter, *, city_id: int | None, user_id: int | None, had_it_in_hand: Collection[int | None]) -> Look:
    """Whether this person is a second one beside those who had it in hand, or may decide alone; what is of no city yet
    nobody does."""
    if user_id not in had_it_in_hand:
        return Look(may=True)
    because = alone_because(city_id) if city_id is not None and matter in MAY_BE_ALONE else ""
    return Look(may=bool(because), alone_because=because)
