"""How a job reads on a page."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from jobs.handlers import label_of
from jobs.models import Job, JobState

register = template.Library()

LOOKS = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "running",
    JobState.DONE: "good",
    JobState.FAILED: "alert",
    JobState.CANCELLED: "neutral",
}


@register.simple_tag
def job_label(job: Job) -> str:
    return label_of(job.kind)


@register.inclusion_tag("components/chip.html")
def job_chip(job: Job) -> dict[str, Any]:
    return {"label": JobState(job.state).label, "kind": LOOKS[JobState(job.state)]}


@register.simple_tag
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
