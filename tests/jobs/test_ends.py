"""How jobs end, through a real Celery worker with two slots that all tests here share."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import transaction

from accounts.models import City
from jobs import actions
from jobs.actions import enqueue
from jobs.models import Job, JobState
from tests.conftest import wait_until
from tests.databases import url_of_workers
from tests.forking import WITH_THE_SITE, Forked
from tests.jobs.marks import all_ended, marks, running, states
from tests.services import PROJECT


@pytest.fixture(scope="module")
def worker(process_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("worker")
    command = [sys.executable, "-m", "celery", "-A", "tests.jobs.work", "worker", "-B", "-s", str(folder / "beat")]
    command += ["-c", "2", "--without-mingle", "--without-gossip", "-f", str(folder / "log")]
    variables = {**process_environment, "DATABASE_URL": url_of_workers(), WITH_THE_SITE: "tests.jobs.work"}
    process = Forked(command, cwd=PROJECT, env=variables, stderr=subprocess.DEVNULL)
    yield
    process.terminate()
    process.wait(20)


@pytest.mark.usefixtures("worker")
def test_a_job_starts_when_its_transaction_commits_and_ends_once(city: City) -> None:
    with transaction.atomic():
        job = enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(all_ended, seconds=30, what="the job to end")
    job.refresh_from_db()
    assert (job.state, job.progress, job.step) == (JobState.DONE, 100, "Counting records")
    assert marks(city) == {str(job.pk): 1}


@pytest.mark.usefixtures("worker")
def test_ends_of_all_kinds(city: City) -> None:
    """A poisoned job fails after 3 attempts, and neither it nor a refused one holds up the others."""
    poisoned, refused, forgetful, good = (
        enqueue(city_id=city.pk, kind=f"test.{kind}", payload={}) for kind in ("poison", "refuse", "forget", "mark")
    )
    wait_until(all_ended, seconds=60, what="all jobs to end")
    for job in (poisoned, refused, forgetful, good):
        job.refresh_from_db()
    assert (poisoned.state, poisoned.attempt) == (JobState.FAILED, 3)
    assert (refused.state, refused.attempt) == (JobState.FAILED, 1)
    assert (forgetful.state, good.state) == (JobState.DONE, JobState.DONE)
    assert good.finished_at is not None
    assert poisoned.finished_at is not None
    assert good.finished_at < poisoned.finished_at


@pytest.mark.usefixtures("worker")
def test_a_running_job_stops_on_request(city: City) -> None:
    job = enqueue(city_id=city.pk, kind="test.forever", payload={})
    wait_until(lambda: running("Round 3"), seconds=30, what="a start")
    actions.cancel(job=job)
    wait_until(all_ended, seconds=5, what="the job to stop")
    assert Job.objects.get().state == JobState.CANCELLED


@pytest.mark.usefixtures("worker")
def test_a_giant_job_of_one_city_never_keeps_a_small_one_of_another_waiting(city: City, neighbour: City) -> None:
    for _number in range(3):
        enqueue(city_id=city.pk, kind="test.forever", payload={})
    wait_until(lambda: running("Round 10"), seconds=30, what="the giant to run")
    small = enqueue(city_id=neighbour.pk, kind="test.mark", payload={})
    wait_until(lambda: Job.objects.get(pk=small.pk).state == JobState.DONE, seconds=2, what="the small job")
    assert states() == {"running": 1, "queued": 2, "done": 1}
    for job in Job.objects.unfinished():
        actions.cancel(job=job)
