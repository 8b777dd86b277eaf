"""Boundaries that came in part, moved or mean other ground than before; residents as offices write and call them."""

import datetime
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
from mapping.models import District
from tests.factories import today_in
from tests.mapping.makers import column_mapping, feature, geojson, inside

DISTRICTS_OF_CITY = ("01", "02", "10")


def _box(east: float, width: float = 0.02) -> dict[str, Any]:
    west, south, north = 9 + east, 57.0, 57.02
    ring = [[west, south], [west + width, south], [west + width, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _row(*codes: str) -> list[dict[str, Any]]:
    """Districts of these codes side by side from west to east."""
    return [feature(code, f"District {place}", _box(0.02 * place)) for place, code in enumerate(codes)]


def _new_year(city: City) -> datetime.date:
    return today_in(city).replace(month=1, day=1)


def _said(city: City, path: Path, **options: Any) -> str:
    with inside(city):
        added = import_boundaries(city=city, path=path, code="code", name="name", **options)
    return " ".join((*added.told, *added.notes))


CUT = [
    {"exceededTransferLimit": True}, {"properties": {"exceededTransferLimit": True}}, {"numberMatched": 99},
    {"totalFeatures": 99}, {"total_count": 99}, {"links": [{"rel": "self"}, {"rel": "next", "href": "x"}]},
]  # fmt: skip
WHOLE: list[dict[str, Any]] = [
    {"numberMatched": 3, "numberReturned": 3}, {"totalFeatures": "unknown"}, {"exceededTransferLimit": False},
    {"links": [{"rel": "self"}]}, {"links": "x"}, {"properties": None},
]  # fmt: skip


@pytest.mark.parametrize("members", CUT)
def test_a_file_that_says_it_is_a_part_is_told(elverhavn: City, tmp_path: Path, members: dict[str, Any]) -> None:
    said = _said(elverhavn, geojson(tmp_path / "a.geojson", *_row("1", "2", "3"), **members))
    assert "does not hold all features (here: 3)" in said


@pytest.mark.parametrize("members", WHOLE)
def test_a_file_that_is_whole_is_not(elverhavn: City, tmp_path: Path, members: dict[str, Any]) -> None:
    assert _said(elverhavn, geojson(tmp_path / "a.geojson", *_row("1", "2", "3"), **members)) == ""


LATER: list[tuple[list[dict[str, Any]], str, str]] = [
    (_row("2", "1", "3", "4"), "Codes that stand for other ground", "“2” (there “1”), “1” (there “2”)"),
    ([feature("1", "A", _box(0, 0.01)), feature("5", "E", _box(0.01, 0.01)), *_row("1", "2", "3", "4")[1:]],
     "whose ground is another", "“1”"),
    ([feature("1", "A", _box(0, 0.04)), *_row("1", "2", "3", "4")[2:]], "not in this file", "“2”"),
    (_row("1", "2"), "Only 50% of the ground", "“3”, “4”"),
    (_row("A", "B", "C", "D"), "not in this file", "“1”, “2”, “3”, “4”"),
]  # fmt: skip


@pytest.mark.parametrize(("features", "said", "codes"), LATER)
def test_what_became_of_codes_is_told(
    elverhavn: City, tmp_path: Path, features: list[dict[str, Any]], said: str, codes: str
) -> None:
    _said(elverhavn, geojson(tmp_path / "a.geojson", *_row("1", "2", "3", "4")))
    told = _said(elverhavn, geojson(tmp_path / "b.geojson", *features), valid_from=_new_year(elverhavn))
    assert said in told
    assert codes in told


def test_districts_that_stayed_are_not_told(elverhavn: City, tmp_path: Path) -> None:
    first, again = _row("1", "2", "3"), _row("1", "2", "3")
    again[0]["properties"]["name"] = "Renamed"
    _said(elverhavn, geojson(tmp_path / "a.geojson", *first))
    told = _said(elverhavn, geojson(tmp_path / "b.geojson", *again), valid_from=_new_year(elverhavn))
    assert "ground" not in told
    assert "not in this file" not in told


def test_boundaries_to_come_do_not_hold_today(elverhavn: City, tmp_path: Path) -> None:
    _said(elverhavn, geojson(tmp_path / "a.geojson", *_row("1", "2")))
    later = geojson(tmp_path / "b.geojson", *_row("1", "2", "3"))
    told = _said(elverhavn, later, valid_from=today_in(elverhavn) + datetime.timedelta(days=731))
    assert "still to come" in told
    assert "today too" not in told


@pytest.mark.parametrize("name", ["N&oslash;rre", "N&#248;rre", "N%C3%B8rre", "N\\u00f8rre", "<b>Nord</b>"])
def test_names_with_signs_of_code_are_told(elverhavn: City, tmp_path: Path, name: str) -> None:
    features = [feature("1", name, _box(0)), feature("2", "Nord & Syd", _box(0.02)), feature("3", "5 %", _box(0.04))]
    told = _said(elverhavn, geojson(tmp_path / "a.geojson", *features))
    assert f"signs of code: “{name}” (1)." in told


def _residents(city: City, path: Path, text: str, column: str = "residents") -> tuple[list[int | None], str]:
    path.write_text(text, encoding="utf-8")
    with inside(city):
        found = import_indicators(boundary_set=boundary_set_of(city=city), path=path, code="code", population=column)
        return list(District.objects.order_by("code").values_list("population", flat=True)), " ".join(found.told)


WRITTEN = [
    "33300,0", "33300,00", "33.300,00", "33,300.00", "33 300,0", "33\u00a0300,00", "33\u2009300", "33\u2007300",
    "33'300", "33'300.00", "33300.0",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN, ids=ascii)
def test_a_number_of_residents_in_full_is_read(city: City, tmp_path: Path, written: str) -> None:
    numbers, _told = _residents(city, tmp_path / "a.csv", f'code;residents\n01;"{written}"\n02;9000\n')
    assert numbers[:2] == [33300, 9000]


@pytest.mark.parametrize("written", ["33,300", "33.300", "33,30", "33.300,5", "33300,55", "3,33,300", "33.300.00"])
def test_one_that_is_not_is_refused(city: City, tmp_path: Path, written: str) -> None:
    with pytest.raises(ValidationError, match="Row 2, column residents"):
        _residents(city, tmp_path / "a.csv", f'code;residents\n01;"{written}"\n02;9000\n')


OTHERS = ["Kvinder", "Men", "Frauen", "Hektar", "Beschäftigte", "18+ år", "0-17", "65 til 79", "postnr", "PLZ", "Børn"]


@pytest.mark.parametrize("column", OTHERS)
def test_a_part_of_the_residents_is_told(city: City, tmp_path: Path, column: str) -> None:
    text = f"code;{column}\n01;12000\n02;9000\n10;7000\n"
    assert "seems to number something else" in _residents(city, tmp_path / "a.csv", text, column)[1]


RESIDENTS = [
    "Residents", "Folketal 01-01-2024", "Befolkning 2020-21", "Einwohner", "2024", "Population", "habitants",
    "Mænd og kvinder", "Men & women", "0+", "0-100", "Einwohner inkl. Ausländer", "Persons, both sexes",
]  # fmt: skip


@pytest.mark.parametrize("column", RESIDENTS)
def test_residents_are_residents(city: City, tmp_path: Path, column: str) -> None:
    text = f'code;"{column}"\n01;12000\n02;9000\n10;7000\n'
    assert _residents(city, tmp_path / "a.csv", text, column) == ([12000, 9000, 7000], "")


@pytest.mark.parametrize("column", ["Ausländer", "Indvandrere", "foreign-born", "Herkunftsland", "religion", "Muslims"])
def test_origin_and_religion_are_refused(city: City, tmp_path: Path, column: str) -> None:
    with pytest.raises(ValidationError, match="which Groundwork does not keep"):
        _residents(city, tmp_path / "a.csv", f"code;{column}\n01;12000\n02;9000\n10;7000\n", column)


@pytest.mark.parametrize("column", ["indb. pr. km2", "Einwohner je km²", "hab/km2", "Bevölkerungsdichte"])
def test_densities_are_refused(city: City, tmp_path: Path, column: str) -> None:
    with pytest.raises(ValidationError, match="shares, rates or densities"):
        _residents(city, tmp_path / "a.csv", f"code;{column}\n01;12000\n02;9000\n10;7000\n", column)


def _points(city: City, path: Path, rows: list[tuple[str, str]], crs: str = "") -> str:
    lines = [f'K{n},2021-03-{n + 1:02},"{lat}","{lon}",Assault' for n, (lat, lon) in enumerate(rows)]
    path.write_text("\n".join(["id,date,lat,lon,what", *lines, ""]), encoding="utf-8")
    place = {"latitude": "lat", "longitude": "lon", **({"crs": crs} if crs else {})}
    with inside(city):
        mapping = read_mapping(column_mapping(place=place))
        return " ".join(import_observations(city=city, path=path, mapping=mapping).told)


def test_a_few_exchanged_points_are_refused_too(city: City, tmp_path: Path) -> None:
    inside_it = [("57.05", "9.05"), ("57.06", "9.051"), ("57.051", "9.06")]
    with pytest.raises(ValidationError, match="outside all districts: 1 of 4.*exchange the two in these rows"):
        _points(city, tmp_path / "a.csv", [*inside_it, ("9.05", "57.05")])
    assert "outside the city" in _points(city, tmp_path / "b.csv", [*inside_it, ("56.05", "9.05")])


def test_exchanged_metres_are_told_from_other_mistakes(city: City, tmp_path: Path) -> None:
    metres = [("6323000", "503000"), ("6324000", "504000")]
    assert _points(city, tmp_path / "a.csv", metres, crs="EPSG:25832") == ""
    with pytest.raises(ValidationError, match="With latitude and longitude exchanged they lie inside"):
        _points(city, tmp_path / "b.csv", [(east, north) for north, east in metres], crs="EPSG:25832")
