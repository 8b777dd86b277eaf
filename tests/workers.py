"""Real Celery workers as processes: one that lives as long as the test process, and those that a test starts itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from django.db import connections
from kombu import pools

from config.celery import app as celery_app
from jobs.models import Job
from tests.forking import Forked
from tests.services import BROKER_OF_LONG_LIVED, PROJECT

APP = "tests.jobs.work"  # the site's application with the tests' own kinds of jobs
QUIET_SECONDS = 10
_BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


def command_of(name: str, *, app: str, slots: int, beat: Path | None) -> list[str]:
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "-c", str(slots), "-n", f"{name}@%h"]
    command += ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    return [*command, "-B", "-s", str(beat)] if beat else command


def start_process(
    name: str, log: Path, environment: Mapping[str, str], *, app: str, slots: int, beat: Path | None, cwd: Path
) -> "subprocess.Popen[bytes]":
    command = command_of(name, app=app, slots=slots, beat=beat)
    with log.open("wb") as output:
        return Forked(
            command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )


def end_at_once(process: "subprocess.Popen[bytes]") -> None:
    """With everything it started. Nobody looks at a worker after its test; what it held, the database gives back."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def forget_connections() -> None:
    """The broker's address is read anew by the next message."""
    pools.reset()  # type: ignore[no-untyped-call]
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


class LongLivedWorker:
    """Started by the first test that asks for it; stopped in its tracks (SIGSTOP) between those that do.

    It has a broker number of its own, so that no test without it loses a message to it, and no beat.
    """

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment = {**environment, "REDIS_URL": BROKER_OF_LONG_LIVED, "ENDS_WITH_THE_TESTS": "1"}
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.cpu_seconds = 0.0  # of those that ended, their slots included

    @contextmanager
    def of_one_test(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """The messages of this test go to its broker; it works from `wake` until the test is over."""
        with monkeypatch.context() as patch:
            patch.setenv("CELERY_BROKER_URL", BROKER_OF_LONG_LIVED)
            forget_connections()
            celery_app.control.purge()
            try:
                yield
            finally:
                self._rest()
                patch.undo()
                forget_connections()

    def wake(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.process = start_process(
                "long-lived", self._log, self._environment, app=APP, slots=2, beat=None, cwd=PROJECT
            )
        else:
            os.killpg(self.process.pid, signal.SIGCONT)

    def _rest(self) -> None:
        """Stopped where it holds no lock and no job, so that tables can be emptied under it; else ended."""
        deadline = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            if not Job.objects.unfinished().exists():
                os.killpg(self.process.pid, signal.SIGSTOP)
                if self._is_stopped() and not _anybody_is_busy():
                    return
                os.killpg(self.process.pid, signal.SIGCONT)
            time.sleep(0.02)
        self.end()

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            for one in self._everybody():
                with suppress(psutil.NoSuchProcess):
                    self.cpu_seconds += sum(one.cpu_times()[:4])
            end_at_once(self.process)

    def _is_stopped(self) -> bool:
        return all(one.status() == psutil.STATUS_STOPPED for one in self._everybody())

    def _everybody(self) -> list[psutil.Process]:
        """The process and its slots."""
        assert self.process
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


def _anybody_is_busy() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_BUSY)
        return bool(cursor.fetchone()[0])
