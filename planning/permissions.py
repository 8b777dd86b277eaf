"""Who may do what with a project now: the one answer that pages offer by and actions refuse by."""

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.four_eyes import Look, Matter, look
from accounts.models import Membership
from accounts.permissions import is_theirs
from core.errors import Refused
from planning.models import Project
from planning.vocabulary import ProjectStatus
from records.history import events_of_part
from records.registries.record_types import history_by_model
from records.values import actor_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLANNED, ACTIVE, PAUSED, FINISHED, STOPPED = ProjectStatus
CHANGE, START, STOP, AGREE, REFUSE, PAUSE, RESUME, FINISH = (
    *("change", "start", "stop", "agree", "refuse", "pause", "resume", "finish"),
)
# From which status a step starts, but for those that answer what was asked for.
FROM: dict[str, tuple[ProjectStatus, ...]] = {
    START: (PLANNED,),
    STOP: (PLANNED, ACTIVE, PAUSED),
    PAUSE: (ACTIVE,),
    RESUME: (PAUSED,),
    FINISH: (ACTIVE, PAUSED),
}
# What whoever asks and whoever agrees write: it changes nothing of what was asked for.
OF_THE_STEPS = frozenset(
    {
        *("status", "status_since", "status_because", "asked_for", "asked_because", "asked_by", "asked_at"),
        *("agreed_by", "refused_because", "alone_because"),
    }
)
STATUS_WRONG = _("In its present status this cannot be done.")
IS_ASKED = _("It waits for an answer: that it starts or stops was asked for already.")


def why_not(step: str, project: Project, member: Membership) -> "StrOrPromise":
    """Why this member may not take a step with the project as it is; empty where they may."""
    if not member.works_here:
        return _("Only officers and admins of the city work on its projects.")
    if step == CHANGE:
        return ""
    if step in {AGREE, REFUSE}:
        return _why_not_answered(step, project, member)
    if project.status not in FROM[step]:
        return STATUS_WRONG
    return IS_ASKED if project.asked_for and step in {START, STOP} else ""


def _why_not_answered(step: str, project: Project, member: Membership) -> "StrOrPromise":
    if not project.asked_for:
        return _("Nobody asks that it starts or stops.")
    if step == REFUSE:
        asked = is_theirs(member, project.asked_by_id)
        return "" if asked else _("Only an admin, or who asked for it, takes this back.")
    if not member.is_admin:
        return _("Only an admin agrees that a project starts or stops. Ask one of them.")
    if not _looks(project, member.user_id, {project.asked_by_id, project.created_by_id}).may:
        return _("Nobody agrees to what they wrote or asked for. Ask another admin.")
    if not _looks(project, member.user_id, hands_on(project)).may:
        return _("You changed it since it was asked for, so another admin agrees.")
    return ""


def _looks(project: Project, user_id: int, had_it_in_hand: Collection[int | None]) -> Look:
    return look(Matter.PROJECT, city_id=project.city_id, user_id=user_id, had_it_in_hand=had_it_in_hand)


def agrees_alone(project: Project, user_id: int) -> str:
    """Why this person may agree though they had it in hand; empty where they had not."""
    people = hands_on(project) | {project.asked_by_id, project.created_by_id}
    return _looks(project, user_id, people).alone_because


def may(step: str, project: Project, member: Membership) -> bool:
    return not why_not(step, project, member)


def require(step: str, project: Project, member: Membership) -> None:
    """Raises Refused, saying why."""
    if refused := why_not(step, project, member):
        raise Refused(str(refused))


def hands_on(project: Project) -> frozenset[int]:
    """The numbers of those who changed what a project says since its start or stop was asked for. Inside its city."""
    kind = history_by_model(Project)
    events = list(kind.events.filter(pgh_obj_id=project.pk).order_by("pgh_id"))
    since = next((place for place in range(len(events)) if events[place].asked_at == project.asked_at), None)
    if since is None or not project.asked_for:
        return frozenset()
    said = [each.attname for each in Project._meta.concrete_fields if each.name not in OF_THE_STEPS]
    people = {
        actor_of(event)
        for before, event in pairwise(events[since:])
        if any(getattr(before, name) != getattr(event, name) for name in said)
    }
    for part in kind.parts:
        later = events_of_part(part, project.pk).filter(pgh_created_at__gte=events[since].pgh_created_at)
        people |= {actor_of(event) for event in later}
    return frozenset(people - {0})
