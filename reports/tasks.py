"""The job that makes a diagnosis: freeze, analyse, propose, set. Each step is one short transaction."""

from jobs.actions import enqueue

from jobs.models import Job
from reports import actions
from reports.models import Diagnosis

KIND = "diagnosis"


def request(diagnosis: Diagnosis) -> Job:
    """Queue the job of a diagnosis, inside the transaction that made it."""
    job = enqueue(
        city_id=diagnosis.city_id,
        kind=KIND,
        payload={"diagnosis": diagnosis.pk},
        created_by_id=diagnosis.requested_by_id,
    )
    actions.record_job(diagnosis=diagnosis, job_id=job.pk)
    return job
