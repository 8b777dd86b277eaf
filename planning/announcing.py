"""What of a project every member is told, and whom a flag waits for."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.markings import Marking
from accounts.models import City, Membership
from core.formats import day
from core.lengths import REASON
from planning.models import Grounding, Project, ReviewFlag
from planning.models.projects import UNDER_WAY
from planning.vocabulary import ProjectStatus
from records.registries.awaiting import Awaited
from records.registries.change_notices import Announces, NoticeClass

MUST, DIGEST = NoticeClass.MUST, NoticeClass.DIGEST


def _title(before: Any, after: Any) -> str:
    """What happened to it, in one line."""
    named = {"project": (after or before).title}
    if after is None:
        return _("“%(project)s” is there no more") % named
    if before is None or before.status != after.status:
        if after.status == ProjectStatus.ACTIVE:
            resumed = before is not None and before.status == ProjectStatus.PAUSED
            return (_("“%(project)s” goes on") if resumed else _("“%(project)s” begins")) % named
        said = {
            ProjectStatus.PAUSED.value: _("“%(project)s” rests for now"),
            ProjectStatus.FINISHED.value: _("“%(project)s” has come to its end"),
            ProjectStatus.STOPPED.value: _("“%(project)s” is stopped"),
        }
        return said.get(after.status, _("“%(project)s” is planned anew")) % named
    if before.objective != after.objective:
        return _("“%(project)s” has another aim") % named
    if before.for_whom != after.for_whom:
        return _("“%(project)s” is with and for others") % named
    return _("“%(project)s” changes") % named


def _why(before: Any, after: Any) -> str:
    """Why it is in its status, where that is what changed; and that it stands on nothing of a diagnosis, where it goes
    on all the same."""
    if after is None or (before is not None and before.status == after.status):
        return ""
    is_under_way = after.status in UNDER_WAY and bool(after.ungrounded_because)
    if not is_under_way or Grounding.objects.filter(project=after.pgh_obj_id).exists():
        return str(after.status_because)
    without = _("It has no ground in a diagnosis. %(why)s") % {"why": after.ungrounded_because}
    return f"{after.status_because} {without}"[:REASON]


def _decided(_before: Any, after: Any) -> str:
    if after is None or not after.decided_by:
        return ""
    return f"{after.decided_by}, {day(after.decided_on)}" if after.decided_on else str(after.decided_by)


# Started, changed in aim, stopped: that must be told. The rest of what members plan with is told with the next mail.
PROJECT = Announces(
    fields={
        "status": MUST,
        "objective": MUST,
        "for_whom": MUST,
        "level": MUST,
        **dict.fromkeys(("title", "setting", "needs", "districts", "owner", "starts_on", "ends_on"), DIGEST),
        **dict.fromkeys(("decided_by", "decided_on", "budget", "lessons"), DIGEST),
        "review_on": NoticeClass.SILENT,
    },
    is_out=lambda row: row.status != ProjectStatus.PLANNED,
    title=_title,
    why=_why,
    affects=lambda before, after: (after or before).for_whom,
    decided=_decided,
    url=lambda row: reverse("project", args=[row.city.slug, row.pk]),
)
OF_PROJECT = (Project, "project_id")
INDICATOR = Announces(fields=dict.fromkeys(("title", "baseline", "aim", "target", "due"), DIGEST), part_of=OF_PROJECT)
PARTNERS = Announces(fields={"organisation": DIGEST}, part_of=OF_PROJECT)
FUNDERS = Announces(fields={"funder": DIGEST, "lost_on": DIGEST}, part_of=OF_PROJECT)
# Which sentence it is, and what the diagnosis says, stands on the page of the project for whoever may read it there.
GROUNDS = Announces(fields={"kind": DIGEST, "chosen_in": DIGEST}, part_of=OF_PROJECT)
# To be looked up: a mail for every value would be too many.
MEASURED = Announces(
    fields=dict.fromkeys(("value", "of", "measured_on", "source"), NoticeClass.SILENT), part_of=OF_PROJECT
)
# A decision and its reason are written for every member who reads the project, so the notice is marked as that is,
# though what the flag tells (before, now) is marked as what it is made of, and no notice says it.
DECISIONS = Announces(
    fields={"decision": DIGEST, "reason": DIGEST},
    is_out=lambda row: bool(row.decision),
    marking=lambda _row: Marking.CLEAR,
    part_of=OF_PROJECT,
)


def flag_waits(before: Any, after: Any) -> Iterator[Awaited]:
    """A new flag waits for the admins who may read it; they decide."""
    if after is None or before is not None:
        return
    flag = ReviewFlag.objects.filter(pk=after.pgh_obj_id, decision="").first()
    if flag is None:
        return
    admins = Membership.objects.in_force().lasting().admins().filter(city=flag.city_id, user__is_active=True)
    seen = [
        each.user_id
        for each in admins.select_related("user")
        if ReviewFlag.objects.visible_to(each.user).filter(pk=flag.pk).exists()
    ]
    city = City.objects.get(pk=flag.city_id)
    link = reverse("flag", args=[city.slug, flag.project_id, flag.pk])
    yield Awaited("flag", seen, link, (ReviewFlag, flag.pk))
