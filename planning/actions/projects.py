"""Keeping a project with its partners."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from accounts.markings import highest
from accounts.models import User
from accounts.permissions import require_processing_record, require_staff
from core.errors import Refused
from planning.actions.grounds import require_reason_without
from planning.for_whom import refused
from planning.models import Grounding, Partnership, Project
from records.registries.derived import follow_marking
from stakeholders.models import Organisation


@transaction.atomic
def keep_project(
    *, project: Project, partners: Sequence[Organisation], by: User, first_ground: Grounding | None = None
) -> Project:
    """Keep a new or changed project, with whom it is done, and what a new one stands on. Raises Refused,
    ValidationError."""
    member = require_staff(project.city_id, by)
    require_processing_record(project.city)
    if not member.is_cleared_for(project.marking):
        raise Refused(_("You are not cleared for this marking, so you would lose sight of the project."))
    if wrong := refused(project):
        raise ValidationError(dict(wrong))
    before = project.marking
    if project._state.adding:
        project.created_by = by
    else:
        hold_city(project.city_id)
        before = Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk).marking
        require_reason_without(project)
    project.full_clean()
    project.save()
    if highest([before, project.marking]) != before:
        follow_marking(project.city_id, Project._meta.label_lower, [project.pk], project.marking)
    _keep_partners(project, partners)
    if first_ground is not None:
        first_ground.city, first_ground.project = project.city, project
        first_ground.full_clean()
        first_ground.save()
    return project


def _keep_partners(project: Project, partners: Sequence[Organisation]) -> None:
    wanted = {each.pk for each in partners}
    there = set(project.partnerships.values_list("organisation_id", flat=True))
    project.partnerships.filter(organisation_id__in=there - wanted).delete()
    Partnership.objects.bulk_create(
        Partnership(city_id=project.city_id, project=project, organisation_id=each) for each in sorted(wanted - there)
    )
