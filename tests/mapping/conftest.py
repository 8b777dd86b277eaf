"""Where the files of these tests are read, and a city that may take them in."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from tests.mapping.imports.reading_here import read_files_here
from tests.mapping.makers import with_districts, with_record
from tests.once import once

# Read by a child of their own, as on the site: whole imports of each kind, and what the child itself is about.
APART = {
    "test_import_boundaries",
    "test_import_indicators",
    "test_import_observations",
    "test_imports_alone",
    "test_real_boundaries",
    "test_round_trip",
    "test_sandbox",
    "test_toronto_import",
}


@pytest.fixture(scope="module", autouse=True)
def where_files_are_read(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.rpartition(".")[2] not in APART:
            read_files_here(patch)
        yield


@pytest.fixture(scope="module")
def founded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[City]:
    """With a processing record and the districts that the file names, made once for all its tests."""

    def made() -> City:
        city = City.objects.create(slug="havneby", name="Havneby", country="DK", time_zone="Europe/Copenhagen")
        return with_districts(with_record(city), *request.module.DISTRICTS_OF_CITY)

    yield from once(django_db_blocker, made)


@pytest.fixture
def city(founded: City, db: None) -> City:
    return deepcopy(founded)
