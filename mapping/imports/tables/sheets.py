"""A sheet of a workbook as rows of text: days and moments as ISO, every row of merged cells with what stands in them,
and errors by their name, where the library that reads it has nothing."""

import datetime
import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from python_calamine import load_workbook as load

MOST_COLUMNS = 200
MOST_ERRORS = 100_000
MOST_EXACT = 10**15
BLOCK = 1024 * 1024
OF_BOOK, OF_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# Tags and attributes as programs write them, whatever stands before their names. What was passed is not gone over again
# (*+, a look ahead): a tag of a megabyte takes no longer than a megabyte of tags.
SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*+)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*+)>")
ATTRIBUTE = re.compile(rb"""(?<![\w:])(?:\w++:)?(\w++)\s*+=\s*+["']([^"'<>]*+)["']""")
# A cell that is an error; one with a formula, and no result of it.
FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*+</(?:\w+:)?f>)\s*+"
ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*?\bt=["']e["'])([^<>]*+)>\s*+(?:""" + FORMULA + rb""")?<(?:\w+:)?v>([^<]{1,20})<"""
)
UNCOUNTED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*+)>\s*+"
    + FORMULA
    + rb"(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)
# A row that a person hid, or a filter of theirs.
HIDDEN = re.compile(rb"""<(?:\w+:)?row\s(?=[^<>]*?\bhidden=["'](?:1|true)["'])([^<>]*+)>""")
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
NUMBER = re.compile(r"[0-9]{1,7}")
Row = tuple[int, list[str]]


@dataclass(slots=True)
class Book:
    """An open workbook: the names of the sheets that a person sees in it; of what was read, the numbers of the rows
    that they do not see."""

    path: Path
    opened: CalamineWorkbook
    names: list[str] = field(init=False)
    hidden: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.names = [
            each.name
            for each in self.opened.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
        ]
        if not self.names:
            raise no_workbook(self.path, _("it has no sheet"))

    def rows(self, name: str) -> Iterator[Row]:
        """Those that hold something. Raises ValidationError, also while they are read."""
        place = self.opened.sheet_names.index(name)
        sheet = self.opened.get_sheet_by_index(place)
        unseen: set[int] = set()
        errors = _errors(self.path, place, name, unseen)
        merged = _Merged(sheet)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if len(cells) > MOST_COLUMNS:
                raise no_workbook(self.path, _("it has more than %(most)d columns") % {"most": MOST_COLUMNS})
            found = errors.pop(number, {})
            merged.fill(number, cells)
            # one cell far below makes a million empty rows
            if found or cells.count("") < len(cells):
                texts = [as_text(cell) for cell in cells]
                for column, error in found.items():
                    texts += [""] * (column + 1 - len(texts))
                    texts[column] = error
                if number in unseen:
                    self.hidden.append(number)
                yield number, texts

    def heads(self, name: str, most: int) -> Iterator[list[str]]:
        """The first rows of a sheet that is not the one read: whatever is wrong with it does not matter."""
        sheet = self.opened.get_sheet_by_name(name)
        for cells in islice(sheet.iter_rows(), most):
            yield [as_text(cell) for cell in cells[:MOST_COLUMNS]]


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """In a child. Raises ValidationError."""
    try:
        with load(str(path)) as opened:
            yield Book(path, opened)
    except CalamineError as problem:
        raise no_workbook(path, _("it is no complete workbook (%(why)s)") % {"why": problem}) from None


def no_workbook(path: Path, why: str) -> ValidationError:
    return ValidationError(
        _("%(file)s was not read: %(why)s. Save the table alone as a new workbook, or as CSV (UTF-8).")
        % {"file": path.name, "why": why}
    )


def as_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        # more digits than a spreadsheet keeps are none of what was written
        return str(int(cell)) if abs(cell) < MOST_EXACT else f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


