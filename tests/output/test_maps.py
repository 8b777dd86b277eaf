"""Maps of real boundaries: nothing torn, nothing enlarged, nothing shaded that nobody looked at."""

import json
import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
import shapely.affinity
from pyproj import Geod
from shapely.geometry import mapping, shape

from output.charts.geometry import to_pixels
from output.charts.maps import MapArea, MapLabels, district_map, outline_map
from output.charts.placing import place
from output.colours import ONE_COLOUR, RAMP
from output.document import Figure, Section
from output.pdf.typeset import typeset
from tests.open_data import SHARED
from tests.output.districts import areas
from tests.output.elverhavn import report
from tests.output.reading import boxes, overlapping, text

TORONTO = ("toronto/neighbourhoods.geojson", "AREA_NAME")
HELSINKI = ("helsinki/kaupunginosat.geojson", "nimi_fi")
CITIES = [
    pytest.param(None, id="made"),
    pytest.param(TORONTO, id="Toronto", marks=pytest.mark.open_data),
    pytest.param(HELSINKI, id="Helsinki", marks=pytest.mark.open_data),
]


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> list[MapArea]:
    """The districts of a city that nobody has drawn by hand: made here, and published by two cities."""
    return made_city() if request.param is None else published_city(*request.param)


def published_city(file: str, name: str) -> list[MapArea]:
    features = json.loads((SHARED / file).read_text(encoding="utf-8"))["features"]
    return [_area(at, str(each["properties"][name]), each["geometry"]) for at, each in enumerate(features)]


def made_city() -> list[MapArea]:
    """Sixty districts in the open North Sea, small in the middle and large outside, cut from one round coast."""
    chance = np.random.default_rng(60)
    angle, away = chance.uniform(0, 2 * np.pi, 60), chance.uniform(0.02, 1, 60)
    around = np.column_stack([3.5 + 0.18 * away * np.cos(angle), 56.5 + 0.1 * away * np.sin(angle)])
    coast = shapely.affinity.scale(shapely.Point(3.5, 56.5).buffer(0.1, quad_segs=30), 2.0, 1.1)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(around), extend_to=coast)
    districts = [shapely.intersection(cell, coast) for cell in cells.geoms]
    return [_area(at, f"{'North' * (at % 3)} Quay {at}", mapping(one)) for at, one in enumerate(districts)]


def _area(at: int, name: str, geometry: dict[str, Any]) -> MapArea:
    return MapArea(code=str(at), name=name, geometry=geometry, value=at % 8, looked_at=at % 9 != 4)


def fills(svg: str) -> set[str]:
    return set(re.findall(r'fill="(#[0-9A-F]{6})"', svg))


def shades(svg: str) -> list[str]:
    """The fill of every district, in order: shapes with a white border."""
    return re.findall(r'fill="(#[0-9A-F]{6})" stroke="#FFFFFF" stroke-width="1"', svg)


def test_neighbours_still_share_their_borders(city: list[MapArea]) -> None:
    drawn = to_pixels([area.geometry for area in city], 636, 470).shapes
    # Overlaps would make the union smaller than the sum, gaps show as holes that are not in the source.
    union = shapely.union_all(np.array(drawn))
    assert sum(area.area for area in drawn) == pytest.approx(union.area, rel=2e-4)


def test_areas_keep_their_proportions(city: list[MapArea]) -> None:
    drawn = to_pixels([area.geometry for area in city], 636, 470).shapes
    # independent: geodesic area on the ellipsoid (Karney 2013) instead of a projection
    geod = Geod(ellps="WGS84")
    true = np.array([abs(geod.geometry_area_perimeter(shape(area.geometry))[0]) for area in city])
    shown = np.array([area.area for area in drawn])
    # Simplifying moves borders by less than a pixel: small districts may gain or lose a little, large ones nothing.
    large = true > np.median(true)
    assert shown[large] / shown.sum() == pytest.approx(true[large] / true.sum(), rel=0.03)


