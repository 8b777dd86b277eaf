"""New admins, higher clearances, shorter retention, many erasures: two people, or seven days and a notice to all."""

import datetime
import itertools
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.markings import ORDER
from accounts.models import City, Invitation, Membership, ProcessingRecord
from core.errors import Refused
from mapping.models import Observation
from records.actions import (
    change_or_ask,
    confirm,
    deciders,
    erase,
    erase_or_ask,
    invite_or_ask,
    keep_processing_record,
    refuse,
    reopen,
    send_again_if_recent,
    settle_due,
    withdraw,
    withdraw_change,
)
from records.actions.erasure import MOST_ALONE
from records.models import PendingChange, Tombstone
from records.models.pending import WAITS
from tests.factories import make_member
from tests.mapping.makers import inside, with_record
from tests.once import undone
from tests.records.makers import make_observation

Cast = tuple[City, Membership, Membership, Membership]


@pytest.fixture
def cast(running: City, alice: Membership, bob: Membership, carla: Membership) -> Cast:
    return running, alice, bob, carla


def _raised(city: City, by: Membership, bob: Membership) -> PendingChange:
    Membership.objects.filter(pk=bob.pk).update(clearance="green")
    bob.refresh_from_db()
    asked = change_or_ask(membership=bob, role="officer", clearance="red", by=by.user)
    assert isinstance(asked, PendingChange)
    return asked


def _made_admin(city: City, by: Membership, bob: Membership) -> PendingChange:
    asked = change_or_ask(membership=bob, role="admin", clearance=bob.clearance, by=by.user)
    assert isinstance(asked, PendingChange)
    return asked


def _invited(city: City, by: Membership, bob: Membership) -> PendingChange:
    asked = invite_or_ask(city=city, email="Mallory@elverhavn.example", role="admin", clearance="red", by=by.user)
    assert isinstance(asked, PendingChange)
    return asked


def _shortened(city: City, by: Membership, bob: Membership) -> PendingChange:
    record = ProcessingRecord.objects.get()
    record.retention = record.retention | {"observation": 12}
    asked = keep_processing_record(city=city, record=record, by=by.user)
    assert isinstance(asked, PendingChange)
    return asked


def _one_too_many(city: City, by: Membership, bob: Membership) -> PendingChange:
    for _number in range(MOST_ALONE):
        assert isinstance(_erased(make_observation(city, bob), by), Tombstone)
    record = make_observation(city, bob)
    with pytest.raises(Refused, match="a second admin is asked"):
        erase(record=record, reason="Asked for.", by=by.user)
    asked = _erased(record, by)
    assert isinstance(asked, PendingChange)
    return asked


def _erased(record: Observation, by: Membership) -> Tombstone | PendingChange:
    return erase_or_ask(record=record, reason="Asked for by the person it is about.", by=by.user)


def _stands(change: PendingChange, bob: Membership) -> object:
    """What the change is about, as it is now."""
    bob.refresh_from_db()
    return {
        "new_admin": (bob.role, list(Invitation.objects.values_list("email", "role"))),
        "clearance": bob.clearance,
        "retention": ProcessingRecord.objects.get().retention["observation"],
        "erasure": Observation.objects.filter(pk=change.wish.get("record")).exists(),
    }[change.kind]