class _Merged:
    """What stands in the first of merged cells holds for the rows below it."""

    def __init__(self, sheet: CalamineSheet) -> None:
        found = [(start, end) for start, end in sheet.merged_cell_ranges or () if end[0] > start[0]]
        self._begin: dict[int, list[tuple[int, int]]] = {}
        for (row, column), (last, _column) in found:
            self._begin.setdefault(row + 1, []).append((column, last + 1))
        self._open: list[tuple[int, int, Any]] = []

    def fill(self, number: int, cells: list[Any]) -> None:
        if self._open:
            self._open = [each for each in self._open if each[1] >= number]
            for column, _last, cell in self._open:
                if column < len(cells) and cells[column] == "":
                    cells[column] = cell
        for column, last in self._begin.get(number, ()):
            if column < len(cells) and cells[column] != "":
                self._open.append((column, last, cells[column]))


def about_hidden(numbers: Sequence[int]) -> str:
    return _(
        "Rows that are hidden in the workbook, by hand or by a filter, were read as all others: %(count)d (first row "
        "%(row)d). If they are not meant, take them out of the file."
    ) % {"count": len(numbers), "row": numbers[0]}


def _errors(path: Path, place: int, name: str, unseen: set[int]) -> dict[int, dict[int, str]]:
    """The errors of a sheet by row and column; `unseen` gets the rows that are hidden. Raises ValidationError where a
    formula has no result."""
    found: dict[int, dict[int, str]] = {}
    for count, (cell, error) in enumerate(_odd(path, place, unseen)):
        at = REFERENCE.fullmatch(cell)
        if at is None or count == MOST_ERRORS:
            raise no_workbook(path, _("its sheet “%(sheet)s” is full of errors") % {"sheet": name})
        if not error:
            raise _no_result(path, name, cell)
        found.setdefault(int(at[2]), {})[_column(at[1])] = error
    return found


def _odd(path: Path, place: int, unseen: set[int]) -> Iterator[tuple[str, str]]:
    """Cells with an error, and its name; with nothing where a formula has no result. Raises ValidationError."""
    try:
        with zipfile.ZipFile(path) as archive:
            for block in _blocks(archive, _part(archive, place)):
                unseen.update(_hidden(block))
                for found in ERROR.finditer(block):
                    yield _attributes(found[1]).get("r", ""), html.unescape(found[2].decode("utf-8", "replace"))
                for found in UNCOUNTED.finditer(block):
                    about = _attributes(found[1])
                    if about.get("t") != "str":  # of a text that is empty
                        yield about.get("r", ""), ""
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as problem:
        raise no_workbook(path, _("it is no complete workbook (%(why)s)") % {"why": problem}) from None


def _hidden(block: bytes) -> Iterator[int]:
    if b"hidden=" in block:
        numbers = (_attributes(found[1]).get("r", "") for found in HIDDEN.finditer(block))
        yield from (int(number) for number in numbers if NUMBER.fullmatch(number))


def _no_result(path: Path, name: str, cell: str) -> ValidationError:
    return ValidationError(
        _(
            "%(file)s, sheet “%(sheet)s”: cell %(cell)s holds a formula whose result is not in the file. Open it in a "
            "spreadsheet program, save it, and try again."
        )
        % {"file": path.name, "sheet": name, "cell": cell}
    )


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that end with a row."""
    pending = b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            pending += block
            if end := pending.rfind(b"row>") + 1:
                yield pending[: end + 3]
                pending = pending[end + 3 :]
    yield pending


def _part(archive: zipfile.ZipFile, place: int) -> str:
    """Where a sheet stands in the archive. Raises KeyError where that is not said."""
    sheets = [_attributes(each) for each in SHEET.findall(archive.read(OF_BOOK))]
    relations = [_attributes(each) for each in RELATION.findall(archive.read(OF_RELATIONS))]
    wanted = sheets[place].get("id", "") if place < len(sheets) else ""
    target = next((each.get("Target", "") for each in relations if each.get("Id") == wanted), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return archive.getinfo(part).filename


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): html.unescape(value.decode("utf-8", "replace")) for name, value in ATTRIBUTE.findall(tag)}


def _column(letters: str) -> int:
    """From nought: A, B, … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
