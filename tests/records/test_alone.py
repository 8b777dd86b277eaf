"""In a very small city one person may approve what they wrote, for a reason that is kept with it; nowhere else, and of
nothing else."""

import datetime
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import accept, change_membership, invite
from accounts.city import city_context
from accounts.four_eyes import Matter, look
from accounts.models import City, Membership, User
from core.errors import Refused
from mapping.actions.observations import change_observation
from mapping.models import Observation
from records.actions import (
    approve,
    ask_to_decide_alone,
    change_or_ask,
    confirm,
    reopen,
    settle_due,
    submit,
)
from records.models import PendingChange
from records.permissions import approvers, approves_alone, may
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside
from tests.records.makers import make_observation

BECAUSE = "The city has one officer for prevention, who is the admin."
SAID = "Approved by the person who wrote it, handed it in or changed it, because:"
PAGE = "/city/elverhavn/settings/alone/"


def _as(member: Membership, act: Callable[[], Any]) -> Any:
    with city_context(member.city_id, via="page", actor_id=member.user_id):
        return act()


def _on(city: City, because: str = BECAUSE) -> None:
    with inside(city):
        City.objects.filter(pk=city.pk).update(alone_because=because)


def _now(city: City) -> str:
    return City.objects.get(pk=city.pk).alone_because


def _in_time(city: City) -> None:
    PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(seconds=1))
    assert settle_due(city_id=city.pk) == 1


@pytest.mark.parametrize("because", ["", BECAUSE])
def test_of_every_city_and_matter_who_may(elverhavn: City, because: str) -> None:
    """By hand: one admin, three at work, a reason, and neither who may do what nor how long anything is kept."""
    _on(elverhavn, because)
    for admins, officers in product(range(1, 4), range(5)):
        with inside(elverhavn), transaction.atomic():
            for place in range(admins + officers):
                role = "admin" if place < admins else "officer"
                user = User.objects.create(email=f"{role}{place}@elverhavn.example")
                Membership.objects.create(city=elverhavn, user=user, role=role)
            first = Membership.objects.admins().filter(city=elverhavn).first()
            assert first is not None
            for matter, other in product(Matter, (first.user_id, 0)):
                seen = look(matter, city_id=elverhavn.pk, user_id=first.user_id, had_it_in_hand={other})
                small = bool(because) and admins == 1 and admins + officers <= 3
                alone = other == first.user_id and small and matter is not Matter.CHANGE
                assert seen.may is (other == 0 or alone)
                assert seen.alone_because == (because if alone else "")
            transaction.set_rollback(True)


@pytest.mark.parametrize("because", ["", BECAUSE])
@pytest.mark.parametrize("author", ["ada", "alice"])
def test_every_author_editor_and_sender_with_one_admin(elverhavn: City, author: str, because: str) -> None:
    """Ada is an officer, Alice the only admin: what she had in hand she approves with the reason, or not at all."""
    cast = {
        "ada": make_member(elverhavn, "ada@elverhavn.example", "officer", name="Ada"),
        "alice": make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice"),
    }
    _on(elverhavn, because)
    alice = cast["alice"]
    for editor, sender in product(("alice", ""), ("ada", "alice")):
        record = make_observation(elverhavn, cast[author])
        _as(cast[sender], lambda: submit(record=record, by=cast[sender].user))  # noqa: B023
        if editor:
            _as(cast[editor], lambda: _edited(record.pk, cast[editor]))  # noqa: B023
        in_hand = "alice" in {author, editor, sender}
        with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
            found = Observation.objects.get(pk=record.pk)
            allowed = bool(because) or not in_hand
            assert may("approve", found, alice) is allowed
            assert (alice.user in approvers(found)) is allowed
            assert (found in Observation.objects.to_approve_by(alice.user)) is allowed
            assert approves_alone(found, alice.user) == (because if in_hand else "")
            assert not may("approve", found, cast["ada"])
            if not allowed:
                with pytest.raises(Refused):
                    approve(record=found, by=alice.user)
                continue
            kept = approve(record=found, by=alice.user)
            assert (kept.approved_by, kept.alone_because) == (alice.user, because if in_hand else "")


