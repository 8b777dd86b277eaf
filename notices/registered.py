"""What people read of a notice's history, and the draft of its form."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, EVERYBODY, STAFF, City, Membership, User
from notices import found
from notices.erasure import NOTICES, copies
from notices.models import Answer, Asked, ChangeNotice, Letter, NetworkBody
from records.registries.draft_forms import DraftForm, at_its_pages
from records.registries.erasure import register_copies
from records.registries.record_types import History, register_record_type

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def _all_of(model: type[Any]) -> "Callable[[User | AnonymousUser], QuerySet[Any]]":
    """To those who work in the city."""

    def rows(user: "User | AnonymousUser") -> "QuerySet[Any]":
        cities = Membership.objects.of(user).staff().values("city")
        found: QuerySet[Any] = model._default_manager.filter(city__in=cities).select_related("city")
        return found

    return rows


NOTICE = History(
    "notice",
    ChangeNotice,
    _("Change notice"),
    lambda user: ChangeNotice.objects.visible_to(user).of_the_network().select_related("city"),
    lambda record: reverse("change", args=[record.city.slug, record.pk]),
    parts=(
        History("asked", Asked, _("Who is asked"), _all_of(Asked), belongs_by="notice_id", called_by=("body", "user")),
        History(
            "answer", Answer, _("Answer"), Answer.objects.visible_to, belongs_by="notice_id", called_by=("by", "body")
        ),
        History("letter", Letter, _("Letter"), _all_of(Letter), belongs_by="notice_id", called_by=("body",)),
    ),
)
NETWORK_BODY = History(
    "network-member",
    NetworkBody,
    _("Member of the network"),
    _all_of(NetworkBody),
    lambda record: reverse("network_bodies", args=[record.city.slug]),
    {"others": lambda numbers: ", ".join(map(str, User.objects.filter(pk__in=numbers).order_by("pk")))},
    also_told=("unsigned_from",),
)


def _form(city: City, record: str) -> str:
    return reverse("change_edit", args=[city.slug, record or 0])


def _answer(city: City, record: str) -> str:
    return reverse("change_answer", args=[city.slug, record or 0])


def _thread(city: City, record: str) -> str:
    """The form in which the city answers, which goes by the first word of a thread."""
    first = Answer.objects.filter(city=city, pk=record or 0).first()
    if first is None:
        return reverse("changes", args=[city.slug])
    return reverse("change_answer_as_city", args=[city.slug, first.notice_id, first.thread_id])


def _on_paper(city: City, record: str) -> str:
    """The form in which an answer on paper is noted, which goes by who was asked."""
    row = Asked.objects.filter(city=city, pk=record or 0).first()
    if row is None:
        return reverse("changes", args=[city.slug])
    return reverse("change_answer_on_paper", args=[city.slug, row.notice_id, row.pk])


# Parts of a notice, of a thread and of who was asked that have a form of their own.
ANSWER, CITY_ANSWER, ON_PAPER = "answer", "city", "paper"
NOTICE_FORMS = (
    DraftForm(ChangeNotice, _("Change notice"), STAFF, _form),
    DraftForm(ChangeNotice, _("Answer the city"), EVERYBODY, _answer, ANSWER),
)
PAPER_FORM = DraftForm(Asked, _("Note an answer on paper"), ADMINS, _on_paper, ON_PAPER)
THREAD_FORM = DraftForm(Answer, _("Answer as the city"), STAFF, _thread, CITY_ANSWER)


def register() -> None:
    register_record_type(
        NetworkBody,
        history=NETWORK_BODY,
        drafts=(DraftForm(NetworkBody, _("Member of the network"), ADMINS, at_its_pages("network_body")),),
    )
    register_record_type(ChangeNotice, history=NOTICE, drafts=NOTICE_FORMS, erasure=NOTICES, finds=found.CHANGES)
    register_record_type(Answer, drafts=(THREAD_FORM,))
    register_record_type(Asked, drafts=(PAPER_FORM,))
    register_copies(copies)
