"""How projects end: as long after their end as the city keeps diagnoses, which they stand on."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from planning.models import Funding, Grounding, Indicator, Measurement, Partnership, Project, ReviewFlag
from planning.models.projects import UNDER_WAY
from records.registries.erasure import Eraser, Removed, remove_with

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What a project is made of, in the order in which it goes.
PARTS: tuple[type[Model], ...] = (Measurement, Indicator, Grounding, Funding, ReviewFlag, Partnership)


def _over_before(day: datetime.date) -> "QuerySet[Project]":
    """What is planned and never begun goes by the day it was written."""
    ended = Project.objects.exclude(status__in=UNDER_WAY).exclude(status_since__gte=day)
    return ended.filter(created_at__date__lt=day).order_by("created_at")


def _remove(project: Any) -> Removed:
    return remove_with(project, PARTS, of="project")


PROJECTS = Eraser(Project, "diagnosis", _("Projects"), _over_before, _remove)
