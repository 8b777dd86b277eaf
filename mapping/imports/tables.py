"""CSV: one header, then rows by their number as a spreadsheet shows it (the header is row 1)."""

import csv
import re
import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.imports.fields import UNSEEN, folded, plainly
from mapping.imports.files import TextFile
from mapping.imports.problems import Problems, refusal
from mapping.imports.sandbox import Child, read_apart

DELIMITERS = ",;\t|"
LONGEST_CELL = 100_000
MOST_EMPTY_ROWS = 10_000
BATCH = 1_000
# Of columns that are named twice.
NAMED = 10
# So many rows of another width are looked at: what has more is no table of this header.
MOST_RAGGED = 1_000
# So many lines are looked at for a header that stands below titles.
MOST_ABOVE_HEADER = 20
# The first line by which a spreadsheet says, and asks, what separates the cells.
GUARD = '="'
GUARDED = re.compile(r'="([^"]*)"')
# A program that takes it for a row fills it up.
SEP = re.compile(r'"?sep=(.)"?\1*\s*', re.IGNORECASE)
# What stands at the ends of a cell and is no part of it: marks that nobody sees, on either side of spaces too, and what
# programs of before Windows wrote at the end of a file.
AROUND = UNSEEN + string.whitespace + "\u00a0\x1a"


@dataclass(frozen=True, slots=True)
class Table:
    """An open CSV file: its header, and its rows with their numbers, read as one goes.

    Rows of another width than the header are left out, and told to `problems`, which whoever reads has to refuse.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str = ","
    # On which row the header stands.
    header_row: int = 1
    problems: Problems = field(default_factory=Problems)

    def position(self, column: str) -> int:
        """Where a column stands. Raises ValidationError that names the columns there are."""
        if plainly(column) not in self.header:
            raise ValidationError(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.header)}
            )
        return self.header.index(plainly(column))

    def check(self, columns: Iterable[str], lacking: str) -> None:
        """Raises ValidationError with all columns that are not there, said by `lacking`, and what they could be."""
        missing = [column for column in dict.fromkeys(columns) if plainly(column) not in self.header]
        if missing:
            facts = {"row": self.header_row, "columns": ", ".join(self.header)}
            raise refusal(lacking % {**facts, "column": column} + self._nearly(column) for column in missing)

    def _nearly(self, column: str) -> str:
        alike = next((name for name in self.header if folded(name) == folded(column)), "")
        return " " + _("“%(name)s” differs by letter case or spaces only.") % {"name": alike} if alike else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a file beforehand: its delimiter, on which row its header stands, and the columns that are
    `wanted` of it; where these stand on another row, the refusal names it, and `state` how to say so."""

    delimiter: str = ""
    header_row: int = 0
    wanted: tuple[str, ...] = ()
    state: str = ""


@contextmanager
def open_table(file: TextFile, layout: Layout = Layout(), problems: Problems | None = None) -> Iterator[Table]:
    """Open a CSV file. Raises ValidationError with row and reason, also while its rows are read."""
    problems = Problems() if problems is None else problems
    with closing(read_apart(file.name, lambda child: _send(child, file, layout))) as found:
        begun = next(found)
        rows = _received(found, problems)
        yield Table(begun["header"], rows, begun["delimiter"], begun["header_row"], problems)


