"""The sealer: chains what was committed since it last came by. Nothing is chained while it is written.

Events get their number before they are committed, so a slow transaction's events appear behind newer ones. A batch
therefore takes every event that is visible and has no digest yet; the mark only says below which number no more can
appear, so that old rows need not be looked at again.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.prepared import Prepared
from records.chain import BEGINNING, DIGEST, DIGEST_OF_SEAL, Sealed, head_of, sealed_tables
from records.models import Seal, SealMark

BATCH = 20_000
# A mark is moved when this many numbers were given out since, not at every visit.
MOVE_MARK_AFTER = 500
LOCK = 7_202_312

TAKE = f"""
WITH fresh AS (
    SELECT e.{{number}} AS number, gen_random_uuid() AS salt FROM "{{table}}" e
    WHERE e.city_id = %(city)s AND e.{{number}} > %(settled)s AND NOT EXISTS (
        SELECT FROM records_sealedevent s JOIN records_seal l ON l.id = s.seal_id AND l.city_id = s.city_id
        WHERE s.city_id = %(city)s AND s.event_id > %(settled)s AND s.event_id = e.{{number}}
        AND l.event_table = %(table)s)
    ORDER BY e.{{number}} LIMIT %(batch)s
), sealed AS (
    INSERT INTO records_sealedevent (city_id, seal_id, event_id, salt, digest)
    SELECT %(city)s, %(seal)s, e.{{number}}, fresh.salt, {DIGEST.format(salt="fresh.salt", extra="ARRAY[]::text[]")}
    FROM fresh JOIN "{{table}}" e ON e.{{number}} = fresh.number AND e.city_id = %(city)s
    WHERE e.{{number}} BETWEEN (SELECT min(number) FROM fresh) AND (SELECT max(number) FROM fresh)
    RETURNING event_id, digest
)
SELECT count(*), min(event_id), max(event_id), {DIGEST_OF_SEAL} FROM sealed
"""  # noqa: S608  (made of our own names only)
COLUMNS = """
SELECT name, (
    SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute
    WHERE attrelid = format('%%I', name)::regclass AND attnum > 0 AND NOT attisdropped
) FROM unnest(%s) AS sealed (name)
"""
# The numbers are read first, of all tables at once: whoever was given one up to them has an id below the snapshot's
# end, because a trigger writes events after the transaction has changed a row (and accesses after one that gives it an
# id). A sequence nobody has asked yet has no last number.
WHERE_ARE_WE = """
SELECT name, coalesce(pg_sequence_last_value(format('%%I', name)::regclass), 0) FROM unnest(%s) AS sequence (name)
"""
# Of most tables a city has nothing that is not settled: asked of all at once.
HOLDS = """SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}" WHERE city_id = $1 AND {number} > ${place})"""
UNTIL = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, pg_snapshot_xmax(pg_current_snapshot())::text"


