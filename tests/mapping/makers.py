"""What the import tests are about: small files and a city that may take them in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model

from accounts.actions import RECORD_FIELDS
from accounts.city import city_context
from accounts.models import City, ProcessingRecord
from accounts.prepared import Prepared
from mapping.actions.boundaries import NewDistrict, add_boundary_set
from mapping.models import (
    BoundarySet,
    District,
    Observation,
    ObservationImport,
    Source,
    SourceCoverage,
    TriggerEvent,
)
from tests.services import PROJECT

HAS_RECORD = Prepared("tests_has_record", "SELECT FROM accounts_processingrecord WHERE city_id = $1")
SQUARE = [[9.0, 57.0], [9.1, 57.0], [9.1, 57.1], [9.0, 57.1], [9.0, 57.0]]


@cache
def _record_in_words() -> str:
    return (PROJECT / "examples" / "processing-record.json").read_text(encoding="utf-8")


def processing_record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_record_in_words())
    assert set(record) == set(RECORD_FIELDS)
    return record


@contextmanager
def inside(city: City) -> Iterator[None]:
    with city_context(city.pk, via="test"):
        yield


def with_record(city: City) -> City:
    with inside(city):
        ProcessingRecord.objects.create(city=city, **processing_record())
    return city


def ensure_record(city: City) -> None:
    """Inside the city's context: every maker asks, so it is asked with as little as it takes."""
    if HAS_RECORD.one(city.pk) is None:
        ProcessingRecord.objects.create(city=city, **processing_record())


def with_districts(city: City, *codes: str) -> City:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    with inside(city):
        add_boundary_set(
            city=city,
            name="Districts",
            districts=[NewDistrict(code, f"District {code}", geometry, 67.6) for code in codes],
        )
    return city


def make_trigger_event(city: City, **fields: Any) -> TriggerEvent:
    with inside(city):
        return TriggerEvent.objects.create(city=city, **{"title": "Attack abroad", "day": "2025-10-07", **fields})


def feature(code: object = "1", name: object = "Havn", geometry: object = None, **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, **properties},
        "geometry": geometry or {"type": "Polygon", "coordinates": [SQUARE]},
    }


def geojson(path: Path, *features: dict[str, Any], encoding: str = "utf-8", **members: object) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", **members, "features": list(features)}, ensure_ascii=False),
        encoding=encoding,
    )
    return path


def column_mapping(**changes: Any) -> dict[str, Any]:
    """A mapping for files with the columns id, date, place, what; `changes` replace its parts."""
    mapping: dict[str, Any] = {
        "format": "groundwork-observations/1",
        "source": {"key": "police", "name": "Elverhavn police", "type": "police"},
        "coverage": [{"from": "2021-01-01", "to": "2021-12-31", "completeness": "full"}],
        "extracted_on": "2022-01-31",
        "external_key": "id",
        "when": {"column": "date"},
        "place": {"column": "place", "city_wide": ["NSA"]},
        "fields": {
            "scope": "hate_offence",
            "reliability": "A",
            "credibility": "2",
            "manifestations": {
                "columns": [{"column": "what", "values": {"Assault": "assault", "Threat": "threat", "Theft": None}}]
            },
        },
    }
    return mapping | changes


def table(path: Path, *rows: str, header: str = "id,date,place,what", encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding=encoding)
    return path


KEPT: list[type[Model]] = [BoundarySet, District, Source, SourceCoverage, ObservationImport, Observation]
NOTHING = dict.fromkeys((model.__name__ for model in KEPT), 0)


def kept(city: City) -> dict[str, int]:
    """How many rows of each kind the city has; asked of all kinds at once."""
    counts = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in KEPT)
    with inside(city), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(NOTHING, cursor.fetchone(), strict=True))


@contextmanager
def refused(city: City, *parts: str) -> Iterator[None]:
    """What is taken in here is refused with these words, and nothing of it is kept."""
    before = kept(city)
    with pytest.raises(ValidationError) as refusal:
        yield
    said = "\n".join(refusal.value.messages)
    for part in parts:
        assert part in said
    assert kept(city) == before
