"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from accounts import streams
from accounts.requests import CityRequest

# What a spreadsheet would take for the beginning of a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


def csv_response(
    request: CityRequest, name: str, columns: Sequence[object], rows: Callable[[], Iterable[Sequence[object]]]
) -> StreamingHttpResponse:
    """A download `name`.csv: the columns' labels, then a line per row; text that would run as a formula is defused.

    `rows` is called when the file is sent, inside the city: however long the list, one row at a time is in memory.
    """
    labels = [str(label) for label in columns]
    return StreamingHttpResponse(
        streams.of_city(request, lambda: _lines(labels, rows())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def defused(cell: object) -> object:
    """Text that a spreadsheet would run stands behind an apostrophe; figures stay figures."""
    if isinstance(cell, int | float):
        return cell
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


class _Line:
    """What csv writes to: it hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(labels: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + str(writer.writerow(labels))
    for row in rows:
        yield str(writer.writerow([defused(cell) for cell in row]))