KINDS: dict[str, tuple[Callable[[City, Membership, Membership], PendingChange], object, object]] = {
    "clearance": (_raised, "green", "red"),
    "made admin": (_made_admin, ("officer", []), ("admin", [])),
    "invited": (_invited, ("officer", []), ("officer", [("mallory@elverhavn.example", "admin")])),
    "retention": (_shortened, 36, 12),
    "erasure": (_one_too_many, True, False),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_waits_and_takes_effect_by_a_second_admin_only(
    running: City, alice: Membership, bob: Membership, carla: Membership, kind: str
) -> None:
    ask, before, after = KINDS[kind]
    with inside(running):
        change = ask(running, alice, bob)
        assert _stands(change, bob) == before
        assert deciders(change) == ["Carla"]
        for step, who, why in (
            (confirm, alice, "You asked for it yourself"),
            (confirm, bob, "Only an admin"),
            (refuse, bob, "Only an admin"),
            (refuse, alice, "withdraw it"),
            (withdraw_change, carla, "Only who asked"),
        ):
            with pytest.raises(Refused, match=why):
                step(change=change, by=who.user)
        assert _stands(change, bob) == before
        with pytest.raises(Refused, match="waits for a second admin already"), transaction.atomic():
            KINDS[kind][0](running, carla, bob) if kind != "erasure" else _erased(_record_of(change), carla)
        kept = confirm(change=change, by=carla.user)
        assert (kept.state, kept.decided_by) == ("confirmed", carla.user)
        assert _stands(change, bob) == after
        for again in (confirm, refuse):
            with pytest.raises(Refused, match="decided meanwhile"):
                again(change=change, by=carla.user)


def _record_of(change: PendingChange) -> Observation:
    return Observation.objects.get(pk=change.wish["record"])


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_to_nothing_or_takes_effect_after_seven_days(cast: Cast, kind: str) -> None:
    running, alice, bob, _carla = cast
    with inside(running):
        change = KINDS[kind][0](running, alice, bob)
        assert datetime.timedelta(days=7) == WAITS == change.takes_effect_at - change.asked_at
        for end in ("refused", "withdrawn", "in time"):
            with undone():
                _ends(change, kind, end, cast)
            change.refresh_from_db()


def _ends(change: PendingChange, kind: str, end: str, cast: Cast) -> None:
    running, alice, bob, carla = cast
    _ask, before, after = KINDS[kind]
    if end == "refused":
        refuse(change=change, by=carla.user)
    if end == "withdrawn":
        withdraw_change(change=change, by=alice.user)
    assert settle_due(city_id=running.pk) == 0, end
    PendingChange.objects.update(takes_effect_at=timezone.now() + datetime.timedelta(minutes=1))
    assert settle_due(city_id=running.pk) == 0, end
    assert _stands(change, bob) == before, end
    PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=1))
    settle_due(city_id=running.pk)
    change.refresh_from_db()
    assert change.state == {"in time": "in_time"}.get(end, end)
    assert _stands(change, bob) == (after if end == "in time" else before), end


@pytest.mark.parametrize("way", ["reopened", "withdrawn", "erased"])
def test_what_was_approved_once_is_not_undone_to_act_alone(
    running: City, alice: Membership, bob: Membership, carla: Membership, way: str
) -> None:
    with inside(running):
        record = Observation.objects.get()
        if way == "reopened":
            reopen(record=record, by=alice.user)
        if way == "withdrawn":
            withdraw(record=record, by=alice.user, reason="A mistake.")
        if way == "erased":
            assert isinstance(_erased(record, alice), Tombstone)
        assert not Observation.objects.filter(state="approved").exists()
        for each in (_raised, _made_admin, _invited):
            withdraw_change(change=each(running, alice, bob), by=alice.user)


def test_before_anything_was_approved_one_admin_is_enough(elverhavn: City, alice: Membership, bob: Membership) -> None:
    with_record(elverhavn)
    make_observation(elverhavn, bob, state="submitted")
    with inside(elverhavn):
        asked = invite_or_ask(city=elverhavn, email="m@elverhavn.example", role="admin", clearance="red", by=alice.user)
        assert isinstance(asked, Invitation)


def _other_role(city: City, bob: Membership, alice: Membership) -> None:
    Membership.objects.filter(pk=bob.pk).update(role="reader")


def _is_gone(city: City, bob: Membership, alice: Membership) -> None:
    Membership.objects.filter(pk=bob.pk).delete()


def _belongs(city: City, bob: Membership, alice: Membership) -> None:
    make_member(city, "mallory@elverhavn.example", "reader")


def _longer(city: City, bob: Membership, alice: Membership) -> None:
    record = ProcessingRecord.objects.get()
    record.retention |= {"observation": 48}
    record.save()


def _edited(city: City, bob: Membership, alice: Membership) -> None:
    Observation.objects.filter(state="draft").update(title="In other words")


def _no_admin_any_more(city: City, bob: Membership, alice: Membership) -> None:
    Membership.objects.filter(pk=alice.pk).update(role="officer")


