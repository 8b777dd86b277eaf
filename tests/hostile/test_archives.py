"""Archives made to hurt, given to what opens a workbook: refused in words, in good time, and nothing kept."""

import io
import stat
import struct
import time
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.own import import_own
from mapping.imports.tables import sheets
from mapping.imports.tables.sheets import MOST_COLUMNS
from mapping.imports.tables.workbooks import MOST_PARTS, check_archive, open_workbook
from mapping.lists.observations import heads_of_files
from tests.hostile.test_texts import RATIO, TOO_SHORT
from tests.mapping.makers import column_mapping, inside, kept, refused, with_districts, with_record

MOST_SECONDS = 20.0
Make = Callable[[], bytes]


def _book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        fill(book)
    return packed.getvalue()


def _small() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, ["Title", "When"])

    return _book(fill)


def _with(*members: tuple[str | zipfile.ZipInfo, bytes]) -> Make:
    """A good workbook with something more in it."""

    def make() -> bytes:
        packed = io.BytesIO(_small())
        with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in members:
                archive.writestr(name, data)
        return packed.getvalue()

    return make


def _far_cell() -> bytes:
    """Two cells, as far apart as a sheet is large."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Title")
        sheet.write_string(1_048_575, 16_383, "x")

    return _book(fill)


def _deep_cell() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Title")
        sheet.write_string(1_048_575, 0, "x")

    return _book(fill)


def _wide() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, ["x"] * (MOST_COLUMNS + 1))

    return _book(fill)


def _lying() -> bytes:
    """Its directory says that a part of 50 MB has ten bytes."""
    packed = bytearray(_with(("xl/media/a.xml", bytes(50 * 1024 * 1024)))())
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(packed)


def _link() -> Make:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _with((link, b"/etc/passwd"))


def _locked() -> bytes:
    packed = bytearray(_small())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.index(signature)
        packed[at + offset] |= 1
    return bytes(packed)


def _laughing() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_small())) as before, zipfile.ZipFile(packed, "w") as after:
        for part in before.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            after.writestr(part.filename, sheet.encode() if is_sheet else before.read(part))
    return packed.getvalue()


ARCHIVES: dict[str, Make] = {
    "bomb": _with(("xl/worksheets/sheet2.xml", bytes(200 * 1024 * 1024))),
    "bomb in many parts": _with(*((f"xl/media/{n}.xml", bytes(1024 * 1024)) for n in range(60))),
    "bomb that lies": _lying,
    "nested": _with(("xl/embeddings/again.xlsx", b"PK\x03\x04")),
    "nested, other letters": _with(("xl/more.ZIP", b"PK\x03\x04")),
    "upwards": _with(("../../etc/cron.d/x", b"x")),
    "upwards, hidden": _with(("xl/a/../../../x", b"x")),
    "upwards, backslashes": _with(("xl\\..\\..\\x", b"x")),
    "absolute": _with(("/etc/passwd", b"x")),
    "another drive": _with(("C:/windows/x", b"x")),
    "link": _link(),
    "many parts": _with(*((f"xl/media/{n}", b"") for n in range(MOST_PARTS))),
    "locked": _locked,
    "far cell": _far_cell,
    "deep cell": _deep_cell,
    "wide": _wide,
    "laughing": _laughing,
    "cut": lambda: _small()[:-200],
    "no directory": lambda: b"PK\x03\x04" + bytes(1000),
    "empty archive": lambda: b"PK\x05\x06" + bytes(18),
    "document": _with(("word/document.xml", b"<x/>")),
    "no sheet": lambda: _with(("a", b"x"))()[:30] + bytes(10),
    "shapes": lambda: _zip(("a.shp", b"x"), ("a.dbf", b"y")),
    "map": lambda: _zip(("doc.kml", b"<kml/>")),
    "sheet of another kind": lambda: _zip(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
}


def _zip(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "1")


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_made_to_hurt_is_refused(city: City, tmp_path: Path, name: str) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(ARCHIVES[name]())
    begun = time.monotonic()
    before = kept(city)
    with inside(city), pytest.raises(ValidationError) as refused:
        import_own(city=city, path=path, heads=heads_of_files())
    assert time.monotonic() - begun < MOST_SECONDS
    assert "own.xlsx" in " ".join(refused.value.messages)
    assert kept(city) == before


@pytest.mark.parametrize("name", ["bomb", "far cell", "laughing", "locked", "cut"])
def test_one_that_a_mapping_is_for_is_refused_as_well(city: City, tmp_path: Path, name: str) -> None:
    path = tmp_path / "events.xlsx"
    path.write_bytes(ARCHIVES[name]())
    begun = time.monotonic()
    with inside(city), refused(city, "events.xlsx"):
        import_observations(city=city, path=path, mapping=read_mapping(column_mapping()))
    assert time.monotonic() - begun < MOST_SECONDS


# Tags that one careless pattern goes over again from each of their places.
TAGS = {
    "an endless name": (b"<c ", b"a"),
    "names with colons": (b"<c ", b"a:"),
    "spaces before a mark that is missing": (b"<c a", b" "),
    "values without an end": (b"<c ", b'a="'),
    "many errors in one cell": (b"<c ", b't="e" '),
    "many hidden in one row": (b"<row ", b'hidden="1" '),
    "cells without an end": (b"", b'<c t="e" '),
    "formulas without an end": (b"", b"<c><f>"),
    "nothing behind a formula": (b"<c a><f>x</f>", b" "),
    "a name of a part": (b"<", b"a:c "),
}


@pytest.mark.parametrize("name", TAGS)
def test_what_is_looked_for_in_a_sheet_takes_ten_times_as_long_in_ten_times_as_much(name: str) -> None:
    begin, repeated = TAGS[name]

    def seconds(length: int) -> float:
        text = begin + repeated * (length // len(repeated))
        begun = time.process_time()
        for each in (sheets.ATTRIBUTE, sheets.ERROR, sheets.HIDDEN, sheets.RELATION, sheets.SHEET, sheets.UNCOUNTED):
            deque(each.finditer(text), maxlen=0)
        return time.process_time() - begun

    short = max(min(seconds(10_000) for _time in range(3)), TOO_SHORT)
    assert any(seconds(100_000) / short <= RATIO for _time in range(3))


def test_a_good_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(_small())
    check_archive(path)
    with open_workbook(path, []) as rows:
        assert list(rows) == [(1, ["Title", "When"])]
