"""Loaded by pytest before the settings: real PostgreSQL and Redis, a database and a broker per xdist worker."""

import os
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
os.environ.setdefault("GROUNDWORK_HOME", str(PROJECT / ".groundwork" / "test"))
os.environ.setdefault("GROUNDWORK_FSYNC", "off")
os.environ.setdefault("GROUNDWORK_TLS", "0")
os.environ.setdefault("GROUNDWORK_MAIL_BESIDE", "0")
os.environ.setdefault("GROUNDWORK_STATIC_COLLECTED", "0")

from config import services  # noqa: E402  (reads the environment set above)

XDIST_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
DATABASE = f"test_groundwork_{XDIST_WORKER}"

services.ensure()
os.environ["GROUNDWORK_FILES"] = str(services.home() / f"files-{XDIST_WORKER}")


def _broker_of_this_worker() -> str:
    """The same Redis with a database number of its own (0 is for the demonstration)."""
    number = int(XDIST_WORKER.removeprefix("gw")) + 1
    url = services.addresses().celery_url
    if urlsplit(url).scheme == "redis+socket":
        return f"{url.split('?', 1)[0]}?virtual_host={number}"
    return f"{url.rsplit('/', 1)[0]}/{number}"


os.environ["REDIS_URL"] = _broker_of_this_worker()
