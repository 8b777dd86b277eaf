"""The way out: the check is answered, a second person releases, every member is told."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from accounts.models import User
from core.errors import Refused
from core.formats import short_day
from notices.actions import notify_members
from notices.models import ChangeNotice
from reports.actions.judgements import in_review
from reports.models import Diagnosis, ReleaseCheck
from reports.release.after import tell_released
from reports.release.hits import pages_of
from reports.release.permissions import (
    ABOVE_REPORTS,
    OTHER_TEXT,
    TELLS_BY_DIFFERENCE,
    is_other_text,
    look_before_release,
    prints_too_low_a_marking,
    tells_by_difference,
    unanswered,
    undecided,
)


@transaction.atomic
def answer_check(*, diagnosis: Diagnosis, answers: Sequence[ReleaseCheck], by: User) -> Diagnosis:
    """Keep the answers of the do-no-harm check; where none is open it is passed, and a second person may release."""
    diagnosis = in_review(diagnosis, by)
    if undecided(diagnosis):
        raise Refused(_("Decide every judgement first: the check is about what will be printed."))
    diagnosis.checks.exclude(question__in=[each.question for each in answers]).delete()
    there = dict(diagnosis.checks.values_list("question", "pk"))
    for each in answers:
        each.pk = there.get(each.question)
        each._state.adding = each.pk is None
        each.city, each.diagnosis, each.answered_by = diagnosis.city, diagnosis, by
        each.full_clean()
        each.save()
    passed = not unanswered(diagnosis)
    diagnosis.checked_by, diagnosis.checked_at = (by, timezone.now()) if passed else (None, None)
    diagnosis.checked_pages = pages_of(diagnosis) if passed else {}
    diagnosis.save(update_fields=["checked_by", "checked_at", "checked_pages"])
    return diagnosis


@transaction.atomic
def release(*, diagnosis: Diagnosis, note: str, by: User, is_late_on_purpose: bool = False) -> Diagnosis:
    """Send a diagnosis on its way out: the reports are set as released, then every member is told. Raises Refused.

    After its own day of review it goes out only where somebody says that it still holds.
    """
    diagnosis = in_review(diagnosis, by)
    # who raises a marking and who lets it out wait for each other; of two that are let out the second sees the first
    hold_city(diagnosis.city_id)
    if prints_too_low_a_marking(diagnosis):
        raise Refused(str(ABOVE_REPORTS))
    if diagnosis.checked_by_id is None or undecided(diagnosis) or unanswered(diagnosis):
        raise Refused(_("Nothing is released before the do-no-harm check."))
    if is_other_text(diagnosis):
        raise Refused(str(OTHER_TEXT))
    seen = look_before_release(diagnosis, by.pk)
    if not seen.may:
        raise Refused(
            _("A second person releases: one who neither made the check nor wrote what is printed. Ask another admin.")
        )
    if diagnosis.is_past_review and not is_late_on_purpose:
        raise Refused(_("Its day of review has passed. Say that it still holds, or ask for a new one."))
    if tells_by_difference(diagnosis):
        raise Refused(str(TELLS_BY_DIFFERENCE))
    diagnosis.released_by, diagnosis.release_note = by, note.strip()
    diagnosis.released_on = timezone.localdate()
    diagnosis.alone_because = seen.alone_because
    diagnosis.full_clean()
    diagnosis.save(update_fields=["released_by", "release_note", "released_on", "alone_because"])
    return diagnosis


def finish_release(*, diagnosis: Diagnosis) -> ChangeNotice:
    """The reports are made: it is released from now on, takes the place of one of the same period, and is told of."""
    # Of two that are released at once the second sees the first.
    hold_city(diagnosis.city_id)
    before = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED).first()
    same = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED, start=diagnosis.start, end=diagnosis.end)
    replaced = list(same)
    same.update(state=Diagnosis.State.SUPERSEDED)
    diagnosis.state = Diagnosis.State.RELEASED
    diagnosis.save(update_fields=["state"])
    tell_released(diagnosis)
    return notify_members(
        city=diagnosis.city,
        what=ChangeNotice.What.RELEASE,
        say=lambda: {
            "before": _of_period(before) if before else "",
            "after": _of_period(diagnosis),
            "why": diagnosis.release_note,
        },
        link=reverse("diagnosis", args=[diagnosis.city.slug, diagnosis.number]),
        by=diagnosis.released_by,
        about=[diagnosis, *replaced],
    )


def take_back_release(*, diagnosis_id: int, job_id: UUID) -> None:
    """The reports could not be made: it is in review as before, and can be released again.

    Only where it waits for this job: a release asked for since is another.
    """
    Diagnosis.objects.filter(pk=diagnosis_id, state=Diagnosis.State.IN_REVIEW, job=job_id).update(
        released_by=None, released_on=None, release_note="", alone_because=""
    )


def _of_period(diagnosis: Diagnosis) -> str:
    return _("No. %(number)s, %(start)s – %(end)s") % {
        "number": diagnosis.number,
        "start": short_day(diagnosis.start),
        "end": short_day(diagnosis.end),
    }
