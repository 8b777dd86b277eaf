"""What Celery runs: a worker that is woken takes one job, and beat sweeps. Messages carry nothing."""

from celery import shared_task
from django.db import close_old_connections

from core.logs import about
from jobs import actions
from jobs.attempts import execute
from jobs.heartbeat import keeping_lease


@shared_task
def work() -> None:
    """Take one job and run it; wake the next worker where more may start."""
    close_old_connections()  # those that died since the last task, which left it open
    job = actions.claim()
    if job is None:
        return
    with about(job=str(job.pk), kind=job.kind, attempt=job.attempt), keeping_lease(job):
        execute(job)
    actions.wake_for_what_is_due()


@shared_task
def sweep() -> None:
    """Take jobs back from workers that are gone, and wake workers for what is due."""
    close_old_connections()
    actions.sweep()
