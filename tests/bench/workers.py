"""A real worker process for a measurement."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import environment_of_processes
from tests.services import PROJECT


@contextmanager
def worker(app: str, slots: int = 2) -> Iterator[None]:
    """Celery with beat, on the scratch database and the broker of the measurements; ended with the block."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "celery", "-A", app, "worker", "-B", "-s", f"{folder}/beat", "-c", str(slots)]
        process = subprocess.Popen(
            [*command, "--loglevel", "ERROR", "--without-mingle", "--without-gossip"],
            cwd=PROJECT,
            env=environment_of_processes(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
