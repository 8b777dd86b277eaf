"""Boundaries of five cities as they are published, their areas against another computation and published figures."""

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from accounts.models import City
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.models import BoundarySet, District
from tests.mapping.makers import inside

CITIES = [
    ("toronto/neighbourhoods.geojson", "AREA_SHORT_CODE", "AREA_NAME", 158, "CA"),
    ("trafford/wards-2022.geojson", "area_code", "area_name", 21, "GB"),
    ("trafford/wards-2023.geojson", "area_code", "area_name", 21, "GB"),
    ("helsinki/kaupunginosat.geojson", "tunnus", "nimi_fi", 60, "FI"),
    ("berlin/berliner-bezirke.geojson", "spatial_name", "spatial_alias", 12, "DE"),
    ("stockholm/stadsdelar.geojson", "name", "name", 117, "SE"),
]


EQUAL_AREA = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True)


def _equal_area_km2(geometry: shapely.Geometry) -> float:
    """Plane area in the equal-area cylindrical projection of EASE-Grid 2.0."""
    projected = shapely.transform(geometry, lambda points: np.column_stack(EQUAL_AREA.transform(*points.T)))
    return float(shapely.area(projected)) / 1e6


@pytest.mark.parametrize("published", CITIES, ids=[city[0].split(".")[0] for city in CITIES])
def test_a_published_file_is_taken_in_whole_and_nothing_is_told_of_it(
    elverhavn: City, shared_data: Path, published: tuple[str, str, str, int, str]
) -> None:
    file, code, name, count, elverhavn.country = published
    with inside(elverhavn):
        told = import_boundaries(city=elverhavn, path=shared_data / file, code=code, name=name).told
        districts = {district.code: district for district in District.objects.all()}
    assert told == ()
    features = json.loads((shared_data / file).read_text(encoding="utf-8"))["features"]
    assert len(districts) == count
    assert {feature["properties"][code]: feature["properties"][name] for feature in features} == {
        district.code: district.name for district in districts.values()
    }
    for feature in features:
        outline = shapely.from_geojson(json.dumps(feature["geometry"]))
        district = districts[feature["properties"][code]]
        stored = shapely.from_geojson(json.dumps(district.geometry))
        assert stored.is_valid
        assert district.area_km2 == pytest.approx(_equal_area_km2(outline), rel=0.005)
        assert district.area_km2 == pytest.approx(_equal_area_km2(stored), rel=0.005)
    _compare_with_published(file, {code: district.area_km2 for code, district in districts.items()}, features)


def _compare_with_published(file: str, areas: dict[str, float], features: list[dict[str, Any]]) -> None:
    """The areas that the publisher states of wards, or of a whole city."""
    if file == "trafford/wards-2023.geojson":
        for feature in features:
            properties = feature["properties"]
            assert areas[properties["area_code"]] == pytest.approx(properties["area"] / 1e6, rel=0.005)
    if file == "berlin/berliner-bezirke.geojson":
        # 891.1 km² (Amt für Statistik Berlin-Brandenburg, Statistisches Jahrbuch, Fläche)
        assert sum(areas.values()) == pytest.approx(891.1, rel=0.005)


def test_a_boundary_review_makes_a_second_set(elverhavn: City, shared_data: Path) -> None:
    with inside(elverhavn):
        for year, day in ((2022, datetime.date(2004, 6, 10)), (2023, datetime.date(2023, 5, 4))):
            import_boundaries(
                city=elverhavn,
                path=shared_data / "trafford" / f"wards-{year}.geojson",
                code="area_code",
                name="area_name",
                valid_from=day,
            )
        old, new = BoundarySet.objects.order_by("valid_from")
        before, after = (set(boundary_set.districts.values_list("code", flat=True)) for boundary_set in (old, new))
        names = [set(boundary_set.districts.values_list("name", flat=True)) for boundary_set in (old, new)]
    assert (len(before), len(after)) == (21, 21)
    assert before & after == set()
    assert len(names[0] & names[1]) == 10
