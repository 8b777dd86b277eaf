"""The worker application of the measurements: one kind of job that does nothing, one bare task that does nothing."""

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from config.celery import app
from jobs.handlers import register
from jobs.runs import Run

__all__ = ["app", "bare"]

COUNTER = "bench:done"


@app.task(name="bench.bare")
def bare() -> None:
    """What Celery does without us: take a message, run, count."""
    with app.connection_for_write() as connection:
        connection.default_channel.client.incr(COUNTER)


def nothing(run: Run) -> None:
    """Claimed, leased, finished."""
    with run.finish():
        pass


register("bench.nothing", nothing, label="Nothing")
