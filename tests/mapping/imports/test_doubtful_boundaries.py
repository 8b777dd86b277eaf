"""Boundaries that are in order one by one and wrong together: refused, or told with codes and what to do."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import City
from mapping.actions.boundaries import ALL_ALONG, Added, boundary_set_of
from mapping.imports.names import plain
from mapping.imports.outlines.boundaries import LATITUDE_FIRST, import_boundaries
from mapping.models import BoundarySet, District, Source
from tests.mapping.makers import column_mapping, feature, geojson, inside, kept, refused

Box = tuple[float, float, float, float]


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _swapped(box: Box) -> dict[str, Any]:
    west, south, east, north = box
    return _box(south, west, north, east)


def _import(city: City, path: Path, **options: Any) -> Added:
    with inside(city):
        return import_boundaries(city=city, path=path, **{"code": "code", "name": "name", **options})


def _said(city: City, path: Path, **options: Any) -> str:
    return "\n".join(_import(city, path, **options).told)


def _refused(city: City, path: Path, *parts: str, **options: Any) -> None:
    with refused(city, *parts):
        _import(city, path, **options)


# (country, a square in one of its cities)
CITIES = [
    ("DK", (10.0, 55.0, 10.02, 55.02)),
    ("FI", (24.9, 60.1, 24.95, 60.2)),
    ("CA", (-79.4, 43.6, -79.3, 43.7)),
    ("GB", (-2.4, 53.3, -2.3, 53.4)),
    ("NZ", (174.7, -36.9, 174.8, -36.8)),
    ("BR", (-46.7, -23.6, -46.6, -23.5)),
]


@pytest.mark.parametrize(("country", "box"), CITIES)
def test_exchanged_axes_are_refused_and_put_right_by_the_option(
    elverhavn: City, tmp_path: Path, country: str, box: Box
) -> None:
    elverhavn.country = country
    path = geojson(tmp_path / "a.geojson", feature(geometry=_swapped(box)))
    _refused(elverhavn, path, "“1”", "--axes latitude-longitude")
    added = _import(elverhavn, path, axes=LATITUDE_FIRST)
    assert added.told == ()
    with inside(elverhavn):
        points = District.objects.get().geometry["coordinates"][0]
    assert sorted(map(tuple, points))[0] == pytest.approx(box[:2])


@pytest.mark.parametrize(("country", "box"), CITIES)
def test_axes_in_order_are_no_matter(elverhavn: City, tmp_path: Path, country: str, box: Box) -> None:
    elverhavn.country = country
    assert _import(elverhavn, geojson(tmp_path / "a.geojson", feature(geometry=_box(*box)))).told == ()


def test_a_city_that_is_there_may_be_taken_in_all_the_same(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(geometry=_box(55.0, 10.0, 55.02, 10.02)))
    _refused(elverhavn, path, "1 of 1 districts (“1”", "outside DK", "--accept axes")
    assert "outside DK" in _said(elverhavn, path, accepted=["axes"])


def test_one_district_with_exchanged_axes_is_named(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "a.geojson",
        feature("1", geometry=_box(10, 55, 10.02, 55.02)),
        feature("2", geometry=_box(55, 10, 55.02, 10.02)),
    )
    _refused(elverhavn, path, "1 of 2 districts (“2”; the first is feature 2", "Correct these features")


def test_a_point_far_away_or_another_country_is_told(elverhavn: City, tmp_path: Path) -> None:
    spike = {"type": "Polygon", "coordinates": [[[10, 55], [10.02, 55], [100.2, 55.02], [10, 55.02], [10, 55]]]}
    path = geojson(tmp_path / "a.geojson", feature("7", geometry=spike))
    assert "1 of 1 districts (“7”" in _said(elverhavn, path)


def _in_a_row(box: Box, moved: dict[int, tuple[float, float]]) -> list[Any]:
    """Six districts beside each other, some of them moved."""
    west, south, east, north = box
    wide = east - west
    places = [(number * wide + moved.get(number, (0, 0))[0], moved.get(number, (0, 0))[1]) for number in range(6)]
    boxes = [(west + x, south + y, east + x, north + y) for x, y in places]
    return [feature(f"A{number}", f"Part {number}", geometry=_box(*each)) for number, each in enumerate(boxes)]


@pytest.mark.parametrize(("country", "box"), CITIES)
@pytest.mark.parametrize(
    "moved", [{5: (1, 0)}, {2: (0, -1)}, {0: (-0.9, 0.9), 4: (-10, 0)}], ids=["east", "south", "two"]
)
def test_districts_far_from_all_others_are_named_in_whatever_country(
    elverhavn: City, tmp_path: Path, country: str, box: Box, moved: dict[int, tuple[float, float]]
) -> None:
    """A single wrong digit of a degree leads elsewhere in the same country."""
    elverhavn.country = country
    said = _said(elverhavn, geojson(tmp_path / "a.geojson", *_in_a_row(box, moved)))
    codes = ", ".join(f"“A{number}”" for number in sorted(moved))
    assert (
        f"Far from all others lie {len(moved)} of 6 districts ({codes}; the first is feature {min(moved) + 1}" in said
    )


def test_the_feature_that_is_named_is_that_of_the_file_where_others_are_parts_of_one_district(
    elverhavn: City, tmp_path: Path
) -> None:
    rows = _in_a_row((10.0, 55.0, 10.1, 55.05), {5: (1, 0)})
    parts = [feature("A0", "Part 0", geometry=_box(10.0, 55.05 + n / 20, 10.1, 55.1 + n / 20)) for n in range(2)]
    path = geojson(tmp_path / "a.geojson", rows[0], *parts, *rows[1:])
    assert "1 of 6 districts (“A5”; the first is feature 8 near" in _said(elverhavn, path)
    out = feature("B", "Out", geometry=_box(60.0, 55.0, 60.1, 55.1))
    path = geojson(tmp_path / "b.geojson", rows[0], *parts, out)
    assert "(“B”; the first is feature 4 near" in _said(elverhavn, path, valid_from=datetime.date(2023, 5, 4))


@pytest.mark.parametrize("moved", [{}, {5: (0.3, 0)}, {0: (0, 0.2), 1: (0, -0.2)}], ids=["none", "island", "two"])
def test_an_island_and_a_long_city_are_no_matter(
    elverhavn: City, tmp_path: Path, moved: dict[int, tuple[float, float]]
) -> None:
    path = geojson(tmp_path / "a.geojson", *_in_a_row((10.0, 55.0, 10.1, 55.05), moved))
    assert _import(elverhavn, path).told == ()


def test_the_wrong_zone_of_a_grid_is_told_where_it_leads_elsewhere(elverhavn: City, tmp_path: Path) -> None:
    # metres of UTM 32 (9° east) read as of UTM 38 (45° east)
    metres = {"type": "Polygon", "coordinates": [[[5e5, 6.3e6], [5.1e5, 6.3e6], [5.1e5, 6.31e6], [5e5, 6.3e6]]]}
    path = geojson(tmp_path / "a.geojson", feature(geometry=metres))
    assert "Check the reference system (--crs)" in _said(elverhavn, path, crs="EPSG:32638")


def test_degrees_in_a_system_of_metres_are_refused(elverhavn: City, tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:25832"}}
    path = geojson(tmp_path / "a.geojson", feature("5", geometry=_box(10, 55, 10.1, 55.1)), crs=crs)
    _refused(elverhavn, path, "Feature 1 (code “5”)", "--crs EPSG:4326")
    assert _import(elverhavn, path, crs="EPSG:4326").told == ()


def test_decimal_commas_are_refused(elverhavn: City, tmp_path: Path) -> None:
    ring = [[10, 12, 55, 21], [10, 32, 55, 21], [10, 32, 55, 41], [10, 12, 55, 21]]
    path = geojson(tmp_path / "a.geojson", feature("5", geometry={"type": "Polygon", "coordinates": [ring]}))
    _refused(elverhavn, path, "Feature 1 (code “5”)", "commas seem to stand for decimal points")


def test_later_boundaries_that_lie_elsewhere_are_told(elverhavn: City, tmp_path: Path) -> None:
    elverhavn.country = "ZZ"
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature(geometry=_box(10, 55, 10.1, 55.1))))
    other = geojson(tmp_path / "b.geojson", feature(geometry=_box(12, 55, 12.1, 55.1)))
    assert "far from the boundaries the city has" in _said(elverhavn, other)
    swapped = geojson(tmp_path / "c.geojson", feature(geometry=_box(55, 12, 55.1, 12.1)))
    _refused(elverhavn, swapped, "--axes latitude-longitude")


def test_overlaps_are_told_with_codes_and_shares(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "a.geojson",
        feature("01", "North", _box(10, 55, 10.02, 55.02)),
        feature("02", "South", _box(10.01, 55, 10.03, 55.02)),
        feature("03", "South again", _box(10.01, 55, 10.03, 55.02)),
        feature("99", "Whole city", _box(10, 55, 10.03, 55.02)),
        feature("04", "Far", _box(10.2, 55, 10.21, 55.02)),
    )
    said = _said(elverhavn, path)
    assert "“02” and “03” have the same outline" in said
    assert "“99” (Whole city) holds 3 others inside (“01”, “02”, “03”)" in said
    assert "“01” and “02” overlap: 50% of the first and 50% of the second" in said
    assert "“04”" not in said
    assert kept(elverhavn)["District"] == 5


def test_slivers_between_neighbours_are_no_overlaps(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "a.geojson",
        feature("1", "One", _box(10, 55, 10.1001, 55.1)),
        feature("2", "Two", _box(10.1, 55, 10.2, 55.1)),
    )
    assert _import(elverhavn, path).told == ()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Manor", "Manor"), "Districts “A1”, “B7” have one name, “Manor”"),
        (("Manor", " MANOR "), "“A1”, “B7” differ by letter case, accents, spaces or letters that look alike only"),
        (("Årby", "Arby"), "“A1”, “B7” differ by letter case, accents, spaces or letters that look alike only"),
        (("St. John", "St John"), "“A1”, “B7” differ by letter case, accents, spaces or letters that look alike only"),
        (("Manor", "M\u0430nor"), "“A1”, “B7” differ by letter case, accents, spaces or letters that look alike only"),
        (("B7", "Lakeside"), "“B7” is the name of district “A1” and the code of another"),
    ],
)
def test_names_that_could_be_taken_for_one_another_are_told(
    elverhavn: City, tmp_path: Path, names: tuple[str, str], said: str
) -> None:
    path = geojson(
        tmp_path / "a.geojson",
        feature("A1", names[0], _box(10, 55, 10.1, 55.1)),
        feature("B7", names[1], _box(10.1, 55, 10.2, 55.1)),
    )
    assert said in _said(elverhavn, path)


def test_what_remains_of_a_name_without_its_marks() -> None:
    assert plain("Ålegårds-Øen  Æ") == plain("alegards oen ae") == "alegardsoenae"


OLD, NEW = datetime.date(2017, 5, 1), datetime.date(2023, 5, 4)


def test_older_boundaries_imported_second_are_told_and_put_in_order(elverhavn: City, tmp_path: Path) -> None:
    today = geojson(tmp_path / "today.geojson", feature("1", geometry=_box(10, 55, 10.1, 55.1)))
    old = geojson(tmp_path / "old.geojson", feature("1", geometry=_box(10, 55, 10.1, 55.1)), note="older")
    assert _import(elverhavn, today).told == ()
    said = _said(elverhavn, old, valid_from=OLD)
    assert "“old” takes the place of “today” from 2017-05-01 on" in said
    assert "--first-valid-from" in said
    with inside(elverhavn):
        assert boundary_set_of(city=elverhavn).name == "old"
    again = _said(elverhavn, old, valid_from=OLD, first_valid_from=NEW)
    assert "“old” holds from 2017-05-01 until “today” begins on 2023-05-04" in again
    with inside(elverhavn):
        assert boundary_set_of(city=elverhavn).name == "today"


def test_the_day_of_the_first_boundaries_may_be_said_at_once(elverhavn: City, tmp_path: Path) -> None:
    _import(elverhavn, geojson(tmp_path / "today.geojson", feature("1")))
    added = _import(elverhavn, geojson(tmp_path / "old.geojson", feature("2")), first_valid_from=NEW)
    with inside(elverhavn):
        days = dict(BoundarySet.objects.values_list("name", "valid_from"))
    assert days == {"today": NEW, "old": ALL_ALONG}
    assert added.boundary_set.valid_from == ALL_ALONG


def test_boundaries_to_come_are_told(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature())
    assert "still to come" in _said(elverhavn, path, valid_from=datetime.date(2999, 1, 1))


def test_a_corrected_file_takes_the_place_of_the_first_while_nothing_refers_to_it(
    elverhavn: City, tmp_path: Path
) -> None:
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature("1"), feature("2")))
    corrected = geojson(tmp_path / "b.geojson", feature("1"))
    assert _import(elverhavn, corrected, take_place=True).new
    assert (kept(elverhavn)["BoundarySet"], kept(elverhavn)["District"]) == (1, 1)
    with inside(elverhavn):
        source = Source.objects.create(city=elverhavn, key="p", name="P", source_type="police")
        coverage = source.coverage.create(
            city=elverhavn, start=OLD, end=NEW, completeness=column_mapping()["coverage"][0]["completeness"]
        )
        coverage.districts.add(District.objects.get(), through_defaults={"city": elverhavn})
    again = geojson(tmp_path / "c.geojson", feature("3"))
    _refused(elverhavn, again, "cannot be replaced", "--valid-from", take_place=True)


def test_a_dry_run_tells_and_keeps_nothing(elverhavn: City, tmp_path: Path) -> None:
    before = kept(elverhavn)
    path = geojson(tmp_path / "a.geojson", feature("1", "Manor"), feature("2", "Manor"))
    assert "have one name" in _said(elverhavn, path, dry_run=True)
    assert kept(elverhavn) == before


def test_the_command_says_a_warning_and_goes_on(
    elverhavn: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = geojson(tmp_path / "a.geojson", feature("1", "Manor"), feature("2", "Manor"))
    call_command("import_boundaries", "elverhavn", path, code="code", name="name")
    said = capsys.readouterr().err
    assert "Warning: Districts “1”, “2” have one name, “Manor”: place records by code, not by name." in said
    assert "2 districts of Elverhavn, valid from 1900-01-01: imported." in said
