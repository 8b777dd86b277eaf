"""Workers as a supervisor keeps them, and a chance that kills them: for the tests and for the long ones."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psutil
from django.conf import settings
from django.utils import timezone

from jobs.actions import enqueue
from jobs.models import Job, JobState
from tests.conftest import StartWorker


class Supervisor:
    """Keeps workers running: whichever has ended is started again, as systemd or Docker would."""

    def __init__(
        self, start: StartWorker, *, app: str, workers: int = 2, environment: Mapping[str, str] | None = None
    ) -> None:
        self._start = start
        self._app = app
        self._environment = environment or {}
        self._workers = [self._begin(number) for number in range(workers)]

    def _begin(self, number: int) -> "subprocess.Popen[bytes]":
        return self._start(beat=number == 0, app=self._app, **self._environment)

    def restart_the_dead(self) -> None:
        for number, worker in enumerate(self._workers):
            if worker.poll() is not None:
                self._workers[number] = self._begin(number)

    def kill_a_child(self, chance: random.Random) -> None:
        """SIGKILL to one process of the pool (or to the beat): its worker replaces it, or not."""
        children = [child for worker in self._workers for child in _children(worker.pid)]
        if children:
            os.kill(chance.choice(children).pid, signal.SIGKILL)

    def kill_a_worker(self, chance: random.Random) -> None:
        """SIGKILL to a whole worker with everything it started, at once."""
        worker = chance.choice(self._workers)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


@dataclass
class Ordeal:
    """What the jobs went through until the last of them ended."""

    kills: int = 0
    seconds: float = 0
    longest_over_lease: float = 0


def kill_at_random(
    supervisor: Supervisor,
    *,
    kills: int,
    every_seconds: float,
    chance: random.Random,
    seconds: float,
    half_way: Callable[[], None] = lambda: None,
) -> Ordeal:
    """Kill while jobs run, and wait for the last of them; `half_way` is done once half of the kills are.

    A job that loses its worker three times fails, as it should (a poison job must); so nothing is killed while a
    job is on its last attempt.
    """
    ordeal = Ordeal()
    began = time.monotonic()
    next_kill = began + every_seconds
    while Job.objects.unfinished().exists():
        ordeal.seconds = time.monotonic() - began
        ordeal.longest_over_lease = max(ordeal.longest_over_lease, over_lease_seconds())
        assert ordeal.seconds < seconds, f"after {ordeal} these are left: {list(Job.objects.unfinished())}"
        supervisor.restart_the_dead()
        if ordeal.kills < kills and time.monotonic() > next_kill and _may_kill():
            chance.choice([supervisor.kill_a_child, supervisor.kill_a_worker])(chance)
            ordeal.kills += 1
            next_kill = time.monotonic() + every_seconds * chance.uniform(0.5, 1.5)
            if ordeal.kills == kills // 2:
                half_way()
        time.sleep(0.1)
    return ordeal


def _may_kill() -> bool:
    running = Job.objects.filter(state=JobState.RUNNING)
    return running.exists() and not Job.objects.unfinished().filter(attempt__gte=settings.JOB_ATTEMPTS - 1).exists()


def enqueue_many(city_ids: list[int], *, count: int, kind: str, payload: Callable[[int], dict[str, Any]]) -> list[Job]:
    """`count` jobs, dealt out to the cities in turn; `payload` makes each job's from its number."""
    return [
        enqueue(city_id=city_ids[number % len(city_ids)], kind=kind, payload=payload(number)) for number in range(count)
    ]


def over_lease_seconds() -> float:
    """By how much the lease of any running job is over; 0 where all hold."""
    now = timezone.now()
    ends = [job.lease_until for job in Job.objects.filter(state=JobState.RUNNING) if job.lease_until]
    return max([0.0, *((now - end).total_seconds() for end in ends)])