MOVED = [
    ("clearance", _other_role), ("clearance", _is_gone), ("made admin", _other_role), ("invited", _belongs),
    ("retention", _longer), ("erasure", _edited),
    *((kind, _no_admin_any_more) for kind in KINDS),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_moved_on_meanwhile_is_overtaken(cast: Cast, kind: str) -> None:
    running, alice, bob, carla = cast
    moves = [move for of, move in MOVED if of == kind]
    with inside(running):
        change = KINDS[kind][0](running, alice, bob)
        for move, how in itertools.product(moves, ["confirmed", "in time"]):
            with undone():
                move(running, bob, alice)
                _is_overtaken(change, how, carla, f"{move.__name__}, {how}")
            change.refresh_from_db()


def _is_overtaken(change: PendingChange, how: str, carla: Membership, case: str) -> None:
    members = list(Membership.objects.order_by("pk").values("pk", "role", "clearance"))
    counts = (Invitation.objects.count(), Observation.objects.count(), ProcessingRecord.objects.get().retention)
    if how == "confirmed":
        confirm(change=change, by=carla.user)
    else:
        PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=1))
        settle_due(city_id=change.city_id)
    change.refresh_from_db()
    assert change.state == "overtaken", case
    assert change.outcome, case
    assert list(Membership.objects.order_by("pk").values("pk", "role", "clearance")) == members, case
    now = (Invitation.objects.count(), Observation.objects.count(), ProcessingRecord.objects.get().retention)
    assert now == counts, case


def test_nobody_confirms_what_is_about_themselves(running: City, alice: Membership, carla: Membership) -> None:
    with inside(running):
        Membership.objects.filter(pk=carla.pk).update(clearance="green")
        asked = change_or_ask(membership=carla, role="admin", clearance="red", by=alice.user)
        assert isinstance(asked, PendingChange)
        with pytest.raises(Refused, match="It is about you"):
            confirm(change=asked, by=carla.user)
        assert deciders(asked) == []


def test_the_database_has_the_last_word(running: City, alice: Membership, bob: Membership, carla: Membership) -> None:
    with inside(running):
        change = _raised(running, alice, bob)
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            PendingChange.objects.update(state="confirmed", decided_by=alice.user, decided_at=timezone.now())
        with pytest.raises(IntegrityError, match="decided"), transaction.atomic():
            PendingChange.objects.update(state="refused")
        assert change.is_waiting


@pytest.mark.parametrize(("before", "after"), list(itertools.product(ORDER, ORDER)))
def test_every_step_up_waits_and_every_step_down_does_not(
    running: City, alice: Membership, bob: Membership, before: str, after: str
) -> None:
    with inside(running):
        Membership.objects.filter(pk=bob.pk).update(clearance=before)
        bob.refresh_from_db()
        made = change_or_ask(membership=bob, role="reader", clearance=after, by=alice.user)
        assert isinstance(made, PendingChange) is (ORDER.index(after) > ORDER.index(before))


def test_a_second_mailbox_opens_no_more_than_one_has(running: City, alice: Membership, bob: Membership) -> None:
    """An admin cleared to green invites themselves; somebody is removed and invited anew, cleared higher."""
    with inside(running):
        Membership.objects.filter(pk=alice.pk).update(clearance="green")
        mine = invite_or_ask(city=running, email="me@home.example", role="officer", clearance="amber", by=alice.user)
        assert isinstance(mine, PendingChange)
        Membership.objects.filter(pk=alice.pk).update(clearance="red")
        usual = invite_or_ask(city=running, email="olga@home.example", role="officer", clearance="amber", by=alice.user)
        assert isinstance(usual, Invitation)
        Membership.objects.filter(pk=bob.pk).update(clearance="green")
        Membership.objects.filter(pk=bob.pk).delete()
        anew = invite_or_ask(city=running, email=bob.user.email, role="officer", clearance="amber", by=alice.user)
        assert isinstance(anew, PendingChange)
        odd = invite_or_ask(city=running, email="rita@home.example", role="reader", clearance="amber", by=alice.user)
        assert isinstance(odd, PendingChange)


def test_while_nothing_is_approved_the_first_admin_invites_a_second_at_once(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with_record(elverhavn)
    with inside(elverhavn):
        made = invite_or_ask(city=elverhavn, email="x@home.example", role="admin", clearance="red", by=alice.user)
        assert isinstance(made, Invitation)
        Invitation.objects.update(made_at=timezone.now() - datetime.timedelta(days=8))
        made.refresh_from_db()
        send_again_if_recent(invitation=made, seen=made.expires_at.isoformat(), by=alice.user)
        make_observation(elverhavn, state="approved", approved_at=timezone.now(), approved_by=bob.user)
        with pytest.raises(Refused, match="invite anew"):
            send_again_if_recent(invitation=made, seen="", by=alice.user)
