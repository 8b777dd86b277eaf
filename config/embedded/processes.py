"""Processes: which are ours, and how to end them. A process id alone proves nothing; it may have been reused."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import psutil


def alive(pid: int, is_ours: Callable[[psutil.Process], bool]) -> bool:
    """Whether the process lives, is no zombie, and is the one we mean."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and is_ours(process)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def first_line_as_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def end(pid: int, is_ours: Callable[[psutil.Process], bool], *, seconds: float = 10) -> None:
    """Ask the process to end, then make it, if it is ours."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if not alive(pid, is_ours):
            return
        process.terminate()
        try:
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(seconds)


def working_in(folder: Path) -> list[psutil.Process]:
    """Processes whose working directory is this folder: PostgreSQL's all work in their data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder:
                found.append(process)
    return found


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
