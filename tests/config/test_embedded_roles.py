"""The three roles that `roles.sql` makes: what each is for, and nothing else."""

from collections.abc import Iterator

import psycopg2
import pytest

from config import embedded
from config.embedded import places, postgres
from tests.config.built_in import query


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Endpoints]:
    """One server for the tests of roles, with a protected table that holds a row."""
    home = tmp_path_factory.mktemp("roles")
    addresses = embedded.ensure_running(home)
    query(
        addresses.owner_url,
        "CREATE TABLE held (id int); INSERT INTO held VALUES (1); "
        "ALTER TABLE held ENABLE ROW LEVEL SECURITY; ALTER TABLE held FORCE ROW LEVEL SECURITY; "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON held TO groundwork_app",
    )
    query(places.address(home, "postgres"), postgres.ROLES.read_text())  # harmless to run again
    yield addresses
    embedded.stop(home)


def _url(running: embedded.Endpoints, role: str) -> str:
    return {"owner": running.owner_url, "app": running.database_url, "backup": running.backup_url}[role]


@pytest.mark.parametrize(
    ("role", "sql"),
    [
        ("owner", "CREATE TABLE mine (id int)"),
        ("owner", "SET ROLE groundwork_app"),
        ("app", "CREATE TEMPORARY TABLE copied (id int)"),
        ("app", "SELECT count(*) FROM held"),
        ("backup", "SELECT count(*) FROM held"),
    ],
)
def test_may_do_what_it_is_for(running: embedded.Endpoints, role: str, sql: str) -> None:
    query(_url(running, role), sql)


@pytest.mark.parametrize(
    ("role", "sql"),
    [
        ("owner", "CREATE ROLE another"),
        ("owner", "SET ROLE postgres"),
        ("app", "CREATE TABLE mine (id int)"),
        ("app", "CREATE SCHEMA mine"),
        ("app", "TRUNCATE held"),
        ("app", "ALTER TABLE held NO FORCE ROW LEVEL SECURITY"),
        ("app", "SELECT pg_read_file('/etc/hostname')"),
        ("app", "COPY held TO PROGRAM 'cat'"),
        ("app", "SET ROLE groundwork_owner"),
        ("app", "SET ROLE groundwork_backup"),
        ("backup", "CREATE TABLE mine (id int)"),
        ("backup", "INSERT INTO held VALUES (2)"),
        ("backup", "DELETE FROM held"),
        ("backup", "SET ROLE groundwork_owner"),
    ],
)
def test_may_do_nothing_else(running: embedded.Endpoints, role: str, sql: str) -> None:
    with pytest.raises(psycopg2.Error, match="permission denied|must be owner"):
        query(_url(running, role), sql)


def test_backup_reads_past_the_policies_and_nobody_else_does(running: embedded.Endpoints) -> None:
    counts = [query(_url(running, role), "SELECT count(*) FROM held") for role in ("backup", "owner", "app")]
    assert counts == [1, 0, 0]


def test_the_application_owns_nothing(running: embedded.Endpoints) -> None:
    owned = "SELECT count(*) FROM pg_shdepend JOIN pg_roles r ON r.oid = refobjid"
    assert query(running.owner_url, f"{owned} WHERE deptype = 'o' AND rolname = 'groundwork_app'") == 0


def test_the_databases_of_the_tests_are_the_owners_to_make(running: embedded.Endpoints) -> None:
    with pytest.raises(psycopg2.Error, match="permission denied"):
        _outside_a_transaction(running.database_url, "CREATE DATABASE another")
    _outside_a_transaction(running.owner_url, "CREATE DATABASE another")
    _outside_a_transaction(running.owner_url, "DROP DATABASE another")


def _outside_a_transaction(url: str, sql: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()
