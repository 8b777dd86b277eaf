"""The built-in services: PostgreSQL and Redis from Python wheels, for a machine that has neither.

They are started when needed, found again by the next process, and stay up until `stop`. One process at a time
starts or stops them (a lock held by the kernel, which a killed process cannot leave behind).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

from config.embedded import postgres, redis
from config.embedded.places import CannotStart, Endpoints, check_space, endpoints, home, run_folder

__all__ = ["CannotStart", "Endpoints", "endpoints", "ensure_running", "home", "is_running", "running", "stop"]

# Of a home whose services end with the last block that uses them.
STOPPED_AGAIN = "stopped again"


def is_running(home: Path) -> bool:
    return postgres.is_up(home) and redis.is_up(home)


def ensure_running(home: Path) -> Endpoints:
    """Start whatever of the two does not answer. Raises CannotStart with what is in the way and what to do."""
    if not is_running(home):
        with _alone(home):
            check_space(home)
            postgres.start(home)
            redis.start(home)
    return endpoints(home)


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Both for the length of a block, and stopped by the last of several such blocks; not where they ran before.

    Whoever is in holds a lock with the others, and whoever stops them holds it alone: a block that begins while the
    last one ends waits for it, and has its own services then, or takes over those that run.
    """
    with _used(home) as file:
        is_first = _locked(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _locked(file, fcntl.LOCK_SH)
        if not is_running(home):
            _note(file, STOPPED_AGAIN)
        elif is_first:
            _note(file, "")
        ensure_running(home)
        try:
            yield
        finally:
            file.seek(0)
            if file.read() == STOPPED_AGAIN and _locked(file, fcntl.LOCK_EX | fcntl.LOCK_NB):
                stop(home)
                _note(file, "")


def _used(home: Path) -> IO[str]:
    with _usable(home):
        home.mkdir(parents=True, exist_ok=True)
        return (home / "services.used").open("a+")


def _locked(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        return False
    return True


def _note(file: IO[str], text: str) -> None:
    file.truncate(0)
    file.write(text)
    file.flush()


def stop(home: Path) -> None:
    """Stop both, if they are this home's; also where somebody deleted the folder under them."""
    with _alone(home) if home.is_dir() else nullcontext():
        redis.stop(home)
        postgres.stop(home)
        with suppress(OSError):  # something else may lie there
            run_folder(home).rmdir()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with _usable(home):
        home.mkdir(parents=True, exist_ok=True)
        with (home / "services.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def _usable(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CannotStart(
            f"{problem.filename or home} cannot be used ({problem.strerror or problem}). "
            "Give yourself the right to write there, or set GROUNDWORK_HOME to another folder."
        ) from problem
