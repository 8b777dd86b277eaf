"""Districts as other offices write them: taken where they can mean one alone, else refused with what they may mean and
why they are not found."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import NewDistrict, add_boundary_set, boundary_set_of
from mapping.imports.mapping_file import read_mapping
from mapping.imports.names import Near
from mapping.imports.observations import import_observations
from mapping.imports.places import Lookup
from mapping.imports.residents.indicators import Populations, import_indicators
from mapping.models import District, Observation
from tests.mapping.makers import SQUARE, column_mapping, inside, with_record

DISTRICTS = {
    "01": "Nørrebro", "02": "Saint-Denis", "03": "L'Haÿ", "04": "Åsby", "05": "Äsby", "A1": "Ørestad Nord", "10": "10",
    "1001": "St. Pauli",
}  # fmt: skip


@pytest.fixture
def city(elverhavn: City) -> City:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    districts = [NewDistrict(code, name, geometry, 67.6) for code, name in DISTRICTS.items()]
    with inside(with_record(elverhavn)):
        add_boundary_set(city=elverhavn, name="Districts", districts=districts)
    return elverhavn


def _placed(city: City, path: Path, cell: str, **place: Any) -> str:
    """The code of the district a cell is placed in, or what is said of it."""
    path.write_text(f'id;date;place;what\na1;2021-03-04;"{cell}";Assault\n', encoding="utf-8")
    mapping = read_mapping(column_mapping(place={"column": "place", **place}))
    with inside(city):
        try:
            import_observations(city=city, path=path, mapping=mapping)
        except ValidationError as refusal:
            return "\n".join(refusal.messages)
        return str(Observation.objects.values_list("district__code", flat=True).get())


NAMED = [
    ("Saint Denis", "02"), ("Saint\u2013Denis", "02"), ("Saint\u2011Denis", "02"), ("SAINT DENIS", "02"),
    ("L\u2019Haÿ", "03"), ("L´Haÿ", "03"), ("Ørestad-Nord", "A1"), ("Nørrebro.", "01"), ("Nørre\u00adbro", "01"),
    ("01 Nørrebro", "01"), ("Nørrebro (01)", "01"), ("01 - Nørrebro", "01"), ("A1: Ørestad Nord", "A1"),
    ("a1 ørestad-nord", "A1"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "code"), NAMED)
def test_a_name_that_can_mean_one_district_alone_means_it(city: City, tmp_path: Path, cell: str, code: str) -> None:
    assert _placed(city, tmp_path / "a.csv", cell, by="name") == code


@pytest.mark.parametrize(("cell", "code"), [("a1", "A1"), ("A 1", "A1"), ("01 Nørrebro", "01"), ("1", "01")])
def test_so_does_a_code(city: City, tmp_path: Path, cell: str, code: str) -> None:
    assert _placed(city, tmp_path / "a.csv", cell) == code


OTHERS = [
    ("02 Nørrebro", "Nørrebro” (01)"), ("Nørrebro kvarter", "Nørrebro” (01)"), ("Norrebro", "Nørrebro” (01)"),
    ("Sankt Pauli", "St. Pauli” (1001)"), ("Noerrebro", "Nørrebro” (01)"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "near"), OTHERS)
def test_what_it_may_mean_is_said_and_not_guessed(city: City, tmp_path: Path, cell: str, near: str) -> None:
    said = _placed(city, tmp_path / "a.csv", cell, by="name")
    assert f"no district has the name “{cell}”" in said
    assert f"It may mean “{near}." in said


@pytest.mark.parametrize(("cell", "by", "code"), [("\u04101", "code", "A1"), ("S\u0430int-Denis", "name", "02")])
def test_letters_of_another_alphabet_are_not_read_as_ours(
    city: City, tmp_path: Path, cell: str, by: str, code: str
) -> None:
    said = _placed(city, tmp_path / "a.csv", cell, by=by)
    assert f"It has letters of another alphabet that look like those of district {code}: type it anew." in said
    assert "may mean" not in said
    assert "another alphabet" not in _placed(city, tmp_path / "a.csv", "Zz", by=by)


@pytest.mark.parametrize("cell", ["Elsewhere", "Online", "?", "Asb1", "x" * 50_000])
def test_of_what_is_like_none_no_name_is_made_up(city: City, tmp_path: Path, cell: str) -> None:
    said = _placed(city, tmp_path / "a.csv", cell, by="name")
    assert "may mean" not in said
    assert "place.online or place.outside" in said


def test_names_that_may_be_meant_are_looked_for_so_often_and_no_more() -> None:
    near = Near([District(code="01", name="Nørrebro")])
    found = [bool(near.find("Norrebro")) for _time in range(60)]
    assert found == [True] * 50 + [False] * 10


def test_a_shorter_code_is_doubted_where_it_stands_and_the_longer_does_not() -> None:
    lookup = Lookup(["1.1", "1.10", "2"])
    assert lookup.shortened() == []
    lookup.find("1.1")
    assert lookup.shortened() == [("1.1", ["1.10"])]
    lookup.find("1.10")
    assert lookup.shortened() == []


def test_letters_whose_marks_were_lost_are_not_chosen_for(city: City, tmp_path: Path) -> None:
    said = _placed(city, tmp_path / "a.csv", "Asby", by="name")
    assert "no district has the name “Asby”" in said
    assert "It may mean “Åsby” (04) or “Äsby” (05)." in said


@pytest.mark.parametrize("cell", ["1E+00", "1.00E+02", "01-Feb", "jan-24", "1.001", "1'001", "#REF!", "0.5", "12:30"])
def test_a_code_that_a_spreadsheet_made_of_another_is_said_to_be_one(city: City, tmp_path: Path, cell: str) -> None:
    """The advice was to name 1E+00 under place.values: of 10 and 100 there it makes one."""
    said = _placed(city, tmp_path / "a.csv", cell)
    assert "a spreadsheet seems to have made of another" in said
    assert "place.values" not in said


def test_a_code_that_is_merely_none_is_not(city: City, tmp_path: Path) -> None:
    for cell in ("77", "B-7", "Nord"):
        assert "spreadsheet" not in _placed(city, tmp_path / "a.csv", cell)


def test_the_whole_city_in_a_column_of_places_may_be_where_something_was(city: City, tmp_path: Path) -> None:
    """The advice was to leave such rows out, whatever was meant."""
    said = _placed(city, tmp_path / "a.csv", "Hele byen", by="name")
    assert "not_counted" in said
    assert "if events of the whole city are meant, name it under place.city_wide" in said


def test_cells_that_were_merged_are_to_be_filled_in(city: City, tmp_path: Path) -> None:
    assert "if cells were merged, fill them in on every row" in _placed(city, tmp_path / "a.csv", "")


def _residents(city: City, path: Path, *rows: str, head: str = "code;residents", **options: Any) -> Populations:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    chosen = {"code": "code", "population": "residents", **options}
    with inside(city):
        return import_indicators(boundary_set=boundary_set_of(city=city), path=path, **chosen)


def _known(city: City) -> dict[str, int]:
    with inside(city):
        return {each.code: each.population or 0 for each in District.objects.exclude(population=None)}


def test_residents_by_code_and_name_in_one_cell_are_read(city: City, tmp_path: Path) -> None:
    rows = ["01 Nørrebro;12000", "A1 Ørestad-Nord;34000", "Whole city;46000"]
    found = _residents(city, tmp_path / "a.csv", *rows)
    assert _known(city) == {"01": 12000, "A1": 34000}
    assert found.unknown == ("Whole city",)


def test_residents_of_a_district_by_its_name_among_codes_are_read(city: City, tmp_path: Path) -> None:
    assert _residents(city, tmp_path / "a.csv", "01;12000", "saint denis;34000", "Total;46000").unknown == ("Total",)
    assert _known(city) == {"01": 12000, "02": 34000}
    found = _residents(city, tmp_path / "a.csv", "01;12001", "saint denis;34001", by="code")
    assert found.unknown == ("saint denis",)
    assert _known(city) == {"01": 12001, "02": 34000}


def test_rows_without_a_code_that_have_a_number_are_refused(city: City, tmp_path: Path) -> None:
    """Of merged cells only the first has the code: the district had the number of its first row."""
    rows = ["01;2023;11900", ";2024;12000", "02;2023;33000", ";2024;34000"]
    with pytest.raises(ValidationError, match=r"empty in rows that have a number of residents: 2 \(first row 3\)"):
        _residents(city, tmp_path / "a.csv", *rows, head="code;year;residents")
    assert _known(city) == {}
    with pytest.raises(ValidationError, match="Column code of a.csv is empty in all rows that are meant. If cells"):
        _residents(city, tmp_path / "a.csv", *rows, head="code;year;residents", where={"year": "2024"})


@pytest.mark.parametrize("last", [";2024;45900", ";2024;", ";2024;-", ";note;.."])
def test_a_row_without_a_code_that_adds_up_all_or_numbers_nobody_is_told(city: City, tmp_path: Path, last: str) -> None:
    found = _residents(city, tmp_path / "a.csv", "01;2024;11900", "02;2024;34000", last, head="code;year;residents")
    assert _known(city) == {"01": 11900, "02": 34000}
    assert any("rows left out because the cell is empty: 1 (first row 4)" in text for text in found.told)


def test_the_number_of_such_a_row_is_read_as_those_of_all_others_are(city: City, tmp_path: Path) -> None:
    """That of the country settles what a point stands for."""
    rows = ["DK;5.900.000", "01;11.900", "02;34.000", ";45.900"]
    found = _residents(city, tmp_path / "a.csv", *rows)
    assert any("rows left out because the cell is empty: 1 (first row 5)" in text for text in found.told)
    assert _known(city) == {"01": 11900, "02": 34000}


def test_a_name_that_nearly_is_one_no_row_has_is_told(city: City, tmp_path: Path) -> None:
    rows = ["Saint Denis;34000", "Norrebro;12000", "Saint-Denys;1", "Total;46000"]
    told = " ".join(_residents(city, tmp_path / "a.csv", *rows).told)
    assert "Row 3, column code: “Norrebro” is no district's, and may mean “Nørrebro” (01)" in told
    assert "Denys" not in told


def test_parts_of_the_residents_are_not_said_to_be_kept(city: City, tmp_path: Path) -> None:
    rows = ["01;M;6000", "01;K;5000"]
    with pytest.raises(ValidationError) as refusal:
        _residents(city, tmp_path / "a.csv", *rows, head="code;sex;residents")
    said = " ".join(refusal.value.messages)
    assert (
        "The rows are of parts of the residents, by column sex: keep those of all with --where, or add them up" in said
    )
    assert "sex=K" not in said


def test_a_table_whose_rows_all_have_a_code_is_told_nothing_of_it(city: City, tmp_path: Path) -> None:
    assert "empty" not in " ".join(_residents(city, tmp_path / "a.csv", "01;12000", "Total;12000").told)


def test_an_apostrophe_that_keeps_a_number_a_text_is_none_of_its_digits(city: City, tmp_path: Path) -> None:
    _residents(city, tmp_path / "a.csv", "01;'12000", "02;'1.234.000", "A1;'8.000")
    assert _known(city) == {"01": 12000, "02": 1_234_000, "A1": 8000}


@pytest.mark.parametrize(("sex", "is_told"), [("T", False), ("_T", False), ("Total", False), ("M", True), ("K", True)])
def test_all_of_them_by_the_letter_of_statistical_offices_are_no_part(
    city: City, tmp_path: Path, sex: str, is_told: bool
) -> None:
    rows = ["01;M;6000", "01;K;5000", f"01;{sex};11000"] if not is_told else [f"01;{sex};6000"]
    path, head = tmp_path / "a.csv", "code;sex;residents"
    told = _residents(city, path, *rows, "02;X;1", head=head, where={"sex": sex}).told
    assert any("part of the residents" in text for text in told) == is_told
