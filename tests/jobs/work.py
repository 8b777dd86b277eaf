"""Work for the tests, and the worker application that knows it: `celery -A tests.jobs.work`."""

import os
import signal
import time

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from celery.platforms import set_pdeathsig

from config.celery import app
from jobs.handlers import register
from jobs.runs import JobRefused, Run
from mapping.models import Source

__all__ = ["app", "leave_mark"]

if os.environ.get("ENDS_WITH_THE_TESTS"):
    set_pdeathsig("SIGKILL")  # a stopped worker would not notice that the test process was killed


def leave_mark(run: Run) -> None:
    """A row named after the job. The key differs from attempt to attempt: a second finish leaves a second row."""
    Source.objects.create(
        city_id=run.city_id,
        key=f"a{run.attempt}-{time.monotonic_ns()}",
        name=str(run.job_id),
        source_type="other",
    )


def mark(run: Run) -> None:
    """Compute for `milliseconds` between two steps, then leave the mark with the job's end."""
    with run.step("Counting records", percent=30):
        pass
    time.sleep(run.payload.get("milliseconds", 0) / 1000)
    with run.finish():
        leave_mark(run)


def think(run: Run) -> None:
    """One long step that writes at once and rests afterwards."""
    with run.step("Thinking", percent=50):
        leave_mark(run)
        time.sleep(run.payload["milliseconds"] / 1000)


def refuse(run: Run) -> None:
    raise JobRefused("There are no boundaries. Import them first.")


def poison(run: Run) -> None:
    with run.step("Opening the bottle", percent=50):
        leave_mark(run)
        raise RuntimeError("secret detail")


def forget_to_finish(run: Run) -> None:
    with run.step("Working", percent=50):
        leave_mark(run)


def go_on_forever(run: Run) -> None:
    for number in range(100_000):
        with run.step(f"Round {number}", percent=50):
            time.sleep(0.1)


def die(run: Run) -> None:
    """As when the kernel ends a process that took all memory."""
    with run.step("Taking all memory", percent=50):
        os.kill(os.getpid(), signal.SIGKILL)


register("test.mark", mark, label="Mark")
register("test.think", think, label="Think")
register("test.refuse", refuse, label="Refuse")
register("test.poison", poison, label="Poison")
register("test.forget", forget_to_finish, label="Forget")
register("test.forever", go_on_forever, label="Forever")
register("test.deadly", die, label="Deadly")
