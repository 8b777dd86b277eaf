"""The Celery application. PostgreSQL owns the state of every job; messages only wake workers."""

import logging.config
import os

from celery import Celery, platforms, signals
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# `make check` asks Django's checks of the code; at the start of every worker they took half a second of CPU
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("groundwork")
# Celery's current application is per thread; without this a thread of the web server, or the one that keeps a
# lease, would talk to a broker on localhost that nobody runs.
app.set_default()
app.config_from_object("config.celeryconfig")
app.autodiscover_tasks()
app.steps["worker"].add("jobs.watch:Watch")


@signals.setup_logging.connect  # type: ignore[untyped-decorator]  # Celery is not typed
def _log_as_the_site_does(**_facts: object) -> None:
    """Celery's own lines would tell what an exception said."""
    logging.config.dictConfig(settings.LOGGING)
    logging.captureWarnings(True)


@signals.beat_embedded_init.connect  # type: ignore[untyped-decorator]  # Celery is not typed
def _end_with_the_worker(**_facts: object) -> None:
    """Celery sees to it that a pool ends with a killed worker, but a beat inside it would live on."""
    platforms.set_pdeathsig("SIGTERM")
