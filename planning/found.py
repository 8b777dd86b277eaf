"""How one search over everything finds projects."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.lists import cells
from mapping.found import with_district_names
from planning.models import Project
from records.registries.findable import Findable, Hit, texts


def searched_projects(rows: Any, member: Membership) -> Any:
    searched = texts("title", "objective", "for_whom", "owner", "lessons", "where_names")
    return with_district_names(rows, member).alias(searched=searched)


def _projects(member: Membership) -> Any:
    rows = searched_projects(Project.objects.visible_to(member.user), member)
    return rows.annotate(where_names=F("where_names"))


def _project(row: Any, city: str) -> Hit:
    where = row.where_names or __("City-wide")
    return Hit(
        row.title, reverse("project", args=[city, row.pk]), where, row.owner, cells.chip(row.get_status_display())
    )


PROJECTS = Findable(_("Projects"), _projects, _project, ("title", "pk"), "projects", members=True)
