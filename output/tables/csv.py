"""A table as CSV: a byte order mark, a line of heads, a line per row; nothing in it runs as a formula."""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from output.tables.cells import Cell

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# What a spreadsheet would take for the beginning of a formula (OWASP: CSV injection), full-width forms among them, at
# the beginning of a cell or behind what some spreadsheet takes for the end of one: where `;` parts cells, the quotes
# that keep a cell of ours together mean nothing. Spaces, quotes and characters nobody sees before it do not help
# against it. The run between is taken in one piece and always matches, so the time grows with the text and no faster.
FORMULA = re.compile(r"""((?:\A|[;,|\t\r\n])[\s"';,|\ufeff\u200b-\u200d\u2060\0]*+)([=+\-@＝＋－＠])?""")
LEADING = re.compile(r"'*+[\t\r\n]")
MARK = "'"


class _Line:
    """What csv writes to: it hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file, line by line: however long the table, one row at a time is in memory."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + str(writer.writerow([defused(each) for each in heads]))
    for row in rows:
        yield str(writer.writerow([_text(cell) for cell in row]))


def _text(cell: Cell) -> object:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return cell
    return "" if cell is None else defused(cell)


def defused(text: str) -> str:
    """Text that a spreadsheet would run, with an apostrophe before what makes it run (`as_it_was`)."""
    safe = FORMULA.sub(lambda found: f"{found[1]}'{found[2]}" if found[2] else found[1], text)
    return f"'{safe}" if LEADING.match(safe) else safe


def as_it_was(text: str) -> str:
    """A text that was defused, without what was put into it."""
    if LEADING.match(text):
        text = text.removeprefix(MARK)
    return FORMULA.sub(lambda found: f"{found[1].removesuffix(MARK)}{found[2]}" if found[2] else found[1], text)
