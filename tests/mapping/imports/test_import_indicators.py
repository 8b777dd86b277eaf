"""Residents per district: exact codes, every fault by row and column, nothing but the number of residents."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.residents.indicators import Populations, import_indicators
from mapping.models import District
from tests.mapping.makers import inside, table, with_districts


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(elverhavn, "001", "002", "010")


def _import(city: City, path: Path, source: str = "") -> Populations:
    with inside(city):
        return import_indicators(
            boundary_set=boundary_set_of(city=city), path=path, code="code", population="residents", source=source
        )


def _table(tmp_path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    return table(tmp_path / "a.csv", *rows, header="code,name,residents,minority", encoding=encoding)


def _populations(city: City) -> dict[str, int | None]:
    with inside(city):
        return dict(District.objects.values_list("code", "population"))


def test_residents_are_written_and_the_rest_is_told(city: City, tmp_path: Path) -> None:
    found = _import(city, _table(tmp_path, "001,Havn,100,5", "2,Bakken,250,7", "99,Ghost,1,1"), source="Census 2021")
    assert _populations(city) == {"001": 100, "002": 250, "010": None}
    assert (found.changed, found.without, found.unknown) == (2, ("010",), ("99",))
    with inside(city):
        assert District.objects.get(code="001").population_source == "Census 2021"


def test_the_same_file_again_changes_nothing(city: City, tmp_path: Path) -> None:
    path = _table(tmp_path, "001,Havn,100,5")
    assert [_import(city, path).changed, _import(city, path).changed] == [1, 0]


@pytest.mark.parametrize(
    ("written", "meant"), [("33300", 33300), ('"33,300"', 33300), ("33 300", 33300), ("33300.0", 33300), ("0", 0)]
)
def test_numbers_are_read_as_people_write_them(city: City, tmp_path: Path, written: str, meant: int) -> None:
    _import(city, _table(tmp_path, f"001,Havn,{written},5"))
    assert _populations(city)["001"] == meant


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("-5", "is not a whole number"),
        ("12.5", "is not a whole number"),
        ("33.300", "could be thousands or a fraction"),
        ("many", "is not a whole number"),
        ("", "is empty"),
        ("99999999999", "more than a district can have"),
    ],
)
def test_an_impossible_number_is_refused_by_row_and_column(city: City, tmp_path: Path, written: str, why: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        _import(city, _table(tmp_path, "002,Bakken,250,7", f"001,Havn,{written},5"))
    assert "Row 3, column residents:" in refusal.value.messages[0]
    assert why in refusal.value.messages[0]
    assert set(_populations(city).values()) == {None}


def test_a_code_that_stands_twice_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="“1” stands on row 2 already"):
        _import(city, _table(tmp_path, "001,Havn,100,5", "1,Havn,120,5"))
    assert set(_populations(city).values()) == {None}


def test_a_file_of_other_districts_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="No row of a.csv has the code of a district"):
        _import(city, _table(tmp_path, "E05,Havn,100,5"))


def test_a_missing_column_is_refused_with_those_there_are(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "001,100", header="code,people")
    with pytest.raises(ValidationError, match="no column “residents”. The columns are: code, people"):
        _import(city, path)


def test_names_in_another_encoding_do_no_harm(city: City, tmp_path: Path) -> None:
    _import(city, _table(tmp_path, "001,Ålegårdsøen,100,5", encoding="latin-1"))
    assert _populations(city)["001"] == 100
