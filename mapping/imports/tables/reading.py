"""Tables, CSV or a sheet of a workbook, read apart: one header, then rows by their number as a spreadsheet shows it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.imports.fields import plainly
from mapping.imports.files import File, of_no_workbook
from mapping.imports.problems import Problems
from mapping.imports.sandbox import Child, read_apart
from mapping.imports.tables.csv_tables import text_table
from mapping.imports.tables.header import Layout, Table
from mapping.imports.tables.sheet_tables import sheet_table
from mapping.imports.tables.sheets import Row
from mapping.imports.tables.workbooks import LIMITS as OF_WORKBOOKS
from mapping.imports.tables.workbooks import check_archive

BATCH = 1_000
# So many rows of another width are looked at: what has more is no table of this header.
MOST_RAGGED = 1_000


@contextmanager
def open_table(file: File, layout: Layout = Layout(), problems: Problems | None = None) -> Iterator[Table]:  # noqa: B008  (frozen)
    """Open a table. Raises ValidationError with row and reason, also while its rows are read."""
    problems = Problems() if problems is None else problems
    _check_stated(file, layout)
    if file.is_workbook:
        check_archive(file.path)
    limits = OF_WORKBOOKS if file.is_workbook else None
    with closing(read_apart(file.name, lambda child: _send(child, file, layout), limits)) as found:
        begun = next(found)
        if begun["sheet"]:
            problems.remedies.append(_("The rows are those of the sheet “%(sheet)s”.") % {"sheet": begun["sheet"]})
        told: list[str] = []
        rows = _received(found, problems, told)
        yield Table(begun["header"], rows, begun["delimiter"], begun["header_row"], problems, told, begun["sheet"])


def _check_stated(file: File, layout: Layout) -> None:
    """What is stated of the other kind of file was meant for another one, or this is another than was meant."""
    if file.is_workbook and layout.delimiter:
        raise of_no_workbook(file.name, f'"delimiter": "{layout.delimiter}"')
    if layout.sheet and not file.is_workbook:
        raise ValidationError(
            _("%(file)s is a CSV file, and %(how)s says which sheet of a workbook. Take that out and try again.")
            % {"file": file.name, "how": layout.state_sheet % {"sheet": layout.sheet}}
        )


def _received(batches: Iterator[dict[str, Any]], problems: Problems, told: list[str]) -> Iterator[Row]:
    for batch in batches:
        for number, why in batch["ragged"]:
            problems.add(why, number)
        yield from ((number, cells) for number, cells in batch["rows"])
        told += batch.get("told", ())


def _send(child: Child, file: File, layout: Layout) -> None:
    """In the child: the header, then rows by the thousand; those before a problem go before it."""
    with _opened(file, layout) as table:
        child.send(header=table.header, delimiter=table.delimiter, header_row=table.header_row, sheet=table.sheet)
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
            child.send(rows=batch, ragged=ragged, told=table.told)


@contextmanager
def _opened(file: File, layout: Layout) -> Iterator[Table]:
    layout = replace(layout, wanted=tuple(map(plainly, layout.wanted)))
    with (sheet_table if file.is_workbook else text_table)(file, layout) as table:
        yield table


def _about_width(cells: int, columns: int) -> str:
    return ngettext(
        "there is %(cells)d cell, in the header %(columns)d: a delimiter is missing, or it is a note below the table. "
        "Take such notes out.",
        "there are %(cells)d cells, in the header %(columns)d: a delimiter too few or too many, or one inside a text "
        "that is not in quotation marks.",
        cells,
    ) % {"cells": cells, "columns": columns}


def no_rows(file: File) -> ValidationError:
    return ValidationError(_("%(file)s has a header and no rows.") % {"file": file.name})
