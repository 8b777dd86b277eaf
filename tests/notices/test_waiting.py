"""Whoever something waits for is mailed, whatever way it was done; and whoever did it is not."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.models import Factor, Observation
from notices.actions import notify_admins
from notices.actions.mailing import gather, tell_waiting
from notices.actions.waiting import note_passed_days
from notices.mails import mail_of
from notices.models import Mailing, Wait
from reports.judgements.attached import newest_of
from reports.models import Diagnosis, Judgement
from tests.factories import make_member, today_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.planning.makers import judge
from tests.records.makers import make_factor, make_observation


def _waits(city: City) -> set[tuple[str, str]]:
    with inside(city):
        return set(Wait.objects.values_list("user__name", "kind"))


@pytest.mark.parametrize("make", [make_observation, make_factor])
def test_what_is_handed_in_returned_and_approved_waits_for_whom_it_should(
    make: Callable[..., Any], elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """An admin who may not read it is not told, nor is its author."""
    make_member(elverhavn, "low@elverhavn.example", "admin", clearance="green", name="Low")
    row = make(elverhavn, bob, marking="amber")
    collected(elverhavn)
    assert _waits(elverhavn) == set()
    rows = type(row).objects.filter(pk=row.pk)
    for state, actor, expected in (
        ("submitted", bob, {("Alice", "review")}),
        ("returned", alice, {("Bob", "returned")}),
        ("submitted", bob, {("Alice", "review")}),
        ("approved", alice, {("Bob", "approved")}),
    ):
        with inside(elverhavn):
            Wait.objects.all().delete()
        is_approved = state == "approved"
        with city_context(elverhavn.pk, via="test", actor_id=actor.user_id):
            rows.update(
                state=state, review_comment="Why?" if state == "returned" else "",
                approved_by=alice.user if is_approved else None,
                approved_at=timezone.now() if is_approved else None,
            )  # fmt: skip
        collected(elverhavn)
        assert _waits(elverhavn) == expected, state


def test_many_at_once_are_one_thing_that_waits(elverhavn: City, alice: Membership, bob: Membership) -> None:
    for _number in range(101):
        make_factor(elverhavn, bob)
    with inside(elverhavn):
        Factor.objects.update(state="submitted")
    collected(elverhavn)
    with inside(elverhavn):
        (wait,) = Wait.objects.all()
        assert (wait.user, wait.link) == (alice.user, "/city/elverhavn/")
        assert gather(city=elverhavn, now=timezone.now() + datetime.timedelta(hours=1)) == 1
        assert Mailing.objects.get().user == alice.user


def test_a_checked_diagnosis_waits_for_whoever_may_release_it(elverhavn: City, alice: Membership) -> None:
    make_member(elverhavn, "carla@elverhavn.example", "admin", name="Carla")
    with inside(elverhavn):
        made = Diagnosis.objects.create(
            city=elverhavn, number=1, state="in_review", start=datetime.date(2025, 1, 1),
            end=datetime.date(2025, 12, 31), compare_start=datetime.date(2024, 1, 1),
            compare_end=datetime.date(2024, 12, 31), dated=datetime.date(2026, 2, 1),
        )  # fmt: skip
    collected(elverhavn)
    assert _waits(elverhavn) == set()
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        Diagnosis.objects.filter(pk=made.pk).update(checked_by=alice.user, checked_at=timezone.now())
    collected(elverhavn)
    assert _waits(elverhavn) == {("Carla", "release")}


@pytest.mark.parametrize(
    ("what", "is_undecided"),
    [
        ({"what_happened": "Otherwise than it was read."}, True),
        ({"state": "withdrawn", "withdrawn_reason": "Wrong."}, True),
        ({"marking": "red"}, True),
        # how it is filed is not what it says
        ({"review_by": datetime.date(2040, 1, 1)}, False),
    ],
)
def test_a_judgement_whose_evidence_left_it_waits_to_be_decided_again(
    what: dict[str, Any], is_undecided: bool, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """For the admins who may decide it, while its diagnosis is in review; never for one that was released."""
    make_member(elverhavn, "low@elverhavn.example", "admin", clearance="green", name="Low")
    row = make_observation(
        elverhavn, bob, state="approved", approved_by=alice.user, approved_at=timezone.now(), marking="amber"
    )
    with inside(elverhavn):
        for number, state in ((1, "released"), (2, "in_review")):
            made = Diagnosis.objects.create(
                city=elverhavn, number=number, state=state, marking="amber", start=datetime.date(2025, 1, 1),
                end=datetime.date(2025, 12, 31), compare_start=datetime.date(2024, 1, 1),
                compare_end=datetime.date(2024, 12, 31), dated=datetime.date(2026, 2, 1),
            )  # fmt: skip
            pinned = newest_of([f"observation:{row.pk}"])
            judgement = judge(made, f"own.{number}", "As it was seen.")
            evidence = [{"cited": name, "event": event} for name, event in pinned.items()]
            Judgement.objects.filter(pk=judgement.pk).update(evidence=evidence)
    collected(elverhavn)
    with inside(elverhavn):
        Wait.objects.all().delete()
        Observation.objects.filter(pk=row.pk).update(**what)
    collected(elverhavn)
    expected = {("Alice", "undecided")} if is_undecided else set()
    assert {each for each in _waits(elverhavn) if each[1] == "undecided"} == expected
    with inside(elverhavn):
        links = list(Wait.objects.filter(kind="undecided").values_list("link", flat=True))
    assert links == [f"/city/elverhavn/diagnoses/2/judgements/{judgement.pk}/"] * is_undecided


def test_who_wrote_what_was_to_hold_until_yesterday_is_mailed_once(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    today = today_in(elverhavn)
    for days in (0, 1, 2):
        make_factor(elverhavn, bob, state="approved", approved_by=alice.user, approved_at=timezone.now(),
                    review_by=today - datetime.timedelta(days=days))  # fmt: skip
    with inside(elverhavn):
        assert note_passed_days(city=elverhavn, today=today) == 1
        note_passed_days(city=elverhavn, today=today)
    assert _waits(elverhavn) == {("Bob", "review_by")}
    with inside(elverhavn):
        assert Wait.objects.count() == 1


def test_who_may_not_do_or_read_any_more_what_waits_is_not_mailed(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """Between the moment it began to wait and the mail: the role, the clearance, or the marking of the record."""
    row = make_factor(elverhavn, bob, marking="amber")
    as_they_were = {"role": "admin", "clearance": "red"}
    members, rows = Membership.objects.filter(pk=alice.pk), Factor.objects.filter(pk=row.pk)
    for taken, is_mailed in (
        ({}, True),
        ({"role": "officer"}, False),
        ({"role": "reader"}, False),
        ({"clearance": "green"}, False),
        ({"clearance": "amber"}, True),
    ):
        with city_context(elverhavn.pk, via="test", actor_id=bob.user_id):
            Wait.objects.all().delete()
            rows.update(state="draft")
        with city_context(elverhavn.pk, via="test", actor_id=bob.user_id):
            rows.update(state="submitted")
        collected(elverhavn)
        assert _waits(elverhavn) == {("Alice", "review")}
        with inside(elverhavn):
            gather(city=elverhavn, now=timezone.now() + datetime.timedelta(hours=1))
            members.update(**taken)
            mailing = Mailing.objects.open().get()
            assert (mail_of(mailing) is not None) == is_mailed, taken
            members.update(**as_they_were)
            Mailing.objects.all().delete()


def test_who_is_no_longer_an_admin_is_not_mailed_what_admins_are_told(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with inside(elverhavn):
        notify_admins(elverhavn, lambda: {"after": "An admin less"}, "/", bob.user)
        gather(city=elverhavn)
        mailing = Mailing.objects.get(user=alice.user)
        assert mail_of(mailing) is not None
        Membership.objects.filter(pk=alice.pk).update(role="officer")
        assert mail_of(mailing) is None


def test_a_judgement_above_one_s_clearance_by_now_is_not_mailed(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        made = Diagnosis.objects.create(
            city=elverhavn, number=1, state="in_review", marking="green", start=datetime.date(2025, 1, 1),
            end=datetime.date(2025, 12, 31), compare_start=datetime.date(2024, 1, 1),
            compare_end=datetime.date(2024, 12, 31), dated=datetime.date(2026, 2, 1),
        )  # fmt: skip
        judgement = judge(made, "own.1", "As it was seen.")
        tell_waiting(
            city=elverhavn, users=[alice.user_id], kind=Wait.Kind.UNDECIDED, link="/", about=(Judgement, judgement.pk)
        )
        gather(city=elverhavn, now=timezone.now() + datetime.timedelta(hours=1))
        mailing = Mailing.objects.get()
        assert mail_of(mailing) is not None
        Membership.objects.filter(pk=alice.pk).update(clearance="clear")
        Diagnosis.objects.update(marking="red")
        Judgement.objects.update(marking="red")
        assert mail_of(mailing) is None
