"""Whoever had a record in hand since it was handed in does not approve it: every author, editor, handing in and
approver, for every step of a review, against the rule written down by hand."""

import datetime
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from mapping.actions.observations import change_observation
from mapping.forms.observations import CompletedForm, ObservationForm
from mapping.models import Observation
from records.actions import approve, reopen, return_, review_again_by, submit, withdraw
from records.changes import hands_on
from records.models import ReviewState
from records.permissions import STEPS, approvers, may
from stakeholders.actions.recording import SectionChanges, keep_part
from stakeholders.models import Consultation, Need
from stakeholders.vocabulary import Part
from tests.factories import make_member, sign_in
from tests.once import undone
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_consultation

PEOPLE = ("ada", "alice", "carla")  # an officer, and two admins
DAY = (timezone.now() + datetime.timedelta(days=300)).date()


@pytest.fixture
def cast(elverhavn: City) -> dict[str, Membership]:
    roles = {"ada": "officer", "alice": "admin", "carla": "admin"}
    return {
        name: make_member(elverhavn, f"{name}@elverhavn.example", role, name=name.title())
        for name, role in roles.items()
    }


def _as(member: Membership, act: Callable[[], Any]) -> Any:
    """As on a page: the city's transaction knows who is acting."""
    with city_context(member.city_id, via="page", actor_id=member.user_id):
        return act()


def _edit(record: Observation, member: Membership, **fields: Any) -> None:
    def change() -> None:
        found = Observation.objects.get(pk=record.pk)
        for name, value in fields.items():
            setattr(found, name, value)
        change_observation(observation=found, by=member.user)

    _as(member, change)


def _fresh(record: Observation, by: Membership) -> Observation:
    found: Observation = _as(by, lambda: Observation.objects.get(pk=record.pk))
    return found


@pytest.mark.parametrize("author", PEOPLE)
def test_every_author_editor_and_approver(cast: dict[str, Membership], author: str) -> None:
    """An officer changes nothing that waits for review, so an editor of that time is an admin; the rest is by hand:
    the author, whoever handed it in and whoever changed it since do not approve it."""
    for editor, sender in product((*PEOPLE, ""), PEOPLE):
        record = _handed_in(cast, author, editor, sender)
        for approver in ("alice", "carla"):
            allowed = approver not in {author, sender, *({editor} - {"ada", ""})}
            # each finds it as it was handed in
            with undone():
                _tried(record, cast[approver], (author, editor, sender, approver), allowed=allowed)


def _handed_in(cast: dict[str, Membership], author: str, editor: str, sender: str) -> Observation:
    record = make_observation(cast[author].city, cast[author])
    _as(cast[sender], lambda: submit(record=record, by=cast[sender].user))
    if editor == "ada":
        with pytest.raises(Refused):
            _edit(record, cast[editor], title="In other words")
    elif editor:
        _edit(record, cast[editor], title="In other words")
    return record


def _tried(record: Observation, member: Membership, case: tuple[str, ...], *, allowed: bool) -> None:
    with city_context(member.city_id, via="page", actor_id=member.user_id):
        found = Observation.objects.get(pk=record.pk)
        assert may("approve", found, member) is allowed, case
        assert (member.user in approvers(found)) is allowed, case
        assert (found in Observation.objects.to_approve_by(member.user)) is allowed, case
        if allowed:
            assert approve(record=found, by=member.user).approved_by == member.user, case
        else:
            with pytest.raises(Refused):
                approve(record=found, by=member.user)
            assert Observation.objects.get(pk=record.pk).state == "submitted"


def _by_hand(verb: str, state: str, *, is_admin: bool, is_author: bool) -> bool:
    """Of all that makes nothing count: who changed the record since is no matter."""
    match verb:
        case "change":
            return state in {"draft", "returned"} or (state == "submitted" and is_admin)
        case "submit":
            return state in {"draft", "returned"}
        case "return":
            return state == "submitted" and is_admin
        case "withdraw":
            return state != "withdrawn" and (is_admin or is_author)
        case "reopen":
            return state in {"returned", "withdrawn"} or (state == "approved" and is_admin)
        case "look-again":
            return state == "approved"
    raise AssertionError(verb)


