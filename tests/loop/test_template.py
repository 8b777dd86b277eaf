"""The template of the test databases: made once for each state of the migrations, copied with all its rights."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connections

from config import services
from tests import databases
from tests.services import DATABASE, PROJECT

# The site asks for these before it knows the city, or for all cities at once.
UNPROTECTED = {"accounts_hostaccess", "accounts_invitation", "accounts_membership", "jobs_job"}


@pytest.fixture
def elsewhere(django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Databases and templates of other names than those of this run; what would migrate them is only noted."""
    migrated: list[str] = []

    def migrate(_name: str, **_options: object) -> None:
        time.sleep(0.3)  # long enough for another process to come in between
        migrated.append(connections["owner"].settings_dict["NAME"])

    monkeypatch.setattr(databases, "DATABASE", f"{DATABASE}_other")
    monkeypatch.setattr(databases, "TEMPLATES", f"{DATABASE}_other_template_")
    monkeypatch.setattr(databases, "call_command", migrate)
    yield migrated
    monkeypatch.undo()
    databases.use_test_database()
    with databases._as_owner() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{DATABASE}_other"])
        for (name,) in cursor.fetchall():
            databases._drop(cursor, name)


def test_two_processes_that_start_at_once_migrate_once(elsewhere: list[str]) -> None:
    both = [threading.Thread(target=databases.clone_database) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert elsewhere == [f"{DATABASE}_other_template_unfinished"]
    with databases._as_owner() as cursor:
        (template,) = databases.templates(cursor)
        assert template == databases.TEMPLATES + databases.fingerprint(databases._version(cursor))


def test_the_template_is_copied_with_what_is_in_it(
    elsewhere: list[str], monkeypatch: pytest.MonkeyPatch, django_db_setup: None
) -> None:
    """The template of this run has been migrated: a second copy has all tables without another migration."""
    monkeypatch.setattr(databases, "TEMPLATES", "test_groundwork_template_")
    databases.clone_database()
    assert elsewhere == []
    url = services.addresses().owner_url.rpartition("/")[0]
    tables = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r'"
    found = []
    for name in (DATABASE, f"{DATABASE}_other"):
        with psycopg2.connect(f"{url}/{name}") as connection, connection.cursor() as cursor:
            cursor.execute(tables)
            found += cursor.fetchall()
        connection.close()
    (first,), (second,) = found
    assert first == second
    assert "accounts_city" in first.split()


def test_who_is_still_leaving_is_waited_for(
    elsewhere: list[str], monkeypatch: pytest.MonkeyPatch, django_db_setup: None
) -> None:
    """Right after another run the server still knew its connection, and whoever asked for a database got an error."""
    monkeypatch.setattr(databases, "TEMPLATES", "test_groundwork_template_")
    databases.clone_database()
    monkeypatch.setattr(databases, "_superuser", [])
    databases.use_database(f"{DATABASE}_other")
    last = databases._as_superuser()
    monkeypatch.setattr(databases, "_superuser", [])  # of another run, which nobody of this one can close
    leaving = threading.Timer(0.4, last.close)
    leaving.start()
    databases.clone_database()
    leaving.join()
    assert last.closed


def test_templates_of_long_ago_are_dropped(elsewhere: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with databases._as_owner() as cursor:
        for version in range(1, databases.KEPT + 2):
            monkeypatch.setattr(databases, "fingerprint", lambda _server, version=version: f"v{version}")
            databases.clone_database()
        assert databases.templates(cursor) == [f"{databases.TEMPLATES}v{version}" for version in (4, 3, 2)]


def test_all_that_the_database_is_made_of_is_in_the_name() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*/migrations/*.py"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    made_of = set(databases._made_of().values())
    assert {PROJECT / name for name in tracked if (PROJECT / name).exists()} <= made_of
    assert PROJECT / "accounts" / "security.py" in made_of
    assert PROJECT / "config" / "embedded" / "roles.sql" in made_of
    assert PROJECT / "requirements-dev.txt" in made_of
    assert any("allauth" in file.parts for file in made_of)


def test_a_changed_byte_or_another_server_makes_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = tmp_path / "0001_initial.py"
    monkeypatch.setattr(databases, "_made_of", lambda: {"app/0001_initial.py": migration})
    migration.write_text("operations = []")
    first = databases.fingerprint(180004)
    assert databases.fingerprint(180004) == first
    assert databases.fingerprint(170000) != first
    migration.write_text("operations = [] ")
    assert databases.fingerprint(180004) != first


@pytest.mark.django_db
def test_a_copy_keeps_policies_that_bind_the_owner_too() -> None:
    """The tables with rows of cities, by their column; each is protected (what the policies do: test_row_security)."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
            " (SELECT string_agg(polname, ' ') FROM pg_policy WHERE polrelid = c.oid),"
            " pg_get_userbyid(c.relowner), has_table_privilege('groundwork_app', c.oid, 'SELECT, INSERT'),"
            " has_table_privilege('groundwork_app', c.oid, 'TRUNCATE')"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'city_id'"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        tables = {name: tuple(facts) for name, *facts in cursor.fetchall()}
    assert tables["mapping_observation"] == (True, "own_city", "groundwork_owner", True, False)
    assert {table for table, facts in tables.items() if not facts[0]} == UNPROTECTED


def test_a_table_made_later_has_the_rights_of_the_default_privileges(django_db_setup: None) -> None:
    with (
        psycopg2.connect(databases.url_of_test_database(services.addresses().owner_url)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE made_later (id bigserial PRIMARY KEY)")
        cursor.execute(
            "SELECT has_table_privilege('groundwork_app', 'made_later', 'INSERT'),"
            " has_table_privilege('groundwork_app', 'made_later', 'TRUNCATE'),"
            " has_sequence_privilege('groundwork_app', 'made_later_id_seq', 'USAGE')"
        )
        assert cursor.fetchone() == (True, False, True)
        connection.rollback()
    connection.close()
