"""Four eyes: a record counts when a colleague has approved it, and every step that is refused says why."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from mapping.models import Observation
from records.actions import approve, change_marking, reopen, return_, review_again_by, submit, withdraw
from records.models.review import latest_review
from tests.factories import today_in
from tests.records.makers import make_observation


@pytest.fixture(autouse=True)
def _inside(elverhavn: City, charlie: Membership) -> Iterator[None]:
    with city_context(elverhavn.pk, via="test"):
        yield


@pytest.fixture
def stickers(elverhavn: City, bob: Membership) -> Observation:
    """A draft of Bob's."""
    return make_observation(elverhavn, bob)


def test_a_record_goes_from_draft_to_approved(stickers: Observation, alice: Membership, bob: Membership) -> None:
    submit(record=stickers, by=bob.user)
    approve(record=stickers, by=alice.user)
    stickers.refresh_from_db()
    assert (stickers.state, stickers.approved_by) == ("approved", alice.user)
    assert stickers in Observation.objects.approved()


def test_an_approved_record_is_looked_at_again_a_year_later(
    stickers: Observation, alice: Membership, bob: Membership
) -> None:
    submit(record=stickers, by=bob.user)
    again = approve(record=stickers, by=alice.user).review_by
    assert again is not None
    assert 364 < (again - today_in(stickers.city)).days < 367


def test_nobody_approves_their_own(elverhavn: City, alice: Membership) -> None:
    own = make_observation(elverhavn, alice, state="submitted")
    with pytest.raises(Refused, match="Nobody approves their own"):
        approve(record=own, by=alice.user)


def test_the_database_has_the_last_word_on_four_eyes(elverhavn: City, alice: Membership) -> None:
    own = make_observation(elverhavn, alice, state="submitted")
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Observation.objects.filter(pk=own.pk).update(
            state="approved", approved_by=alice.user, approved_at=timezone.now()
        )


def test_an_officer_does_not_review(elverhavn: City, ada: Membership, bob: Membership) -> None:
    waiting = make_observation(elverhavn, ada, state="submitted")
    with pytest.raises(Refused, match="Only an admin reviews"):
        approve(record=waiting, by=bob.user)


def test_host_staff_whose_visit_is_over_does_not_review(stickers: Observation, alice: Membership) -> None:
    Observation.objects.update(state="submitted")
    alice.expires_at = timezone.now() - datetime.timedelta(minutes=1)
    alice.save()
    with pytest.raises(Refused, match="Only officers and admins"):
        approve(record=stickers, by=alice.user)


def test_an_admin_of_another_city_does_not_review(stickers: Observation, charlie: Membership) -> None:
    Observation.objects.update(state="submitted")
    with pytest.raises(Refused, match="Only officers and admins"):
        approve(record=stickers, by=charlie.user)


def test_nobody_reviews_beyond_their_clearance(elverhavn: City, bob: Membership, alice: Membership) -> None:
    secret = make_observation(elverhavn, bob, state="submitted", marking="red")
    Membership.objects.filter(pk=alice.pk).update(clearance="amber")
    with pytest.raises(Refused, match="not cleared"):
        approve(record=secret, by=alice.user)


def test_returning_needs_a_comment(stickers: Observation, alice: Membership, bob: Membership) -> None:
    submit(record=stickers, by=bob.user)
    with pytest.raises(Refused, match="Say what is missing"):
        return_(record=stickers, by=alice.user, comment="  ")
    assert return_(record=stickers, by=alice.user, comment="Which day?").review_comment == "Which day?"
    assert submit(record=stickers, by=bob.user).state == "submitted"


def test_withdrawing_needs_a_reason(stickers: Observation, bob: Membership) -> None:
    with pytest.raises(Refused, match="Give the reason"):
        withdraw(record=stickers, by=bob.user, reason="")
    assert withdraw(record=stickers, by=bob.user, reason="Told twice").withdrawn_reason == "Told twice"


