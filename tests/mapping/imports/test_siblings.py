"""Siblings of the cases that cities handed in, each taken in wrongly without a word once: refused or told, with row,
column and what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.imports.residents.indicators import import_indicators
from mapping.models import Observation
from tests.mapping.makers import column_mapping, feature, geojson, inside, table

DISTRICTS_OF_CITY = ("01", "02", "03", "04")


def _events(city: City, path: Path, *rows: str, **changes: Any) -> str:
    """What is said of a table of events, whether it was refused or told."""
    table(path, *rows)
    with inside(city):
        try:
            return "\n".join(
                import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes))).told
            )
        except ValidationError as refusal:
            return "\n".join(["refused", *refusal.messages])


def _dated(city: City, path: Path, text: str, form: str, **more: str) -> str:
    return _events(city, path, f"a1,{text},01,Assault", when={"column": "date", "format": form, **more})


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("03/04/2021", "DD/MM/YY*"), ("03/04/20219", "DD/MM/YYYY*"), ("03.04.2021", "DD.MM.YY*"),
        ("2021-03-041", "YYYY-MM-DD*"), ("4. mar 2021", "DD. MMM YY*"),
    ],
)  # fmt: skip
def test_a_star_takes_no_digit_of_a_day_or_a_year(city: City, tmp_path: Path, text: str, form: str) -> None:
    """DD/MM/YY* read 03/04/2021 as a day of 2020."""
    said = _dated(city, tmp_path / "a.csv", text, form)
    assert said.startswith("refused")
    assert f"Row 2, column date: “{text}” is not a date of the form {form}" in said


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2021-03-04 12:00", "YYYY-MM-DD*", "2021-03-04"), ("20210304120000", "YYYYMMDD*", "2021-03-04"),
        ("2021-03-04T12:00:00", "YYYY-MM-DD*", "2021-03-04"), ("20210304", "YYYY*", "2021-01-01"),
        ("2021-03-04 23:30 Uhr", "YYYY-MM-DD*", "2021-03-04"), ("04/03/21 kl. 14", "DD/MM/YY*", "2021-03-04"),
    ],
)  # fmt: skip
def test_a_star_takes_times_as_before(city: City, tmp_path: Path, text: str, form: str, day: str) -> None:
    assert _dated(city, tmp_path / "a.csv", text, form) == ""
    with inside(city):
        assert str(Observation.objects.get().first_day) == day


SAME_MOMENT = [
    "2021-03-28 23:30 UTC-5", "2021-03-28 23:30 GMT-05:00", "2021-03-28T23:30:00-05:00[America/Toronto]",
    "2021-03-28T23:30:00\u221205:00", "2021-03-28 23:30:00 GMT-0500 (Eastern Standard Time)",
    "2021-03-29T04:30:00Z[UTC]",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME_MOMENT)
def test_a_distance_from_utc_is_read_however_it_is_written(city: City, tmp_path: Path, text: str) -> None:
    assert _dated(city, tmp_path / "a.csv", text, "YYYY-MM-DD*", zone="city") == ""
    with inside(city):
        assert str(Observation.objects.get().first_day) == "2021-03-29"


@pytest.mark.parametrize(
    "text",
    ["2021-03-28 23:30 EST", "2021-03-28 23:30:00 Europe/London", "2021-03-28 23:30 MESZ", "2021-03-28 23.30 [PST]"],
)
def test_a_zone_that_is_named_alone_is_asked_about(city: City, tmp_path: Path, text: str) -> None:
    said = _dated(city, tmp_path / "a.csv", text, "YYYY-MM-DD*")
    assert "row 2" in said
    assert "Export times with their distance from UTC" in said
    assert 'zone": "as_written"' in said
    assert "Row 2, column date" in _dated(city, tmp_path / "b.csv", text, "YYYY-MM-DD*", zone="city")
    assert _dated(city, tmp_path / "c.csv", text, "YYYY-MM-DD*", zone="as_written") == ""


TOTALS = [
    "Total", "TOTAL:", "Grand total", "Subtotal 01", "Sub-total", "I alt", "Ialt", "Summa", "Summe", "Gesamt",
    "Insgesamt", "Yhteensä", "Totaal", "Totale", "Razem", "Celkem", "Итого", "Toplam", "01 Nordbro total",
]  # fmt: skip


@pytest.mark.parametrize("key", TOTALS)
def test_a_row_that_adds_up_others_is_no_event(city: City, tmp_path: Path, key: str) -> None:
    """With a date and a district it counted as one more."""
    said = _events(city, tmp_path / "a.csv", "a1,2021-03-04,01,Assault", f"{key},2021-12-31,01,Assault")
    assert f"Row 3, column id: “{key}” is what a row is called that adds up others" in said
    assert "not_counted" in said


@pytest.mark.parametrize("key", ["SUM-12", "Total-2021-3", "TOT1", "Samtale 4", "I-alt-3"])
def test_a_key_that_begins_alike_is_one(city: City, tmp_path: Path, key: str) -> None:
    assert _events(city, tmp_path / "a.csv", "a1,2021-03-04,01,Assault", f"{key},2021-12-31,01,Assault") == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (('"1,234"', '"1,235"'), "a mark after each three digits"), (("1.234", "1.235"), "a mark after each three"),
        (("1'234", "1'235"), "a mark after each three"), (("0.333333", "0.25"), "fractions or shares"),
        (("12%", "13 %"), "fractions or shares"), (("17.416666667", "18.041666667"), "fractions or shares"),
        (("12:03", "13:04"), "times of day"), (("12:03:00 PM", "1:04:00 AM"), "times of day"),
        (("-1", "A-2"), "numbers that often stand for none"), (("9999999", "A-2"), "often stand for none"),
        (("TRUE", "A-2"), "stands for no key"), (("FALSK", "A-2"), "stands for no key"),
    ],
)  # fmt: skip
def test_keys_that_number_no_events_are_told(city: City, tmp_path: Path, keys: tuple[str, ...], said: str) -> None:
    rows = [f"{key},2021-03-{day:02d},01,Assault" for day, key in enumerate(keys, start=2)]
    told = _events(city, tmp_path / "a.csv", *rows)
    assert said in told
    assert "row 2" in told.lower()


@pytest.mark.parametrize(
    "keys", [("1.1", "1.2"), ("0", "1"), ("99999", "100000"), ("10", "20"), ("2021.12", "2021.13")]
)
def test_numbers_of_cases_are_no_matter(city: City, tmp_path: Path, keys: tuple[str, ...]) -> None:
    rows = [f"{key},2021-03-{day:02d},01,Assault" for day, key in enumerate(keys, start=2)]
    assert _events(city, tmp_path / "a.csv", *rows) == ""


def _residents(city: City, path: Path, text: str) -> tuple[str, str]:
    """What is told or refused, and what is noted, of the numbers in the last column."""
    path.write_text(text, encoding="utf-8")
    column = text.partition("\n")[0].split(",")[-1]
    with inside(city):
        try:
            found = import_indicators(
                boundary_set=boundary_set_of(city=city), path=path, code="code", population=column
            )
        except ValidationError as refusal:
            return "\n".join(["refused", *refusal.messages]), ""
    return "\n".join(found.told), "\n".join(found.notes)


def _column(name: str, *numbers: int) -> str:
    return "\n".join([f"code,{name}", *(f"{place:02},{number}" for place, number in enumerate(numbers, start=1)), ""])


@pytest.mark.parametrize("name", ["households", "husstande", "Area m2", "births", "voters", "index", "change 2020-21"])
def test_numbers_of_something_else_are_told_by_the_name_of_their_column(city: City, tmp_path: Path, name: str) -> None:
    told, _notes = _residents(city, tmp_path / "a.csv", _column(name, 12000, 13000, 9000, 3000))
    assert f"Column {name} (first row 2, “12000”) seems to number something else than residents" in told
    assert "--population" in told


@pytest.mark.parametrize("name", ["residents", "Indbyggere", "population 2024", "befolkning", "antal", "Einwohner"])
def test_residents_by_any_name_are_no_matter(city: City, tmp_path: Path, name: str) -> None:
    assert _residents(city, tmp_path / "a.csv", _column(name, 12000, 13000, 9000, 3000))[0] == ""


@pytest.mark.parametrize(
    ("column", "value", "is_told"),
    [
        ("sex", "M", True), ("køn", "Kvinder", True), ("age", "0-17", True), ("Alter", "18+", True),
        ("sex", "Total", False), ("age", "All ages", False), ("køn", "I alt", False), ("sex", "", False),
        ("year", "2024", False), ("agency", "Statistics", False),
    ],
)  # fmt: skip
def test_numbers_of_one_sex_or_age_are_told(city: City, tmp_path: Path, column: str, value: str, is_told: bool) -> None:
    rows = [f"{place:02},{value},{number}" for place, number in enumerate((12000, 13000, 9000, 3000), start=1)]
    told, _notes = _residents(city, tmp_path / "a.csv", "\n".join([f"code,{column},n", *rows, ""]))
    assert ("a part of the residents" in told) is is_told


def test_districts_without_residents_are_named(city: City, tmp_path: Path) -> None:
    told, notes = _residents(city, tmp_path / "a.csv", _column("residents", 0, 13000, 9000, 3000))
    assert told == ""
    assert "districts with no resident: “01” (first row 2)" in notes
    assert "no resident" not in _residents(city, tmp_path / "b.csv", _column("residents", 1, 13000, 9000, 3000))[1]


@pytest.mark.parametrize("cell", ["-", "n/a", "<5", "12k", "12000*", "(500)", "1000.5", "12_000", "ca. 12000", "−5"])
def test_what_is_no_number_says_how_to_write_it(city: City, tmp_path: Path, cell: str) -> None:
    text = _column("residents", 1, 13000, 9000, 3000).replace("01,1", f"01,{cell}")
    told, _notes = _residents(city, tmp_path / "a.csv", text)
    assert f"Row 2, column residents: “{cell}” is not a whole number of residents" in told
    assert "in full with digits alone, or remove the row if it is not known" in told


def _square(west: float, south: float = 57.0, wide: float = 0.1) -> dict[str, Any]:
    ring = [[west, south], [west + wide, south], [west + wide, south + 0.1], [west, south + 0.1], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _boundaries(city: City, path: Path, *features: dict[str, Any], **members: Any) -> str:
    geojson(path, *features, **members)
    with inside(city):
        try:
            return "\n".join(import_boundaries(city=city, path=path, code="code", name="name", dry_run=True).told)
        except ValidationError as refusal:
            return "\n".join(["refused", *refusal.messages])


@pytest.mark.parametrize("code", ["1.01E+11", "#N/A", "#REF!", "####", 1.0120230340450561e17])
def test_codes_that_a_spreadsheet_lost_are_refused(elverhavn: City, tmp_path: Path, code: object) -> None:
    said = _boundaries(elverhavn, tmp_path / "d.json", feature("01", "A", _square(9)), feature(code, "B", _square(9.1)))
    assert said.startswith("refused")
    assert "Feature 2" in said
    assert "export codes as text" in said


@pytest.mark.parametrize("code", ["01-mar", "2-Dec", "2021-03-04", "null", "12:03", "Total", "0.25", "1,234"])
def test_codes_that_may_be_damaged_are_told(elverhavn: City, tmp_path: Path, code: str) -> None:
    said = _boundaries(elverhavn, tmp_path / "d.json", feature("A", "A", _square(9)), feature(code, "B", _square(9.1)))
    assert f"that stand for none: “{code}”" in said


@pytest.mark.parametrize("code", ["01", "E05000819", "101", "0", "101202303404505606", "1.1", "NB-2", "Havn"])
def test_codes_of_registers_are_no_matter(elverhavn: City, tmp_path: Path, code: str) -> None:
    said = _boundaries(elverhavn, tmp_path / "d.json", feature("A", "A", _square(9)), feature(code, "B", _square(9.1)))
    assert said == ""


@pytest.mark.parametrize("sign", ["\n", "\u2028", "\u2029", "\ufffd", "\x85"], ids=ascii)
def test_a_line_break_is_told_in_a_code_as_in_a_name(elverhavn: City, tmp_path: Path, sign: str) -> None:
    def told(code: str, name: str) -> str:
        path = tmp_path / "d.json"
        return _boundaries(elverhavn, path, feature(code, name, _square(9)), feature("02", "B", _square(9.1)))

    assert "Codes with damaged letters or a line break in them: “0" in told(f"0{sign}1", "A")
    assert "Names with damaged letters or signs of code" in told("03", f"Åby{sign}høj")


@pytest.mark.parametrize("name", ["Ã…byhÃ¸j", "?byh?j", "\ufffdbyh\ufffdj", "K?benhavn", "S\u00c3\u00b8borg"])
def test_names_with_damaged_letters_are_told(elverhavn: City, tmp_path: Path, name: str) -> None:
    said = _boundaries(
        elverhavn, tmp_path / "d.json", feature("01", name, _square(9)), feature("02", "B", _square(9.1))
    )
    assert f"Names with damaged letters or signs of code: “{name}” (01)" in said


@pytest.mark.parametrize("name", ["Åbyhøj", "São João", "Łódź", "Who?", "Château d’If", "St. James's / East"])
def test_names_in_any_language_are_none(elverhavn: City, tmp_path: Path, name: str) -> None:
    said = _boundaries(
        elverhavn, tmp_path / "d.json", feature("01", name, _square(9)), feature("02", "B", _square(9.1))
    )
    assert said == ""


CORNERS = [[500000, 6300000], [501000, 6300000], [501000, 6301000], [500000, 6300000]]
METRES = {"type": "Polygon", "coordinates": [CORNERS]}


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:25832", {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        {"type": "EPSG", "properties": {"code": 25832}},
    ],
)  # fmt: skip
def test_a_reference_system_is_read_in_each_old_form(elverhavn: City, tmp_path: Path, crs: object) -> None:
    assert _boundaries(elverhavn, tmp_path / "d.json", feature("01", "A", METRES), crs=crs) == ""


@pytest.mark.parametrize("crs", [{"type": "link", "properties": {"href": "https://a.example/25832"}}, {}, 25832, []])
def test_a_reference_system_that_is_not_read_is_asked_about(elverhavn: City, tmp_path: Path, crs: object) -> None:
    """It was taken for longitude and latitude of WGS 84: of an older datum all lay a hundred metres off."""
    said = _boundaries(elverhavn, tmp_path / "d.json", feature("01", "A", _square(9)), crs=crs)
    assert said.startswith("refused")
    assert "say which it is with --crs" in said


def test_a_field_that_stands_twice_is_refused(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "d.json", feature("01", "A", _square(9)))
    path.write_text(path.read_text().replace('"code": "01"', '"code": "01", "code": "07"'))
    with inside(elverhavn), pytest.raises(ValidationError, match="“code” stands twice in the same object"):
        import_boundaries(city=elverhavn, path=path, code="code", name="name")


@pytest.mark.parametrize(("wide", "is_told"), [(0.00002, True), (0.00007, True), (0.001, False)])
def test_what_is_left_over_between_districts_is_told(
    elverhavn: City, tmp_path: Path, wide: float, is_told: bool
) -> None:
    """At 57° north 0.00002 degrees are 1.2 m, 0.00007 degrees 4.3 m, 0.001 degrees 61 m; the strip is 11 km long."""
    strip = feature("02", "B", _square(9.1, wide=wide))
    said = _boundaries(elverhavn, tmp_path / "d.json", feature("01", "A", _square(9)), strip)
    assert ("Districts less than 5 m wide (“02”)" in said) is is_told
