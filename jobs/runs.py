"""A job while it runs: short transactions, each of which first makes sure that the job is still ours."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.models import Membership
from jobs.models import Job, JobState


class LeaseLost(RuntimeError):
    """Another worker holds the job by now; nothing this one does counts any more."""


class Cancelled(RuntimeError):
    """The job was asked to stop."""


class JobRefused(RuntimeError):
    """The job cannot succeed; the message is a reason a person understands."""


@dataclass
class Run:
    """One attempt at a job, holding a fencing token. All writes of a handler go through `step` or `finish`."""

    job_id: uuid.UUID
    city_id: int
    kind: str
    payload: dict[str, Any]
    token: int
    attempt: int
    actor_id: int | None
    finished: bool = field(default=False, init=False)

    @classmethod
    def of(cls, job: Job) -> "Run":
        return cls(job.pk, job.city_id, job.kind, job.payload, job.token, job.attempt, job.created_by_id)

    @property
    def via(self) -> str:
        return f"job {self.kind}"

    @contextmanager
    def step(self, text: str, *, percent: int) -> Iterator[None]:
        """Tell where we are, then open one transaction of the city for this step's work.

        Raises LeaseLost, or Cancelled where the job was asked to stop or its creator no longer belongs to the city.
        """
        self.tell(text, percent=percent)
        with city_context(self.city_id, via=self.via, actor_id=self.actor_id, reason=str(self.job_id)):
            self._hold()
            yield

    @contextmanager
    def finish(self) -> Iterator[None]:
        """The last step: its writes and the end of the job are one transaction, so a job finishes exactly once."""
        with city_context(self.city_id, via=self.via, actor_id=self.actor_id, reason=str(self.job_id)):
            self._hold()
            yield
            self._write(state=JobState.DONE, progress=100, lease_until=None, finished_at=timezone.now(), error="")
        self.finished = True

    def tell(self, text: str, *, percent: int) -> None:
        """Make a step visible to everybody at once, and renew the lease."""
        with transaction.atomic():
            self._hold()
            self._write(step=text, progress=percent, lease_until=lease_end())

    def _hold(self) -> None:
        """Lock the job's row and make sure that it is ours and wanted."""
        job = Job.objects.select_for_update().filter(pk=self.job_id, token=self.token, state=JobState.RUNNING).first()
        if job is None:
            raise LeaseLost(f"Job {self.job_id} is no longer held with token {self.token}.")
        if job.cancel_requested:
            raise Cancelled(_("Stopped on request."))
        if self.actor_id and not Membership.objects.filter(city_id=self.city_id, user_id=self.actor_id).exists():
            raise Cancelled(_("The person who asked for it no longer belongs to the city."))

    def _write(self, **fields: object) -> None:
        Job.objects.filter(pk=self.job_id, token=self.token).update(**fields)


def lease_end(now: datetime.datetime | None = None) -> datetime.datetime:
    return (now or timezone.now()) + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def renew(job_id: uuid.UUID, token: int) -> bool:
    """Prolong the lease, unless the job is no longer ours."""
    return bool(Job.objects.filter(pk=job_id, token=token, state=JobState.RUNNING).update(lease_until=lease_end()))
