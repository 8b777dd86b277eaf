"""One import of a city at a time; what else people do in it meanwhile does not wait."""

import datetime
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections

from accounts.city import city_context
from accounts.models import City, Membership
from analysis.records import Period
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.imports.residents.indicators import import_indicators
from mapping.models import BoundarySet, Observation
from reports.actions import create_diagnosis
from tests.factories import make_member
from tests.mapping.makers import column_mapping, feature, geojson, table, with_districts, with_record

YEAR = Period(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))


@pytest.fixture
def city(committed_db: None) -> City:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    return with_districts(with_record(city), "01", "02")


def _observations(city: City, folder: Path) -> None:
    path = table(folder / "police.csv", "1,2021-03-01,01,Assault")
    import_observations(city=city, path=path, mapping=read_mapping(column_mapping()))


def _residents(city: City, folder: Path) -> None:
    path = folder / "residents.csv"
    path.write_text("code,residents\n01,5000\n02,6000\n")
    import_indicators(boundary_set=BoundarySet.objects.get(), path=path, code="code", population="residents")


def _boundaries(city: City, folder: Path) -> None:
    path = geojson(folder / "new.geojson", feature("01"))
    import_boundaries(city=city, path=path, code="code", name="name", valid_from=datetime.date(2026, 1, 1))


IMPORTS = [_observations, _residents, _boundaries]


def _soon(work: Callable[[], object]) -> bool:
    """Whether something is done within a quarter of a minute, by a connection that waits for no lock longer."""
    done = []

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        try:
            work()
            done.append(True)
        except Exception:  # noqa: BLE001 (whatever it is, it is not done)
            done.append(False)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(15)
    return done == [True]


@pytest.mark.parametrize("way", IMPORTS)
def test_settings_people_and_diagnoses_do_not_wait_for_an_import(
    city: City, tmp_path: Path, way: Callable[[City, Path], None]
) -> None:
    admin = make_member(city, "alice@elverhavn.example", "admin")

    def rename() -> None:
        with city_context(city.pk, via="page"):
            there = City.objects.select_for_update(no_key=True).get(pk=city.pk)
            there.name = "Elverhavn by"
            there.save()

    def demote() -> None:
        with city_context(city.pk, via="page"):
            Membership.objects.filter(pk=admin.pk).update(role="officer")

    def ask() -> None:
        with city_context(city.pk, via="page"):
            create_diagnosis(city_id=city.pk, period=YEAR)

    with city_context(city.pk, via="test"):
        way(city, tmp_path)
        assert [_soon(each) for each in (rename, demote, ask)] == [True, True, True]


@pytest.mark.parametrize("way", IMPORTS)
def test_a_second_import_of_the_city_waits_and_that_of_another_city_does_not(
    city: City, tmp_path: Path, way: Callable[[City, Path], None]
) -> None:
    other = with_districts(with_record(City.objects.create(slug="sandvig", name="Sandvig", country="DK")), "01", "02")

    def second(where: City) -> None:
        with city_context(where.pk, via="test"):
            _observations(where, tmp_path)

    with city_context(city.pk, via="test"):
        way(city, tmp_path)
        assert _soon(lambda: second(other))
        assert not _soon(lambda: second(city))
    assert _soon(lambda: second(city))
    with city_context(city.pk, via="test"):
        assert Observation.objects.count() == 1
