"""Files that are in order are taken in without a warning: the fictional city's, and those real cities publish (their
boundaries: `test_real_boundaries.py`)."""

import datetime
from pathlib import Path

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.mapping_file import load_mapping
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.imports.residents.indicators import import_indicators
from tests.demo.conftest import make
from tests.mapping.makers import inside, with_record
from tests.services import PROJECT


def test_nothing_is_told_of_the_fictional_city(elverhavn: City, tmp_path: Path) -> None:
    folder = make(tmp_path / "files")
    city = with_record(elverhavn)
    with inside(city):
        districts = import_boundaries(
            city=city,
            path=folder / "districts.geojson",
            code="code",
            name="name",
            valid_from=datetime.date(2020, 1, 1),
        )
        residents = import_indicators(
            boundary_set=boundary_set_of(city=city),
            path=folder / "population.csv",
            code="code",
            population="residents",
        )
        told = [*districts.told, *residents.told]
        for mapping in sorted(folder.glob("mapping-*.json")):
            table = folder / f"observations-{mapping.stem.removeprefix('mapping-')}.csv"
            told += import_observations(city=city, path=table, mapping=load_mapping(mapping)).told
    assert told == []


def test_nothing_is_told_of_torontos_residents_and_events(elverhavn: City, shared_data: Path) -> None:
    folder, city = shared_data / "toronto", with_record(elverhavn)
    city.country, city.time_zone = "CA", "America/Toronto"
    with inside(city):
        import_boundaries(city=city, path=folder / "neighbourhoods.geojson", code="AREA_SHORT_CODE", name="AREA_NAME")
        residents = import_indicators(
            boundary_set=boundary_set_of(city=city),
            path=folder / "neighbourhood-profiles-2021.csv",
            code="area_code",
            population="population",
        )
        events = import_observations(
            city=city,
            path=folder / "hate-crimes-2018-2024.csv",
            mapping=load_mapping(PROJECT / "examples" / "toronto-observations.json"),
        )
    assert residents.told == ()
    assert events.told == ()
    # 2014 and 2016: late reports of what happened before the source is said to have looked
    assert any("lie outside the days" in note for note in events.notes)


def test_nothing_is_told_of_traffords_residents(elverhavn: City, shared_data: Path) -> None:
    folder = shared_data / "trafford"
    elverhavn.country = "GB"
    with inside(elverhavn):
        import_boundaries(city=elverhavn, path=folder / "wards-2023.geojson", code="area_code", name="area_name")
        found = import_indicators(
            boundary_set=boundary_set_of(city=elverhavn),
            path=folder / "demographics_data_total_resident_population.csv",
            code="area_code",
            population="value",
        )
    assert (found.changed, found.told) == (21, ())
