"""CSV: one header, then rows by their number as a spreadsheet shows it (the header is row 1)."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mapping.imports.files import TextFile
from mapping.imports.sandbox import Child, read_apart

DELIMITERS = ",;\t|"
LONGEST_CELL = 100_000
MOST_EMPTY_ROWS = 10_000
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Table:
    """An open CSV file: its header, and its rows with their numbers, read as one goes."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str = ","

    def position(self, column: str) -> int:
        """Where a column stands. Raises ValidationError that names the columns there are."""
        if column not in self.header:
            raise ValidationError(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.header)}
            )
        return self.header.index(column)


@contextmanager
def open_table(file: TextFile, *, delimiter: str = "") -> Iterator[Table]:
    """Open a CSV file. Raises ValidationError with row and reason, also while its rows are read."""
    with closing(read_apart(file.name, lambda child: _send(child, file, delimiter))) as found:
        begun = next(found)
        rows = ((number, cells) for batch in found for number, cells in batch["rows"])
        yield Table(begun["header"], rows, begun["delimiter"])


def _send(child: Child, file: TextFile, delimiter: str) -> None:
    """In the child: the header, then rows by the thousand; those before a problem go before it."""
    with _opened(file, delimiter) as table:
        child.send(header=table.header, delimiter=table.delimiter)
        batch: list[tuple[int, list[str]]] = []
        try:
            for number, row in table.rows:
                batch.append((number, row))
                if len(batch) == BATCH:
                    child.send(rows=batch)
                    child.begin(_("after row %(row)d") % {"row": number})
                    batch = []
        finally:
            child.send(rows=batch)


@contextmanager
def _opened(file: TextFile, delimiter: str) -> Iterator[Table]:
    csv.field_size_limit(LONGEST_CELL)
    with file.path.open(encoding=file.encoding, newline="") as text:
        delimiter = delimiter or _delimiter(file, text)
        rows = _numbered(file, csv.reader(text, delimiter=delimiter, strict=True))
        number, header = next(rows, (0, []))
        if number == 0:
            raise ValidationError(_("%(file)s holds no row.") % {"file": file.name})
        header = [name.strip() for name in header]
        _check_header(file, header, delimiter)
        yield Table(header, _same_width(rows, len(header)), delimiter)


def _delimiter(file: TextFile, text: TextIO) -> str:
    """The delimiter that cuts the first line into most columns."""
    try:
        line = text.readline(LONGEST_CELL)
    except UnicodeError as problem:
        raise _not_decoded(file, problem) from None
    text.seek(0)
    if len(line) >= LONGEST_CELL:
        raise ValidationError(
            _("The first row of %(file)s has more than %(most)d characters: it is no table of columns.")
            % {"file": file.name, "most": LONGEST_CELL}
        )
    return max(DELIMITERS, key=line.count)


def _numbered(file: TextFile, reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers."""
    number, empty = 0, 0
    try:
        for number, row in enumerate(reader, start=1):
            if row and any(row):
                empty = 0
                yield number, row
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


def _not_decoded(file: TextFile, problem: UnicodeError) -> ValidationError:
    return ValidationError(
        _("%(file)s is not %(encoding)s throughout (%(why)s). Save it as UTF-8 and try again.")
        % {"file": file.name, "encoding": file.encoding, "why": problem}
    )


def _check_header(file: TextFile, header: Sequence[str], delimiter: str) -> None:
    repeated = sorted({name for name in header if header.count(name) > 1})
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


def _same_width(rows: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, row in rows:
        if len(row) != width:
            raise ValidationError(
                _(
                    "Row %(row)d has %(cells)d cells, the header %(columns)d: a delimiter too few or too many, or one "
                    "inside a text that is not in quotation marks."
                )
                % {"row": number, "cells": len(row), "columns": width}
            )
        yield number, row


def no_rows(file: TextFile) -> ValidationError:
    return ValidationError(_("%(file)s has a header and no rows.") % {"file": file.name})
