"""The database's side: one moment of it as a dump, fingerprints of its tables, and the way back."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import dj_database_url
import psycopg2
from django.conf import settings
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ, connection, cursor

from operations.backup.archive import PART_BYTES
from operations.backup.errors import BackupError
from operations.backup.manifest import Table

# Whoever restores signs in again: a session that was ended since must not come back to life.
LEFT_EMPTY = ("django_session",)
# How a row is written as text must not depend on who asks.
PLAIN = """
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC';
    SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL row_security = off;
"""
TABLES = "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
FINGERPRINT = """
    SELECT count(*), encode(sha256(coalesce(string_agg(h, ''::bytea ORDER BY h), ''::bytea)), 'hex')
    FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS h FROM public.{table} t) digests
"""
ENVIRONMENT = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


@contextmanager
def one_moment() -> Iterator[tuple[cursor, str]]:
    """A transaction of the backup's role that sees one moment, and the name under which others see the same."""
    server = _connect(settings.BACKUP_DATABASE_URL, "backup")
    server.set_isolation_level(ISOLATION_LEVEL_REPEATABLE_READ)
    try:
        with server, server.cursor() as asking:
            asking.execute("SET TRANSACTION READ ONLY")
            asking.execute(PLAIN)
            asking.execute("SELECT pg_export_snapshot()")
            (snapshot,) = asking.fetchone() or ("",)
            yield asking, snapshot
    finally:
        server.close()


def fingerprints(asking: cursor) -> dict[str, Table]:
    """Of every table: how many rows, and a digest of them."""
    asking.execute(f"{TABLES} ORDER BY 1")
    names = [name for (name,) in asking.fetchall() if name not in LEFT_EMPTY]
    found = {}
    for name in names:
        asking.execute(FINGERPRINT.format(table=_quoted(name)))
        rows, digest = asking.fetchone() or (0, "")
        found[name] = Table(rows, digest)
    return found


def sequences(asking: cursor) -> dict[str, int | None]:
    asking.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
    return dict(asking.fetchall())


def migrations(asking: cursor) -> list[str]:
    asking.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in asking.fetchall()]


def dump(snapshot: str) -> Iterator[bytes]:
    """The database at that moment, in parts; raises BackupError where pg_dump failed."""
    left_out = [f"--exclude-table-data=public.{name}" for name in LEFT_EMPTY]
    command: list[str | Path] = [
        _program("pg_dump"),
        "--format=custom",
        "--no-owner",
        "--compress=6",
        f"--snapshot={snapshot}",
        *left_out,
    ]
    with _running(command, settings.BACKUP_DATABASE_URL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101  (a pipe was asked for)
        while part := process.stdout.read(PART_BYTES):
            yield part


def load(parts: Iterable[bytes]) -> None:
    """Put a dump into the empty database, wholly or not at all."""
    address = settings.OWNER_DATABASE_URL
    options = ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={_name(address)}"]
    with _running([_program("pg_restore"), *options], address, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None  # noqa: S101
        try:
            for part in parts:
                process.stdin.write(part)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it says why itself
        except BaseException:
            process.kill()  # an end of its input would be an end of the dump
            raise


def is_empty() -> bool:
    """Whether the database holds no table."""
    server = _connect(settings.OWNER_DATABASE_URL, "owner")
    try:
        with server, server.cursor() as asking:
            asking.execute(f"SELECT NOT EXISTS ({TABLES})")
            (empty,) = asking.fetchone() or (False,)
            return bool(empty)
    finally:
        server.close()


def _connect(address: str, role: str) -> connection:
    try:
        return psycopg2.connect(address, connect_timeout=10)
    except psycopg2.OperationalError as problem:
        variable = {"backup": "DATABASE_BACKUP_URL", "owner": "DATABASE_OWNER_URL"}[role]
        said = str(problem).strip().splitlines()[-1]
        raise BackupError(f"The database does not let the {role}'s role in ({said}). Check {variable}.") from None


@contextmanager
def _running(
    command: list[str | Path], address: str, *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[bytes]"]:
    """One of PostgreSQL's programs; what it complains about is told where it fails."""
    process = subprocess.Popen(
        command, env=_environment(address), stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, bufsize=2**20
    )
    said: list[bytes] = []
    listening = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else b""))
    listening.start()
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        for pipe in (process.stdout, process.stdin):
            if pipe is not None and not pipe.closed:
                _close(pipe)
        code = process.wait()
        listening.join()
        if process.stderr:
            process.stderr.close()
    if code:
        reason = b"".join(said).decode(errors="replace").strip()
        raise BackupError(f"{Path(command[0]).name} failed: {reason or code}")


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _environment(address: str) -> dict[str, str]:
    """The address as libpq's variables: on a command line others could read the password."""
    parts = dj_database_url.parse(address)
    given = {name: str(parts.get(key) or "") for key, name in ENVIRONMENT.items()}
    options = {f"PG{name.upper()}": str(value) for name, value in (parts.get("OPTIONS") or {}).items()}
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, **options, **{name: value for name, value in given.items() if value}}


def _name(address: str) -> str:
    return str(dj_database_url.parse(address)["NAME"])


def _program(name: str) -> Path:
    """The newest there is: the one of the built-in PostgreSQL, else one on PATH."""
    folder = settings.POSTGRESQL_PROGRAMS()
    if folder is not None:
        return Path(folder) / name
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is missing on this machine; it comes with PostgreSQL's programs.")
    return Path(found)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
