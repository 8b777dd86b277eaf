"""Where PostgreSQL and Redis are: the addresses given in the environment, else the built-in services."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from config import embedded
from config.embedded import CannotStart

__all__ = ["Addresses", "CannotStart", "addresses", "ensure", "home", "running"]


@dataclass(frozen=True, slots=True)
class Addresses:
    database_url: str
    owner_url: str
    worker_url: str
    backup_url: str
    celery_url: str
    cache_url: str


def home() -> Path:
    """The state folder: `GROUNDWORK_HOME`, else `.groundwork/` in the project."""
    return embedded.home()


def addresses() -> Addresses:
    """Addresses from the environment where given, else those the built-in services will have."""
    builtin = embedded.endpoints(home())
    database = os.environ.get("DATABASE_URL")
    return Addresses(
        database_url=database or builtin.database_url,
        # A process of the running site needs no owner; only `migrate` does.
        owner_url=os.environ.get("DATABASE_OWNER_URL") or database or builtin.owner_url,
        # A worker is given it as its DATABASE_URL.
        worker_url=database or builtin.worker_url,
        # Only `backup` and `restore` need the role that reads past the policies.
        backup_url=os.environ.get("DATABASE_BACKUP_URL") or database or builtin.backup_url,
        celery_url=os.environ.get("REDIS_URL") or builtin.celery_url,
        cache_url=_for_redis_py(os.environ.get("REDIS_URL") or builtin.celery_url),
    )


def _for_redis_py(celery_url: str) -> str:
    """Celery and redis-py spell a socket's address differently."""
    if not celery_url.startswith("redis+socket://"):
        return celery_url
    path, _, query = celery_url.removeprefix("redis+socket://").partition("?")
    return f"unix://{path}?db={query.removeprefix('virtual_host=') or 0}"


def ensure() -> None:
    """Start what is not given by address and not yet running. Raises CannotStart with what to do."""
    if not _given():
        embedded.ensure_running(home())


@contextmanager
def running() -> Iterator[None]:
    """The same for the length of a block: what was not running before is stopped again."""
    with nullcontext() if _given() else embedded.running(home()):
        yield


def _given() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