def _edited(pk: int, by: Membership) -> None:
    found = Observation.objects.get(pk=pk)
    found.title = "In other words"
    change_observation(observation=found, by=by.user)


def test_the_page_of_a_record_says_why_where_one_person_did_both_and_only_there(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    _on(elverhavn)
    said = {"currents": ["none_known"], "severity": 1}
    theirs, own = make_observation(elverhavn, bob, **said), make_observation(elverhavn, alice, **said)
    client = sign_in(Client(), alice)
    for record, author, is_alone in ((theirs, bob, False), (own, alice, True)):
        _as(author, lambda: submit(record=record, by=author.user))  # noqa: B023
        step = f"/city/elverhavn/review/observation/{record.pk}/approve/"
        assert ("no second person looks at it" in client.get(step).content.decode()) is is_alone
        assert send(client, step, {}).status_code == 302
        page = client.get(f"/city/elverhavn/observations/{record.pk}/").content.decode()
        assert (SAID in page, BECAUSE in page) == (is_alone, is_alone)
    rows = client.get("/city/elverhavn/observations/export/").getvalue().decode()
    assert rows.count(BECAUSE) == 1
    # what was decided so says it also after it has ended; what is reopened says it no more
    _on(elverhavn, "")
    assert BECAUSE in client.get(f"/city/elverhavn/observations/{own.pk}/").content.decode()
    _as(alice, lambda: reopen(record=Observation.objects.get(pk=own.pk), by=alice.user))
    with inside(elverhavn):
        assert Observation.objects.get(pk=own.pk).alone_because == ""


def test_the_database_keeps_no_approval_by_its_author_without_a_reason(elverhavn: City, alice: Membership) -> None:
    made = make_observation(elverhavn, alice)
    facts = {"state": "approved", "approved_by": alice.user, "approved_at": timezone.now()}
    with inside(elverhavn):
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            Observation.objects.filter(pk=made.pk).update(**facts)
        Observation.objects.filter(pk=made.pk).update(**facts, alone_because=BECAUSE)


def test_it_is_asked_for_and_waits_its_seven_days(elverhavn: City, alice: Membership) -> None:
    """Also where nothing was approved yet: nothing is lost by waiting."""
    client = sign_in(Client(), alice)
    assert "Two people decide" in client.get(PAGE).content.decode()
    answer = send(client, PAGE, {"alone_because": BECAUSE}, follow=True)
    assert "It waits for a second admin" in answer.content.decode()
    assert "was asked for, and waits" in client.get(PAGE).content.decode()
    with inside(elverhavn):
        asked = PendingChange.objects.get()
        assert (asked.kind, asked.reason, _now(elverhavn)) == ("alone", BECAUSE, "")
        with pytest.raises(Refused, match="another admin confirms it"):
            confirm(change=asked, by=alice.user)
        _in_time(elverhavn)
        assert _now(elverhavn) == BECAUSE
        with pytest.raises(Refused, match="decides already"):
            ask_to_decide_alone(city=elverhavn, because="Otherwise", by=alice.user)
    assert BECAUSE in client.get(PAGE).content.decode()
    told = client.get(f"/city/elverhavn/history/settings/{elverhavn.pk}/").content.decode()
    assert BECAUSE in told
    assert "From now on two people look" in client.post(f"{PAGE}end/", follow=True).content.decode()
    assert _now(elverhavn) == ""


def test_what_leads_to_a_person_does_not_become_a_printed_reason_unseen(elverhavn: City, alice: Membership) -> None:
    answer = send(sign_in(Client(), alice), PAGE, {"alone_because": "Call 22 33 44 55."})
    assert "This could lead to a person" in answer.content.decode()
    with inside(elverhavn):
        assert not PendingChange.objects.exists()


ENDS: dict[str, Callable[[City], object]] = {
    "a second admin comes in": lambda city: accept(
        invitation=invite(city=city, email="new@elverhavn.example", role="admin", clearance="green"),
        name="New", password="granite-lantern-42",
    ),
    "an officer becomes an admin": lambda city: change_membership(
        membership=Membership.objects.get(city=city, user__email="bob@elverhavn.example"), role="admin",
        clearance="amber",
    ),
    "a fourth comes to work": lambda city: accept(
        invitation=invite(city=city, email="new@elverhavn.example", role="officer", clearance="green"),
        name="New", password="granite-lantern-42",
    ),
}  # fmt: skip
STAYS: dict[str, Callable[[City], object]] = {
    "a network member comes": lambda city: accept(
        invitation=invite(city=city, email="new@elverhavn.example", role="reader", clearance="green"),
        name="New", password="granite-lantern-42",
    ),
    "an officer is cleared for less": lambda city: change_membership(
        membership=Membership.objects.get(city=city, user__email="bob@elverhavn.example"), role="officer",
        clearance="clear",
    ),
    "host staff visit": lambda city: make_member(
        city, "host@host.example", "admin", second_factor=False
    ) and Membership.objects.filter(user__email="host@host.example").update(
        expires_at=timezone.now() + datetime.timedelta(hours=1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", [*ENDS, *STAYS])
def test_it_ends_for_good_with_the_next_one_who_could_look(
    elverhavn: City, alice: Membership, bob: Membership, what: str
) -> None:
    make_member(elverhavn, "dan@elverhavn.example", "officer")
    _on(elverhavn)
    own = make_observation(elverhavn, alice, state="submitted")
    with inside(elverhavn):
        (ENDS | STAYS)[what](elverhavn)
    ends = what in ENDS
    assert (_now(elverhavn) == "") is ends
    with inside(elverhavn):
        assert may("approve", Observation.objects.get(pk=own.pk), alice) is not ends
        # who goes again brings it back in no way
        Membership.objects.filter(user__email="new@elverhavn.example").delete()
        Membership.objects.filter(user__email="bob@elverhavn.example").update(role="officer")
        assert may("approve", Observation.objects.get(pk=own.pk), alice) is not ends


@pytest.mark.parametrize("shut_out", ["suspended_at", "is_active"])
def test_whoever_shuts_the_other_admin_out_is_not_alone(
    elverhavn: City, alice: Membership, carla: Membership, shut_out: str
) -> None:
    if shut_out == "is_active":
        User.objects.filter(pk=carla.user_id).update(is_active=False)
    else:
        with inside(elverhavn):
            Membership.objects.filter(pk=carla.pk).update(suspended_at=timezone.now())
    with inside(elverhavn), pytest.raises(Refused, match="second admin"):
        ask_to_decide_alone(city=elverhavn, because=BECAUSE, by=alice.user)
    # not even where it stands in the row
    _on(elverhavn)
    own = make_observation(elverhavn, alice, state="submitted")
    with inside(elverhavn):
        assert not may("approve", Observation.objects.get(pk=own.pk), alice)
    assert "There is a second admin" in sign_in(Client(), alice).get(PAGE).content.decode()


def test_it_is_overtaken_where_a_second_admin_came_meanwhile(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        ask_to_decide_alone(city=elverhavn, because=BECAUSE, by=alice.user)
    make_member(elverhavn, "carla@elverhavn.example", "admin")
    with inside(elverhavn):
        _in_time(elverhavn)
        assert PendingChange.objects.get().state == "overtaken"
    assert _now(elverhavn) == ""


def test_clearances_and_admins_take_two_all_the_same(running: City, alice: Membership, bob: Membership) -> None:
    with inside(running):
        Membership.objects.filter(user__email="gone@elverhavn.example").delete()
    _on(running)
    with inside(running):
        for wish in ({"role": "officer", "clearance": "red"}, {"role": "admin", "clearance": "amber"}):
            asked = change_or_ask(membership=bob, by=alice.user, **wish)
            assert isinstance(asked, PendingChange)
            with pytest.raises(Refused, match="asked for it yourself"):
                confirm(change=asked, by=alice.user)
            PendingChange.objects.update(state="withdrawn", decided_at=timezone.now())
