"""100,000 rows of a city's records into the database, against a bare COPY (and, beside this, django-import-export).

Ours goes the whole way of `import_observations`: CSV, dates and values checked, duplicates looked for, row-level
security, constraints and history. The bare COPY fills a table of the same columns with none of that; it is what the
disk and PostgreSQL ask for at least.
"""

import csv
import functools
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, connections, models

from accounts.city import city_context
from accounts.models import City, ProcessingRecord
from mapping.actions.boundaries import NewDistrict, add_boundary_set
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.rules import ColumnMapping
from mapping.models import Observation
from tests.bench.figures import Figure
from tests.conftest import empty_every_table
from tests.services import PROJECT

ROWS = 100_000
REPEATS = 3
DISTRICTS = 24
SQUARE = {"type": "Polygon", "coordinates": [[[9.0, 57.0], [9.1, 57.0], [9.1, 57.1], [9.0, 57.1], [9.0, 57.0]]]}
COLUMNS = ("key", "date", "reported", "district", "offence", "religion", "orientation", "location")
OFFENCES = {"Assault": "assault", "Threat": "threat", "Mischief": "property_damage", "Arson": "arson", "Other": None}
RELIGIONS = {"Jewish": "antisemitic", "Muslim": "anti_muslim", "Catholic": "anti_christian"}
SETTINGS = {"Street": "street", "School": "school", "Transit": "transit", "Home": "home"}
MAPPING = {
    "format": "groundwork-observations/1",
    "source": {"key": "police", "name": "Police", "type": "police"},
    "coverage": [{"from": "2018-01-01", "to": "2024-12-31", "completeness": "full"}],
    "extracted_on": "2025-01-15",
    "external_key": "key",
    "when": {"column": "date"},
    "reported_on": {"column": "reported", "format": "DD/MM/YYYY"},
    "place": {"column": "district", "city_wide": ["NSA"]},
    "fields": {
        "scope": "hate_offence",
        "reliability": "A",
        "credibility": "2",
        "manifestations": {"columns": [{"column": "offence", "values": OFFENCES}]},
        "targets": {
            "columns": [
                {"column": "religion", "separator": ",", "nothing": ["None"], "values": RELIGIONS},
                {"column": "orientation", "nothing": ["None"], "values": {"2SLGBTQ+": "lgbti", "Gay": "lgbti"}},
            ]
        },
        "setting": {"columns": [{"column": "location", "values": SETTINGS}]},
    },
}


def import_vs_copy() -> Figure:
    """How many times longer than a bare COPY of the same rows an import takes."""
    with made_city() as city, csv_file() as path:
        ours = median(lambda: taken_in(city, path), after=emptied)
        taken_in(city, path)
        rows = _as_copied()
    with bare_model():
        bare = median(lambda: _copy(rows), after=lambda: run_sql("TRUNCATE bench_bare"))
    return Figure(
        name="import_vs_copy",
        value=ours,
        unit="s",
        reference=f"bare COPY: {bare:.2f} s",
        ratio=ours / bare,
        details={"rows": f"{ROWS}"},
    )


def median(work: Callable[[], object], *, after: Callable[[], object], repeats: int = REPEATS) -> float:
    seconds = []
    for _turn in range(repeats):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
        after()
    return statistics.median(seconds)


@contextmanager
def made_city() -> Iterator[City]:
    """A fictional city with districts and a processing record."""
    city = City.objects.create(slug="bench-imports", name="Elverhavn", country="DK")
    record = json.loads((PROJECT / "examples" / "processing-record.json").read_text(encoding="utf-8"))
    with city_context(city.pk, via="bench"):
        ProcessingRecord.objects.create(city=city, **record)
        add_boundary_set(
            city=city,
            name="Bench",
            districts=[NewDistrict(f"{n:03}", f"District {n}", SQUARE, 66.0) for n in range(DISTRICTS)],
        )
    yield city
    empty_every_table()  # a scratch database: nothing else is in it


def emptied() -> None:
    """Back to an empty table: as the owner, since the application's role may not TRUNCATE."""
    tables = ("observation", "observationevent", "observationimport", "observationimportevent")
    run_sql(f"TRUNCATE {', '.join(f'mapping_{table}' for table in tables)} CASCADE")


def run_sql(sql: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def csv_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        with path.open("w", newline="", encoding="utf-8") as text:
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            writer.writerows(_rows())
        yield path


def _rows() -> Iterator[list[str]]:
    """Rows with the variety of real ones: seven years of days, every district, offence, bias and location."""
    offences, locations = list(OFFENCES), list(SETTINGS)
    religions = ["None", "None", "Jewish", "Muslim", "Catholic", "Jewish, Muslim"]
    for n in range(ROWS):
        year, month, day = 2018 + n % 7, 1 + n % 12, 1 + n % 28
        district = "NSA" if n % 50 == 0 else f"{n * 7 % DISTRICTS:03}"
        yield [
            f"GO-{year}{n:07}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year}",
            district,
            offences[n * 3 % len(offences)],
            religions[n * 5 % len(religions)],
            ("None", "Gay", "None", "2Slgbtq+")[n % 4],
            locations[n * 11 % len(locations)],
        ]


def _mapping() -> ColumnMapping:
    return read_mapping(MAPPING)


def taken_in(city: City, path: Path) -> None:
    with city_context(city.pk, via="bench"):
        read = import_observations(city=city, path=path, mapping=_mapping())
    assert read.imported.added == ROWS


def _as_copied() -> bytes:
    """The imported rows as COPY writes them."""
    rows = io.BytesIO()
    city = City.objects.get(slug="bench-imports")
    with city_context(city.pk, via="bench"), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT * FROM mapping_observation) TO STDOUT", rows)
    return rows.getvalue()


def _copy(rows: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY bench_bare FROM STDIN", io.BytesIO(rows))


@contextmanager
def bare_model() -> Iterator[type[models.Model]]:
    """A model and table with the columns of an observation and nothing that guards them."""
    run_sql("DROP TABLE IF EXISTS bench_bare")
    run_sql("CREATE TABLE bench_bare (LIKE mapping_observation)")
    yield _bare()
    run_sql("DROP TABLE bench_bare")


@functools.cache
def _bare() -> type[models.Model]:
    columns = {field.column: _plain(field) for field in Observation._meta.concrete_fields}
    meta = type("Meta", (), {"app_label": "bench", "db_table": "bench_bare", "managed": False})
    return type("Bare", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _plain(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """The same column without relations, choices and validators."""
    if field.primary_key:
        return models.BigIntegerField(primary_key=True)
    if isinstance(field, models.ForeignKey):
        return models.BigIntegerField(null=field.null)
    if isinstance(field, ArrayField):
        return ArrayField(models.TextField(), null=field.null)
    for kind in (models.DateTimeField, models.DateField, models.FloatField, models.IntegerField):
        if isinstance(field, kind):
            return kind(null=field.null)
    return models.TextField(null=field.null)
