"""The list of trigger events."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.requests import CityRequest
from core import formats
from core.lists import Choice, Column, Columns, FileColumn, Listing, Rows, cells, coded, fact
from core.sort_keys import Alphabetical
from mapping.models import TriggerEvent
from mapping.vocabulary import Target
from records.columns import address


def trigger_events(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("title", "about"),
        filters=(Choice("group", _("Group"), Target.choices),),
        sort="-day",
    )


def rows_of_trigger_events(request: CityRequest) -> "Rows[TriggerEvent]":
    return rows_of(trigger_events(request), request, TriggerEvent.objects.visible_to(request.user))


def asked(event: TriggerEvent) -> str:
    """Which question it declares, and whether that was early enough."""
    if not (event.window_start and event.window_end and event.declared_on):
        return ""
    words = {
        "group": event.get_group_display(),
        "days": formats.days(event.window_start, event.window_end),
        "day": formats.day(event.declared_on),
    }
    if event.is_in_time:
        return _("%(group)s, %(days)s: declared on %(day)s, asked about alone") % words
    return _("%(group)s, %(days)s: declared on %(day)s, when the window had begun; told like all others") % words


def _columns(request: CityRequest) -> Columns:
    def url(row: TriggerEvent) -> str:
        """Where an admin changes it; it has no other page."""
        is_admin = request.membership.is_admin
        return reverse("trigger_event_change", args=[request.city.slug, row.pk]) if is_admin else ""

    def title(row: TriggerEvent) -> object:
        return cells.link(url(row), row.title) if url(row) else row.title

    return (
        Column("day", _("Day"), lambda row: cells.day(row.day), ("day",)),
        Column("title", _("Title"), title, (Alphabetical("title"),)),
        Column("asked", _("What is asked of it"), asked, files=_declaration()),
        fact("about", _("What happened")),
        fact("created_at", _("Recorded")),
        *address(request, url),
    )


def _declaration() -> "tuple[FileColumn[TriggerEvent], ...]":
    return (
        *coded("group", _("Group"), Target),
        fact("window_start", _("From")),
        fact("window_end", _("Until")),
        fact("declared_on", _("Declared")),
    )
