"""What members do with a memorandum: sign it, take that back, dissent, and ask that it says something else."""

import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from accounts.models import City, Membership, User
from accounts.permissions import member_of, require_admin
from core.errors import Refused
from notices.actions.asking import settle
from notices.models import NetworkBody
from stakeholders.memorandum.steps import dissents_for, speaks_for, why_not_signed, withdraws_for
from stakeholders.models import Dissent, Memorandum, RevisionRequest, Signature
from stakeholders.vocabulary import HowSigned, RevisionAnswer, VersionState

Said = TypeVar("Said", Dissent, RevisionRequest)
# Unanswered wishes of one person: every member reads them all on the page of each version.
MOST_WISHES = 20


@transaction.atomic
def sign(*, version: Memorandum, body: NetworkBody, by: User) -> Signature:
    """On screen, for the member one speaks for. Raises Refused, ValidationError."""
    member, body = _member(version.city, by), _held(body)
    if not speaks_for(member, body):
        raise Refused(_("Only the person named for a member, or their deputy, signs for it here."))
    row = Signature(how=HowSigned.SCREEN, signed_on=timezone.localdate(), signed_by=by, recorded_by=by)
    return _signed(version, body, row)


@transaction.atomic
def record_signature(
    *, version: Memorandum, body: NetworkBody, signed_on: datetime.date, office: str, by: User
) -> Signature:
    """One that was given on paper. Raises Refused, ValidationError."""
    require_admin(version.city_id, by, _("Only an admin notes that somebody signed on paper."))
    today = timezone.localdate()
    if signed_on > today:
        raise ValidationError({"signed_on": _("That day is still to come.")})
    if version.decided_on and signed_on < version.decided_on:
        raise ValidationError({"signed_on": _("It was not decided by then.")})
    row = Signature(how=HowSigned.PAPER, signed_on=signed_on, office=office.strip(), recorded_by=by)
    return _signed(version, _held(body), row)


def _held(body: NetworkBody) -> NetworkBody:
    """As it is by now: whoever speaks for it may be another since this page was opened."""
    hold_city(body.city_id)
    return NetworkBody.objects.select_for_update(no_key=True, of=("self",)).get(pk=body.pk)


def _signed(version: Memorandum, body: NetworkBody, row: Signature) -> Signature:
    version = Memorandum.objects.select_related("city").get(pk=version.pk)  # as it and the one before it are by now
    if refused := why_not_signed(version, Memorandum.objects.to_sign(), Memorandum.objects.in_force()):
        raise Refused(refused)
    if not body.is_current:
        raise Refused(_("It belongs to the network no more."))
    if version.signatures.standing().filter(body=body).exists():
        raise Refused(_("It has signed this version already."))
    row.city, row.memorandum, row.body = version.city, version, body
    row.full_clean()
    row.save()
    settle(model=version._meta.label_lower, record=version.pk, body=body)
    return row


@transaction.atomic
def withdraw_signature(*, signature: Signature, because: str, by: User) -> Signature:
    """By who speaks for the member, or by an admin whom it told. Raises Refused, ValidationError."""
    hold_city(signature.city_id)
    found = Signature.objects.select_for_update(no_key=True, of=("self",)).select_related("body", "city")
    row = found.get(pk=signature.pk)
    member = _member(row.city, by)
    if not withdraws_for(member, row.body):
        raise Refused(_("Only who speaks for the member, or an admin, withdraws its signature."))
    if row.withdrawn_at is not None:
        raise Refused(_("It was withdrawn already."))
    row.withdrawn_at, row.withdrawn_because, row.withdrawn_by = timezone.now(), because.strip(), by
    row.full_clean()
    row.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by"])
    return row


@transaction.atomic
def record_dissent(*, version: Memorandum, body: NetworkBody, words: str, by: User) -> Dissent:
    """By who speaks for the member, or in its words by whoever works for the city. Raises Refused, ValidationError."""
    member = _member(version.city, by)
    if version.state == VersionState.DRAFT:
        raise Refused(_("It is a draft: nobody has been asked about it yet."))
    _not_past(version)
    if not dissents_for(member, body):
        raise Refused(_("Only who speaks for a member says where it does not agree."))
    if there := _said_already(version, Dissent.objects.all(), body=body, words=words.strip()):
        return there
    row = Dissent(city=version.city, memorandum=version, body=body, words=words.strip())
    row.recorded_by, row.recorded_on = by, timezone.localdate()
    row.full_clean()
    row.save()
    return row


def _said_already(version: Memorandum, rows: QuerySet[Said], **words: object) -> Said | None:
    """Sent twice, or once more after Back, the same is said once. Of two at once the second sees the first."""
    Memorandum.objects.select_for_update(no_key=True, of=("self",)).get(pk=version.pk)
    return rows.filter(memorandum=version, **words).first()


@transaction.atomic
def ask_revision(*, version: Memorandum, text: str, by: User) -> RevisionRequest:
    """Any member asks that it says something else. Raises Refused, ValidationError."""
    _member(version.city, by)
    if version.state == VersionState.DRAFT:
        raise Refused(_("It is a draft: change it."))
    _not_past(version)
    if there := _said_already(version, RevisionRequest.objects.waiting(), asked_by=by, text=text.strip()):
        return there
    if RevisionRequest.objects.waiting().filter(city=version.city, asked_by=by).count() >= MOST_WISHES:
        raise Refused(_("You have asked for %(most)s things that are not answered yet.") % {"most": MOST_WISHES})
    row = RevisionRequest(city=version.city, memorandum=version, text=text.strip(), asked_by=by)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def answer_revision(*, revision: RevisionRequest, answer: str, because: str, by: User) -> RevisionRequest:
    """Taken up, or not and why; every member reads it. Raises Refused, ValidationError."""
    require_admin(revision.city_id, by, _("Only an admin answers what members ask for."))
    row = RevisionRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=revision.pk)
    if row.answer:
        raise Refused(_("It was answered already: %(answer)s.") % {"answer": RevisionAnswer(row.answer).label})
    row.answer, row.because, row.answered_by, row.answered_at = answer, because.strip(), by, timezone.now()
    row.full_clean()
    row.save(update_fields=["answer", "because", "answered_by", "answered_at"])
    return row


def _not_past(version: Memorandum) -> None:
    """What a version says that holds no more, nobody changes and nobody adds to."""
    if Memorandum.objects.with_end().get(pk=version.pk).is_past(timezone.localdate()):
        raise Refused(_("This version holds no more. Say it of the one that holds now, or of the next."))


def _member(city: City, by: User) -> Membership:
    member = member_of(city.pk, by)
    if member is None:
        raise Refused(_("Only members of the city's network do this."))
    return member
