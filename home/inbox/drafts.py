"""What was typed and not handed in."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from core import formats
from home.inbox.item import SHOWN, InboxItem
from records.editing import left_by, not_handed_in


def drafts(request: CityRequest) -> Iterator[InboxItem]:
    """What was typed and is in no record, by its name; the rest of many is on a page of its own."""
    mine = left_by(request)
    for each in mine[:SHOWN]:
        hint = _("Kept %(when)s; nobody else sees it.") % {"when": formats.moment(each.draft.saved_at)}
        if each.draft.is_set_aside:
            yield InboxItem(_("Kept text"), "neutral", each.name, hint, each.url)
        else:
            yield InboxItem(_("Draft"), "neutral", _("Not finished: %(form)s") % {"form": each.name}, hint, each.url)
    if len(mine) > SHOWN:
        title = _("All that you have not finished: %(count)s") % {"count": len(mine)}
        yield InboxItem(_("Draft"), "neutral", title, _("Go on, or throw it away."), _my_drafts(request))


def not_handed_in_by(request: CityRequest) -> Iterator[InboxItem]:
    mine = not_handed_in(request)
    for label, record, url in mine[:SHOWN]:
        title = _("%(kind)s: %(title)s") % {"kind": label, "title": record}
        yield InboxItem(_("Not handed in"), "neutral", title, _("Saved. It counts nowhere until it is approved."), url)
    if len(mine) > SHOWN:
        title = _("Saved and not handed in: %(count)s") % {"count": len(mine)}
        yield InboxItem(
            _("Not handed in"), "neutral", title, _("Hand them in when they are ready."), _my_drafts(request)
        )


def _my_drafts(request: CityRequest) -> str:
    return reverse("drafts", args=[request.city.slug])
