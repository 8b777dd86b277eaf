"""Who may take which step of a review: every step, state, role, author or not, against the table below, made by hand of
the rules that hold everywhere (nobody approves their own; only admins review; an author takes back what they wrote)."""

from itertools import product

import pytest

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.models import Observation
from records.permissions import STEPS, may, may_complete, may_read_of_deleted, why_not, why_not_erased, why_not_marked
from records.registries.erasure import Eraser
from tests.records.makers import make_observation

STATES = ["draft", "submitted", "approved", "returned", "withdrawn"]
# d, s, a, r, w: the states from which an officer's own, an officer's colleague's, an admin's own, another's goes on
BY_HAND = {
    #             own    colleague's  admin's own  admin, another's
    "change": ("dr", "dr", "dsr", "dsr"),
    "submit": ("dr", "dr", "dr", "dr"),
    "approve": ("", "", "", "s"),
    "return": ("", "", "s", "s"),
    "look-again": ("a", "a", "a", "a"),
    "withdraw": ("dsar", "", "dsar", "dsar"),
    "reopen": ("rw", "rw", "arw", "arw"),
}


def _record(state: str, author: int) -> Observation:
    return Observation(state=state, created_by_id=author, marking="amber")


def test_every_step_is_in_the_table() -> None:
    assert BY_HAND.keys() == STEPS.keys()


@pytest.mark.parametrize(("step", "state"), list(product(BY_HAND, STATES)))
def test_who_takes_which_step_from_which_state(step: str, state: str) -> None:
    cases = [("officer", 1), ("officer", 2), ("admin", 1), ("admin", 2)]
    for allowed, (role, author) in zip(BY_HAND[step], cases, strict=True):
        member = Membership(user_id=1, role=role, clearance="red")
        expected = state[0] in allowed
        assert may(step, _record(state, author), member) is expected, (role, author)
        assert bool(why_not(step, _record(state, author), member)) is not expected


def test_who_is_told_before_which_state() -> None:
    """An officer reads that admins review, not that it is too early: the first helps them, the second does not."""
    officer, admin = Membership(user_id=1, role="officer"), Membership(user_id=1, role="admin")
    assert why_not("approve", _record("draft", 2), officer) == "Only an admin reviews records. Ask one of them."
    assert why_not("approve", _record("draft", 1), admin).startswith("Nobody approves their own")
    assert why_not("approve", _record("draft", 2), admin) == "It was not handed in for review yet."


def test_what_is_not_complete_is_not_handed_in() -> None:
    class Missing(Observation):
        class Meta:
            proxy = True
            app_label = "mapping"

        def missing(self) -> list[str]:
            return ["Fill “The session”."]

    record = Missing(state="draft", created_by_id=1)
    assert why_not("submit", record, Membership(user_id=1, role="admin")) == "It is not complete: Fill “The session”."


RANK = {"clear": 0, "green": 1, "amber": 2, "amber_strict": 3, "red": 4}


def test_nobody_marks_beyond_their_clearance_and_only_admins_lower() -> None:
    for role, clearance, now, then in product(["officer", "admin"], RANK, RANK, RANK):
        record, member = Observation(marking=now), Membership(user_id=1, role=role, clearance=clearance)
        allowed = RANK[then] <= RANK[clearance] and (role == "admin" or RANK[then] >= RANK[now])
        assert bool(why_not_marked(record, then, member)) is not allowed, f"{role} of {clearance}: {now} to {then}"


def test_a_marking_that_is_none_is_refused() -> None:
    assert why_not_marked(Observation(marking="clear"), "purple", Membership(role="admin", clearance="red"))


@pytest.mark.parametrize(("role", "is_admin"), [("admin", True), ("officer", False), ("reader", False)])
def test_admins_complete_erase_and_read_of_what_was_deleted(role: str, is_admin: bool) -> None:
    member = Membership(user_id=1, role=role)
    on_request = Eraser(Observation, "observation", "Observation", lambda _day: Observation.objects.none())
    by_calendar = Eraser(
        Observation, "observation", "Observation", lambda _day: Observation.objects.none(), on_request=False
    )
    assert may_complete(member) is is_admin
    assert may_read_of_deleted(member) is is_admin
    assert (why_not_erased(on_request, member) == "") is is_admin
    assert why_not_erased(by_calendar, member)
    assert why_not_erased(None, member)


def test_what_waits_for_an_admin_is_what_they_may_approve(elverhavn: City, alice: Membership, bob: Membership) -> None:
    with city_context(elverhavn.pk, via="test"):
        for state, author in product(["draft", "submitted", "returned"], [alice, bob, None]):
            facts = {"review_comment": "Which day?"} if state == "returned" else {}
            make_observation(elverhavn, author, state=state, **facts)
        may_be = {each.pk for each in Observation.objects.all() if may("approve", each, alice)}
        assert set(Observation.objects.to_approve_by(alice.user).values_list("pk", flat=True)) == may_be
        assert len(may_be) == 2
