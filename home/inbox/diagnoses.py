"""Diagnoses that are being made, wait to be released, or are in force."""

from collections.abc import Iterator, Sequence
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.composed import ANYBODY, Composed
from accounts.models import User
from accounts.requests import CityRequest
from home.inbox.item import SHOWN, InboxItem
from reports.models import Diagnosis
from reports.release.permissions import look_before_release, may_work_on, undecided


def current_diagnoses(request: CityRequest) -> list[Diagnosis]:
    """The one in force, those being computed and those in review, the latest first; as far as this person sees them."""
    return list(_current_diagnoses().instances(request.user.pk))


@cache
def _current_diagnoses() -> Composed:
    states = [Diagnosis.State.RELEASED, Diagnosis.State.ANALYSING, Diagnosis.State.IN_REVIEW]
    return Composed(Diagnosis.objects.visible_to(User(pk=ANYBODY)).filter(state__in=states))


def in_force(diagnoses: Sequence[Diagnosis]) -> Diagnosis | None:
    return next((each for each in diagnoses if each.state == Diagnosis.State.RELEASED), None)


def of_diagnoses(request: CityRequest, diagnoses: Sequence[Diagnosis]) -> Iterator[InboxItem]:
    """Diagnoses in review, and what each waits for of this admin."""
    if not request.membership.is_admin:
        return
    in_review = [each for each in diagnoses if may_work_on(each, request.membership)]
    for each in in_review[:SHOWN]:
        here = [request.city.slug, each.number]
        name = _("Diagnosis no. %(number)s") % {"number": each.number}
        if open_ones := undecided(each):
            hint = _("Judgements to decide: %(count)s") % {"count": open_ones}
            yield InboxItem(_("Decide"), "running", name, hint, reverse("judgements", args=here))
        elif each.checked_by_id is None:
            hint = _("Waits for the do-no-harm check.")
            yield InboxItem(_("Check"), "running", name, hint, reverse("release_check", args=here))
        elif (seen := look_before_release(each, request.user.pk)).may:
            hint = (
                _("Checked. Here one person releases it too: you could.")
                if seen.alone_because
                else _("Checked. A second person releases it: you could.")
            )
            yield InboxItem(_("Release"), "running", name, hint, reverse("release_now", args=here))
