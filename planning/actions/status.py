"""A project from planned to its end. That it starts or stops is asked for by one person and agreed to by another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_staff
from core.errors import Refused
from planning.actions.grounds import is_ungrounded
from planning.for_whom import refused
from planning.models import Project
from planning.permissions import AGREE, FINISH, PAUSE, REFUSE, RESUME, START, STOP, agrees_alone, require
from planning.vocabulary import ProjectStatus

ASKED = {START: ProjectStatus.ACTIVE, STOP: ProjectStatus.STOPPED}
AT_ONCE = {PAUSE: ProjectStatus.PAUSED, RESUME: ProjectStatus.ACTIVE, FINISH: ProjectStatus.FINISHED}
NOT_ASKED: dict[str, Any] = {"asked_for": "", "asked_because": "", "asked_by": None, "asked_at": None}


@transaction.atomic
def take_step(*, project: Project, step: str, because: str = "", by: User) -> Project:
    """Ask that it starts or stops, answer what was asked, or set it in another status. Raises Refused,
    ValidationError."""
    member = require_staff(project.city_id, by)
    project = Project.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=project.pk)
    require(step, project, member)
    if step == AGREE:
        return _agree(project, by)
    because = because.strip()
    if not because:
        raise ValidationError(_("Say why. It stays in the history, for whoever reads the plan."))
    if step == REFUSE:
        return _saved(project, {**NOT_ASKED, "refused_because": because})
    if step in ASKED:
        if step == START:
            require_ground(project)
        asked = {"asked_for": ASKED[step], "asked_because": because, "asked_by": by, "asked_at": timezone.now()}
        return _saved(project, {**asked, "refused_because": ""})
    if step == FINISH:
        return _saved(project, {**_in_status(AT_ONCE[step], because), **NOT_ASKED})
    return _saved(project, _in_status(AT_ONCE[step], because))


def _agree(project: Project, by: User) -> Project:
    if project.asked_for == ProjectStatus.ACTIVE:
        require_ground(project)
    now = _in_status(project.asked_for, project.asked_because)
    return _saved(project, {**now, **NOT_ASKED, "agreed_by": by, "alone_because": agrees_alone(project, by.pk)})


def require_ground(project: Project) -> None:
    """Nothing starts that stands on nothing, unless somebody wrote why; nor for people named by who they are. Raises
    Refused."""
    if not project.ungrounded_because and is_ungrounded(project):
        raise Refused(
            _(
                "It stands on nothing of a diagnosis. Open “Choose what justifies it”: choose something there, or "
                "write why it goes on without."
            )
        )
    if wrong := refused(project):
        raise Refused(" ".join(wrong.values()))


def _in_status(status: str, because: str) -> dict[str, Any]:
    return {"status": status, "status_since": timezone.localdate(), "status_because": because}


def _saved(project: Project, now: dict[str, Any]) -> Project:
    for name, value in now.items():
        setattr(project, name, value)
    project.full_clean()
    project.save(update_fields=list(now))
    return project
