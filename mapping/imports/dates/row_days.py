"""Days of a row as COPY writes them, each text worked out once, with what was seen for the doubts about a column."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from analysis.records import month_end, month_start
from mapping.actions.staging import NULL
from mapping.imports.dates.days import DateReader, NoDate, OtherForm
from mapping.imports.dates.doubts import Written
from mapping.imports.fields import folded
from mapping.imports.problems import QUOTED, Problems
from mapping.imports.rules import DateRule
from mapping.vocabulary import Precision


def _by_text(pairs: Iterable[tuple[str, list[int]]]) -> dict[str, list[int]]:
    """How many rows have a text, and the first of them, of several counts."""
    found: dict[str, list[int]] = {}
    for text, (count, row) in pairs:
        there = found.setdefault(text, [0, row])
        there[0], there[1] = there[0] + count, min(there[1], row)
    return found


def _written(seen: dict[str, list[int]], reader: DateReader) -> list[Written]:
    """The dates of a column: each text with its day, how many rows have it, and the first of them."""
    return [Written(text, reader.day(text.strip()), count, row) for text, (count, row) in seen.items()]


@dataclass(slots=True)
class Days:
    """First day, last day and precision of a row, as COPY writes them."""

    rule: DateRule
    position: int
    until: int | None
    exactly: int | None
    reader: DateReader
    known: dict[tuple[str, str, str], str] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def __call__(self, number: int, row: list[str]) -> str:
        cells = (
            row[self.position],
            "" if self.until is None else row[self.until].strip(),
            "" if self.exactly is None else folded(row[self.exactly]),
        )
        text = self.known.get(cells)
        if text is None:
            text = self.known[cells] = self._read(*cells)
            self.seen[cells] = [0, number]
        self.seen[cells][0] += 1
        return text

    def starts(self) -> list[Written]:
        return _written(_by_text((start, seen) for (start, *_rest), seen in self.seen.items()), self.reader)

    def ends(self) -> list[Written]:
        return _written(
            _by_text((until, seen) for (_start, until, _exactly), seen in self.seen.items() if until), self.reader
        )

    def dates(self) -> list[Written]:
        """The first days of rows that have no other last day."""
        return _written({start: seen for (start, until, _exactly), seen in self.seen.items() if not until}, self.reader)

    def _read(self, start: str, until: str, exactly: str) -> str:
        with _in_column(self.rule.column):
            first, last = self.reader.read(start)
        with _in_column(self.rule.until if until else self.rule.column):
            end = self.reader.read(until)[1] if until else last
            if end < first:
                raise NoDate(_("the last day %(end)s lies before the first, %(first)s") % {"end": end, "first": first})
        precision = self.reader.precision if end == last else Precision.PERIOD
        with _in_column(self.rule.precision_column):
            precision = _as_said(exactly, first, end) if exactly else precision
        return f"{first}\t{end}\t{precision.value}"


def _as_said(code: str, first: datetime.date, last: datetime.date) -> Precision:
    """How exactly a row says that its days are known; they must be a day, a month or a year for that."""
    spans = {
        Precision.DAY: (first, first),
        Precision.MONTH: (month_start(first), month_end(first)),
        Precision.YEAR: (datetime.date(first.year, 1, 1), datetime.date(first.year, 12, 31)),
        Precision.PERIOD: (first, last),
    }
    if code not in Precision.values:
        codes = ", ".join(Precision.values)
        raise NoDate(_("“%(code)s” is none of: %(codes)s") % {"code": code, "codes": codes})
    if spans[Precision(code)] != (first, last):
        raise NoDate(
            _("“%(code)s” does not fit the days from %(first)s to %(last)s")
            % {"code": code, "first": first, "last": last}
        )
    return Precision(code)


@dataclass(slots=True)
class Reported:
    """The day of the report as COPY writes it; none where the mapping or the cell has none."""

    column: str
    position: int
    reader: DateReader
    known: dict[str, str] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=dict)

    def __call__(self, number: int, row: list[str]) -> str:
        cell = row[self.position] if self.column else ""
        if not cell:
            return NULL
        text = self.known.get(cell)
        if text is None:
            text = self.known[cell] = self._read(cell)
            self.seen[cell] = [0, number]
        self.seen[cell][0] += 1
        return text

    def dates(self) -> list[Written]:
        return _written({cell: seen for cell, seen in self.seen.items() if cell.strip()}, self.reader)

    def _read(self, cell: str) -> str:
        if not cell.strip():
            return NULL
        with _in_column(self.column):
            return str(self.reader.read(cell)[0])


@dataclass(slots=True)
class Forms:
    """In how many forms the dates of each column are written that could not be read."""

    seen: dict[str, set[str]] = field(default_factory=dict)

    def look(self, problem: NoDate) -> None:
        if isinstance(problem, OtherForm):
            self.seen.setdefault(problem.column, set()).add(QUOTED.sub("", str(problem)))

    def tell(self, column: str, read: int, problems: Problems) -> None:
        """What to do where no format reads all: each that is named for one row leaves others unread."""
        if len(self.seen.get(column, ())) + bool(read) > 1:
            problems.remedies.append(
                _(
                    "The dates of column %(column)s are written in several forms, and a format reads one. Export them "
                    "again in one form, such as YYYY-MM-DD, or put the rows of each form into a file of their own."
                )
                % {"column": column}
            )


@contextmanager
def _in_column(column: str) -> Iterator[None]:
    """Say in which column a date is none."""
    try:
        yield
    except NoDate as problem:
        said = type(problem)(_("column %(column)s: %(why)s") % {"column": column, "why": problem})
        said.column = column
        raise said from None
