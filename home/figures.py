"""How much there is of all that a city's first page tells of, asked for at once.

Of most there is nothing on most days: what is to be named is asked for where something is there. Each is counted as its
own `visible_to` says, for whoever opens the page.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed, Counted
from accounts.models import City, HostAccess, Membership, ProcessingRecord, User
from accounts.requests import CityRequest
from home.reviewed import REVIEWED
from jobs.models import Job, JobState
from mapping.models import District, Observation, Source, SourceCoverage
from notices.models import Delivery
from planning.models import Grounding, Project, ReviewFlag
from records.models import PendingChange, ReviewState
from reports.models import Diagnosis
from stakeholders.models import Consultation, RevisionRequest

# So long before its day of review a project is told of.
REVIEW_AHEAD = datetime.timedelta(days=14)
SOMEBODY = User(pk=ANYBODY)
Questions = dict[str, Exists | Counted]


@dataclass(frozen=True, slots=True)
class Figures:
    """By their names in `_of_all` and `_of_admins`; nothing of what is asked for admins alone is there for others."""

    found: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.found.get(name, 0)

    def of(self, name: str, kind: type[Any]) -> int:
        return self[_called(name, kind)]


def figures(request: CityRequest) -> Figures:
    names, question = _question(timezone.localdate(), for_admin=request.membership.is_admin)
    (row,) = question.rows(request.user.pk)
    return Figures(dict(zip(names, row, strict=True)))


@lru_cache(maxsize=8)
def _question(today: datetime.date, *, for_admin: bool) -> tuple[tuple[str, ...], Composed]:
    """As it is asked of one day; the days of two time zones, for admins and for others, are there at once."""
    asked = _of_all(today) | _first_steps() | _failed_jobs(for_admin=for_admin)
    asked |= _of_admins() if for_admin else {}
    return tuple(asked), Composed(City.objects.filter(pk=CurrentCity()).values_list(*asked.values()))


def _called(name: str, kind: type[Any]) -> str:
    return f"{name} {kind._meta.label_lower}"


def _count(rows: "QuerySet[Any]") -> Counted:
    return Counted(rows.order_by().values("pk"))


def _of_all(today: datetime.date) -> Questions:
    projects = Project.objects.visible_to(SOMEBODY).under_way()
    soon = projects.filter(review_on__gte=today, review_on__lte=today + REVIEW_AHEAD)
    ungrounded = ~Exists(Grounding.objects.filter(project=OuterRef("pk")))
    told = Delivery.objects.visible_to(SOMEBODY).filter(city=CurrentCity()).order_by()
    asked: Questions = {
        "consultations": _count(Consultation.objects.outcomes_visible_to(SOMEBODY).approved()),
        "projects": _count(projects),
        "ungrounded": _count(projects.filter(ungrounded)),
        "review days": Exists(soon),
        "flags": _count(ReviewFlag.objects.visible_to(SOMEBODY).to_decide()),
        "unread": Exists(told.unread()),
        "to acknowledge": Exists(told.read_to_acknowledge(ANYBODY)),
    }
    for kind in (each.model for each in REVIEWED):
        seen = kind.objects.visible_to(SOMEBODY)
        asked[_called("stale", kind)] = _count(seen.approved().stale(on=today))
        asked[_called("returned", kind)] = Exists(seen.filter(state=ReviewState.RETURNED, created_by=ANYBODY))
    return asked


def _first_steps() -> Questions:
    """What a city does once."""
    others = Membership.objects.lasting().filter(city=CurrentCity()).exclude(user=ANYBODY)
    return {
        "processing record": Exists(ProcessingRecord.objects.filter(city=CurrentCity())),
        "colleagues": Exists(others),
        "districts": Exists(District.objects.of_today(city_id=CurrentCity())),
        "coverage": Exists(SourceCoverage.objects.filter(source__in=Source.objects.visible_to(SOMEBODY))),
        "observations": Exists(Observation.objects.visible_to(SOMEBODY).approved()),
        "diagnoses": Exists(Diagnosis.objects.filter(city=CurrentCity())),
    }


def _failed_jobs(*, for_admin: bool) -> Questions:
    """Everybody's are for the admins to look at."""
    failed = Job.objects.filter(city=CurrentCity(), state=JobState.FAILED)
    return {"failed jobs": _count(failed if for_admin else failed.filter(created_by=ANYBODY))}


def _of_admins() -> Questions:
    kinds = [each.model for each in REVIEWED]
    waiting = {_called("to review", kind): Exists(kind.objects.visible_to(SOMEBODY).waiting()) for kind in kinds}
    pending = PendingChange.objects.waiting().filter(city=CurrentCity()).exclude(asked_by=ANYBODY)
    return {
        **waiting,
        "host access": Exists(HostAccess.objects.filter(city=CurrentCity(), decided_at=None)),
        "pending changes": Exists(pending),
        "asked projects": Exists(Project.objects.visible_to(SOMEBODY).asked()),
        "revisions": _count(RevisionRequest.objects.waiting().filter(city=CurrentCity())),
    }
