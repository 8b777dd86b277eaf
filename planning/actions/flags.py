"""Flags: raised once, and closed by a decision with its reason alone."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.markings import Marking
from accounts.models import User
from accounts.permissions import member_of, require_admin
from core.errors import Refused
from core.lengths import SENTENCES
from planning.actions.status import take_step
from planning.models import Project, ReviewFlag
from planning.permissions import REFUSE, STOP, why_not
from planning.vocabulary import FlagCause, FlagDecision, ProjectStatus

DAYS_TO_DECIDE = 14
# Of one person about one project, and not decided yet: they stand on one page.
MOST_TOLD = 20


def raise_flag(
    *,
    project: Project,
    cause: FlagCause,
    key: str,
    after: str,
    before: str = "",
    marking: str = Marking.AMBER,
    by: User | None = None,
) -> ReviewFlag | None:
    """Put a project in question; None where the same thing did so before, whether or not that was decided since."""
    flag, is_new = ReviewFlag.objects.get_or_create(
        city_id=project.city_id,
        project=project,
        cause=cause,
        key=key,
        defaults={
            "before": before[:SENTENCES],
            "after": after[:SENTENCES],
            "marking": marking,
            "raised_by": by,
            "decide_by": timezone.localdate() + datetime.timedelta(days=DAYS_TO_DECIDE),
        },
    )
    return flag if is_new else None


@transaction.atomic
def tell_of(*, project: Project, cause: FlagCause, key: str, what: str, marking: str, by: User) -> ReviewFlag:
    """A member says that it does harm, or asks to look at it again. Raises Refused, ValidationError."""
    if member_of(project.city_id, by) is None:
        raise Refused(_("Only members of the city's network say something of its projects."))
    if not what.strip():
        raise ValidationError(_("Say what it is about."))
    if ReviewFlag.objects.filter(project=project, raised_by=by).to_decide().count() >= MOST_TOLD:
        raise Refused(
            _("You have said %(most)s things of it that nobody has decided on yet. Talk to the city instead.")
            % {"most": MOST_TOLD}
        )
    flag = raise_flag(project=project, cause=cause, key=key, after=what.strip(), marking=marking, by=by)
    if flag is None:
        raise Refused(_("This was sent already."))
    return flag


@transaction.atomic
def decide_flag(
    *, flag: ReviewFlag, decision: str, reason: str, review_on: datetime.date | None = None, by: User
) -> ReviewFlag:
    """Keep, adapt or stop. That it stops is asked for with it, in place of a start that was, and another admin agrees.
    Raises Refused, ValidationError."""
    member = require_admin(flag.city_id, by)
    project = (
        Project.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=flag.project_id)
    )
    flag = ReviewFlag.objects.select_for_update(no_key=True, of=("self",)).get(pk=flag.pk)
    if flag.decision:
        raise Refused(_("It was decided already: %(decision)s.") % {"decision": flag.get_decision_display()})
    flag.decision, flag.reason = decision, reason.strip()
    flag.decided_by, flag.decided_at = by, timezone.now()
    flag.full_clean()
    flag.save()
    if decision == FlagDecision.STOP:
        if project.asked_for == ProjectStatus.ACTIVE:  # nobody starts what is decided to stop
            project = take_step(project=project, step=REFUSE, because=flag.reason, by=by)
        if not why_not(STOP, project, member):
            take_step(project=project, step=STOP, because=flag.reason, by=by)
    elif review_on is not None:
        project.review_on = review_on
        project.save(update_fields=["review_on"])
    return flag
