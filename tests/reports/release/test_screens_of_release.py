"""What the screens between review and release once said wrongly, or dropped without a word."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from reports.actions import answer_check, decide
from reports.forms.checking import ReleaseForm
from reports.forms.judging import JudgementForm
from reports.models import Diagnosis, Judgement, ReleaseCheck
from reports.release.harm import QUESTIONS
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.reports.release.releasing import HERE, answers_of, made, no_risk, send_form

__all__ = ["made"]
NOTE = {"release_note": "The first of the year."}


@pytest.mark.parametrize(("days", "is_asked"), [(0, False), (150, False), (300, True)])
def test_what_was_to_be_reviewed_by_a_day_that_passed_is_not_released_without_a_word(
    elverhavn: City, made: Diagnosis, days: int, is_asked: bool
) -> None:
    """It is reviewed six months after its date."""
    with inside(elverhavn):
        made.dated = timezone.localdate() - datetime.timedelta(days=days)
        form = ReleaseForm(NOTE, diagnosis=made)
        assert form.is_valid() is not is_asked
        if is_asked:
            assert form.errors["still_holds"] == ["Say that it still holds, or ask for a new one."]
            assert "which has passed" in str(form.fields["still_holds"].label)
            assert ReleaseForm(NOTE | {"still_holds": "on"}, diagnosis=made).is_valid()
        else:
            assert "still_holds" not in form.fields


def test_a_reason_at_the_confidence_of_the_rule_is_kept(elverhavn: City, made: Diagnosis, alice: Membership) -> None:
    with inside(elverhavn):
        judgement = Judgement.objects.select_related("diagnosis").get(diagnosis=made)
        sent = {
            "state": "confirmed",
            "statement": judgement.proposed,
            "confidence": "moderate",
            "reason": "Seen twice.",
        }
        form = JudgementForm(sent, instance=judgement)
        assert form.is_valid(), form.errors
        decide(judgement=form.instance, by=alice.user)
        assert Judgement.objects.get(pk=judgement.pk).reason == "Seen twice."


def test_a_note_beside_no_risk_is_kept(elverhavn: City, made: Diagnosis, alice: Membership) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        answers = answers_of(made, **{QUESTIONS[0].code: ("no_risk", "Talked about with the clubs.")})
        answer_check(diagnosis=made, answers=answers, by=alice.user)
        kept = ReleaseCheck.objects.get(diagnosis=made, question=QUESTIONS[0].code)
        assert (kept.answer, kept.note) == ("no_risk", "Talked about with the clubs.")


@pytest.mark.parametrize("is_made_by_the_writer", [True, False])
def test_a_check_after_which_nobody_may_release_does_not_promise_that_somebody_does(
    elverhavn: City, made: Diagnosis, alice: Membership, is_made_by_the_writer: bool
) -> None:
    """One of two admins wrote a judgement, and the other made the check."""
    other = make_member(elverhavn, "carla@elverhavn.example", "admin")
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        judgement = Judgement.objects.select_related("diagnosis").get(diagnosis=made)
        judgement.state, judgement.statement = "rewritten", "Somewhat more was recorded at the quay."
        decide(judgement=judgement, by=alice.user)
    client = sign_in(Client(), (alice if is_made_by_the_writer else other).user)
    address = f"{HERE}{made.number}/check/"
    assert "whoever wrote some of what is printed makes the check" in client.get(address).text
    assert send_form(client, address, **no_risk()).status_code == 302
    page = client.get(f"{HERE}{made.number}/").text
    assert ("The check is passed. A second admin releases." in page) is is_made_by_the_writer
    assert ("but nobody may release it yet" in page) is not is_made_by_the_writer
