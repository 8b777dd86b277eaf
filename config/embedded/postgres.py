"""The built-in PostgreSQL: a real server from a Python wheel, on a private socket, under our own life cycle."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2

from config.embedded import processes, programs
from config.embedded.places import (
    DATABASE,
    PORT,
    CannotStart,
    account,
    address,
    check_sockets,
    clear_socket,
    database_socket,
    is_lasting,
    is_private,
    make_private,
    run_folder,
)

ROLES = Path(__file__).with_name("roles.sql")
START_SECONDS = 60

# Pages of tables it keeps, in MB: a quarter of the memory, as PostgreSQL's manual has it (20.4.1), for a server that
# shares its machine with the site's own processes. From 1 GB on a city of a million records gained nothing more.
FEWEST_BUFFERS, MOST_BUFFERS = 128, 1024
# Where a container's limit stands, which is not that of its machine (control groups, version 2).
LIMIT = Path("/sys/fs/cgroup/memory.max")

# A server for two cores beside everything else; the addresses are private sockets, nothing listens on the network.
# What goes wrong is logged without the statement and its values: the log is not under retention.
CONFIGURATION = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
fsync = {fsync}
full_page_writes = {fsync}
shared_buffers = {buffers}MB
max_connections = 100
max_wal_size = 2GB
timezone = 'UTC'
log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
"""
# Whoever starts the server may be any of its roles. The account it runs under may be shared (`nobody`): it may not.
WHO_MAY_CONNECT = "local all all peer map=groundwork\n"
WHO_IS_WHO = 'groundwork "{name}" all\n'


def data_folder(home: Path) -> Path:
    return home.resolve() / "pg" / "data"


def log(home: Path) -> Path:
    return home.resolve() / "pg" / "log"


def is_up(home: Path) -> bool:
    """Whether the server answers for the newest role (an older one may run still, without it), and its folder was not
    deleted under it.

    The socket may lie elsewhere and survive that.
    """
    return _answers(home, "groundwork_worker", DATABASE) and _pid_file(home).exists()


def start(home: Path) -> None:
    """Start the server of this home; the caller holds the lock of the home."""
    make_folders(home)
    if not (data_folder(home) / "PG_VERSION").exists():
        make_cluster(home, version=max(programs.versions()))
    _check_version(home)
    if not _is_coming_up(home):
        _clear_the_way(home)
        _launch(home)
    _make_roles_and_database(home)


def make_folders(home: Path) -> None:
    """Both belong to the server's account, and it is sure that it gets there."""
    make_private(log(home).parent, account().pw_uid)
    programs.run(["true"], reach=log(home).parent)
    make_private(run_folder(home), account().pw_uid)
    check_sockets(run_folder(home))


def stop(home: Path) -> None:
    """Stop the server of this home, and no other. What a killed one left in shared memory goes too."""
    if _postmaster(home) is None and _pid_file(home).exists():
        with contextlib.suppress(CannotStart):
            _clear_the_way(home)
            _launch(home)  # a new server takes up what the killed one left, and ends properly
    if postmaster := _postmaster(home):
        processes.end(postmaster, signal.SIGINT, signal.SIGQUIT, seconds=30)
    _end_all(home)


def _postmaster(home: Path) -> psutil.Process | None:
    return processes.named_in(_pid_file(home), data_folder(home), "postgres")


def _pid_file(home: Path) -> Path:
    return data_folder(home) / "postmaster.pid"


def _end_all(home: Path) -> None:
    """SIGQUIT makes a server end at once and tidy up; the orphans of a killed one know it too."""
    for process in processes.working_in(data_folder(home), "postgres"):
        processes.end(process, signal.SIGQUIT, seconds=10)


