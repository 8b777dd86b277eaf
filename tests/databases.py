"""The database of one test run: cloned from a migrated template, used through the application's role.

Migrating takes many seconds, copying what was migrated a fraction of one. So the first run that meets a new state of
the migrations makes a template, named by a digest of all it was made of; every run, and every process of a run, works
on a copy of its own.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from accounts.prepared import Prepared
from config import services
from config.embedded.places import address
from tests.services import DATABASE, PROJECT

TEMPLATES = "test_groundwork_template_"
KEPT = 3  # the newest, so that whoever goes to and fro between branches migrates once on each
GONE_SECONDS = 10  # that somebody may take who is going
LOCK = 7_202_312  # any number, the same for everybody who makes, copies or drops a template
IMPORTED = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)


def url_of_test_database(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


@contextmanager
def _as_owner() -> Iterator[Any]:
    connection = psycopg2.connect(services.addresses().owner_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def clone_database() -> None:
    """A fresh copy of the template. Who comes first makes the template, the others wait for it."""
    with _as_owner() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back with the connection
        template = TEMPLATES + fingerprint(_version(cursor))
        if template not in templates(cursor):
            _make_template(cursor, template)
        _drop(cursor, DATABASE)
        cursor.execute(f'CREATE DATABASE "{DATABASE}" TEMPLATE "{template}"')


def _make_template(cursor: Any, name: str) -> None:
    """It gets its name when it is complete, and nobody may connect to it then: a copy needs it undisturbed."""
    unfinished = f"{TEMPLATES}unfinished"
    _drop(cursor, unfinished)
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    use_database(unfinished)
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    for old in templates(cursor)[KEPT:]:
        _drop(cursor, old)


def templates(cursor: Any) -> list[str]:
    """All that there are, the newest first."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [TEMPLATES])
    return [name for (name,) in cursor.fetchall()]


