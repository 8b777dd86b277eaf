"""One attempt at a job, run in this process: steps, fencing, and every way an attempt ends."""

import datetime
from functools import partial
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, User
from jobs import actions, artefacts, handlers
from jobs.attempts import execute
from jobs.errors import Cancelled, LeaseLost
from jobs.models import Job, JobState
from jobs.runs import Run
from mapping.models import Source
from tests.factories import make_member
from tests.jobs import work
from tests.jobs.conftest import elsewhere
from tests.jobs.marks import marks


@pytest.fixture(autouse=True)
def _kinds_of_one_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_kinds", dict(handlers._kinds))


def _begun(city: City, kind: str = "test.mark", **fields: Any) -> Job:
    job = Job.objects.create(city=city, kind=kind, **fields)
    claimed = actions.claim()
    assert claimed == job
    assert claimed is not None
    return claimed


def _ended(job: Job) -> Job:
    execute(job)
    return Job.objects.get(pk=job.pk)


def test_a_job_ends_once_with_its_last_writes(city: City) -> None:
    job = _ended(_begun(city))
    assert (job.state, job.progress, job.error) == (JobState.DONE, 100, "")
    assert job.finished_at is not None
    assert marks(city) == {str(job.pk): 1}


def test_a_handler_without_finish_is_finished(city: City) -> None:
    job = _ended(_begun(city, "test.forget"))
    assert (job.state, job.step) == (JobState.DONE, "Working")


def test_the_label_of_a_step_is_visible_while_its_writes_are_not(city: City) -> None:
    run = Run(_begun(city))
    with run.step("Counting records", percent=30):
        work.leave_mark(run)
        seen = elsewhere(Job.objects.get)
        assert (seen.step, seen.progress) == ("Counting records", 30)
        assert elsewhere(lambda: marks(city)) == {}
    assert marks(city) == {str(run.job_id): 1}


def test_a_step_holds_up_neither_renewal_nor_cancellation_nor_claim_nor_sweep(city: City) -> None:
    job = _begun(city)
    run = Run(job)
    with run.step("Thinking", percent=30):
        assert elsewhere(lambda: actions.renew(job_id=job.pk, token=job.token))
        assert elsewhere(actions.sweep) == 0
        assert elsewhere(lambda: [actions.claim()]) == [None]
    with pytest.raises(Cancelled), run.step("Thinking on", percent=60):
        work.leave_mark(run)
        elsewhere(lambda: actions.cancel(job=job))
    assert marks(city) == {}


def test_a_worker_with_an_old_token_writes_nothing(city: City) -> None:
    """Even one that was in the middle of a step when its job was given away."""
    late = Run(_begun(city))

    def give_away() -> Job | None:
        actions.sweep(now=timezone.now() + datetime.timedelta(hours=1))
        return actions.claim(now=timezone.now() + datetime.timedelta(hours=2))

    with pytest.raises(LeaseLost), late.finish():
        work.leave_mark(late)
        current = elsewhere(give_away)
    for attempt in (late.step("Writing"), late.finish()):
        with pytest.raises(LeaseLost), attempt:
            work.leave_mark(late)
    with pytest.raises(LeaseLost):
        late.progress(99, "Nearly there")
    assert marks(city) == {}
    with Run(current).finish():
        work.leave_mark(Run(current))
    assert marks(city) == {str(current.pk): 1}
    assert Job.objects.get().state == JobState.DONE


def test_a_late_worker_does_not_change_how_the_job_ended(city: City) -> None:
    late = _begun(city, "test.poison")
    Job.objects.update(token=7, state=JobState.DONE, lease_until=None)
    assert _ended(late).state == JobState.DONE


def test_a_refusal_fails_the_job_at_once_with_its_reason(city: City) -> None:
    job = _ended(_begun(city, "test.refuse"))
    assert (job.state, job.attempt, job.error) == (
        JobState.FAILED,
        1,
        "There are no boundaries. Import them first.",
    )


def test_an_unknown_kind_fails_with_a_reason(city: City) -> None:
    job = _ended(_begun(city, "test.unheard-of"))
    assert job.state == JobState.FAILED
    assert "test.unheard-of" in job.error


