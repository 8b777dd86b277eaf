"""What the handler of a job receives: steps that commit only while the job is still this worker's.

A step is one transaction in the job's city. The job row is checked before it and again as its last statement,
where it stays locked until the commit: a worker whose lease was given away meanwhile commits nothing, and in
between no lock is held, so that a renewal, a cancellation or the sweeper never waits for a long step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.composed import ANYBODY, Composed, Parameter
from accounts.models import Membership
from jobs.errors import Cancelled, JobRefused, LeaseLost
from jobs.models import Job, JobState, lease_from_now

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["Cancelled", "JobRefused", "LeaseLost", "Run", "held"]


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

    def hold(self) -> None:
        """Inside a step: lock the job row until the step commits.

        Before rows that are compared under a lock too, because whoever ends a job holds its row first and these then.
        """
        self._hold()

    @contextmanager
    def finish(self, text: str = "") -> Iterator[None]:
        """The last step: what is written in it and the job's end commit together, or not at all."""
        if text:
            self.progress(None, text)
        with self._in_city():
            self._checked(_current(self.job_id, self._token))
            yield
            _end_done(self._hold())
        self.finished = True

    @contextmanager
    def _in_city(self) -> Iterator[None]:
        if self.finished:
            raise RuntimeError("The job is finished; a step after finish() would not be part of it.")
        with city_context(self.city_id, via=f"job {self.kind}", actor_id=self.actor_id):
            yield

    def _hold(self) -> Job:
        """Lock the job row until the end of the transaction, if the job is still this worker's to do."""
        return self._checked(held(self.job_id, self._token))

    def _checked(self, job: Job | None) -> Job:
        if job is None:
            raise LeaseLost(f"Job {self.job_id} was given away after token {self._token}.")
        if job.cancel_requested:
            raise Cancelled("")
        if job.for_person and not _still_belongs(job):
            raise Cancelled(_("Whoever asked for it no longer has access to the city."))
        return job


def held(job_id: UUID, token: int) -> Job | None:
    """The job, locked, where this token still holds it."""
    return _locked().first(None, job=job_id, token=token)


def _current(job_id: UUID, token: int) -> Job | None:
    return _running().first(None, job=job_id, token=token)


# Asked at both ends of every step of every job: composed once.
@cache
def _locked() -> Composed:
    return Composed(_rows().select_for_update(no_key=True, of=("self",)))


@cache
def _running() -> Composed:
    return Composed(_rows())


def _rows() -> "QuerySet[Job]":
    return Job.objects.filter(pk=Parameter("job"), token=Parameter("token"), state=JobState.RUNNING).order_by()


@cache
def _belongs() -> Composed:
    people = Membership.objects.in_force().filter(city_id=Parameter("city"), user__is_active=True, user=ANYBODY)
    return Composed(people.order_by().values_list("pk")[:1])


def _end_done(job: Job) -> None:
    """Close a locked job whose last writes commit with this."""
    job.state, job.progress = JobState.DONE, 100
    job.error, job.lease_until, job.finished_at = "", None, Now()
    job.save(update_fields=["state", "progress", "error", "lease_until", "finished_at"])


def _still_belongs(job: Job) -> bool:
    return bool(_belongs().rows(job.created_by_id, city=job.city_id))
