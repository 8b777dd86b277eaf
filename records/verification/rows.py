"""Live rows against their history: each is as its newest event says, and none is there of which no event tells.

One statement a table, whatever the number of rows; field by field in the types of the columns, so that what PostgreSQL
takes for the same value (`1.0` and `1.00`, a `jsonb` in another order, a moment in another zone) is the same.
"""

from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.utils import timezone

from accounts.models import City
from records.verification.findings import Finding, Verdict

NAMED = 1000

COMPARE = """
WITH newest AS (
    SELECT max(pgh_id) AS pgh_id FROM "{events}" WHERE city_id = %(city)s GROUP BY pgh_obj_id
), event AS (
    SELECT e.* FROM newest JOIN "{events}" e ON e.pgh_id = newest.pgh_id WHERE e.city_id = %(city)s
), live AS (
    SELECT * FROM "{rows}" WHERE "{city}" = %(city)s
), compared AS (
    SELECT o."{key}" AS live, e.pgh_id AS event, COALESCE(o."{key}", e.pgh_obj_id) AS number,
        e.pgh_label = 'delete' AS is_deleted, e.pgh_created_at AS at, ARRAY[{differing}]::text[] AS differing
    FROM live o FULL JOIN event e ON e.pgh_obj_id = o."{key}"
    WHERE e.pgh_id IS NULL OR (o."{key}" IS NULL) <> (e.pgh_label = 'delete')
       OR o."{key}" IS NOT NULL AND ({live}) IS DISTINCT FROM ({event})
)
SELECT CASE WHEN event IS NULL THEN 'unknown' WHEN live IS NULL THEN 'missing' WHEN is_deleted THEN 'back'
            ELSE 'altered' END,
       number, at, array_remove(differing, NULL), count(*) OVER ()
FROM compared ORDER BY number LIMIT %(most)s
"""


def verify_rows(verdict: Verdict, *, city_id: int, using: str = "default") -> None:
    """Compare every row of every tracked table of the city with its newest event."""
    now = timezone.now()
    for model, events in tracked_models():
        with connections[using].cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}" WHERE "{_city(model)}" = %s', [city_id])  # noqa: S608
            verdict.rows += cursor.fetchone()[0]
            cursor.execute(_compare(model, events), {"city": city_id, "most": NAMED})
            found = cursor.fetchall()
        label = model._meta.label_lower
        for kind, number, at, fields, _count in found:
            # a row of which nothing tells has no time of its own but that of being found
            altered = tuple(fields) if kind == "altered" else ()
            verdict.findings.append(Finding(f"row-{kind}", number, model=label, fields=altered, at=at or now))
        if found and (more := found[0][4] - len(found)):
            verdict.findings.append(Finding("rows-more", more, model._meta.db_table, at=now))


def tracked_models() -> Iterator[tuple[type[Model], type[Model]]]:
    """Every model that has a history, with that of its events, by the name of its table."""
    events = [each for each in apps.get_models() if issubclass(each, pghistory.models.Event)]
    for event in sorted(events, key=lambda each: each._meta.db_table):
        model: Any = event.pgh_tracked_model  # the stubs know only of none
        yield model, event


def _city(model: type[Model]) -> str:
    """The column that says whose a row is; a city is its own."""
    return "id" if model is City else "city_id"


def _compare(model: type[Model], events: type[Model]) -> str:
    columns = [field.column for field in model._meta.concrete_fields]
    differing = (f"""CASE WHEN o."{name}" IS DISTINCT FROM e."{name}" THEN '{name}' END""" for name in columns)
    return COMPARE.format(
        rows=model._meta.db_table,
        events=events._meta.db_table,
        key=model._meta.pk.column,
        city=_city(model),
        differing=", ".join(differing),
        live=", ".join(f'o."{name}"' for name in columns),
        event=", ".join(f'e."{name}"' for name in columns),
    )
