"""Every type of record that is reviewed has all that review needs, each in its own place; what lacks one is told here.

Its rows look whole without any one of these: nothing else fails.
"""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import City, Membership
from home.navigation import steps
from home.reviewed import REVIEWED as LINES
from records.models import Record
from records.registries import record_types
from records.registries.draft_forms import STEPS, form_name
from records.registries.queues import queue_of
from tests.records.reviewed import MAKERS

# Those of planning take steps of their own (`planning/permissions.py`).
REVIEWED = [model for model in Record.__subclasses__() if model._meta.app_label != "planning"]
CONSTRAINTS = {"state", "four_eyes", "approved_at", "returned_why", "withdrawn_why"}


def test_there_are_some() -> None:
    assert {"Observation", "Consultation", "Factor", "Service"} <= {model.__name__ for model in REVIEWED}


@pytest.mark.parametrize("model", REVIEWED, ids=lambda model: model.__name__)
def test_a_type_that_is_reviewed_has_all_that_review_needs(model: type[Record], db: None) -> None:
    name = next((each.name for each in record_types.all_histories() if each.model is model), "")
    assert name, f"{model.__name__}: a history in register_record_type(…) of registered.py"
    lacks = [*_in_registered(model), *_in_home(model, name), *_in_its_table(model)]
    if model not in MAKERS:
        lacks.append("a maker in MAKERS of tests/records/reviewed.py: what holds for every type is tried with it")
    assert not lacks, f"{model.__name__} lacks: " + "; ".join(lacks)


def _in_registered(model: type[Record]) -> Iterator[str]:
    if model not in record_types.awaiting():
        yield "awaits=of_review(…) in registered.py"
    if record_types.eraser_of(model._meta.label_lower) is None:
        yield "erasure=… in registered.py"
    if any(record_types.draft_form_named(form_name(model, step)) is None for step in STEPS):
        yield "*step_forms(…) among its drafts in registered.py"


def _in_home(model: type[Record], name: str) -> Iterator[str]:
    if queue_of(name) is None:
        yield "its QUEUE in lists/, registered in apps.py: several are reviewed at once from it"
    if not any(each.is_current for each in steps(Membership(city=City(slug="elverhavn"), role="admin"), name)):
        yield "its name in `names` of home/navigation.py: which step of the header is lit while it is reviewed"
    if model not in {each.model for each in LINES}:
        yield "a line in REVIEWED of home/reviewed.py: what waits, was returned or is to be looked at again"


def _in_its_table(model: type[Record]) -> Iterator[str]:
    named = f"_{model._meta.model_name}_"
    if not {each.name.partition(named)[2] for each in model._meta.constraints} >= CONSTRAINTS:
        yield "*Record.Meta.constraints in its Meta"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'needs_processing_record'",
            [model._meta.db_table],
        )
        if not cursor.fetchone():
            yield "needs_processing_record(…) in its migration"
