"""Jobs through a real Celery worker, a real Redis and a real PostgreSQL."""

import os
import random
import signal
import time

import psutil
import pytest
from django.db import transaction

from accounts.models import City
from config.celery import app as celery_app
from jobs.actions import enqueue
from jobs.models import Job, JobState
from tests.conftest import StartWorker, wait_until
from tests.jobs.conftest import OwnRedis
from tests.jobs.killing import Supervisor, enqueue_many, kill_at_random
from tests.jobs.marks import all_ended, marks, running, states

APP = "tests.jobs.work"


def _waiting_row(city: City, **fields: object) -> Job:
    """A job without a message, as after a message was lost."""
    return Job.objects.create(city=city, kind="test.mark", **fields)


def test_a_rolled_back_job_never_was_and_wakes_nobody(city: City, own_redis: OwnRedis) -> None:
    with pytest.raises(RuntimeError, match="changed my mind"), transaction.atomic():
        enqueue(city_id=city.pk, kind="test.mark", payload={})
        raise RuntimeError("changed my mind")
    assert not Job.objects.exists()
    with celery_app.connection_for_read() as connection:
        assert connection.default_channel.client.keys("celery") == []


def test_a_step_longer_than_its_lease_keeps_it(city: City, start_worker: StartWorker) -> None:
    """The lease is 2 s, the step 6; a second worker is there to take the job if it were given away."""
    for beat in (True, False):
        start_worker(app=APP, beat=beat, GROUNDWORK_JOB_LEASE="2")
    job = enqueue(city_id=city.pk, kind="test.think", payload={"milliseconds": 6000})
    wait_until(all_ended, seconds=40, what="the long job")
    assert Job.objects.get().attempt == 1
    assert marks(city) == {str(job.pk): 1}


def test_a_job_that_takes_too_long_fails_with_a_reason(city: City, start_worker: StartWorker) -> None:
    start_worker(app=APP, GROUNDWORK_JOB_SOFT_LIMIT="1")
    enqueue(city_id=city.pk, kind="test.forever", payload={})
    wait_until(all_ended, seconds=40, what="three attempts of a second each")
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "It took longer than" in job.error
    assert "(attempt 3 of 3)" in job.error


def test_a_lost_message_is_replaced_by_beat_s_sweep(city: City, start_worker: StartWorker) -> None:
    _waiting_row(city)
    start_worker(app=APP, GROUNDWORK_JOB_SWEEP="1")
    wait_until(all_ended, seconds=30, what="the sweeper to wake a worker")


def test_a_worker_sweeps_without_beat(city: City, start_worker: StartWorker) -> None:
    _waiting_row(city)
    start_worker(app=APP, beat=False)
    wait_until(all_ended, seconds=30, what="the worker's own watch to sweep")


def test_every_wake_up_is_worth_many_jobs(city: City, start_worker: StartWorker) -> None:
    """One message for twenty waiting rows: each worker that ends a job wakes the next."""
    for _number in range(19):
        _waiting_row(city)
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    start_worker(app=APP, beat=False, GROUNDWORK_JOB_SWEEP="600")
    wait_until(all_ended, seconds=30, what="twenty jobs")


def test_a_job_is_added_while_the_broker_is_away_and_done_when_it_is_back(
    city: City, own_redis: OwnRedis, start_worker: StartWorker
) -> None:
    """The page that adds it answers at once; the worker was running all the time, with a job before and after."""
    worker = start_worker(app=APP, REDIS_URL=own_redis.url)
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(all_ended, seconds=30, what="a job before")
    own_redis.stop()
    began = time.perf_counter()
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    assert time.perf_counter() - began < 3
    time.sleep(2)
    assert states() == {"done": 1, "queued": 1}
    own_redis.start()
    wait_until(all_ended, seconds=40, what="the job to be done after the broker is back")
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(all_ended, seconds=30, what="a job after")
    assert worker.poll() is None
    assert sorted(marks(city).values()) == [1, 1, 1]


def test_a_running_job_outlives_the_broker(city: City, own_redis: OwnRedis, start_worker: StartWorker) -> None:
    start_worker(app=APP, REDIS_URL=own_redis.url)
    enqueue(city_id=city.pk, kind="test.think", payload={"milliseconds": 5000})
    wait_until(lambda: running("Thinking"), seconds=30, what="a start")
    own_redis.stop()
    wait_until(all_ended, seconds=20, what="the job to end without a broker")
    assert (Job.objects.get().state, Job.objects.get().attempt) == (JobState.DONE, 1)


