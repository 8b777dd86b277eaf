"""Keys on their way in that are almost those of other rows, or of records there already."""

import datetime
from dataclasses import dataclass

from mapping.actions.staging import JOINED, Incoming
from mapping.models import ObservationImport, Source

# What programs change of their own accord: letter case, marks apart from their letters, spaces, a leading apostrophe or
# noughts, .0 at the end, what stands for a dash; and characters that nobody sees. Noughts before a number inside, too.
# Letters of double width are those of a simple one, and capitals of other alphabets that look like ours are what a
# keyboard wrote that was set to them.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212/_"
_LETTERS, _ALIKE = "АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXABEZHIKMNOPTYX"
_FROM, _TO = _DASHES + _LETTERS, "-" * len(_DASHES) + _ALIKE
_MADE_PLAIN = (
    rf"""ltrim(regexp_replace(regexp_replace(regexp_replace(translate(upper(normalize({{key}}, NFKC)),"""
    rf""" '{_FROM}', '{_TO}'),"""
    r""" '[\s''\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]', '', 'g'),"""
    r""" '[.,]0+$', ''), '-0+(?=\d)', '-', 'g'), '0')"""
)
# Most keys have none of that, and to see so takes a third of the time.
_PLAIN = rf"CASE WHEN {{key}} ~ '^[1-9A-Z][0-9A-Z]*(-[1-9A-Z][0-9A-Z]*)*$' THEN {{key}} ELSE {_MADE_PLAIN} END"
# So few records coincide by chance.
FEWEST = 5
# No correction moves an event by so many days, but for a slip of the pen.
DAYS_APART = 60


@dataclass(frozen=True, slots=True)
class Likeness:
    """Groups of keys within the file with their rows; keys changed since (row, key, key there); rows that coincide
    with a record the file lacks though their keys are not there, and how many rows have such keys; rows that are of
    days far from those of the record with their key, and how many rows have a record."""

    within: list[tuple[list[str], list[int]]]
    changed: list[tuple[int, str, str]]
    coinciding: int = 0
    total: int = 0
    reused: tuple["Reused", ...] = ()
    there: int = 0


@dataclass(frozen=True, slots=True)
class Reused:
    """A row, its key and day, and the day of the record that has this key already."""

    row: int
    key: str
    day: datetime.date
    day_there: datetime.date


def likeness(incoming: Incoming, source: Source) -> Likeness:
    """How keys resemble each other."""
    within = _within(incoming)
    if not ObservationImport.objects.filter(source=source).exists():
        return Likeness(within, [])
    changed = _changed(incoming, source)
    there = incoming.there(source.city_id, source.pk)
    total = incoming.count() - there
    coinciding = 0 if changed else _coinciding(incoming, source)
    if coinciding < FEWEST or coinciding * 2 < total:
        coinciding = 0
    reused = _reused(incoming, source)
    return Likeness(within, changed, coinciding, total, reused if len(reused) * 2 >= there else (), there)


def _within(incoming: Incoming) -> list[tuple[list[str], list[int]]]:
    plain = _PLAIN.format(key="external_key")
    return incoming.select(
        f"""SELECT array_agg(DISTINCT external_key), (array_agg("row" ORDER BY "row"))[1:5] FROM incoming
            GROUP BY {plain} HAVING count(DISTINCT external_key) > 1 ORDER BY min("row") LIMIT 20"""  # noqa: S608
    )


def _changed(incoming: Incoming, source: Source) -> list[tuple[int, str, str]]:
    mine, theirs = _PLAIN.format(key="i.external_key"), _PLAIN.format(key="o.external_key")
    return incoming.select(
        f"""SELECT min(i."row"), i.external_key, min(o.external_key) FROM incoming i
            JOIN mapping_observation o ON {mine} = {theirs}
            WHERE o.city_id = %(city)s AND o.source_id = %(source)s AND o.external_key <> ''
              AND NOT EXISTS (SELECT FROM mapping_observation same WHERE same.city_id = %(city)s
                  AND same.source_id = %(source)s AND same.external_key = i.external_key)
              AND NOT EXISTS (SELECT FROM incoming same WHERE same.external_key = o.external_key)
            GROUP BY i.external_key ORDER BY 1""",  # noqa: S608
        city=source.city_id,
        source=source.pk,
    )


def _reused(incoming: Incoming, source: Source) -> tuple[Reused, ...]:
    """Where numbers begin anew each year, a key is that of another event."""
    found = incoming.select(
        f"""SELECT i."row", i.external_key, i.first_day, o.first_day {JOINED}
              AND abs(i.first_day - o.first_day) > %(apart)s ORDER BY 1""",
        city=source.city_id,
        source=source.pk,
        apart=DAYS_APART,
    )
    return tuple(Reused(*row) for row in found)


def _coinciding(incoming: Incoming, source: Source) -> int:
    """Rows with a key of their own that are of the same day, place and kind as a record there that the file lacks.

    By sorting all of both once: records share their days, places and kinds with so many rows that a search for each
    takes time by the square.
    """
    found = incoming.select(
        """WITH every AS (
             SELECT i.external_key, true AS is_mine, true AS is_approved, i.first_day, i.last_day, k.place,
                    k.district_id, k.manifestations FROM incoming i JOIN incoming_kind k ON k.id = i.kind
             UNION ALL
             SELECT external_key, false, state = 'approved', first_day, last_day, place, district_id, manifestations
             FROM mapping_observation
             WHERE city_id = %(city)s AND source_id = %(source)s AND external_key <> ''),
           sides AS (
             SELECT *, bool_and(is_mine) OVER key AS is_new, bool_or(is_mine) OVER key AS is_in_file
             FROM every WINDOW key AS (PARTITION BY external_key)),
           alike AS (
             SELECT count(*) FILTER (WHERE is_new) AS rows, bool_or(is_approved AND NOT is_in_file) AS is_there
             FROM sides GROUP BY first_day, last_day, place, district_id, manifestations)
           SELECT coalesce(sum(rows), 0) FROM alike WHERE is_there""",
        city=source.city_id,
        source=source.pk,
    )
    return int(found[0][0])
