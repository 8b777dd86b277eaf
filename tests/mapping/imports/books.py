"""Workbooks as spreadsheets leave them, written by the tests."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Fill = Callable[[Any], None]
# A formula and what it came to.
Formula = tuple[str, str]


def workbook(path: Path, /, *, date_1904: bool = False, **sheets: "Sequence[Sequence[object]] | Fill") -> Path:
    """Of each sheet its rows, or what fills it. Dates are days of the workbook, numbers its numbers."""
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, fill in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            if callable(fill):
                fill(sheet)
                continue
            for at, row in enumerate(fill):
                for column, cell in enumerate(row):
                    _write(sheet, (at, column), cell, days, moments)
    return path


def _write(sheet: Any, at: tuple[int, int], cell: object, days: Any, moments: Any) -> None:
    if isinstance(cell, datetime.datetime):
        sheet.write_datetime(*at, cell, moments)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(*at, datetime.datetime.combine(cell, datetime.time()), days)
    elif isinstance(cell, tuple):
        sheet.write_formula(*at, cell[0], None, cell[1])
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell)
    elif cell is not None:
        sheet.write_string(*at, str(cell))


def rewritten(path: Path, *changes: tuple[bytes, bytes], part: str = "sheet1.xml") -> Path:
    """As other programs write a sheet of the same workbook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            for old, new in changes if name == f"xl/worksheets/{part}" else ():
                assert old in data
                data = data.replace(old, new)
            after.writestr(name, data)
    path.write_bytes(packed.getvalue())
    return path
