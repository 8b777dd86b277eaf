"""Tables as files, read back with other software."""

import csv as reader
import datetime
import io
import random
import time
import zipfile
from collections.abc import Sequence

import pytest
from python_calamine import CalamineWorkbook

from output.tables import csv, xlsx
from output.tables.cells import Cell

NOON = datetime.datetime(2026, 3, 1, 12, 30, 15, 999_999, tzinfo=datetime.timezone(datetime.timedelta(hours=14)))
ROW: list[Cell] = ["Å; b", 3, 2.5, datetime.date(2026, 3, 1), NOON, True, None, "two\nlines"]


def _workbook(rows: Sequence[Sequence[Cell]], title: str = "Rows") -> bytes:
    return b"".join(xlsx.parts(title, [f"c{n}" for n in range(len(rows[0]))], rows, lambda: [("a", "b")], "About"))


def _read(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_csv_is_what_a_reader_reads_back() -> None:
    text = "".join(csv.lines(["c"] * 8, [ROW]))
    assert text.startswith("\ufeff")
    _heads, row = reader.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert row == ["Å; b", "3", "2.5", "2026-03-01", "2026-03-01T12:30:15+14:00", "TRUE", "", "two\nlines"]


# Each as a spreadsheet might cut it: the character that makes a formula of what follows stands behind an apostrophe.
@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+45 12 34", "'+45 12 34"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\ufeff=1+1", "\ufeff'=1+1"),
        ("\u200b=1+1", "\u200b'=1+1"),
        (" =1+1", " '=1+1"),
        ('"=1+1', "\"'=1+1"),
        ("fine;=cmd|' /C calc'!A0", "fine;'=cmd|' /C calc'!A0"),
        ('fine; "=cmd"', 'fine; "\'=cmd"'),
        ("fine\t=1", "fine\t'=1"),
        ("fine\n=1", "fine\n'=1"),
        ("fine\r\n=1", "fine\r\n'=1"),
        ("fine|@x", "fine|'@x"),
        ("fine, -1", "fine, '-1"),
        ("\tfine", "'\tfine"),
        # neither begins a cell
        ("Tuesday - Friday", "Tuesday - Friday"),
        ("a=b, c+d", "a=b, c+d"),
        ("", ""),
    ],
)
def test_what_would_run_is_defused_behind_any_separator(text: str, safe: str) -> None:
    assert csv.defused(text) == safe


def test_what_was_defused_reads_as_before() -> None:
    draw = random.Random(7)
    letters = ["=", "+", "-", "@", "'", '"', ";", ",", "|", " ", "\n", "a", "1", "＝", "\u200b"]
    for _turn in range(20_000):
        text = "".join(draw.choices(letters, k=draw.randrange(9))).strip()
        assert csv.as_it_was(csv.defused(text)) == text, ascii(text)


@pytest.mark.parametrize("hostile", [";", "\t", ";=", '"', ' "', "\n", "=", ";\"'=", ",;|\t \"'"])
def test_defusing_takes_as_long_as_the_text(hostile: str) -> None:
    text = hostile * (400_000 // len(hostile))
    began = time.process_time()
    csv.defused(text)
    assert time.process_time() - began < 2


def test_a_workbook_is_what_a_reader_reads_back() -> None:
    book = _read(_workbook([ROW]))
    assert book.sheet_names == ["Rows", "About"]
    moment = NOON.replace(tzinfo=None, microsecond=0)
    assert book.get_sheet_by_index(0).to_python()[1] == ["Å; b", 3, 2.5, NOON.date(), moment, True, "", "two\nlines"]
    assert book.get_sheet_by_index(1).to_python() == [["a", "b"]]


def test_text_of_a_workbook_is_neither_formula_nor_link() -> None:
    texts: list[Cell] = ["=1+1", "@x", "https://evil.example", "mailto:a@b.c", "{=1}", "123", "internal:Sheet1!A1"]
    content = _workbook([texts])
    assert _read(content).get_sheet_by_index(0).to_python()[1] == texts
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def test_the_same_table_gives_the_same_bytes() -> None:
    first = _workbook([ROW])
    time.sleep(2.1)  # the clock of a zip file goes in steps of two seconds
    assert _workbook([ROW]) == first


def test_what_a_workbook_cannot_hold_stays_text() -> None:
    row = _read(_workbook([[datetime.date(1, 1, 1), "x" * 40_000, "a\x00b"]])).get_sheet_by_index(0).to_python()[1]
    assert row[0] == "0001-01-01"
    assert row[1] == "x" * 32_766 + "…"
    assert str(row[2]).startswith("a")


@pytest.mark.parametrize("title", ["A/B: [C]*?", "'", "x" * 50, "History", ""])
def test_any_title_names_a_sheet(title: str) -> None:
    assert len(_read(_workbook([ROW], title)).sheet_names[0]) in range(1, 32)
