"""A later file of a source that was read before: what it lacks, marks as not counting, or says otherwise.

Nothing of it happens by itself: records that count are withdrawn or changed only where somebody says so and why, and
never where a person had them in hand since they came in.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from mapping.actions.sources import Coverage
from mapping.actions.staging import JOINED, OF_ROW, Incoming
from mapping.models import ObservationImport, Source

# Whether a person approved the record themselves, or did anything else to it on its pages since it came in: marked it
# otherwise, confirmed it, reopened it. What only imports did to it is not meant.
IN_HAND = """(o.approved_by_id IS NOT NULL OR EXISTS (
    SELECT FROM mapping_observationevent e
    WHERE e.city_id = o.city_id AND e.pgh_obj_id = o.id AND e.pgh_label = 'update' AND e.pgh_context ->> 'via' = 'page'
))"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be done with records there already; a reason where they are to change."""

    take_over: str = ""
    withdraw_missing: str = ""
    withdraw_marked: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """A record there that counts: its number, key and first day, and whether a person had it in hand (`IN_HAND`)."""

    pk: int
    key: str
    day: datetime.date
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Later:
    """How a file stands to what its source has: `newest` is the day of the newest file before this one.

    A file that shares no key with the source is another part of it; what it lacks of days it has no row of counts as
    `elsewhere`, not as lacking. What the file lacks or marks and a person had in hand is `left_to_people`.
    """

    newest: datetime.date | None = None
    lacking: tuple[Counting, ...] = ()
    elsewhere: tuple[Counting, ...] = ()
    marked: tuple[Counting, ...] = ()
    left_to_people: tuple[Counting, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def is_older_than(self, day: datetime.date) -> bool:
        return self.newest is not None and self.newest > day


def look_back(
    incoming: Incoming,
    source: Source,
    *,
    coverage: Sequence[Coverage],
    marked: Collection[str],
    extracted_on: datetime.date,
) -> Later:
    """What the source has of the days covered that the file lacks or marks, and what of the file was withdrawn here."""
    days = ObservationImport.objects.filter(source=source).order_by("-extracted_on")
    newest = days.values_list("extracted_on", flat=True).first()
    if newest is None:
        return Later()
    if newest > extracted_on:
        return Later(newest, withdrawn=_withdrawn(incoming, source))
    lacking = {row.pk: row for row in chain.from_iterable(_lacking(incoming, source, each) for each in coverage)}
    gone = _counting(incoming, source, "o.external_key = ANY(%(keys)s)", keys=list(marked))
    for row in gone:
        lacking.pop(row.pk, None)
    in_order = sorted(lacking.values(), key=lambda row: (row.day, row.key))
    elsewhere: list[Counting] = []
    if not gone and not incoming.there(source.city_id, source.pk):
        first, last = incoming.select("SELECT min(first_day), max(first_day) FROM incoming")[0]
        elsewhere = [row for row in in_order if first is None or not first <= row.day <= last]
        in_order = [row for row in in_order if first is not None and first <= row.day <= last]
    return Later(
        newest,
        lacking=tuple(row for row in in_order if not row.in_hand),
        elsewhere=tuple(elsewhere),
        marked=tuple(row for row in gone if not row.in_hand),
        left_to_people=tuple(row for row in [*in_order, *gone] if row.in_hand),
        withdrawn=_withdrawn(incoming, source),
    )


def _lacking(incoming: Incoming, source: Source, looked: Coverage) -> list[Counting]:
    """Records of the days and places of one stretch of looking that the file does not have."""
    return _counting(
        incoming,
        source,
        """o.first_day BETWEEN %(start)s AND %(end)s
           AND NOT EXISTS (SELECT FROM incoming i WHERE i.external_key = o.external_key)
           AND (%(whole)s AND o.place <> 'online' OR %(online)s AND o.place = 'online'
                OR EXISTS (SELECT FROM mapping_district d WHERE d.id = o.district_id AND d.city_id = %(city)s
                           AND d.code = ANY(%(codes)s)))""",
        start=looked.start,
        end=looked.end,
        whole=looked.whole_city,
        online=looked.online or looked.whole_city,
        codes=list(looked.districts),
    )


def _counting(incoming: Incoming, source: Source, which: str, **values: object) -> list[Counting]:
    """Approved records that came from files of a source."""
    found = incoming.select(
        f"""SELECT o.id, o.external_key, o.first_day, {IN_HAND} FROM mapping_observation o
            WHERE o.city_id = %(city)s AND o.source_id = %(source)s AND o.state = 'approved'
              AND o.batch_id IS NOT NULL AND o.external_key <> '' AND {which}
            ORDER BY o.first_day, o.external_key""",  # noqa: S608  (conditions of our own)
        city=source.city_id,
        source=source.pk,
        **values,
    )
    return [Counting(*row) for row in found]


def _withdrawn(incoming: Incoming, source: Source) -> tuple[str, ...]:
    """Keys of the file whose record there is withdrawn: it goes on not counting."""
    found = incoming.select(
        f"SELECT i.external_key {JOINED} AND o.state = 'withdrawn' ORDER BY 1",
        city=source.city_id,
        source=source.pk,
    )
    return tuple(row[0] for row in found)


def withdraw_records(incoming: Incoming, rows: Collection[Counting], reason: str) -> int:
    """Withdraw records with a reason, but for those that a person took in hand since it was looked; the number
    withdrawn.
    """
    if not rows:
        return 0
    ids = [row.pk for row in rows]
    # held by a statement of its own: the next one sees what was committed until then
    incoming.run("SELECT FROM mapping_observation WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE", ids=ids)
    return incoming.run(
        f"""UPDATE mapping_observation o SET state = 'withdrawn', withdrawn_reason = %(reason)s
            WHERE o.id = ANY(%(ids)s) AND o.state = 'approved' AND NOT {IN_HAND}""",  # noqa: S608  (our own condition)
        reason=reason,
        ids=ids,
    )


def take_over(incoming: Incoming, batch: ObservationImport, names: Collection[str], reason: str) -> int:
    """Let records that count read as the file does, with a reason; the number changed.

    What a person had in hand is left as it is: they have read it, and may have corrected it.
    """
    columns = {name: f'{"i" if name in OF_ROW else "k"}."{name}"' for name in sorted({*names, "title"})}
    differ = " OR ".join(f'o."{name}" IS DISTINCT FROM {columns[name]}' for name in sorted(names))
    sets = ", ".join(f'"{name}" = {column}' for name, column in columns.items())
    if "hour" not in columns:  # the file has none: what was known stays, while there is a day it belongs to
        sets += """, hour = CASE WHEN i."precision" = 'day' THEN o.hour END"""
    incoming.run(
        f"SELECT {JOINED} AND o.state = 'approved' ORDER BY o.id FOR NO KEY UPDATE OF o",
        city=batch.city_id,
        source=batch.source_id,
    )
    return incoming.run(
        f"""UPDATE mapping_observation o SET {sets}, batch_id = %(batch)s, review_comment = %(reason)s
            FROM incoming i JOIN incoming_kind k ON k.id = i.kind
            WHERE o.city_id = %(city)s AND o.source_id = %(source)s AND o.external_key = i.external_key
              AND o.external_key <> '' AND o.state = 'approved' AND NOT {IN_HAND}
              AND ({differ})""",  # noqa: S608  (names of our own columns)
        city=batch.city_id,
        source=batch.source_id,
        batch=batch.pk,
        reason=reason,
    )
