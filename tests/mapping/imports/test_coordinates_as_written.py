"""Coordinates as navigators, spreadsheets and registers write them: read where they leave no choice, else refused with
what to do; and metres answered with the system by which they lie in the city."""

import math
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pyproj import Transformer

from mapping.actions.boundaries import NewDistrict
from mapping.imports.coordinates import NoCoordinate, plain_number
from mapping.imports.doubts import OUTSIDE_POINTS, Doubts
from mapping.imports.fields import UnknownValue
from mapping.imports.points import Points
from mapping.imports.rules import PlaceRule
from mapping.models import District

NORTH = [[10.0, 55.0], [10.02, 55.0], [10.02, 55.02], [10.0, 55.02], [10.0, 55.0]]


def _points(crs: str = "", **rule: Any) -> Points:
    district = District(pk=1, code="01", name="North", geometry={"type": "Polygon", "coordinates": [NORTH]})
    assert NewDistrict("01", "North", district.geometry, 2.8).code == district.code
    return Points(PlaceRule(latitude="LAT", longitude="LON", crs=crs, **rule), [district], (0, 1))


IN_DEGREES = [
    ("55.01", 55.01), ("55,01", 55.01), ("+55.01", 55.01), ("-55.01", -55.01), ("\u221255.01", -55.01),
    ("'55.01", 55.01), ("55.01°", 55.01), ("55.01 °", 55.01), ("55.01N", 55.01), ("55.01° N", 55.01),
    ("N 55.01", 55.01),
    ("10.01E", 10.01), ("10.01 W", -10.01), ("33,9 S", -33.9), ("55°00'36\"N", 55.01),
    ("10° 0\u2032 36,0\u2033 W", -10.01),
    ("55°30'", 55.5), ("55.0100000000000000000000001", 55.01), ("55.01\u00a0", 55.01),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), IN_DEGREES)
def test_degrees_are_read_however_they_are_written(text: str, number: float) -> None:
    assert math.isclose(float(plain_number(text, in_metres=False)), number, abs_tol=1e-6)


IN_METRES = [
    ("6096370", 6096370), ("6096370,63", 6096370.63), ("6 096 370", 6096370), ("6\u00a0096\u00a0370,5", 6096370.5),
    ("6.096.370", 6096370), ("6,096,370.5", 6096370.5), ("6'096'370", 6096370), ("563 967", 563967), ("-5000", -5000),
    ("55.012", 55.012),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), IN_METRES)
def test_metres_are_read_with_marks_between_thousands(text: str, number: float) -> None:
    assert math.isclose(float(plain_number(text, in_metres=True)), number)


REFUSED = [
    ("563.967", True, "could be thousands or a fraction"), ("563,967", True, "could be thousands or a fraction"),
    ("55.01, 10.01", False, "no coordinate but two"), ("55,01; 10,01", False, "no coordinate but two"),
    ("POINT(10.01 55.01)", False, "no coordinate but two"), ("NULL", False, "if it stands for no place"),
    ("n/a", False, "if it stands for no place"), ("6.09637E+06", True, "is no coordinate"), ("x", True, "is no coord"),
    ("55°61'", False, "is no coordinate"), ("10.01O", False, "is no coordinate"), ("55.010.000", False, "is no coord"),
    ("-55.01 S", False, ""), ("9" * 5_000, False, "is no coordinate"), ("1 " * 40_000, True, "is no coordinate"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "in_metres", "said"), [each for each in REFUSED if each[2]])
def test_what_could_be_two_or_is_none_is_refused(text: str, in_metres: bool, said: str) -> None:
    with pytest.raises(NoCoordinate, match=said):
        plain_number(text, in_metres=in_metres)


def test_a_direction_beside_a_sign_changes_nothing() -> None:
    assert plain_number("-55.01 S", in_metres=False) == "-55.01"


@pytest.mark.parametrize("system", ["EPSG:25832", "EPSG:28992", "EPSG:3857"])
@pytest.mark.parametrize("is_exchanged", [False, True])
def test_metres_are_answered_with_the_system_by_which_they_lie_in_a_district(system: str, is_exchanged: bool) -> None:
    east, north = Transformer.from_crs("EPSG:4326", system, always_xy=True).transform(10.01, 55.01)
    cells = (str(north), str(east))
    with pytest.raises(UnknownValue, match=f'read as {system} they lie inside the districts. State beside.*"{system}"'):
        _points().find(cells[::-1] if is_exchanged else cells)


@pytest.mark.parametrize("cells", [("550100", "100100"), ("91", "10")])
def test_no_system_is_made_up(cells: tuple[str, str]) -> None:
    with pytest.raises(UnknownValue) as refusal:
        _points().find(cells)
    assert "read as" not in str(refusal.value)
    assert "does not lie within 90 degrees" in str(refusal.value)


@pytest.mark.parametrize("cell", ["-999", "9999", "-9999.0", "999999"])
def test_a_number_that_stands_for_none_is_to_be_named(cell: str) -> None:
    with pytest.raises(UnknownValue, match="often stand for none: name the cell of the latitude.*place.city_wide"):
        _points().find((cell, cell))
    assert _points(wide={cell: "city_wide"}).find((cell, cell)) == ("city_wide", None)


def _told(points: Points, rows: list[tuple[str, str]]) -> Doubts:
    doubts = Doubts([OUTSIDE_POINTS])
    for number, row in enumerate(rows, start=2):
        points.count(row, number)
    points.tell(doubts)
    return doubts


def test_degrees_beside_a_system_of_metres_are_told_from_other_mistakes() -> None:
    with pytest.raises(ValidationError, match='Read as degrees they lie inside: take "crs" out of the mapping'):
        _told(_points("EPSG:25832"), [("55.01", "10.01"), ("55.011", "10.011"), ("55,012", "10,012")]).refuse()


def test_a_point_is_the_same_with_noughts_at_its_end() -> None:
    rows = [("55.0123", "10.0100"), ("55.01230", "10.01"), ("55.0123000", "10.010")] * 2
    (note,) = [text for text in _told(_points(), rows).told if "several rows stand on" in text]
    assert "stand on: 1, with 6 rows together; most rows, 6" in note
