"""What Celery runs: a worker that is woken takes one job, and beat sweeps. Messages carry nothing."""

from celery import shared_task

from core.logs import about
from jobs import actions
from jobs.heartbeat import keeping_lease
from jobs.runs import execute


@shared_task
def work() -> None:
    """Take one job and run it; wake the next worker where more may start."""
    job = actions.claim()
    if job is None:
        return
    with about(job=str(job.pk), kind=job.kind, attempt=job.attempt), keeping_lease(job):
        execute(job)
    actions.wake_for_what_is_due()


@shared_task
def sweep() -> None:
    """Take jobs back from workers that are gone, and wake workers for what is due."""
    actions.sweep()
