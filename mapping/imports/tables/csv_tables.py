"""CSV as a table: its delimiter found by looking, and its rows by their number as a spreadsheet shows it."""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mapping.imports.fields import AROUND, plainly
from mapping.imports.files import File
from mapping.imports.tables.header import (
    DELIMITERS,
    GUARD,
    MOST_ABOVE_HEADER,
    Layout,
    Table,
    as_meant,
    check_header,
    is_all_in_one,
    look_elsewhere,
    once,
    without_empty_end,
)
from mapping.imports.tables.sheets import Row

LONGEST_CELL = 100_000
MOST_EMPTY_ROWS = 10_000
# The first line by which a spreadsheet says, and asks, what separates the cells. A program that takes it for a row
# fills it up.
SEP = re.compile(r'"?sep=(.)"?\1*\s*', re.IGNORECASE)


@contextmanager
def text_table(file: File, layout: Layout) -> Iterator[Table]:
    csv.field_size_limit(LONGEST_CELL)
    with file.path.open(encoding=file.encoding, newline="") as text:
        first = _first_lines(file, text)
        said = SEP.fullmatch(first[0].rstrip("\r\n")) if first else None
        begins = max(layout.header_row, 2 if said else 1)
        line = next((line for line in first[begins - 1 :] if line.strip(AROUND)), "")
        delimiter = layout.delimiter or (said[1] if said else _delimiter(line, layout.wanted))
        rows = _numbered(file, csv.reader(text, delimiter=delimiter, strict=True))
        number, header = next((row for row in rows if row[0] >= begins), (0, []))
        if number == 0:
            raise ValidationError(_("%(file)s holds no row.") % {"file": file.name})
        header = without_empty_end(list(map(plainly, header)))
        if not set(layout.wanted) <= set(header):
            lines = ((at, line) for at, line in enumerate(first, start=1) if at != number)
            look_elsewhere(
                file, ((at, _cells(line, mark)) for at, line in lines for mark in DELIMITERS), number, layout
            )
            _check_separated(file, header, delimiter, layout)
        check_header(file, header, layout)
        _check_delimiter(file, header, delimiter)
        yield Table(header, once(file.name, header, rows), delimiter, number)


def _first_lines(file: File, text: TextIO) -> list[str]:
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


def _check_separated(file: File, header: Sequence[str], delimiter: str, layout: Layout) -> None:
    """Raises ValidationError where all wanted columns stand in one: another mark separates them, or spaces do, or the
    row as a whole is in quotation marks."""
    if not is_all_in_one(header, layout):
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


def _check_delimiter(file: File, header: Sequence[str], delimiter: str) -> None:
    """Raises ValidationError where another mark stands in the only column."""
    other = next((mark for mark in DELIMITERS if mark != delimiter and mark in header[0]), None)
    if len(header) == 1 and other:
        raise ValidationError(
            _("%(file)s has one column if “%(stated)s” separates them; “%(other)s” seems to. Correct the delimiter.")
            % {"file": file.name, "stated": delimiter, "other": other}
        )


def _numbered(file: File, reader: Iterator[list[str]]) -> Iterator[Row]:
    """Rows that hold something, with their numbers."""
    number, empty = 0, 0
    try:
        for number, row in enumerate(reader, start=1):
            # one look at the whole row: most tables have none of these
            whole = "".join(row)
            if whole.strip(AROUND):
                empty = 0
                yield number, row if whole.isascii() and GUARD not in whole else [as_meant(cell) for cell in row]
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


def _not_decoded(file: File, problem: UnicodeError) -> ValidationError:
    return ValidationError(
        _("%(file)s is not %(encoding)s throughout (%(why)s). Save it as UTF-8 and try again.")
        % {"file": file.name, "encoding": file.encoding, "why": problem}
    )
