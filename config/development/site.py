"""The site while one works on it: made ready once, then web server and worker, anew after every saved Python file."""

import os
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from watchfiles import PythonFilter, watch

from config.development.parts import Part, say
from config.embedded.places import PROJECT

LOOK_MILLISECONDS = 300
WEB_GRACE_SECONDS = 1.0
# A job that runs longer is ended; it comes back when its lease has run out.
WORKER_GRACE_SECONDS = 2.0


def serve(home: Path, listening: socket.socket) -> None:
    """Until somebody interrupts."""
    address = "http://{}:{}".format(*listening.getsockname())
    site = Site(home, address, listening.fileno())
    try:
        _keep_going(site)
    finally:
        site.end()


def _keep_going(site: "Site") -> None:
    started = False
    watching = watch(
        *_packages(),
        watch_filter=PythonFilter(),
        rust_timeout=LOOK_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    for changes in watching:
        if changes:
            _tell({Path(path) for _kind, path in changes})
        if changes or not started:
            site.start_anew()
            started = True
        site.look()


def _packages() -> list[Path]:
    """Everything the site is made of; not the tests, nor what was installed."""
    return sorted(file.parent for file in PROJECT.glob("*/__init__.py") if file.parent.name != "tests")


def _tell(files: Iterable[Path]) -> None:
    names = sorted(str(file.relative_to(PROJECT)) for file in files)
    say(f"Saved: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}. Web server and worker start anew.")
    if any("/migrations/" in name for name in names):
        say("Migrations are applied when `make run` starts: end it with Ctrl-C and start it again.")


class Site:
    def __init__(self, home: Path, address: str, socket_number: int) -> None:
        self._made = home / "run-made"
        environment = _environment(home, address)
        self._make = Part("maker of the city", _manage("demo", "--once"), environment, grace=5)
        self._tell = Part("migration", _manage("demo", "--accounts", address), environment, grace=5)
        web = ["gunicorn", "-c", "config/development/gunicorn.py", "-b", f"fd://{socket_number}"]
        worker = ["celery", "-q", "-A", "config", "worker", "-B", "--loglevel", "WARNING", "-n", "run@%h"]
        worker += ["--without-mingle", "--without-gossip"]
        self._web = Part(
            "web server", _module(*web), environment, WEB_GRACE_SECONDS, passing=[socket_number], in_front=True
        )
        self._worker = Part("worker", _module(*worker), environment, WORKER_GRACE_SECONDS)
        self._told = False

    def start_anew(self) -> None:
        """The web server first: somebody waits for a page."""
        if not self._is_made():
            return
        for part in (self._web, self._worker):
            part.ask_to_end()
        for part in (self._web, self._worker):
            part.end()
            part.start()
        if not self._told and self._tell.process is None:
            self._tell.start()

    def look(self) -> None:
        """Say what ended by itself."""
        for part in (self._web, self._worker, self._tell):
            code = part.has_ended()
            if part is self._tell and code == 0:
                self._told = True
            elif code is not None:
                say(f"The {part.name} ended by itself (code {code}). It starts again when a Python file is saved.")

    def end(self) -> None:
        parts = (self._web, self._worker, self._tell, self._make)
        for part in parts:
            part.ask_to_end()
        for part in parts:
            part.end()

    def _is_made(self) -> bool:
        """The first time, the fictional city is made; what was interrupted is taken up."""
        if self._made.exists():
            return True
        say("Making the fictional city. Only the first time takes this long.")
        self._make.start()
        if self._make.wait() == 0:
            self._made.touch()
        else:
            say("The city was not made. Save a Python file to try again.")
        return self._made.exists()


def _module(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def _manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def _environment(home: Path, address: str) -> Mapping[str, str]:
    """What is said on the command line goes before it, save what makes this a site to work on."""
    return {
        "GROUNDWORK_SECOND_FACTOR_ROLES": "",
        "GROUNDWORK_TOOLBAR": "1",
        "GROUNDWORK_EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        "GROUNDWORK_HOME": str(home),
        "GROUNDWORK_DEBUG": "1",
        "GROUNDWORK_TLS": "0",
        "GROUNDWORK_URL": address,
    }
