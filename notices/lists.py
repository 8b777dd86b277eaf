"""The lists of what one member was told, and of all that the network was told."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, Q, TextField, Value, When
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.markings import up_to
from accounts.models import City, Marking
from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, FileColumn, Listing, Rows, cells, coded, fact, first_of, moments
from core.sort_keys import alphabetical
from notices.models import Answer, Asked, ChangeNotice, Delivery
from notices.models.notices import searched
from records.columns import absolute, address, marking
from records.registries.change_notices import NoticeClass
from records.registries.record_types import announced, history_named, history_telling

if TYPE_CHECKING:
    from django.db.models import QuerySet


class IsRead(Choice):
    """Whether this member has opened it."""

    def query(self, value: str) -> Q:
        return Q(read_at__isnull=value == "no")


def notices(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("searched",),
        filters=(
            IsRead("read", _("Read"), [("no", _("Not yet")), ("yes", _("Read"))]),
            *moments("notice__made_at"),
            Choice("what", _("What"), ChangeNotice.What.choices, "notice__what"),
        ),
        sort="-told",
    )


def rows_of_notices(request: CityRequest, *, in_full: bool = False) -> "Rows[Delivery]":
    """`in_full` with all that a file says of them."""
    found = Delivery.objects.visible_to(request.user).for_list()
    found = found.select_related("notice__made_by") if in_full else found
    return rows_of(notices(request), request, found, partial(_searched, request.membership.reads_up_to))


def _searched(clearance: str, rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """What somebody is not cleared for is found by no word, nor how many records somebody read."""
    is_closed = ~Q(notice__marking__in=up_to(clearance)) | Q(notice__what=ChangeNotice.What.READING)
    told = Case(When(is_closed, then=Value("")), default=searched("notice__"), output_field=TextField())
    return rows.alias(searched=told)


def _columns(request: CityRequest) -> Columns:
    def url(row: Delivery) -> str:
        return reverse("notice", args=[request.city.slug, row.pk])

    def what(row: Delivery) -> object:
        new = "" if row.read_at else cells.chip(_("New"), "attention")
        return cells.together(cells.link(url(row), row.named_for(request.membership)), new)

    return (
        Column("what", _("What"), what, files=_of_notice(request)),
        Column(
            "told",
            _("Told"),
            lambda row: cells.day(row.notice.made_at),
            ("pk",),
            files=(fact("made_at", _("Told"), lambda row: row.notice.made_at),),
        ),
        fact("sent_at", _("Mail sent")),
        fact("read_at", _("Read")),
        Column("acknowledged_at", _("Acknowledged"), lambda row: cells.day(row.acknowledged_at)),
        fact("id", _("Record no.")),
        fact("address", _("Address"), lambda row: request.build_absolute_uri(url(row))),
    )


def _of_notice(request: CityRequest) -> "tuple[FileColumn[Delivery], ...]":
    def said(name: str) -> Callable[[Delivery], object]:
        return lambda row: getattr(row.notice.words, name) if row.is_open_to(request.membership) else ""

    def where(row: Delivery) -> str:
        return absolute(request, row.notice.link) if row.is_open_to(request.membership) else ""

    def counted(name: str) -> Callable[[Delivery], object]:
        whole, clearance = said(name), request.membership.reads_up_to
        return lambda row: whole(row) if row.notice.counts_for(clearance) else ""

    return (
        *coded("what", _("What"), ChangeNotice.What, lambda row: row.notice.what),
        fact("title", _("What changed"), lambda row: row.named_for(request.membership)),
        fact("before", _("Before"), counted("before")),
        fact("after", _("After"), counted("after")),
        fact("why", _("Why"), said("why")),
        fact("affects", _("Whom it affects"), said("affects")),
        fact("decided", _("Who decided"), said("decided")),
        *coded("notice_class", _("How it is told"), NoticeClass, lambda row: row.notice.notice_class),
        *coded("marking", _("Marking"), Marking, lambda row: row.notice.marking),
        fact("made_by", _("By"), lambda row: _by(row.notice) if row.is_open_to(request.membership) else ""),
        fact("link", _("Where to read it"), where),
    )


def _by(notice: ChangeNotice) -> str:
    """As every member may read it; to admins alone, whoever it is."""
    if notice.made_by is None:
        return ""
    return str(notice.made_by) if notice.is_for_admins else notice.made_by.public_name


class AboutOne(Choice):
    """Of one thing alone: a project, a diagnosis."""

    def query(self, value: str) -> Q:
        model, _colon, number = value.partition(":")
        return Q(model=model, record=int(number))


class OfMember(Choice):
    """What somebody was asked, or answered so that the network may read it."""

    def query(self, value: str) -> Q:
        name = "user" if value[0] == PERSON else "body"
        asked = Asked.objects.filter(**{name: int(value[1:])}).values("notice")
        said = Answer.objects.filter(is_shared=True, is_city=False)
        said = said.filter(body=int(value[1:])) if name == "body" else said.filter(by=int(value[1:]), body=None)
        return Q(pk__in=asked) | Q(pk__in=said.values("notice"))


PERSON, BODY = "u", "b"
# Of each kind, the newest.
MOST_THINGS = 200


def changes(request: CityRequest) -> Listing:
    things, has_more = _things(request)
    about = (
        _("About which (of each kind the newest %(most)s)") % {"most": MOST_THINGS} if has_more else _("About which")
    )
    return Listing(
        columns=_columns_of_changes(request),
        search=("searched",),
        filters=(
            Choice("model", _("About"), kinds()),
            AboutOne("thing", about, things),
            OfMember("member", _("Asked of, or answered by"), list(_asked(request))),
            Choice("what", _("What"), [each for each in ChangeNotice.What.choices if each[0] not in ADMINS_ALONE]),
            Choice("notice_class", _("How it is told"), NoticeClass.choices),
            *moments("made_at"),
        ),
        sort="-told",
    )


ADMINS_ALONE = {each.value for each in ChangeNotice.FOR_ADMINS}


# By the name of its history: what is told by its own actions, which the collector does not watch.
TOLD_BY_ACTIONS = ("memorandum",)


def kinds() -> list[tuple[str, str]]:
    """What changes are told of, as people call it."""
    found = [history_telling(model) for model, said in announced().items() if said.part_of is None]
    found += map(history_named, TOLD_BY_ACTIONS)
    return [(kind.model._meta.label_lower, str(kind.label)) for kind in found if kind]


def _things(request: CityRequest) -> tuple[list[tuple[str, str]], bool]:
    """What was told of and this person may read, by its name of today; and whether there is more of some kind."""
    things, has_more = list[tuple[str, str]](), False
    told = ChangeNotice.objects.visible_to(request.user).filter(city=request.city).released().order_by()
    for model, said in announced().items():
        label, kind = model._meta.label_lower, history_telling(model)
        if said.part_of is None and kind is not None and model is not City:
            of_it = told.filter(model=label, record=OuterRef("pk"))
            found, is_cut = first_of(kind.visible(request.user).filter(Exists(of_it)).order_by("-pk"), MOST_THINGS)
            has_more |= is_cut
            things += [(f"{label}:{row.pk}", f"{kind.label}: {row}") for row in found]
    return things, has_more


def _asked(request: CityRequest) -> list[tuple[str, str]]:
    """Members and bodies of whom something was asked that this person may read."""
    told = ChangeNotice.objects.visible_to(request.user).filter(city=request.city).of_the_network().released()
    # each once, however often they were asked: as many as the network has members
    found = Asked.objects.filter(notice__in=told).order_by("user_id", "body_id", "pk").distinct("user_id", "body_id")
    named = {
        f"{BODY}{each.body_id}" if each.body_id else f"{PERSON}{each.user_id}": str(each)
        for each in found.select_related("user", "body")
    }
    return sorted(named.items(), key=lambda each: alphabetical(each[1]))


def rows_of_changes(request: CityRequest, *, in_full: bool = False) -> "Rows[ChangeNotice]":
    """What this person may read of what was released; of one thing alone where the address names its number."""
    found = ChangeNotice.objects.visible_to(request.user).filter(city=request.city).of_the_network().released()
    number = request.GET.get("record", "")
    if number.isascii() and number.isdigit() and len(number) < 18:
        found = found.filter(record=int(number))
    found = found.select_related("made_by", "edited_by") if in_full else found
    return rows_of(changes(request), request, found, lambda rows: rows.alias(searched=searched()))


def _columns_of_changes(request: CityRequest) -> Columns:
    def url(row: ChangeNotice) -> str:
        return reverse("change", args=[request.city.slug, row.pk])

    def what(row: ChangeNotice) -> object:
        words = row.words
        before, after = Truncator(words.before).chars(80), Truncator(words.after).chars(120)
        said = f"{before} → {after}" if words.before else after
        return cells.together(cells.link(url(row), row), cells.hint(said) if words.title else "")

    return (
        Column("title", _("What changed"), what, files=(fact("title", _("What changed"), str),)),
        Column(
            "told",
            _("Told"),
            lambda row: cells.day(row.made_at),
            ("made_at",),
            files=(fact("made_at", _("Told"), lambda row: row.made_at),),
        ),
        fact("before", _("Before"), lambda row: row.words.before),
        fact("after", _("After"), lambda row: row.words.after),
        fact("why", _("Why"), lambda row: row.words.why),
        fact("affects", _("Whom it affects"), lambda row: row.words.affects),
        fact("decided", _("Who decided"), lambda row: row.words.decided),
        *coded("what", _("What"), ChangeNotice.What),
        *coded("model", _("About"), kinds()),
        fact("record", _("About record no.")),
        Column("notice_class", _("How it is told"), lambda row: row.get_notice_class_display(),
               files=coded("notice_class", _("How it is told"), NoticeClass)),
        marking(),
        fact("made_by", _("Released by"), _by),
        fact("link", _("Where to read it"), lambda row: absolute(request, row.link)),
        *address(request, url),
    )  # fmt: skip
