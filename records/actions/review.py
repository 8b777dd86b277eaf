"""The steps of a review. Who may take one, and from where it leads where, stands in `records.permissions`; what a step
asks for, in its function."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.markings import highest
from accounts.models import Membership, User
from accounts.permissions import require_staff
from core.errors import Refused
from records.history import newest_events
from records.models import Record
from records.models.review import a_year_after, latest_review
from records.permissions import STEPS, approves_alone, is_open_to, require, why_not_marked
from records.registries.derived import follow_counting, follow_marking

if TYPE_CHECKING:
    from django.db.models import QuerySet

AnyRecord = TypeVar("AnyRecord", bound=Record)


@transaction.atomic
def submit(*, record: AnyRecord, by: User) -> AnyRecord:
    """Hand a record in for review."""
    record = _locked(record)
    _take("submit", record, _member(record, by))
    return _saved(record)


@transaction.atomic
def approve(*, record: AnyRecord, by: User) -> AnyRecord:
    """Let a record count. Only an admin approves, and nobody what they wrote or changed, but for a reason that is kept
    with it where a very small city lets one person decide."""
    record = _locked(record)
    member = _member(record, by)
    record.alone_because = approves_alone(record, by)
    _take("approve", record, member)
    record.approved_by, record.approved_at = by, timezone.now()
    record.review_by = record.review_by or a_year_after(timezone.localdate())
    return _saved(record, "approved_by", "approved_at", "alone_because", "review_by")


@dataclass(frozen=True, slots=True)
class Several:
    """What came of approving several: those that count now, and those that do not, each with why."""

    approved: list[Record]
    refused: list[tuple[Record, str]]


@transaction.atomic
def approve_several(*, rows: "QuerySet[Any]", seen: Mapping[int, Sequence[int]], by: User) -> Several:
    """Each by itself, as if it were alone: one that is refused keeps none of the others from counting. `seen` are
    their numbers, each with the newest events of what was read; what changed since is not approved unread."""
    done = Several([], [])
    for record in rows.filter(pk__in=seen.keys()).order_by("pk"):
        try:
            done.approved.append(_approve_as_read(record, seen[record.pk], by))
        except Refused as refused:
            done.refused.append((record, str(refused)))
        except ObjectDoesNotExist:
            # erased meanwhile: no word of it is told any more
            continue
    return done


@transaction.atomic
def _approve_as_read(record: AnyRecord, seen: Sequence[int], by: User) -> AnyRecord:
    _locked(record)
    if newest_events(record) != list(seen):
        raise Refused(_("It was changed since you looked at it. Read it once more."))
    return approve(record=record, by=by)


@transaction.atomic
def return_(*, record: AnyRecord, by: User, comment: str) -> AnyRecord:
    """Send a record back to its author, who is told what is missing."""
    record = _locked(record)
    _take("return", record, _member(record, by))
    record.review_comment = _required(comment, _("Say what is missing when you return a record."))
    return _saved(record, "review_comment")


@transaction.atomic
def withdraw(*, record: AnyRecord, by: User, reason: str) -> AnyRecord:
    """Take a record out of everything that counts. Its author may, and every admin."""
    record = _locked(record)
    _take("withdraw", record, _member(record, by))
    record.withdrawn_reason = _required(reason, _("Give the reason for withdrawing the record."))
    return _saved(record, "withdrawn_reason")


@transaction.atomic
def reopen(*, record: AnyRecord, by: User) -> AnyRecord:
    """Make a draft of a record again; it counts once it is approved anew. What was approved only an admin reopens."""
    record = _locked(record)
    _take("reopen", record, _member(record, by))
    record.approved_by, record.approved_at, record.alone_because = None, None, ""
    return _saved(record, "approved_by", "approved_at", "alone_because")


@transaction.atomic
def change_marking(*, record: AnyRecord, by: User, marking: str, reason: str = "") -> AnyRecord:
    """Restrict a record more, or less, for a reason that stays in its history. Less is an admin's decision; nobody
    marks beyond their own clearance. What was made of it is marked no lower from then on."""
    record = _locked(record)
    if refused := why_not_marked(record, marking, _member(record, by)):
        raise Refused(refused)
    before, record.marking = record.marking, marking
    with city_context(record.city_id, via="page", actor_id=by.pk, reason=reason.strip()):
        record.save(update_fields=["marking"])
    follow_counting(record._meta.label_lower, [record.pk])
    if highest([before, marking]) != before:
        follow_marking(record.city_id, record._meta.label_lower, [record.pk], marking)
    return record


@transaction.atomic
def review_again_by(*, record: AnyRecord, by: User, day: datetime.date) -> AnyRecord:
    """Say until when a record holds without being looked at again."""
    record = _locked(record)
    require("look-again", record, _member(record, by))
    if day <= timezone.localdate():
        raise Refused(_("Choose a day that is still to come."))
    if day > latest_review(timezone.localdate()):
        raise Refused(_("Choose a day within three years: nobody knows what holds longer."))
    record.review_by = day
    record.save(update_fields=["review_by"])
    return record


def _locked(record: AnyRecord) -> AnyRecord:
    """The record as it is now, held until this transaction ends: two reviewers decide one after the other."""
    rows = type(record)._default_manager.select_for_update(no_key=True, of=("self",))
    locked: AnyRecord = rows.get(pk=record.pk)
    return locked


def _member(record: Record, by: User) -> Membership:
    member = require_staff(record.city_id, by)
    if not is_open_to(record, by):
        raise Refused(_("You are not cleared for this record."))
    return member


def _take(step: str, record: Record, member: Membership) -> None:
    require(step, record, member)
    to = STEPS[step].to
    if to is not None:
        record.state = to


def _required(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _saved(record: AnyRecord, *fields: str) -> AnyRecord:
    record.save(update_fields=["state", *fields])
    follow_counting(record._meta.label_lower, [record.pk])
    return record
