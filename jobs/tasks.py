"""What Celery runs: a message only wakes a worker, which then claims the next due job from PostgreSQL."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.city import city_context
from jobs import actions
from jobs.kinds import Handler, kind_of
from jobs.models import Job, JobState
from jobs.runs import Cancelled, JobRefused, LeaseLost, Run, renew

logger = logging.getLogger(__name__)
# A wake-up that nobody took in this time is stale; the sweeper sends new ones while jobs are due.
MESSAGE_SECONDS = 300
MOST_WAKE_UPS = 20


def enqueue(*, city_id: int, kind: str, payload: dict[str, Any], created_by_id: int | None = None) -> Job:
    """Add a job and wake a worker once the transaction is committed."""
    job = actions.add_job(city_id=city_id, kind=kind, payload=payload, created_by_id=created_by_id)
    transaction.on_commit(wake)
    return job


def wake() -> None:
    """Send one wake-up. Without a broker the job waits for the sweeper; the page that asked works on."""
    try:
        work.apply_async(expires=MESSAGE_SECONDS, retry=False)
    except OperationalError:
        logger.warning("the broker does not answer; the sweeper will wake workers")


@shared_task(name="jobs.tasks.work")
def work() -> None:
    """Claim one job and run it; wake the next worker while jobs are due."""
    close_old_connections()
    try:
        job = actions.claim()
        if job is not None:
            run_job(job)
            if Job.objects.due().exists():
                wake()
    finally:
        close_old_connections()


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Take back jobs whose worker is gone, and wake workers while jobs are due (whatever became of messages)."""
    close_old_connections()
    for job in actions.release_lapsed():
        _tell_failure(job, job.error)
    for _wake_up in range(min(Job.objects.due().count(), MOST_WAKE_UPS)):
        wake()


def run_job(job: Job) -> None:
    """Run a claimed job to its end, whatever the end is."""
    run = Run.of(job)
    try:
        handler = _handler_of(job)
        with _heartbeat(run):
            handler(run)
            if not run.finished:
                with run.finish():
                    pass
    except LeaseLost:
        logger.warning("job %s: lease lost, another worker has it", job.pk)
    except Cancelled as stopped:
        actions.end_cancelled(job_id=run.job_id, token=run.token, reason=str(stopped))
        _tell_failure(job, str(stopped))
    except JobRefused as refused:
        _give_back(job, run, str(refused), final=True)
    except SoftTimeLimitExceeded:
        _give_back(job, run, _("It took longer than %(limit)s seconds.") % {"limit": settings.JOB_SOFT_LIMIT_SECONDS})
    except Exception:
        # Whatever went wrong belongs into the log; the row gets a sentence a person can use.
        logger.exception("job %s (%s), attempt %s", job.pk, job.kind, job.attempt)
        _give_back(job, run, _("Something unexpected went wrong. The log names it under job %(id)s.") % {"id": job.pk})


def _handler_of(job: Job) -> Handler:
    kind = kind_of(job.kind)
    if kind is None:
        raise JobRefused(_("This installation does not know work of the kind “%(kind)s”.") % {"kind": job.kind})
    return kind.handler


def _give_back(job: Job, run: Run, reason: str, *, final: bool = False) -> None:
    if actions.give_back(job_id=run.job_id, token=run.token, reason=reason, final=final) == JobState.FAILED:
        _tell_failure(job, reason)


def _tell_failure(job: Job, reason: str) -> None:
    """Let the kind say on its own record that the job failed."""
    kind = kind_of(job.kind)
    if kind is not None and kind.on_failure is not None:
        with city_context(job.city_id, via=f"job {job.kind}", actor_id=job.created_by_id):
            kind.on_failure(job.city_id, job.payload, reason)


@contextlib.contextmanager
def _heartbeat(run: Run) -> Iterator[None]:
    """Renew the lease from a thread while the handler computes; it ends with the run or when the lease is lost."""
    ended = threading.Event()

    def beat() -> None:
        try:
            while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
                if not renew(run.job_id, run.token):
                    return
        except Exception:
            logger.exception("job %s: the lease could not be renewed", run.job_id)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{run.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(settings.JOB_LEASE_SECONDS)
