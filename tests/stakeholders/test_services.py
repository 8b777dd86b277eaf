"""Services: for a need and a level, never for people of an origin or belief; whom to ask for is for who may know."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import City, Membership
from core.errors import Refused
from records.actions import erase
from stakeholders.erasure import SERVICES
from stakeholders.models import Organisation, Service
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.stakeholders.makers import make_group, make_organisation, make_service

HERE = "/city/elverhavn/services/"


@pytest.fixture
def city(elverhavn: City) -> City:
    with_record(elverhavn)
    return with_districts(elverhavn, "1", "2")


@pytest.fixture
def bob(city: City) -> Membership:
    return make_member(city, "bob@elverhavn.example", "officer", clearance="amber")


@pytest.fixture
def client(bob: Membership) -> Client:
    return sign_in(Client(), bob)


def _typed(city: City, **more: Any) -> dict[str, Any]:
    with inside(city):
        body = Organisation.objects.first()
    return {
        "organisation": (body or make_organisation(city)).pk, "title": "Open evenings", "about": "The hall is open.",
        "needs": ["youth_provision", "safe_spaces"], "levels": ["primary"], "districts": ["2"],
        "valid_from": "2025-01-01", "capacity": "60 places", "contact_role": "Duty leader", "hand_in": "on", **more,
    }  # fmt: skip


def _errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200
    return {name: " ".join(map(str, errors)) for name, errors in answer.context["writing"].form.errors.items()}


def test_a_service_is_recorded_green_and_waits_for_review(city: City, client: Client) -> None:
    answer = client.post(f"{HERE}new/", _typed(city))
    with inside(city):
        made = Service.objects.get()
        assert (made.state, made.marking, made.needs, made.districts) == (
            "submitted", "green", ["youth_provision", "safe_spaces"], ["2"],
        )  # fmt: skip
    words = client.get(answer["Location"]).content.decode()
    for said in (
        "Harbour Youth Club",
        "Offers for young people, Safe spaces",
        "District 2",
        "60 places",
        "Duty leader",
    ):
        assert said in words


def test_who_is_not_cleared_for_contacts_neither_reads_nor_changes_whom_to_ask_for(
    city: City, client: Client, bob: Membership
) -> None:
    made = make_service(city, bob, contact_role="Duty leader")
    with inside(city):
        Membership.objects.filter(pk=bob.pk).update(clearance="green")
    page = f"{HERE}{made.pk}/"
    for address in (page, f"{page}change/", f"/city/elverhavn/history/service/{made.pk}/"):
        assert "Duty leader" not in client.get(address).content.decode()
    assert b"Duty leader" not in b"".join(client.get(f"{HERE}export/"))
    assert send(client, f"{page}change/", _typed(city, contact_role="Somebody else", title="Later")).status_code == 302
    with inside(city):
        kept = Service.objects.get()
        assert (kept.title, kept.contact_role) == ("Later", "Duty leader")


@pytest.mark.parametrize("said", ["For Polish-speaking workers", "A meeting for refugees"])
def test_for_whom_is_said_by_the_need_and_a_name_may_stay(said: str, city: City, client: Client) -> None:
    make_group(city, name="Polish-speaking workers")
    sent = _typed(city, title=said)
    answer = client.post(f"{HERE}new/", sent)
    assert "A service is known by the need it meets" in _errors(answer)["title"]
    seen = answer.context["writing"].form.seen
    assert client.post(f"{HERE}new/", {**sent, "screen_seen": seen}).status_code == 302
    assert not {"groups", "ethnicity", "religion", "language"} & {each.name for each in Service._meta.fields}


@pytest.mark.parametrize(("name", "wrong"), [("needs", []), ("levels", []), ("valid_until", "2024-12-31")])
def test_a_service_is_for_something_and_ends_after_it_begins(name: str, wrong: Any, city: City, client: Client) -> None:
    sent = _typed(city)
    errors = _errors(client.post(f"{HERE}new/", {**sent, name: wrong}))
    assert list(errors) == [name]
    made = make_service(city)
    with inside(city), pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=made.pk).update(**{name: wrong})


def test_the_list_finds_by_need_provider_and_where_also_what_is_offered_everywhere(city: City, client: Client) -> None:
    library = make_organisation(city, name="City Library", sector="education")
    make_service(city, title="Everywhere")
    make_service(city, title="In one", districts=["1"], organisation=library, needs=["training"])
    make_service(city, title="In two", districts=["2"], valid_until=datetime.date(2025, 1, 31))

    def found(query: str) -> set[str]:
        rows = client.get(f"{HERE}?{query}").context["rows"]
        return {row.title for row in rows}

    assert found("") == {"Everywhere", "In one", "In two"}
    assert found("districts=1") == {"Everywhere", "In one"}
    assert found("needs=training") == {"In one"}
    assert found("q=library") == {"In one"}
    assert found("now=yes") == {"Everywhere", "In one"}
    assert found("now=no") == {"In two"}


def test_its_time_begins_when_it_ends_or_nobody_says_that_it_still_holds(city: City) -> None:
    approver = make_member(city, "ann@elverhavn.example", "admin").user
    approved: dict[str, Any] = {"state": "approved", "approved_by": approver, "approved_at": "2020-02-01T00:00Z"}
    make_service(city, title="Still there", review_by="2026-06-01", **approved)
    make_service(city, title="Ended", review_by="2026-06-01", valid_until="2025-06-01", **approved)
    make_service(city, title="Forgotten", review_by="2025-06-01", **approved)
    make_service(city, title="Never handed in")
    with inside(city):
        Service.objects.update(created_at="2020-01-01T00:00Z")
        due = {each.title for each in SERVICES.due(datetime.date(2026, 1, 1))}
    assert due == {"Ended", "Forgotten", "Never handed in"}


def test_an_organisation_is_not_erased_while_it_offers_something(city: City) -> None:
    ann = make_member(city, "ann@elverhavn.example", "admin")
    made = make_service(city)
    with inside(city):
        body = Organisation.objects.get(pk=made.organisation_id)
        with pytest.raises(Refused, match="offers a service"):
            erase(record=body, reason="Asked for", by=ann.user)
        erase(record=made, reason="Asked for", by=ann.user)
        erase(record=body, reason="Asked for", by=ann.user)
        assert not Organisation.objects.exists()
