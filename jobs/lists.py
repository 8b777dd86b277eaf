"""The list of a city's jobs, and how a job reads in it."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, Listing, Rows, cells, coded, fact, moments
from jobs import handlers
from jobs.models import Job, JobState

LOOKS = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "running",
    JobState.DONE: "good",
    JobState.FAILED: "alert",
    JobState.CANCELLED: "neutral",
    JobState.SUPERSEDED: "neutral",
}


def jobs(request: CityRequest) -> Listing:
    kinds = handlers.labels()
    return Listing(
        columns=_columns(request),
        search=("created_by__name", "created_by__email", "step", "error"),
        filters=(
            Choice("state", _("State"), JobState.choices),
            *moments("created_at"),
            Choice("kind", _("Kind"), kinds),
        ),
        sort="-asked",
    )


def rows_of_jobs(request: CityRequest) -> "Rows[Job]":
    return rows_of(jobs(request), request, Job.objects.filter(city=request.city).for_list())


def _columns(request: CityRequest) -> Columns:
    def url(row: Job) -> str:
        return reverse("job", args=[request.city.slug, row.pk])

    def name(row: Job) -> object:
        by = cells.hint(row.created_by) if row.created_by else ""
        return cells.together(cells.link(url(row), handlers.label_of(row.kind)), by)

    return (
        Column("kind", _("Job"), name, files=coded("kind", _("Job"), handlers.labels())),
        Column(
            "state",
            _("State"),
            job_chip,
            ("state", "created_at"),
            files=coded("state", _("State"), JobState),
        ),
        Column("news", _("What happens"), job_news, files=(fact("news", _("What happens"), job_news),)),
        Column(
            "asked",
            _("Asked for"),
            lambda row: row.created_at,
            ("created_at",),
            files=(fact("created_at", _("Asked for")), fact("created_by", _("Asked for by"))),
        ),
        Column(
            "finished",
            _("Finished"),
            lambda row: row.finished_at,
            ("finished_at", "created_at"),
            files=(fact("started_at", _("Begun")), fact("finished_at", _("Finished"))),
        ),
        fact("progress", _("Progress, percent")),
        fact("step", _("Step")),
        fact("error", _("Why it failed")),
        fact("attempt", _("Attempts")),
        fact("run_after", _("Not before")),
        fact("cancel_requested", _("Asked to stop")),
        fact("for_person", _("A person asked for it")),
        fact("id", _("Record no.")),
        fact("address", _("Address"), lambda row: request.build_absolute_uri(url(row))),
    )


def job_chip(job: Job) -> SafeString:
    state = JobState(job.state)
    return cells.chip(state.label, LOOKS[state])


def job_news(job: Job) -> str:
    """What happens with it now, or what came of it, in one sentence."""
    if job.state == JobState.RUNNING and job.cancel_requested:
        return _("It stops at its next step.")
    if job.state == JobState.RUNNING:
        return job.step or _("Begun")
    if job.state == JobState.QUEUED:
        return _("It will be tried again: %(reason)s") % {"reason": job.error} if job.error else _("Waits for a worker")
    if job.state == JobState.CANCELLED:
        return job.error or _("Stopped before it was finished")
    return job.error or _("Finished")
