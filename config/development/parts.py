"""A process of the site: started, ended, started anew."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil
from celery import platforms

from config.embedded.places import PROJECT


def say(text: str) -> None:
    sys.stdout.write(f"\n— {text}\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Part:
    """What it writes goes to the terminal."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    grace: float
    passing: Sequence[int] = ()
    # In front it may read from the terminal (for `breakpoint()`), and Ctrl-C reaches it directly.
    in_front: bool = False
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _tree: list[psutil.Process] = field(default_factory=list, init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=PROJECT,
            env=self.environment,
            stdin=None if self.in_front else subprocess.DEVNULL,
            start_new_session=not self.in_front,
            pass_fds=self.passing,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  (before anything else runs in it)
        )

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self._tree = _tree(self.process.pid)
            self.process.terminate()

    def end(self) -> None:
        """It was asked: after the grace, it and whatever it started are ended by force."""
        if self.process is None:
            return
        _ended, alive = psutil.wait_procs(self._tree, timeout=self.grace)
        for process in alive:
            process.kill()
        self.process.wait()
        self.process = None

    def wait(self) -> int | None:
        return self.process.wait() if self.process else None

    def has_ended(self) -> int | None:
        """With which code it ended by itself: told once."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self.process = None
        return code


def _tree(number: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(number)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _end_with_parent() -> None:
    """Where this process is killed outright, nothing it started lives on."""
    platforms.set_pdeathsig("SIGKILL")
