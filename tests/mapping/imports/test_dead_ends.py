"""Files that were refused and led nowhere: places by coordinates or by names of the source's own, events
on several rows, residents by name or by year; dates: test_dates_of_offices.py.

What is fed are families made here of a truth that is known; the pure functions decide, and one file of each kind goes
the whole way.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.batches import TakenIn
from mapping.actions.boundaries import NewDistrict, add_boundary_set, boundary_set_of
from mapping.imports.doubts import Doubts
from mapping.imports.fields import UnknownValue
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.points import Points
from mapping.imports.residents.indicators import Populations, import_indicators
from mapping.imports.rules import PlaceRule
from mapping.models import District, Observation
from tests.mapping.makers import column_mapping, inside, table, with_record

# Two squares side by side, and none of them beside the equator or Greenwich.
WEST_SQUARE = [[10.00, 55.00], [10.02, 55.00], [10.02, 55.02], [10.00, 55.02], [10.00, 55.00]]
EAST_SQUARE = [[10.02, 55.00], [10.04, 55.00], [10.04, 55.02], [10.02, 55.02], [10.02, 55.00]]


def _districts(*names: str) -> list[District]:
    squares = (WEST_SQUARE, EAST_SQUARE)
    return [
        District(pk=number, code=f"0{number}", name=name, geometry={"type": "Polygon", "coordinates": [square]})
        for number, (name, square) in enumerate(zip(names, squares, strict=False), start=1)
    ]


def _points(**stated: Any) -> Points:
    rule = PlaceRule(latitude="LAT", longitude="LON", **stated)
    return Points(rule, _districts("West", "East"), (0, 1))


def _told(points: Points, rows: list[tuple[str, str]], accepted: tuple[str, ...] = ()) -> Doubts:
    for number, row in enumerate(rows, start=2):
        points.count(row, number)
    doubts = Doubts(accepted)
    points.tell(doubts)
    return doubts


def test_points_are_placed_where_they_lie() -> None:
    chance, points = random.Random(3), _points()
    for _number in range(300):
        longitude, latitude = chance.uniform(9.98, 10.06), chance.uniform(54.98, 55.04)
        inside_city = 10.0 < longitude < 10.04 and 55.0 < latitude < 55.02
        district = (1 if longitude < 10.02 else 2) if inside_city else None
        for mark in ".,":
            cells = (f"{latitude:.6f}".replace(".", mark), f"{longitude:.6f}".replace(".", mark))
            assert points.find(cells) == ("district" if district else "outside", district)


def test_a_point_on_a_boundary_is_in_the_district_of_the_first_code() -> None:
    assert _points().find(("55.01", "10.02")) == ("district", 1)


def test_metres_are_placed_by_the_reference_system_that_is_stated() -> None:
    # UTM zone 32 has its middle at 9° east: 500 km, and 6,100 km north of the equator are near 55° north
    points = _points(crs="EPSG:25832")
    # 10.01° E 55.01° N by the formulas of Krüger (1912), as proj gives them to the metre
    assert points.find(("6097137", "564562")) == ("district", 1)
    assert points.find(("6200000", "564562")) == ("outside", None)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("", "10.01"), "column LAT: the cell is empty"), (("55.01", ""), "column LON: the cell is empty"),
        (("6900000", "264562"), "does not lie within 90 degrees. If the columns hold metres, state their reference"),
        (("55.01", "1001"), "column LON: “1001” does not lie within 180"), (("0", "0.000"), "0, 0 is no place"),
        (("55°61'N", "10"), "is no coordinate"), (("nan", "10"), "is no coordinate"), (("1e3", "10"), "is no coordi"),
        (("55.01.02", "10"), "is no coordinate"), (("9" * 4000, "10"), "is no coordinate"),
    ],
)  # fmt: skip
def test_cells_that_are_no_point_are_refused(cells: tuple[str, str], said: str) -> None:
    with pytest.raises(UnknownValue) as refusal:
        _points().find(cells)
    assert said in str(refusal.value)


def test_what_stands_for_no_point_can_be_named() -> None:
    points = _points(wide={"": "city_wide", "0": "city_wide", "online": "online"})
    assert points.find(("", "")) == ("city_wide", None)
    assert points.find(("0", "0")) == ("city_wide", None)
    assert points.find(("Online", "")) == ("online", None)
    with pytest.raises(UnknownValue, match="column LAT: the cell is empty"):
        points.find(("", "10.01"))  # half of a point is a fault, not a place that is not known


IN, OUT = ("55.0123", "10.0123"), ("56.9", "10.0123")


def test_points_outside_and_on_one_spot_are_counted() -> None:
    doubts = _told(_points(), [IN, ("55.0111", "10.0311"), IN, OUT])
    assert any("points outside all districts: 1 of 4 (first row 5). They are kept as events outside" in each
               for each in doubts.told)  # fmt: skip
    assert any("points that several rows stand on: 1, with 2 rows together; most rows, 2, stand" in each
               for each in doubts.notes)  # fmt: skip
    assert not any("55.0" in each for each in [*doubts.told, *doubts.notes])
    heaped = _told(_points(), [IN] * 5 + [(f"55.01{number:02}", "10.0311") for number in range(30)])
    assert any(
        "most rows, 5, stand on that of row 2. A programme that looks for addresses" in each for each in heaped.told
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lat, lon: (lon, lat), "With latitude and longitude exchanged"),
        (lambda lat, lon: (lat, f"-{lon}"), "Without the minus sign, or the W, of the longitude"),
        (lambda lat, lon: (lat, f"{lon} W"), "Without the minus sign, or the W, of the longitude"),
        (lambda lat, lon: (f"-{lat}", lon), "Without the minus sign, or the S, of the latitude"),
    ],
)
def test_points_that_moved_on_the_way_are_refused_with_the_way_back(change: Any, said: str) -> None:
    rows = [change(f"55.01{number:02}", "10.0311") for number in range(20)]
    with pytest.raises(ValidationError) as refusal:
        _told(_points(), rows, accepted=("outside-points",)).refuse()
    assert "points outside all districts: 20 of 20" in str(refusal.value)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("axis", "said"), [(0, "a minus sign before the longitude"), (1, "a minus sign before the lat")]
)
def test_a_minus_sign_that_was_lost_is_named(axis: int, said: str) -> None:
    square = [[-x if axis == 0 else x, -y if axis == 1 else y] for x, y in WEST_SQUARE]
    district = District(pk=1, code="01", name="West", geometry={"type": "Polygon", "coordinates": [square]})
    points = Points(PlaceRule(latitude="LAT", longitude="LON"), [district], (0, 1))
    with pytest.raises(ValidationError, match=f"With {said}.* they lie inside: it was lost on the way"):
        _told(points, [IN] * 3).refuse()


def test_many_points_outside_are_asked_about() -> None:
    rows = [("56.9", f"10.{number}") for number in range(20)] + [IN]
    with pytest.raises(ValidationError, match="--accept outside-points"):
        _told(_points(), rows).refuse()
    _told(_points(), rows, accepted=("outside-points",)).refuse()


@pytest.fixture
def city(elverhavn: City) -> City:
    with inside(elverhavn):
        districts = [
            NewDistrict(each.code, each.name, each.geometry, 2.8) for each in _districts("Old Quarter", "Harbour")
        ]
        add_boundary_set(city=elverhavn, name="Districts", districts=districts)
    return with_record(elverhavn)


def _import(city: City, path: Path, **mapping: Any) -> TakenIn:
    with inside(city):
        return import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**mapping)))


def _stored(city: City) -> dict[str, tuple[str, str | None, list[str]]]:
    with inside(city):
        rows = Observation.objects.values_list("external_key", "place", "district__code", "manifestations")
        return {key: (place, code, kinds) for key, place, code, kinds in rows}


def test_a_file_is_placed_by_coordinates_and_no_point_is_kept(city: City, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", "1,2021-03-04,55.0123,10.0123,Assault", "2,2021-03-05,55.0111,10.0311,Threat",
        "3,2021-03-06,56.9,10.0,Threat", "4,2021-03-07,,,Threat", header="id,date,lat,lon,what",
    )  # fmt: skip
    place = {"latitude": "lat", "longitude": "lon", "city_wide": [""]}
    taken = _import(city, path, place=place)
    assert {key: each[:2] for key, each in _stored(city).items()} == {
        "1": ("district", "01"), "2": ("district", "02"), "3": ("outside", None), "4": ("city_wide", None),
    }  # fmt: skip
    kept = json.dumps([taken.imported.not_counted, taken.imported.mapping, *taken.told, *taken.notes])
    assert "55.01" not in kept
    # the same file again says the same of each
    assert _import(city, path, place=place).imported.differing == 0


def test_places_go_by_the_names_of_the_source(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", '1,2021-03-04,"Old  quarter, TOWN",Assault', "2,2021-03-05,docks,Threat",
                 "3,2021-03-06,01,Threat")  # fmt: skip
    values = {"Old quarter, town": "01", "Docks": "2"}
    _import(city, path, place={"column": "place", "values": values})
    assert {key: each[1] for key, each in _stored(city).items()} == {"1": "01", "2": "02", "3": "01"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"column": "place", "values": {"docks": "77"}}, "$.place.values[“docks”]: no district has the code “77”"),
        ({"column": "place", "values": {"NSA": "01"}, "city_wide": ["nsa"]}, "stands under city_wide too"),
        ({"column": "place", "values": {"a": "01", "A ": "02"}}, "and has another code"),
        ({"column": "place", "crs": "EPSG:25832"}, "is for coordinates"),
        ({"latitude": "place"}, "$.place.longitude: is missing"),
        ({"latitude": "place", "longitude": "place"}, "each needs a column of its own"),
        ({"latitude": "a", "longitude": "b", "column": "place"}, "cannot stand beside coordinates"),
        ({"latitude": "a", "longitude": "b", "crs": "metres"}, "“metres” is not known"),
        ({"latitude": "a", "longitude": "b"}, "has no column “a”"),
    ],
)
def test_a_place_that_cannot_be_is_told_by_its_path(city: City, tmp_path: Path, place: Any, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        _import(city, table(tmp_path / "a.csv", "1,2021-03-04,docks,Assault"), place=place)
    assert said in " ".join(refusal.value.messages)


SEVERAL = {"rows_with_one_key": "one_event"}


def test_rows_of_one_event_are_added_up(city: City, tmp_path: Path) -> None:
    # not beside each other, one of them twice, one of them left out
    rows = ["7,2021-03-04,01,Threat", "8,2021-03-05,02,Threat", "7,2021-03-04,01,Assault", "7,2021-03-04,01,Threat"]
    rows += ["7,2021-03-04,01,Void", "9,2021-03-06,02,Theft", "9,2021-03-06,02,Assault"]
    path = table(tmp_path / "a.csv", *rows)
    left_out = [{"column": "what", "values": ["Void"], "reason": "withdrawn by the source"}]
    with pytest.raises(ValidationError) as refusal:
        _import(city, path, not_counted=left_out)
    said = " ".join(refusal.value.messages)
    assert "Rows 2, 4, 5 have the same key “7” and say different things in column what." in said
    assert 'state "rows_with_one_key": "one_event" in the mapping' in said
    taken = _import(city, path, not_counted=left_out, **SEVERAL)
    assert {key: set(each[2]) for key, each in _stored(city).items()} == {
        "7": {"assault", "threat"}, "8": {"threat"}, "9": {"assault"},
    }  # fmt: skip
    assert "Rows with one key were added up: 5 rows, events made of them: 2." in taken.notes
    assert (taken.imported.rows_read, taken.imported.added, taken.repeated) == (7, 3, 0)
    # and by a later file the same
    again = _import(city, path, not_counted=left_out, **SEVERAL)
    assert (again.imported.added, again.imported.differing) == (0, 0)


def test_an_event_of_several_rows_was_reported_on_the_earliest_of_their_days(city: City, tmp_path: Path) -> None:
    rows = ["7,2021-03-04,01,Threat,2021-03-09", "7,2021-03-04,01,Assault,2021-03-05", "7,2021-03-04,01,Assault,"]
    path = table(tmp_path / "a.csv", *rows, header="id,date,place,what,reported")
    _import(city, path, reported_on={"column": "reported"}, **SEVERAL)
    with inside(city):
        assert [str(day) for day in Observation.objects.values_list("reported_on", flat=True)] == ["2021-03-05"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("7,2021-03-05,01,Assault", "column date: the row has the key “7” as row 2 and says something else"),
        ("7,2021-03-04,02,Assault", "column place: the rows of one event have different places"),
    ],
)
def test_rows_of_one_event_that_cannot_be_one_are_refused(city: City, tmp_path: Path, second: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        _import(city, table(tmp_path / "a.csv", "7,2021-03-04,01,Threat", second), **SEVERAL)
    assert said in " ".join(refusal.value.messages)


def test_an_event_is_as_severe_as_its_worst_row(city: City, tmp_path: Path) -> None:
    fields = column_mapping()["fields"]
    values = {"Assault": "3", "Threat": "1", "Theft": None}
    fields["severity"] = {"columns": [{"column": "what", "values": values}]}
    path = table(tmp_path / "a.csv", "7,2021-03-04,01,Threat", "7,2021-03-04,01,Assault", "7,2021-03-04,01,Theft")
    _import(city, path, fields=fields, **SEVERAL)
    with inside(city):
        assert Observation.objects.get().severity == 3


def test_what_only_one_code_can_say_is_asked_of_the_source(city: City, tmp_path: Path) -> None:
    fields = column_mapping()["fields"]
    fields["scope"] = {"columns": [{"column": "what", "values": {"Assault": "hate_offence", "Threat": "incitement"}}]}
    path = table(tmp_path / "a.csv", "7,2021-03-04,01,Threat", "7,2021-03-04,01,Assault")
    with pytest.raises(ValidationError) as refusal:
        _import(city, path, fields=fields, **SEVERAL)
    said = " ".join(refusal.value.messages)
    assert "column what: the rows of one event say different things here: “Threat”, “Assault”" in said
    assert "The event “7” stands on rows 2, 3." in said


def test_rows_without_a_date_are_left_out_up_to_a_number(city: City, tmp_path: Path) -> None:
    rule = {"column": "date", "values": [""], "reason": "no date in the source"}
    path = table(tmp_path / "a.csv", "1,2021-03-04,01,Threat", "2,,01,Threat", "3,,01,Threat", ",,,3")
    assert len(_import(city, path, not_counted=[{**rule, "at_most": 3}]).imported.not_counted) == 3
    with pytest.raises(
        ValidationError, match="rows that would be left out .no date in the source.: 3; the mapping allows 2"
    ):
        _import(city, path, not_counted=[{**rule, "at_most": 2}])


def test_a_file_of_which_every_row_is_left_out_is_told(city: City, tmp_path: Path) -> None:
    rule = {"column": "date", "values": [""], "reason": "no date in the source"}
    path = table(tmp_path / "a.csv", "1,,01,Threat", "2,,02,Threat")
    assert any("Every row was left out" in each for each in _import(city, path, not_counted=[rule]).told)
    path = table(tmp_path / "b.csv", "1,,01,Threat", "2,2021-03-04,02,Threat")
    assert not any("Every row was left out" in each for each in _import(city, path, not_counted=[rule]).told)


def test_a_total_is_not_asked_to_be_added_to_the_values(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refusal:
        _import(city, table(tmp_path / "a.csv", "1,2021-03-04,01,Threat", "Total,,,1"))
    said = " ".join(refusal.value.messages)
    assert (
        "Row 3, column id: “Total” is what a row is called that adds up others, and no event. Leave such rows" in said
    )
    assert "column place" not in said
    assert "Add it to the values" not in said


def _residents(
    city: City, path: Path, *rows: str, header: str = "district,year,sex,residents", **asked: Any
) -> Populations:
    with inside(city):
        return import_indicators(
            boundary_set=boundary_set_of(city=city),
            path=table(path / "a.csv", *rows, header=header),
            code="district",
            population="residents",
            **asked,
        )


def _populations(city: City) -> dict[str, int | None]:
    with inside(city):
        return dict(District.objects.values_list("code", "population"))


LONG = [
    f"{code},{year},{sex},{1000 * int(code) + year - 2020 + count}"
    for code in ("01", "02") for year in (2023, 2024) for sex, count in (("women", 10), ("all", 30))
]  # fmt: skip


def test_residents_go_by_the_names_of_districts(city: City, tmp_path: Path) -> None:
    rows = ["old  quarter,2024,all,1200", "HARBOUR,2024,all,3400", "Total,2024,all,4600"]
    for by in ("", "name"):
        found = _residents(city, tmp_path, *rows, by=by)
        assert _populations(city) == {"01": 1200, "02": 3400}
        assert found.unknown == ("Total",)
        assert any("was read by name" in each for each in found.notes) is (by == "")
    with pytest.raises(ValidationError, match="has the code of a district"):
        _residents(city, tmp_path, *rows, by="code")
    with pytest.raises(ValidationError, match="has the name of a district. .* districts are “Old Quarter”, “Harbour”"):
        _residents(city, tmp_path, "01,2024,all,1200", by="name")


def test_of_several_rows_for_a_district_those_of_one_value_are_kept(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refusal:
        _residents(city, tmp_path, *LONG)
    said = " ".join(refusal.value.messages)
    assert "“01” stands on row 2 already; every district has one number. The rows differ in column sex." in said
    assert "for example --where “sex=all”" in said
    with pytest.raises(ValidationError, match="The rows differ in column year. .* --where “year=2024”"):
        _residents(city, tmp_path, *LONG, where={"sex": "All"})
    _residents(city, tmp_path, *LONG, where={"sex": "All", "year": "2024"})
    assert _populations(city) == {"01": 1034, "02": 2034}
    with pytest.raises(ValidationError, match="has “2022” in column year; it has “2023”, “2024”"):
        _residents(city, tmp_path, *LONG, where={"year": "2022"})
    with pytest.raises(ValidationError, match="has no column “age”"):
        _residents(city, tmp_path, *LONG, where={"age": "18"})
    with pytest.raises(ValidationError, match="Remove one of both"):
        _residents(city, tmp_path, "01,2024,all,5", "01,2024,all,6")
