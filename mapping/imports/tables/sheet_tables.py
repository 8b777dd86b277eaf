"""A sheet of a workbook as a table; where the columns stand in another sheet, or in others too, that is said."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mapping.imports.doubts import among
from mapping.imports.fields import plainly
from mapping.imports.files import File
from mapping.imports.tables.header import (
    MOST_ABOVE_HEADER,
    NAMED,
    Layout,
    Table,
    as_meant,
    check_header,
    is_all_in_one,
    look_elsewhere,
    once,
    without_empty_end,
)
from mapping.imports.tables.sheets import Book, Row, about_hidden, open_book


@contextmanager
def sheet_table(file: File, layout: Layout) -> Iterator[Table]:
    with open_book(file.path) as book:
        name = layout.sheet or book.names[0]
        if name not in book.names:
            raise ValidationError(
                _("%(file)s has no sheet “%(sheet)s” that is seen in it. The sheets are: %(sheets)s.")
                % {"file": file.name, "sheet": name, "sheets": _quoted(book.names)}
            )
        others = [other for other in book.names if other != name]
        meant = ((number, list(map(as_meant, cells))) for number, cells in book.rows(name))
        first, rows = _begun(row for row in meant if any(row[1]))
        number, header = next((row for row in rows if row[0] >= layout.header_row), (0, []))
        if number == 0:
            _look_in_sheets(file, _alike(book, others, layout), name, layout)
            raise ValidationError(_("%(file)s holds no row.") % {"file": file.name})
        header = without_empty_end(list(map(plainly, header)))
        if not set(layout.wanted) <= set(header):
            heads = ((at, set(map(plainly, cells))) for at, cells in first if at != number)
            look_elsewhere(file, heads, number, layout)
            _look_in_sheets(file, _alike(book, others, layout), name, layout)
            _check_separated(file, header, number, layout)
        check_header(file, header, layout)
        told: list[str] = []
        narrowed = _narrowed(once(file.name, header, rows), len(header))
        yield Table(
            header,
            chain(narrowed, _told_of_hidden(book, number, told), _told_of_sheets(book, name, others, layout, told)),
            "",
            number,
            told=told,
            sheet=name if others else "",
        )


def _begun(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """The first rows, and all."""
    first = list(islice(rows, MOST_ABOVE_HEADER))
    return [row for row in first if row[0] <= MOST_ABOVE_HEADER], chain(first, rows)


def _narrowed(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Without what stands to the right of the last column that has a name."""
    for number, cells in rows:
        if any(cells[:width]):
            yield number, [*cells[:width], *[""] * (width - len(cells))]


def _alike(book: Book, names: Collection[str], layout: Layout) -> list[str]:
    """Sheets that have all wanted columns."""
    wanted = set(layout.wanted)
    return [
        name
        for name in (names if wanted else ())
        if any(wanted <= {plainly(as_meant(cell)) for cell in cells} for cells in book.heads(name, MOST_ABOVE_HEADER))
    ]


def _told_of_hidden(book: Book, header_row: int, told: list[str]) -> Iterator[Row]:
    """No row; what is said behind the last of them."""
    if hidden := [number for number in book.hidden if number > header_row]:
        told.append(about_hidden(hidden))
    yield from ()


def _told_of_sheets(book: Book, name: str, others: Collection[str], layout: Layout, told: list[str]) -> Iterator[Row]:
    """No row; what is said behind the last of them of sheets that nobody named."""
    if not layout.sheet and (alike := _alike(book, others, layout)):
        told.append(
            _(
                "The sheet “%(sheet)s” was read; other sheets have the same columns and were not: %(others)s. If they "
                "are meant too, import the file once more for each and state %(how)s."
            )
            % {"sheet": name, "others": _quoted(alike), "how": layout.state_sheet % {"sheet": alike[0]}}
        )
    yield from ()


def _look_in_sheets(file: File, alike: Sequence[str], name: str, layout: Layout) -> None:
    """Raises ValidationError where another sheet has the columns."""
    if alike:
        raise ValidationError(
            _("The columns stand in the sheet %(others)s of %(file)s, not in “%(sheet)s”: state %(how)s.")
            % {
                "others": _quoted(alike),
                "file": file.name,
                "sheet": name,
                "how": layout.state_sheet % {"sheet": alike[0]},
            }
        )


def _check_separated(file: File, header: Sequence[str], number: int, layout: Layout) -> None:
    """Raises ValidationError where all wanted columns stand in one, as where CSV was opened that has other marks."""
    if is_all_in_one(header, layout):
        raise ValidationError(
            _(
                "Row %(row)d of %(file)s has all columns in one cell, “%(cell)s”: the workbook was made of a text "
                "whose columns nobody separated. Import that text, as CSV, or separate them in a spreadsheet program."
            )
            % {"row": number, "file": file.name, "cell": header[0][:80]}
        )


def _quoted(names: Collection[str]) -> str:
    return among([f"“{name}”" for name in names], NAMED)
