"""Elverhavn, the fictional city: the same every time, sound, and with nothing in it that could be anyone's."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from analysis.coverage import Looked
from analysis.landscape import Landscape, analyse
from analysis.words import Word
from mapping.imports.fields import ALLOWED, SEVERAL
from mapping.imports.mapping_file import load_mapping
from mapping.vocabulary import Completeness, SourceType
from tests.demo.conftest import make
from tests.demo.reading import (
    areas,
    codes,
    counted,
    coverage,
    days,
    document,
    events,
    mappings,
    table,
    year,
)

# the names of the design's map
NAMES = {
    "Nordbro", "Bakkegaard", "Stationsbyen", "Gammelgård", "Lindeparken", "Kvarnby", "Havnsiden", "Møllevang",
    "Sundhøj", "Skovlyst", "Østmark", "Vesterled", "Engholm", "Fjordgade", "Teglværket", "Rådhusbyen", "Højvang",
    "Torvet", "Kløverby", "Åparken", "Strandeng", "Kirkebro", "Bredalen", "Sandmosen",
}  # fmt: skip
HOEJVANG, GAMMELGAARD, KVARNBY = "E17", "E04", "E06"
# what a person could be found by: addresses of mail and web, handles, runs of digits as in numbers of any kind
IDENTIFYING = re.compile(r"@|https?:|www\.|#\w|\d")


def outlines(files: Path) -> dict[str, shapely.geometry.base.BaseGeometry]:
    features = document(files / "districts.geojson")["features"]
    return {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}


def test_the_same_bytes_every_time(files: Path, tmp_path: Path) -> None:
    again = make(tmp_path / "again and elsewhere")
    assert {path.name: path.read_bytes() for path in files.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_there_are_24_districts_with_the_names_of_the_design(files: Path) -> None:
    features = document(files / "districts.geojson")["features"]
    assert [feature["properties"]["name"] for feature in features] == [
        row["name"] for row in table(files / "population.csv")
    ]
    assert {feature["properties"]["name"] for feature in features} == NAMES
    assert len({feature["properties"]["code"] for feature in features}) == 24


def test_neighbours_share_their_edges_exactly(files: Path) -> None:
    shapes = outlines(files)
    assert all(shape.is_valid for shape in shapes.values())
    assert shapely.coverage_is_valid(np.array(list(shapes.values())))
    assert not [pair for pair in combinations(shapes, 2) if shapes[pair[0]].intersection(shapes[pair[1]]).area > 0]


def test_the_land_is_two_shores_and_an_islet_without_gaps(files: Path) -> None:
    land = shapely.union_all(list(outlines(files).values()))
    parts = shapely.get_parts(land)
    assert len(parts) == 3
    assert not shapely.get_num_interior_rings(parts).any()


def test_the_city_has_the_size_of_a_city_and_lies_where_there_is_only_sea(files: Path) -> None:
    shapes = list(outlines(files).values())
    ellipsoid = Geod(ellps="WGS84")
    assert 60 < sum(abs(ellipsoid.geometry_area_perimeter(shape)[0]) for shape in shapes) / 1e6 < 90
    west, south, east, north = shapely.total_bounds(np.array(shapes))
    # between Scotland (2° W), Norway (57.9° N) and Jutland (8.1° E) there is no land
    assert west > 4
    assert east < 6
    assert south > 55.5
    assert north < 57


def test_residents_add_up_to_a_city_of_190_000_unevenly(files: Path) -> None:
    residents = [area.population or 0 for area in areas(files)]
    assert sum(residents) == pytest.approx(190_000, rel=0.01)
    assert max(residents) > 3 * min(residents)


def test_every_mapping_is_taken_by_the_importer(files: Path) -> None:
    for path in files.glob("mapping-*.json"):
        mapping = load_mapping(path)
        assert mapping.source_type in SourceType.values
        assert {stretch.completeness for stretch in mapping.coverage} <= set(Completeness.values)


def test_every_word_of_every_row_has_a_code_of_the_vocabulary(files: Path) -> None:
    for name, mapping in mappings(files).items():
        for row in counted(files)[name]:
            for field in mapping["fields"]:
                if field != "marking":
                    found = codes(row, mapping, field)
                    assert found or field == "platform"
                    assert set(found) <= set(ALLOWED[field]) or field == "platform"
                    assert len(found) == 1 or field in {*SEVERAL, "platform"}


def test_every_row_has_a_key_of_its_own_and_a_place_that_exists(files: Path) -> None:
    rows = [row for found in counted(files).values() for row in found]
    assert max(Counter(row["key"] for row in rows).values()) == 1
    assert {row["district"] for row in rows} <= {*outlines(files), "city-wide", "online"}
    assert 900 <= len(rows) <= 1300


def test_nothing_is_reported_before_it_began_or_after_the_data_was_taken_out(files: Path) -> None:
    for name, mapping in mappings(files).items():
        for row in counted(files)[name]:
            assert days(row)[0].isoformat() <= row["reported"] <= mapping["extracted_on"]


def test_no_record_lies_where_its_source_did_not_look(files: Path) -> None:
    looked = coverage(files)
    for event in events(files):
        rows = [row for row in looked if row.source == event.source]
        touching = [row for row in rows if row.start <= event.last_day and row.end >= event.first_day]
        assert any(
            row.online
            if event.place == "online"
            else row.areas is None or not event.district or event.district in row.areas
            for row in touching
        ), event.key


def test_texts_are_short_neutral_lines_that_identify_nobody(files: Path) -> None:
    rows = [row for found in counted(files).values() for row in found]
    for text in {row["summary"] for row in rows} | {row["platform"] for row in rows}:
        assert not IDENTIFYING.search(text)
        assert len(text) <= 80
        # one capital, at the beginning: no name of a person, group or place
        assert not re.search(r"(?<!^)[A-ZÆØÅ]", text)


@pytest.fixture(scope="module")
def landscape(files: Path) -> Landscape:
    return analyse(
        events(files),
        areas(files),
        coverage(files),
        period=year(2025),
        comparison=year(2024),
        history=[year(number) for number in (2023, 2022, 2021, 2020)],
        extracted_on=max(event.reported for event in events(files) if event.reported),
    )


def test_the_one_rise_that_is_built_in_is_found_and_no_other(landscape: Landscape) -> None:
    found = [
        (name, change.key, change.word) for name, family in landscape.families.items() for change in family.findings
    ]
    assert found == [("districts", HOEJVANG, Word.ROSE)]
    rise = landscape.families["districts"].of(HOEJVANG)
    assert rise is not None
    assert (rise.before, rise.now) == (14, 45)
    assert landscape.city.word == Word.CANNOT_TELL


def test_the_rise_is_found_without_any_one_source_too(landscape: Landscape) -> None:
    assert not landscape.differing("districts", HOEJVANG)


def test_the_district_that_is_high_is_said_to_be_high_and_not_to_have_changed(landscape: Landscape) -> None:
    (district,) = [district for district in landscape.districts if district.area.code == GAMMELGAARD]
    assert (district.before, district.count) == (31, 34)
    assert district.change is not None
    assert district.change.word == Word.CANNOT_TELL
    assert {found.district for found in landscape.concentrations.found} == {HOEJVANG}


def test_the_district_nobody_looked_at_has_no_rate_and_is_not_compared(landscape: Landscape) -> None:
    assert [d.area.code for d in landscape.districts if d.looked == Looked.NOT] == [KVARNBY]
    (district,) = [district for district in landscape.districts if district.area.code == KVARNBY]
    assert district.rate is None
    assert district.change is None


def test_dates_that_cross_new_year_are_left_out_of_the_comparison(landscape: Landscape) -> None:
    assert landscape.left_out.crossing == 2
