"""Which population groups were heard of late, as far as the sessions' rules let it be told."""

from dataclasses import dataclass

from accounts.models import City, User
from analysis.records import Period
from stakeholders.models import HeadCount, PopulationGroup
from stakeholders.vocabulary import Axis


@dataclass(frozen=True, slots=True)
class Reach:
    """The groups the city sets out to hear, and those of them nobody heard in a period."""

    period: Period
    groups: int
    not_heard: list[PopulationGroup]


def reach(city: City, user: User, period: Period) -> Reach:
    """In approved consultations one may read."""
    groups = list(PopulationGroup.objects.filter(city=city).current())
    counts = HeadCount.objects.filter(axis=Axis.GROUP).readable_outcomes(user, period, alike=("code",))
    heard = set(counts.order_by().values_list("code", flat=True))
    return Reach(period, len(groups), [group for group in groups if group.code not in heard])
