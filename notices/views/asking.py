"""Answers to a notice, reminders, letters, and the members of the network that are no accounts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.models import ADMINS, EVERYBODY, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import CappedPaginator, Rows
from core.sort_keys import Alphabetical
from notices.actions import asking, letters
from notices.difference import text_difference
from notices.forms import AnswerForm, BodyForm, CityAnswerForm, PaperAnswerForm, ToldForm
from notices.models import Answer, Asked, ChangeNotice, Letter, NetworkBody
from notices.registered import ANSWER, CITY_ANSWER, ON_PAPER
from notices.views.changes import asked_no_more, one
from notices.who_has_it import why_not_written
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.views.record_form import record_form

BODIES_ON_A_PAGE = 200


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def change_answer(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Say something to the city about a notice."""
    notice = one(request, pk)
    row = Answer(city=request.city, notice=notice, thread=request.user, by=request.user)
    writing = Editing(request, notice, lambda data: Section(AnswerForm(data, instance=row)), ANSWER)
    return _answered(
        request, notice, writing, lambda: asking.answer(answer=row, by=request.user),
        title=_("Answer the city"), done=_("The city has your answer."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def change_answer_as_city(request: CityRequest, city: str, pk: int, member: int) -> HttpResponse:
    """In the thread with one member."""
    notice = one(request, pk)
    first = get_object_or_404(
        Answer.objects.filter(notice=notice, thread=member).select_related("thread", "city").order_by("pk")[:1]
    )
    row = Answer(city=request.city, notice=notice, thread=first.thread, by=request.user)
    writing = Editing(request, first, lambda data: Section(CityAnswerForm(data, instance=row)), CITY_ANSWER)
    return _answered(
        request, notice, writing, lambda: asking.answer_as_city(answer=row, by=request.user),
        title=_("Answer as the city"), done=_("Sent. Whoever is in this thread is told that there is an answer."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def change_answer_on_paper(request: CityRequest, city: str, pk: int, asked: int) -> HttpResponse:
    """What a member without an account answered."""
    notice = one(request, pk)
    found = get_object_or_404(Asked.objects.select_related("city", "notice", "body"), pk=asked, notice=notice)
    # of a member of the network the action says it above the form, which keeps what was typed
    if found.body is None:
        messages.info(request, _("They have an account here, so they answer themselves."))
        return redirect("change", city, pk)
    row = Answer(city=request.city, notice=notice, thread=request.user, by=request.user)
    writing = Editing(request, found, lambda data: Section(PaperAnswerForm(data, instance=row)), ON_PAPER)
    return _answered(
        request, notice, writing, lambda: asking.note_answer(answer=row, asked=found, by=request.user),
        title=_("Answer of %(member)s") % {"member": found}, done=_("Noted."),
    )  # fmt: skip


def _answered(
    request: CityRequest, notice: ChangeNotice, writing: "Editing[Any]", act: Callable[[], Answer], *, title: str,
    done: str,
) -> HttpResponse:  # fmt: skip
    """The page on which one word of a thread is written: it is begun on what it answers, and is said once."""
    if writing.sent_before():
        return redirect("change", request.city.slug, notice.pk)

    def said() -> Any:
        act()
        return writing.record

    if writing.is_ready() and writing.save(said):
        messages.success(request, done)
        return redirect("change", request.city.slug, notice.pk)
    address = reverse("change", args=[request.city.slug, notice.pk])
    return record_form(request, writing, title=title, above=(str(notice), address))


@require_POST
@role_required(*ADMINS)
def asked_remind(request: CityRequest, city: str, pk: int, asked: int) -> HttpResponse:
    notice = one(request, pk)
    row = get_object_or_404(Asked.objects.select_related("city", "notice", "body"), pk=asked, notice=notice)
    try:
        is_late = asking.remind(asked=row, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("They are reminded.") if is_late else _("They have answered already."))
    return redirect("change", city, pk)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def letter(request: CityRequest, city: str, pk: int, letter: int) -> HttpResponse:
    """To print; and the day on which it was told."""
    notice = one(request, pk)
    row = get_object_or_404(Letter.objects.select_related("body", "city"), pk=letter, notice=notice)
    if why := why_not_written(row.body, notice.marking):
        messages.error(request, why)
        return redirect("change", city, pk)
    writing = Editing(request, row, lambda data: Section(ToldForm(data, instance=row)))
    if writing.sent_before():
        return redirect("change", city, pk)
    if writing.is_ready():
        try:
            letters.note_told(letter=row, day=writing.form.cleaned_data["told_on"], by=request.user)
        except Refused as why:
            writing.refuse(why, "told_on")
        else:
            writing.done()
            messages.success(request, _("Noted."))
            return redirect("change", city, pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=notice)
    asked = list(notice.asked.select_related("user", "body")) if notice.question else []
    with override(request.city.language):
        said = {"difference": text_difference(notice.words.before, notice.words.after), "closed": asked_no_more(asked)}
    facts = said | {
        "notice": notice,
        "letter": row,
        "writing": writing,
        "asked": asked,
        "is_asked": any(each.body_id == row.body_id and not each.settled_at for each in asked),
    }
    return render(request, "notices/letter.html", facts)


@require_safe
@role_required(*STAFF)
def network_bodies(request: CityRequest, city: str) -> HttpResponse:
    found = NetworkBody.objects.filter(city=request.city).select_related("person", "deputy")
    found = found.order_by(Alphabetical("name"), "pk")
    rows = Rows(page=CappedPaginator(found, BODIES_ON_A_PAGE).get_page(request.GET.get("page")), matching=found)
    here = asking.accounts_here(request.city)
    told = [(row, [each for each in (row.person, row.deputy) if each and each.pk in here]) for row in rows]
    return render(request, "notices/network_bodies.html", {"bodies": told, "turned": rows})


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def network_body_new(request: CityRequest, city: str) -> HttpResponse:
    return _body_form(request, NetworkBody(city=request.city), _("New member of the network"))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def network_body_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    row = get_object_or_404(NetworkBody.objects.filter(city=request.city), pk=pk)
    return _body_form(request, row, row.name)


def _body_form(request: CityRequest, row: NetworkBody, title: str) -> HttpResponse:
    writing = Editing(request, row, lambda data: Section(BodyForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: asking.keep_body(body=row, by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("network_bodies", request.city.slug)
    above = _("Members of the network"), reverse("network_bodies", args=[request.city.slug])
    return record_form(request, writing, title=title, above=above)
