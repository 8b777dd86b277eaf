"""What the worker's role may do to the tables, and what neither of the two roles may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from django.db import connections

from accounts.models import City
from tests.databases import url_of_workers
from tests.factories import make_member

SECRET = ["mfa_authenticator", "account_emailaddress", "account_emailconfirmation", "accounts_hostaccess"]
NOT_MADE = ["accounts_user", "accounts_city", "accounts_membership", "accounts_processingrecord"]
NEVER_WRITTEN = ["django_migrations", "django_content_type", "auth_permission", "auth_group"]


@contextmanager
def _as_worker() -> Iterator[Any]:
    connection = psycopg2.connect(url_of_workers())
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _refused(sql: str) -> None:
    with _as_worker() as cursor, pytest.raises(psycopg2.Error, match="permission denied"):
        cursor.execute("SELECT set_config('app.city', '1', false)")
        cursor.execute(sql)


@pytest.mark.parametrize("table", SECRET)
def test_what_people_sign_in_with_is_not_the_workers_to_read(committed_db: None, table: str) -> None:
    _refused(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("table", NOT_MADE)
def test_nor_does_it_make_accounts_cities_or_members(committed_db: None, table: str) -> None:
    _refused(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_user SET is_superuser = true",
        "DELETE FROM accounts_user",
        "UPDATE accounts_city SET name = 'x'",
        "DELETE FROM accounts_city",
        "DELETE FROM accounts_processingrecord",
        "SELECT session_data FROM django_session",
        "INSERT INTO django_session VALUES ('a', 'b', now())",
        "UPDATE accounts_membershipevent SET role = 'admin'",
        "DELETE FROM reports_judgementevent",
        "TRUNCATE records_draft",
        "SET ROLE groundwork_app",
    ],
)
def test_nor_does_it_take_over_or_rewrite(committed_db: None, sql: str) -> None:
    _refused(sql)


def test_nothing_that_the_site_may_only_add_to_is_the_workers_to_change(committed_db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE has_table_privilege('groundwork_app', oid, 'INSERT')),"
            " array_agg(relname::text) FILTER (WHERE has_table_privilege('groundwork_worker', oid, 'UPDATE, DELETE')"
            " AND NOT has_table_privilege('groundwork_app', oid, 'UPDATE, DELETE'))"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        (tables, more) = cursor.fetchone()
    assert tables > 50
    assert more is None


@pytest.mark.parametrize("table", NEVER_WRITTEN)
def test_neither_writes_what_migrating_writes(committed_db: None, table: str) -> None:
    with connections["default"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute(f"DELETE FROM {table}")
    connections["default"].close()
    _refused(f"DELETE FROM {table}")


def test_it_holds_cities_and_forgets_sessions_and_is_held_by_the_policies(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_member(city, "alice@elverhavn.example", "admin")
    with _as_worker() as cursor:
        cursor.execute("SELECT id FROM accounts_city FOR NO KEY UPDATE")
        assert cursor.fetchall() == [(city.pk,)]
        cursor.execute("DELETE FROM django_session WHERE expire_date < now()")
        cursor.execute("UPDATE accounts_membership SET clearance = 'red'")
        assert cursor.rowcount == 1
        with pytest.raises(psycopg2.Error, match=r"app\.city"):
            cursor.execute("SELECT count(*) FROM reports_diagnosis")
