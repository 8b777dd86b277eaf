"""One attempt at a job: what a handler receives, and how the attempt ends.

A step is one transaction in the job's city. The job row is checked before it and again as its last statement,
where it stays locked until the commit: a worker whose lease was given away meanwhile commits nothing, and in
between no lock is held, so that a renewal, a cancellation or the sweeper never waits for a long step.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.models import Membership
from jobs import handlers
from jobs.actions import end_attempt, end_cancelled, end_done, lease_from_now
from jobs.artefacts import ArtefactError
from jobs.errors import Cancelled, JobRefused, LeaseLost
from jobs.models import Job, JobState

__all__ = ["Cancelled", "JobRefused", "LeaseLost", "Run", "execute"]

logger = logging.getLogger(__name__)


class Run:
    """What a handler is given. Between steps it may compute, but it writes only inside them."""

    def __init__(self, job: Job) -> None:
        self.job_id: UUID = job.pk
        self.city_id: int = job.city_id
        self.kind = job.kind
        self.payload: dict[str, Any] = job.payload
        self.attempt = job.attempt
        self.actor_id: int | None = job.created_by_id
        self.finished = False
        self._token = job.token

    @contextmanager
    def step(self, text: str, *, percent: int | None = None) -> Iterator[None]:
        """One short transaction in the job's city; everybody sees its label while it runs."""
        self.progress(percent, text)
        with self._in_city():
            yield
            self._hold()

    def progress(self, percent: int | None = None, text: str = "") -> None:
        """Say how far the job is, between steps. Renews the lease."""
        with transaction.atomic(durable=True):
            job = self._hold()
            job.lease_until = lease_from_now()
            job.progress = job.progress if percent is None else max(0, min(percent, 100))
            job.step = text[:200] or job.step
            job.save(update_fields=["lease_until", "progress", "step"])

    @contextmanager
    def finish(self, text: str = "") -> Iterator[None]:
        """The last step: what is written in it and the job's end commit together, or not at all."""
        self.progress(None, text)
        with self._in_city():
            yield
            end_done(job=self._hold())
        self.finished = True

    @contextmanager
    def _in_city(self) -> Iterator[None]:
        if self.finished:
            raise RuntimeError("The job is finished; a step after finish() would not be part of it.")
        with city_context(self.city_id, via=f"job {self.kind}", actor_id=self.actor_id):
            yield

    def _hold(self) -> Job:
        """Lock the job row until the end of the transaction, if the job is still this worker's to do."""
        job = held(self.job_id, self._token)
        if job is None:
            raise LeaseLost(f"Job {self.job_id} was given away after token {self._token}.")
        if job.cancel_requested:
            raise Cancelled("")
        if job.for_person and not _still_belongs(job):
            raise Cancelled(_("Whoever asked for it no longer has access to the city."))
        return job


def held(job_id: UUID, token: int) -> Job | None:
    """The job, locked, where this token still holds it."""
    jobs = Job.objects.select_for_update(no_key=True, of=("self",))
    return jobs.filter(pk=job_id, token=token, state=JobState.RUNNING).first()


def execute(job: Job) -> None:
    """Run a claimed job to the end of this attempt. Raises nothing: how it ended stands in the row."""
    with translation.override(_language(job)):
        _attempt(job)


def _language(job: Job) -> str:
    """What a job says is kept in the row, so it is said in the language of whoever asked for it."""
    language = job.created_by.language if job.created_by else ""
    return language or settings.LANGUAGE_CODE


def _attempt(job: Job) -> None:
    run = Run(job)
    try:
        _handle(run)
    except LeaseLost as lost:
        logger.warning("%s", lost)
    except Cancelled as stopped:
        _close(job, partial(end_cancelled, reason=str(stopped)))
    except JobRefused as refusal:
        _fail(job, str(refusal), final=True)
    except SoftTimeLimitExceeded:
        logger.exception("Job %s (%s) was stopped at the time limit", job.pk, job.kind)
        _fail(job, _too_long(job))
    except ArtefactError as problem:
        logger.exception("Job %s (%s) could not use its files", job.pk, job.kind)
        _fail(job, str(problem))
    except Exception:
        logger.exception("Job %s (%s), attempt %s", job.pk, job.kind, job.attempt)
        _fail(job, _unexpected(job))


def _handle(run: Run) -> None:
    kind = handlers.find(run.kind)
    if kind is None:
        raise JobRefused(
            _("This version of the program does not know the kind of job “%(kind)s”.") % {"kind": run.kind}
        )
    kind.handler(run)
    if not run.finished:
        with run.finish():
            pass


def _fail(job: Job, reason: str, *, final: bool = False) -> None:
    _close(job, partial(end_attempt, reason=reason, final=final))


def _close(job: Job, end: Callable[..., None]) -> None:
    """Write how the attempt ended, unless the job is finished or somebody else's by now."""
    close_old_connections()  # the attempt may have ended because the connection did
    with transaction.atomic():
        held_job = held(job.pk, job.token)
        if held_job is not None:
            end(job=held_job)


def _still_belongs(job: Job) -> bool:
    people = Membership.objects.in_force().filter(city_id=job.city_id, user__is_active=True)
    return people.filter(user=job.created_by).exists()


def _too_long(job: Job) -> str:
    return _("It took longer than the %(minutes)s minutes a job may take (attempt %(attempt)s of %(attempts)s).") % {
        "minutes": round(settings.JOB_SOFT_LIMIT_SECONDS / 60, 1),
        "attempt": job.attempt,
        "attempts": settings.JOB_ATTEMPTS,
    }


def _unexpected(job: Job) -> str:
    return _(
        "Something unexpected went wrong (attempt %(attempt)s of %(attempts)s). "
        "Whoever runs the server finds the details in its log under %(reference)s."
    ) % {"attempt": job.attempt, "attempts": settings.JOB_ATTEMPTS, "reference": job.pk}
