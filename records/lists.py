"""The lists of who saw what, and of what was done in the city."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.markings import up_to
from accounts.models import Membership
from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, FileColumn, Listing, Rows, cells, coded, cut, fact, moments
from core.lists.pages import COUNTED, CappedPaginator
from core.sort_keys import alphabetical
from records.columns import absolute
from records.editing.left import Left
from records.history import Entry, Happened
from records.models import Access, Verb
from records.models.accesses import Called, name_of
from records.registries.record_types import all_histories

PER_PAGE = 50


def accesses(request: CityRequest) -> Listing:
    labels = Access.objects.filter(city=request.city).labels()
    models = sorted(((label, name_of(label)) for label in labels), key=lambda each: alphabetical(each[1]))
    return Listing(
        columns=_of_accesses(models, _counted_above(request.membership), Called(request.city.pk)),
        search=("user__name", "user__email"),
        filters=(*moments("at"), Choice("model", _("What"), models), Choice("verb", _("Did what"), Verb.choices)),
        sort="-when",
        is_sifted=True,
    )


def rows_of_accesses(request: CityRequest) -> "Rows[Access]":
    seen = Access.objects.visible_to(request.user).filter(city=request.city)
    return rows_of(accesses(request), request, seen.select_related("user"))


def _counted_above(member: Membership) -> Callable[[int], bool]:
    """Whether somebody ever read here what this member may not: how many records were in what they took along would
    tell how many there are."""
    open_to = up_to(member.reads_up_to)

    @cache
    def others() -> set[int]:
        events = Membership.pgh_event_model.objects.filter(city=member.city_id)  # type: ignore[attr-defined]
        return set(events.exclude(clearance__in=open_to).order_by().values_list("user", flat=True).distinct())

    return lambda user: user != member.user_id and user in others()


def _of_accesses(models: list[tuple[str, str]], is_above: Callable[[int], bool], called: Called) -> Columns:
    return (
        Column(
            "who",
            _("Who"),
            lambda row: cells.together(row.user, cells.hint(row.user.email)),
            ("user__name", "user__email", "at"),
            files=(
                fact("name", _("Name"), lambda row: row.user.name),
                fact("email", _("E-mail address"), lambda row: row.user.email),
            ),
        ),
        Column(
            "verb",
            _("Did what"),
            lambda row: row.get_verb_display(),
            files=coded("verb", _("Did what"), Verb),
        ),
        Column(
            "what",
            _("What"),
            lambda row: row.what(called),
            files=(
                *coded("model", _("What"), models),
                fact("object_id", _("Number")),
                fact("whole", _("Known as"), lambda row: row.what(called)),
            ),
        ),
        fact("records", _("How many records"), lambda row: None if is_above(row.user_id) else row.records),
        Column("when", _("When"), lambda row: row.at, ("at",), files=(fact("at", _("When")),)),
    )


class PagesOfHistory(CappedPaginator):
    def __init__(self, found: Any, per_page: int) -> None:
        super().__init__(found, per_page)
        self.found: Happened = found

    @cached_property
    def counted(self) -> int:
        return self.found.counted_to(COUNTED + 1)

    @property
    def is_capped(self) -> bool:
        return self.counted > COUNTED


def rows_of_history(request: CityRequest) -> tuple[Happened, "Rows[Any]"]:
    """What of all that happened an address asks for, and a page of it."""
    members = Membership.objects.filter(city=request.city).select_related("user")
    people = sorted(((str(each.user_id), str(each.user)) for each in members), key=lambda each: alphabetical(each[1]))
    all_kinds = all_histories()
    of_kind = Choice("kind", _("Kind"), [(each.name, each.label) for each in all_kinds])
    narrows = (_ByActor("who", _("Person"), people), *moments("pgh_created_at"))
    chosen = [each.asked_in(request.GET) for each in (of_kind, *narrows)]
    kinds = [each for each in all_kinds if chosen[0].value in ("", each.name)]
    asked = [each.query(shown.value) for each, shown in zip(narrows, chosen[1:], strict=True) if shown.value]
    found = Happened(kinds, request.membership, asked)
    is_narrowed = any(each.value for each in chosen)

    pages = PagesOfHistory(found, PER_PAGE)
    page = cut.within(cut.MILLISECONDS, lambda: pages.get_page(request.GET.get("page")))
    return found, Rows(
        page=CappedPaginator([], PER_PAGE).get_page(1) if page is None else page,
        is_cut_short=page is None,
        matching=Membership.objects.none(),  # what matches are events of many kinds
        filters=chosen,
        is_narrowed=is_narrowed,
    )


class _ByActor(Choice):
    def query(self, value: str) -> Q:
        return Q(pgh_context__actor=int(value))


def columns_of_history(request: CityRequest) -> "list[FileColumn[Entry]]":
    """What was done, by whom and why; what changed from what to what stands with the record, at its address."""

    def url(entry: Entry) -> str:
        return reverse("history", args=[request.city.slug, entry.kind.name, entry.number])

    return [
        fact("at", _("When")),
        fact("what", _("What happened")),
        fact("title", _("Title")),
        fact("kind_label", _("Kind"), lambda entry: entry.kind.label),
        fact("kind", _("Kind (code)"), lambda entry: entry.kind.name),
        fact("number", _("Record no.")),
        fact("who", _("Person")),
        fact("via", _("Through what")),
        fact("reason", _("Reason")),
        fact("address", _("Address"), lambda entry: absolute(request, url(entry))),
    ]


def columns_of_left(request: CityRequest) -> Columns:
    """What somebody typed and did not save; where they may not read it any more, only that it is there."""
    hidden = _("You may not read this record any more.")

    def whole(row: Left) -> object:
        name = row.title or row.label
        return cells.together(cells.link(row.url, name), None if row.is_readable else cells.hint(hidden))

    def throw_away(row: Left) -> object:
        url = reverse("draft_throw_away", args=[request.city.slug, row.draft.pk])
        return cells.actions(cells.action(url, _("Throw away"), row.name, asks=True))

    return (
        Column("title", _("What"), whole),
        Column("label", _("Form")),
        Column("saved_at", _("Last typed"), lambda row: row.draft.saved_at),
        Column("actions", _("Actions"), throw_away, files=()),
    )


def columns_of_unsent() -> Columns:
    """Of `records.editing.not_handed_in`."""
    return (
        Column("title", _("What"), lambda row: cells.link(row[2], row[1])),
        Column("label", _("Kind"), lambda row: row[0]),
        Column("state", _("Review"), lambda row: cells.chip(row[1].get_state_display(), row[1].state)),
        Column("created_at", _("Saved first"), lambda row: row[1].created_at),
    )
