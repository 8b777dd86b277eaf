"""A history is found by its record, however many events there are."""

import pghistory.models
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City
from mapping.models import Observation
from records.history import history_of, newest_events
from records.registries.record_types import all_histories, history_by_model
from tests.plans import count_again
from tests.records.makers import make_observation

BY_RECORD = ["city_id", "pgh_obj_id", "pgh_id"]
# Events of so many other records make reading the whole table dearer than an index.
OTHERS = """
INSERT INTO mapping_observationevent ({columns})
SELECT {values} FROM mapping_observationevent, generate_series(1, 5000) AS other
"""


def test_every_event_table_has_an_index_by_record(db: None) -> None:
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event) and model._meta.managed]
    assert len(events) >= 29
    assert [model._meta.db_table for model in events if BY_RECORD not in _indexes(model)] == []


def test_what_happened_to_the_parts_of_a_record_has_an_index_by_the_record(db: None) -> None:
    parts = [part for kind in all_histories() for part in kind.parts]
    # ten of a consultation, six of a project, four of a diagnosis, four of a memorandum, three of a source, three of a
    # notice
    assert len(parts) == 30
    without = [part.name for part in parts if ["city_id", part.belongs_by, "pgh_id"] not in _indexes(part.events.model)]
    assert without == []


def _indexes(model: type[Model]) -> list[list[str]]:
    """Their columns."""
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
    return [each["columns"] for each in there if each["index"]]


def test_a_history_is_read_through_it(committed_db: None) -> None:
    """Committed and looked at by ANALYZE: else the planner knows of a moment in which another test had one row here."""
    elverhavn = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    record = make_observation(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        _add_events_of_others()
    count_again()
    with city_context(elverhavn.pk, via="test"):
        with CaptureQueriesContext(connection) as asked:
            assert len(history_of(history_by_model(Observation), record.pk)) == 1
            assert newest_events(record)
        looked_up = [query["sql"] for query in asked if query["sql"].startswith("EXECUTE composed_")]
        assert len(looked_up) == 2
        name = record.events.model._meta.indexes[0].name  # type: ignore[attr-defined]
        # after five runs PostgreSQL may keep a plan that knows no number
        for sql in [*looked_up] * 7:
            assert f" using {name} on mapping_observationevent" in _plan(sql)


def _add_events_of_others() -> None:
    fields = apps.get_model("mapping", "ObservationEvent")._meta.concrete_fields
    columns = [field.column for field in fields if field.column != "pgh_id"]
    values = ["-other" if name in {"id", "pgh_obj_id"} else f'"{name}"' for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(OTHERS.format(columns=", ".join(f'"{name}"' for name in columns), values=", ".join(values)))


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
