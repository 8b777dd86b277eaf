"""Whether the history of a city is what was sealed, and the list of who saw what: every event compared with its digest,
every seal with the next.

Reads only. Whoever can rewrite events, digests and seals alike can make a chain of their own; a head that was printed
or kept elsewhere shows that (`expected`).
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connections

from records.chain import (
    ACCESSES,
    BEGINNING,
    DIGEST,
    DIGEST_OF_SEAL,
    Sealed,
    digest_of_erased,
    head_of,
    sealed_tables,
)
from records.models import Seal, Tombstone
from records.verification.findings import Finding, Verdict

# Events that are still unsealed after this long were overlooked, or the sealer does not run.
LATEST_SEAL_MINUTES = 60


def verify_chain(*, city_id: int, expected: str = "", using: str = "default") -> Verdict:
    """Compare events and accesses with their seals; runs inside the city's context."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
    verdict = Verdict()
    seals = list(Seal.objects.using(using).filter(city_id=city_id).order_by("sequence"))
    verdict.findings += _check_chain(verdict, seals, expected)
    verdict.findings += _check_lists(city_id, seals, using)
    for table in _to_compare(city_id, using):
        verdict.findings += _check_events(verdict, city_id, table, using)
    verdict.findings += _check_unknown_tables(seals)
    verdict.findings += _check_tombstones(verdict, city_id, using)
    return verdict


def _check_chain(verdict: Verdict, seals: list[Seal], expected: str) -> Iterator[Finding]:
    """Each seal says what its head covers, and names the head before it."""
    heads = {BEGINNING}
    for place, seal in enumerate(seals, start=1):
        if seal.sequence != place:
            yield Finding("seal-order", seal.sequence)
        if seal.previous != verdict.head:
            yield Finding("seal-loose", seal.sequence)
        if seal.head != head_of(seal):
            yield Finding("seal-altered", seal.sequence)
        verdict.head = seal.head
        heads.add(seal.head)
    verdict.seals = len(seals)
    if expected and expected not in heads:
        yield Finding("head")


LISTS = f"""
SELECT seal_id, count(*), min(event_id), max(event_id), {DIGEST_OF_SEAL}
FROM records_sealedevent WHERE city_id = %(city)s GROUP BY seal_id
"""  # noqa: S608  (made of our own names only)


def _check_lists(city_id: int, seals: list[Seal], using: str) -> Iterator[Finding]:
    """The digests of a seal's events are those the seal was made over."""
    lists = {row[0]: row[1:] for row in _rows(using, LISTS, city=city_id)}
    for seal in seals:
        if lists.pop(seal.pk, None) != (seal.count, seal.first_event, seal.last_event, seal.digest):
            yield Finding("seal-list", seal.sequence)
    for number in lists:
        yield Finding("seal-gone", number)


QUIET = "('same', 'waiting', 'erased')"
EVENTS = f"""
WITH now AS (
    SELECT array_agg(attname::text) AS columns FROM pg_attribute
    WHERE attrelid = %(table)s::regclass AND attnum > 0 AND NOT attisdropped
), of_table AS (
    SELECT l.id, l.city_id, l.sealed_at, l.columns::text[] <@ now.columns AS complete,
        array(SELECT unnest(now.columns) EXCEPT SELECT unnest(l.columns)::text) AS added
    FROM records_seal l, now WHERE l.city_id = %(city)s AND l.event_table = %(table)s
), sealed AS (
    SELECT s.event_id, s.salt, s.digest, l.sealed_at, l.added, l.complete FROM records_sealedevent s
    JOIN of_table l ON l.id = s.seal_id AND l.city_id = s.city_id WHERE s.city_id = %(city)s
), event AS (
    SELECT * FROM "{{table}}" WHERE city_id = %(city)s
), compared AS MATERIALIZED (  -- else each digest is made anew wherever the verdict is asked for
    SELECT COALESCE(e.{{number}}, s.event_id) AS number, s.sealed_at, CASE
        WHEN s.event_id IS NULL AND e.{{number}} <= (
            SELECT settled FROM records_sealmark WHERE city_id = %(city)s AND event_table = %(table)s) THEN 'added'
        WHEN s.event_id IS NULL AND e.{{at}} < statement_timestamp() - make_interval(mins => %(latest)s)
            AND (%(table)s <> 'records_access' OR EXISTS (  -- those of before they were sealed wait for the first time
                SELECT FROM records_sealmark WHERE city_id = %(city)s AND event_table = %(table)s))
            THEN 'overlooked'
        WHEN s.event_id IS NULL THEN 'waiting'
        WHEN s.salt IS NULL AND e.{{number}} IS NULL THEN 'erased'
        WHEN s.salt IS NULL THEN 'back'
        WHEN e.{{number}} IS NULL THEN 'missing'
        WHEN NOT s.complete THEN 'columns'
        WHEN s.digest IS DISTINCT FROM {DIGEST.format(salt="s.salt", extra="s.added")} THEN 'altered'
        ELSE 'same' END AS verdict
    FROM sealed s FULL JOIN event e ON e.{{number}} = s.event_id
)
SELECT verdict, count(*), (array_agg(number ORDER BY number) FILTER (WHERE verdict NOT IN {QUIET}))[1:%(most)s],
    (array_agg(sealed_at ORDER BY number) FILTER (WHERE verdict NOT IN {QUIET}))[1:%(most)s]
FROM compared GROUP BY verdict
"""  # noqa: S608  (made of our own names only)
NAMED = 1000
# Of most tables a city has neither an event nor a seal, and so nothing to compare: asked of all at once.
COMPARABLE = """
SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}" WHERE city_id = %(city)s)
    OR EXISTS (SELECT FROM records_seal WHERE city_id = %(city)s AND event_table = '{table}')
"""


