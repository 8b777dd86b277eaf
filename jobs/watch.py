"""A watch inside every worker, for what Celery does not notice itself.

Workers have been seen to stay alive and take nothing any more after Redis went away and came back (celery
#8030, #10205), and messages to vanish at a warm shutdown (#4354, #7950). Beat may be gone too. So a thread of
the worker's main process sweeps on its own, without any message, and starts the program anew where messages wait,
a slot is free, and nothing arrives.
"""

import atexit
import logging
import os
import sys
import threading
import time
from typing import Any

import psutil
from celery import bootsteps
from celery.worker import state
from django.conf import settings
from django.db import Error, connection

from jobs import liveness
from jobs.actions import sweep
from jobs.broker import messages_waiting

logger = logging.getLogger(__name__)

CHECKS_PER_SWEEP = 3
DEAF_AFTER_CHECKS = 3
WARM_SHUTDOWN_SECONDS = 15


class Watch(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery is not typed
    """Started with the worker's pool, ended with the worker."""

    requires = {"celery.worker.components:Pool"}

    def __init__(self, worker: Any, **_options: Any) -> None:
        self._slots: int = worker.concurrency
        self._over = threading.Event()
        self._received = 0
        self._silent_checks = 0

    def start(self, worker: Any) -> None:
        threading.Thread(target=self._keep, name="watch", daemon=True).start()

    def stop(self, worker: Any) -> None:
        self._over.set()

    def _keep(self) -> None:
        checks = 0
        liveness.note()
        while not self._over.wait(settings.JOB_SWEEP_SECONDS):
            checks += 1
            liveness.note()
            if checks % CHECKS_PER_SWEEP == 0:
                _sweep_without_beat()
            if self._is_deaf():
                logger.critical("Messages wait, a slot is free and nothing arrives: starting this worker anew")
                start_anew()
                return

    def _is_deaf(self) -> bool:
        received = sum(state.total_count.values())
        idle = received == self._received and len(state.active_requests) < self._slots
        self._received = received
        self._silent_checks = self._silent_checks + 1 if idle and messages_waiting() else 0
        return self._silent_checks >= DEAF_AFTER_CHECKS


def _sweep_without_beat() -> None:
    try:
        sweep()
    except Error as problem:
        logger.warning("The database does not answer, sweeping again later: %s", problem)
    finally:
        connection.close()  # nothing stays open that a new child could inherit


def start_anew() -> None:
    """End warmly and become a fresh worker under the same process id; by force where the end does not come."""
    atexit.register(_become_a_fresh_worker)
    state.should_stop = os.EX_OK
    deadline = time.monotonic() + settings.JOB_SOFT_LIMIT_SECONDS
    while state.active_requests and time.monotonic() < deadline:
        time.sleep(1)
    time.sleep(WARM_SHUTDOWN_SECONDS)
    _become_a_fresh_worker()


def _become_a_fresh_worker() -> None:
    for child in psutil.Process().children(recursive=True):
        child.kill()  # their jobs come back when their leases run out
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 (our own command line again)