def fingerprint(server_version: int) -> str:
    """Everything the migrated database comes from: another digest wherever it could come out otherwise."""
    digest = hashlib.sha256(repr((server_version, settings.INSTALLED_APPS)).encode())
    for name, file in sorted(_made_of().items()):
        digest.update(f"\0{name}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _made_of() -> dict[str, Path]:
    """The migrations of all apps, what ours import of our code, the roles, and the versions of what is installed."""
    migrations = {
        f"{app.label}/{file.name}": file
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("*.py")
    }
    modules = {
        module
        for file in migrations.values()
        if file.is_relative_to(PROJECT) and ".venv" not in file.parts
        for module in IMPORTED.findall(file.read_text(encoding="utf-8"))
    }
    imported = {
        module: file
        for module in modules
        for file in (PROJECT / f"{module.replace('.', '/')}.py", PROJECT / module.replace(".", "/") / "__init__.py")
        if file.is_file()
    }
    others = (
        PROJECT / "config" / "embedded" / "roles.sql",
        PROJECT / "accounts" / "management" / "commands" / "migrate.py",
        PROJECT / "accounts" / "security.py",
        PROJECT / "requirements-dev.txt",
    )
    return {**migrations, **imported, **{file.name: file for file in others}}


def _version(cursor: Any) -> int:
    return int(cursor.connection.server_version)


def _drop(cursor: Any, name: str) -> None:
    """Its owner ends whoever is connected to it, but for a superuser: that is us, when its tables were emptied. On a
    busy machine its server ends a moment after the process whose connection it was.
    """
    if _superuser and _superuser[0].info.dbname == name:
        _superuser.pop().close()
    deadline = time.monotonic() + GONE_SECONDS
    while True:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg2.errors.InsufficientPrivilege:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def recreate_database() -> None:
    """An empty one, without the template: for measurements, which leave nothing behind in the city's home."""
    with _as_owner() as cursor:
        _drop(cursor, DATABASE)
        cursor.execute(f'CREATE DATABASE "{DATABASE}"')


def drop_database() -> None:
    with _as_owner() as cursor:
        _drop(cursor, DATABASE)


def use_test_database() -> None:
    """Point both of Django's connections at it."""
    use_database(DATABASE)


def use_database(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def url_of_workers() -> str:
    """A worker has a role of its own."""
    return url_of_test_database(services.addresses().worker_url)


def environment_of_processes() -> dict[str, str]:
    """The environment in which another process sees the same database, broker and files."""
    addresses = services.addresses()
    return {
        **os.environ,
        "DATABASE_URL": url_of_test_database(addresses.database_url),
        "DATABASE_OWNER_URL": url_of_test_database(addresses.owner_url),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }


# Tables that migrations fill and no test changes.
LASTING = ("django_migrations", "django_content_type", "auth_permission")
# A table nobody ever wrote to has a file without a byte.
_WRITTEN = """
SELECT format('%%I', c.relname) FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL (%s)
    AND pg_relation_size(c.oid) > 0
"""
# A sequence nobody asked has no last value. What TRUNCATE would give it is a new file.
_ASKED = """
SELECT s.seqrelid, s.seqstart, format('%%I', c.relname)
FROM pg_sequence s JOIN pg_depend d ON d.objid = s.seqrelid JOIN pg_class c ON c.oid = d.refobjid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL (%s)
    AND pg_sequence_last_value(s.seqrelid) IS NOT NULL
"""
BIG = 128 * 8192  # bytes of a table from which on scanning its dead rows in every later test costs more than a vacuum
# One connection for the process: it takes longer to get to know a hundred tables than to empty them.
_superuser: list[Any] = []


def _as_superuser() -> Any:
    """Whom no policy holds, and who may do without the triggers, foreign keys' and "never emptied" alike."""
    name = connections["owner"].settings_dict["NAME"]
    if _superuser and (_superuser[0].closed or _superuser[0].info.dbname != name):
        _superuser.pop().close()
    if not _superuser:
        given = os.environ.get("DATABASE_URL")  # another server: whoever owns the tests' database there has to be one
        server = services.addresses().owner_url if given else address(services.home(), "postgres")
        _superuser.append(psycopg2.connect(urlunsplit(urlsplit(server)._replace(path=f"/{name}"))))
        with _superuser[0], _superuser[0].cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    return _superuser[0]


def used_tables() -> list[str]:
    """Tables that hold rows, or gave a number away."""
    connection = _as_superuser()
    with connection, connection.cursor() as cursor:
        holding = _holding(cursor, _written(cursor))
        cursor.execute(_ASKED, [list(LASTING)])
        return sorted({*holding, *(table for _, _, table in cursor.fetchall())})


def _written(cursor: Any) -> list[str]:
    cursor.execute(_WRITTEN, [list(LASTING)])
    return [name for (name,) in cursor.fetchall()]


def _holding(cursor: Any, tables: Sequence[str]) -> list[str]:
    """Planned once for the same tables: that takes longer than to look into a hundred."""
    if not tables:
        return []
    sql = " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT FROM {each})" for each in tables)
    name = Prepared.made("holding", sql).name
    cursor.execute("SELECT FROM pg_prepared_statements WHERE name = %s", [name])
    cursor.execute(f"EXECUTE {name}" if cursor.fetchone() is not None else f"PREPARE {name} AS {sql}; EXECUTE {name}")
    return [each for (each,) in cursor.fetchall()]


def empty_used_tables() -> None:
    """By deleting: TRUNCATE with CASCADE makes a new file for each table and each index that leads to a city.

    Nobody writes meanwhile: what a killed worker has under way is waited for, and goes too.
    """
    connection = _as_superuser()
    with connection, connection.cursor() as cursor:
        if written := _written(cursor):
            cursor.execute(f"LOCK TABLE {', '.join(written)} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("; ".join(f"DELETE FROM {each}" for each in _holding(cursor, written)) or "SELECT")
        cursor.execute(f"SELECT setval(seqrelid::regclass, seqstart, false) FROM ({_ASKED}) asked", [list(LASTING)])
        cursor.execute("SELECT t FROM unnest(%s::text[]) t WHERE pg_relation_size(t::regclass) > %s", [written, BIG])
        big = [name for (name,) in cursor.fetchall()]
    for each in big:
        _vacuum(connection, each)


def _vacuum(connection: Any, table: str) -> None:
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {table}")
    finally:
        connection.autocommit = False
