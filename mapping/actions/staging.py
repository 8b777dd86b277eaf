"""Rows on their way in: temporary tables of this transaction, filled by COPY, emptied by one INSERT … SELECT.

What many rows share (codes, district, title) is one row of `incoming_kind`, so that a hundred thousand rows are
copied as key, dates and a number. Each statement's only variable parts are names of our own columns.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from types import TracebackType
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import connection

from mapping.models import ObservationImport

Codes = tuple[str, ...]
NULL = r"\N"
LINES_AT_ONCE = 2000
# As many rows as PostgreSQL takes a table to have that it has not looked at: looking takes longer than it saves.
FEW = 500
SEVERAL = ("manifestations", "targets", "currents")
SINGLE = (
    "scope",
    "place",
    "space",
    "setting",
    "basis",
    "how_known",
    "reliability",
    "credibility",
    "marking",
    "platform",
)


def copy_text(text: str) -> str:
    """A text as a field of COPY's text format."""
    if text.isalnum():
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


@dataclass(frozen=True, slots=True)
class Kind:
    """What many rows share: everything but key and dates."""

    scope: str
    place: str
    district_id: int | None
    space: str
    manifestations: Codes
    targets: Codes
    currents: Codes
    setting: str
    severity: int | None
    basis: str
    how_known: str
    reliability: str
    credibility: str
    marking: str
    platform: str
    title: str

    @classmethod
    def of(cls, codes: Mapping[str, Codes], *, district_id: int | None, title: str) -> "Kind":
        values: dict[str, Any] = {name: codes.get(name, ()) for name in SEVERAL}
        values |= {name: "".join(codes.get(name, ())) for name in SINGLE}
        severity = codes.get("severity", ())
        return cls(**values, severity=int(severity[0]) if severity else None, district_id=district_id, title=title)

    def line(self, number: int) -> str:
        cells = [_cell(getattr(self, field.name)) for field in fields(self)]
        return "\t".join([str(number), *cells]) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, tuple):
        return "{" + ",".join(value) + "}"
    return copy_text(str(value))


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that is there already and reads otherwise in the file."""

    row: int
    key: str
    fields: tuple[str, ...]


# Sorting and grouping a hundred thousand keys fits into memory then; the setting ends with the transaction.
CREATE = """
SET LOCAL work_mem = '64MB';
CREATE TEMPORARY TABLE incoming (
    "row" integer NOT NULL, external_key text NOT NULL, first_day date NOT NULL, last_day date NOT NULL,
    "precision" text NOT NULL, hour smallint, reported_on date, kind integer NOT NULL
) ON COMMIT DROP;
CREATE TEMPORARY TABLE incoming_kind (
    id integer NOT NULL, scope text NOT NULL, place text NOT NULL, district_id bigint, space text NOT NULL,
    manifestations varchar[] NOT NULL, targets varchar[] NOT NULL, currents varchar[] NOT NULL, setting text NOT NULL,
    severity smallint, basis text NOT NULL, how_known text NOT NULL, reliability text NOT NULL,
    credibility text NOT NULL, marking text NOT NULL, platform text NOT NULL, title text NOT NULL
) ON COMMIT DROP;
"""
DROP = "DROP TABLE incoming, incoming_kind"
OF_ROW = ("external_key", "first_day", "last_day", "precision", "hour", "reported_on")
# What a record of a batch holds besides what its row says.
OF_BATCH = {
    "city_id": "%(city)s",
    "source_id": "%(source)s",
    "batch_id": "%(batch)s",
    "created_by_id": "%(actor)s",
    "review_by": "%(review_by)s",
    "state": "'approved'",
    "approved_at": "statement_timestamp()",
    "created_at": "statement_timestamp()",
    **dict.fromkeys(["what_happened", "source_link", "trigger_event"], "''"),
    **dict.fromkeys(["review_comment", "withdrawn_reason", "counts_below"], "''"),
}


class Incoming:
    """The rows of one file, inside the transaction that takes them in."""

    def __enter__(self) -> Self:
        self.run(CREATE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # else the transaction is undone, and the tables with it
            self.run(DROP)

    def copy(self, lines: Iterable[str], kinds: Callable[[], Mapping[Kind, int]]) -> None:
        """Copy all lines, then the kinds that were found on the way."""
        count = self._copy("incoming", lines)
        self._copy("incoming_kind", (kind.line(number) for kind, number in kinds().items()))
        if count > FEW:
            self.run("ANALYZE incoming; ANALYZE incoming_kind")

    def count(self) -> int:
        return int(self.select("SELECT count(*) FROM incoming")[0][0])

    def leave_out(self, keys: Sequence[str]) -> int:
        """Remove rows by key; the number removed."""
        if not keys:
            return 0
        return self.run("DELETE FROM incoming WHERE external_key = ANY(%(keys)s)", keys=list(keys))

    def repeats(self, most: int) -> list[tuple[str, list[int]]]:
        """The first keys that stand on several rows, with the first of these rows."""
        return self.select(
            """SELECT external_key, (array_agg("row" ORDER BY "row"))[1:5] FROM incoming GROUP BY external_key
               HAVING count(*) > 1 ORDER BY min("row") LIMIT %(most)s""",
            most=most,
        )

    def contradictions(self) -> list[tuple[str, list[int]]]:
        """Keys that stand on several rows which do not say the same, with their rows."""
        return self.select(
            """SELECT external_key, array_agg("row" ORDER BY "row") FROM incoming GROUP BY external_key
               HAVING count(*) > 1
                  AND count(DISTINCT (first_day, last_day, "precision", hour, reported_on, kind)) > 1
               ORDER BY min("row")"""
        )

    def differing(self, key: str) -> list[str]:
        """The fields in which the rows of a key differ."""
        columns = {name: f'i."{name}"' for name in OF_ROW[1:]}
        columns |= {field.name: f'k."{field.name}"' for field in fields(Kind) if field.name != "title"}
        tests = ", ".join(
            f"CASE WHEN count(DISTINCT coalesce({column}::text, '')) > 1 THEN '{name}' END"
            for name, column in columns.items()
        )
        found = self.select(
            f"""SELECT array_remove(ARRAY[{tests}], NULL) FROM incoming i JOIN incoming_kind k ON k.id = i.kind
                WHERE i.external_key = %(key)s""",  # noqa: S608  (names of our own columns)
            key=key,
        )
        return list(found[0][0])

    def drop_repeated(self) -> int:
        """Keep the first of rows that say the same; the number dropped."""
        return self.run(
            """DELETE FROM incoming WHERE "row" IN (
                 SELECT unnest((array_agg("row" ORDER BY "row"))[2:]) FROM incoming
                 GROUP BY external_key HAVING count(*) > 1)"""
        )

    def there(self, city: int, source: int) -> int:
        """How many keys the source has already."""
        return int(self.select(f"SELECT count(*) {JOINED}", city=city, source=source)[0][0])

    def compare(self, city: int, source: int, names: Collection[str]) -> tuple[int, list[Difference]]:
        """How many keys the source has already, and those whose fields read otherwise here."""
        there = self.there(city, source)
        if not there:
            return 0, []
        columns = {name: f'{"i" if name in OF_ROW else "k"}."{name}"' for name in sorted(names)}
        tests = ", ".join(
            f"CASE WHEN o.\"{name}\" IS DISTINCT FROM {column} THEN '{name}' END" for name, column in columns.items()
        )
        found = self.select(
            f"""SELECT "row", key, differs FROM (
                  SELECT i."row", i.external_key AS key, array_remove(ARRAY[{tests}]::text[], NULL) AS differs
                  {JOINED}) AS compared
                WHERE cardinality(differs) > 0 ORDER BY "row" """,  # noqa: S608  (names of our own columns)
            city=city,
            source=source,
        )
        return there, [Difference(row, key, tuple(differs)) for row, key, differs in found]

    def insert(self, batch: ObservationImport, *, review_by: datetime.date) -> int:
        """Insert what the source does not have yet; the number inserted."""
        columns = {name: f'i."{name}"' for name in OF_ROW}
        columns |= {field.name: f'k."{field.name}"' for field in fields(Kind)}
        columns |= OF_BATCH
        names = ", ".join(f'"{name}"' for name in columns)
        return self.run(
            f"""INSERT INTO mapping_observation ({names})
                SELECT {", ".join(columns.values())} FROM incoming i JOIN incoming_kind k ON k.id = i.kind
                WHERE NOT EXISTS (SELECT FROM mapping_observation o
                    WHERE o.city_id = %(city)s AND o.source_id = %(source)s AND o.external_key = i.external_key)
                ORDER BY i."row" """,  # noqa: S608  (names of our own columns)
            city=batch.city_id,
            source=batch.source_id,
            batch=batch.pk,
            actor=batch.imported_by_id,
            review_by=review_by,
        )

    def run(self, sql: str, **values: Any) -> int:
        """Execute a statement; the number of rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return int(cursor.rowcount)

    def select(self, sql: str, **values: Any) -> list[Any]:
        """The rows of a query."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return list(cursor.fetchall())

    def _copy(self, table: str, lines: Iterable[str]) -> int:
        blocks = _Blocks(lines)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} FROM STDIN", blocks)
            count = cursor.rowcount
        if blocks.refusal:
            raise blocks.refusal
        return int(count)


JOINED = """FROM incoming i JOIN incoming_kind k ON k.id = i.kind
    JOIN mapping_observation o
      ON o.city_id = %(city)s AND o.source_id = %(source)s AND o.external_key = i.external_key
     AND o.external_key <> ''"""


class _Blocks:
    """Lines as the file COPY reads from, made while it reads.

    A refusal on the way ends the file and is kept: raised inside COPY, it would come out as a database error.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.refusal: ValidationError | None = None
        self._lines: Iterator[str] = iter(lines)

    def read(self, _size: int = -1) -> bytes:
        try:
            return "".join(islice(self._lines, LINES_AT_ONCE)).encode()
        except ValidationError as refusal:
            self.refusal = refusal
            return b""
