"""Keys and places that a spreadsheet changed, or that mean two things: refused or told by row, column and remedy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from accounts.models import City
from mapping.actions.batches import TakenIn
from mapping.actions.boundaries import NewDistrict, add_boundary_set
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from tests.mapping.makers import SQUARE, column_mapping, inside, refused, table, with_record

DISTRICTS_OF_CITY = ("01", "02")


def _import(city: City, path: Path, accepted: Sequence[str] = (), **changes: Any) -> TakenIn:
    with inside(city):
        return import_observations(
            city=city, path=path, mapping=read_mapping(column_mapping(**changes)), accepted=accepted
        )


def _keys(path: Path, *keys: str) -> Path:
    """Events of one day each, so that no two rows say the same."""
    return table(path, *[f'"{key}",2021-03-{day:02d},01,Assault' for day, key in enumerate(keys, start=2)])


def _refused(city: City, path: Path, *parts: str, **changes: Any) -> None:
    with refused(city, *parts):
        _import(city, path, **changes)


@pytest.mark.parametrize("key", ["2.01902E+14", "2,01902E+14", "2E+14", "2.01902e14", "-1.5E+3", "2.01902e+014"])
def test_scientific_notation_is_refused(city: City, tmp_path: Path, key: str) -> None:
    _refused(city, _keys(tmp_path / "a.csv", "A1", key), f"Row 3, column id: “{key}” is written in scientific notation")


@pytest.mark.parametrize("key", ["#REF!", "#N/A", "########", "NULL", "nan", "n/a", "-", "(blank)"])
def test_what_stands_for_no_key_is_refused(city: City, tmp_path: Path, key: str) -> None:
    _refused(city, _keys(tmp_path / "a.csv", "A1", key), f"Row 3, column id: “{key}” stands for no key")


DAMAGED = {
    "rounded": (
        ["201902034567890000", "201902034567880000", "201902034567870000"],
        "rounded-keys",
        "“201902034567890000”",
    ),
    "dates": (["3-14", "03-Dec", "3-20"], "keys-like-dates", "row 3, “03-Dec”"),
    "dates of Danes": (["14-3", "05-maj", "12. okt"], "keys-like-dates", "2 of 3 keys look like dates (row 3"),
    "months first": (["Dec-03", "Mar-2012"], "keys-like-dates", "2 of 2 keys"),
    "whole dates": (["3-14", "03/12/2024", "3-20"], "keys-like-dates", "1 of 3 keys look like dates (row 3"),
    "decimals": (["1.0", "2.0", "3.0"], "keys-with-decimals", "keys that end in .0: 3 (row 2, “1.0”)"),
    "decimals with a comma": (["1,0", "2,0", "3,0"], "keys-with-decimals", "keys that end in .0: 3 (row 2, “1,0”)"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_keys_are_refused_until_they_are_said_to_be_right(city: City, tmp_path: Path, name: str) -> None:
    keys, accept, said = DAMAGED[name]
    path = _keys(tmp_path / "a.csv", *keys)
    _refused(city, path, "Column id:", said, f"--accept {accept}", "xport the column as text")
    assert _import(city, path, accepted=[accept]).imported.added == len(keys)


@pytest.mark.parametrize(
    "keys",
    [
        ["GO-2020813480", "GO-2019601581"],
        ["2E10", "3F11", "1E5"],
        ["2024-0312", "2024-0313"],
        ["201902034567891234", "201902034567891230"],
        ["MAR-0012", "MAR-0013"],
        ["3-14", "3-15", "12-31"],
        ["1.1", "1.2"],
        ["7", "8"],
        ["0c9be1f0-1b7e-4be1-8f0e-1d2c3b4a5f60", "e1"],
    ],
)
def test_keys_of_registers_are_no_matter(city: City, tmp_path: Path, keys: list[str]) -> None:
    assert _import(city, _keys(tmp_path / "a.csv", *keys)).told == ()


def test_numbers_that_all_have_an_exponent_are_told(city: City, tmp_path: Path) -> None:
    told = "\n".join(_import(city, _keys(tmp_path / "a.csv", "1E5", "2e10", "12E6")).told)
    assert "3 of 3 keys could be numbers in scientific notation (row 2, “1E5”)" in told


def test_a_sign_that_nobody_can_type_is_damage(city: City, tmp_path: Path) -> None:
    assert "keys with damaged letters" in "\n".join(_import(city, _keys(tmp_path / "a.csv", "K\x07-1", "K-2")).told)


@pytest.mark.parametrize(
    "pair",
    [
        ("a1", "A1"),
        ("12", "012"),
        ("12", "12.0"),
        ("A 1", "A1"),
        ("'12", "12"),
        ("K-1", "\u041a-1"),
        ("K-1", "K\uff0d1"),
    ],
)
def test_keys_that_are_almost_the_same_are_told(city: City, tmp_path: Path, pair: tuple[str, str]) -> None:
    told = "\n".join(_import(city, _keys(tmp_path / "a.csv", "9999", *pair)).told)
    assert (
        "Column id: keys differ by letter case, spaces, dashes, leading noughts, .0 or letters that look alike only"
        in told
    )
    assert "(rows 3, 4)" in told


@pytest.mark.parametrize(
    ("before", "now"), [("00123", "123"), ("123", "123.0"), ("ab-1", "AB-1"), ("AB 1", "AB1"), ("123", " 0123")]
)
def test_keys_that_changed_since_the_last_file_are_refused(city: City, tmp_path: Path, before: str, now: str) -> None:
    _import(city, _keys(tmp_path / "a.csv", before, "X1"))
    later = _keys(tmp_path / "b.csv", now, "X1")
    _refused(city, later, f"(row 2, “{now.strip()}”; there “{before}”)", "count twice", "--accept changed-keys")


def test_keys_that_are_all_others_than_before_are_refused(city: City, tmp_path: Path) -> None:
    _import(city, _keys(tmp_path / "a.csv", *[f"OLD{number}" for number in range(10)]))
    later = _keys(tmp_path / "b.csv", *[f"NEW{number}" for number in range(10)])
    _refused(
        city,
        later,
        "10 of 10 rows whose keys the source does not have are of the same day, place and kind",
        "stays the same between exports",
    )


def test_a_further_part_of_a_source_is_no_matter(city: City, tmp_path: Path) -> None:
    _import(city, _keys(tmp_path / "a.csv", *[f"A{number}" for number in range(10)]))
    rows = [f"B{number},2021-05-{number + 3:02d},01,Assault" for number in range(10)]
    taken_in = _import(city, table(tmp_path / "b.csv", *rows))
    assert taken_in.told == ()
    assert "goes on counting (records: 10)" in "\n".join(taken_in.notes)


def test_rows_that_repeat_others_are_named_and_many_of_them_are_a_warning(city: City, tmp_path: Path) -> None:
    rows = ["A1,2021-03-02,01,Assault", "A2,2021-03-03,01,Assault", "A1,2021-03-02,01,Assault"]
    taken_in = _import(city, table(tmp_path / "a.csv", *rows))
    assert taken_in.told == ()
    assert "do not count again (1): “A1” (rows 2, 4)." in "\n".join(taken_in.notes)
    rows = [f"B{number // 2},2021-04-{number // 2 + 1:02d},01,Assault" for number in range(20)]
    assert "do not count again (10)" in "\n".join(_import(city, table(tmp_path / "b.csv", *rows)).told)


def _named(city: City, **names: str) -> City:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    with inside(city):
        districts = [NewDistrict(code, name, geometry, 67.6) for code, name in names.items()]
        add_boundary_set(city=city, name="Districts", districts=districts)
    return with_record(city)


BY_NAME = {"column": "place", "by": "name"}


@pytest.mark.parametrize(
    ("names", "cell"), [(("Manor", "Manor"), "Manor"), (("Manor", "MANOR"), "Manor"), (("Manor", "Manor "), "manor")]
)
def test_a_name_of_two_districts_is_refused(elverhavn: City, tmp_path: Path, names: tuple[str, str], cell: str) -> None:
    city = _named(elverhavn, A1=names[0], B7=names[1], A2="Lakeside")
    path = table(tmp_path / "a.csv", f"1,2021-03-04,{cell},Assault", "2,2021-03-04,Lakeside,Assault")
    _refused(city, path, f"Row 2, column place: “{cell}” could be A1 or B7. Place by code", place=BY_NAME)


def test_a_name_that_differs_by_an_accent_is_told(elverhavn: City, tmp_path: Path) -> None:
    city = _named(elverhavn, A1="Arby", B7="Årby")
    told = _import(city, table(tmp_path / "a.csv", "1,2021-03-04,Arby,Assault"), place=BY_NAME).told
    assert "Column place: “Arby” is read as district A1; the name of B7 differs by accents" in told[0]


@pytest.mark.parametrize(("by", "code"), [("code", "B7"), ("name", "A1")])
def test_a_cell_that_is_a_name_and_a_code_is_told(elverhavn: City, tmp_path: Path, by: str, code: str) -> None:
    city = _named(elverhavn, A1="B7", B7="Lakeside")
    path = table(tmp_path / "a.csv", "1,2021-03-04,B7,Assault")
    told = _import(city, path, place={"column": "place", "by": by}).told
    assert f"“B7” is read as the {by} of district {code}; it could mean" in told[0]
    with inside(city):
        district = Observation.objects.get().district
    assert district is not None
    assert district.code == code


@pytest.mark.parametrize(
    ("codes", "cells", "told"),
    [
        (("1", "01"), ("1", "1"), True),
        (("1", "01"), ("1", "01"), False),
        (("1.1", "1.10"), ("1.1", "1.1"), True),
        (("1.1", "1.10"), ("1.10", "1.1"), False),
        (("1", "10"), ("1", "1"), False),
    ],
)
def test_codes_that_a_spreadsheet_would_shorten_to_others_are_told(
    elverhavn: City, tmp_path: Path, codes: tuple[str, str], cells: tuple[str, str], told: bool
) -> None:
    city = _named(elverhavn, **{code: f"District {code}" for code in codes})
    rows = [f"{number},2021-03-04,{cell},Assault" for number, cell in enumerate(cells)]
    said = _import(city, table(tmp_path / "a.csv", *rows)).told
    assert bool(said) == told
    assert not told or f"“{codes[0]}” stands for district “{codes[0]}”, and no row has “{codes[1]}”" in said[0]
