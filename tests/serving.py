"""The site as it runs on a server: gunicorn with the project's own settings for it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jobs.workers import end
from tests.browsing import Browser
from tests.conftest import wait_until
from tests.forking import Forked
from tests.services import PROJECT


@contextmanager
def served(
    log: Path,
    environment: dict[str, str],
    *,
    begin: Callable[..., "subprocess.Popen[bytes]"] = Forked,
    leave: Callable[["subprocess.Popen[bytes]"], None] = end,
) -> Iterator[Browser]:
    """A web server on a free port of this machine until the block ends; what it says goes to `log`.

    Whoever measures it has Python `begin` it as on a server.
    """
    process, port = started(log, environment, begin=begin)
    try:
        wait_until(lambda: b"Booting worker" in log.read_bytes(), seconds=30, what="the web server")
        yield Browser(f"http://127.0.0.1:{port}")
    finally:
        leave(process)


def started(
    log: Path, environment: dict[str, str], *, port: int = 0, begin: Callable[..., "subprocess.Popen[bytes]"] = Forked
) -> "tuple[subprocess.Popen[bytes], int]":
    """A web server that begins to start, and its port."""
    with socket.create_server(("127.0.0.1", port)) as listening, log.open("wb") as output:
        number = listening.fileno()
        process = begin(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-b", f"fd://{number}"],
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(number,),
        )
        return process, int(listening.getsockname()[1])
