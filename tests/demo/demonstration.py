"""The demonstration as a person starts it: a process with a home of its own."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.conftest import wait_until
from tests.forking import ITS_CHILDREN_TOO, WITH_THE_SITE, Forked, run_forked
from tests.services import PROJECT

THE_SITE = "config.celery"  # loads it
# What the tests themselves are pointed to; the demonstration starts with nothing.
OF_THE_TESTS = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "GROUNDWORK_FILES",
    "GROUNDWORK_MAIL_BESIDE",
    "GROUNDWORK_STATIC_COLLECTED",
}


class Demonstration:
    """A running `manage.py demo`; what it says is in `said`.

    Its processes begin with the libraries loaded but for whoever shows what becomes of them when it is `killed`.
    """

    def __init__(self, home: Path, *words: str, killed: bool = False) -> None:
        self.home = home
        self._output = home.parent / f"said-{len(list(home.parent.glob('said-*')))}"
        with self._output.open("wb") as output:
            self.process = Forked(
                [sys.executable, "manage.py", "demo", *words],
                cwd=PROJECT,
                env=environment(home) if killed else {**environment(home), ITS_CHILDREN_TOO: THE_SITE},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._output.read_text()

    def wait_until_up(self, seconds: float) -> None:
        wait_until(lambda: "Ctrl-C ends it" in self.said or self.ended, seconds=seconds, what="the demonstration")
        assert not self.ended, self.said

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def address(self) -> str:
        return self._said(r"Groundwork is at  (http://127\.0\.0\.1:\d+)/")

    @property
    def password(self) -> str:
        return self._said(r"the password  (\S+)")

    @property
    def accounts(self) -> list[str]:
        return re.findall(r"^  (\S+@example\.org)", self.said, re.MULTILINE)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)

    def _said(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found, self.said
        return found[1]


def manage(home: Path, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command in that home to its end; `given` is what it can read."""
    return run_forked([sys.executable, "manage.py", *words], given=given, cwd=PROJECT, env=for_commands(home))


def for_commands(home: Path) -> dict[str, str]:
    """The variables of a command there; the site is loaded once for all of a home."""
    return {**environment(home), WITH_THE_SITE: THE_SITE}


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    # each web process takes more than a second to load; where there are several is said in `config/gunicorn.py`
    return {"GROUNDWORK_WEB_PROCESSES": "1", **kept, "GROUNDWORK_HOME": str(home), "PYTHONUNBUFFERED": "1"}
