"""A worker at hand: for commands that wait for a job on a machine where none may be running."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import current_app
from django.conf import settings

from jobs.models import Job, JobState

PING_SECONDS = 1.0
POLL_SECONDS = 0.1
GRACE_SECONDS = 20


@contextmanager
def worker_at_hand(say: Callable[[str], None]) -> Iterator[None]:
    """Use the workers that answer; where none does, run one of our own until the block ends."""
    if current_app.control.ping(timeout=PING_SECONDS):
        yield
        return
    say("No worker answers; starting one for as long as this takes.")
    with own_worker():
        yield


@contextmanager
def own_worker(slots: int = 1) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with its beat, ended with the block together with everything it started."""
    log = Path(settings.GROUNDWORK_HOME) / "worker.log"
    with tempfile.TemporaryDirectory() as folder, log.open("ab") as output:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "-c", str(slots)]
        command += ["-s", f"{folder}/beat", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=os.environ.copy(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            end(process)


class NotDone(RuntimeError):
    """A job that was waited for failed, was cancelled or came too late; the message says why."""


def follow(job: Job, say: Callable[[str], None]) -> None:
    """Tell each new step of a job until it is done. Raises NotDone where it ends another way."""
    told = ""
    while True:
        job.refresh_from_db()
        if job.step and job.step != told:
            told = job.step
            say(f"{job.progress:3d} %  {told}")
        if job.state == JobState.DONE:
            return
        if job.is_over:
            raise NotDone(str(job.error or job.get_state_display()))
        time.sleep(POLL_SECONDS)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Warm shutdown first; whatever is left of its session after that is killed."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
