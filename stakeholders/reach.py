"""Which population groups were heard of late, as far as the sessions' rules let it be told."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from accounts.composed import ANYBODY, Composed
from accounts.models import City, User
from analysis.disclosure import CONFIDENTIAL, windows_touched
from analysis.records import Period
from core.sort_keys import Alphabetical
from stakeholders.models import HeadCount, PopulationGroup
from stakeholders.vocabulary import Axis


@dataclass(frozen=True, slots=True)
class Reach:
    """The groups the city sets out to hear, and those of them nobody heard in a period."""

    period: Period
    groups: int
    not_heard: list[PopulationGroup]


def reach(city: City, user: User, period: Period) -> Reach:
    """In approved consultations one may read.

    What was said in confidence counts in whole years that the period touches: as a period moves on, no group comes or
    goes with a single session.
    """
    groups = list(PopulationGroup.objects.filter(city=city).current().order_by(Alphabetical("name")))
    heard = set(_heard(period).column(user.pk))
    return Reach(period, len(groups), [group for group in groups if group.code not in heard])


@lru_cache(maxsize=64)
def _heard(period: Period) -> Composed:
    """The codes of the groups that count as heard. One of the largest questions there are: composed once a month for
    all cities whose sources looked as far."""
    somebody = User(pk=ANYBODY)
    counts = HeadCount.objects.filter(axis=Axis.GROUP)
    years = windows_touched(period.start, period.end)
    whole = Period(datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31))
    in_confidence = counts.filter(consultation__confidentiality=CONFIDENTIAL)
    told = counts.readable_outcomes(somebody, period) | in_confidence.readable_outcomes(
        somebody, whole, alike=("code",)
    )
    return Composed(told.order_by().values_list("code"))
