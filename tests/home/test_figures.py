"""What the first page asks at once, and keeps composed: the figures of whoever opens it, in their city, on its day."""

import datetime
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.models import City, Membership
from home.figures import Figures, figures
from home.inbox.records import returned
from home.reviewed import REVIEWED
from stakeholders.models import Consultation
from tests.days import stop_the_clock
from tests.factories import make_member, today_in
from tests.mapping.makers import inside
from tests.records.makers import make_observation
from tests.records.reviewed import MAKERS
from tests.stakeholders.makers import make_consultation

MARKINGS = ["clear", "green", "amber", "amber_strict", "red"]
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-03-05T00:00Z"}
KINDS = [each.model for each in REVIEWED]
ONE_OF_EACH, NONE = [1] * len(KINDS), [0] * len(KINDS)


def _asked_by(member: Membership) -> Any:
    request: Any = RequestFactory().get("/")
    request.city, request.user, request.membership = member.city, member.user, member
    return request


def _figures(member: Membership) -> Figures:
    with inside(member.city):
        return figures(_asked_by(member))


def _of_each(member: Membership, name: str) -> list[int]:
    found = _figures(member)
    return [int(found.of(name, kind)) for kind in KINDS]


def test_everybody_is_told_what_they_are_cleared_for_whoever_asked_before(
    elverhavn: City, alice: Membership, charlie: Membership, rita: Membership
) -> None:
    yesterday = today_in(elverhavn) - datetime.timedelta(days=1)
    for kind in KINDS:
        for marking in MARKINGS:
            MAKERS[kind](elverhavn, marking=marking, review_by=yesterday, approved_by=alice.user, **APPROVED)
    cleared = [
        make_member(elverhavn, f"{marking}-{role}@elverhavn.example", role, clearance=marking)
        for marking in MARKINGS
        for role in ("officer", "admin")
    ]
    for members in (cleared, cleared[::-1]):
        for member in members:
            readable = MARKINGS.index(member.clearance) + 1
            assert _of_each(member, "stale") == [readable] * len(KINDS)
            assert _figures(member)["consultations"] == readable
        assert _of_each(rita, "stale") == _of_each(charlie, "stale") == NONE


def test_what_is_in_confidence_is_nobody_else_s(elverhavn: City, alice: Membership, bob: Membership) -> None:
    """As a whole it is the named admin's and its author's; that it was, all who are cleared for it may know."""
    yesterday = today_in(elverhavn) - datetime.timedelta(days=1)
    other = make_member(elverhavn, "other@elverhavn.example", "admin")
    rule: dict[str, Any] = {"confidentiality": "confidential", "named_admin": alice.user, "review_by": yesterday}
    make_consultation(elverhavn, bob, approved_by=alice.user, **rule, **APPROVED)
    for member, stale in ((alice, 1), (other, 0), (bob, 1), (other, 0)):
        found = _figures(member)
        assert (found.of("stale", Consultation), found["consultations"]) == (stale, 1)


def test_what_waits_is_told_to_admins_and_what_came_back_to_its_author(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    for make in MAKERS.values():
        make(elverhavn, bob, state="submitted")
    assert (_of_each(alice, "to review"), _of_each(bob, "to review")) == (ONE_OF_EACH, NONE)
    back = [make(elverhavn, bob, state="returned", review_comment="Where?") for make in MAKERS.values()]
    assert (_of_each(alice, "returned"), _of_each(bob, "returned")) == (NONE, ONE_OF_EACH)
    with inside(elverhavn):
        told = [each.title for each in returned(_asked_by(bob), _figures(bob))]
    assert sorted(told) == sorted(map(str, back))


def test_a_question_that_is_kept_is_that_of_its_day(
    elverhavn: City, alice: Membership, bob: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = today_in(elverhavn)
    make_observation(elverhavn, bob, review_by=today, approved_by=alice.user, **APPROVED)
    for later, stale in ((0, 0), (1, 1), (0, 0)):
        day = today + datetime.timedelta(days=later)
        with monkeypatch.context() as patched:
            stop_the_clock(patched, f"{day}T12:00")
            assert _of_each(bob, "stale")[0] == stale
