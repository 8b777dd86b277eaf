"""How each kind of change that waited takes effect, if what it changes is still as it was found."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actions import change_membership, invite, let_one_decide, remove_member
from accounts.actions.memberships import hold_city
from accounts.models import City, Membership, ProcessingRecord
from accounts.models.processing import DEFAULT_RETENTION
from records.actions.erasure import erase_alone
from records.history import newest_events
from records.models import PendingChange
from records.registries.record_types import eraser_of

Kind = PendingChange.Kind


class Overtaken(Exception):
    """What it was to change is not as it was found any more. The message says what happened."""


def take_effect(change: PendingChange) -> None:
    """Inside the transaction that locks the change. Raises Overtaken, Refused, ValidationError."""
    match change.kind:
        case Kind.RETENTION:
            _retention(change)
        case Kind.ERASURE:
            _erasure(change)
        case Kind.ALONE:
            _alone(change)
        case _ if "membership" in change.wish:
            _membership(change)
        case _:
            _invitation(change)


def _membership(change: PendingChange) -> None:
    wish = change.wish
    hold_city(change.city_id)
    there = Membership.objects.lasting().filter(city=change.city_id, pk=wish["membership"]).first()
    if there is None:
        raise Overtaken(_("The person belongs to the city no more."))
    if {"role": there.role, "clearance": there.clearance} != change.found:
        raise Overtaken(_("Role or clearance of the person were changed meanwhile."))
    if "role" not in wish:
        remove_member(membership=there)
        return
    change_membership(membership=there, role=wish["role"], clearance=wish["clearance"])


def _invitation(change: PendingChange) -> None:
    wish = change.wish
    invite(
        city=change.city,
        email=wish["email"],
        role=wish["role"],
        clearance=wish["clearance"],
        invited_by=change.asked_by,
    )


def _retention(change: PendingChange) -> None:
    record = ProcessingRecord.objects.select_for_update(no_key=True).filter(city=change.city_id).first()
    kept = DEFAULT_RETENTION | (record.retention if record else {})
    if record is None or {kind: kept[kind] for kind in change.found} != change.found:
        raise Overtaken(_("How long records are kept was changed meanwhile."))
    record.retention = kept | change.wish
    record.full_clean()
    record.save(update_fields=["retention", "changed_at"])


def _erasure(change: PendingChange) -> None:
    record = record_of(change)
    if record is None:
        raise Overtaken(_("The record is gone already."))
    if newest_events(record) != change.found["events"]:
        raise Overtaken(_("The record was changed meanwhile. Look at it again, and ask anew."))
    erase_alone(record=record, reason=change.reason, by=change.asked_by)


def _alone(change: PendingChange) -> None:
    hold_city(change.city_id)
    if City.objects.filter(pk=change.city_id).values_list("alone_because", flat=True).get() != change.found["because"]:
        raise Overtaken(_("Whether one person decides was changed meanwhile."))
    let_one_decide(city_id=change.city_id, because=change.wish["because"])


def record_of(change: PendingChange) -> Model | None:
    """What is to be erased, locked."""
    eraser = eraser_of(change.wish["model"])
    if eraser is None:
        return None
    rows: Any = eraser.model._default_manager.select_for_update(no_key=True, of=("self",))
    found: Model | None = rows.filter(city=change.city_id, pk=change.wish["record"]).first()
    return found