@transaction.atomic(savepoint=False)
def hold_chain(*, city_id: int, wait: bool = True) -> bool:
    """Let nobody else add to the city's chain until this transaction ends; False where somebody is at it."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, city_id])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, city_id])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def seal_city(*, city_id: int, most: int | None = None) -> int:
    """Seal what is committed and not sealed yet; the number of events sealed, at most about `most`.

    Runs inside the city's context. Events this transaction itself has written are sealed with it.
    """
    hold_chain(city_id=city_id)
    tables = list(sealed_tables())
    marks = {mark.event_table: mark for mark in SealMark.objects.filter(city_id=city_id)}
    numbers, (ended, begun) = _last_numbers(tables), _transactions()
    settled = {table: marks[table.table].settled if table.table in marks else 0 for table in tables}
    moved = [table for table in tables if numbers[_sequence(table)] != settled[table]]
    holding = _holding(city_id, settled) if moved else set()
    chain = _Chain(city_id, _columns(holding))
    sealed = 0
    for table in moved:
        mark, now = marks.get(table.table), Now(numbers[_sequence(table)], ended, begun)
        if table.table not in holding:
            if mark:
                _move(mark, now)
        elif most is None or sealed < most:
            sealed += _seal_table(chain, table, mark or SealMark(city_id=city_id, event_table=table.table), now, most)
    return sealed


def _holding(city_id: int, settled: Mapping[Sealed, int]) -> set[str]:
    """The tables in which the city has something with a number above the one that is settled."""
    values = [city_id, *settled.values()]
    with connection.cursor() as cursor:
        cursor.execute(_asked(tuple(settled)).called(len(values)), values)
        return {table for (table,) in cursor.fetchall()}


@cache
def _asked(tables: tuple[Sealed, ...]) -> Prepared:
    """Of all tables, whichever moved, so that it is planned once per connection: that takes longer than to answer."""
    asked = (HOLDS.format(table=each.table, number=each.number, place=place) for place, each in enumerate(tables, 2))
    return Prepared.made("holding", " UNION ALL ".join(asked))


def _columns(tables: Collection[str]) -> dict[str, list[str]]:
    """As they stay until this transaction ends: whoever would change one waits, since `_holding` read the tables."""
    if not tables:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [list(tables)])
        return dict(cursor.fetchall())


class _Chain:
    """What the next seal is made after; nobody else adds one meanwhile (`hold_chain`)."""

    def __init__(self, city_id: int, columns: Mapping[str, list[str]]) -> None:
        self.city_id, self.columns = city_id, columns

    @cached_property
    def newest(self) -> Seal | None:
        return Seal.objects.filter(city_id=self.city_id).newest()


class Now(NamedTuple):
    """The last number given out, below which transaction all have ended, and the one that comes next."""

    number: int
    ended: int
    begun: int


def _seal_table(chain: _Chain, table: Sealed, mark: SealMark, now: Now, most: int | None) -> int:
    sealed = 0
    while count := _seal_batch(chain, table, mark.settled):
        sealed += count
        if count < BATCH:
            break
        if most is not None and sealed >= most:
            return sealed
    _move(mark, now)
    return sealed


def _seal_batch(chain: _Chain, table: Sealed, settled: int) -> int:
    city_id = chain.city_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true), nextval('records_seal_id_seq')")
        facts = {
            "city": city_id,
            "table": table.table,
            "settled": settled,
            "batch": BATCH,
            "seal": cursor.fetchone()[1],
        }
        # Of what was imported a moment ago PostgreSQL expects one row, until it has counted: row by row, 20,000 events
        # beside 300,000 of other cities took two and a half minutes.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(TAKE.format(table=table.table, number=table.number), facts)
        count, first, last, digest = cursor.fetchone()
        cursor.execute("SET LOCAL enable_nestloop = on")
    if not count:
        return 0
    newest = chain.newest
    seal = Seal(
        pk=facts["seal"],
        city_id=city_id,
        sequence=newest.sequence + 1 if newest else 1,
        event_table=table.table,
        columns=chain.columns[table.table],
        first_event=first,
        last_event=last,
        count=count,
        digest=digest,
        previous=newest.head if newest else BEGINNING,
        sealed_at=timezone.now(),
    )
    seal.head = head_of(seal)
    seal.save(force_insert=True)
    chain.newest = seal
    return int(count)


def _sequence(table: Sealed) -> str:
    return f"{table.table}_{table.number}_seq"


def _last_numbers(tables: Iterable[Sealed]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WHERE_ARE_WE, [[_sequence(table) for table in tables]])
        return dict(cursor.fetchall())


def _transactions() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(UNTIL)
        ended, begun = cursor.fetchone()
    return int(ended), int(begun)


def _move(mark: SealMark, now: Now) -> None:
    """Settle what was pending where its transactions have all ended, and note what will be settled next."""
    from_elsewhere = mark.pending_until > now.begun  # a restored database counts its transactions anew
    if mark.pk and not from_elsewhere and mark.pending > mark.settled:
        if mark.pending_until > now.ended:
            return
        mark.settled = mark.pending
    elif mark.pk and not from_elsewhere and now.number - mark.pending < MOVE_MARK_AFTER:
        return
    mark.pending, mark.pending_until = now.number, now.begun
    mark.save()
