"""The processing record: without it nothing is kept."""

import datetime
import json

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from mapping.models import ObservationImport, Source
from tests.factories import sign_in
from tests.services import PROJECT

PAGE = "/city/elverhavn/processing-record/"


def answers(**changes: str) -> dict[str, str]:
    record = json.loads((PROJECT / "examples" / "processing-record.json").read_text(encoding="utf-8"))
    months = {f"months_{kind}": str(number) for kind, number in record.pop("retention").items()}
    return {**record, **months, **changes}


def test_an_admin_fills_it_and_the_months_are_kept_per_kind(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    assert "Not filled yet" in client.get(PAGE).content.decode()
    client.post(PAGE, answers(months_observation="24"))
    with city_context(alice.city_id, via="test"):
        record = ProcessingRecord.objects.get()
    assert record.retention == {"observation": 24, "consultation": 36, "diagnosis": 120, "history": 120, "import": 36}
    assert "Invented Municipalities Act" in client.get(PAGE).content.decode()


def test_a_missing_answer_is_named_and_nothing_typed_is_lost(client: Client, alice: Membership) -> None:
    page = sign_in(client, alice).post(PAGE, answers(purpose="", controller="Town of Elverhavn")).content.decode()
    assert "Write something under “Purpose”." in page
    assert "Town of Elverhavn" in page
    with city_context(alice.city_id, via="test"):
        assert not ProcessingRecord.objects.exists()


@pytest.mark.parametrize(("kind", "told"), [("history", "History is"), ("diagnosis", "Diagnoses are")])
@pytest.mark.parametrize(
    "kept", [("23", "24", True), ("24", "24", False), ("1", "120", True)], ids=["shorter", "as long", "much shorter"]
)
def test_history_and_diagnoses_do_not_end_before_the_observations_they_tell_of(
    client: Client, alice: Membership, kind: str, told: str, kept: tuple[str, str, bool]
) -> None:
    months, observation, refused = kept
    said = answers(**{f"months_{kind}": months, "months_observation": observation})
    page = sign_in(client, alice).post(PAGE, said, follow=True).content.decode()
    assert (f"{told} kept at least as long as observations" in page) == refused
    with city_context(alice.city_id, via="test"):
        assert ProcessingRecord.objects.exists() != refused


def test_consent_is_not_offered_as_a_ground(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    assert 'value="consent"' not in client.get(PAGE).content.decode()
    assert "What was chosen is not offered here." in client.post(PAGE, answers(legal_basis="consent")).content.decode()


def test_officers_read_it_and_change_nothing(client: Client, alice: Membership, bob: Membership) -> None:
    sign_in(client, alice).post(PAGE, answers())
    sign_in(client, bob)
    assert "Invented Municipalities Act" in client.get(PAGE).content.decode()
    assert client.post(PAGE, answers(purpose="Something else")).status_code == 403
    with city_context(alice.city_id, via="test"):
        assert "Something else" not in ProcessingRecord.objects.get().purpose


def test_the_database_keeps_nothing_before_it_is_filled(elverhavn: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        with pytest.raises(DatabaseError, match="no processing record"), transaction.atomic():
            _keep_something(elverhavn)
        Source.objects.all().delete()
        ProcessingRecord.objects.create(
            city=elverhavn,
            **dict.fromkeys(("controller", "contact", "owner", "purpose", "legal_basis_law"), "x"),
            legal_basis="public_task",
            impact_assessment="done",
        )
        _keep_something(elverhavn)


def _keep_something(city: City) -> None:
    source = Source.objects.create(city=city, key="police", name="Police", source_type="police")
    ObservationImport.objects.create(city=city, source=source, **_import_facts())


def _import_facts() -> dict[str, object]:
    required: dict[str, object] = {}
    for field in ObservationImport._meta.concrete_fields:
        if field.name in {"id", "city"} or field.has_default() or field.null or field.is_relation:
            continue
        kind = field.get_internal_type()
        required[field.name] = {"DateField": datetime.date(2026, 1, 1)}.get(kind, 0 if "Integer" in kind else "x")
    return required


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2025-11-16", "2025-11-16"), ("", None), ("2999-01-01", "still to come"), ("16/11", "Write year, month and day")],
)
def test_the_day_of_the_opinion_is_kept_and_lies_in_the_past(
    client: Client, alice: Membership, day: str, kept: str | None
) -> None:
    page = sign_in(client, alice).post(PAGE, answers(officer_opinion_on=day), follow=True).content.decode()
    with city_context(alice.city_id, via="test"):
        found = ProcessingRecord.objects.first()
    if found is None:
        assert str(kept) in page
    else:
        assert str(found.officer_opinion_on or "") == (kept or "")