@pytest.mark.parametrize("author", PEOPLE)
def test_every_author_editor_and_actor_of_every_other_step(cast: dict[str, Membership], author: str) -> None:
    for editor in (*PEOPLE, ""):
        record = make_observation(cast[author].city, cast[author])
        if editor:
            _edit(record, cast[editor], title="In other words")
        found = _fresh(record, cast[author])
        for state, actor, verb in product(ReviewState.values, PEOPLE, STEPS.keys() - {"approve"}):
            found.state = state
            right = _by_hand(verb, state, is_admin=actor != "ada", is_author=actor == author)
            assert may(verb, found, cast[actor]) == right, (editor, state, actor, verb)


def _stepped(record: Observation, by: Membership, verb: str) -> object:
    found = _fresh(record, by)
    match verb:
        case "return":
            return _as(by, lambda: return_(record=found, by=by.user, comment="Which day?"))
        case "withdraw":
            return _as(by, lambda: withdraw(record=found, by=by.user, reason="Told twice."))
        case "reopen":
            return _as(by, lambda: reopen(record=found, by=by.user))
        case "look-again":
            return _as(by, lambda: review_again_by(record=found, by=by.user, day=DAY))
    raise AssertionError(verb)


@pytest.mark.parametrize("editor", ["alice", "carla"])
def test_whoever_changed_it_may_take_every_step_that_makes_nothing_count(
    cast: dict[str, Membership], editor: str
) -> None:
    """Returning, withdrawing, reopening, looking again need no second person: only approving makes a record count."""
    ada, other = cast["ada"], cast[{"alice": "carla", "carla": "alice"}[editor]]
    for verb in ("return", "withdraw"):
        record = make_observation(ada.city, ada)
        _as(ada, lambda: submit(record=record, by=ada.user))  # noqa: B023
        _edit(record, cast[editor], title="In other words")
        _stepped(record, cast[editor], verb)
        assert _fresh(record, ada).state in {"returned", "withdrawn"}
    _stepped(record, cast[editor], "reopen")
    _as(ada, lambda: submit(record=_fresh(record, ada), by=ada.user))
    _as(other, lambda: approve(record=_fresh(record, other), by=other.user))
    for verb in ("look-again", "reopen", "withdraw"):
        _stepped(record, cast[editor], verb)
    assert STEPS.keys() == {"change", "submit", "approve", "return", "withdraw", "reopen", "look-again"}


def test_what_its_author_hands_in_again_was_read_by_two(cast: dict[str, Membership]) -> None:
    """The way out that the page names: an admin rewrote it, its author read that and handed it in anew."""
    ada, alice = cast["ada"], cast["alice"]
    record = make_observation(ada.city, ada)
    _as(ada, lambda: submit(record=record, by=ada.user))
    _edit(record, alice, title="In other words")
    _as(alice, lambda: return_(record=_fresh(record, alice), by=alice.user, comment="Do you agree?"))
    _as(ada, lambda: submit(record=_fresh(record, ada), by=ada.user))
    assert _as(alice, lambda: approve(record=_fresh(record, alice), by=alice.user)).state == "approved"


def test_who_rewrote_and_handed_it_in_again_approves_it_no_more_than_before(cast: dict[str, Membership]) -> None:
    """Returned, rewritten and handed in by one and the same: no second pair of eyes saw it."""
    ada, alice = cast["ada"], cast["alice"]
    record = make_observation(ada.city, ada)
    _as(ada, lambda: submit(record=record, by=ada.user))
    _as(alice, lambda: return_(record=_fresh(record, alice), by=alice.user, comment="I do it myself."))
    _edit(record, alice, title="In other words")
    _as(alice, lambda: submit(record=_fresh(record, alice), by=alice.user))
    with pytest.raises(Refused, match="You handed it in or changed it since"):
        _as(alice, lambda: approve(record=_fresh(record, alice), by=alice.user))


