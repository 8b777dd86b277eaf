"""Processes of the site that begin with the libraries loaded, which is most of what a start of Python takes.

One process beside each that runs tests imports the libraries and nothing of the project. For each start it forks a
child that takes the variables, folder and words it is given, reads settings and all code of the project anew and runs
them, as `python` would with `-m …`, `-c …` or `manage.py …`. The child is handed over to the process of the tests (a
"subreaper" for the moment of its birth), which waits for it, kills and counts it like any other of its own.

Where many are started with the same variables, as workers are, one more beside it has loaded the site with these
(`WITH_THE_SITE`), and forks.

Not for tests of what a start loads or how quick it is: those start Python themselves.
"""

import atexit
import ctypes
import fcntl
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import Popen
from typing import Any

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# The variable of a process that begins its own in the same way; where it names a module, as that variable below does,
# they begin with the site as well.
ITS_CHILDREN_TOO = "BEGINS_ITS_CHILDREN_FORKED"
# The variable of a process that begins with the site as well: the name of a module of the project which loads it. It is
# loaded once for all that have this folder and these variables, which is all that loading depends on.
WITH_THE_SITE = "BEGINS_WITH_THE_SITE"
OF_THE_TEST_ALONE = "PYTEST_CURRENT_TEST"  # the one variable they may differ in
ALONE = "1"  # what names no module
_OF_CHILDREN: dict[str, str] = {}  # what the children of this process are given beside
FAR = 100  # above the numbers of files that anything has here
MOST = 1 << 20  # bytes of what a start is told: variables, folder, words
MOST_PASSED = 8  # files beside the three of every process
# None reads settings, opens a file or starts a thread when it is imported; nor the folder, as gunicorn does.
LIBRARIES = (
    "babel", "celery.apps.worker", "celery.beat", "celery.bin.celery", "celery.concurrency.prefork",
    "celery.fixups.django", "crispy_forms.helper", "cryptography.fernet", "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf", "cryptography.hazmat.primitives.serialization.ssh", "dateutil.parser",
    "dateutil.rrule", "dj_database_url", "django.contrib.admin.views.main", "django.contrib.auth.hashers",
    "django.contrib.auth.password_validation", "django.contrib.postgres.aggregates", "django.contrib.postgres.fields",
    "django.contrib.postgres.search", "django.contrib.staticfiles.finders", "django.core.mail",
    "django.core.management.commands.migrate", "django.db.backends.postgresql.base", "django.middleware.csrf",
    "django.template.loader_tags", "django.templatetags.i18n", "django.views.debug", "django_htmx.middleware",
    "django_stubs_ext", "fido2.server", "icalendar",
    "kombu.transport.redis", "numpy.typing", "pghistory", "pgtrigger", "phonenumbers", "pikepdf", "psutil",
    "psycopg2.extras", "pyproj", "pythonjsonlogger", "rapidfuzz.process", "scipy.optimize", "shapely", "smtplib",
    "sqlparse", "statistics", "typst", "whitenoise.media_types", "xlsxwriter", "yaml",
)  # fmt: skip


class Forked(subprocess.Popen[bytes]):
    """`Popen` of `[sys.executable, …]` in all but how the child comes to be."""

    def _execute_child(self, args: list[str], *of_the_library: Any) -> None:
        """In place of what the standard library does here, and told what that is told."""
        (_executable, before, _close, passed, folder, variables, _startup, _flags, _shell, *pipes) = of_the_library
        (reads, _given, _said, says, _complained, complains, _restore, _gid, _gids, _uid, _umask, alone) = pipes[:12]
        assert args[0] == sys.executable, args
        # of the functions of this process the other knows the one that all of ours begin with
        assert before is None or before.__name__ == "_end_with_parent", before
        told = json.dumps({
            "words": [os.fspath(word) for word in args[1:]],
            "folder": os.fspath(folder or Path.cwd()),
            "variables": {**(variables or os.environ), **_OF_CHILDREN},
            "alone": alone,
            "passed": list(passed),
            "ends_with_parent": before is not None,
        }).encode()  # fmt: skip
        assert len(told) < MOST
        streams = [own if given == -1 else given for own, given in enumerate((reads, says, complains))]
        with _handed_over():
            socket.send_fds(_forker(), [told], [*streams, *passed])
            self.pid = int(_forker().recv(32))
        self._child_created = True
        for stream, other in ((reads, _given), (says, _said), (complains, _complained)):
            # the end of a pipe that the child has; a file is whoever's opened it
            if -1 not in {stream, other}:
                os.close(stream)
        if hasattr(self, "_devnull"):
            os.close(self._devnull)


