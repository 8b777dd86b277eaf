"""What may be done with jobs. Every change of a job's state goes through here or through `jobs.runs`."""

import datetime
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.city import city_context
from jobs import handlers, queue
from jobs.broker import messages_waiting, wake
from jobs.errors import JobRefused
from jobs.models import Job, JobState, lease_from_now

# The row is read outside any city, so it may point at content but never hold it.
AN_ID = re.compile(r"[\w.:-]{0,80}", re.ASCII)


@transaction.atomic
def enqueue(*, city_id: int, kind: str, payload: Mapping[str, Any], created_by_id: int | None = None) -> Job:
    """A job that waits from the moment this transaction commits; a worker is woken then.

    The payload holds ids: whole numbers, truth values, short names, or lists of these.
    """
    _refuse_content(payload)
    job = Job.objects.create(
        city_id=city_id,
        kind=kind,
        payload=dict(payload),
        created_by_id=created_by_id,
        for_person=created_by_id is not None,
    )
    transaction.on_commit(wake)
    return job


@transaction.atomic
def cancel(*, job: Job) -> Job:
    """Stop a job: at once where it waits, at its next step where it runs; what is over stays as it is."""
    job = _locked(job)
    if job.state == JobState.QUEUED:
        _end(job, JobState.CANCELLED, "")
        job.refresh_from_db(fields=["finished_at"])
    elif job.state == JobState.RUNNING:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
    return job


@transaction.atomic
def retry(*, job: Job) -> Job:
    """Let a failed job run again, with all its attempts before it."""
    job = _locked(job)
    if job.state != JobState.FAILED:
        raise JobRefused(_("Only a job that failed can be tried again."))
    job.state = JobState.QUEUED
    job.attempt = job.progress = 0
    job.error = job.step = ""
    job.cancel_requested = False
    job.run_after = Now()
    job.finished_at = None
    job.save()
    job.refresh_from_db()
    transaction.on_commit(wake)
    return job


def claim(*, now: datetime.datetime | None = None) -> Job | None:
    """Take the next job, fairly between cities, under a new token and a lease."""
    return queue.take_next(now)


def renew(*, job_id: UUID, token: int) -> bool:
    """Lengthen the lease; False where the job is no longer this worker's."""
    held = Job.objects.filter(pk=job_id, token=token, state=JobState.RUNNING)
    return held.update(lease_until=lease_from_now()) == 1


def sweep(*, now: datetime.datetime | None = None) -> int:
    """Take jobs back from workers that are gone, wake workers for what is due; how many jobs were taken back."""
    with transaction.atomic():
        lapsed = list(Job.objects.lapsed(now).select_for_update(no_key=True, skip_locked=True, of=("self",)))
        for job in lapsed:
            end_attempt(
                job=job,
                reason=_("The worker stopped in the middle of it (attempt %(attempt)s of %(attempts)s).")
                % {"attempt": job.attempt, "attempts": settings.JOB_ATTEMPTS},
            )
    wake_for_what_is_due(now=now)
    return len(lapsed)


def wake_for_what_is_due(*, now: datetime.datetime | None = None) -> None:
    """One message for every job that may start and has none under way."""
    most = settings.WORKER_SLOTS * 8
    under_way = messages_waiting()
    # The broker is asked first: while many messages wait, the rows need not be counted after every job.
    if under_way is not None and under_way < most:
        wake(max(0, min(queue.may_start(now), most) - under_way))


def end_attempt(*, job: Job, reason: str, final: bool = False) -> None:
    """Close a failed attempt of a locked job: another try later, or failed where there is none left."""
    if job.cancel_requested:
        _end(job, JobState.CANCELLED, "")
    elif final or job.attempt >= settings.JOB_ATTEMPTS:
        _end(job, JobState.FAILED, reason)
    else:
        job.state = JobState.QUEUED
        job.lease_until = None
        job.error = reason
        job.run_after = Now() + datetime.timedelta(seconds=settings.JOB_SWEEP_SECONDS * 2 ** (job.attempt - 1))
        job.save(update_fields=["state", "lease_until", "error", "run_after"])


def end_cancelled(*, job: Job, reason: str) -> None:
    """Close a locked job that was stopped while it ran."""
    _end(job, JobState.CANCELLED, reason)


def end_superseded(*, job: Job, reason: str) -> None:
    """Close a locked job that came too late. Nothing waits for it any more, so nobody is told that it will not come."""
    _close(job, JobState.SUPERSEDED, reason)


def _end(job: Job, state: JobState, reason: str) -> None:
    _tell_its_kind(job, reason)
    _close(job, state, reason)


def _close(job: Job, state: JobState, reason: str) -> None:
    job.state = state
    job.error = reason
    job.lease_until = None
    job.finished_at = Now()
    job.save(update_fields=["state", "error", "lease_until", "finished_at"])


def _locked(job: Job) -> Job:
    return Job.objects.select_for_update(no_key=True).get(pk=job.pk)


def _refuse_content(payload: Mapping[str, Any]) -> None:
    for name, value in payload.items():
        for part in value if isinstance(value, list) else [value]:
            if not (part is None or isinstance(part, int) or (isinstance(part, str) and AN_ID.fullmatch(part))):
                raise ValueError(f"A job's payload holds ids only; “{name}” is something else.")


def _tell_its_kind(job: Job, reason: str) -> None:
    """Let the record that waits for the job say that it will not come."""
    kind = handlers.find(job.kind)
    if kind is not None and kind.on_failure is not None:
        with city_context(job.city_id, via=f"job {job.kind}", actor_id=job.created_by_id):
            kind.on_failure(job.pk, job.payload, reason or _("Stopped on request."))