def test_an_unexpected_error_is_tried_again_later_and_keeps_its_details_to_the_log(
    city: City, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.JOB_SWEEP_SECONDS = 10
    began = timezone.now()
    job = _ended(_begun(city, "test.poison"))
    assert job.state == JobState.QUEUED
    assert 9 < (job.run_after - began).total_seconds() < 20
    assert "secret detail" not in job.error
    assert str(job.pk) in job.error
    assert str(job.pk) in caplog.text
    assert "secret detail" in caplog.text
    assert marks(city) == {}, "the step's writes are rolled back"


def test_the_third_unexpected_error_is_the_last(city: City) -> None:
    job = _ended(_begun(city, "test.poison", attempt=2))
    assert (job.state, job.attempt) == (JobState.FAILED, 3)
    assert "attempt 3 of 3" in job.error


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (SoftTimeLimitExceeded(), "longer than the 15.0 minutes"),
        (artefacts.ArtefactError("The disk is full."), "The disk is full."),
    ],
)
def test_limits_of_time_and_disk_are_named(city: City, problem: Exception, reason: str, settings: Any) -> None:
    settings.JOB_SOFT_LIMIT_SECONDS = 900

    def handler(_run: Run) -> None:
        raise problem

    handlers.register("test.problem", handler, label="Problem")
    job = _ended(_begun(city, "test.problem"))
    assert job.state == JobState.QUEUED
    assert reason in job.error


def _sever(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("inside_a_step", [True, False])
def test_a_severed_database_connection_is_a_failed_attempt(city: City, inside_a_step: bool) -> None:
    def handler(run: Run) -> None:
        if inside_a_step:
            with run.step("Losing the database"):
                elsewhere(partial(_sever, _backend()))
        else:
            elsewhere(partial(_sever, _backend()))
            run.progress(50, "Going on without it")

    handlers.register("test.severed", handler, label="Severed")
    job = _ended(_begun(city, "test.severed"))
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)


def test_an_error_after_the_end_does_not_undo_it(city: City) -> None:
    def handler(run: Run) -> None:
        with run.finish():
            work.leave_mark(run)
        raise RuntimeError("too late")

    handlers.register("test.late", handler, label="Late")
    assert _ended(_begun(city, "test.late")).state == JobState.DONE


def test_a_step_after_the_end_is_refused(city: City) -> None:
    run = Run(_begun(city))
    with run.finish():
        pass
    with pytest.raises(LeaseLost), run.step("Too late"):
        pass


def test_a_cancelled_job_ends_cancelled(city: City) -> None:
    job = _begun(city)
    actions.cancel(job=job)
    assert _ended(job).state == JobState.CANCELLED


@pytest.mark.parametrize("how", ["membership", "expired", "account closed", "account deleted"])
def test_losing_access_stops_a_running_job(city: City, how: str) -> None:
    membership = make_member(city, "admin@example.org", "admin")
    user = membership.user
    actions.enqueue(city_id=city.pk, kind="test.mark", payload={}, created_by_id=user.pk)
    job = actions.claim()
    assert job is not None
    run = Run(job)
    with run.step("Working", percent=10):
        pass
    with city_context(city.pk, via="test"):
        if how == "membership":
            membership.delete()
        elif how == "expired":
            membership.expires_at = timezone.now() - datetime.timedelta(seconds=1)
            membership.save()
        elif how == "account closed":
            User.objects.update(is_active=False)
        else:  # what PostgreSQL is left with when an account and its memberships are deleted
            membership.delete()
            Job.objects.update(created_by=None)
    ended = _ended(job)
    assert ended.state == JobState.CANCELLED
    assert ended.error == "Whoever asked for it no longer has access to the city."
    assert marks(city) == {}


def test_what_a_job_writes_names_the_job_and_the_person_in_its_history(city: City) -> None:
    user = make_member(city, "admin@example.org", "admin").user
    execute(_begun(city, created_by=user, for_person=True))
    with city_context(city.pk, via="test"):
        event = Source.pgh_event_model.objects.get()  # type: ignore[attr-defined]
        assert event.pgh_context["via"] == "job test.mark"
        assert event.pgh_context["actor"] == user.pk


def test_two_handlers_for_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="Two handlers"):
        handlers.register("test.mark", work.refuse, label="Other")
