"""Whether the history of a city is what was sealed: every event compared with its digest, every seal with the next.

Reads only. Whoever can rewrite events, digests and seals alike can make a chain of their own; a head that was printed
or kept elsewhere shows that (`expected`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from records.chain import BEGINNING, DIGEST, DIGEST_OF_SEAL, digest_of_erased, event_tables, head_of
from records.models import Seal, Tombstone

# Events that are still unsealed after this long were overlooked, or the sealer does not run.
LATEST_SEAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Verdict:
    """What was compared and what was found. `waiting` events are committed and not sealed yet."""

    head: str = BEGINNING
    seals: int = 0
    events: int = 0
    erased: int = 0
    waiting: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings


def verify_city(*, city_id: int, expected: str = "", using: str = "default") -> Verdict:
    """Compare everything; runs inside the city's context. `expected` is a head that was kept elsewhere."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
    verdict = Verdict()
    seals = list(Seal.objects.using(using).filter(city_id=city_id).order_by("sequence"))
    verdict.findings += _check_chain(verdict, seals, expected)
    verdict.findings += _check_lists(city_id, seals, using)
    for table in event_tables():
        verdict.findings += _check_events(verdict, city_id, table, using)
    verdict.findings += _check_unknown_tables(seals)
    verdict.findings += _check_tombstones(verdict, city_id, using)
    return verdict


def _check_chain(verdict: Verdict, seals: list[Seal], expected: str) -> Iterator[Finding]:
    """Each seal says what its head covers, and names the head before it."""
    heads = {BEGINNING}
    for place, seal in enumerate(seals, start=1):
        where = _("Seal %(number)s") % {"number": seal.sequence}
        if seal.sequence != place:
            yield Finding(_("one or more seals before it are missing, or their order was changed"), where)
        if seal.previous != verdict.head:
            yield Finding(_("it does not follow the seal before it"), where)
        if seal.head != head_of(seal):
            yield Finding(_("it was altered"), where)
        verdict.head = seal.head
        heads.add(seal.head)
    verdict.seals = len(seals)
    if expected and expected not in heads:
        yield Finding(_("the chain does not contain it: it was rewritten, or ends earlier"), _("The head you gave"))


LISTS = f"""
SELECT seal_id, count(*), min(event_id), max(event_id), {DIGEST_OF_SEAL}
FROM records_sealedevent WHERE city_id = %(city)s GROUP BY seal_id
"""  # noqa: S608  (made of our own names only)


def _check_lists(city_id: int, seals: list[Seal], using: str) -> Iterator[Finding]:
    """The digests of a seal's events are those the seal was made over."""
    lists = {row[0]: row[1:] for row in _rows(using, LISTS, city=city_id)}
    for seal in seals:
        if lists.pop(seal.pk, None) != (seal.count, seal.first_event, seal.last_event, seal.digest):
            yield Finding(_("its list of events was altered"), _("Seal %(number)s") % {"number": seal.sequence})
    for number in lists:
        yield Finding(_("it is missing, its list of events is there"), _("Seal with the id %(id)s") % {"id": number})


EVENTS = f"""
WITH now AS (
    SELECT array_agg(attname::text) AS columns FROM pg_attribute
    WHERE attrelid = %(table)s::regclass AND attnum > 0 AND NOT attisdropped
), of_table AS (
    SELECT l.id, l.city_id, array(SELECT unnest(now.columns) EXCEPT SELECT unnest(l.columns)::text) AS added,
        l.columns::text[] <@ now.columns AS complete
    FROM records_seal l, now WHERE l.city_id = %(city)s AND l.event_table = %(table)s
), sealed AS (
    SELECT s.event_id, s.salt, s.digest, l.added, l.complete FROM records_sealedevent s
    JOIN of_table l ON l.id = s.seal_id AND l.city_id = s.city_id WHERE s.city_id = %(city)s
), event AS (
    SELECT * FROM "{{table}}" WHERE city_id = %(city)s
), compared AS (
    SELECT COALESCE(e.pgh_id, s.event_id) AS number, CASE
        WHEN s.event_id IS NULL AND e.pgh_id <= (
            SELECT settled FROM records_sealmark WHERE city_id = %(city)s AND event_table = %(table)s) THEN 'added'
        WHEN s.event_id IS NULL AND e.pgh_created_at < statement_timestamp() - make_interval(mins => %(latest)s)
            THEN 'overlooked'
        WHEN s.event_id IS NULL THEN 'waiting'
        WHEN s.salt IS NULL AND e.pgh_id IS NULL THEN 'erased'
        WHEN s.salt IS NULL THEN 'back'
        WHEN e.pgh_id IS NULL THEN 'missing'
        WHEN NOT s.complete THEN 'columns'
        WHEN s.digest IS DISTINCT FROM {DIGEST.format(salt="s.salt", extra="s.added")} THEN 'altered'
        ELSE 'same' END AS verdict
    FROM sealed s FULL JOIN event e ON e.pgh_id = s.event_id
)
SELECT verdict, count(*), (array_agg(number ORDER BY number) FILTER (
    WHERE verdict NOT IN ('same', 'waiting', 'erased')))[1:%(most)s] FROM compared GROUP BY verdict
"""  # noqa: S608  (made of our own names only)
NAMED = 1000


def _check_events(verdict: Verdict, city_id: int, table: str, using: str) -> Iterator[Finding]:
    """Every event there is against every digest there is."""
    said = {
        "added": _("it was added after its time"),
        "overlooked": _("it is not sealed: the sealer does not run, or the event was added by hand"),
        "back": _("it was erased, and is there again"),
        "missing": _("it is missing"),
        "columns": _("it cannot be compared: a column it was sealed with is gone"),
        "altered": _("it was altered"),
    }
    facts = {"city": city_id, "table": table, "latest": LATEST_SEAL_MINUTES, "most": NAMED}
    for outcome, count, numbers in _rows(using, EVENTS.format(table=table), **facts):
        if outcome == "waiting":
            verdict.waiting += count
        else:
            verdict.events += count
        for number in numbers or ():
            where = _("Event %(number)s of %(table)s") % {"number": number, "table": table}
            yield Finding(said[outcome], where)
        if numbers and count > len(numbers):
            yield Finding(said[outcome], _("%(count)s more of %(table)s") % {"count": count - NAMED, "table": table})


def _check_unknown_tables(seals: list[Seal]) -> Iterator[Finding]:
    for table in sorted({seal.event_table for seal in seals} - set(event_tables())):
        yield Finding(_("its events were sealed, and the table is not known any more"), table)


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
        where = _("Tombstone %(number)s") % {"number": number}
        if stone is None or number not in recorded:
            yield Finding(_("it is missing, and events were erased in its name"), where)
        elif stone.events_sha256 != digest_of_erased(events):
            yield Finding(_("other events were erased than it says"), where)
    for stone in stones.values():
        if stone.erased_events:
            yield Finding(_("other events were erased than it says"), _("Tombstone %(number)s") % {"number": stone.pk})


def _recorded_stones(using: str, city_id: int) -> Iterator[int]:
    sql = "SELECT pgh_obj_id FROM records_tombstoneevent WHERE city_id = %(city)s AND pgh_label = 'insert'"
    for (number,) in _rows(using, sql, city=city_id):
        yield number


def _rows(using: str, sql: str, **values: Any) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