def run_forked(
    words: list[str], *, given: str = "", within: float | None = None, **how: Any
) -> "subprocess.CompletedProcess[str]":
    """As `subprocess.run` with what it says caught as text; `within` how many seconds it has to end."""
    caught = subprocess.PIPE
    with Forked(words, stdin=caught, stdout=caught, stderr=caught, **how) as process:
        try:
            said, complained = process.communicate(given.encode(), timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(words, process.returncode, said.decode(), complained.decode())


@contextmanager
def _handed_over() -> Iterator[None]:
    """Who loses its parent is this process's own."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


@cache
def _forker() -> socket.socket:
    """The way to it; it ends when that is closed."""
    ours, its = _pair()
    with its:
        number = its.fileno()
        process = Popen(  # by this name it is Python's own, also where a test puts the other in its place
            [sys.executable, __file__, str(number)], stdin=subprocess.DEVNULL, pass_fds=[number], start_new_session=True
        )
    atexit.register(_end, ours, process)
    return ours


def _end(way: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    way.close()
    process.wait()


def _serve(way: socket.socket) -> dict[str, Any] | None:
    """Comes back in each child, with what it is to do; and in the end."""
    loaded: dict[str, tuple[socket.socket, int]] = {}
    while True:
        told, files, _flags, _address = socket.recv_fds(way, MOST, 3 + MOST_PASSED)
        if not told:
            _end_those(loaded)
            return None
        begun: dict[str, Any] = json.loads(told)
        born = b""
        if module := begun["variables"].pop(WITH_THE_SITE, ""):
            key = json.dumps([module, begun["folder"], {**begun["variables"], OF_THE_TEST_ALONE: ""}], sort_keys=True)
            its = None if key in loaded else _branched(loaded, key)
            if its:
                way.close()
                _close(files)
                return _serve_with_the_site(its, module, begun["folder"], begun["variables"])
            born = _born_of(loaded[key][0], begun, files)
            if not born:
                _end_those({key: loaded.pop(key)})  # it could not load the site; why not, this one will say
        if not born:
            born = _grandchild()
        if not born:
            for other, _child in loaded.values():
                other.close()
            # out of the way of each other, until the way here is closed, whose number one of them may get
            far = FAR + max(begun["passed"], default=0)
            begun["files"] = [fcntl.fcntl(file, fcntl.F_DUPFD, far) for file in files]
            _close(files)
            return begun
        _close(files)
        way.send(born)


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)


def _grandchild() -> bytes:
    """Its number; comes back in it too, with nothing, when it has been handed over."""
    reading, writing = os.pipe()
    between = os.fork()
    if between == 0:
        between = os.getpid()
        child = os.fork()
        if child:
            os.write(writing, str(child).encode())
            os._exit(0)
        while os.getppid() == between:
            time.sleep(0.0005)
        _close([reading, writing])
        return b""
    os.close(writing)
    born = os.read(reading, 32)
    os.close(reading)
    os.waitpid(between, 0)
    return born


def _branched(loaded: dict[str, tuple[socket.socket, int]], key: str) -> socket.socket | None:
    """One more that is told what to begin; in it comes back the way it is told."""
    ours, its = _pair()
    loaded[key] = ours, os.fork()
    if loaded[key][1] == 0:
        for other, _child in loaded.values():
            other.close()
        return its
    its.close()
    return None


def _serve_with_the_site(
    way: socket.socket, module: str, folder: str, variables: dict[str, str]
) -> dict[str, Any] | None:
    """As `_serve` does, once the site is loaded as it would be in each."""
    _end_with_parent()
    _stand_in(folder, variables)
    import_module(module)
    import_module("django").setup()
    # a connection or a thread would not be there in those that are forked
    assert threading.active_count() == 1
    assert all(each.connection is None for each in import_module("django.db").connections.all())
    gc.freeze()
    set_by_it = {name: value for name, value in os.environ.items() if variables.get(name) != value}
    with way:
        found = _serve(way)
    if found is None:
        os._exit(0)
    return {**found, "variables": {**found["variables"], **set_by_it}}


def _born_of(other: socket.socket, begun: dict[str, Any], files: list[int]) -> bytes:
    """Nothing where it has ended."""
    with suppress(OSError):
        socket.send_fds(other, [json.dumps(begun).encode()], files)
        return other.recv(32)
    return b""


def _end_those(loaded: dict[str, tuple[socket.socket, int]]) -> None:
    for way, child in loaded.values():
        way.close()
        os.waitpid(child, 0)


def _stand_in(folder: str, variables: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.path[:1] = [folder, *filter(None, variables.get("PYTHONPATH", "").split(os.pathsep))]


def _become(
    words: list[str],
    folder: str,
    variables: dict[str, str],
    *,
    alone: bool,
    files: list[int],
    passed: list[int],
    ends_with_parent: bool,
) -> None:
    if ends_with_parent:
        _end_with_parent()
    for number, file in zip([0, 1, 2, *passed], files, strict=True):
        os.dup2(file, number)
        os.close(file)
    if alone:
        os.setsid()
    _stand_in(folder, variables)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]
    sys.orig_argv = [sys.executable, *words]  # for who starts itself anew
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})  # noqa: S102  (what a test gives to Python)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _with_a_forker_of_its_own(begun: dict[str, Any]) -> dict[str, Any] | None:
    """For a process of the project that starts Python: these are forked too, by a child that has the libraries.

    Comes back in each that is begun, as `_serve` does.
    """
    module = begun["variables"].pop(ITS_CHILDREN_TOO)
    ours, its = _pair()
    child = os.fork()
    if child == 0:
        _end_with_parent()
        ours.close()
        for file in begun["files"]:
            os.close(file)
        with its:
            return _serve(its)
    its.close()

    def end() -> None:
        ours.close()
        os.waitpid(child, 0)

    def execute(self: Any, args: Any, *of_the_library: Any) -> None:
        is_python = isinstance(args, list) and args[:2] in ([sys.executable, "-m"], [sys.executable, "manage.py"])
        (Forked._execute_child if is_python else usual)(self, args, *of_the_library)

    atexit.register(end)
    globals()["_forker"] = lambda: ours
    if module != ALONE:
        _OF_CHILDREN[WITH_THE_SITE] = module
    usual = subprocess.Popen._execute_child  # type: ignore[attr-defined]
    subprocess.Popen._execute_child = execute  # type: ignore[attr-defined]
    return begun


def _pair() -> tuple[socket.socket, socket.socket]:
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for each in (ours, its):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MOST)
    return ours, its


def _leave(code: Any) -> None:
    """What Python does at its end but for taking all modules apart, which costs a quarter of a short process."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    if isinstance(code, str):
        sys.stderr.write(f"{code}\n")
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads any more, or it was closed
            stream.flush()
    os._exit(code if isinstance(code, int) else 1 if code else 0)


if __name__ == "__main__":
    for library in LIBRARIES:
        import_module(library)
    gc.freeze()  # no child looks through them for garbage
    with socket.socket(fileno=int(sys.argv[1])) as its_way:
        begun = _serve(its_way)
    if begun and ITS_CHILDREN_TOO in begun["variables"]:
        begun = _with_a_forker_of_its_own(begun)
    if begun:
        try:
            _become(**begun)
        except SystemExit as error:
            _leave(error.code)
        _leave(None)