def test_names_never_touch_and_stay_in_their_districts(city: list[MapArea]) -> None:
    drawn = to_pixels([area.geometry for area in city], 636, 470).shapes
    placed = [
        (label, outline) for area, outline in zip(city, drawn, strict=True) if (label := place(area.name, outline))
    ]
    assert len(placed) > 4
    assert all(outline.contains(label.box) for label, outline in placed)
    assert not [1 for (one, _), (other, _) in combinations(placed, 2) if one.box.intersects(other.box)]


def test_map_stands_in_a_pdf_without_overlapping_names(city: list[MapArea]) -> None:
    svg = district_map(city, breaks=(1, 2, 3, 4, 5, 6), title="Where")
    section = Section(title="Map", blocks=[Figure(svg=svg, alt="Map of the city.")])
    pdf = typeset(report(sections=[section]))
    assert all(words in text(pdf) for words in ("not looked at", "≥6", "Where"))
    assert not overlapping(boxes(pdf))


def test_what_was_not_looked_at_is_hatched_and_never_shaded() -> None:
    unseen = [MapArea(code="1", name="", geometry=areas()[0].geometry, value=3, looked_at=False)]
    svg = district_map(unseen, breaks=(1, 2))
    assert shades(svg) == ["#FFFFFF"]
    assert "not looked at" in svg
    # at least twenty strokes of hatching in the district itself
    assert max(path.count("M") for path in re.findall(r' d="([^"]*)"', svg)) > 20


@pytest.mark.parametrize(("value", "step"), [(0.0, 0), (0.99, 0), (1.0, 3), (1.99, 3), (2.0, 6), (99.0, 6)])
def test_value_on_a_bound_belongs_to_the_upper_class(value: float, step: int) -> None:
    svg = district_map([MapArea(code="1", name="", geometry=areas()[0].geometry, value=value)], breaks=(1, 2))
    assert shades(svg) == [RAMP[step]]


def test_figure_that_is_not_printed_is_left_white_and_explained() -> None:
    hidden = [MapArea(code="1", name="", geometry=areas()[0].geometry, value=None)]
    assert shades(district_map(hidden, breaks=(1,))) == ["#FFFFFF"]
    assert "no figure" in district_map(hidden, breaks=(1,))


def test_a_map_without_any_figure_says_so_and_names_no_class() -> None:
    nothing = [MapArea(code="1", name="", geometry=areas()[0].geometry, value=None)]
    svg = district_map(nothing, breaks=())
    assert "no figure" in svg
    assert fills(svg) & set(RAMP) == set()


def test_districts_that_cannot_be_told_apart_have_one_colour() -> None:
    svg = district_map(areas(), breaks=(1, 2), one_colour=True)
    assert fills(svg) & set(RAMP) == {ONE_COLOUR}


def test_selected_district_is_outlined_and_named_in_the_legend() -> None:
    svg = district_map(areas(Højvang=True), breaks=(1,), labels=MapLabels(outlined="rising"))
    assert "#C8642B" in svg
    assert ">rising: Højvang<" in svg


def test_outline_for_a_cover_shows_no_value_and_no_name() -> None:
    svg = outline_map(areas(Højvang=True))
    assert not fills(svg)
    assert "<text" not in svg
    assert "#C8642B" not in svg


def test_same_map_gives_the_same_bytes_and_two_maps_share_no_ids() -> None:
    first, again = district_map(areas(), breaks=(1, 2)), district_map(areas(), breaks=(1, 2))
    other = district_map(areas(), breaks=(1, 3))
    assert first == again
    ids = re.compile(r'\bid="([^"]+)"')
    assert not set(ids.findall(first)) & set(ids.findall(other))


def test_breaks_must_ascend_and_have_one_label_per_class() -> None:
    with pytest.raises(ValueError, match="ascend"):
        district_map(areas(), breaks=(2, 1))
    with pytest.raises(ValueError, match="3 classes"):
        district_map(areas(), breaks=(1, 2), class_labels=["low", "high"])


@pytest.mark.parametrize("geometry", [{"type": "Point", "coordinates": [10, 56]}])
def test_area_without_surface_is_refused(geometry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no surface"):
        district_map([MapArea(code="1", name="x", geometry=geometry, value=1)], breaks=(1,))
