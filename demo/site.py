"""The site of the demonstration: a web server, a worker and beat on this machine, ended together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from celery import current_app, platforms
from django.conf import settings

from jobs.workers import end

LOOPBACK = "127.0.0.1"
PORTS_TRIED = 100
START_SECONDS = 60
END_SECONDS = 40
CELERY = [sys.executable, "-m", "celery", "-A"]
QUIET = ["--loglevel", "WARNING"]


class CannotServe(RuntimeError):
    """The site did not start or did not stay up; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process of the site and where it writes."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def check(self) -> None:
        if self.process.poll() is not None:
            raise CannotServe(f"The {self.name} ended by itself (code {self.process.returncode}); see {self.log}.")


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    children: Sequence[Child]

    def wait_until_up(self) -> None:
        """Until the web server answers and the worker takes jobs."""
        self._wait_for(self._answers, "web server")
        self._wait_for(lambda: bool(current_app.control.ping(timeout=0.5)), "worker")

    def watch(self) -> None:
        """Until somebody interrupts. Raises CannotServe where a process ended by itself."""
        while True:
            for child in self.children:
                child.check()
            time.sleep(0.5)

    def _wait_for(self, is_up: Callable[[], bool], name: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_up():
            for child in self.children:
                child.check()
            if time.monotonic() > deadline:
                logs = ", ".join(str(child.log) for child in self.children)
                raise CannotServe(f"The {name} did not answer within {START_SECONDS} seconds; see {logs}.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def running_site(folder: Path, *, first_port: int) -> Iterator[Site]:
    """Serve until the block ends; then every process started here is gone. One demonstration per folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lock = stack.enter_context((folder / "address").open("a+"))
        _take(lock.fileno(), folder / "address")
        listening = stack.enter_context(_listening(first_port))
        address = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        (folder / "address").write_text(address)
        stack.callback((folder / "address").write_text, "")
        environment = _environment(address)
        web = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-b", f"fd://{listening.fileno()}"]
        commands = {
            "worker": [*CELERY, "config", "worker", *QUIET, "--without-mingle", "--without-gossip", "-n", "demo@%h"],
            "beat": [*CELERY, "config.beat", "beat", *QUIET, "--pidfile=", "-s", str(folder / "beat-schedule")],
            "web server": web,
        }
        children = []
        for name, command in commands.items():
            child = _start(name, command, folder, environment, passing=listening.fileno())
            children.append(child)
            stack.callback(end, child.process)
        listening.close()
        stack.callback(_ask_to_end, children)
        # first of all: whoever starts the next one waits for the end of one that has no address
        stack.callback((folder / "address").write_text, "")
        yield Site(address, children)


def _take(lock: int, file: Path) -> None:
    """Waits for one that is ending, which has no address any more, or is starting, which has none yet."""
    deadline = time.monotonic() + END_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if (address := file.read_text()) or time.monotonic() > deadline:
                there = address or "it is starting or ending"
                raise CannotServe(f"The demonstration is running already: {there}") from None
            time.sleep(0.1)
        else:
            return


def _listening(first_port: int) -> socket.socket:
    """A socket on the first free port: handed to the web server, so that nobody can take the port in between."""
    for port in range(first_port, first_port + PORTS_TRIED):
        candidate = socket.socket()
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((LOOPBACK, port))
            candidate.listen()
        except OSError:
            candidate.close()
        else:
            return candidate
    raise CannotServe(f"No port from {first_port} to {first_port + PORTS_TRIED - 1} is free on this machine.")


def _environment(address: str) -> dict[str, str]:
    """As on a server, but for one machine: without TLS, mail into files, static files as they lie."""
    return {
        "GROUNDWORK_SECOND_FACTOR_ROLES": "",
        **os.environ,
        "GROUNDWORK_HOME": str(settings.GROUNDWORK_HOME),
        "GROUNDWORK_TLS": "0",
        "GROUNDWORK_DEBUG": "0",
        "GROUNDWORK_HOSTS": f"localhost,{LOOPBACK}",
        "GROUNDWORK_URL": address,
        "GROUNDWORK_STATIC_COLLECTED": "0",
        "GROUNDWORK_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    }


def _start(name: str, command: list[str], folder: Path, environment: dict[str, str], *, passing: int) -> Child:
    """In a session of its own: Ctrl-C reaches this process alone, which ends the others in order."""
    log = folder / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(passing,) if name == "web server" else (),
            preexec_fn=_end_with_parent,  # noqa: PLW1509  (one thread, before anything else runs)
        )
    return Child(name, process, log)


def _end_with_parent() -> None:
    """Where this process is killed outright, nothing it started lives on."""
    platforms.set_pdeathsig("SIGKILL")


def _ask_to_end(children: Sequence[Child]) -> None:
    """All at once, so that ending takes as long as the slowest; a second Ctrl-C does not leave half of them."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        with suppress(ProcessLookupError):
            child.process.terminate()
