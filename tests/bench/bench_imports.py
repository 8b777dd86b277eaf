"""100,000 rows of a city's records into the database, against a bare COPY and against django-import-export.

Ours goes the whole way of `import_observations`: CSV, dates and values checked, duplicates looked for, row-level
security, constraints and history. Theirs is bulk mode into a table of the same columns with none of that. The bare
COPY fills such a table too; it is what the disk and PostgreSQL ask for at least.
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

import tablib
from django.contrib.postgres.fields import ArrayField
from django.db import connection, connections, models
from import_export import resources

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


def import_vs_import_export() -> Figure:
    """How many times longer django-import-export's bulk mode takes, without our checks, policies and history."""
    with _city() as city, _csv_file() as path:
        ours = _median(lambda: _import(city, path), after=_empty)
        _import(city, path)
        rows = _as_dataset()
    with _bare_model() as bare:
        theirs = _median(lambda: _import_export(bare, rows), after=lambda: _run("TRUNCATE bench_bare"), repeats=1)
    return Figure(
        name="import_vs_import_export",
        value=ours,
        unit="s",
        reference=f"django-import-export, bulk mode: {theirs:.1f} s",
        ratio=theirs / ours,
        target="≥ 8",
        details={"rows": f"{ROWS}", "ours": "checks, row-level security, history", "theirs": "none of these"},
    )


def import_vs_copy() -> Figure:
    """How many times longer than a bare COPY of the same rows an import takes."""
    with _city() as city, _csv_file() as path:
        ours = _median(lambda: _import(city, path), after=_empty)
        _import(city, path)
        rows = _as_copied()
    with _bare_model():
        bare = _median(lambda: _copy(rows), after=lambda: _run("TRUNCATE bench_bare"))
    return Figure(
        name="import_vs_copy",
        value=ours,
        unit="s",
        reference=f"bare COPY: {bare:.2f} s",
        ratio=ours / bare,
        details={"rows": f"{ROWS}"},
    )


def _median(work: Callable[[], object], *, after: Callable[[], object], repeats: int = REPEATS) -> float:
    seconds = []
    for _turn in range(repeats):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
        after()
    return statistics.median(seconds)


@contextmanager
def _city() -> Iterator[City]:
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


def _empty() -> None:
    """Back to an empty table: as the owner, since the application's role may not TRUNCATE."""
    tables = ("observation", "observationevent", "observationimport", "observationimportevent")
    _run(f"TRUNCATE {', '.join(f'mapping_{table}' for table in tables)} CASCADE")


def _run(sql: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def _csv_file() -> Iterator[Path]:
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


def _import(city: City, path: Path) -> None:
    with city_context(city.pk, via="bench"):
        taken_in = import_observations(city=city, path=path, mapping=_mapping())
    assert taken_in.imported.added == ROWS


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


def _as_dataset() -> tablib.Dataset:
    """The imported rows as the table django-import-export takes."""
    rows = io.BytesIO()
    city = City.objects.get(slug="bench-imports")
    with city_context(city.pk, via="bench"), connection.cursor() as cursor:
        columns = ", ".join(_as_it_reads(field) for field in Observation._meta.concrete_fields)
        cursor.copy_expert(f"COPY (SELECT {columns} FROM mapping_observation) TO STDOUT (FORMAT csv, HEADER)", rows)
    return tablib.Dataset().load(rows.getvalue().decode(), format="csv")


def _as_it_reads(field: "models.Field[Any, Any]") -> str:
    """A column as django-import-export's widgets read it."""
    if isinstance(field, models.DateTimeField):
        return f"to_char({field.column}, 'YYYY-MM-DD HH24:MI:SS') AS {field.column}"
    if isinstance(field, ArrayField):
        return f"array_to_string({field.column}, ',') AS {field.column}"
    return f'"{field.column}"'


@contextmanager
def _bare_model() -> Iterator[type[models.Model]]:
    """A model and table with the columns of an observation and nothing that guards them."""
    _run("DROP TABLE IF EXISTS bench_bare")
    _run("CREATE TABLE bench_bare (LIKE mapping_observation)")
    yield _bare()
    _run("DROP TABLE bench_bare")


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


def _import_export(bare: type[models.Model], rows: tablib.Dataset) -> None:
    meta = type(
        "Meta",
        (),
        {"model": bare, "use_bulk": True, "batch_size": 1000, "skip_diff": True, "force_init_instance": True},
    )
    resource = type("BareResource", (resources.ModelResource,), {"Meta": meta})()
    result = resource.import_data(rows, raise_errors=True, use_transactions=True)
    assert result.totals["new"] == ROWS