def test_an_emptied_broker_loses_nothing(city: City, own_redis: OwnRedis, start_worker: StartWorker) -> None:
    start_worker(app=APP, REDIS_URL=own_redis.url)
    jobs = enqueue_many([city.pk], count=10, kind="test.mark", payload=lambda _number: {"milliseconds": 200})
    wait_until(lambda: states()["done"] >= 2, seconds=30, what="some jobs")
    own_redis.empty()
    wait_until(all_ended, seconds=30, what="all jobs")
    assert marks(city) == {str(job.pk): 1 for job in jobs}


def test_a_worker_that_hears_nothing_starts_anew(city: City, start_worker: StartWorker) -> None:
    """Deaf as after celery #8030: alive, answering pings, taking no message any more."""
    worker = start_worker(app=APP)
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(all_ended, seconds=30, what="a job before")
    celery_app.control.cancel_consumer("celery", reply=True, timeout=5)
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(all_ended, seconds=40, what="the worker to start anew and take the job")
    assert worker.poll() is None


def test_a_warm_shutdown_ends_the_job_it_has_and_leaves_the_others(city: City, start_worker: StartWorker) -> None:
    worker = start_worker(app=APP, slots=1)
    jobs = enqueue_many([city.pk], count=5, kind="test.mark", payload=lambda _number: {"milliseconds": 1500})
    wait_until(lambda: states()["running"] == 1, seconds=30, what="a start")
    worker.terminate()
    assert worker.wait(20) == 0
    assert states() == {"done": 1, "queued": 4}
    start_worker(app=APP)
    wait_until(all_ended, seconds=40, what="the others")
    assert marks(city) == {str(job.pk): 1 for job in jobs}
    assert set(Job.objects.values_list("attempt", flat=True)) == {1}


@pytest.mark.kills
def test_a_frozen_worker_that_wakes_up_late_writes_nothing(city: City, start_worker: StartWorker) -> None:
    """SIGSTOP in the middle of a step, SIGCONT after another worker has done the job."""
    frozen = start_worker(app=APP, beat=False)
    job = enqueue(city_id=city.pk, kind="test.think", payload={"milliseconds": 2000})
    wait_until(lambda: running("Thinking"), seconds=30, what="a start")
    everybody = [frozen.pid, *(child.pid for child in psutil.Process(frozen.pid).children(recursive=True))]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    start_worker(app=APP)
    wait_until(all_ended, seconds=40, what="another worker to do it")
    for pid in everybody:
        os.kill(pid, signal.SIGCONT)
    time.sleep(3)
    assert marks(city) == {str(job.pk): 1}
    assert (Job.objects.get().state, Job.objects.get().token) == (JobState.DONE, 2)


@pytest.mark.kills
def test_a_job_that_kills_its_worker_fails_and_holds_up_nobody(city: City, start_worker: StartWorker) -> None:
    start_worker(app=APP, GROUNDWORK_JOB_LEASE="2")
    deadly = enqueue(city_id=city.pk, kind="test.deadly", payload={})
    good = enqueue(city_id=city.pk, kind="test.mark", payload={})
    wait_until(lambda: Job.objects.get(pk=good.pk).state == JobState.DONE, seconds=30, what="the good job")
    wait_until(all_ended, seconds=60, what="three lost workers")
    deadly.refresh_from_db()
    assert (deadly.state, deadly.attempt) == (JobState.FAILED, 3)
    assert deadly.error == "The worker stopped in the middle of it (attempt 3 of 3)."


@pytest.mark.kills
def test_five_kills_over_twenty_jobs_lose_nothing_and_double_nothing(city: City, start_worker: StartWorker) -> None:
    jobs = enqueue_many([city.pk], count=20, kind="test.mark", payload=lambda _number: {"milliseconds": 1500})
    ordeal = kill_at_random(
        Supervisor(start_worker, app=APP), kills=5, every_seconds=1.2, chance=random.Random(20), seconds=120
    )
    assert ordeal.kills == 5
    assert states() == {"done": 20}
    assert marks(city) == {str(job.pk): 1 for job in jobs}


@pytest.mark.kills
def test_whatever_a_killed_worker_started_ends_with_it(city: City, start_worker: StartWorker) -> None:
    """Only its main process is killed; neither the pool nor the beat lives on beside the worker that replaces it."""
    worker = start_worker(app=APP)
    enqueue(city_id=city.pk, kind="test.think", payload={"milliseconds": 60_000})
    wait_until(lambda: running("Thinking"), seconds=30, what="a start")
    children = psutil.Process(worker.pid).children(recursive=True)
    assert len(children) == 3
    worker.kill()
    worker.wait()
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert (len(gone), alive) == (3, [])
