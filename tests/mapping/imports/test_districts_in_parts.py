"""Features of one code: parts of one district, the same one twice, or two that cannot be told apart; and features that
enclose no area.
"""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mapping.imports.outlines.boundaries import read_districts
from tests.mapping.imports.test_dead_ends import EAST_SQUARE, WEST_SQUARE
from tests.mapping.makers import feature


def _part(code: str, name: str, *rings: list[list[float]]) -> dict[str, Any]:
    return feature(code, name, {"type": "Polygon", "coordinates": [*rings]})


def test_features_of_one_code_and_one_name_are_one_district() -> None:
    parts = [_part("02", "South", WEST_SQUARE), _part("01", "North", EAST_SQUARE), _part("02", "SOUTH ", EAST_SQUARE)]
    districts, repairs = read_districts({"features": parts}, code="code", name="name")
    assert [(each.code, each.name) for each in districts] == [("02", "South"), ("01", "North")]
    assert repairs == [{"feature": 1, "code": "02", "repair": "2 features make this district: 1, 3"}]
    assert districts[0].area_km2 == pytest.approx(2 * districts[1].area_km2, rel=1e-6)


def test_features_that_are_the_same_are_one_and_told() -> None:
    parts = [_part("02", "South", WEST_SQUARE), _part("02", "South", WEST_SQUARE), _part("01", "North", EAST_SQUARE)]
    districts, repairs = read_districts({"features": parts}, code="code", name="name")
    assert [each.code for each in districts] == ["02", "01"]
    assert repairs == [{"feature": 1, "code": "02", "repair": "2 features are the same; one was read: 1, 2"}]
    assert districts[0].area_km2 == pytest.approx(districts[1].area_km2, rel=1e-6)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (("02", "East", EAST_SQUARE), "2 features of different names (“South”, “East”)"),
        (("02", "South", [[x, y + 0.001] for x, y in WEST_SQUARE]), "lie on the same ground (1 and 2)"),
        (("02", "South", [[x + 0.01, y] for x, y in WEST_SQUARE]), "outlines of several years or levels"),
    ],
)
def test_features_of_one_code_that_are_no_parts_are_refused(second: Any, said: str) -> None:
    code, name, ring = second
    with pytest.raises(ValidationError) as refusal:
        read_districts(
            {"features": [_part("02", "South", WEST_SQUARE), _part(code, name, ring)]}, code="code", name="name"
        )
    assert said in " ".join(refusal.value.messages)


NO_AREAS: list[dict[str, Any] | None] = [
    {"type": "Point", "coordinates": [10, 55]},
    {"type": "LineString", "coordinates": [[10, 55], [10.1, 55]]},
    {"type": "Polygon", "coordinates": [[[10, 55], [10.1, 55], [10.2, 55], [10, 55]]]},
    {"type": "Polygon", "coordinates": [[[10, 55], [10 + 1e-12, 55], [10, 55 + 1e-12], [10, 55]]]},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "Polygon", "coordinates": []},
    None,
]


@pytest.mark.parametrize("shape", NO_AREAS, ids=[json.dumps(shape)[:40] for shape in NO_AREAS])
def test_features_that_enclose_no_area_can_be_left_out(shape: dict[str, Any] | None) -> None:
    none = {**feature("02", "Label"), "geometry": shape}
    document = {"features": [_part("01", "North", WEST_SQUARE), none]}
    with pytest.raises(ValidationError, match="--only-areas"):
        read_districts(document, code="code", name="name")
    districts, repairs = read_districts(document, code="code", name="name", only_areas=True)
    assert [each.code for each in districts] == ["01"]
    assert repairs == [{"feature": 2, "code": "02", "repair": "left out, as it encloses no area"}]
    with pytest.raises(ValidationError, match="No feature of the file encloses an area"):
        read_districts({"features": [none]}, code="code", name="name", only_areas=True)


def test_only_areas_leaves_nothing_out_that_is_merely_broken() -> None:
    far = {"type": "Polygon", "coordinates": [[[500, 55], [501, 55], [501, 56], [500, 55]]]}
    document = {"features": [_part("01", "North", WEST_SQUARE), {**feature("02", "Far"), "geometry": far}]}
    with pytest.raises(ValidationError, match="are no longitude and latitude"):
        read_districts(document, code="code", name="name", only_areas=True)
