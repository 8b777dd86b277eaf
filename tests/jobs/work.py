"""Work for the tests, and the worker application that knows it: `celery -A tests.jobs.work`."""

import time

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from config.celery import app
from jobs.kinds import register
from jobs.runs import JobRefused, Run
from mapping.models import Source

__all__ = ["app"]


def mark(run: Run) -> None:
    """Leave one row per finished job. A second finish would leave a second row, under the same name."""
    with run.step("Working", percent=10):
        pass
    time.sleep(run.payload.get("seconds", 0))
    with run.finish():
        Source.objects.create(
            city_id=run.city_id,
            key=f"a{run.attempt}-{run.token}-{run.job_id}"[:60],
            name=str(run.job_id),
            source_type="other",
        )


def refuse(run: Run) -> None:
    raise JobRefused("There are no boundaries. Import them first.")


def poison(run: Run) -> None:
    raise RuntimeError("secret detail")


def forget_to_finish(run: Run) -> None:
    with run.step("Working", percent=50):
        pass


register("test.mark", mark, label="Mark")
register("test.refuse", refuse, label="Refuse")
register("test.poison", poison, label="Poison")
register("test.forget", forget_to_finish, label="Forget")
