"""What a project stands on, and why it goes on where it stands on nothing."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_staff
from core.errors import Refused
from planning.models import Grounding, Project
from planning.models.projects import UNDER_WAY

Chosen = tuple[str, str]
"""A kind of ground and its key."""


@transaction.atomic
def keep_grounds(
    *, project: Project, chosen: Collection[Chosen], offered: Collection[Chosen], number: int, because: str, by: User
) -> Project:
    """Of what was `offered` from diagnosis no. `number`, let the project stand on what was chosen; what it stood on and
    was not offered stays. Raises Refused, ValidationError."""
    require_staff(project.city_id, by)
    project = Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    if set(chosen) - set(offered):
        raise Refused(_("What was chosen does not stand in this diagnosis any more. Choose again."))
    there = {(each.kind, each.key): each for each in project.groundings.all()}
    for pair in there.keys() & (set(offered) - set(chosen)):
        there.pop(pair).delete()
    for kind, key in sorted(set(chosen) - there.keys()):
        row = Grounding(city_id=project.city_id, project=project, kind=kind, key=key, chosen_in=number)
        row.full_clean()
        row.save()
    project.ungrounded_because = because.strip()
    require_reason_without(project)
    project.full_clean()
    project.save(update_fields=["ungrounded_because"])
    return project


def is_ungrounded(project: Project) -> bool:
    return not project.groundings.exists()


def require_reason_without(project: Project) -> None:
    """A project that is under way and stands on nothing says why. Raises ValidationError."""
    if project.status in UNDER_WAY and not project.ungrounded_because and is_ungrounded(project):
        raise ValidationError(
            _("It is under way, so it stands on something of a diagnosis, or says why it goes on without.")
        )
