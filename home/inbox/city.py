"""What waits for admins of the city itself: access of the host, a second admin, jobs, the check of the history."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HostAccess
from accounts.requests import CityRequest
from home.figures import Figures
from home.inbox.item import SHOWN, InboxItem
from records.models import PendingChange, Verification


def host_access(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    if not there["host access"]:
        return
    for access in HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff"):
        title = _("%(name)s asks to come in as host staff") % {"name": access.staff}
        url = reverse("host_access_decide", args=[request.city.slug, access.pk])
        yield InboxItem(_("Asked"), "alert", title, access.reason, url)


def pending(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What waits for a second admin, and not for whoever asked for it."""
    if not there["pending changes"]:
        return
    waiting = PendingChange.objects.waiting().with_days().filter(city=request.city).exclude(asked_by=request.user)
    for each in waiting[:SHOWN]:
        title = _("%(kind)s: %(change)s") % {"kind": each.get_kind_display(), "change": each}
        yield InboxItem(
            _("Second admin"), "alert", title, each.words, reverse("pending_change", args=[request.city.slug, each.pk])
        )


def failed_jobs(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    if count := there["failed jobs"]:
        url = f"{reverse('jobs', args=[request.city.slug])}?state=failed"
        title = _("Jobs that failed: %(count)s") % {"count": count}
        yield InboxItem(_("Failed"), "alert", title, _("See why, and try them again."), url)


def verification(request: CityRequest) -> Iterator[InboxItem]:
    """What the last nightly check found, or that it broke off."""
    if not request.membership.is_admin:
        return
    newest = Verification.objects.filter(city=request.city).newest()
    if newest is None or newest.holds:
        return
    url = reverse("verification", args=[request.city.slug])
    if newest.error:
        title, hint = _("The check of the history could not be finished"), _("See why.")
    else:
        title = _("Not as the history says: %(count)s") % {"count": newest.found}
        hint = _("Somebody wrote behind the program, or a disk fails. See what, and tell whoever runs the server.")
    yield InboxItem(_("Failed"), "alert", title, hint, url)
