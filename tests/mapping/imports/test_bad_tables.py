"""Files that are no table, or not the one they should be: refused quickly, with what to do, and nothing saved."""

import codecs
import resource
import time
from pathlib import Path

import pytest

from accounts.models import City
from mapping.imports import files
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from tests.mapping.makers import column_mapping, inside, kept, refused, table

DISTRICTS_OF_CITY = ("Å1",)

HEADER = "id,date,place,what\n"
ROW = "1,2021-03-04,Å1,Assault\n"


def _import(city: City, path: Path, **changes: object) -> None:
    with inside(city):
        import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes)))


def _refused(city: City, path: Path, *parts: str, **changes: object) -> None:
    with refused(city, *parts):
        _import(city, path, **changes)
    assert kept(city)["Source"] == kept(city)["Observation"] == 0


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"", ["is empty"]),
        (HEADER.encode(), ["has a header and no rows"]),
        (b"\n\n", ["holds no row"]),
        (b"PK\x03\x04rest", ["was not read", "no complete workbook", "or as CSV"]),
        (b"%PDF-1.7", ["a PDF", "not CSV"]),
        (b"<html></html>", ["a web page"]),
        ((HEADER + "1,2021-03-04,\0,Assault\n").encode(), ["NUL byte on line 2", "Export it again"]),
        ((HEADER + "1,2021-03-04,A,Assault,more\n").encode(), ["Row 2, there are 5 cells, in the header 4"]),
        ((HEADER + ROW + "Source: the police\n").encode(), ["Row 3, there is 1 cell, in the header 4", "notes out"]),
        ((HEADER + '1,2021-03-04,"A,Assault\n').encode(), ["after row 1", "quotation mark that is not closed"]),
        ((HEADER + "\n" * 20_000).encode(), ["more than 10000 empty rows"]),
        (b"id,id,place,what\n1,2,3,4\n", ["more than one column “id”"]),
        ((HEADER + ROW + HEADER).encode(), ["Row 3 of", "is its header once more", "Take that row out"]),
        ((HEADER + ROW + "ID,Date,Place,What\n").encode(), ["Row 3 of", "is its header once more"]),
        (
            (HEADER + ROW + "id , date,place,what\n" + "2,2022-03-04,Å1,Assault\n" + HEADER).encode(),
            ["Rows 3, 5 of", "are its header once more", "the rows below them stay"],
        ),
        (b"id,day,place,what\n1,2,3,4\n", ["no column “date”, which the mapping names", "id, day, place, what"]),
        (b'{"id": 1}', ["is JSON, not CSV or XLSX"]),
        (b"x" * 300_000, ["more than 100000 characters"]),
    ],
    ids=lambda value: "" if isinstance(value, list) else repr(value[:12]),
)
def test_what_is_no_table_of_records_is_refused(city: City, tmp_path: Path, data: bytes, parts: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    _refused(city, path, *parts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_its_own_encoding(city: City, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + ROW, encoding=encoding)
    stated = {"encoding": "cp1252"} if encoding == "cp1252" else {}
    _import(city, path, **stated)
    with inside(city):
        assert Observation.objects.get().place == "district"


def test_a_nul_character_in_a_key_is_told_by_its_row(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "1\0,2021-03-04,Å1,Assault\n", encoding="utf-16")
    _refused(city, path, "Row 2, column id: the key holds a NUL character")


def test_an_encoding_that_is_not_stated_is_found_by_looking(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{n},2021-03-04,Å1,Assault\n" for n in range(50))
    path.write_text(HEADER + rows, encoding="latin-1")
    _import(city, path)
    assert kept(city)["Observation"] == 50


def test_an_encoding_that_does_not_hold_throughout_is_refused(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + HEADER.encode() + ROW.encode("latin-1"))
    _refused(city, path, "is not utf-8-sig throughout", "Save it as UTF-8")


@pytest.mark.parametrize(
    "mark",
    [
        *"\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202c\u2068\u2069",
        " \u200b",
        "\u200b ",
        "\u202a\u00a0\u200b",
    ],
    ids=lambda mark: "-".join(f"{ord(each):04X}" for each in mark),
)
def test_marks_that_nobody_sees_are_no_part_of_a_name_or_a_code(city: City, tmp_path: Path, mark: str) -> None:
    """The refusal named a column that looked exactly like the one it missed."""
    path = tmp_path / "a.csv"
    path.write_text(
        ",".join(mark + name for name in HEADER.strip().split(",")) + "\n"
        + ",".join(mark + cell + mark for cell in ROW.strip().split(",")) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    # nor where the mapping names them, copied from the file
    _import(city, path, external_key=f"{mark}id")
    with inside(city):
        made = Observation.objects.get()
    assert (made.external_key, made.place) == ("1", "district")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_found_by_looking(city: City, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text((HEADER + ROW).replace(",", delimiter), encoding="utf-8")
    _import(city, path)
    assert kept(city)["Observation"] == 1


def test_a_stated_delimiter_that_is_wrong_is_refused(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,Å1,Assault")
    _refused(city, path, "one column if “;” separates them", "“,” seems to", delimiter=";")


def test_two_hundred_megabytes_of_nothing_are_refused_at_once(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    _refused(city, path, "has 200 MB; at most 100 MB are read")
    assert time.perf_counter() - begin < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # kB


@pytest.mark.parametrize("filling", [b"\0", b" ", b"\n"])
def test_nothing_that_is_just_small_enough_is_refused_with_little_memory(
    city: City, tmp_path: Path, filling: bytes
) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        for _block in range(99):
            file.write(filling * 1024 * 1024)
    assert path.stat().st_size <= files.MOST_BYTES
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _refused(city, path, "a.csv")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024  # kB
