"""The built-in PostgreSQL: a real server from a Python wheel, on a private socket, under our own life cycle."""

import contextlib
import os
import pwd
import shutil
import signal
import sys
import tempfile
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

# A server for two cores beside everything else; the addresses are private sockets, nothing listens on the network.
# What goes wrong is logged without the statement and its values: the log is not under retention.
CONFIGURATION = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
fsync = {fsync}
full_page_writes = {fsync}
shared_buffers = 256MB
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
    """Whether the server answers for the application's role."""
    return _answers(home, "groundwork_app", DATABASE)


def start(home: Path) -> None:
    """Start the server of this home; the caller holds the lock of the home."""
    make_private(log(home).parent, account().pw_uid)
    make_private(run_folder(home), account().pw_uid)
    check_sockets(run_folder(home))
    _give(log(home))
    _make_cluster(home)
    _check_version(home)
    if not _is_coming_up(home):
        _clear_the_way(home)
        _launch(home)
    _make_roles_and_database(home)


def stop(home: Path) -> None:
    """Stop the server of this home, and no other. What a killed one left in shared memory goes too."""
    if _postmaster(home) is None and (data_folder(home) / "postmaster.pid").exists():
        with contextlib.suppress(CannotStart):
            _clear_the_way(home)
            _launch(home)  # a new server takes up what the killed one left, and ends properly
    if postmaster := _postmaster(home):
        processes.end(postmaster, signal.SIGINT, signal.SIGQUIT, seconds=30)
    _end_all(home)


def _postmaster(home: Path) -> psutil.Process | None:
    data = data_folder(home)
    return processes.named_in(data / "postmaster.pid", data, "postgres")


def _end_all(home: Path) -> None:
    """SIGQUIT makes a server end at once and tidy up; the orphans of a killed one know it too."""
    for process in processes.working_in(data_folder(home), "postgres"):
        processes.end(process, signal.SIGQUIT, seconds=10)


def _make_cluster(home: Path) -> None:
    """Create the data folder under another name and rename it: a half-made one is never taken for a whole."""
    data = data_folder(home)
    if (data / "PG_VERSION").exists():
        return
    for left in data.parent.glob("unfinished-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: the programs of a killed first start may still be writing into theirs.
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=data.parent))
    os.chown(unfinished, account().pw_uid, -1)
    _initdb(unfinished, log(home))
    configuration = unfinished / "postgresql.conf"
    configuration.write_text(configuration.read_text() + "include_if_exists 'groundwork.conf'\n")
    unfinished.rename(data)
    if is_lasting():
        _sync(data.parent)


def _initdb(data: Path, log: Path) -> None:
    version = max(programs.versions())
    options = ["--username=postgres", "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]
    if version >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if not is_lasting():
        options += ["--no-sync"]
    elif version >= 17 and sys.platform == "linux":
        options += ["--sync-method=syncfs"]
    began = processes.size(log)
    program = programs.versions()[version] / "initdb"
    if programs.run([program, "-D", data, *options], reach=data.parent, output=log):
        raise CannotStart(
            f"PostgreSQL could not make its data folder. The end of {log} says:\n{processes.said_since(log, began)}\n"
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
    """Whether a server of this home is up, or was up soon; it may be recovering from the kill of one of its own."""
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
    (data_folder(home) / "postmaster.pid").unlink(missing_ok=True)
    clear_socket(database_socket(home))
    database_socket(home).with_name(f"{database_socket(home).name}.lock").unlink(missing_ok=True)


def _launch(home: Path) -> None:
    _configure(home)
    began = processes.size(log(home))
    data = data_folder(home)
    made_by = programs.versions()[int((data / "PG_VERSION").read_text())]
    command: list[str | Path] = [
        made_by / "pg_ctl",
        "-D",
        data,
        "-l",
        log(home),
        "-w",
        "-t",
        str(START_SECONDS),
        "start",
    ]
    if programs.run(command, reach=data.parent) and not _is_coming_up(home):
        raise CannotStart(
            f"PostgreSQL did not start. The end of {log(home)} says:\n{processes.said_since(log(home), began)}\n"
            "Mend what it names and try again, or give DATABASE_URL."
        )


def _configure(home: Path) -> None:
    files = {
        "groundwork.conf": CONFIGURATION.format(port=PORT, run=run_folder(home), fsync="on" if is_lasting() else "off"),
        "pg_hba.conf": WHO_MAY_CONNECT,
        "pg_ident.conf": WHO_IS_WHO.format(name=pwd.getpwuid(os.getuid()).pw_name),
    }
    for name, text in files.items():
        file = data_folder(home) / name
        file.write_text(text)
        _give(file)


def _give(file: Path) -> None:
    """The server's account writes to it, or reads it."""
    file.touch()
    os.chown(file, account().pw_uid, -1)


def _make_roles_and_database(home: Path) -> None:
    """The three roles and the database; harmless where they are there already."""
    with _connected(home, "postgres") as cursor:
        cursor.execute(ROLES.read_text())
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{DATABASE}" OWNER groundwork_owner')
    with _connected(home, DATABASE) as cursor:
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC")


@contextlib.contextmanager
def _connected(home: Path, database: str) -> Iterator["psycopg2.extensions.cursor"]:
    server = _connect(home, "postgres", database)
    try:
        server.autocommit = True
        with server.cursor() as cursor:
            yield cursor
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
