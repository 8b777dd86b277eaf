"""Many ways in which whoever owns the tables changes the history behind the chain's back: all are found."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.city import city_context
from accounts.models import City
from mapping.models import Observation, Source
from records.actions import seal_city
from records.chain import event_tables
from records.models import Seal, SealMark
from records.verification import verify_chain
from tests.factories import make_member
from tests.records.makers import make_observation
from tests.sizes import in_full_by_soak

EVENTS = ("mapping_observationevent", "mapping_sourceevent", "accounts_membershipevent")

# Another value of the same type, never the one that stands there.
OTHERWISE = {
    "text": "{0} || 'x'",
    "character varying": "CASE left({0}, 1) WHEN 'q' THEN 'w' ELSE 'q' END",
    "integer": "COALESCE({0}, 0) + 1",
    "bigint": "COALESCE({0}, 0) + 1",
    "smallint": "COALESCE({0}, 0) + 1",
    "double precision": "COALESCE({0}, 0) + 0.0000001",
    "date": "COALESCE({0} + 1, '2020-01-01')",
    "timestamp with time zone": "COALESCE({0} + interval '1 microsecond', '2020-01-01')",
    "boolean": "NOT COALESCE({0}, false)",
    "jsonb": "COALESCE({0}, '{{}}') || '{{\"actor\": 99}}'",
    "ARRAY": "{0} || '{{x}}'",
}


@pytest.fixture
def city(committed_db: None) -> City:
    """Some months of a small city: people, sources, observations written and changed; sealed every now and then."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_member(city, "alice@elverhavn.example", "admin")
    with city_context(city.pk, via="test"):
        for key in ("police", "media"):
            Source.objects.create(city=city, key=key, name=key.title(), source_type=key)
    for month in range(6):
        for number in range(4):
            make_observation(city, title=f"Stickers {month}.{number}", marking="green")
        with city_context(city.pk, via="page", reason="spelling"):
            Observation.objects.filter(title__endswith=".1").update(title=f"Posters {month}")
            seal_city(city_id=city.pk)
    return city


@pytest.fixture
def owner(city: City) -> Iterator[Any]:
    """The owner's connection in one transaction of the city, with every guard of the tables taken away."""
    connection = connections["owner"]
    tables = [*event_tables(), "records_seal", "records_sealedevent"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with pytest.raises(ZeroDivisionError), city_context(city.pk, via="test", using="owner"):
        with connection.cursor() as cursor:
            yield cursor
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _columns(cursor: Any, table: str) -> list[tuple[str, str]]:
    cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table])
    return sorted((name, kind) for name, kind in cursor.fetchall() if name not in {"city_id", "pgh_id"})


def _ids(cursor: Any, table: str, key: str = "pgh_id") -> list[int]:
    cursor.execute(f"SELECT {key} FROM {table} ORDER BY {key}")
    return [number for (number,) in cursor.fetchall()]


def _edit(cursor: Any, chance: random.Random) -> str:
    table = chance.choice(EVENTS)
    name, kind = chance.choice(_columns(cursor, table))
    number = chance.choice(_ids(cursor, table))
    cursor.execute(f"UPDATE {table} SET {name} = {OTHERWISE[kind].format(name)} WHERE pgh_id = {number}")
    return f"{table} {number}: {name}"


def _delete(cursor: Any, chance: random.Random) -> str:
    table = chance.choice(EVENTS)
    number = chance.choice(_ids(cursor, table))
    cursor.execute(f"DELETE FROM {table} WHERE pgh_id = {number}")
    return f"{table} {number} deleted"


def _reorder(cursor: Any, chance: random.Random) -> str:
    """Two events change places: their numbers, or when they were written."""
    table = chance.choice(EVENTS[:2])
    one, two = chance.sample(_ids(cursor, table), 2)
    if chance.random() < 0.5:
        for old, new in ((one, -1), (two, one), (-1, two)):
            cursor.execute(f"UPDATE {table} SET pgh_id = {new} WHERE pgh_id = {old}")
    else:
        cursor.execute(
            f"UPDATE {table} a SET pgh_created_at = b.pgh_created_at FROM {table} b"
            f" WHERE a.pgh_id IN ({one}, {two}) AND b.pgh_id IN ({one}, {two}) AND a.pgh_id <> b.pgh_id"
        )
    return f"{table} {one} and {two} swapped"


