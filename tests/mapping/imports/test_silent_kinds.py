"""Files of offices that would be taken in wrongly without a word, as kinds, beside what is taken in as before."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports import rows
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.residents.indicators import import_indicators
from tests.mapping.makers import column_mapping, inside

DISTRICTS_OF_CITY = ("1", "2", "3")

HEAD = "id,date,place,what"


def _told(city: City, path: Path, lines: list[str]) -> str:
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    with inside(city):
        return " ".join(import_observations(city=city, path=path, mapping=read_mapping(column_mapping())).told)


def _rows(*keys: str) -> list[str]:
    return [f'"{key}",2021-03-{1 + n % 28:02d},1,Assault' for n, key in enumerate(keys)]


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u00a0", " "], ids=ascii
)
def test_keys_that_look_alike_are_told(city: City, tmp_path: Path, unseen: str) -> None:
    assert "keys differ by" in _told(city, tmp_path / "a.csv", _rows("A-12", f"A-{unseen}12", "B-1"))


DAMAGED = [
    "N\u00c3\u00b8rre 1",
    "N\ufffdrre 1", "Caf\u00c3\u00a9 7", "St\u00c2\u00b0 3", "A\n1", "A\t1", "A\u20281", "it\u00e2\u20ac\u2122s 1",
]  # fmt: skip


@pytest.mark.parametrize("key", DAMAGED, ids=ascii)
def test_keys_with_damaged_letters_are_told(city: City, tmp_path: Path, key: str) -> None:
    assert "damaged letters" in _told(city, tmp_path / "a.csv", _rows(key, "B 1"))


@pytest.mark.parametrize(
    "key", ["N\u00f8rre 1", "\u00c3o 1", "Caf\u00e9-7", "\u00c2ge 3", "2021/0034", "A 1"], ids=ascii
)
def test_keys_in_any_language_are_none(city: City, tmp_path: Path, key: str) -> None:
    assert _told(city, tmp_path / "a.csv", _rows(key, "B 1")) == ""


PERSONS = ["hans@town.example", "010190-1235", "19640823-3234", "640823-3234", "131052-308T", "a.b+c@mail.example"]


@pytest.mark.parametrize("key", PERSONS)
def test_keys_that_are_persons_are_refused_and_a_few_are_told(city: City, tmp_path: Path, key: str) -> None:
    assert "Groundwork keeps no persons" in _told(city, tmp_path / "few.csv", _rows(key, "B-1", "B-2", "B-3"))
    with pytest.raises(ValidationError, match="name a column that numbers events"):
        _told(city, tmp_path / "all.csv", _rows(key))


@pytest.mark.parametrize("key", ["2021-000123", "0113-2021", "311299-12", "KBH-010190-1", "999999-1234", "@1"])
def test_numbers_of_cases_are_no_persons(city: City, tmp_path: Path, key: str) -> None:
    assert "persons" not in _told(city, tmp_path / "a.csv", _rows(key))


def test_many_rows_of_one_day_are_told(city: City, tmp_path: Path) -> None:
    one_day = [f"K-{n},2021-03-04,{1 + n % 3},Assault" for n in range(30)]
    assert "all 30 rows are of one day, 2021-03-04" in _told(city, tmp_path / "a.csv", one_day)
    assert "of one day" not in _told(city, tmp_path / "b.csv", [*one_day[:29]])
    two = [*one_day, "K-99,2021-03-05,1,Assault"]
    assert "of one day" not in _told(city, tmp_path / "c.csv", two)


def test_a_file_as_long_as_a_sheet_is_told(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {65_535, 1_048_575} <= rows.CUT_AT
    monkeypatch.setattr(rows, "CUT_AT", {7})
    assert "where spreadsheets and exports cut" in _told(city, tmp_path / "a.csv", _rows(*"ABCDEFG"))
    assert "exports cut" not in _told(city, tmp_path / "b.csv", _rows(*"ABCDEFGH"))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((9999, 4120, 3877), "a number of nines alone"), ((99999, 99999, 5812), "2 districts have 99999 residents"),
        ((9999999, 30111, 5812), "often stands for"), ((2021, 2022, 2023), "could be a year"),
        ((1998, 2004, 2011), "could be a year"), ((999, 4120, 3877), ""), ((2021, 2022, 5023), ""),
        ((8999, 9100, 9200), ""),
    ],
)  # fmt: skip
def test_numbers_that_stand_for_none_are_told(city: City, tmp_path: Path, numbers: tuple[int, ...], said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,p\n" + "".join(f"{code},{number}\n" for code, number in enumerate(numbers, start=1)))
    with inside(city):
        found = import_indicators(boundary_set=boundary_set_of(city=city), path=path, code="id", population="p")
    told = [each for each in found.told if "nines" in each or "a year" in each]
    assert said in " ".join(told)
    assert bool(told) is bool(said)
