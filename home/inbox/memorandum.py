"""What of the memorandum waits for one person: to sign it, to say something of it, to put it in force, to answer."""

from collections.abc import Iterator, Sequence
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.composed import ANYBODY, Composed
from accounts.models import User
from accounts.requests import CityRequest
from core import formats
from home.figures import REVIEW_AHEAD
from home.inbox.item import SHOWN, InboxItem
from stakeholders.memorandum.page import to_sign_by
from stakeholders.memorandum.steps import DECIDE, may
from stakeholders.models import Memorandum
from stakeholders.vocabulary import VersionState


def of_memorandum(request: CityRequest, *, revisions: int = 0) -> Iterator[InboxItem]:
    """A memorandum to sign; for those who work here, one to say something of or to put in force, wishes to revise it,
    and its day of review."""
    versions: list[Memorandum] = list(_versions().instances(request.user.pk))
    decided = [each for each in versions if each.is_decided]
    if decided:
        asked = list(_to_sign(request, decided[0])) if decided[0].ended_on is None else []
        yield from asked or _unsigned(request)
    if request.membership.is_admin:
        yield from _memorandum_again(request, decided, revisions)
    for each in versions:
        if each.state != VersionState.PUT:
            continue
        url = reverse("memorandum_version", args=[request.city.slug, each.number])
        if request.membership.is_admin and may(DECIDE, each, request.membership):
            yield InboxItem(
                _("Agree"), "running", str(each), _("It is before the members. You could put it in force."), url
            )
        elif each.comment_by is None:
            yield InboxItem(
                _("To read"), "running", str(each), _("Say what you think of it before it is decided."), url
            )
        elif each.comment_by >= timezone.localdate():
            hint = _("Say what you think of it until %(day)s.") % {"day": formats.short_day(each.comment_by)}
            yield InboxItem(_("To read"), "running", str(each), hint, url)


@cache
def _versions() -> Composed:
    """The newest that one may read."""
    return Composed(Memorandum.objects.visible_to(User(pk=ANYBODY)).order_by("-number")[:SHOWN])


def _to_sign(request: CityRequest, version: Memorandum) -> Iterator[InboxItem]:
    for body in to_sign_by(request.membership, version)[:SHOWN]:
        url = reverse("memorandum_version", args=[request.city.slug, version.number])
        hint = _("Until it is signed, nothing above TLP:CLEAR is shared with it.")
        if not body.is_unsigned and body.unsigned_from:
            until = formats.short_day(timezone.localtime(body.unsigned_from))
            hint = _("Unless it is signed, nothing above TLP:CLEAR is shared with it from %(day)s.") % {"day": until}
        title = _("Sign the memorandum for %(member)s") % {"member": body}
        yield InboxItem(_("Sign"), "attention", title, hint, url)


def _unsigned(request: CityRequest) -> Iterator[InboxItem]:
    """That somebody reads less than they were cleared for, where it is not for them to sign."""
    if request.membership.is_unsigned:
        title, hint = (
            _("You read what is marked TLP:CLEAR alone"),
            _("No member you stand for has signed a memorandum that holds."),
        )
        yield InboxItem(_("Not signed"), "attention", title, hint, reverse("memorandum", args=[request.city.slug]))


def _memorandum_again(request: CityRequest, decided: Sequence[Memorandum], revisions: int) -> Iterator[InboxItem]:
    """Its day of review, from two weeks before; what members ask to be otherwise, also before any is decided."""
    today = timezone.localdate()
    holds = next((each for each in decided if each.in_force_on and each.in_force_on <= today), None)
    if holds and holds.ended_on is None and holds.review_on and holds.review_on <= today + REVIEW_AHEAD:
        url = reverse("memorandum_version", args=[request.city.slug, holds.number])
        hint = _("To be looked at again on %(day)s.") % {"day": formats.short_day(holds.review_on)}
        yield InboxItem(_("Review"), "attention" if holds.is_past_review else "neutral", str(holds), hint, url)
    if revisions:
        title = _("Revisions of the memorandum to answer: %(count)s") % {"count": revisions}
        url = reverse("memorandum", args=[request.city.slug])
        yield InboxItem(_("Answer"), "running", title, _("Taken up, or not and why."), url)
