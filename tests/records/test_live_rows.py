"""Many ways in which whoever owns the tables changes live rows behind the history's back: each is found by name.

Every tracked table is filled by its types alone, in one transaction of the owner that takes every rule and, once the
rows have their history, every trigger away; it is undone at the end.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connections, transaction

from accounts.city import city_context
from accounts.models import City
from records.verification import Finding, Verdict, verify_rows
from records.verification.rows import tracked_models
from tests.sizes import in_full_by_soak

ROWS = 5  # in each table, and one more that was deleted in order
BATCH = 20
# A value of each type, and another one in the place of whatever stands there.
VALUES = {
    "text": ("'one'", "{0} || 'x'"),
    "character varying": ("'o'", "CASE left({0}, 1) WHEN 'q' THEN 'w' ELSE 'q' END"),
    "integer": ("1", "COALESCE({0}, 0) + 1"),
    "bigint": ("7000007", "COALESCE({0}, 0) + 1"),  # the number of no row
    "smallint": ("1", "COALESCE({0}, 0) + 1"),
    "double precision": ("0.1", "COALESCE({0}, 0) + 1e-9"),
    "numeric": ("0.1", "COALESCE({0}, 0) + 0.01"),
    "date": ("'2026-01-31'", "{0} + 1"),
    "timestamp with time zone": ("'2026-03-29 01:00+00'", "COALESCE({0}, now()) + interval '1 microsecond'"),
    "boolean": ("true", "NOT {0}"),
    "jsonb": ("""'{"b": 1.0, "a": [1]}'""", """jsonb_set({0}, '{{b}}', '1.1')"""),
    "uuid": ("gen_random_uuid()", "gen_random_uuid()"),
    "ARRAY": ("'{one}'", "{0} || '{{x}}'"),
    "ARRAY of numbers": ("'{1}'", "{0} || '{{2}}'"),
}
COLUMNS = """
SELECT column_name, data_type || CASE WHEN udt_name IN ('_int2', '_int4', '_int8') THEN ' of numbers' ELSE '' END
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_name NOT IN ('id', 'city_id') ORDER BY 1
"""
# Whatever would keep an owner from writing what they like.
LOOSEN = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT conname FROM pg_constraint WHERE conrelid = '{0}'::regclass AND contype IN ('c', 'f', 'u', 'x')
    LOOP EXECUTE format('ALTER TABLE {0} DROP CONSTRAINT %I CASCADE', each.conname); END LOOP;
    FOR each IN SELECT indexrelid::regclass AS name FROM pg_index
        WHERE indrelid = '{0}'::regclass AND indisunique AND NOT indisprimary
    LOOP EXECUTE format('DROP INDEX %s', each.name); END LOOP;
    FOR each IN SELECT attname FROM pg_attribute
        WHERE attrelid = '{0}'::regclass AND attnum > 0 AND attnotnull AND attname NOT IN ('id', 'city_id')
    LOOP EXECUTE format('ALTER TABLE {0} ALTER COLUMN %I DROP NOT NULL', each.attname); END LOOP;
END $$
"""


class Row(NamedTuple):
    table: str
    label: str
    number: int
    columns: dict[str, str]


class Ground(NamedTuple):
    cursor: Any
    city: City
    other: City
    rows: list[Row]
    gone: list[Row]


@pytest.fixture
def ground(committed_db: None) -> Iterator[Ground]:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    other = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    with pytest.raises(ZeroDivisionError), city_context(city.pk, via="test", using="owner"):
        with connections["owner"].cursor() as cursor:
            yield _filled(cursor, city, other)
        raise ZeroDivisionError


