"""Toronto, taken in and diagnosed once through a real worker; a small city for everything else."""

import datetime
import os
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, ProcessingRecord
from mapping.models import BoundarySet, District, Observation, ObservationImport, Source, SourceCoverage
from tests.conftest import WakeWorker
from tests.once import once
from tests.services import PROJECT

EXAMPLES = PROJECT / "examples"


@pytest.fixture
def toronto(committed_db: None, shared_data: Path) -> City:
    """The city with its neighbourhoods, residents and the 1,805 rows, by the commands."""
    folder = shared_data / "toronto"
    call_command(
        "create_city",
        "toronto",
        name="Toronto",
        country="CA",
        time_zone="America/Toronto",
        processing_record=EXAMPLES / "processing-record.json",
    )
    call_command(
        "import_boundaries",
        "toronto",
        folder / "neighbourhoods.geojson",
        code="AREA_SHORT_CODE",
        name="AREA_NAME",
        valid_from="2014-01-01",
    )
    call_command(
        "import_indicators",
        "toronto",
        folder / "neighbourhood-profiles-2021.csv",
        code="area_code",
        population="population",
    )
    call_command(
        "import_observations",
        "toronto",
        folder / "hate-crimes-2018-2024.csv",
        mapping=EXAMPLES / "toronto-observations.json",
    )
    return City.objects.get(slug="toronto")


@pytest.fixture
def diagnosis_pdf(toronto: City, wake_worker: WakeWorker, tmp_path: Path) -> Path:
    """The diagnosis of 2023 against 2022, built by a worker process."""
    wake_worker()
    output = tmp_path / "toronto.pdf"
    call_command(
        "build_diagnosis",
        "toronto",
        start=datetime.date(2023, 1, 1),
        end=datetime.date(2023, 12, 31),
        accept_proposed=True,
        dated=datetime.date(2025, 1, 15),
        output=output,
    )
    return output


PROCESSING = {
    "controller": "Elverhavn Municipality (fictional)",
    "contact": "dpo@elverhavn.example",
    "purpose": "Prevention of violent extremism.",
    "legal_basis": "public_task",
    "legal_basis_law": "A fictional act.",
    "special_categories": "A fictional act, section 2.",
    "impact_assessment": "done",
    "impact_assessment_note": "1 March 2025, residual risk accepted.",
    "officer_opinion": "No objection.",
    "archive_rule": "City archive after ten years.",
    "secrecy_ground": "A fictional act, section 3.",
    "owner": "Prevention Secretariat",
}


def square(column: int, row: int) -> dict[str, Any]:
    """A square of 0.02° in the open North Sea."""
    west, south, size = 3.0 + column * 0.02, 56.0 + row * 0.02, 0.02
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def small_city(slug: str = "elverhavn", *, districts: int = 4, per_year: int = 6) -> City:
    """A city of a few square districts, with some records a year from 2020 to 2025 in each but the last."""
    city = City.objects.create(slug=slug, name=slug.title(), country="DK", languages=["en"])
    with city_context(city.pk, via="test"):
        ProcessingRecord.objects.create(city=city, **PROCESSING)
        boundaries = BoundarySet.objects.create(city=city, name="2020", valid_from="2020-01-01")
        made = District.objects.bulk_create(
            District(
                city=city,
                boundary_set=boundaries,
                code=f"{n:02}",
                name=f"District {n}",
                geometry=square(n % 5, n // 5),
                area_km2=2.8,
                population=1000 * (n + 1),
            )
            for n in range(districts)
        )
        source = Source.objects.create(city=city, key="police", name="Police", source_type="police")
        SourceCoverage.objects.create(
            city=city, source=source, whole_city=True, start="2020-01-01", end="2025-12-31", completeness="full"
        )
        batch = ObservationImport.objects.create(
            city=city,
            source=source,
            file_name="police.csv",
            file_sha256="0" * 64,
            mapping={},
            extracted_on="2026-01-15",
            rows_read=1,
            added=1,
            already_there=0,
        )
        Observation.objects.bulk_create(
            _observation(city, district, source, batch, datetime.date(year, 1 + n % 12, 1 + n % 28))
            for year in range(2020, 2026)
            for district in made[:-1]
            for n in range(per_year)
        )
    return city


def _observation(
    city: City, district: District, source: Source, batch: ObservationImport, day: datetime.date
) -> Observation:
    return Observation(
        city=city, district=district, source=source, batch=batch, first_day=day, last_day=day, title="Threat",
        scope="threat", place="district", manifestations=["threat"], targets=["none"], currents=["none_known"],
        reliability="B", credibility="2", state="approved", approved_at="2026-01-15T00:00Z",
        external_key=f"{district.code}-{day}-{day.toordinal()}-{os.urandom(4).hex()}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """Made once for a file: its records take longer than most of what is asked of them."""
    yield from once(django_db_blocker, small_city)


@pytest.fixture
def elver(small: City, db: None) -> City:
    """For a test that may change what it likes."""
    return copy(small)


@pytest.fixture
def elver_of_workers(committed_db: None) -> City:
    """The same, where other processes look at it."""
    return small_city()
