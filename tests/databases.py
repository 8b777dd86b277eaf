"""The database of one test run: cloned from a migrated template, used through the application's role.

Migrating takes many seconds, copying what was migrated a fraction of one. So the first run that meets a new state of
the migrations makes a template, named by a digest of all it was made of; every run, and every process of a run, works
on a copy of its own.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from config import services
from tests.services import DATABASE, PROJECT

TEMPLATES = "test_groundwork_template_"
KEPT = 3  # the newest, so that whoever goes to and fro between branches migrates once on each
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
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
# Nobody can ask the tables themselves: their owner is held by the policies too. A table without rows since it was last
# truncated has a file without a byte; a sequence nobody asked has no last value.
_USED = """
SELECT format('%%I', c.relname) FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL (%s) AND (
    pg_relation_size(c.oid) > 0
    OR EXISTS (
        SELECT FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
        WHERE d.refobjid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
            AND pg_sequence_last_value(s.seqrelid) IS NOT NULL
    )
)
"""


def used_tables() -> list[str]:
    """Tables that hold rows, held some since they were last emptied, or gave a number away."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_USED, [list(LASTING)])
        return [name for (name,) in cursor.fetchall()]
