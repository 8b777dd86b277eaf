"""The worker that tests share: one process from test to test, and stopped in its tracks between them."""

import time
from collections.abc import Iterator

import psutil
import pytest

from accounts.models import City
from jobs.actions import enqueue
from jobs.models import Job
from tests import workers
from tests.conftest import empty_every_table, wait_until
from tests.jobs.marks import all_ended, marks, running, states
from tests.workers import LongLivedWorker


@pytest.fixture
def worker(long_lived_worker: LongLivedWorker) -> LongLivedWorker:
    return long_lived_worker


@pytest.fixture
def city(committed_db: None) -> City:
    return City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")


def _everybody(worker: LongLivedWorker) -> Iterator[psutil.Process]:
    assert worker.process
    parent = psutil.Process(worker.process.pid)
    yield from [parent, *parent.children(recursive=True)]


def test_it_works_when_woken_and_does_nothing_at_rest(
    city: City, worker: LongLivedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with worker.of_one_test(monkeypatch):
        worker.wake()
        first = enqueue(city_id=city.pk, kind="test.mark", payload={})
        wait_until(all_ended, seconds=60, what="the job of the first test")
        assert marks(city) == {str(first.pk): 1}
    pids = {process.pid for process in _everybody(worker)}
    assert len(pids) == 3
    assert {process.status() for process in _everybody(worker)} == {psutil.STATUS_STOPPED}
    # its watch would sweep every second, were it awake
    enqueue(city_id=city.pk, kind="test.mark", payload={})
    time.sleep(4)
    assert states() == {"done": 1, "queued": 1}
    began = time.monotonic()
    empty_every_table()
    assert time.monotonic() - began < 5
    again = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    with worker.of_one_test(monkeypatch):
        worker.wake()
        enqueue(city_id=again.pk, kind="test.mark", payload={})
        wait_until(all_ended, seconds=30, what="the job of the next test")
    assert {process.pid for process in _everybody(worker)} == pids


def test_one_that_is_left_with_a_job_is_ended(
    city: City, worker: LongLivedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "QUIET_SECONDS", 0.5)
    with worker.of_one_test(monkeypatch):
        worker.wake()
        enqueue(city_id=city.pk, kind="test.think", payload={"milliseconds": 60_000})
        wait_until(lambda: running("Thinking"), seconds=60, what="a start")
        everybody = list(_everybody(worker))
        used = sum(sum(process.cpu_times()[:4]) for process in everybody)
    gone, alive = psutil.wait_procs(everybody, timeout=10)
    assert (len(gone), alive) == (3, [])
    assert worker.cpu_seconds >= used > 0, "what it used is known, though nobody could wait for its slots"
    assert Job.objects.get().state == "running"
