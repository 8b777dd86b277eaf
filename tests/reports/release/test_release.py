"""From a proposed judgement to the notice every member gets: decided, checked by one, released by another."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from core.errors import Refused
from jobs.models import Job
from reports.actions import answer_check, decide, release
from reports.models import Diagnosis, Judgement, ReleaseCheck, Snapshot
from reports.release.harm import QUESTIONS
from reports.release.hits import hits
from reports.release.permissions import (
    is_second,
    releasers,
    unanswered,
    why_not_released,
    why_not_released_by_anybody,
)
from reports.tasks import remake
from tests.conftest import WakeWorker, wait_until
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_record
from tests.reports.release.releasing import HERE, answers_of, in_review, made, network, no_risk, send_form

__all__ = ["made", "network"]


def test_a_judgement_is_confirmed_rewritten_or_dismissed_with_its_reason(
    elverhavn: City, alice: Membership, made: Diagnosis
) -> None:
    with inside(elverhavn):
        row = made.judgements.get()
    address = f"{HERE}1/judgements/{row.pk}/"
    client = sign_in(Client(), alice)
    assert "More was recorded at the quay." in client.get(address).content.decode()

    def decided(**sent: str) -> Judgement:
        send_form(client, address, **{"confidence": "moderate", **sent})
        with inside(elverhavn):
            return made.judgements.get()

    assert decided(state="rewritten", statement="More was recorded at the quay.").state == "proposed"
    assert decided(state="dismissed").state == "proposed"
    assert decided(state="confirmed", confidence="high").state == "proposed"
    now = decided(state="rewritten", statement="Reports from the quay rose.", confidence="high", reason="Two sources.")
    assert (now.state, now.statement, now.confidence, now.reason) == (
        "rewritten", "Reports from the quay rose.", "high", "Two sources.")  # fmt: skip
    now = decided(state="dismissed", reason="Known to be one person's reports.")
    assert (now.state, now.statement) == ("dismissed", "More was recorded at the quay.")
    now = decided(state="confirmed", statement="left behind in a hidden field")
    assert (now.state, now.statement, now.reason, now.decided_by) == (
        "confirmed", "More was recorded at the quay.", "", alice.user)  # fmt: skip
    told = client.get(f"/city/elverhavn/history/diagnosis/{made.pk}/").content.decode()
    assert "Judgement: Changed" in told
    assert "Reports from the quay rose." in told


def test_what_was_accepted_unread_must_be_read_before_the_check(
    elverhavn: City, alice: Membership, made: Diagnosis
) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", accepted_unread=True, decided_at="2026-01-01T00:00Z")
        with pytest.raises(Refused, match="Decide every judgement first"):
            answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
        row = made.judgements.get()
        decide(judgement=row, by=alice.user)
        assert not row.accepted_unread
        assert answer_check(diagnosis=made, answers=answers_of(made), by=alice.user).checked_by == alice.user


def test_the_check_asks_for_everything_and_lets_nothing_open_pass(
    elverhavn: City, alice: Membership, made: Diagnosis
) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
    client = sign_in(Client(), alice)
    address = f"{HERE}1/check/"
    answer = send_form(client, address, **{**no_risk(), "person-answer": ""})
    assert "Question 1, Answer: Choose an answer." in answer.content.decode()
    answer = send_form(client, address, **{**no_risk(), "misuse-answer": "addressed"})
    assert "Say what was done about it" in answer.content.decode()
    send_form(client, address, **{**no_risk(), "misuse-answer": "open", "misuse-note": "The map could be cut out."})
    with inside(elverhavn):
        assert Diagnosis.objects.get().checked_by is None
        assert unanswered(made) == ["misuse"]
    assert "The map could be cut out." in client.get(address).content.decode()
    send_form(client, address, **{**no_risk(), "misuse-answer": "addressed", "misuse-note": "It shows no streets."})
    with inside(elverhavn):
        assert Diagnosis.objects.get().checked_by == alice.user
        assert Job.objects.get().kind == "reports"


def test_what_the_screen_finds_in_what_is_printed_must_be_answered(elverhavn: City, alice: Membership) -> None:
    with_record(elverhavn)
    made = in_review(elverhavn, "Call Jens Petersen on 22 33 44 55.")
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        found = hits(made)
        assert found
        only_the_list = [ReleaseCheck(question=question.code, answer="no_risk") for question in QUESTIONS]
        assert answer_check(diagnosis=made, answers=only_the_list, by=alice.user).checked_by is None
        assert set(unanswered(made)) == {hit.code for hit in found}
        assert answer_check(diagnosis=made, answers=answers_of(made), by=alice.user).checked_by == alice.user


def test_deciding_again_takes_the_check_back(elverhavn: City, alice: Membership, made: Diagnosis) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
        row = made.judgements.select_related("diagnosis").get()
        row.state, row.reason = "dismissed", "Too few."
        decide(judgement=row, by=alice.user)
        assert Diagnosis.objects.get().checked_by is None


def test_nobody_releases_alone_or_before_the_check(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership, made: Diagnosis
) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        with pytest.raises(Refused, match="before the do-no-harm check"):
            release(diagnosis=made, note="Yearly.", by=carla.user)
        answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
        with pytest.raises(Refused, match="second person"):
            release(diagnosis=made, note="Yearly.", by=alice.user)
        with pytest.raises(Refused, match="Only an admin"):
            release(diagnosis=made, note="Yearly.", by=bob.user)
        with pytest.raises(IntegrityError), transaction.atomic():
            Diagnosis.objects.update(released_by=alice.user)
        kept = release(diagnosis=made, note="Yearly.", by=carla.user)
        assert kept.state == "in_review"
        with pytest.raises(Refused, match="never changes"):
            release(diagnosis=made, note="Again.", by=carla.user)
        with pytest.raises((Refused, ValidationError)):
            decide(judgement=made.judgements.select_related("diagnosis").get(), by=alice.user)
    page = sign_in(Client(), alice).get(f"{HERE}1/release/", follow=True).content.decode()
    assert "no longer in review" in page


def test_one_admin_is_told_that_another_must_release(elverhavn: City, alice: Membership, made: Diagnosis) -> None:
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
    page = sign_in(Client(), alice).get(f"{HERE}1/release/").content.decode()
    assert "another admin releases" in page
    assert "Release it" not in page


def test_who_wrote_what_is_printed_does_not_release_it_whoever_made_the_check(
    elverhavn: City, alice: Membership, carla: Membership, made: Diagnosis
) -> None:
    """Every pair of who decides how and who checks, and of them and dora who releases."""
    dora = make_member(elverhavn, "dora@elverhavn.example", "admin", name="Dora")
    admins = [alice, carla, dora]
    ways = {
        "confirmed": {"state": "confirmed"},
        "rewritten": {"state": "rewritten", "statement": "In other words."},
        "dismissed": {"state": "dismissed", "reason": "Too few."},
        "weighed": {"state": "confirmed", "confidence": "high", "reason": "Two sources."},
    }
    for way, changes in ways.items():
        for writer in admins:
            for member, change in ((alice, ways["confirmed"]), (writer, changes)):
                with city_context(elverhavn.pk, via="page", actor_id=member.user_id):
                    row = made.judgements.select_related("diagnosis").get()
                    row.statement, row.confidence, row.reason = row.proposed, "moderate", ""
                    for name, value in change.items():
                        setattr(row, name, value)
                    decide(judgement=row, by=member.user)
            for checker in admins:
                with inside(elverhavn):
                    answers = [ReleaseCheck(question=question.code, answer="no_risk") for question in QUESTIONS]
                    kept = answer_check(diagnosis=made, answers=answers, by=checker.user)
                    not_they = {checker.pk} | ({writer.pk} if way != "confirmed" else set())
                    for member in admins:
                        assert is_second(kept, member.user_id) is (member.pk not in not_they), (way, writer, checker)
                        assert bool(why_not_released(kept, member.user)) is (member.pk in not_they)
                    assert releasers(kept) == sorted(str(each.user) for each in admins if each.pk not in not_they)
                    if writer.pk in not_they:
                        with pytest.raises(Refused, match="nor wrote what is printed"):
                            release(diagnosis=made, note="Yearly.", by=writer.user)


def test_who_wrote_a_note_of_the_check_does_not_release_it_where_another_sent_it_again(
    elverhavn: City, alice: Membership, carla: Membership, made: Diagnosis
) -> None:
    dora = make_member(elverhavn, "dora@elverhavn.example", "admin", name="Dora")
    hers, others = ("addressed", "No streets are shown."), ("addressed", "Streets are left out.")

    def checked(by: Membership, **answers: tuple[str, str]) -> Diagnosis:
        with city_context(elverhavn.pk, via="page", actor_id=by.user_id):
            return answer_check(diagnosis=made, answers=answers_of(made, **answers), by=by.user)

    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        for note, second in ((hers, []), (others, ["Alice"]), (None, ["Alice"])):
            checked(alice, misuse=hers, person=("open", "The quay is small."))
            kept = checked(carla, **({"misuse": note} if note else {}))
            assert releasers(kept) == sorted([*second, "Dora"])
            assert is_second(kept, dora.user_id)
            if not second:
                with pytest.raises(Refused, match="nor wrote what is printed"):
                    release(diagnosis=made, note="Yearly.", by=alice.user)


# What nobody releases


@pytest.mark.parametrize(("opinion", "is_held"), [("2026-03-01", True), ("2026-02-02", False), (None, False)])
def test_a_diagnosis_dated_before_the_opinion_of_the_data_protection_officer_is_not_released(
    elverhavn: City, alice: Membership, made: Diagnosis, opinion: str | None, is_held: bool
) -> None:
    with inside(elverhavn):
        Diagnosis.objects.update(dated="2026-02-02")
        ProcessingRecord.objects.update(officer_opinion_on=opinion)
        made.refresh_from_db()
        why = why_not_released_by_anybody(made)
    page = sign_in(Client(), alice).get(f"{HERE}1/").content.decode()
    said = "It is dated 2 February 2026, before the opinion of the data-protection officer (1 March 2026 by the"
    assert (said in why, said in page, "It cannot be released as it is" in page) == (is_held,) * 3
    with inside(elverhavn):
        row = made.judgements.select_related("diagnosis").get()
        row.state = Judgement.State.CONFIRMED
        if is_held:
            with pytest.raises(Refused, match="before the opinion"):
                decide(judgement=row, by=alice.user)
            with pytest.raises(Refused, match="Ask for a new diagnosis with a later date"):
                release(diagnosis=made, note="", by=alice.user)
        else:
            decide(judgement=row, by=alice.user)


def test_what_another_version_of_the_method_computed_is_neither_decided_nor_set_by_this_one(
    elverhavn: City, alice: Membership, made: Diagnosis
) -> None:
    with inside(elverhavn):
        Snapshot.objects.create(city=elverhavn, diagnosis=made, sha256="0" * 64, size=1, method_version="3")
        row = made.judgements.select_related("diagnosis").get()
        with pytest.raises(Refused, match="computed by version 3 of the method"):
            decide(judgement=row, by=alice.user)
        with pytest.raises(Refused, match="Ask for a new diagnosis of the same period"):
            release(diagnosis=made, note="", by=alice.user)
        made.refresh_from_db()
        assert made.released_by is None
    assert "computed by version 3" in sign_in(Client(), alice).get(f"{HERE}1/").content.decode()


@pytest.mark.parametrize("way_out", [True, False])
def test_a_job_under_way_across_an_upgrade_is_refused_and_what_it_was_to_let_out_is_in_review_again(
    elver_of_workers: City, network: dict[str, Membership], wake_worker: WakeWorker, way_out: bool
) -> None:
    """Asked for under version 3, taken up by a worker of version 4."""
    people = {name: member.user for name, member in network.items()}
    with inside(elver_of_workers):
        made = in_review(elver_of_workers)
        Snapshot.objects.create(city=elver_of_workers, diagnosis=made, sha256="0" * 64, size=1, method_version="3")
        if way_out:
            Diagnosis.objects.update(
                checked_by=people["carla"], checked_at="2026-02-02T00:00Z",
                released_by=people["alice"], released_on="2026-02-03", release_note="Go.",
            )  # fmt: skip
        made.refresh_from_db()
        job = remake(made, by=people["alice"])
    wake_worker()

    def is_over() -> bool:
        with inside(elver_of_workers):
            return bool(Job.objects.get(pk=job.pk).is_over)

    wait_until(is_over, seconds=60, what="the job to be refused")
    with inside(elver_of_workers):
        assert "computed by version 3 of the method" in Job.objects.get(pk=job.pk).error
        made.refresh_from_db()
        assert (made.state, made.released_by, made.editions.count()) == ("in_review", None, 0)
