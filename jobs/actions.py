"""What may be done with jobs. Actions never send messages themselves; the task that wakes workers is handed in."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.kinds import kind_of
from jobs.models import Job, JobState
from jobs.runs import lease_end

BACKOFF_SECONDS = 2


@transaction.atomic
def add_job(*, city_id: int, kind: str, payload: dict[str, Any], created_by_id: int | None = None) -> Job:
    """A waiting job. It stands even where no message can be sent; the sweeper finds it."""
    return Job.objects.create(city_id=city_id, kind=kind, payload=payload, created_by_id=created_by_id)


@transaction.atomic
def cancel(*, job_id: uuid.UUID) -> None:
    """Stop a waiting job at once, a running one at its next step."""
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now(), error=_("Stopped on request.")
    )
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(cancel_requested=True)


@transaction.atomic
def retry(*, job_id: uuid.UUID) -> bool:
    """Put a failed or cancelled job back into the queue, with all its attempts."""
    return bool(
        Job.objects.filter(pk=job_id, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
            state=JobState.QUEUED,
            attempt=0,
            progress=0,
            step="",
            error="",
            cancel_requested=False,
            finished_at=None,
            run_after=timezone.now(),
        )
    )


# Fair between cities: first those with the fewest jobs running, then the one whose last job began longest ago, then
# the oldest job. No city holds every slot, so that its giant jobs never keep another city's small one waiting.
_CLAIM = """
WITH load AS (
    SELECT city_id, count(*) FILTER (WHERE state = 'running') AS running, max(started_at) AS last_start
    FROM jobs_job GROUP BY city_id
), next AS (
    SELECT job.id FROM jobs_job job JOIN load USING (city_id)
    WHERE job.state = 'queued' AND job.run_after <= %(now)s AND load.running < %(most)s
    ORDER BY load.running, load.last_start NULLS FIRST, job.run_after, job.created_at, job.id
    LIMIT 1 FOR UPDATE OF job SKIP LOCKED
)
UPDATE jobs_job SET state = 'running', token = token + 1, attempt = attempt + 1, lease_until = %(lease)s,
    started_at = %(now)s, error = '', step = '', progress = 0
FROM next WHERE jobs_job.id = next.id RETURNING jobs_job.id
"""
# Two claims at once must not both see the same load; this lock is held for the length of one statement.
_CLAIM_LOCK = 0x67726F756E64


@transaction.atomic
def claim(*, now: datetime.datetime | None = None) -> Job | None:
    """Take the next due job under a new fencing token, or None."""
    now = now or timezone.now()
    values: dict[str, Any] = {"now": now, "most": max(1, settings.WORKER_SLOTS - 1), "lease": lease_end(now)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIM_LOCK])
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    return Job.objects.get(pk=row[0]) if row else None


@transaction.atomic
def give_back(*, job_id: uuid.UUID, token: int, reason: str, final: bool = False) -> JobState | None:
    """End an attempt that failed: wait and try again, or fail for good with the reason. None where not ours."""
    job = Job.objects.select_for_update().filter(pk=job_id, token=token, state=JobState.RUNNING).first()
    if job is None:
        return None
    if final or job.attempt >= settings.JOB_ATTEMPTS:
        job.state, job.error, job.finished_at = JobState.FAILED, reason, timezone.now()
    else:
        job.state = JobState.QUEUED
        job.run_after = timezone.now() + datetime.timedelta(seconds=BACKOFF_SECONDS * job.attempt)
        job.step = reason[:200]
    job.lease_until = None
    job.save(update_fields=["state", "error", "finished_at", "run_after", "step", "lease_until"])
    return JobState(job.state)


@transaction.atomic
def end_cancelled(*, job_id: uuid.UUID, token: int, reason: str) -> None:
    Job.objects.filter(pk=job_id, token=token, state=JobState.RUNNING).update(
        state=JobState.CANCELLED, finished_at=timezone.now(), lease_until=None, error=reason
    )


@transaction.atomic
def release_lapsed(*, now: datetime.datetime | None = None) -> list[Job]:
    """Jobs whose worker is gone: back into the queue, or failed where their attempts are used up.

    Returns those that failed for good, so that whoever registered their kind can be told.
    """
    now = now or timezone.now()
    lapsed = list(Job.objects.lapsed(now).select_for_update(skip_locked=True))
    failed = []
    for job in lapsed:
        job.lease_until = None
        job.token = F("token") + 1
        if job.attempt >= settings.JOB_ATTEMPTS:
            job.state, job.finished_at = JobState.FAILED, now
            job.error = _("The worker stopped in the middle of it, %(count)s times.") % {"count": job.attempt}
            failed.append(job)
        else:
            job.state, job.run_after = JobState.QUEUED, now
        job.save(update_fields=["state", "token", "lease_until", "run_after", "finished_at", "error"])
    return failed


def label_of(job: Job) -> str:
    kind = kind_of(job.kind)
    return kind.label if kind else job.kind
