"""The steps of a review. Which step leads where is the table below; what a step asks for stands in its function."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import Marking, Membership, User
from core.errors import Refused
from records.models import Record, RecordQuerySet, ReviewState
from records.models.review import a_year_after

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AnyRecord = TypeVar("AnyRecord", bound=Record)

DRAFT, SUBMITTED, APPROVED, RETURNED, WITHDRAWN = (
    ReviewState.DRAFT,
    ReviewState.SUBMITTED,
    ReviewState.APPROVED,
    ReviewState.RETURNED,
    ReviewState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a step leads to which, and why it does not start from the others."""

    to: ReviewState
    refused_from: "dict[ReviewState, StrOrPromise]"


_IS_WITHDRAWN = __("It is withdrawn. Reopen it first.")
_IS_APPROVED = __("It is approved. Reopen it to change it.")
_NOT_SUBMITTED = __("It was not handed in for review yet.")
_IS_RETURNED = __("It went back to its author. It can be decided when it is handed in again.")

STEPS: dict[str, Step] = {
    "submit": Step(
        SUBMITTED,
        {SUBMITTED: __("It is waiting for review already."), APPROVED: _IS_APPROVED, WITHDRAWN: _IS_WITHDRAWN},
    ),
    "approve": Step(
        APPROVED,
        {
            DRAFT: _NOT_SUBMITTED,
            APPROVED: __("It is approved already."),
            RETURNED: _IS_RETURNED,
            WITHDRAWN: _IS_WITHDRAWN,
        },
    ),
    "return": Step(
        RETURNED,
        {DRAFT: _NOT_SUBMITTED, APPROVED: _IS_APPROVED, RETURNED: _IS_RETURNED, WITHDRAWN: _IS_WITHDRAWN},
    ),
    "withdraw": Step(WITHDRAWN, {WITHDRAWN: __("It is withdrawn already.")}),
    "reopen": Step(
        DRAFT,
        {
            DRAFT: __("It is open: it can be changed."),
            SUBMITTED: __("It is waiting for review. Whoever reviews it can return it."),
        },
    ),
}


def may_step(record: Record, verb: str) -> bool:
    """Whether a step starts from the state the record is in; who may take it is another question."""
    return ReviewState(record.state) not in STEPS[verb].refused_from


def may_change(record: Record, membership: Membership) -> bool:
    """Drafts and what was returned, by whoever works here; what waits for review, by the admin who completes it."""
    if record.state == ReviewState.SUBMITTED:
        return membership.is_admin
    return record.state in {ReviewState.DRAFT, ReviewState.RETURNED}


@transaction.atomic
def submit(*, record: AnyRecord, by: User) -> AnyRecord:
    """Hand a record in for review."""
    record = _locked(record)
    _member(record, by)
    if missing := record.missing():
        raise Refused(_("It is not complete: %(missing)s") % {"missing": " ".join(missing)})
    _take(record, "submit")
    return _saved(record)


@transaction.atomic
def approve(*, record: AnyRecord, by: User) -> AnyRecord:
    """Let a record count. Only an admin approves, and nobody what they wrote or changed."""
    record = _locked(record)
    _admin(record, by)
    _refuse_own(record, by)
    _take(record, "approve")
    record.approved_by, record.approved_at = by, timezone.now()
    record.review_by = record.review_by or a_year_after(timezone.localdate())
    return _saved(record, "approved_by", "approved_at", "review_by")


@transaction.atomic
def return_(*, record: AnyRecord, by: User, comment: str) -> AnyRecord:
    """Send a record back to its author, who is told what is missing."""
    record = _locked(record)
    _admin(record, by)
    _take(record, "return")
    record.review_comment = _required(comment, _("Say what is missing when you return a record."))
    return _saved(record, "review_comment")


@transaction.atomic
def withdraw(*, record: AnyRecord, by: User, reason: str) -> AnyRecord:
    """Take a record out of everything that counts. Its author may, and every admin."""
    record = _locked(record)
    member = _member(record, by)
    if not (member.is_admin or record.created_by_id == by.pk):
        raise Refused(_("Only its author or an admin withdraws a record."))
    _take(record, "withdraw")
    record.withdrawn_reason = _required(reason, _("Give the reason for withdrawing the record."))
    return _saved(record, "withdrawn_reason")


@transaction.atomic
def reopen(*, record: AnyRecord, by: User) -> AnyRecord:
    """Make a draft of a record again; it counts once it is approved anew. What was approved only an admin reopens."""
    record = _locked(record)
    member = _member(record, by)
    if record.state == APPROVED and not member.is_admin:
        raise Refused(_("Only an admin reopens what is approved. Ask one of them."))
    _take(record, "reopen")
    record.approved_by = record.approved_at = None
    return _saved(record, "approved_by", "approved_at")


@transaction.atomic
def change_marking(*, record: AnyRecord, by: User, marking: str) -> AnyRecord:
    """Restrict a record more, or less. Less is an admin's decision; nobody marks beyond their own clearance."""
    record = _locked(record)
    member = _member(record, by)
    order = Marking.values
    if marking not in order:
        raise Refused(_("There is no such marking."))
    if not member.is_cleared_for(marking):
        raise Refused(_("You are not cleared for this marking, so you would lose sight of the record."))
    if order.index(marking) < order.index(record.marking) and not member.is_admin:
        raise Refused(_("Only an admin lowers a marking. Ask one of them."))
    record.marking = marking
    record.save(update_fields=["marking"])
    return record


@transaction.atomic
def review_again_by(*, record: AnyRecord, by: User, day: datetime.date) -> AnyRecord:
    """Say until when a record holds without being looked at again."""
    record = _locked(record)
    _member(record, by)
    if day <= timezone.localdate():
        raise Refused(_("Choose a day that is still to come."))
    record.review_by = day
    record.save(update_fields=["review_by"])
    return record


def _locked(record: AnyRecord) -> AnyRecord:
    """The record as it is now, held until this transaction ends: two reviewers decide one after the other."""
    rows = type(record)._default_manager.select_for_update(no_key=True, of=("self",))
    locked: AnyRecord = rows.get(pk=record.pk)
    return locked


def _member(record: Record, by: User) -> Membership:
    member = Membership.objects.of(by).filter(city_id=record.city_id).first()
    if member is None or not member.works_here:
        raise Refused(_("Only officers and admins of the city work on its records."))
    if not _is_open_to(record, by):
        raise Refused(_("You are not cleared for this record."))
    return member


def _is_open_to(record: Record, by: User) -> bool:
    """Every kind of record says itself who may read it (`visible_to`)."""
    seen: RecordQuerySet = type(record)._default_manager.visible_to(by)  # type: ignore[attr-defined]
    return seen.filter(pk=record.pk).exists()


def _admin(record: Record, by: User) -> None:
    if not _member(record, by).is_admin:
        raise Refused(_("Only an admin reviews records. Ask one of them."))


def _refuse_own(record: Record, by: User) -> None:
    if record.created_by_id == by.pk:
        raise Refused(_("Nobody approves their own record. Ask a colleague to review it."))


def _take(record: Record, verb: str) -> None:
    step = STEPS[verb]
    why_not = step.refused_from.get(ReviewState(record.state))
    if why_not is not None:
        raise Refused(str(why_not))
    record.state = step.to


def _required(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _saved(record: AnyRecord, *fields: str) -> AnyRecord:
    record.save(update_fields=["state", *fields])
    return record
