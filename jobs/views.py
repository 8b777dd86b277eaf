"""What a city's workers do: what runs, waits, failed and why."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.permissions import is_theirs
from accounts.requests import CityRequest
from jobs import actions, handlers
from jobs.errors import JobRefused
from jobs.lists import rows_of_jobs
from jobs.models import Job, JobState


@require_safe
@role_required(*STAFF)
def jobs(request: CityRequest, city: str) -> HttpResponse:
    """All of the city's jobs, the newest first; the page looks again by itself while some are not over."""
    rows = rows_of_jobs(request)
    return render(request, "jobs/job_list.html", {"rows": rows, "is_busy": any(not job.is_over for job in rows)})


@require_safe
@role_required(*STAFF)
def jobs_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "jobs", _("Jobs"), rows_of_jobs(request), page="jobs")


@require_safe
@role_required(*STAFF)
def job(request: CityRequest, city: str, pk: UUID) -> HttpResponse:
    """One job. To htmx the part of the page that moves."""
    found = _of_city(request, pk)
    kind = handlers.find(found.kind)
    shown = {
        "job": found,
        "may_change": is_theirs(request.membership, found.created_by_id),
        "result_url": reverse(kind.page, args=[city, pk]) if kind and kind.page else "",
    }
    return render(request, "jobs/job_state.html" if request.htmx else "jobs/job_detail.html", shown)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def job_cancel(request: CityRequest, city: str, pk: UUID) -> HttpResponse:
    found = _changeable(request, pk)
    if request.method == "POST":
        _tell(request, actions.cancel(job=found))
        return redirect("job", city, pk)
    return render(request, "jobs/job_cancel.html", {"job": found})


@require_POST
@role_required(*STAFF)
def job_retry(request: CityRequest, city: str, pk: UUID) -> HttpResponse:
    found = _changeable(request, pk)
    try:
        actions.retry(job=found)
    except JobRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The job waits for a worker again."))
    return redirect("job", city, pk)


def _tell(request: CityRequest, job: Job) -> None:
    """What became of the wish to stop a job: it may have been quicker."""
    if job.state == JobState.CANCELLED:
        messages.success(request, _("The job is stopped."))
    elif job.is_over:
        messages.info(request, _("The job was over before it could be stopped."))
    else:
        messages.success(request, _("The job stops at its next step; what it had not finished is undone."))


def _of_city(request: CityRequest, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.for_list(), city=request.city, pk=pk)


def _changeable(request: CityRequest, pk: UUID) -> Job:
    found = _of_city(request, pk)
    if not is_theirs(request.membership, found.created_by_id):
        raise PermissionDenied
    return found
