"""Processes: which are ours, and how to end them. A process id alone proves nothing; it may have been reused."""

import contextlib
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil


def working_in(folder: Path, *names: str) -> list[psutil.Process]:
    """Processes of these names whose working directory is this folder, as that of both services is.

    The name matters: somebody may have opened a shell there.
    """
    return [process for process in psutil.process_iter() if _is_one(process, folder, names)]


def named_in(file: Path, folder: Path, *names: str) -> psutil.Process | None:
    """The process whose number stands in the first line of a file, if it lives and is the one we mean."""
    try:
        process = psutil.Process(int(file.read_text(errors="replace").split("\n", 1)[0]))
    except (OSError, ValueError, OverflowError, psutil.Error):
        return None
    return process if _is_one(process, folder, names) else None


def end(process: psutil.Process, *asks: signal.Signals, seconds: float) -> None:
    """Ask the process to end, each time more firmly. psutil signals nobody who got its number afterwards."""
    for ask in (*asks, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(ask)
        if wait_until(lambda: has_ended(process), seconds=seconds):
            return


def has_ended(process: psutil.Process) -> bool:
    """A zombie has: when it disappears is up to the process that adopted it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def said_since(file: Path, began: int) -> str:
    """The last lines of a log, as far as they were written after it had the size `began`."""
    return last_lines(file.read_bytes()[began:].decode(errors="replace")) if file.exists() else ""


def last_lines(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-5:])


def _is_one(process: psutil.Process, folder: Path, names: tuple[str, ...]) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return process.name() in names and not has_ended(process) and Path(process.cwd()) == folder.resolve()
    return False
