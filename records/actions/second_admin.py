"""People, clearances, retention and erasure as an admin asks for them: at once where one may, else it waits for a
second admin (`records.actions.pending`).
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import change_membership, invite, remove_member, save_processing_record, send_again, suspend
from accounts.actions.invitations import require_new
from accounts.actions.memberships import hold_city
from accounts.four_eyes import why_not_very_small
from accounts.markings import highest
from accounts.models import ADMINS, City, Invitation, Membership, ProcessingRecord, Role, User
from accounts.models.memberships import INVITATION_DAYS, USUAL_CLEARANCE
from accounts.models.processing import DEFAULT_RETENTION
from accounts.permissions import require_admin, require_secrecy_ground
from core.errors import Refused
from records.actions.erasure import MOST_ALONE, erase, erased_of_late, require_eraser
from records.actions.pending import ask, begin_anew, refuse, withdraw_change
from records.history import newest_events
from records.models import PendingChange, Record, ReviewState, Tombstone

Kind = PendingChange.Kind


def has_approved_record() -> bool:
    """From then on the city has something to protect, also where what was approved is reopened, withdrawn or erased
    by now: else an admin would do that first. Inside the city."""
    kinds = Record.__subclasses__()
    approved: dict[str, Any] = {"state": ReviewState.APPROVED}
    return (
        any(model._default_manager.filter(**approved).exists() for model in kinds)
        # Of what was erased nobody knows any more whether it was approved.
        or Tombstone.objects.filter(model__in=[model._meta.label_lower for model in kinds]).exists()
        or any(model.pgh_event_model.objects.filter(**approved).exists() for model in kinds)  # type: ignore[attr-defined]
    )


@transaction.atomic
def invite_or_ask(*, city: City, email: str, role: str, clearance: str, by: User) -> "Invitation | PendingChange":
    """A new admin, or a clearance above what is usual or what they had here before, waits. Raises Refused."""
    member = require_admin(city.pk, by)
    email = email.strip().lower()
    require_new(city=city, email=email)
    require_secrecy_ground(city, clearance)
    is_raised = is_above(clearance, USUAL_CLEARANCE[Role(role)]) or is_above(clearance, member.clearance)
    is_raised = is_raised or is_above(clearance, _clearance_before(city, email) or clearance)
    if not (role in ADMINS or is_raised) or not has_approved_record():
        return invite(city=city, email=email, role=role, clearance=clearance, invited_by=by)
    return ask(
        city=city,
        kind=Kind.NEW_ADMIN if role in ADMINS else Kind.CLEARANCE,
        subject=f"invitation:{email}",
        wish={"email": email, "role": role, "clearance": clearance},
        found={},
        by=by,
    )


@transaction.atomic
def change_or_ask(*, membership: Membership, role: str, clearance: str, by: User) -> "Membership | PendingChange":
    """Who becomes an admin or is cleared for more waits, and so does an admin who becomes less. Raises Refused."""
    city = membership.city
    require_admin(city.pk, by)
    there = _held(membership)
    is_raised, is_new_admin = is_above(clearance, there.clearance), role in ADMINS and not there.is_admin
    if is_raised:
        require_secrecy_ground(city, clearance)
    is_less = takes_two(there, by) and (role not in ADMINS or is_above(there.clearance, clearance))
    if not (is_raised or is_new_admin or is_less) or not has_approved_record():
        return change_membership(membership=there, role=role, clearance=clearance)
    return ask(
        city=city,
        kind=Kind.LESS_ADMIN if is_less else Kind.NEW_ADMIN if is_new_admin else Kind.CLEARANCE,
        subject=f"membership:{there.pk}",
        wish={**_whom(there), "role": role, "clearance": clearance},
        found={"role": there.role, "clearance": there.clearance},
        by=by,
    )


@transaction.atomic
def remove_or_ask(*, membership: Membership, by: User) -> PendingChange | None:
    """An admin less waits, but for whoever leaves by themselves; anybody else goes at once. Raises Refused."""
    require_admin(membership.city_id, by)
    there = _held(membership)
    if not takes_two(there, by):
        remove_member(membership=there)
        return None
    return _ask_about(there, Kind.LESS_ADMIN, by=by)


@transaction.atomic
def suspend_admin(*, membership: Membership, by: User) -> PendingChange:
    """Shut an admin out at once, for instance because somebody has their account; a second admin lifts it or lets the
    membership end, however long that takes. Raises Refused.
    """
    require_admin(membership.city_id, by)
    there = _held(membership)
    if not there.is_admin or there.user_id == by.pk or there.expires_at is not None:
        raise Refused(_("Only another admin is suspended. Remove who is none: that holds at once."))
    if there.suspended_at is not None:
        raise Refused(_("%(name)s is suspended already.") % {"name": there.user})
    # Of two wishes about one person there is never a second, and none shields them: one refusal is enough anyway.
    for waiting in PendingChange.objects.waiting_about(there.city_id, f"membership:{there.pk}"):
        close = withdraw_change if waiting.asked_by_id == by.pk else refuse
        close(change=waiting, by=by)
    asked = _ask_about(there, Kind.SUSPENSION, by=by)
    suspend(membership=there)
    begin_anew(there.city_id)
    return asked


def _held(membership: Membership) -> Membership:
    hold_city(membership.city_id)
    return Membership.objects.select_for_update(of=("self",)).select_related("user", "city").get(pk=membership.pk)


def takes_two(there: Membership, by: User) -> bool:
    """Whether this person may not be taken away, or given less, by one admin alone: one could else be the only one who
    is told when the next is asked for."""
    is_another_admin = there.is_admin and there.expires_at is None and there.user_id != by.pk
    return is_another_admin and has_approved_record()


def _ask_about(there: Membership, kind: PendingChange.Kind, *, by: User) -> PendingChange:
    """To let a membership end."""
    return ask(
        city=there.city,
        kind=kind,
        subject=f"membership:{there.pk}",
        wish=_whom(there),
        found={"role": there.role, "clearance": there.clearance},
        by=by,
    )


@transaction.atomic
def send_again_if_recent(*, invitation: Invitation, seen: str, by: User) -> bool:
    """A new link from this admin, once (see `send_again`); where the invitation would need a second admin today, only
    in its own first days. Raises Refused.
    """
    is_special = invitation.role in ADMINS or is_above(invitation.clearance, USUAL_CLEARANCE[Role(invitation.role)])
    is_old = invitation.made_at < timezone.now() - datetime.timedelta(days=INVITATION_DAYS)
    if is_special and is_old and has_approved_record():
        raise Refused(
            _("It is too old: for this role and clearance a second admin is asked by now. Withdraw it and invite anew.")
        )
    return send_again(invitation=invitation, seen=seen, by=by)


@transaction.atomic
def keep_processing_record(*, city: City, record: ProcessingRecord, by: User) -> PendingChange | None:
    """Keep all that it says; what would be kept for a shorter time than so far waits. Raises Refused."""
    rows = ProcessingRecord.objects.select_for_update(no_key=True).filter(city=city)
    before = rows.values_list("retention", flat=True).first()
    if before is None:
        save_processing_record(city=city, record=record)
        return None
    kept = DEFAULT_RETENTION | before
    shorter = {kind: months for kind, months in record.retention.items() if months < kept[kind]}
    found = {kind: kept[kind] for kind in shorter}
    record.retention = record.retention | found
    save_processing_record(city=city, record=record)
    if not shorter:
        return None
    return ask(
        city=city,
        kind=Kind.RETENTION,
        subject="retention",
        wish=shorter,
        found=found,
        by=by,
    )


@transaction.atomic
def ask_to_decide_alone(*, city: City, because: str, by: User) -> PendingChange:
    """That one person may approve and release in a very small city always waits, also before anything was approved.
    Raises Refused."""
    require_admin(city.pk, by)
    hold_city(city.pk)
    if refused := why_not_very_small(city.pk):
        raise Refused(refused)
    now = City.objects.get(pk=city.pk)
    if now.alone_because:
        raise Refused(_("One person decides already. End that first, and ask anew with another reason."))
    return ask(
        city=city,
        kind=Kind.ALONE,
        subject="alone",
        wish={"because": because.strip()},
        found={"because": ""},
        reason=because.strip(),
        by=by,
    )


@transaction.atomic
def erase_or_ask(*, record: Model, reason: str, by: User) -> "Tombstone | PendingChange":
    """One record more than an admin may erase in a day waits. Raises Refused."""
    city: City = record.city  # type: ignore[attr-defined]
    hold_city(city.pk)  # of two at once the second counts the first
    if erased_of_late(city.pk) < MOST_ALONE:
        return erase(record=record, reason=reason, by=by)
    require_eraser(record, reason, by)
    return ask(
        city=city,
        kind=Kind.ERASURE,
        subject=f"{record._meta.label_lower}:{record.pk}",
        wish={"model": record._meta.label_lower, "record": record.pk},
        found={"events": newest_events(record)},
        reason=reason.strip(),
        by=by,
    )


def is_above(clearance: str, other: str) -> bool:
    """Whether it opens more than the other."""
    return clearance != other and highest([clearance, other]) == clearance


def _clearance_before(city: City, email: str) -> str:
    """The last one this address had in the city; empty where it never belonged."""
    events = Membership.pgh_event_model.objects  # type: ignore[attr-defined]
    mine = User.objects.filter(email=email).values("pk")
    found = events.filter(city=city, user_id__in=mine, pgh_created_at__lte=Now()).order_by("-pgh_id")
    return str(found.values_list("clearance", flat=True).first() or "")


def _whom(there: Membership) -> dict[str, Any]:
    return {"membership": there.pk, "user": there.user_id, "person": str(there.user)}
