"""Claims, fairness, leases and tokens, on PostgreSQL alone."""

import datetime
import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import City
from jobs import actions, queue
from jobs.errors import JobRefused
from jobs.models import Job, JobState
from tests.jobs.conftest import elsewhere
from tests.plans import count_again

SECOND = datetime.timedelta(seconds=1)


def _job(city: City, **fields: Any) -> Job:
    return Job.objects.create(city=city, kind=fields.pop("kind", "test.mark"), **fields)


def _claimed() -> Job:
    job = actions.claim()
    assert job is not None
    return job


def _cities_of_next(count: int) -> str:
    """The first letters of the cities whose jobs are taken next."""
    jobs = [actions.claim() for _number in range(count)]
    return "".join(job.city.name[0] if job else "-" for job in jobs)


def test_a_claimed_job_runs_under_a_lease_and_a_new_token(elverhavn: City, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 30
    _job(elverhavn)
    job = _claimed()
    assert (job.state, job.attempt, job.token) == (JobState.RUNNING, 1, 1)
    assert job.lease_until is not None
    assert job.started_at is not None
    assert job.lease_until - job.started_at == 30 * SECOND


def test_nothing_due_is_nothing_claimed(elverhavn: City) -> None:
    _job(elverhavn, run_after=timezone.now() + datetime.timedelta(hours=1))
    assert actions.claim() is None
    assert actions.claim(now=timezone.now() + datetime.timedelta(hours=2)) is not None


def test_a_city_alone_uses_every_slot(elverhavn: City, settings: Any) -> None:
    settings.WORKER_SLOTS = 2
    for _number in range(3):
        _job(elverhavn)
    assert _cities_of_next(2) == "EE"


def test_of_two_cities_none_holds_every_slot(elverhavn: City, other_city: City, settings: Any) -> None:
    settings.WORKER_SLOTS = 2
    for _number in range(3):
        _job(elverhavn)
    assert _cities_of_next(2) == "E-"
    assert queue.may_start() == 0
    _job(other_city)
    assert queue.may_start() == 1
    assert _cities_of_next(1) == "S"


def test_cities_take_turns_whatever_the_length_of_their_queues(
    elverhavn: City, other_city: City, settings: Any
) -> None:
    """Four slots, so at most three jobs of a city: the fewest running first, and the oldest job first in a city."""
    settings.WORKER_SLOTS = 4
    for _number in range(20):
        _job(elverhavn)
    for _number in range(2):
        _job(other_city)
    assert _cities_of_next(6) == "ESESE-"


def test_of_two_idle_cities_the_one_that_started_longest_ago_is_next(elverhavn: City, other_city: City) -> None:
    now = timezone.now()
    for city, hours in ((elverhavn, 1), (other_city, 2)):
        _job(city, state=JobState.DONE, started_at=now - datetime.timedelta(hours=hours))
        _job(city)
    assert _cities_of_next(1) == "S"


def test_a_city_with_nothing_running_goes_before_one_that_started_longer_ago(
    elverhavn: City, other_city: City, settings: Any
) -> None:
    settings.WORKER_SLOTS = 4
    now = timezone.now()
    _job(elverhavn, state=JobState.DONE, started_at=now - datetime.timedelta(hours=1))
    _job(
        other_city,
        state=JobState.RUNNING,
        started_at=now - datetime.timedelta(hours=2),
        lease_until=now + datetime.timedelta(hours=1),
    )
    for city in (other_city, elverhavn):
        _job(city)
    assert _cities_of_next(1) == "E"


def test_the_oldest_job_of_a_city_is_next(elverhavn: City) -> None:
    younger = _job(elverhavn)
    older = _job(elverhavn, created_at=younger.created_at - SECOND)
    assert _claimed() == older


def test_a_claim_among_ten_thousand_waiting_jobs_takes_well_under_a_tenth_of_a_second(
    city: City, neighbour: City, settings: Any
) -> None:
    settings.WORKER_SLOTS = 100
    count_again()  # as of a site on which nothing waited: then all came at once
    Job.objects.bulk_create([Job(city=city, kind="test.mark") for _number in range(10_000)])
    _job(neighbour)
    began = time.perf_counter()
    assert sorted(_cities_of_next(10)) == list("EEEEEEEEES")
    assert time.perf_counter() - began < 1


def test_forty_claims_at_once_take_forty_jobs_and_respect_the_share(city: City, neighbour: City, settings: Any) -> None:
    """Elverhavn may hold 9 of 10 slots, Sandvig has 5 jobs: 14 claims succeed, each with a job of its own."""
    settings.WORKER_SLOTS = 10
    Job.objects.bulk_create([Job(city=city, kind="test.mark") for _number in range(50)])
    Job.objects.bulk_create([Job(city=neighbour, kind="test.mark") for _number in range(5)])
    claimed: list[Job | None] = []

    def claim() -> None:
        claimed.append(actions.claim())
        connection.close()

    threads = [threading.Thread(target=claim) for _number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [job for job in claimed if job]
    assert len({job.pk for job in taken}) == len(taken) == 14
    assert sum(job.city_id == city.pk for job in taken) == 9


def test_a_locked_row_is_passed_over(city: City) -> None:
    """A page that is just cancelling the first job holds up nobody."""
    first, second = _job(city), _job(city)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [first.pk])
        claimed = elsewhere(actions.claim)
        cursor.execute("ROLLBACK")
    assert claimed == second


def test_a_lapsed_lease_gives_the_job_back_until_its_attempts_are_used_up(elverhavn: City) -> None:
    job = _job(elverhavn)
    for attempt in (1, 2, 3):
        assert _claimed().attempt == attempt
        later = timezone.now() + datetime.timedelta(hours=1)
        assert actions.sweep(now=later) == 1
        Job.objects.filter(state=JobState.QUEUED).update(run_after=timezone.now())
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == "The worker stopped in the middle of it (attempt 3 of 3)."


def test_a_lease_that_holds_is_not_swept(elverhavn: City) -> None:
    _job(elverhavn)
    _claimed()
    assert actions.sweep() == 0


def test_a_renewed_lease_holds_and_a_lost_one_is_not_renewed(elverhavn: City) -> None:
    _job(elverhavn)
    job = _claimed()
    Job.objects.update(lease_until=timezone.now() - SECOND)
    assert actions.renew(job_id=job.pk, token=job.token)
    assert actions.sweep() == 0
    assert not actions.renew(job_id=job.pk, token=job.token - 1)
    actions.sweep(now=timezone.now() + datetime.timedelta(hours=1))
    assert not actions.renew(job_id=job.pk, token=job.token)


def test_retry_gives_a_failed_job_all_its_attempts_again(elverhavn: City) -> None:
    job = actions.retry(job=_job(elverhavn, state=JobState.FAILED, error="The disk is full.", attempt=3, token=3))
    assert (job.state, job.error) == (JobState.QUEUED, "")
    again = _claimed()
    assert (again.attempt, again.token) == (1, 4)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.DONE, JobState.CANCELLED])
def test_only_a_failed_job_is_tried_again(elverhavn: City, state: JobState) -> None:
    with pytest.raises(JobRefused, match="failed"):
        actions.retry(job=_job(elverhavn, state=state))


def test_cancelling_what_waits_ends_it_and_what_is_over_stays(elverhavn: City) -> None:
    assert actions.cancel(job=_job(elverhavn)).state == JobState.CANCELLED
    assert actions.cancel(job=_job(elverhavn, state=JobState.DONE)).state == JobState.DONE
    assert actions.claim() is None


def test_a_job_asked_to_stop_whose_worker_is_lost_does_not_start_again(elverhavn: City) -> None:
    job = _job(elverhavn)
    _claimed()
    actions.cancel(job=job)
    actions.sweep(now=timezone.now() + datetime.timedelta(hours=1))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize("content", ["A sentence about a district.", {"name": "Hans"}, 2.5, ["a b"]])
def test_a_payload_holds_ids_and_never_content(elverhavn: City, content: object) -> None:
    with pytest.raises(ValueError, match="ids only"):
        actions.enqueue(city_id=elverhavn.pk, kind="test.mark", payload={"what": content})
