"""Numbers of residents that could mean two things, or are no residents: refused or told by row and column."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.residents.indicators import Populations, import_indicators
from mapping.models import District
from tests.mapping.makers import inside, with_districts

CODES = ("01", "02", "03", "10")


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(elverhavn, *CODES)


def _import(city: City, path: Path, column: str = "residents", accepted: Sequence[str] = ()) -> Populations:
    with inside(city):
        return import_indicators(
            boundary_set=boundary_set_of(city=city), path=path, code="code", population=column, accepted=accepted
        )


def _table(path: Path, *numbers: str, delimiter: str = ";", column: str = "residents") -> Path:
    rows = [delimiter.join(row) for row in [("code", column), *zip(CODES, numbers, strict=False)]]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def _stored(city: City) -> list[int | None]:
    with inside(city):
        return list(District.objects.order_by("code").values_list("population", flat=True))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("mark", [",", "."])
def test_a_mark_that_could_be_a_decimal_one_is_refused(city: City, tmp_path: Path, delimiter: str, mark: str) -> None:
    path = _table(tmp_path / "a.csv", "900", f"12{mark}345", "800", "700", delimiter=delimiter)
    with pytest.raises(ValidationError) as refusal:
        _import(city, path)
    word = "comma" if mark == "," else "point"
    assert f"Row 3, column residents: “12{mark}345” could be thousands or a fraction" in refusal.value.messages[0]
    assert f"write it without the {word}" in refusal.value.messages[0]
    assert _stored(city) == [None] * 4


@pytest.mark.parametrize("mark", [",", ".", " ", "'", "\u00a0"])
def test_a_number_of_millions_says_that_the_mark_parts_thousands(city: City, tmp_path: Path, mark: str) -> None:
    _import(city, _table(tmp_path / "a.csv", f"1{mark}234{mark}567", f"12{mark}345", f"8{mark}000", "700"))
    assert _stored(city) == [1_234_567, 12_345, 8_000, 700]


def test_a_comma_in_a_table_of_commas_parts_thousands_unless_another_cell_says_otherwise(
    city: City, tmp_path: Path
) -> None:
    _import(city, _table(tmp_path / "a.csv", '"12,345"', '"8,000"', "700", "600", delimiter=","))
    assert _stored(city) == [12_345, 8_000, 700, 600]
    with pytest.raises(ValidationError, match="“8,000” could be thousands or a fraction"):
        _import(city, _table(tmp_path / "b.csv", '"12,34"', '"8,000"', "700", "600", delimiter=","))


def test_the_total_of_the_city_is_no_district(city: City, tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "5000", "4100", "3000", "12100")
    with pytest.raises(ValidationError) as refusal:
        _import(city, path)
    said = refusal.value.messages[0]
    assert "Row 5, column residents: district “10” has 12100 residents, the other districts together 12100" in said
    assert "--accept totals" in said
    assert _import(city, path, accepted=["totals"]).changed == 4


def test_a_total_of_rounded_numbers_is_told(city: City, tmp_path: Path) -> None:
    told = _import(city, _table(tmp_path / "a.csv", "5000", "4100", "3000", "12105")).told
    assert "it seems to be the total of the city" in told[0]


@pytest.mark.parametrize(
    ("numbers", "column"),
    [(["40", "30", "20", "10"], "residents"), (["41", "30", "20", "10"], "residents"), (["5000"] * 4, "Share in %")],
)
def test_shares_are_refused(city: City, tmp_path: Path, numbers: list[str], column: str) -> None:
    path = _table(tmp_path / "a.csv", *numbers, column=column)
    with pytest.raises(ValidationError, match=f"Column {column} .*seems to hold shares"):
        _import(city, path, column)
    _import(city, path, column, accepted=["shares"])


@pytest.mark.parametrize(
    ("numbers", "column", "said"),
    [
        (["12", "8", "21", "17"], "residents", "may be in thousands"),
        (["1200", "800", "2100", "1700"], "Residents (1000)", "may be in thousands"),
        (["2022"] * 4, "residents", "all 4 districts have the number 2022"),
        (["1", "2", "3", "10"], "residents", "every number is the code of its district"),
        (["1200", "800", "2100", "40000000"], "residents", "more than any district has"),
    ],
)
def test_numbers_of_something_else_are_told(
    city: City, tmp_path: Path, numbers: list[str], column: str, said: str
) -> None:
    told = _import(city, _table(tmp_path / "a.csv", *numbers, column=column), column).told
    assert said in "\n".join(told)
    assert f"olumn {column}" in told[0]


def test_numbers_of_different_years_are_told(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,year,residents\n01,2022,9000\n02,2022,8000\n03,2011,7000\n10,2022,6100\n")
    assert _import(city, path).told == (
        "Column year: the numbers are of different times: “2022” (row 2), “2011” (row 4). Keep the rows of one.",
    )


def test_a_table_of_years_says_what_to_keep(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,year,residents\n01,2021,9000\n01,2022,9100\n")
    with pytest.raises(ValidationError, match="Keep those of one value, for example --where “year=2022”"):
        _import(city, path)


def test_numbers_far_from_those_before_are_told(city: City, tmp_path: Path) -> None:
    assert _import(city, _table(tmp_path / "a.csv", "9000", "8000", "7000", "6100")).told == ()
    told = _import(city, _table(tmp_path / "b.csv", "9001", "8", "7001", "6101")).told
    assert "1 of 4 districts have less than half" in told[0]
    assert "(first row 3, “02”: 8, before 8000" in told[0]


def test_the_boundaries_are_said(city: City, tmp_path: Path) -> None:
    notes = _import(city, _table(tmp_path / "a.csv", "9000", "8000", "7000", "6100")).notes
    assert notes == ("The districts are those of the boundaries “Districts”, valid from 1900-01-01.",)
