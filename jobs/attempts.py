"""One attempt at a job: its handler is called, and how it ended stands in the row."""

import logging
from collections.abc import Callable
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jobs import handlers
from jobs.actions import end_attempt, end_cancelled, end_superseded
from jobs.artefacts import ArtefactError
from jobs.errors import Cancelled, JobRefused, LeaseLost, Superseded
from jobs.models import Job
from jobs.runs import Run, held

logger = logging.getLogger(__name__)


def execute(job: Job) -> None:
    """Run a claimed job to the end of this attempt. Raises nothing: how it ended stands in the row."""
    with translation.override(_language(job)):
        _attempt(job)


def _language(job: Job) -> str:
    """What a job says is kept in the row, so it is said in the language of whoever asked for it, or of the city where
    nobody did."""
    return job.city.language if job.created_by is None else job.created_by.language or settings.LANGUAGE_CODE


def _attempt(job: Job) -> None:
    run = Run(job)
    try:
        _handle(run)
    except LeaseLost as lost:
        logger.warning("%s", lost)
    except Cancelled as stopped:
        _close(job, partial(end_cancelled, reason=str(stopped)))
    except Superseded as late:
        _close(job, partial(end_superseded, reason=str(late)))
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
