"""Between tests whose commits are real, every table is emptied, and only those that were used are touched."""

from collections.abc import Iterator
from threading import Timer

import psycopg2
import pytest
from django.db import connections

from accounts.models import City
from config import services
from tests import databases
from tests.conftest import empty_every_table
from tests.databases import BIG, LASTING, url_of_test_database, used_tables
from tests.factories import make_member
from tests.reports.conftest import small_city


@pytest.fixture
def held(committed_db: None) -> Iterator[psycopg2.extensions.connection]:
    """A connection of the role that reads past the policies."""
    connection = psycopg2.connect(url_of_test_database(services.addresses().backup_url))
    connection.autocommit = True
    yield connection
    connection.close()


def _rows(held: psycopg2.extensions.connection) -> dict[str, int]:
    """How many each table holds, counted."""
    counted = {}
    with held.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            (counted[table],) = cursor.fetchone() or (0,)
    return {table: rows for table, rows in counted.items() if rows and table not in LASTING}


def test_nothing_stays_behind(held: psycopg2.extensions.connection) -> None:
    make_member(small_city(), "alice@elverhavn.example", "admin")
    make_member(small_city("sandvig"), "charlie@sandvig.example", "admin")
    # two cities of 4 districts; 6 years of 6 records in 3 of them
    assert _rows(held)["mapping_observation"] == 2 * 6 * 6 * 3
    with connections["owner"].cursor() as cursor, pytest.raises(Exception, match=r"app\.city"):
        cursor.execute("SELECT count(*) FROM mapping_observation")
    connections["owner"].close()
    empty_every_table()
    assert _rows(held) == {}
    assert used_tables() == []


def test_a_table_nobody_wrote_to_is_left_alone(committed_db: None) -> None:
    assert used_tables() == []
    City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    used = used_tables()
    assert "accounts_city" in used
    assert "mapping_observation" not in used
    assert set(used).isdisjoint(LASTING)


def test_a_database_nobody_wrote_to_is_emptied_of_nothing(monkeypatch: pytest.MonkeyPatch, committed_db: None) -> None:
    monkeypatch.setattr(databases, "_written", lambda _cursor: [])
    empty_every_table()
    assert used_tables() == []


def test_numbers_begin_again_even_where_a_row_never_came_to_be(committed_db: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_city', 'id')) FROM generate_series(1, 7)")
    assert used_tables() == ["accounts_city"]
    empty_every_table()
    assert City.objects.create(slug="elverhavn", name="Elverhavn", country="DK").pk == 1


def test_what_migrations_filled_keeps_its_numbers(committed_db: None) -> None:
    empty_every_table()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('django_migrations', 'id')) > max(id) FROM django_migrations"
        )
        assert cursor.fetchone() == (True,)
    assert used_tables() == []


def test_rows_that_were_rolled_back_are_nobodys(committed_db: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
        cursor.execute("ROLLBACK")
    assert used_tables() == []


def test_what_is_still_being_written_is_waited_for(held: psycopg2.extensions.connection) -> None:
    """As of a worker that was killed a moment ago."""
    with psycopg2.connect(url_of_test_database(services.addresses().owner_url)) as writing:
        writing.cursor().execute("INSERT INTO django_session VALUES ('key', 'data', now())")
        ends = Timer(0.3, writing.commit)
        ends.start()
        assert _rows(held) == {}  # nothing to be seen yet
        empty_every_table()
        ends.join()
    writing.close()
    assert _rows(held) == {}


def test_a_table_of_many_dead_rows_becomes_small_again(held: psycopg2.extensions.connection) -> None:
    size = "SELECT pg_relation_size('django_session')"
    with connections["owner"].cursor() as cursor, held.cursor() as reading:
        cursor.execute("INSERT INTO django_session SELECT n, repeat('x', 500), now() FROM generate_series(1, 4000) n")
        reading.execute(size)
        assert (reading.fetchone() or (0,))[0] > BIG
        empty_every_table()
        reading.execute(size)
        assert (reading.fetchone() or (0,))[0] == 0
