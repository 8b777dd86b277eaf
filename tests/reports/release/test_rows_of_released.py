"""The rows of a released diagnosis never change: the database itself refuses whoever tries."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.city import city_context
from accounts.models import City
from records.actions.erasure import erase_due
from reports import tasks
from reports.actions import create_diagnosis, finish_release, hold_for_job, keep_edition
from reports.models import Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot
from tests.reports.office import all_of, its_office, let_go, released
from tests.reports.release.meddling import (
    Office,
    drain,
)
from tests.reports.release.releasing import YEAR

__all__ = ["its_office", "let_go", "released"]


def test_the_row_itself_refuses_what_the_program_forgets_to_ask(its_office: Office, released: Diagnosis) -> None:
    tries: list[tuple[Any, dict[str, Any]]] = [
        (Diagnosis, {"state": "in_review"}),
        (Diagnosis, {"state": "failed", "error": "The disk is full."}),
        (Diagnosis, {"release_note": "Other words."}),
        (Diagnosis, {"released_by": None, "released_on": None}),
        (Judgement, {"statement": "Other words."}),
        (Judgement, {"confidence": "high"}),
        (ReleaseCheck, {"answer": "open", "note": "Other words."}),
        (Edition, {"sha256": "0" * 64}),
        (Edition, {"page_sha256": ""}),
    ]
    before = all_of(its_office, released)
    with city_context(its_office.city.pk, via="test"):
        for model, change in tries:
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                model._default_manager.update(**change)
    assert all_of(its_office, released) == before
    with city_context(its_office.city.pk, via="test"):
        Diagnosis.objects.update(state="superseded")
        Diagnosis.objects.update(state="withdrawn", error="A record was erased.")


def _as_a_whole(diagnosis: Diagnosis) -> None:
    Diagnosis.objects.filter(pk=diagnosis.pk)._raw_delete("default")
    for model in PARTS:
        model._default_manager.filter(diagnosis=diagnosis.pk).delete()


GIVEN_OUT = ("released", "superseded", "withdrawn")
PARTS = (Judgement, ReleaseCheck, Snapshot, Edition)


def again(row: Any, **other: Any) -> Any:
    """The same row once more, under a number of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return type(row)(**{**values, **other})


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_no_row_of_it_is_added_moved_or_taken_away(its_office: Office, released: Diagnosis, state: str) -> None:
    with city_context(its_office.city.pk, via="test"):
        Diagnosis.objects.filter(pk=released.pk).update(state=state)
        other = create_diagnosis(city_id=its_office.city.pk, period=YEAR, requested_by_id=its_office.one.pk)
        tasks.request(other)
    drain()
    before = all_of(its_office, released)

    def refused(write: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()
            connection.check_constraints()  # as at the end of the transaction

    with city_context(its_office.city.pk, via="test"):
        for model in PARTS:
            (row, *_more), of_other = list(model.objects.filter(diagnosis=released)), {"diagnosis": other.pk}
            names = {field.name for field in model._meta.fields}
            key = {name: "other" for name in ("key", "question", "audience") if name in names}
            refused(lambda row=row, key=key: again(row, **key).save())  # type: ignore[misc]
            refused(lambda row=row: row.delete())  # type: ignore[misc]
            refused(lambda row=row: type(row).objects.filter(pk=row.pk)._raw_delete("default"))  # type: ignore[misc]
            refused(lambda row=row: type(row).objects.filter(pk=row.pk).update(diagnosis=other))  # type: ignore[misc]
            free = list(model.objects.filter(**of_other)) or [again(row, **key, diagnosis_id=other.pk)]
            free[0].save()
            refused(lambda one=free[0]: type(one).objects.filter(pk=one.pk).update(diagnosis=released, **key))  # type: ignore[misc]  # noqa: B023
        Snapshot.objects.filter(diagnosis=other).delete()  # nothing holds what was not released
        given_out = Diagnosis.objects.get(pk=released.pk)
        refused(lambda: again(given_out, number=99).save())
        refused(given_out.delete)
        refused(lambda: _as_a_whole(given_out))  # but without a tombstone
    assert all_of(its_office, released) == before


def test_what_was_taken_back_or_erased_does_not_come_back(its_office: Office, released: Diagnosis) -> None:
    with city_context(its_office.city.pk, via="test"):
        for model, column in ((Edition, "withdrawn_at"), (Snapshot, "gone_at")):
            rows = model._default_manager.filter(diagnosis=released)
            rows.update(**{column: "2026-01-01T00:00Z"})
            for again in (None, "2027-01-01T00:00Z"):
                with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                    rows.update(**{column: again})
        Diagnosis.objects.update(state="withdrawn", error="A record was erased.")
        for change in ({"state": "released"}, {"error": ""}):
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                Diagnosis.objects.update(**change)


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_it_ends_as_a_whole_when_its_time_is_over(its_office: Office, released: Diagnosis, state: str) -> None:
    with city_context(its_office.city.pk, via="test"):
        Diagnosis.objects.filter(pk=released.pk).update(state=state)
        far = released.dated + datetime.timedelta(days=11 * 366)
        while erase_due(city_id=its_office.city.pk, on=far):
            connection.check_constraints()
        assert not any(model.objects.exists() for model in (Diagnosis, *PARTS))


def test_every_way_to_write_to_a_released_diagnosis_is_refused(its_office: Office, released: Diagnosis) -> None:
    with city_context(its_office.city.pk, via="test"):
        found = Diagnosis.objects.select_related("city").get(pk=released.pk)
        job_id = found.job
        assert job_id is not None
        for write in (
            lambda: tasks.request(found),
            lambda: tasks.remake(found, by=its_office.one),
            lambda: hold_for_job(diagnosis_id=found.pk, job_id=job_id, lets_out=True),
            lambda: keep_edition(diagnosis=found, audience="restricted", sha256="1" * 64, size=1, engine="x"),
            lambda: finish_release(diagnosis=found) and Diagnosis.objects.update(dated="2026-01-01"),
        ):
            with pytest.raises(Exception, match="never changes"), transaction.atomic():
                write()
    assert isinstance(its_office.city, City)
