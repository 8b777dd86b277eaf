"""The lease of a running job, renewed from a thread while the handler works."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error, connection

from jobs.actions import renew
from jobs.models import Job

logger = logging.getLogger(__name__)

BEATS_PER_LEASE = 3


@contextmanager
def keeping_lease(job: Job) -> Iterator[None]:
    """Renew the lease every third of it until the block ends or the job is somebody else's."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, over), name=f"lease of {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(settings.JOB_LEASE_SECONDS)


def _beat(job: Job, over: threading.Event) -> None:
    while not over.wait(settings.JOB_LEASE_SECONDS / BEATS_PER_LEASE):
        try:
            if not renew(job_id=job.pk, token=job.token):
                return
        except Error as problem:
            logger.warning("The lease of job %s could not be renewed, trying again: %s", job.pk, problem)
        finally:
            connection.close()  # this thread's own; nothing is held between beats