def _to_compare(city_id: int, using: str) -> list[Sealed]:
    tables = sealed_tables()
    comparable = {name for (name,) in _rows(using, _asked(tuple(tables)), city=city_id)}
    return [table for table in tables if table.table in comparable]


@cache
def _asked(tables: tuple[Sealed, ...]) -> str:
    return " UNION ALL ".join(COMPARABLE.format(table=table.table) for table in tables)


def _check_events(verdict: Verdict, city_id: int, table: Sealed, using: str) -> Iterator[Finding]:
    """Every event there is against every digest there is."""
    facts = {"city": city_id, "table": table.table, "latest": LATEST_SEAL_MINUTES, "most": NAMED}
    for outcome, count, numbers, sealed in _rows(using, EVENTS.format(**table._asdict()), **facts):
        if table == ACCESSES:
            verdict.accesses += count
        elif outcome == "waiting":
            verdict.waiting += count
        else:
            verdict.events += count
        for number, at in zip(numbers or (), sealed or (), strict=True):
            yield Finding(f"event-{outcome}", number, table.table, at=at)
        if numbers and (more := count - len(numbers)):
            yield Finding("events-more", more, table.table)


def _check_unknown_tables(seals: list[Seal]) -> Iterator[Finding]:
    for table in sorted({seal.event_table for seal in seals} - {each.table for each in sealed_tables()}):
        yield Finding("table", name=table)


ERASED = """
SELECT s.tombstone_id, l.event_table, s.event_id, s.digest
FROM records_sealedevent s JOIN records_seal l ON l.id = s.seal_id AND l.city_id = s.city_id
WHERE s.city_id = %(city)s AND s.salt IS NULL ORDER BY s.tombstone_id
"""


def _check_tombstones(verdict: Verdict, city_id: int, using: str) -> Iterator[Finding]:
    """What was erased is exactly what the tombstones say; the tombstones themselves are events of the chain."""
    stones = {stone.pk: stone for stone in Tombstone.objects.using(using).filter(city_id=city_id)}
    recorded = set(_recorded_stones(using, city_id))
    for number, rows in groupby(_rows(using, ERASED, city=city_id), key=lambda row: row[0]):
        events = [(table, event, bytes(digest)) for _stone, table, event, digest in rows]
        verdict.erased += len(events)
        stone = stones.pop(number, None)
        if stone is None or number not in recorded:
            yield Finding("stone-gone", number)
        elif stone.events_sha256 != digest_of_erased(events):
            yield Finding("stone-other", number)
    for stone in stones.values():
        if stone.erased_events:
            yield Finding("stone-other", stone.pk)


def _recorded_stones(using: str, city_id: int) -> Iterator[int]:
    sql = "SELECT pgh_obj_id FROM records_tombstoneevent WHERE city_id = %(city)s AND pgh_label = 'insert'"
    for (number,) in _rows(using, sql, city=city_id):
        yield number


def _rows(using: str, sql: str, **values: Any) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
