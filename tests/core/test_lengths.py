"""Everything people write has a largest length: in its model, in its form, in the database, on its page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core import lengths
from mapping.models import Observation
from tests.factories import sign_in
from tests.mapping.makers import with_record
from tests.packages import PACKAGES
from tests.records.makers import make_observation

# Written by the program: why a job failed, in words of ours; what a form was begun on, sealed, at most as long as
# `records.actions.drafts.MOST_BEGUN` says.
OF_THE_PROGRAM = {"jobs.Job.error", "reports.Diagnosis.error", "reports.Edition.error", "records.Draft.base_version"}


def columns() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    for config in apps.get_app_configs():
        for model in config.get_models() if config.label in PACKAGES else ():
            if not hasattr(model, "pgh_tracked_model"):
                yield from ((f"{model._meta.label}.{each.name}", each) for each in model._meta.local_fields)


def forms_of(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in base.__subclasses__():
        if each.__module__.split(".")[0] in PACKAGES:
            yield each
        yield from forms_of(each)


def test_every_column_of_text_has_a_largest_length() -> None:
    texts = {name: each for name, each in columns() if isinstance(each, models.CharField | models.TextField)}
    assert len(texts) > 100
    assert {name for name, each in texts.items() if not each.max_length} == OF_THE_PROGRAM
    assert max(each.max_length or 0 for each in texts.values()) <= lengths.LONGEST
    for name, each in columns():
        if isinstance(each, ArrayField):
            # of numbers it is bounded by how many they are
            assert each.base_field.max_length or (isinstance(each.base_field, models.IntegerField) and each.size), name


def test_every_field_of_a_form_has_one_too() -> None:
    without = {
        f"{form.__name__}.{name}"
        for form in forms_of()
        for name, each in getattr(form, "base_fields", {}).items()
        if isinstance(each, forms.CharField) and not each.max_length and not isinstance(each, forms.JSONField)
    }
    assert without == set()


def test_the_database_keeps_none_that_is_longer_whatever_way_it_comes(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE '%_lengths'")
        held = dict(cursor.fetchall())
    texts = [each for name, each in columns() if isinstance(each, models.TextField) and name not in OF_THE_PROGRAM]
    missing = [
        f"{each.model._meta.label}.{each.name}"
        for each in texts
        if f"char_length({each.column}) <= {lengths.LONGEST}"
        not in held.get(f"{each.model._meta.db_table}_lengths", "")
    ]
    assert not missing, "in bounded(…) of its migration: " + ", ".join(missing)
    # rows of before do not hold up an update
    assert all(held[f"{each.model._meta.db_table}_lengths"].endswith("NOT VALID") for each in texts)


def test_a_text_past_the_form_is_refused_by_the_database(elverhavn: City) -> None:
    with_record(elverhavn)
    observation = make_observation(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        mine = Observation.objects.filter(pk=observation.pk)
        assert mine.update(what_happened="x" * lengths.LONGEST) == 1
        with pytest.raises(IntegrityError, match="mapping_observation_lengths"), transaction.atomic():
            mine.update(what_happened="x" * (lengths.LONGEST + 1))


@pytest.mark.parametrize("text", ["x", "é", "👩", "م"])
def test_the_largest_is_taken_and_one_more_is_refused_with_the_number(text: str) -> None:
    field = Observation._meta.get_field("what_happened").formfield()
    assert field is not None
    assert field.clean(text * lengths.SENTENCES)
    with pytest.raises(ValidationError, match="at most 2000 characters"):
        field.clean(text * (lengths.SENTENCES + 1))


def test_the_page_says_it_without_a_script(client: Client, alice: Membership) -> None:
    page = sign_in(client, alice).get("/city/elverhavn/processing-record/").content.decode()
    assert "At most 5,000 characters" in page
    assert 'maxlength="5000"' in page
    assert 'data-count-of="# of 5,000 characters"' in page
