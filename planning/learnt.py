"""What other projects of the city learnt that met the same needs: practice of others, with where it comes from."""

from django.db.models import F, Q

from accounts.models import User
from core.sort_keys import Alphabetical
from planning.models import Project

MOST_SHOWN = 5


def learnt_elsewhere(project: Project, user: User) -> list[Project]:
    """Those with lessons that this person may read, by need or setting; the newest first."""
    alike = Q(needs__overlap=project.needs)
    if project.setting:
        alike |= Q(setting=project.setting)
    if not project.needs and not project.setting:
        return []
    rows = Project.objects.visible_to(user).filter(alike).exclude(pk=project.pk).exclude(lessons="")
    # of what is planned alone no day is kept
    newest = F("status_since").desc(nulls_last=True)
    return list(rows.select_related("city").order_by(newest, Alphabetical("title"))[:MOST_SHOWN])
