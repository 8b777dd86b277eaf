"""The pages on which people see, stop and retry jobs."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from jobs.models import Job, JobState
from tests.factories import sign_in

JOBS = "/city/elverhavn/jobs/"


def _job(member: Membership, **fields: Any) -> Job:
    return Job.objects.create(
        city=member.city,
        created_by=member.user,
        for_person=True,
        kind="diagnosis",
        payload={"diagnosis": 0},
        **fields,
    )


def _failed(member: Membership, reason: str = "The disk is full.") -> Job:
    return _job(member, state=JobState.FAILED, error=reason, attempt=3, finished_at=timezone.now())


def _running(member: Membership) -> Job:
    lease = timezone.now() + datetime.timedelta(seconds=60)
    return _job(
        member,
        state=JobState.RUNNING,
        lease_until=lease,
        progress=42,
        step="Drawing maps",
        started_at=timezone.now(),
        attempt=1,
    )


def _words(client: Client, address: str) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_list_says_what_runs_waits_and_failed_and_why(client: Client, alice: Membership, bob: Membership) -> None:
    _failed(bob)
    _running(alice)
    _job(bob)
    words = _words(sign_in(client, alice), JOBS)
    for said in ("The disk is full.", "Drawing maps", "Waits for a worker", "Failed", "Running", "Waiting", "Bob"):
        assert said in words


@pytest.mark.parametrize(
    ("query", "found"), [("state=failed", 1), ("q=disk", 1), ("q=alice", 1), ("kind=diagnosis", 3), ("q=nothing", 0)]
)
def test_jobs_are_found_by_state_kind_person_and_reason(
    client: Client, alice: Membership, bob: Membership, query: str, found: int
) -> None:
    _failed(bob)
    _running(alice)
    _job(bob)
    rows = sign_in(client, alice).get(f"{JOBS}?{query}").context["rows"]
    assert rows.found == found


def test_a_city_without_jobs_is_told_what_will_show_here(client: Client, alice: Membership) -> None:
    assert "No job yet" in _words(sign_in(client, alice), JOBS)


def test_the_list_looks_again_by_itself_only_while_something_moves(client: Client, alice: Membership) -> None:
    _failed(alice)
    sign_in(client, alice)
    assert "hx-trigger" not in client.get(JOBS).content.decode()
    _running(alice)
    assert 'hx-trigger="every 3s"' in client.get(JOBS).content.decode()


def test_jobs_of_another_city_do_not_exist(client: Client, alice: Membership, charlie: Membership) -> None:
    foreign = _job(charlie, state=JobState.FAILED, error="Secret of Sandvig")
    sign_in(client, alice)
    assert "Secret" not in client.get(JOBS).content.decode()
    assert client.get(f"{JOBS}{foreign.pk}/").status_code == 404
    assert client.post(f"{JOBS}{foreign.pk}/cancel/").status_code == 404
    assert client.post(f"{JOBS}{foreign.pk}/retry/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == JobState.FAILED


def test_an_admin_stops_a_waiting_job_at_once_and_a_running_one_at_its_next_step(
    client: Client, alice: Membership, bob: Membership
) -> None:
    waiting, running = _job(bob), _running(bob)
    sign_in(client, alice)
    assert "Stop this job?" in client.get(f"{JOBS}{waiting.pk}/cancel/").content.decode()
    for job in (waiting, running):
        assert client.post(f"{JOBS}{job.pk}/cancel/")["Location"] == f"{JOBS}{job.pk}/"
        job.refresh_from_db()
    assert (waiting.state, running.state, running.cancel_requested) == (JobState.CANCELLED, JobState.RUNNING, True)
    assert "It stops at its next step." in _words(client, f"{JOBS}{running.pk}/")


def test_who_stops_a_job_that_is_over_is_told_so_and_it_stays_as_it_is(client: Client, alice: Membership) -> None:
    failed = _failed(alice)
    said = sign_in(client, alice).post(f"{JOBS}{failed.pk}/cancel/", follow=True).content.decode()
    assert "The job was over before it could be stopped." in said
    failed.refresh_from_db()
    assert failed.state == JobState.FAILED


def test_a_failed_job_can_be_tried_again_and_only_a_failed_one(client: Client, alice: Membership) -> None:
    failed = _failed(alice)
    sign_in(client, alice)
    page = _words(client, f"{JOBS}{failed.pk}/")
    assert "The disk is full." in page
    assert "Try again" in page
    client.post(f"{JOBS}{failed.pk}/retry/")
    failed.refresh_from_db()
    assert (failed.state, failed.attempt, failed.error) == (JobState.QUEUED, 0, "")
    again = client.post(f"{JOBS}{failed.pk}/retry/", follow=True)
    assert "Only a job that failed can be tried again." in again.content.decode()


def test_an_officer_changes_only_what_they_asked_for(client: Client, alice: Membership, bob: Membership) -> None:
    of_alice, of_bob = _failed(alice), _failed(bob)
    sign_in(client, bob)
    assert f"{JOBS}{of_alice.pk}/retry/" not in client.get(f"{JOBS}{of_alice.pk}/").content.decode()
    assert client.post(f"{JOBS}{of_alice.pk}/retry/").status_code == 403
    assert client.post(f"{JOBS}{of_alice.pk}/cancel/").status_code == 403
    assert client.post(f"{JOBS}{of_bob.pk}/retry/").status_code == 302
    of_alice.refresh_from_db()
    assert of_alice.state == JobState.FAILED


def test_htmx_gets_the_part_that_moves_and_it_stops_asking_when_the_job_is_over(
    client: Client, alice: Membership
) -> None:
    running, failed = _running(alice), _failed(alice)
    sign_in(client, alice)
    part = client.get(f"{JOBS}{running.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part
    assert "hx-trigger" not in client.get(f"{JOBS}{failed.pk}/", headers={"HX-Request": "true"}).content.decode()
