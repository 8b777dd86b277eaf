"""Files are read by a child process that may use so much time and memory and no more, and that reaches nothing.

It is a copy of this one (fork), so it begins at once and speaks the same language; what it finds comes back as lines of
JSON, which nothing in a file can turn into anything but data. What it cannot do within its limits is refused with the
file, the place and what to do. Only for processes without threads: commands and workers.
"""

import ctypes
import json
import os
import resource
import select
import signal
import stat
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import psycopg2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mapping.imports.problems import refusal

Send = Callable[[dict[str, Any]], None]
Work = Callable[["Child"], None]
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of the processor for a file and for one of its parts, seconds that are waited, bytes of memory."""

    file_seconds: int = 120
    part_seconds: int = 10
    waited_seconds: float = 180
    memory: int = 1536 * 1024 * 1024


class Child:
    """What the work of a child may do: send what it found, and say where it is."""

    def __init__(self, limits: Limits, pipe: int) -> None:
        self._limits = limits
        self._pipe = pipe

    def send(self, **found: Any) -> None:
        with memoryview(json.dumps(found).encode() + b"\n") as line:
            sent = 0
            while sent < len(line):
                sent += os.write(self._pipe, line[sent : sent + BLOCK])

    def begin(self, part: str) -> None:
        """The next part of the file, named as in a sentence; it has the time of a part."""
        _may_compute(self._limits.part_seconds)
        self.send(part=part)


def read_apart(file: str, work: Work, limits: Limits | None = None) -> Generator[dict[str, Any], None, None]:
    """What `work` sends, as it comes. Raises ValidationError where it refuses, or needs more than it may have.

    `work` asks no database and writes no file: it has neither.
    """
    limits = limits or Limits()
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        _be_child(work, limits, writing)
    os.close(writing)
    try:
        yield from received(file, reading, number, limits)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(number, 0)


def _be_child(work: Work, limits: Limits, pipe: int) -> None:
    """Never comes back."""
    child = Child(limits, pipe)
    try:
        _confine(limits, pipe)
        do(work, child)
    finally:
        os._exit(0)


def do(work: Work, child: Child) -> None:
    """The work, and how it ended."""
    try:
        work(child)
        child.send(end=True)
    except ValidationError as problem:
        child.send(refused=problem.messages)
    except MemoryError:
        child.send(over="memory")
    except Exception as problem:  # noqa: BLE001  (told to the parent, which raises)
        child.send(fault=f"{type(problem).__name__}: {problem}"[:500])


def _confine(limits: Limits, pipe: int) -> None:
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGPROF):
        signal.signal(each, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.file_seconds, limits.file_seconds))
    _may_compute(limits.part_seconds)
    most = _memory_now() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _leave_the_network(pipe)


def _may_compute(seconds: int) -> None:
    """From now on, to the moment: a limit of the kernel counts whole seconds from the beginning of the process, so that
    a part had up to one more than it may. At its end the process ends, whatever it is in."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _leave_the_network(pipe: int) -> None:
    """No connection that this process had, none that it could make: by the kernel where that lets it, and by Python."""
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        with suppress(OSError):
            if number != pipe and number > 2 and stat.S_ISSOCK(os.fstat(number).st_mode):
                os.close(number)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    sys.addaudithook(_refuse_sockets)
    # the database listens in a folder, which is no network, and its library opens sockets past Python
    psycopg2.connect = _refuse_connection


def _refuse_sockets(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise PermissionError(f"{event} while a file is read")


def _refuse_connection(*_to: object, **_whom: object) -> NoReturn:
    raise PermissionError("a connection while a file is read")


def _memory_now() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def received(file: str, pipe: int, number: int, limits: Limits) -> Iterator[dict[str, Any]]:
    """What stands in the lines of a child, as it comes."""
    part, pending, waited = "", b"", 0.0
    while True:
        began = time.monotonic()
        ready, _writable, _odd = select.select([pipe], [], [], max(0.0, limits.waited_seconds - waited))
        waited += time.monotonic() - began
        if not ready:
            raise _over(file, part, _("more than %(most)d seconds") % {"most": limits.waited_seconds})
        block = os.read(pipe, BLOCK)
        if not block:
            raise _ended(file, part, number, limits)
        *lines, pending = (pending + block).split(b"\n")
        for line in lines:
            found = json.loads(line)
            if "end" in found:
                return
            part = found.get("part", part)
            _check(file, part, found)
            if "part" not in found:
                yield found


def _check(file: str, part: str, found: dict[str, Any]) -> None:
    if "refused" in found:
        raise ValidationError([str(each) for each in found["refused"]])
    if "over" in found:
        raise _over(file, part, _("too much memory"))
    if "fault" in found:
        raise RuntimeError(f"Reading {file} failed: {found['fault']}")


def _ended(file: str, part: str, number: int, limits: Limits) -> ValidationError:
    """By the kernel: the time of the processor was used up, or memory where that cannot be told to a program."""
    _number, status = os.waitpid(number, 0)
    by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if by == signal.SIGPROF:
        return _over(file, part, _("more than %(most)d seconds of computing") % {"most": limits.part_seconds})
    return _over(file, part, _("more time or memory than one file may have"))


def _over(file: str, part: str, what: str) -> ValidationError:
    where = _("%(file)s (%(part)s)") % {"file": file, "part": part} if part else file
    return refusal([
        _("%(file)s was not read: it takes %(what)s. Split it, leave out what is not needed, or, where outlines cross "
          "themselves or have very many points, repair and simplify them where the file comes from.")
        % {"file": where, "what": what}
    ])  # fmt: skip
