"""Rows of a table as lines for COPY. What differs in a hundred thousand rows is key and date; the rest comes in a few
hundred combinations of cells, each worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from mapping.actions.incoming import Kind, copy_text
from mapping.imports.dates import DateReader, NoDate
from mapping.imports.fields import Codes, UnknownValue, folded
from mapping.imports.mapping_file import ColumnMapping
from mapping.imports.places import Places
from mapping.imports.problems import Problems
from mapping.imports.tables import Table
from mapping.imports.titles import title
from mapping.vocabulary import Precision

LONGEST_KEY = 120
# Combinations of cells remembered at once; forgetting them costs time, never correctness.
MOST_COMBINATIONS = 50_000

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row a rule of the mapping leaves out."""

    column: str
    value: str
    reason: str


class RowReader:
    """Turns rows into lines `row, key, first day, last day, precision, reported on, kind`, gathering problems."""

    def __init__(self, mapping: ColumnMapping, table: Table, places: Places) -> None:
        self.mapping = mapping
        self.places = places
        self.problems = Problems()
        self.rows_read = 0
        self.not_counted: list[dict[str, Any]] = []
        self.kinds: dict[Kind, int] = {}
        self._table = table
        self._key = table.position(mapping.external_key)
        self._columns = self._categories()
        self._cells = _picker([table.position(column) for column in self._columns])
        self._known: dict[Cells, int | LeftOut | list[str]] = {}
        self._when = DateReader(mapping.when.pattern, latest=mapping.extracted_on)

    def _categories(self) -> tuple[str, ...]:
        """The columns whose cells come again and again."""
        columns = [rule.column for field in self.mapping.fields for rule in field.columns]
        columns += [rule.column for rule in self.mapping.not_counted]
        if self.mapping.place.column:
            columns.append(self.mapping.place.column)
        return tuple(dict.fromkeys(columns))

    def lines(self) -> Iterator[str]:
        """Lines of the rows that are in order; reading goes on after a problem, to find them all."""
        known, pick, key_at = self._known, self._cells, self._key
        days, reported = self._days(), self._reported()
        for number, row in self._table.rows:
            self.rows_read += 1
            cells = pick(row)
            kind = known.get(cells)
            if kind is None:
                kind = self._remember(cells)
            key = row[key_at].strip()
            if not isinstance(kind, int):
                self._not_a_kind(kind, number, key)
                continue
            if not key or len(key) > LONGEST_KEY:
                self.problems.add(self._about_key(key), number)
            try:
                yield f"{number}\t{copy_text(key)}\t{days(row)}\t{reported(row)}\t{kind}\n"
            except NoDate as problem:
                self.problems.add(f"{problem}.", number)

    def _about_key(self, key: str) -> str:
        column = self.mapping.external_key
        if not key:
            return _("column %(column)s: the key is empty; every record needs one.") % {"column": column}
        return _("column %(column)s: the key has more than %(most)d characters.") % {
            "column": column,
            "most": LONGEST_KEY,
        }

    def _not_a_kind(self, kind: LeftOut | list[str], number: int, key: str) -> None:
        if isinstance(kind, list):
            for problem in kind:
                self.problems.add(problem, number)
            return
        self.not_counted.append(
            {"row": number, "key": key, "column": kind.column, "value": kind.value, "reason": kind.reason}
        )

    def _days(self) -> "_Days":
        rule = self.mapping.when
        until = self._table.position(rule.until) if rule.until else None
        return _Days(rule.column, self._table.position(rule.column), until, self._when)

    def _reported(self) -> "_Reported":
        rule = self.mapping.reported_on
        if rule is None:
            return _Reported("", -1, self._when)
        reader = DateReader(rule.pattern, latest=self.mapping.extracted_on)
        return _Reported(rule.column, self._table.position(rule.column), reader)

    def _remember(self, cells: Cells) -> int | LeftOut | list[str]:
        if len(self._known) >= MOST_COMBINATIONS:
            self._known.clear()
        kind = self._known[cells] = self._kind(dict(zip(self._columns, cells, strict=True)))
        return kind

    def _kind(self, cells: dict[str, str]) -> int | LeftOut | list[str]:
        for rule in self.mapping.not_counted:
            if folded(cells[rule.column]) in rule.values:
                return LeftOut(rule.column, cells[rule.column].strip(), rule.reason)
        problems: list[str] = []
        codes: dict[str, Codes] = {}
        for field in self.mapping.fields:
            try:
                codes[field.name] = field.codes(cells)
            except UnknownValue as problem:
                problems.append(str(problem))
        try:
            place, district = self.places.find(cells.get(self.mapping.place.column, ""))
        except UnknownValue as problem:
            return [*problems, str(problem)]
        codes["place"] = (place,)
        return problems or self._number(codes, district)

    def _number(self, codes: dict[str, Codes], district: int | None) -> int:
        kind = Kind.of(codes, district_id=district, title=title(self.mapping.title, codes))
        return self.kinds.setdefault(kind, len(self.kinds))


def _picker(positions: list[int]) -> "Any":
    """Cells at some positions, as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda row: tuple(row[position] for position in positions)


@dataclass(slots=True)
class _Days:
    """First day, last day and precision of a row, as COPY writes them."""

    column: str
    position: int
    until: int | None
    reader: DateReader

    def __call__(self, row: list[str]) -> str:
        try:
            first, last = self.reader.read(row[self.position])
            if self.until is None or not row[self.until].strip():
                return f"{first}\t{last}\t{self.reader.precision.value}"
            end = self.reader.read(row[self.until])[1]
        except NoDate as problem:
            raise NoDate(_("column %(column)s: %(why)s") % {"column": self.column, "why": problem}) from None
        if end < first:
            raise NoDate(
                _("column %(column)s: the last day %(end)s lies before the first %(first)s")
                % {"column": self.column, "end": end, "first": first}
            )
        if (first, last) == (end, end):
            return f"{first}\t{last}\t{self.reader.precision.value}"
        return f"{first}\t{end}\t{Precision.PERIOD.value}"


@dataclass(slots=True)
class _Reported:
    """The day of the report as COPY writes it; none where the mapping or the cell has none."""

    column: str
    position: int
    reader: DateReader

    def __call__(self, row: list[str]) -> str:
        if self.position < 0 or not row[self.position].strip():
            return r"\N"
        try:
            return str(self.reader.read(row[self.position])[0])
        except NoDate as problem:
            raise NoDate(_("column %(column)s: %(why)s") % {"column": self.column, "why": problem}) from None
