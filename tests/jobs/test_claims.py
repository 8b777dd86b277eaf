"""Claims, leases and tokens, on PostgreSQL alone."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import City, Membership, User
from jobs import actions
from jobs.models import Job, JobState
from jobs.runs import Cancelled, LeaseLost, Run


def _job(city: City, **fields: Any) -> Job:
    return Job.objects.create(city=city, kind=fields.pop("kind", "test.mark"), **fields)


def _claimed() -> Job:
    job = actions.claim()
    assert job is not None
    return job


def test_a_claimed_job_runs_under_a_lease_and_a_new_token(elverhavn: City) -> None:
    _job(elverhavn)
    job = _claimed()
    assert (job.state, job.attempt, job.token) == (JobState.RUNNING, 1, 1)
    assert job.lease_until is not None
    assert job.lease_until > timezone.now()


def test_nothing_due_is_nothing_claimed(elverhavn: City) -> None:
    _job(elverhavn, run_after=timezone.now() + datetime.timedelta(hours=1))
    assert actions.claim() is None


def test_a_city_with_many_jobs_never_keeps_another_waiting(elverhavn: City, other_city: City) -> None:
    for _number in range(50):
        _job(elverhavn)
    _job(other_city)
    claimed = Counter(job.city_id for job in (actions.claim(), actions.claim()) if job)
    assert claimed == {elverhavn.pk: 1, other_city.pk: 1}


def test_a_city_never_holds_every_slot(elverhavn: City, settings: Any) -> None:
    settings.WORKER_SLOTS = 2
    _job(elverhavn)
    _job(elverhavn)
    assert actions.claim() is not None
    assert actions.claim() is None


def test_a_worker_with_an_old_token_can_write_nothing(elverhavn: City) -> None:
    _job(elverhavn)
    late = Run.of(_claimed())
    Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    actions.release_lapsed()
    Job.objects.update(run_after=timezone.now())
    current = Run.of(_claimed())
    assert current.token > late.token
    with pytest.raises(LeaseLost), late.step("Writing", percent=50):
        pass
    with pytest.raises(LeaseLost), late.finish():
        pass
    assert Job.objects.get().state == JobState.RUNNING
    with current.finish():
        pass
    assert Job.objects.get().state == JobState.DONE


def test_a_job_whose_worker_is_lost_three_times_fails_with_a_reason(elverhavn: City) -> None:
    _job(elverhavn)
    for _attempt in range(3):
        _claimed()
        Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
        actions.release_lapsed()
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "3 times" in job.error


def test_retry_gives_a_failed_job_all_its_attempts_again(elverhavn: City) -> None:
    job = _job(elverhavn, state=JobState.FAILED, error="disk full", attempt=3)
    assert actions.retry(job_id=job.pk)
    assert _claimed().attempt == 1


def test_a_waiting_job_is_cancelled_at_once_a_running_one_at_its_next_step(elverhavn: City) -> None:
    running, waiting = _job(elverhavn), _job(elverhavn)
    run = Run.of(_claimed())
    for job in (running, waiting):
        actions.cancel(job_id=job.pk)
    with pytest.raises(Cancelled), run.step("Writing", percent=50):
        pass
    assert Job.objects.get(pk=waiting.pk).state == JobState.CANCELLED


def test_taking_away_a_membership_bites_inside_a_running_job(elverhavn: City) -> None:
    user = User.objects.create_user("admin@example.org")
    membership = Membership.objects.create(city=elverhavn, user=user, role="admin")
    _job(elverhavn, created_by=user)
    run = Run.of(_claimed())
    with run.step("Working", percent=10):
        pass
    membership.delete()
    with pytest.raises(Cancelled), run.step("Working", percent=20):
        pass


def test_a_renewed_lease_holds_and_a_lost_one_is_not_renewed(elverhavn: City) -> None:
    from jobs.runs import renew

    _job(elverhavn)
    job = _claimed()
    assert renew(job.pk, job.token)
    assert not renew(job.pk, job.token - 1)