def test_an_officer_does_not_withdraw_what_a_colleague_wrote(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with pytest.raises(Refused, match="author or an admin"):
        withdraw(record=make_observation(elverhavn, alice), by=bob.user, reason="No")


def test_what_is_reopened_must_be_approved_anew(stickers: Observation, alice: Membership, bob: Membership) -> None:
    submit(record=stickers, by=bob.user)
    approve(record=stickers, by=alice.user)
    with pytest.raises(Refused, match="Only an admin reopens"):
        reopen(record=stickers, by=bob.user)
    reopened = reopen(record=stickers, by=alice.user)
    assert (reopened.state, reopened.approved_by, reopened.approved_at) == ("draft", None, None)


REFUSED = [
    ("submitted", "submit", "waiting for review already"),
    ("approved", "submit", "Reopen it to change it"),
    ("withdrawn", "submit", "Reopen it first"),
    ("draft", "approve", "not handed in"),
    ("approved", "approve", "approved already"),
    ("returned", "approve", "went back to its author"),
    ("withdrawn", "approve", "Reopen it first"),
    ("draft", "return", "not handed in"),
    ("approved", "return", "Reopen it"),
    ("returned", "return", "went back to its author"),
    ("withdrawn", "return", "Reopen it first"),
    ("withdrawn", "withdraw", "withdrawn already"),
    ("draft", "reopen", "can be changed"),
    ("submitted", "reopen", "can return it"),
]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused[1]} from {refused[0]}")
def test_a_step_from_the_wrong_state_says_why(
    elverhavn: City, alice: Membership, bob: Membership, refused: tuple[str, str, str]
) -> None:
    state, verb, why = refused
    steps: dict[str, Callable[[Observation], object]] = {
        "submit": lambda record: submit(record=record, by=alice.user),
        "approve": lambda record: approve(record=record, by=alice.user),
        "return": lambda record: return_(record=record, by=alice.user, comment="Why?"),
        "withdraw": lambda record: withdraw(record=record, by=alice.user, reason="Twice"),
        "reopen": lambda record: reopen(record=record, by=alice.user),
    }
    facts: dict[str, dict[str, Any]] = {
        "approved": {"approved_by": alice.user, "approved_at": timezone.now()},
        "returned": {"review_comment": "Which day?"},
        "withdrawn": {"withdrawn_reason": "Twice"},
    }
    record = make_observation(elverhavn, bob, state=state, **facts.get(state, {}))
    with pytest.raises(Refused, match=why):
        steps[verb](record)


def test_a_marking_is_raised_by_anybody_and_lowered_by_admins(
    stickers: Observation, alice: Membership, bob: Membership
) -> None:
    with pytest.raises(Refused, match="Only an admin lowers"):
        change_marking(record=stickers, by=bob.user, marking="green")
    with pytest.raises(Refused, match="lose sight"):
        change_marking(record=stickers, by=bob.user, marking="red")
    assert change_marking(record=stickers, by=alice.user, marking="green").marking == "green"
    assert change_marking(record=stickers, by=bob.user, marking="amber").marking == "amber"


def test_a_record_is_stale_from_the_day_after_its_review_date(
    stickers: Observation, alice: Membership, bob: Membership
) -> None:
    today = today_in(stickers.city)
    assert not Observation(review_by=today).is_stale
    assert Observation(review_by=today - datetime.timedelta(days=1)).is_stale
    with pytest.raises(Refused, match="is not approved"):
        review_again_by(record=stickers, by=bob.user, day=today + datetime.timedelta(days=1))
    Observation.objects.update(state="approved", approved_by=alice.user, approved_at=timezone.now())
    with pytest.raises(Refused, match="still to come"):
        review_again_by(record=stickers, by=bob.user, day=today)
    with pytest.raises(Refused, match="within three years"):
        review_again_by(record=stickers, by=bob.user, day=latest_review(today) + datetime.timedelta(days=1))
    assert review_again_by(record=stickers, by=bob.user, day=latest_review(today)).review_by == latest_review(today)
    assert 1094 < (latest_review(today) - today).days < 1098
    assert not review_again_by(record=stickers, by=bob.user, day=today + datetime.timedelta(days=1)).is_stale
