"""The job row: PostgreSQL owns the state of every job, Celery only wakes workers.

An envelope without content: which city, which kind, and the ids the handler needs. It stands outside
row-level security, so that a worker can see what is due before it enters a city.
"""

import datetime
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import City


def lease_from_now() -> CombinedExpression:
    return Now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Superseded")


class JobQuerySet(models.QuerySet["Job"]):
    """Every comparison uses the clock of the database: machines disagree about the time."""

    def due(self, now: datetime.datetime | None = None) -> Self:
        """Jobs a worker may take: waiting and not held back."""
        return self.filter(state=JobState.QUEUED, run_after__lte=now or Now())

    def lapsed(self, now: datetime.datetime | None = None) -> Self:
        """Running jobs whose lease ran out: their worker is gone."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now or Now())

    def unfinished(self) -> Self:
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])

    def for_list(self) -> Self:
        return self.select_related("created_by")


class Job(models.Model):
    """One piece of background work of a city."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey(City, models.CASCADE, related_name="jobs", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    payload = models.JSONField(_("ids the handler needs"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    token = models.PositiveBigIntegerField(_("fencing token"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    run_after = models.DateTimeField(_("not before"), db_default=Now())
    cancel_requested = models.BooleanField(_("asked to stop"), default=False)
    progress = models.PositiveSmallIntegerField(_("progress, percent"), default=0)
    step = models.CharField(_("step"), max_length=200, blank=True)
    error = models.TextField(_("why it failed"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # Kept beside created_by, which is emptied when the account is deleted: the job must then stop, not run on
    # as if the installation itself had asked for it.
    for_person = models.BooleanField(_("a person asked for it"), default=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["-created_at"]
        indexes = [
            models.Index("city", "created_at", name="jobs_job_waiting", condition=Q(state=JobState.QUEUED)),
            models.Index("city", "lease_until", name="jobs_job_running", condition=Q(state=JobState.RUNNING)),
            models.Index("city", "started_at", name="jobs_job_started"),
            models.Index("city", "created_at", name="jobs_job_of_city"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="jobs_job_state"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_job_progress"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False), name="jobs_job_leased"
            ),
            models.CheckConstraint(condition=~Q(state=JobState.FAILED) | ~Q(error=""), name="jobs_job_failed_why"),
            models.CheckConstraint(
                condition=~Q(state=JobState.SUPERSEDED) | ~Q(error=""), name="jobs_job_superseded_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_over(self) -> bool:
        return self.state not in {JobState.QUEUED, JobState.RUNNING}
