"""Jobs through a real Celery worker, a real Redis and a real PostgreSQL."""

import os
import random
import signal
import subprocess
import time

import psutil
import pytest
from django.db import transaction

from accounts.city import city_context
from accounts.models import City
from jobs import actions
from jobs.models import Job, JobState
from jobs.actions import enqueue
from mapping.models import Source
from tests.conftest import StartWorker, wait_until

APP = "tests.jobs.work"


@pytest.fixture
def city(committed_db: None) -> City:
    return City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")


def _all_ended() -> bool:
    return not Job.objects.unfinished().exists()


def _finished(city: City) -> list[str]:
    """The name of every job that finished, once per time it did."""
    with city_context(city.pk, via="test"):
        return sorted(Source.objects.values_list("name", flat=True))


def test_a_job_starts_when_its_transaction_commits_and_ends_once(city: City, start_worker: StartWorker) -> None:
    start_worker(app=APP)
    with transaction.atomic():
        job = enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(_all_ended, seconds=30, what="the job to end")
    job.refresh_from_db()
    assert (job.state, job.progress, job.step) == (JobState.DONE, 100, "Working")
    assert _finished(city) == [str(job.pk)]


def test_a_rolled_back_job_never_was(city: City) -> None:
    with pytest.raises(RuntimeError, match="changed my mind"), transaction.atomic():
        enqueue(city_id=city.pk, kind="test.mark", payload={})
        raise RuntimeError("changed my mind")
    assert not Job.objects.exists()


def test_ends_of_all_kinds(city: City, start_worker: StartWorker) -> None:
    """A refusal gives its reason, a poisoned job fails after 3 attempts without detail, and neither holds up others."""
    start_worker(app=APP)
    poisoned = enqueue(city_id=city.pk, kind="test.poison", payload={})
    refused = enqueue(city_id=city.pk, kind="test.refuse", payload={})
    unknown = enqueue(city_id=city.pk, kind="test.unheard-of", payload={})
    forgetful = enqueue(city_id=city.pk, kind="test.forget", payload={})
    good = enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(_all_ended, seconds=60, what="all jobs to end")
    for job in (poisoned, refused, unknown, forgetful, good):
        job.refresh_from_db()
    assert (poisoned.state, poisoned.attempt) == (JobState.FAILED, 3)
    assert "secret detail" not in poisoned.error
    assert str(poisoned.pk) in poisoned.error
    assert (refused.state, refused.attempt) == (JobState.FAILED, 1)
    assert refused.error == "There are no boundaries. Import them first."
    assert (unknown.state, "test.unheard-of" in unknown.error) == (JobState.FAILED, True)
    assert (forgetful.state, good.state) == (JobState.DONE, JobState.DONE)


def test_a_running_job_stops_on_request(city: City, start_worker: StartWorker) -> None:
    start_worker(app=APP)
    job = enqueue(city_id=city.pk, kind="test.mark", payload={"seconds": 3})
    wait_until(lambda: Job.objects.filter(state=JobState.RUNNING, step="Working").exists(), seconds=30, what="a start")
    actions.cancel(job_id=job.pk)
    wait_until(_all_ended, seconds=30, what="the job to stop")
    assert Job.objects.get().state == JobState.CANCELLED
    assert _finished(city) == []


def test_a_job_longer_than_its_lease_keeps_it(city: City, start_worker: StartWorker) -> None:
    start_worker(app=APP, GROUNDWORK_JOB_LEASE="2")
    enqueue(city_id=city.pk, kind="test.mark", payload={"seconds": 6})
    wait_until(_all_ended, seconds=40, what="the long job")
    assert Job.objects.get().attempt == 1


def test_a_lost_message_is_replaced(city: City, start_worker: StartWorker) -> None:
    """The row stands though no message was ever sent."""
    actions.add_job(city_id=city.pk, kind="test.mark", payload={})
    start_worker(app=APP)
    wait_until(_all_ended, seconds=30, what="the sweeper to wake a worker")
    assert len(_finished(city)) == 1


@pytest.mark.kills
@pytest.mark.xdist_group("kills")
def test_five_kills_over_twenty_jobs_lose_nothing_and_double_nothing(city: City, start_worker: StartWorker) -> None:
    jobs = [enqueue(city_id=city.pk, kind="test.mark", payload={"seconds": 0.5}) for _number in range(20)]
    workers = Workers(start_worker, random.Random(20))
    for _kill in range(5):
        time.sleep(1.5)
        workers.kill_one()
    wait_until(_all_ended, seconds=120, what="all jobs to end")
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert _finished(city) == sorted(str(job.pk) for job in jobs)


class Workers:
    """Two workers as a supervisor keeps them: one that is killed is started again."""

    def __init__(self, start_worker: StartWorker, chance: random.Random) -> None:
        self._start = start_worker
        self._chance = chance
        self._running = [start_worker(app=APP), start_worker(app=APP, beat=False)]

    def kill_one(self) -> None:
        """SIGKILL to a child, or to a whole worker with its children, at random."""
        position = self._chance.randrange(len(self._running))
        worker = self._running[position]
        children = psutil.Process(worker.pid).children(recursive=True) if worker.poll() is None else []
        if children and self._chance.random() < 0.5:
            os.kill(self._chance.choice(children).pid, signal.SIGKILL)
            return
        self._kill_whole(worker)
        self._running[position] = self._start(app=APP, beat=position == 0)

    @staticmethod
    def _kill_whole(worker: "subprocess.Popen[bytes]") -> None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
