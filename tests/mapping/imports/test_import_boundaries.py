"""Boundaries from GeoJSON: what is taken, what is repaired, what is refused and how it is said."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import Added
from mapping.imports import files
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.models import BoundarySet, District
from tests.mapping.makers import NOTHING, SQUARE, feature, geojson, inside, kept, refused


def _import(city: City, path: Path, **options: Any) -> Added:
    with inside(city):
        return import_boundaries(city=city, path=path, **{"code": "code", "name": "name", **options})


def _refused(city: City, path: Path, *parts: str, **options: Any) -> None:
    with refused(city, *parts):
        _import(city, path, **options)
    assert kept(city) == NOTHING


def test_codes_are_kept_as_text_with_their_leading_zeros(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature("007"), feature(8), feature(9.0), feature(" 010 "),
                   feature("\u200b\u202a011\u202c"))  # fmt: skip
    _import(elverhavn, path)
    with inside(elverhavn):
        assert list(District.objects.values_list("code", flat=True)) == ["007", "010", "011", "8", "9"]


def test_the_same_file_again_changes_nothing(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature())
    first, second = _import(elverhavn, path), _import(elverhavn, path)
    assert (first.new, second.new) == (True, False)
    assert kept(elverhavn)["BoundarySet"] == 1


def test_a_citys_first_boundaries_hold_for_the_past_and_later_ones_from_their_day(
    elverhavn: City, tmp_path: Path
) -> None:
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature()))
    _import(elverhavn, geojson(tmp_path / "b.geojson", feature("2")), valid_from=datetime.date(2023, 5, 4))
    with inside(elverhavn):
        days = list(BoundarySet.objects.order_by("valid_from").values_list("valid_from", flat=True))
    assert days == [datetime.date(1900, 1, 1), datetime.date(2023, 5, 4)]


def test_another_file_for_the_same_day_is_refused(elverhavn: City, tmp_path: Path) -> None:
    day = datetime.date(2023, 5, 4)
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature()), valid_from=day)
    with pytest.raises(ValidationError, match="from 2023-05-04 on already"):
        _import(elverhavn, geojson(tmp_path / "b.geojson", feature("2")), valid_from=day)


def test_a_bow_tie_is_repaired_and_the_repair_is_kept(elverhavn: City, tmp_path: Path) -> None:
    bow_tie = [[9.0, 57.0], [9.1, 57.1], [9.1, 57.0], [9.0, 57.1], [9.0, 57.0]]
    crossed = feature("2", geometry={"type": "Polygon", "coordinates": [bow_tie]})
    path = geojson(tmp_path / "a.geojson", feature(), crossed)
    repairs = _import(elverhavn, path).boundary_set.repairs
    assert [(repair["feature"], repair["code"]) for repair in repairs] == [(2, "2")]
    assert "Self-intersection" in repairs[0]["repair"]
    with inside(elverhavn):
        repaired = District.objects.get(code="2")
    assert shapely.from_geojson(json.dumps(repaired.geometry)).is_valid
    # two triangles that meet in the middle: half of the square of about 6.06 km × 11.14 km at 57° north
    assert repaired.area_km2 == pytest.approx(6.06 * 11.14 / 2, rel=0.01)


def test_heights_are_dropped(elverhavn: City, tmp_path: Path) -> None:
    high = {"type": "Polygon", "coordinates": [[[*point, 12.0] for point in SQUARE]]}
    added = _import(elverhavn, geojson(tmp_path / "a.geojson", feature(geometry=high)))
    assert added.boundary_set.repairs == [{"feature": 1, "code": "1", "repair": "heights were dropped"}]
    with inside(elverhavn):
        assert {len(point) for point in District.objects.get().geometry["coordinates"][0]} == {2}


def test_the_polygons_of_a_collection_are_kept(elverhavn: City, tmp_path: Path) -> None:
    parts = [{"type": "Point", "coordinates": [9.0, 57.0]}, {"type": "Polygon", "coordinates": [SQUARE]}]
    path = geojson(tmp_path / "a.geojson", feature(geometry={"type": "GeometryCollection", "geometries": parts}))
    assert "lines and points" in _import(elverhavn, path).boundary_set.repairs[0]["repair"]


# EPSG:25832 (ETRS89 / UTM 32N): on its central meridian, 9° east, easting is 500 000 m, and northing 0.9996 times the
# length of the meridian from the equator; at 57° north that is 6 319 914 m on GRS 80 (Snyder 1987, equation 3-21).
METRES = [[500000, 6317386], [501000, 6317386], [501000, 6318386], [500000, 6318386], [500000, 6317386]]


def test_metres_become_longitude_and_latitude(elverhavn: City, tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    geometry = {"type": "Polygon", "coordinates": [METRES]}
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature(geometry=geometry), crs=crs))
    with inside(elverhavn):
        district = District.objects.get()
    west, south, _east, _north = shapely.from_geojson(json.dumps(district.geometry)).bounds
    assert west == pytest.approx(9.0, abs=1e-6)
    assert south == pytest.approx(57.0, abs=1e-5)
    # a square kilometre of the grid is 1 / 0.9996² on the ground
    assert district.area_km2 == pytest.approx(1 / 0.9996**2, rel=1e-4)


def test_metres_without_a_reference_system_are_refused_until_it_is_said(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(geometry={"type": "Polygon", "coordinates": [METRES]}))
    _refused(elverhavn, path, "Feature 1", "no longitude and latitude", "--crs")
    assert _import(elverhavn, path, crs="EPSG:25832").new


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_survive_any_unicode_encoding(elverhavn: City, tmp_path: Path, encoding: str) -> None:
    _import(elverhavn, geojson(tmp_path / "a.geojson", feature(name="Ålegårdsøen"), encoding=encoding))
    with inside(elverhavn):
        assert District.objects.get().name == "Ålegårdsøen"


def test_another_encoding_is_refused(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(name="Ålegårdsøen"), encoding="latin-1")
    _refused(elverhavn, path, "is not UTF-8", "Save it as UTF-8")


def test_all_that_is_wrong_is_said_at_once(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "a.geojson",
        feature("1"),
        feature("1", name="Other"),
        feature("", name="Nowhere"),
        feature("4", name=None),
        feature("5", geometry={"type": "Point", "coordinates": [9, 57]}),
        feature("6", geometry={"type": "Polygon", "coordinates": [[[190, 57], [191, 57], [191, 58], [190, 57]]]}),
        feature("7", geometry={"type": "Polygon", "coordinates": [[["a", 57], [191, 57]]]}),
        {"type": "Feature", "properties": {"code": "8", "name": "Void"}, "geometry": None},
    )
    _refused(
        elverhavn,
        path,
        "7 problems, nothing was saved",
        "code “1” is used by 2 features",
        "Feature 3 (code “?”): field “code” is empty",
        "Feature 4 (code “4”): field “name” is empty",
        "Feature 5 (code “5”): it is a Point, not a polygon",
        "Feature 6 (code “6”): the coordinates (190, 57) are no longitude",
        "Feature 7 (code “7”): a coordinate is “a”, which is no number",
        "Feature 8 (code “8”): it has no geometry",
    )


def test_a_missing_field_is_refused_with_those_there_are(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(AREA="1"))
    _refused(elverhavn, path, "“ward” (--code)", "The fields are: AREA, code, name", code="ward")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "FeatureCollection", "features": [', "is broken"),
        ('{"type": "Polygon"}', "no GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "FeatureCollection", "features": [1, null]}', "No feature has a field"),
        ("[" * 100_000, "nested too deeply"),
        ("<kml/>", "is XML, KML or a web page, not GeoJSON"),
        ("", "is empty"),
    ],
)
def test_a_broken_file_is_refused(elverhavn: City, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text)
    _refused(elverhavn, path, said)


def test_a_missing_file_is_refused(elverhavn: City, tmp_path: Path) -> None:
    _refused(elverhavn, tmp_path / "none.geojson", "is not there")
    _refused(elverhavn, tmp_path, "is not there, or not a file")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    elverhavn: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = geojson(tmp_path / "a.geojson", feature())
    monkeypatch.setattr(files, "MOST_BYTES", path.stat().st_size - 1)
    _refused(elverhavn, path, "Split it")


def test_an_unknown_reference_system_is_refused(elverhavn: City, tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature())
    _refused(elverhavn, path, "“EPSG:nowhere” is not known", crs="EPSG:nowhere")
