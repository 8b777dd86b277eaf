"""Boundaries as servers, desktop programs and hands leave them: other wrappings of GeoJSON, points astray, fields that
are not the ones meant; and refusals in words, one of each kind."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pyproj import Transformer

from accounts.models import City
from mapping.actions.boundaries import Added
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.models import District
from tests.mapping.makers import feature, inside


def _square(west: float, south: float = 55.0, size: float = 0.02) -> list[list[float]]:
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def _polygon(*rings: object) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _districts(*names: str) -> list[dict[str, Any]]:
    return [
        feature(f"0{place}", name, _polygon(_square(10 + 0.02 * place))) for place, name in enumerate(names, start=1)
    ]


def _added(city: City, path: Path, document: object, **options: Any) -> Added:
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, encoding="utf-8")
    with inside(city):
        return import_boundaries(city=city, path=path, **{"code": "code", "name": "name", **options})


def _refused(city: City, path: Path, document: object, **options: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        _added(city, path, document, **options)
    return refusal.value.messages


def _collection(*features: object, **members: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


TWO = _districts("North", "South")
WRAPPED = {
    "a list": json.dumps(TWO),
    "lines": "\n".join(map(json.dumps, TWO)) + "\n",
    "lines of Windows": "\r\n".join(map(json.dumps, TWO)),
    "a sequence": "".join(f"\x1e{json.dumps(each)}\n" for each in TWO),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_features_are_read_however_they_are_wrapped(elverhavn: City, tmp_path: Path, text: str) -> None:
    assert _added(elverhavn, tmp_path / "a.geojson", text).count == 2


def test_one_feature_is_a_district(elverhavn: City, tmp_path: Path) -> None:
    assert _added(elverhavn, tmp_path / "a.geojson", TWO[0]).count == 1


OTHERS = [
    ({"type": "Topology", "objects": {}, "arcs": []}, "is TopoJSON, not GeoJSON"),
    ({"geometryType": "esriGeometryPolygon", "features": [{"attributes": {}}]}, "is Esri JSON, not GeoJSON"),
    (_polygon(_square(10)), "one outline without fields"),
    ([1, 2], "no GeoJSON FeatureCollection"),
    ({"type": "FeatureCollection", "features": []}, "has no features"),
    ("{}\n{broken", "is broken"),
    ("code;name;wkt\n1;North;POLYGON((10 55,10.1 55,10.1 55.1,10 55))", "it begins with “code;name;wkt”. Export the"),
    ('callback({"type": "FeatureCollection"})', "is no GeoJSON: it begins with “callback("),
    ("\ufeff \n<kml/>", "is XML, KML or a web page"), ("PAR1", "is a Parquet file"),
    ("\x00\x00'\x0a", "is a part of a shapefile"),
    ("fgb\x03", "is a FlatGeobuf file"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "said"), OTHERS)
def test_what_is_no_collection_is_named(elverhavn: City, tmp_path: Path, document: object, said: str) -> None:
    assert said in _refused(elverhavn, tmp_path / "a.geojson", document)[0]


UNREADABLE = [
    (_polygon([["10.0", "55.0"], ["10.1", "55.0"]]), "a coordinate is “10.0”, which is no number"),
    (_polygon([["10,0", "55,0"], ["10,1", "55,0"]]), "a coordinate is “10,0”, which is no number"),
    (_polygon([[10, float("nan")], *_square(10)]), "a coordinate is “nan”, which is no number"),
    (_polygon([[10, None], *_square(10)]), "a coordinate is “None”, which is no number"),
    ({"type": "CurvePolygon", "coordinates": []}, "its geometry is a “CurvePolygon”, which GeoJSON does not have"),
    ({"type": "GeometryCollection", "geometries": [{"type": "polygon"}]}, "its geometry is a “polygon”, which GeoJSON"),
    (_polygon(_square(10)[:-1]), "its outline is not closed"),
    ({"type": "MultiPolygon", "coordinates": [[_square(10)], [_square(11)[:-1]]]}, "its outline is not closed"),
]


@pytest.mark.parametrize(("geometry", "said"), UNREADABLE)
def test_an_outline_that_cannot_be_read_is_refused_in_words(
    elverhavn: City, tmp_path: Path, geometry: dict[str, Any], said: str
) -> None:
    (text,) = _refused(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "North", geometry)))
    assert f"Feature 1 (code “1”): {said}" in text
    assert "Exception" not in text


AROUND_THE_EARTH = [
    _polygon([[179.9, -17.0], [-179.9, -17.0], [-179.9, -16.9], [179.9, -16.9], [179.9, -17.0]]),
    {"type": "MultiPolygon", "coordinates": [
        [_square(179.8, -17.0)],
        [[[179.9, -17.0], [-179.9, -17.0], [-179.9, -16.9], [179.9, -16.9], [179.9, -17.0]]],
    ]},
    _polygon(_square(179.99, -17.0)),
]  # fmt: skip


@pytest.mark.parametrize("geometry", AROUND_THE_EARTH)
def test_an_outline_across_the_180th_meridian_is_to_be_cut_there(
    elverhavn: City, tmp_path: Path, geometry: dict[str, Any]
) -> None:
    """Drawn as it stood it went around the earth."""
    (text,) = _refused(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "North", geometry)))
    assert "its outline crosses the 180th meridian (longitude 1" in text
    assert "metres" not in text


def test_one_that_is_cut_there_is_read(elverhavn: City, tmp_path: Path) -> None:
    cut = {"type": "MultiPolygon", "coordinates": [[_square(179.98, -17.0)], [_square(-180, -17.0)]]}
    assert _added(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "North", cut))).count == 1


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_polygons_of_collections_within_collections_are_read(elverhavn: City, tmp_path: Path, depth: int) -> None:
    """They were said to be none, and left out with --only-areas."""
    geometry: dict[str, Any] = _polygon(_square(10))
    for _level in range(depth):
        point = {"type": "Point", "coordinates": [10.01, 55.01]}
        geometry = {"type": "GeometryCollection", "geometries": [point, geometry]}
    added = _added(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "North", geometry)), only_areas=True)
    assert added.count == 1


@pytest.mark.parametrize("other", [None, "x", 7, _collection(*TWO)])
def test_what_is_no_feature_is_never_left_out(elverhavn: City, tmp_path: Path, other: object) -> None:
    """A collection inside of a collection has districts, and was left out with --only-areas."""
    (text,) = _refused(elverhavn, tmp_path / "a.geojson", _collection(*TWO, other), only_areas=True)
    assert "Feature 3 (code “?”): it is no feature but " in text


@pytest.mark.parametrize("lines", [False, True])
def test_half_a_character_is_refused_in_words(elverhavn: City, tmp_path: Path, lines: bool) -> None:
    text = "\n".join(map(json.dumps, TWO)) if lines else json.dumps(_collection(*TWO))
    (said,) = _refused(elverhavn, tmp_path / "a.geojson", text.replace("North", "N\\ud800"))
    assert "a.geojson is broken" in said


def test_a_whole_character_as_two_escapes_is_one(elverhavn: City, tmp_path: Path) -> None:
    _added(elverhavn, tmp_path / "a.geojson", json.dumps(_collection(*TWO)).replace("North", "\\ud83c\\udf33"))
    with inside(elverhavn):
        assert District.objects.get(code="01").name == "\N{DECIDUOUS TREE}"


@pytest.mark.parametrize(
    ("field", "near"), [("Code", "code"), ("c\u043ede", "code"), ("co-de", "code"), ("other", ""), ("codes", "")]
)
def test_a_field_that_nearly_is_one_there_is_shown(elverhavn: City, tmp_path: Path, field: str, near: str) -> None:
    (text,) = _refused(elverhavn, tmp_path / "a.geojson", _collection(*TWO), code=field)
    assert (f"“{near}” differs by" in text) is bool(near)
    assert near or "differs by" not in text


def test_numbers_behind_the_height_are_left_out(elverhavn: City, tmp_path: Path) -> None:
    ring = [[*point, 12.5, 3.25] for point in _square(10)]
    added = _added(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "North", _polygon(ring))))
    assert [each["repair"] for each in added.boundary_set.repairs] == ["heights were dropped"]
    with inside(elverhavn):
        assert District.objects.get().geometry["coordinates"][0][0] == [10.0, 55.02]


def test_lists_within_lists_without_end_are_refused(elverhavn: City, tmp_path: Path) -> None:
    deep = "[" * 600 + "[10.5, 55.5, 1.5, 2.5]" + "]" * 600
    feature_of_it = json.dumps(feature("1", "North", {"type": "Polygon", "coordinates": []}))
    text = json.dumps(_collection()).replace("[]", f"[{feature_of_it.replace('[]', deep)}]")
    (said,) = _refused(elverhavn, tmp_path / "a.geojson", text)
    assert "Feature 1 (code “1”): its geometry cannot be read" in said


def _in_metres(*names: str, system: str = "EPSG:25832") -> list[dict[str, Any]]:
    move = Transformer.from_crs("EPSG:4326", system, always_xy=True).transform
    found = _districts(*names)
    for each in found:
        ring = each["geometry"]["coordinates"][0]
        each["geometry"]["coordinates"] = [[list(move(x, y)) for x, y in ring]]
    return found


@pytest.mark.parametrize(
    ("country", "named"), [("DK", "EPSG:25832 or EPSG:25833"), ("NL", "often EPSG:28992"), ("CA", "--crs EPSG:…")]
)
def test_metres_are_answered_with_the_systems_of_the_country(
    elverhavn: City, tmp_path: Path, country: str, named: str
) -> None:
    """Everybody was told of the system of one country."""
    elverhavn.country = country
    (said,) = _refused(elverhavn, tmp_path / "a.geojson", _collection(*_in_metres("North")))
    assert "are no longitude and latitude" in said
    assert named in said


def test_many_features_of_one_fault_do_not_hide_another(elverhavn: City, tmp_path: Path) -> None:
    features = _in_metres(*(f"District {at}" for at in range(60)))
    features[40]["properties"]["name"] = ""
    features[40]["geometry"] = _polygon(_square(10))
    said = _refused(elverhavn, tmp_path / "a.geojson", _collection(*features))
    assert said[0] == "60 problems, nothing was saved."
    assert said[1].startswith("Feature 1 (code “01”): the coordinates")
    assert said[1].endswith("There are 58 more like it.")
    assert said[2].startswith("Feature 41 (code “041”): field “name” is empty")
    assert len(said) == 3


def test_where_a_system_of_metres_puts_the_districts_is_said(elverhavn: City, tmp_path: Path) -> None:
    """The next zone lies six degrees off, and in a country of islands that is not outside."""
    document = _collection(*_in_metres("North"))
    (note,) = _added(elverhavn, tmp_path / "a.geojson", document, crs="EPSG:25833").notes
    assert "Read as ETRS89 / UTM zone 33N: district “01” lies near latitude 55.01, longitude 16.03" in note


def test_of_degrees_nothing_is_said(elverhavn: City, tmp_path: Path) -> None:
    added = _added(elverhavn, tmp_path / "a.geojson", _collection(*_districts("North", "South", "East")))
    assert (added.told, added.notes) == ((), ())


def test_a_point_of_which_a_digit_is_wrong_is_told(elverhavn: City, tmp_path: Path) -> None:
    """Such an outline had twenty-six times its area."""
    astray = _square(10.06)
    astray[2] = [10.08, 56.02]
    features = [*_districts("North", "South"), feature("9", "Harbour", _polygon(astray))]
    (said,) = [
        text for text in _added(elverhavn, tmp_path / "a.geojson", _collection(*features)).told if "digit" in text
    ]
    assert "in “9” (longitude 10.0800, latitude 56.0200)" in said


@pytest.mark.parametrize(
    "ring",
    [
        [[10, 55], [10.4, 55], [10.4, 55.001], [10, 55.001], [10, 55]],
        [[10, 55], [10.4, 55.2], [10.01, 55.01], [10, 55]],
        [[10, 55], [10.05, 55], [10.05, 55.05], [10.025, 55.3], [10, 55.05], [10, 55]],
        [[10, 55], [10.2, 55.1], [10.4, 55], [10.2, 54.9], [10.1, 54.95], [10, 55]],
    ],
)
def test_a_long_district_has_no_point_astray(elverhavn: City, tmp_path: Path, ring: list[list[float]]) -> None:
    told = _added(elverhavn, tmp_path / "a.geojson", _collection(feature("1", "Coast", _polygon(ring)))).told
    assert "digit" not in " ".join(told)


def test_a_code_that_all_features_have_is_asked_about(elverhavn: City, tmp_path: Path) -> None:
    features = _districts("North", "South", "East")
    for each in features:
        each["properties"] |= {"country": "DK", "city": "Elverhavn"}
    said = " ".join(_added(elverhavn, tmp_path / "a.geojson", _collection(*features), code="country", name="city").told)
    assert "All 3 features have the country “DK” and were joined to one district" in said


def test_a_coast_beyond_whole_degrees_is_in_the_country(elverhavn: City, tmp_path: Path) -> None:
    """The land of Denmark is written as from 3 to 17 degrees east."""
    coast = [feature(f"0{n}", f"Coast {n}", _polygon(_square(17.5 + 0.02 * n))) for n in range(2)]
    assert _added(elverhavn, tmp_path / "a.geojson", _collection(*coast)).told == ()


def test_two_parts_are_a_district(elverhavn: City, tmp_path: Path) -> None:
    features = [feature("1", "North", _polygon(_square(west))) for west in (10, 10.02)]
    assert "joined" not in " ".join(_added(elverhavn, tmp_path / "a.geojson", _collection(*features)).told)


def test_code_and_name_that_are_exchanged_are_told(elverhavn: City, tmp_path: Path) -> None:
    document = _collection(*_districts("North", "South", "East"))
    said = " ".join(_added(elverhavn, tmp_path / "a.geojson", document, code="name", name="code").told)
    assert "Every code is a word and every name a number (“North”, “01”)" in said


def test_a_name_that_is_no_text_is_not_called_a_code(elverhavn: City, tmp_path: Path) -> None:
    document = _collection(feature("1", {"da": "Nord"}, _polygon(_square(10))))
    (said,) = _refused(elverhavn, tmp_path / "a.geojson", document)
    assert "which is no name; name another with --name" in said