def make_cluster(home: Path, *, version: int) -> None:
    """Create the data folder under another name and rename it: a half-made one is never taken for a whole."""
    data = data_folder(home)
    for left in data.parent.glob("unfinished-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: the programs of a killed first start may still be writing into theirs.
    unfinished = data.with_name(f"unfinished-{secrets.token_hex(4)}")
    _initdb(unfinished, version)
    programs.write(
        unfinished / "postgresql.conf", "include_if_exists 'groundwork.conf'\n", reach=data.parent, append=True
    )
    unfinished.rename(data)
    if is_lasting():
        _sync(data.parent)


def _initdb(data: Path, version: int) -> None:
    options = ["--username=postgres", "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]
    if version >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if not is_lasting():
        options += ["--no-sync"]
    elif version >= 17 and sys.platform == "linux":
        options += ["--sync-method=syncfs"]
    made = programs.run([programs.versions()[version] / "initdb", "-D", data, *options], reach=data.parent)
    if made.returncode:
        raise CannotStart(
            f"PostgreSQL could not make its data folder in {data.parent}:\n{processes.last_lines(made.stdout)}\n"
            "Free some space or check the rights of the folder, then try again."
        )


def _check_version(home: Path) -> None:
    kept = (data_folder(home) / "PG_VERSION").read_text().strip()
    ours = [str(version) for version in sorted(programs.versions())]
    if kept not in ours:
        raise CannotStart(
            f"{data_folder(home)} was made by PostgreSQL {kept}; this installation brings {' and '.join(ours)}. "
            "Take a dump with the old version and load it here, or set GROUNDWORK_HOME to another folder."
        )


def _is_coming_up(home: Path) -> bool:
    """Whether a server of this home is up, or will be soon; it may be recovering from the kill of one of its own."""
    if _postmaster(home) is None:
        return False
    if not processes.wait_until(database_socket(home).exists, seconds=2):
        stop(home)  # somebody tidied its socket away: nobody can reach it any more
        return False
    if processes.wait_until(lambda: _answers(home) or _postmaster(home) is None, seconds=START_SECONDS):
        return _postmaster(home) is not None
    raise CannotStart(f"PostgreSQL in {home} runs but does not answer yet. See {log(home)}, and try again in a minute.")


def _clear_the_way(home: Path) -> None:
    """Remove what a killed server left: its orphans, its socket, and a pid file whose number may be anybody's."""
    _end_all(home)
    _pid_file(home).unlink(missing_ok=True)
    clear_socket(database_socket(home))
    database_socket(home).with_name(f"{database_socket(home).name}.lock").unlink(missing_ok=True)


def _launch(home: Path) -> None:
    _configure(home)
    began = processes.size(log(home))
    data = data_folder(home)
    made_by = programs.versions()[int((data / "PG_VERSION").read_text())]
    # Relative to the folder it runs in: pg_ctl hands its words to a shell, to which a quote or a dollar is no letter.
    options = ["-D", data.name, "-l", log(home).name, "-w", "-t", str(START_SECONDS)]
    started = programs.run([made_by / "pg_ctl", *options, "start"], reach=data.parent)
    if started.returncode and not _is_coming_up(home):
        raise CannotStart(
            f"PostgreSQL did not start. The end of {log(home)} says:\n{processes.said_since(log(home), began)}\n"
            "Mend what it names and try again, or give DATABASE_URL."
        )


def _configure(home: Path) -> None:
    files = {
        "groundwork.conf": CONFIGURATION.format(
            port=PORT,
            run=run_folder(home),
            fsync="on" if is_lasting() else "off",
            buffers=buffers(psutil.virtual_memory().total, LIMIT),
        ),
        "pg_hba.conf": WHO_MAY_CONNECT,
        "pg_ident.conf": WHO_IS_WHO.format(name=pwd.getpwuid(os.getuid()).pw_name),
    }
    for name, text in files.items():
        programs.write(data_folder(home) / name, text, reach=log(home).parent)


def buffers(memory: int, limit: Path) -> int:
    """How many MB of tables a server keeps on a machine with so many bytes of memory, in a container with a limit."""
    with contextlib.suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        memory = min(memory, int(limit.read_text()))
    return max(FEWEST_BUFFERS, min(memory // 2**20 // 4, MOST_BUFFERS))


def _make_roles_and_database(home: Path) -> None:
    """The roles and the database; harmless where they are there already."""
    with _connected(home, "postgres") as cursor:
        cursor.execute(ROLES.read_text())
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{DATABASE}" OWNER groundwork_owner')
    with _connected(home, DATABASE) as cursor:
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC")


@contextlib.contextmanager
def _connected(home: Path, database: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A starter that was killed leaves its last statement running in the server; this one waits there for its end."""
    server = _connect(home, "postgres", database)
    try:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('groundwork: roles and database'))")
            yield cursor
    except psycopg2.Error as problem:
        raise CannotStart(f"PostgreSQL in {home} could not be set up: {problem}See {log(home)}.") from problem
    finally:
        server.close()


def _connect(home: Path, role: str, database: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(address(home, role, database), connect_timeout=5)


def _answers(home: Path, role: str = "postgres", database: str = "postgres") -> bool:
    if not is_private(run_folder(home)):
        return False
    try:
        _connect(home, role, database).close()
    except psycopg2.OperationalError:
        return False
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
