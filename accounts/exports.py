"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

# What a spreadsheet would take for the beginning of a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


def csv_response(name: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download `name`.csv: the columns' labels, then a line per row; text that would run as a formula is defused."""
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    lines = csv.writer(sheet)
    lines.writerow([str(label) for label in columns])
    lines.writerows([defused(cell) for cell in row] for row in rows)
    return HttpResponse(
        sheet.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def defused(cell: object) -> object:
    """Text that a spreadsheet would run stands behind an apostrophe; figures stay figures."""
    if isinstance(cell, int | float):
        return cell
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