def _delete_with_digest(cursor: Any, chance: random.Random) -> str:
    number = chance.choice(_ids(cursor, "mapping_observationevent"))
    cursor.execute(f"DELETE FROM mapping_observationevent WHERE pgh_id = {number}")
    cursor.execute(
        "DELETE FROM records_sealedevent s USING records_seal l WHERE l.id = s.seal_id"
        f" AND l.event_table = 'mapping_observationevent' AND s.event_id = {number}"
    )
    return f"{number} deleted with its digest"


def _edit_with_digest(cursor: Any, chance: random.Random) -> str:
    number = chance.choice(_ids(cursor, "mapping_observationevent"))
    cursor.execute(f"UPDATE mapping_observationevent SET title = title || 'x' WHERE pgh_id = {number}")
    cursor.execute(
        "UPDATE records_sealedevent s SET digest ="
        " sha256(uuid_send(salt) || convert_to(to_jsonb(e)::text, 'UTF8'))"
        " FROM mapping_observationevent e, records_seal l WHERE l.id = s.seal_id"
        f" AND l.event_table = 'mapping_observationevent' AND s.event_id = e.pgh_id AND e.pgh_id = {number}"
    )
    return f"{number} edited with its digest"


def _pretend_erased(cursor: Any, chance: random.Random) -> str:
    number = chance.choice(_ids(cursor, "mapping_observationevent"))
    cursor.execute(f"DELETE FROM mapping_observationevent WHERE pgh_id = {number}")
    cursor.execute(
        "INSERT INTO records_tombstone (city_id, model, record_id, reason, erased_events, events_sha256, marking)"
        " SELECT city_id, 'mapping.observation', 1, 'because', 1, 'x', 'amber' FROM records_seal LIMIT 1 RETURNING id"
    )
    stone = cursor.fetchone()[0]
    cursor.execute(
        f"UPDATE records_sealedevent s SET salt = NULL, tombstone_id = {stone} FROM records_seal l"
        f" WHERE l.id = s.seal_id AND l.event_table = 'mapping_observationevent' AND s.event_id = {number}"
    )
    return f"{number} called erased"


def _swap_seals(cursor: Any, chance: random.Random) -> str:
    one, two = chance.sample(_ids(cursor, "records_seal", "sequence"), 2)
    for old, new in ((one, 1_000_000), (two, one), (1_000_000, two)):
        cursor.execute(f"UPDATE records_seal SET sequence = {new} WHERE sequence = {old}")
    return f"seals {one} and {two} swapped"


def _delete_seal(cursor: Any, chance: random.Random) -> str:
    """Any but the last, with everything it sealed: the last is what a printed head is for."""
    number = chance.choice(_ids(cursor, "records_seal", "sequence")[:-1])
    cursor.execute(
        f"DELETE FROM records_sealedevent s USING records_seal l WHERE l.id = s.seal_id AND l.sequence = {number}"
    )
    cursor.execute(f"DELETE FROM records_seal WHERE sequence = {number}")
    return f"seal {number} deleted"


WAYS: list[Callable[[Any, random.Random], str]] = [
    *[_edit] * 6,
    *[_delete] * 3,
    *[_reorder] * 3,
    _delete_with_digest,
    _edit_with_digest,
    _pretend_erased,
    _swap_seals,
    _delete_seal,
]


@in_full_by_soak("attempts", 1000)
def test_changes_by_the_owner_are_all_found(city: City, owner: Any, attempts: int) -> None:
    assert verify_chain(city_id=city.pk, using="owner").findings == []
    assert Seal.objects.using("owner").count() == 10
    chance = random.Random(20261123)
    missed, tried = [], set()
    for _attempt in range(attempts):
        undo = transaction.savepoint(using="owner")
        owner.execute("SET CONSTRAINTS ALL DEFERRED")
        way = chance.choice(WAYS)
        what = way(owner, chance)
        tried.add(way)
        if verify_chain(city_id=city.pk, using="owner").holds:
            missed.append(what)
        transaction.savepoint_rollback(undo, using="owner")
    assert missed == []
    assert tried == set(WAYS)


def test_an_event_that_is_added_later_is_found(city: City, owner: Any) -> None:
    SealMark.objects.using("owner").update(settled=10_000)
    columns = ", ".join(name for name, _kind in _columns(owner, "mapping_sourceevent"))
    owner.execute(
        f"INSERT INTO mapping_sourceevent (city_id, pgh_id, {columns})"
        f" SELECT city_id, 9000, {columns} FROM mapping_sourceevent LIMIT 1"
    )
    (finding,) = verify_chain(city_id=city.pk, using="owner").findings
    assert str(finding) == "Event 9000 of mapping_sourceevent: it was added after its time"
