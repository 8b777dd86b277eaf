"""The steps of a review, each on a page that says what it does and asks for what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import STAFF, Membership, User
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import approve, change_marking, reopen, return_, review_again_by, submit, withdraw
from records.editing import Editing, Section
from records.forms import ApprovalForm, DayForm, MarkingForm, ReturnForm, Screened, WithdrawForm
from records.models import Record, ReviewState
from records.narrowed import narrowed, onward
from records.permissions import approvers, approves_alone, markings_for, may, why_not
from records.registries.record_types import History, history_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Answers = dict[str, Any]
# What a step asks for: made of what was sent, for a record and somebody.
FormOf = Callable[[Any, Record, Membership], forms.Form]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as people see it: on the button, on its page, and once it is done."""

    label: "StrOrPromise"
    lead: "StrOrPromise"
    done: "StrOrPromise"
    act: Callable[[Record, User, Answers], Record]
    form: "FormOf" = lambda data, _record, _member: forms.Form(data)
    takes_away: bool = False
    # who is offered it, where that is not in the table of steps
    offered: Callable[[Record, Membership], bool] | None = None

    def is_offered(self, verb: str, record: Record, member: Membership) -> bool:
        return self.offered(record, member) if self.offered else may(verb, record, member)


STEPS: dict[str, Step] = {
    "submit": Step(
        __("Hand in for review"),
        __("An admin of the city reads it. Until then it counts nowhere."),
        __("Handed in. An admin reviews it."),
        lambda record, by, _answers: submit(record=record, by=by),
    ),
    "approve": Step(
        __("Approve"),
        __("From now on it counts: on the map, in lists and in every diagnosis made from today."),
        __("Approved. It counts from now on."),
        lambda record, by, _answers: approve(record=record, by=by),
        lambda data, record, member: ApprovalForm(
            data, unsaid=record.unsaid() if may("approve", record, member) else []
        ),
    ),
    "return": Step(
        __("Return to the author"),
        __("It goes back with your words, can be corrected and handed in again."),
        __("Returned to its author."),
        lambda record, by, answers: return_(record=record, by=by, comment=answers["review_comment"]),
        lambda data, _record, _member: ReturnForm(data),
    ),
    "look-again": Step(
        __("Looked at again"),
        __("Confirm that it still holds, and say until when."),
        __("Noted. It holds until the day you named."),
        lambda record, by, answers: review_again_by(record=record, by=by, day=answers["day"]),
        lambda data, _record, _member: DayForm(data),
    ),
    "reopen": Step(
        __("Reopen"),
        __("It becomes a draft again and stops counting until it is approved anew."),
        __("Reopened. It is a draft now."),
        lambda record, by, _answers: reopen(record=record, by=by),
    ),
    "mark": Step(
        __("Change the marking"),
        __(
            "Say who may read it. If you mark it higher, diagnoses made of it are marked so too: their judgements and "
            "reports are then for those who are cleared for it. One in review that would be above its reports is not "
            "released: ask for a new one, which leaves out what is above them."
        ),
        __("Noted. It is marked so from now on."),
        lambda record, by, answers: change_marking(record=record, by=by, **answers),
        lambda data, record, member: MarkingForm(data, others=markings_for(record, member)),
        offered=lambda record, member: bool(markings_for(record, member)),
    ),
    "withdraw": Step(
        __("Withdraw"),
        __("It stops counting everywhere. It stays readable, with your reason, and can be reopened."),
        __("Withdrawn. It counts nowhere from now on."),
        lambda record, by, answers: withdraw(record=record, by=by, reason=answers["withdrawn_reason"]),
        lambda data, _record, _member: WithdrawForm(data),
        takes_away=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take with a record now."""

    verb: str
    label: "StrOrPromise"
    url: str
    takes_away: bool


def offers(record: Record, kind: History, membership: Membership, query: str = "") -> list[Offer]:
    """The steps that this member may take with a record in its state; `query` is that of the list they came from."""
    return [
        Offer(
            verb,
            step.label,
            onward(reverse("record_step", args=[membership.city.slug, kind.name, record.pk, verb]), query),
            step.takes_away,
        )
        for verb, step in STEPS.items()
        if step.is_offered(verb, record, membership)
    ]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves what waits for review, where it is not whoever looks at it: why, and the names of those who may."""

    why_not: str
    names: list[str]


def approval(record: Record, membership: Membership) -> Approval | None:
    if record.state != ReviewState.SUBMITTED:
        return None
    refused = why_not("approve", record, membership)
    if not refused:
        return None
    return Approval(refused if membership.is_admin else "", [str(each) for each in approvers(record)])


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def record_step(request: CityRequest, city: str, kind: str, pk: int, verb: str) -> HttpResponse:
    """Asks, then takes the step; who may not, or comes too late, reads why."""
    found, step = history_named(kind), STEPS.get(verb)
    record = found.visible(request.user).filter(pk=pk).first() if found and step else None
    if found is None or step is None or not isinstance(record, Record):
        raise Http404
    writing = Editing(request, record, lambda data: _section(request, step, record, data), verb)
    back = onward(found.url(record) if found.url else reverse("history", args=[city, kind, pk]), narrowed(request))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and _taken(request, step, writing):
        messages.success(request, str(step.done))
        return redirect(back)
    facts = {"kind": found, "record": record, "step": step, "writing": writing, "back_url": back}
    if verb == "approve":
        facts |= {"alone_because": approves_alone(record, request.user), "proposed": record.proposed()}
    return render(request, "records/record_step.html", facts)


def _section(request: CityRequest, step: Step, record: Record, data: Any) -> Section:
    form = step.form(data, record, request.membership)
    if isinstance(form, Screened):
        form.set_city(request.city)
    return Section(form)


def _taken(request: CityRequest, step: Step, writing: "Editing[Any]") -> bool:
    try:
        step.act(writing.record, request.user, writing.form.cleaned_data)
    except Refused as refused:
        writing.refuse(_("Nothing was changed: %(why)s") % {"why": refused})
        return False
    writing.done()
    return True
