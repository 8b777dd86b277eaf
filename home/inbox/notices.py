"""Notices that are new or ask for something."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.requests import CityRequest
from core.lists import up_to_a_limit
from home.figures import Figures
from home.inbox.item import SHOWN, InboxItem
from notices.models import ChangeNotice, Delivery

NOTICED = {
    ChangeNotice.What.RELEASE: __("What changed, and why."),
    ChangeNotice.What.CHANGE: __("What changed, and why."),
    ChangeNotice.What.FIGURES: __("What changed, and why."),
    ChangeNotice.What.MEMORANDUM: __("What the network agreed, and what is asked of its members."),
    ChangeNotice.What.SECOND_ADMIN: __("What is to change, and who asked. Acknowledge it."),
    ChangeNotice.What.ACCOUNT: __("Whose, and since when. Acknowledge it."),
    ChangeNotice.What.READING: __("Who, and how much. Acknowledge it."),
}


def of_notices(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What is asked of this person, and what they were told and have not opened."""
    mine = Delivery.objects.visible_to(request.user).filter(city=request.city)
    waiting = [mine.unread()] if there["unread"] else []
    waiting += [mine.read_to_acknowledge(request.user.pk)] if there["to acknowledge"] else []
    found = [each for some in waiting for each in some.for_list()[: SHOWN + 1]]
    found.sort(key=lambda each: each.pk, reverse=True)
    for each in found[:SHOWN]:
        url = reverse("notice", args=[request.city.slug, each.pk])
        yield InboxItem(
            _("Notice"),
            "running",
            each.named_for(request.membership),
            _what_it_says(each, request),
            url,
        )
    if len(found) > SHOWN:
        title = _("Notices to read or answer: %(count)s") % {"count": up_to_a_limit(*waiting)}
        url = reverse("notices", args=[request.city.slug])
        yield InboxItem(_("Notice"), "running", title, _("What changed, and why."), url)


def _what_it_says(delivery: Delivery, request: CityRequest) -> str:
    """What one reads there, as far as one may."""
    if not delivery.is_open_to(request.membership):
        return _("You are not cleared to read it.")
    if not delivery.notice.counts_for(request.membership.reads_up_to):
        return _("Who it is. Acknowledge it.")
    return str(NOTICED[ChangeNotice.What(delivery.notice.what)])