def _received(batches: Iterator[dict[str, Any]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    for batch in batches:
        for number, why in batch["ragged"]:
            problems.add(why, number)
        yield from ((number, cells) for number, cells in batch["rows"])


def _send(child: Child, file: TextFile, layout: Layout) -> None:
    """In the child: the header, then rows by the thousand; those before a problem go before it."""
    with _opened(file, layout) as table:
        child.send(header=table.header, delimiter=table.delimiter, header_row=table.header_row)
        width, wrong = len(table.header), 0
        batch: list[tuple[int, list[str]]] = []
        ragged: list[tuple[int, str]] = []
        try:
            for number, row in table.rows:
                if len(row) == width or (not any(map(str.strip, row[width:])) and len(row) > width):
                    batch.append((number, row[:width]))
                else:
                    ragged.append((number, _about_width(len(row), width)))
                    wrong += 1
                if len(batch) == BATCH or wrong == MOST_RAGGED:
                    child.send(rows=batch, ragged=ragged)
                    child.begin(_("after row %(row)d") % {"row": number})
                    batch, ragged = [], []
                if wrong == MOST_RAGGED:
                    break
        finally:
            child.send(rows=batch, ragged=ragged)


@contextmanager
def _opened(file: TextFile, layout: Layout) -> Iterator[Table]:
    csv.field_size_limit(LONGEST_CELL)
    with file.path.open(encoding=file.encoding, newline="") as text:
        layout = replace(layout, wanted=tuple(map(plainly, layout.wanted)))
        first = _first_lines(file, text)
        said = SEP.fullmatch(first[0].rstrip("\r\n")) if first else None
        begins = max(layout.header_row, 2 if said else 1)
        line = next((line for line in first[begins - 1 :] if line.strip(AROUND)), "")
        delimiter = layout.delimiter or (said[1] if said else _delimiter(line, layout.wanted))
        rows = _numbered(file, csv.reader(text, delimiter=delimiter, strict=True))
        number, header = next((row for row in rows if row[0] >= begins), (0, []))
        if number == 0:
            raise ValidationError(_("%(file)s holds no row.") % {"file": file.name})
        header = _without_empty_end(list(map(plainly, header)))
        if not set(layout.wanted) <= set(header):
            _look_elsewhere(file, first, number, layout)
            _check_separated(file, header, delimiter, layout)
        _check_header(file, header, delimiter, layout)
        yield Table(header, once(file.name, header, rows), delimiter, number)


def _first_lines(file: TextFile, text: TextIO) -> list[str]:
    try:
        lines = [text.readline(LONGEST_CELL) for _line in range(MOST_ABOVE_HEADER)]
    except UnicodeError as problem:
        raise _not_decoded(file, problem) from None
    text.seek(0)
    if len(lines[0]) >= LONGEST_CELL:
        raise ValidationError(
            _("The first row of %(file)s has more than %(most)d characters: it is no table of columns.")
            % {"file": file.name, "most": LONGEST_CELL}
        )
    return lines


def _delimiter(line: str, wanted: Collection[str]) -> str:
    """The delimiter that cuts the header into the columns that are wanted, else into most."""
    for mark in DELIMITERS if wanted else ():
        if _cells(line, mark).issuperset(wanted):
            return mark
    return max(DELIMITERS, key=line.count)


def _cells(line: str, delimiter: str) -> set[str]:
    try:
        return set(map(plainly, next(csv.reader([line], delimiter=delimiter), [])))
    except csv.Error:
        return set()


def _without_empty_end(header: list[str]) -> list[str]:
    """Without columns that have no name behind the last that has one: spreadsheets write those that were once used."""
    named = [place for place, name in enumerate(header, start=1) if name]
    return header[: named[-1]] if named else header


def _check_separated(file: TextFile, header: Sequence[str], delimiter: str, layout: Layout) -> None:
    """Raises ValidationError where all wanted columns stand in one: another mark separates them, or spaces do, or the
    row as a whole is in quotation marks."""
    if len(header) != 1 or len(layout.wanted) < 2 or not all(name in header[0] for name in layout.wanted):
        return
    if delimiter in header[0]:
        raise ValidationError(
            _(
                "Each row of %(file)s stands in quotation marks as a whole, so that it is one cell, “%(cell)s”: a "
                "program took the table for one column. Export the file again from where it came."
            )
            % {"file": file.name, "cell": header[0][:80]}
        )
    if not any(mark in header[0] for mark in DELIMITERS):
        raise ValidationError(
            _(
                "The header of %(file)s has all columns in one cell, “%(cell)s”: something else than a comma, a "
                "semicolon, a tab or | separates them. Export the file with one of these."
            )
            % {"file": file.name, "cell": header[0][:80]}
        )


def _look_elsewhere(file: TextFile, lines: Sequence[str], header_row: int, layout: Layout) -> None:
    """Titles stand above the header of many tables. Raises ValidationError where the wanted columns stand on another
    row."""
    for number, line in enumerate(lines, start=1):
        for delimiter in DELIMITERS if number != header_row else ():
            if set(layout.wanted) <= _cells(line, delimiter):
                raise ValidationError(
                    _("Row %(row)d of %(file)s looks like the header, not row %(header)d: state %(how)s.")
                    % {"row": number, "file": file.name, "header": header_row, "how": layout.state % {"row": number}}
                )


def _numbered(file: TextFile, reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers."""
    number, empty = 0, 0
    try:
        for number, row in enumerate(reader, start=1):
            # one look at the whole row: most tables have none of these
            whole = "".join(row)
            if whole.strip(AROUND):
                empty = 0
                yield number, row if whole.isascii() and GUARD not in whole else [_as_meant(cell) for cell in row]
                continue
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                raise ValidationError(
                    _("%(file)s has more than %(most)d empty rows before row %(row)d. Remove them and try again.")
                    % {"file": file.name, "most": MOST_EMPTY_ROWS, "row": number}
                )
    except csv.Error as problem:
        raise ValidationError(
            _(
                "%(file)s cannot be read after row %(row)d: %(why)s. Look for a quotation mark that is not closed "
                "(inside quoted text it is written twice)."
            )
            % {"file": file.name, "row": number, "why": problem}
        ) from None
    except UnicodeError as problem:
        raise _not_decoded(file, problem) from None


def _as_meant(cell: str) -> str:
    """Without what stands around it that nobody sees; a text that was kept from becoming a number on its way through a
    spreadsheet, ="007", is 007."""
    guarded = GUARDED.fullmatch(cell.strip())
    return (guarded[1] if guarded else cell).strip(AROUND)


def _not_decoded(file: TextFile, problem: UnicodeError) -> ValidationError:
    return ValidationError(
        _("%(file)s is not %(encoding)s throughout (%(why)s). Save it as UTF-8 and try again.")
        % {"file": file.name, "encoding": file.encoding, "why": problem}
    )


def _check_header(file: TextFile, header: Sequence[str], delimiter: str, layout: Layout) -> None:
    """Raises ValidationError. Where it is known which columns are read, others may stand there twice."""
    read = layout.wanted or tuple(filter(None, header))
    repeated = sorted(name for name, count in Counter(header).items() if count > 1 and name in read)[:NAMED]
    if repeated:
        raise ValidationError(
            _("%(file)s has more than one column “%(columns)s”. Rename all but one.")
            % {"file": file.name, "columns": "”, “".join(repeated)}
        )
    other = next((mark for mark in DELIMITERS if mark != delimiter and mark in header[0]), None)
    if len(header) == 1 and other:
        raise ValidationError(
            _("%(file)s has one column if “%(stated)s” separates them; “%(other)s” seems to. Correct the delimiter.")
            % {"file": file.name, "stated": delimiter, "other": other}
        )


def once(file: str, header: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Tables of several years are put below each other with a header each. Raises ValidationError at the second, which
    names all of them: as rows they would be refused for what their cells say, one column after the other."""
    for number, row in rows:
        if _is_header(row, header):
            more = [number, *(other for other, cells in rows if _is_header(cells, header))]
            said = ", ".join(map(str, more[:NAMED])) + (" …" if len(more) > NAMED else "")
            raise ValidationError(
                ngettext(
                    "Row %(rows)s of %(file)s is its header once more, as where tables were put below each other. Take "
                    "that row out and try again; the rows below it stay.",
                    "Rows %(rows)s of %(file)s are its header once more, as where tables were put below each other. "
                    "Take those rows out and try again; the rows below them stay.",
                    len(more),
                )
                % {"rows": said, "file": file}
            )
        yield number, row


def _is_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Nothing else is in it, however it is written."""
    is_alike = len(row) == len(header) and row[0].strip().casefold() == header[0].casefold()
    return is_alike and [cell.strip().casefold() for cell in row] == [name.casefold() for name in header]


def _about_width(cells: int, columns: int) -> str:
    return ngettext(
        "there is %(cells)d cell, in the header %(columns)d: a delimiter is missing, or it is a note below the table. "
        "Take such notes out.",
        "there are %(cells)d cells, in the header %(columns)d: a delimiter too few or too many, or one inside a text "
        "that is not in quotation marks.",
        cells,
    ) % {"cells": cells, "columns": columns}


def no_rows(file: TextFile) -> ValidationError:
    return ValidationError(_("%(file)s has a header and no rows.") % {"file": file.name})
