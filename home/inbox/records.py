"""Records that wait: returned, to be reviewed, to be looked at again; where nobody looks, and who was not heard."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from analysis.records import Coverage
from core import formats
from core.lists import COUNTED, in_words
from core.sort_keys import alphabetical
from home.figures import Figures
from home.inbox.item import SHOWN, InboxItem
from home.reviewed import REVIEWED
from records.models import Record, ReviewState
from stakeholders.reach import Reach

GROUPS_NAMED = 3


def returned(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """Each by its name with what the reviewer asks."""
    for kind in REVIEWED:
        if not there.of("returned", kind.model):
            continue
        mine = kind.model.objects.visible_to(request.user).filter(state=ReviewState.RETURNED, created_by=request.user)
        found: list[Record] = list(mine.order_by("pk")[: SHOWN + 1])
        for each in found[:SHOWN]:
            url = reverse(kind.page, args=[request.city.slug, each.pk])
            yield InboxItem(_("Returned"), "attention", str(each), each.review_comment, url)
        if len(found) > SHOWN:
            url = f"{reverse(kind.pages, args=[request.city.slug])}?state=returned"
            title = kind.returned % {"count": formats.number(mine.count())}
            yield InboxItem(_("Returned"), "attention", title, _("Correct them and hand them in again."), url)


def to_review(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What this admin may approve. That something waits does not say that it is not their own."""
    for kind in REVIEWED:
        if not there.of("to review", kind.model):
            continue
        count, goes_on = kind.model.objects.visible_to(request.user).count_to_approve_by(request.user, COUNTED)
        if count:
            title = kind.to_review % {"count": in_words(count, is_capped=goes_on)}
            url = f"{reverse(kind.pages, args=[request.city.slug])}?state=submitted"
            yield InboxItem(_("To review"), "running", title, _("They count once you approved them."), url)


def stale(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    for kind in REVIEWED:
        if count := there.of("stale", kind.model):
            title = kind.stale % {"count": formats.number(count)}
            url = f"{reverse(kind.pages, args=[request.city.slug])}?stale=yes&state=approved"
            hint = _("The day has passed until which they were to hold.")
            yield InboxItem(_("Stale"), "attention", title, hint, url)


def nobody_looks(request: CityRequest, coverage: Sequence[Coverage]) -> Iterator[InboxItem]:
    """To admins, who say where sources look: that the days of all of them are over."""
    if not request.membership.is_admin or any(each.still_looking for each in coverage):
        return
    last = max((each.end for each in coverage), default=None)
    if last and last < timezone.localdate():
        title = _("No source you may read has looked since %(day)s") % {"day": formats.short_day(last)}
        hint = _("What happened after that is unknown. Say who looks now.")
        yield InboxItem(_("Not looked at"), "attention", title, hint, reverse("sources", args=[request.city.slug]))


def not_heard(request: CityRequest, heard: Reach) -> Iterator[InboxItem]:
    """Marginalised groups first; nothing where the city has named no group yet."""
    groups = sorted(heard.not_heard, key=lambda group: (not group.marginalised, alphabetical(group.name)))
    if not groups:
        return
    names = ", ".join(group.name for group in groups[:GROUPS_NAMED])
    if more := len(groups) - GROUPS_NAMED:
        names = _("%(names)s and %(count)s more") % {"names": names, "count": more} if more > 0 else names
    days = {"start": formats.short_month(heard.period.start), "end": formats.short_month(heard.period.end)}
    hint = (
        _(
            "Not told of in consultations you may read, %(start)s to %(end)s; confidential ones count where three of "
            "a calendar year tell of the same group."
        )
        % days
    )
    yield InboxItem(_("Not reached"), "attention", names, hint, reverse("groups", args=[request.city.slug]))