def _filled(cursor: Any, city: City, other: City) -> Ground:
    made = Ground(cursor, city, other, [], [])
    # a city's own row has no city to belong to: tests/accounts/test_city_history.py
    tracked = [model._meta for model, _events in tracked_models() if model is not City]
    tables = {meta.db_table: meta.label_lower for meta in tracked}
    for table in tables:
        cursor.execute(LOOSEN.format(table))
    for table, label in tables.items():
        cursor.execute(COLUMNS, [table])
        columns = dict(cursor.fetchall())
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND tgname = 'needs_processing_record'", [table]
        )  # fmt: skip
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(VALUES[of][0] for of in columns.values())
        cursor.execute(
            f"INSERT INTO {table} (city_id, {names}) SELECT {city.pk}, {values} FROM generate_series(1, {ROWS + 1})"
            " RETURNING id"
        )
        numbers = [number for (number,) in cursor.fetchall()]
        made.rows.extend(Row(table, label, number, columns) for number in numbers[:ROWS])
        made.gone.append(Row(table, label, numbers[ROWS], columns))
        cursor.execute(f"DELETE FROM {table} WHERE id = {numbers[ROWS]}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return made


def _verified(ground: Ground) -> list[Finding]:
    verdict = Verdict()
    verify_rows(verdict, city_id=ground.city.pk, using="owner")
    return verdict.findings


Told = tuple[str, str, int, tuple[str, ...]]


def _edit(ground: Ground, row: Row, chance: random.Random) -> Told:
    name, of = chance.choice(sorted(row.columns.items()))
    other = VALUES[of][1].format(f'"{name}"')
    ground.cursor.execute(f'UPDATE {row.table} SET "{name}" = {other} WHERE id = {row.number}')
    return "row-altered", row.label, row.number, (name,)


def _edit_several(ground: Ground, row: Row, chance: random.Random) -> Told:
    names = sorted(chance.sample(sorted(row.columns), min(2, len(row.columns))))
    sets = ", ".join(f'"{name}" = {VALUES[row.columns[name]][1]}'.format(f'"{name}"') for name in names)
    ground.cursor.execute(f"UPDATE {row.table} SET {sets} WHERE id = {row.number}")
    return "row-altered", row.label, row.number, tuple(names)


def _empty(ground: Ground, row: Row, chance: random.Random) -> Told:
    # what the database keeps empty by itself can be emptied by nobody
    filled = ", ".join(f'"{name}" IS NOT NULL' for name in sorted(row.columns))
    ground.cursor.execute(f"SELECT {filled} FROM {row.table} WHERE id = {row.number}")
    is_filled = ground.cursor.fetchone()
    name = chance.choice([each for each, there in zip(sorted(row.columns), is_filled, strict=True) if there])
    ground.cursor.execute(f'UPDATE {row.table} SET "{name}" = NULL WHERE id = {row.number}')
    return "row-altered", row.label, row.number, (name,)


def _delete(ground: Ground, row: Row, chance: random.Random) -> Told:
    ground.cursor.execute(f"DELETE FROM {row.table} WHERE id = {row.number}")
    return "row-missing", row.label, row.number, ()


def _insert(ground: Ground, row: Row, chance: random.Random) -> Told:
    names = ", ".join(f'"{name}"' for name in row.columns)
    ground.cursor.execute(
        f"INSERT INTO {row.table} (city_id, {names}) SELECT city_id, {names} FROM {row.table}"
        f" WHERE id = {row.number} RETURNING id"
    )
    return "row-unknown", row.label, ground.cursor.fetchone()[0], ()


def _renumber(ground: Ground, row: Row, chance: random.Random) -> Told:
    """Away from its history: what was there is missing (and what is there now has none, see `_also`)."""
    ground.cursor.execute(f"UPDATE {row.table} SET id = {row.number} + 1000000 WHERE id = {row.number}")
    return "row-missing", row.label, row.number, ()


def _bring_back(ground: Ground, row: Row, chance: random.Random) -> Told:
    gone = next(each for each in ground.gone if each.table == row.table)
    names = ", ".join(f'"{name}"' for name in row.columns)
    ground.cursor.execute(
        f"INSERT INTO {row.table} (id, city_id, {names}) SELECT {gone.number}, city_id, {names} FROM {row.table}"
        f" WHERE id = {row.number} ON CONFLICT DO NOTHING"
    )
    return "row-back", row.label, gone.number, ()


def _also(told: Told, way: Callable[..., Told]) -> list[Told]:
    kind, label, number, _fields = told
    return [("row-unknown", label, number + 1_000_000, ())] if way is _renumber and kind == "row-missing" else []


WAYS = [*[_edit] * 5, _edit_several, _empty, *[_delete] * 3, *[_insert] * 3, _renumber, _bring_back]


def test_rows_written_in_order_are_as_their_history_says(ground: Ground) -> None:
    assert _verified(ground) == []
    assert len(ground.rows) == ROWS * (len(list(tracked_models())) - 1) > 100


@in_full_by_soak("batches", 50)
def test_changes_of_live_rows_are_found_with_record_field_and_time(ground: Ground, batches: int) -> None:
    chance = random.Random(20261128)
    tried = set()
    for _batch in range(batches):
        undo = transaction.savepoint(using="owner")
        expected: set[Told] = set()
        for row in chance.sample(ground.rows, BATCH):
            way = chance.choice(WAYS)
            told = way(ground, row, chance)
            expected |= {told, *_also(told, way)}
            tried.add(way)
        found = _verified(ground)
        assert {(each.kind, each.model, each.number, tuple(sorted(each.fields))) for each in found} == expected
        assert len(found) == len(expected)
        assert [each for each in found if each.at is None] == []
        transaction.savepoint_rollback(undo, using="owner")
    assert tried == set(WAYS)
    assert _verified(ground) == []


def test_a_finding_says_in_words_which_record_which_field_and_when(ground: Ground) -> None:
    row = next(each for each in ground.rows if each.label == "mapping.observation")
    ground.cursor.execute(f"UPDATE {row.table} SET title = 'Forged' WHERE id = {row.number}")
    (finding,) = _verified(ground)
    assert finding.at is not None
    said = f"Observation {row.number}: Title (title): not as its history says; last changed {finding.at:%-d %b %Y}"
    assert str(finding).startswith(said)
    assert "Forged" not in str(finding)
    assert Finding.from_kept(finding.kept()) == finding


def test_a_row_moved_to_another_city_is_missing_here_and_unknown_there(ground: Ground) -> None:
    other = ground.other
    row = next(each for each in ground.rows if each.label == "mapping.observation")
    ground.cursor.execute(f"ALTER TABLE {row.table} NO FORCE ROW LEVEL SECURITY")
    ground.cursor.execute(f"UPDATE {row.table} SET city_id = {other.pk} WHERE id = {row.number}")
    (finding,) = _verified(ground)
    assert (finding.kind, finding.number) == ("row-missing", row.number)
    ground.cursor.execute(f"SELECT set_config('app.city', '{other.pk}', true)")
    verdict = Verdict()
    verify_rows(verdict, city_id=other.pk, using="owner")
    assert [(each.kind, each.number) for each in verdict.findings] == [("row-unknown", row.number)]
    ground.cursor.execute(f"SELECT set_config('app.city', '{ground.city.pk}', true)")
