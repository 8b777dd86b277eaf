"""Rows that belong to a project: indicators, what was measured, who pays."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import require_staff
from planning.models import Project


@transaction.atomic
def keep_rows(*, project: Project, written: Sequence[Any], removed: Sequence[Any] = (), by: User) -> Project:
    """Keep what was written and take out what is not meant any more. Raises Refused, ValidationError."""
    require_staff(project.city_id, by)
    Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    for row in removed:
        row.delete()
    for row in written:
        row.city, row.project = project.city, project
        row.full_clean()
        row.save()
    return project
