"""The import of `bench_imports` against django-import-export: bulk mode into a table of the same columns, unguarded."""

import io
from typing import Any

import tablib
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from import_export import resources

from accounts.city import city_context
from accounts.models import City
from mapping.models import Observation
from tests.bench.bench_imports import ROWS, bare_model, csv_file, emptied, made_city, median, run_sql, taken_in
from tests.bench.figures import Figure


def import_vs_import_export() -> Figure:
    """How many times longer django-import-export's bulk mode takes, without our checks, policies and history."""
    with made_city() as city, csv_file() as path:
        ours = median(lambda: taken_in(city, path), after=emptied)
        taken_in(city, path)
        rows = _as_dataset()
    with bare_model() as bare:
        theirs = median(lambda: _import_export(bare, rows), after=lambda: run_sql("TRUNCATE bench_bare"), repeats=1)
    return Figure(
        name="import_vs_import_export",
        value=ours,
        unit="s",
        reference=f"django-import-export, bulk mode: {theirs:.1f} s",
        ratio=theirs / ours,
        target="≥ 8",
        details={"rows": f"{ROWS}", "ours": "checks, row-level security, history", "theirs": "none of these"},
    )


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


def _import_export(bare: type[models.Model], rows: tablib.Dataset) -> None:
    meta = type(
        "Meta",
        (),
        {"model": bare, "use_bulk": True, "batch_size": 1000, "skip_diff": True, "force_init_instance": True},
    )
    resource = type("BareResource", (resources.ModelResource,), {"Meta": meta})()
    result = resource.import_data(rows, raise_errors=True, use_transactions=True)
    assert result.totals["new"] == ROWS
