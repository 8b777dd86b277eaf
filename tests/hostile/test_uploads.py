"""Every place that takes a file refuses hostile ones: in good time, in little memory, in words, and nothing is kept.

A place is a line in `PLACES`; later ones only add theirs.
"""

import time
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.mapping_file import load_mapping, read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.imports.residents.indicators import import_indicators
from tests.hostile.files import FILES, Hostile
from tests.mapping.makers import column_mapping, inside, kept, with_districts, with_record
from tests.once import once

Place = Callable[[City, Path], object]
MOST_SECONDS, MOST_BYTES = 10.0, 300 * 1024 * 1024


def _observations(city: City, path: Path) -> object:
    return import_observations(city=city, path=path, mapping=read_mapping(column_mapping()))


def _boundaries(city: City, path: Path) -> object:
    return import_boundaries(city=city, path=path, code="code", name="name")


def _residents(city: City, path: Path) -> object:
    return import_indicators(boundary_set=boundary_set_of(city=city), path=path, code="id", population="place")


def _mapping(_city: City, path: Path) -> object:
    return load_mapping(path)


PLACES: dict[str, Place] = {
    "observations": _observations,
    "boundaries": _boundaries,
    "residents": _residents,
    "mapping file": _mapping,
}


def _city() -> City:
    return with_districts(with_record(City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")), "1")


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    yield from once(django_db_blocker, _city)


@pytest.fixture
def city(made_once: City, db: None) -> City:
    return copy(made_once)


@cache
def _made(hostile: Hostile) -> bytes:
    """Once for all places: a bomb takes longer to pack than to refuse."""
    return hostile.make()


def _memory(of: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(of))
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: hostile.name)
@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_file_is_refused_and_costs_little(place: str, hostile: Hostile, city: City, tmp_path: Path) -> None:
    path = tmp_path / hostile.name
    path.write_bytes(_made(hostile))
    before, files = kept(city), set(tmp_path.iterdir())
    Path("/proc/self/clear_refs").write_text("5")  # the highest figure begins anew
    memory, began = _memory("VmRSS"), time.monotonic()
    with inside(city), pytest.raises(ValidationError) as refusal:
        PLACES[place](city, path)
    assert time.monotonic() - began < MOST_SECONDS
    assert _memory("VmHWM") - memory < MOST_BYTES
    assert kept(city) == before
    assert set(tmp_path.iterdir()) == files
    said = "\n".join(refusal.value.messages)
    assert said
    assert len(said) < 5_000, "what was sent comes back at length"
    assert "root:" not in said
