"""A table as XLSX: the rows, then a sheet that says what they are.

Text is text whatever it begins with, days are days, the heads stay in view. The same table gives the same bytes.
"""

import datetime
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from output.tables.cells import Cell

# Of the file format; what is longer is cut and ends in an ellipsis, as the sheet about the table says.
LONGEST_TEXT = 32_767
# Excel counts days from 1900 and takes that year for a leap year: older days stay text.
FIRST_DAY = datetime.date(1900, 3, 1)
# The same in every file: else the bytes change with the clock.
CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
FORMULA = ("=", "+", "-", "@")
PART = 1 << 16
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def parts(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    about: "Callable[[], Iterable[tuple[str, str]]]",
    about_title: str,
) -> Iterator[bytes]:
    """The file in parts. It is written to a temporary file first, row by row; `about` is asked when all rows are in."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, OPTIONS) as book:
            book.set_properties({"created": CREATED})
            cells = _Cells(book)
            sheet = book.add_worksheet(_named(title))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(heads) - 1, 0), 18)
            sheet.write_row(0, 0, heads, cells.head)
            cells.write_rows(sheet, rows, first=1)
            second = book.add_worksheet(_named(about_title))
            second.set_column(0, 1, 40)
            cells.write_rows(second, about())
        file.seek(0)
        while part := file.read(PART):
            yield part


class _Cells:
    """How each kind of value is written."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        # As if somebody had typed an apostrophe: it stays text also where it is edited.
        self.quoted = book.add_format({"quote_prefix": True})

    def write_rows(self, sheet: Any, rows: Iterable[Sequence[Cell]], first: int = 0) -> None:
        for place, row in enumerate(rows, start=first):
            for column, cell in enumerate(row):
                self._write(sheet, place, column, cell)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, datetime.date):
            self._write_day(sheet, row, column, cell)
        else:
            text = cell if len(cell) <= LONGEST_TEXT else f"{cell[: LONGEST_TEXT - 1]}…"
            sheet.write_string(row, column, text, self.quoted if text.startswith(FORMULA) else None)

    def _write_day(self, sheet: Any, row: int, column: int, day: datetime.date) -> None:
        """A moment loses its zone, which no spreadsheet knows."""
        if (day.date() if isinstance(day, datetime.datetime) else day) < FIRST_DAY:
            sheet.write_string(row, column, day.isoformat())
        elif isinstance(day, datetime.datetime):
            sheet.write_datetime(row, column, day.replace(tzinfo=None, microsecond=0), self.moment)
        else:
            sheet.write_datetime(row, column, day, self.day)


def _named(title: str) -> str:
    """As the name of a sheet may be: 31 characters, none of those that addresses of cells need."""
    kept = "".join(each for each in title if each not in "[]:*?/\\").strip("'")
    return kept[:31] or "1"