REVIEWERS: dict[str, Any] = {
    "currents": ["none_known"], "setting": "school", "severity": 3, "basis": "evidenced",
    "trigger_event": "An election.", "reliability": "A", "credibility": "1", "marking": "green",
    "source_link": "https://example.org/", "review_by": DAY,
}  # fmt: skip


def test_the_reviewers_own_fields_are_those_of_the_form() -> None:
    theirs = set(CompletedForm.Meta.fields) - set(ObservationForm.Meta.fields) | {"currents", "severity"}
    assert theirs <= Observation.of_the_review
    # what whoever saw it may propose, and the reviewer decides; nothing else
    _title, proposed = ObservationForm.PROPOSAL
    assert set(ObservationForm.Meta.fields) & Observation.of_the_review == set(proposed) == {"currents", "severity"}


def test_completing_what_is_the_reviewers_to_fill_is_no_change(cast: dict[str, Membership]) -> None:
    ada, alice = cast["ada"], cast["alice"]
    record = make_observation(ada.city, ada)
    _as(ada, lambda: submit(record=record, by=ada.user))
    for name, value in REVIEWERS.items():
        _edit(record, alice, **{name: value})
    assert _as(alice, lambda: approve(record=_fresh(record, alice), by=alice.user)).state == "approved"


def test_a_row_of_a_consultation_counts_as_the_record(cast: dict[str, Membership]) -> None:
    """What was said stands in tables of its own; whoever changes it changes the consultation."""
    ada, alice, carla = cast["ada"], cast["alice"], cast["carla"]
    made = make_consultation(ada.city, ada, state="submitted")
    with city_context(ada.city_id, via="test"):
        Need.objects.all().delete()  # of another number than its consultation
        Need.objects.create(
            city=ada.city, consultation=made, confidentiality=made.confidentiality, statement="A place to meet",
            category="safe_spaces", priority=4, block="public_bodies",
        )  # fmt: skip
        assert not Need.objects.filter(pk=made.pk, consultation=made).exists()

    def change() -> None:
        found = Consultation.objects.get(pk=made.pk)
        need = Need.objects.get(consultation=found)
        need.statement = "In other words"
        keep_part(consultation=found, part=Part.NEEDS, told=SectionChanges(kept=[need]), by=alice.user)

    with city_context(ada.city_id, via="test"):
        assert set(Consultation.objects.to_approve_by(alice.user)) == {made}
    _as(alice, change)
    with city_context(ada.city_id, via="test"):
        found = Consultation.objects.get(pk=made.pk)
        assert alice.user_id in hands_on(found)
        assert carla.user_id not in hands_on(found)
        assert not Consultation.objects.to_approve_by(alice.user)
        assert set(Consultation.objects.to_approve_by(carla.user)) == {made}
        assert approvers(found) == [carla.user]


def test_the_page_says_why_there_is_no_approve_and_who_may(cast: dict[str, Membership]) -> None:
    ada, alice, carla = cast["ada"], cast["alice"], cast["carla"]
    own = make_observation(alice.city, alice, state="submitted")
    address = f"/city/elverhavn/observations/{own.pk}/"
    page = " ".join(sign_in(Client(), alice).get(address).content.decode().split())
    assert "Nobody approves their own record" in page
    assert "May approve it: Carla." in page
    assert "/approve/" not in page
    page = " ".join(sign_in(Client(), ada).get(address).content.decode().split())
    assert "May approve it: Carla." in page
    assert "Nobody approves" not in page
    page = " ".join(sign_in(Client(), carla).get(address).content.decode().split())
    assert "/approve/" in page
    assert "May approve it" not in page
    carla.delete()
    page = " ".join(sign_in(Client(), alice).get(address).content.decode().split())
    assert "Nobody may approve it yet. An admin invites another one" in page
