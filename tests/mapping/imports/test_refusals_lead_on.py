"""Files as offices and tools write them: read where that is sure, else refused by what it looks like and what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import read_districts
from mapping.imports.places import Lookup
from mapping.imports.problems import Problems
from mapping.imports.residents.indicators import import_indicators
from mapping.models import BoundarySet, District, Observation
from tests.mapping.makers import column_mapping, feature, inside

DISTRICTS_OF_CITY = ("01", "02")

ROWS = ["1,2021-01-05,01,Threat", "2,2021-01-06,02,Threat"]
HEAD = "id,date,place,what"


def _taken(city: City, path: Path, **mapping: Any) -> int:
    with inside(city):
        import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**mapping)))
        return Observation.objects.count()


def _refused(city: City, path: Path, **mapping: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        _taken(city, path, **mapping)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("stated", ["", "utf-8", "cp1252"])
def test_what_a_file_says_of_its_encoding_itself_holds(city: City, tmp_path: Path, mark: str, stated: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD, *ROWS]), encoding=mark)
    assert _taken(city, path, **({"encoding": stated} if stated else {})) == 2


@pytest.mark.parametrize("first", ["sep={0}", "SEP={0}", '"sep={0}"'])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_says_what_separates_the_cells_is_no_header(
    city: City, tmp_path: Path, first: str, delimiter: str, end: str
) -> None:
    path = tmp_path / "a.csv"
    lines = [first.format(delimiter), *(line.replace(",", delimiter) for line in (HEAD, *ROWS))]
    path.write_bytes(end.join(lines).encode())
    assert _taken(city, path) == 2
    path.write_bytes(end.join([*lines[:2], lines[2].replace("2021-01-05", "?")]).encode())
    # rows by the numbers that a spreadsheet shows
    assert "Row 3, column date" in _refused(city, path)


TITLES = [["Incidents 2024"], ["Incidents; harbour, and more", "", "As of 1 March"], ["a,b,c,d", ",,,"]]


@pytest.mark.parametrize("titles", TITLES, ids=[str(len(each)) for each in TITLES])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_header_below_titles_is_found_and_can_be_stated(
    city: City, tmp_path: Path, titles: list[str], delimiter: str
) -> None:
    path, at = tmp_path / "a.csv", len(titles) + 1
    path.write_text("\n".join([*titles, *(line.replace(",", delimiter) for line in (HEAD, *ROWS))]))
    refused = _refused(city, path)
    assert f"Row {at} of a.csv looks like the header" in refused
    assert f'state "header_row": {at}.' in refused
    assert _taken(city, path, header_row=at) == 2
    assert _refused(city, path, header_row=21).startswith("Mapping file, $.header_row: must be a number from 1 to 20")


def test_residents_below_titles(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Residents by district\nsource: register\ncode,residents\n01,1234\n02,5678\n")
    with inside(city):
        asked: dict[str, Any] = {"boundary_set": BoundarySet.objects.get(), "path": path, "code": "code",
                                 "population": "residents"}  # fmt: skip
        with pytest.raises(ValidationError, match="state --header-row 3"):
            import_indicators(**asked)
        import_indicators(**asked, header_row=3)
        assert dict(District.objects.values_list("code", "population")) == {"01": 1234, "02": 5678}


@pytest.mark.parametrize("own", [{"id": 7}, {"id": "07"}, {"id": 7.0}])
@pytest.mark.parametrize("asked", ["id", "@id"])
def test_the_own_id_of_a_feature_is_a_code(own: dict[str, Any], asked: str) -> None:
    one = {**feature("x", "Havn"), **own}
    del one["properties"]["code"]
    districts, _repairs = read_districts({"features": [one]}, code=asked, name="name")
    assert [each.code for each in districts] == ["07" if own["id"] == "07" else "7"]
    # a field of that name is meant before it
    one["properties"]["id"] = "of the field"
    (found,), _repairs = read_districts({"features": [one]}, code="id", name="name")
    assert found.code == "of the field"


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.5, "holds 1.5, which is no code"), ([1], "holds [1], which is no code"), (True, "holds true, which is no"),
     ({"a": 1}, "which is no code"), (None, "is empty"), ("", "is empty"), ("  ", "is empty")],
)  # fmt: skip
def test_what_is_no_code_is_told_as_it_is(value: object, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_districts({"features": [feature(value)]}, code="code", name="name")
    assert said in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("codes", "cell", "found"),
    [
        (["01", "10"], "1.0", "01"), (["01", "10"], "10.0", "10"), (["1", "2"], "2.0", "2"),
        (["01", "10"], "1.5", None), (["01", "10"], "1.00", "01"), (["1", "01"], "1.0", None),
        # where codes have points themselves, nobody knows
        (["1", "1.1"], "1.0", None), (["1.0", "1"], "1.0", "1.0"),
    ],
)  # fmt: skip
def test_a_code_that_became_a_decimal_is_found_where_it_can_be_one_alone(
    codes: list[str], cell: str, found: str | None
) -> None:
    assert Lookup(codes).find(cell) == found


@pytest.mark.parametrize(
    "points",
    [
        [[0, 0], [1, 1], [2, 2], [0, 0]],
        [[0, 0], [1, 0], [0, 0], [0, 0]],
        [[9, 55], [9 + 1e-12, 55], [9, 55 + 1e-12], [9, 55]],
    ],
)
def test_an_outline_without_area_is_told_so(points: list[list[float]]) -> None:
    shape = {"type": "Polygon", "coordinates": [points]}
    with pytest.raises(ValidationError, match="encloses no area"):
        read_districts({"features": [feature("1", geometry=shape)]}, code="code", name="name")
    point = {"type": "Point", "coordinates": [9, 55]}
    with pytest.raises(ValidationError, match="it is a Point, not a polygon"):
        read_districts({"features": [feature("1", geometry=point)]}, code="code", name="name")


def test_rows_that_are_no_events_are_led_to_the_rule_that_leaves_them_out(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD, *ROWS, "3,,01,Threat", "4,2021-01-07,,Threat"]))
    refused = _refused(city, path)
    assert "Row 4, column date: the date is empty. If such rows are no events, leave them out" in refused
    assert "Row 5, column place: the cell is empty. If the row is no event, such as a total" in refused
    assert "code “”" not in refused


def test_of_a_book_in_one_cell_no_more_than_its_beginning_comes_back() -> None:
    """Also where it ends what is quoted itself."""
    for book in ("x" * 50_000, "”" * 50_000):
        problems = Problems()
        problems.add(f"column DAY: “{book}” is not a date. State the format.", 2)
        with pytest.raises(ValidationError) as refused:
            problems.refuse()
        said = refused.value.messages[-1]
        assert said.startswith("Row 2, column DAY: “")
        assert len(said) < 1_100
        assert said.endswith("State the format.") == (book[0] == "x")


@pytest.mark.parametrize("many", [4, 60, 3000])
def test_many_of_one_kind_do_not_hide_another(many: int) -> None:
    problems = Problems()
    for row in range(many):
        problems.add(f"column DAY: “{row}.1.2024” is not a date", row + 2)
    problems.add("column DISTRICT: no district has the code “99”", many + 2)
    problems.add("column WHAT: “thing” is not in the mapping", many + 2)
    with pytest.raises(ValidationError) as refusal:
        problems.refuse()
    lines = refusal.value.messages
    assert lines[0] == f"{many + 2} problems, nothing was saved."
    # all where they fit, else as many as leave room for the two others
    shown = min(many, 18)
    assert sum("is not a date" in line for line in lines) == shown
    assert any("“99”" in line for line in lines)
    assert any("“thing”" in line for line in lines)
    more = f"; and {many - shown} more rows like it"
    assert any(line.endswith(more) for line in lines) is (many > shown)
    assert len(lines) <= 22
    assert lines[-1].startswith("The first 20 kinds are listed") is (many > shown)
