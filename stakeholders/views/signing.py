"""What members do with the memorandum: sign it, take that back, dissent, ask for a revision; and the answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import ADMINS, EVERYBODY
from accounts.requests import CityRequest
from core.errors import Refused
from core.formats import day
from core.sort_keys import Alphabetical
from notices.models import NetworkBody
from records.actions import record_access
from records.editing import Editing, Section, keep_refused
from records.models import Verb
from stakeholders.actions import (
    answer_revision,
    ask_revision,
    record_dissent,
    record_signature,
    sign,
    withdraw_signature,
)
from stakeholders.forms import AnswerRevisionForm, DissentForm, OnPaperForm, ReviseForm, WithdrawForm
from stakeholders.memorandum.page import dissenters
from stakeholders.memorandum.steps import speaks_for, why_not_signed, withdraws_for
from stakeholders.models import Memorandum, RevisionRequest, Signature
from stakeholders.registered.memorandum import DISSENT, ON_PAPER, REVISION
from stakeholders.views.memorandum import one
from stakeholders.vocabulary import VersionState


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def memorandum_sign(request: CityRequest, city: str, number: int, body: int) -> HttpResponse:
    """For a member that one speaks for, after reading once more what it means."""
    version = one(request, number)
    found = get_object_or_404(NetworkBody.objects.filter(city=request.city, is_current=True), pk=body)
    if not speaks_for(request.membership, found):
        raise Http404
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=version)
    if request.method == "POST":
        try:
            sign(version=version, body=found, by=request.user)
        except Refused as why:
            messages.info(request, str(why))
        else:
            messages.success(request, _("Signed for %(member)s.") % {"member": found})
        return redirect("memorandum_version", city, number)
    facts = {"version": version, "body": found, "back_url": _back(version)}
    return render(request, "stakeholders/memorandum_sign.html", facts)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def memorandum_on_paper(request: CityRequest, city: str, number: int) -> HttpResponse:
    version = _decided(one(request, number))
    if request.method == "GET":
        refused = why_not_signed(version, Memorandum.objects.to_sign(), Memorandum.objects.in_force())
        if refused:
            messages.info(request, refused)
            return redirect("memorandum_version", city, number)
    writing = Editing(request, version, lambda data: Section(OnPaperForm(data, version=version)), ON_PAPER)
    lead = _("For a member that signed a printed copy. Keep the sheet; here stands that there is one.")
    return _asked(
        request, version, writing, lambda said: record_signature(version=version, by=request.user, **said),
        title=_("Signed on paper"), lead=lead, submit=_("Note it"), done=_("Noted."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def memorandum_withdraw(request: CityRequest, city: str, number: int, pk: int) -> HttpResponse:
    version = one(request, number)
    row = get_object_or_404(
        Signature.objects.filter(memorandum=version).select_related("body", "city", "memorandum"), pk=pk
    )
    if not withdraws_for(request.membership, row.body):
        raise PermissionDenied
    if row.withdrawn_at is not None:
        keep_refused(request, row)
        messages.info(request, _("It was withdrawn already."))
        return redirect("memorandum_version", city, number)
    writing = Editing(request, row, lambda data: Section(WithdrawForm(data, version=version)))
    lead = _what_withdrawing_does(row)
    return _asked(
        request, version, writing,
        lambda said: withdraw_signature(signature=row, because=said["withdrawn_because"], by=request.user),
        title=_("Withdraw a signature"), lead=lead, submit=_("Withdraw the signature"), done=_("Withdrawn."),
        danger=True,
    )  # fmt: skip


def _what_withdrawing_does(row: Signature) -> str:
    """What is shared with its member from then on: of several signatures that of the latest version counts."""
    facts = {"member": row.body}
    first = Memorandum.objects.decided().aggregate(day=Min("in_force_on"))["day"]
    later = Signature.objects.standing().filter(body=row.body, memorandum__number__gt=row.memorandum.number)
    if row.body.is_unsigned:
        return _("Even now nothing marked above TLP:CLEAR is shared with %(member)s.") % facts
    if later.exists():
        return _("%(member)s has signed a later version too, so what is shared with it stays as it is.") % facts
    if first > timezone.localdate():  # none holds yet
        told = _("From %(day)s on nothing marked above TLP:CLEAR is shared with %(member)s.")
        return told % {**facts, "day": day(first)}
    return _("From now on nothing marked above TLP:CLEAR is shared with %(member)s.") % facts


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def memorandum_dissent(request: CityRequest, city: str, number: int) -> HttpResponse:
    version, theirs = _put(one(request, number)), dissenters(request.membership)
    if not theirs:
        raise PermissionDenied
    bodies = NetworkBody.objects.filter(pk__in=[each.pk for each in theirs]).order_by(Alphabetical("name"))
    writing = Editing(
        request,
        version,
        lambda data: Section(DissentForm(data, version=version, bodies=bodies, are_several=len(theirs) > 1)),
        DISSENT,
    )
    lead = _("A member may sign and not agree with all of it. What it says stands beside the signatures, unchanged.")
    return _asked(
        request, version, writing, lambda said: record_dissent(version=version, by=request.user, **said),
        title=_("Where a member does not agree"), lead=lead, submit=_("Let it stand"), done=_("It stands there now."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def memorandum_revise(request: CityRequest, city: str, number: int) -> HttpResponse:
    version = _put(one(request, number))
    writing = Editing(request, version, lambda data: Section(ReviseForm(data, version=version)), REVISION)
    lead = _("Any member may ask. An admin answers: taken up in the next version, or not and why.")
    return _asked(
        request, version, writing, lambda said: ask_revision(version=version, text=said["text"], by=request.user),
        title=_("Ask for a revision"), lead=lead, submit=_("Ask for it"),
        done=_("Every member reads it now. You are told when there is an answer."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def memorandum_answer(request: CityRequest, city: str, number: int, pk: int) -> HttpResponse:
    version = one(request, number)
    rows = RevisionRequest.objects.filter(memorandum=version).select_related("city", "asked_by")
    row = get_object_or_404(rows, pk=pk)
    if row.answer:
        keep_refused(request, row)
        messages.info(request, _("It was answered already: %(answer)s.") % {"answer": row.get_answer_display()})
        return redirect("memorandum_version", city, number)
    writing = Editing(request, row, lambda data: Section(AnswerRevisionForm(data, version=version)))
    return _asked(
        request, version, writing, lambda said: answer_revision(revision=row, by=request.user, **said),
        title=_("Answer a wish to revise"), lead=row.text, submit=_("Answer"),
        done=_("Answered. Every member reads it."),
    )  # fmt: skip


def _asked(
    request: CityRequest, version: Memorandum, writing: "Editing[Any]", act: Any, *, done: str, **facts: Any
) -> HttpResponse:
    """The page of one question about a version: it is asked, then done."""
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=version)
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: _kept(writing, act)):
        messages.success(request, done)
        return redirect("memorandum_version", request.city.slug, version.number)
    facts |= {"version": version, "writing": writing, "back_url": _back(version)}
    return render(request, "stakeholders/memorandum_form.html", facts)


def _kept(writing: "Editing[Any]", act: Any) -> Any:
    """What the form was about, which is where it leads to when it is sent twice."""
    act(writing.form.cleaned_data)
    return writing.record


def _decided(version: Memorandum) -> Memorandum:
    if not version.is_decided:
        raise Http404
    return version


def _put(version: Memorandum) -> Memorandum:
    """One that members read."""
    if version.state == VersionState.DRAFT:
        raise Http404
    return version


def _back(version: Memorandum) -> str:
    return reverse("memorandum_version", args=[version.city.slug, version.number])
