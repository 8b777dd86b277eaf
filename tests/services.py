"""Loaded by pytest before the settings: real PostgreSQL and Redis, a database and a broker per xdist worker."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

# Compiled once: the tests start many processes, each of which would compile our code again, and pytest its tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

PROJECT = Path(__file__).resolve().parent.parent
os.environ.setdefault("GROUNDWORK_HOME", str(PROJECT / ".groundwork" / "test"))
os.environ.setdefault("GROUNDWORK_FSYNC", "off")
os.environ.setdefault("GROUNDWORK_TLS", "0")
os.environ.setdefault("GROUNDWORK_MAIL_BESIDE", "0")
os.environ.setdefault("GROUNDWORK_STATIC_COLLECTED", "0")

from config import services  # noqa: E402  (reads the environment set above)
from config.embedded import postgres, processes, redis  # noqa: E402

# A process without a number is `make test-one`, which nobody should have to put off while `make test` runs.
ALONE = "gw6"
XDIST_WORKER = os.environ.get("PYTEST_XDIST_WORKER", ALONE)
DATABASE = f"test_groundwork_{XDIST_WORKER}"

services.ensure()
os.environ["GROUNDWORK_FILES"] = str(services.home() / f"files-{XDIST_WORKER}")


def broker_with_number(number: int) -> str:
    """The same Redis with a database number of its own (0 is for the demonstration)."""
    if urlsplit(GIVEN).scheme == "redis+socket":
        return f"{GIVEN.split('?', 1)[0]}?virtual_host={number}"
    return f"{GIVEN.rsplit('/', 1)[0]}/{number}"


NUMBER = int(XDIST_WORKER.removeprefix("gw"))
GIVEN = services.addresses().celery_url
os.environ["REDIS_URL"] = broker_with_number(NUMBER + 1)
# Of the worker that lives as long as this process; Redis has sixteen numbers, enough for seven processes.
BROKER_OF_LONG_LIVED = broker_with_number(15 - NUMBER)


def cpu_seconds_of_servers() -> float:
    """What the built-in PostgreSQL and Redis of the tests used since they started, ended connections included."""
    home = services.home()
    both = [
        *processes.working_in(postgres.data_folder(home), "postgres"),
        *processes.working_in(redis.folder(home), *redis.NAMES),
    ]
    used = 0.0
    for process in both:
        with suppress(psutil.NoSuchProcess):
            used += sum(process.cpu_times()[:4])  # its own and its ended children's, as user and as system
    return used
