"""A draft of something new has an identity of its own: two tabs are two drafts, and a form sent twice
makes one record."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Invitation, Membership
from mapping.models import Factor, Observation, Series, Source, TriggerEvent
from notices.models import NetworkBody
from planning.models import Project
from records.actions import erase
from records.actions.sealing import seal_city
from records.models import Draft
from records.tasks import retain
from reports.models import Diagnosis
from stakeholders.models import Consultation, Organisation, PopulationGroup, Service
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.mapping.test_observations import ENTRY
from tests.stakeholders.makers import make_organisation

HERE = "/city/elverhavn/"
NEW = f"{HERE}observations/new/"
KEEP = f"{HERE}drafts/mapping.observation/"


@dataclass(frozen=True, slots=True)
class Made:
    address: str
    model: type[Model]
    sent: dict[str, Any]
    of_organisation: bool = False


FORMS = (
    Made("observations/new/", Observation, ENTRY),
    Made("sources/new/", Source, {"name": "Harbour patrol", "source_type": "police", "looked-TOTAL_FORMS": "0",
                                  "looked-INITIAL_FORMS": "0", "changed-TOTAL_FORMS": "0",
                                  "changed-INITIAL_FORMS": "0"}),
    Made("trigger-events/new/", TriggerEvent, {"title": "Attack abroad", "day": "2025-10-07"}),
    Made("factors/new/", Factor, {"kind": "driver", "title": "Nothing open in the evening", "statement": "None.",
                                  "about": "area", "evidence": "Seen.", "confidence": "low"}),
    Made("services/new/", Service, {"title": "Open evenings", "about": "A hall.",
                                    "needs": "youth_provision", "levels": "primary", "valid_from": "2025-01-01"},
         of_organisation=True),
    Made("projects/new/", Project, {"title": "Open hall", "objective": "A place to be.", "for_whom": "Anyone.",
                                    "level": "primary", "raised_by": "heard", "owner": "Street team",
                                    "marking": "green"}),
    Made("series/new/", Series, {"name": "The same tag"}),
    Made("organisations/new/", Organisation, {"name": "Quay Club", "sector": "youth", "is_current": "on"}),
    Made("population-groups/new/", PopulationGroup, {"name": "Young people", "is_current": "on"}),
    Made("consultations/conversation/", Consultation, {
        "title": "Lights at the square", "whom": "sector:youth", "first_day": "2026-03-01", "held": "city_wide",
        "what": "no_concern", "confidentiality": "on_record", "consent_by": "spoken"}),
    Made("consultations/new/", Consultation, {"title": "Workshop", "instrument": "workshop",
                                              "first_day": "2026-03-01", "confidentiality": "on_record"}),
    Made("diagnoses/new/", Diagnosis, {"start": "2025-01-01", "end": "2025-12-31", "years_earlier": "1",
                                       "language": "en"}),
    Made("network-members/new/", NetworkBody, {"name": "Traders of Torvet", "address": "Torvet 1", "is_current": "on"}),
    Made("people/invite/", Invitation, {"email": "olga@elverhavn.example", "role": "reader", "clearance": "green"}),
)  # fmt: skip


@pytest.fixture
def city(elverhavn: City) -> City:
    with_record(elverhavn)
    return with_districts(elverhavn, "1")


@pytest.fixture
def client(city: City, alice: Membership) -> Client:
    return sign_in(Client(), alice)


def _identity(client: Client, address: str = NEW) -> str:
    return str(client.get(address).context["writing"].identity)


def _keep(client: Client, identity: str, *, version: int = 0, **typed: str) -> Any:
    return client.post(KEEP, {"draft": identity, "draft_version": version, "draft_record": "", **typed})


@pytest.mark.parametrize("form", FORMS, ids=[form.address for form in FORMS])
def test_a_form_sent_twice_makes_one_record_and_opens_it(form: Made, city: City, client: Client) -> None:
    with inside(city):
        before = form.model._default_manager.count()
    sent = {**form.sent, "draft": _identity(client, HERE + form.address)}
    if form.of_organisation:
        sent["organisation"] = make_organisation(city).pk
    first, second = (client.post(HERE + form.address, sent) for _twice in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    with inside(city):
        assert form.model._default_manager.count() == before + 1
    answer = client.get(second["Location"])
    assert answer.status_code == 200
    assert "This form was saved already: here it is." in answer.content.decode()


def test_what_was_changed_after_back_is_shown_and_makes_no_second_record(city: City, client: Client) -> None:
    identity = _identity(client)
    made = client.post(NEW, {**ENTRY, "draft": identity})["Location"]
    answer = client.post(NEW, {**ENTRY, "draft": identity, "title": "Changed after Back"})
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "This form was saved before." in words
    assert 'value="Changed after Back"' in words
    assert made in words
    with inside(city):
        assert Observation.objects.get().title == ENTRY["title"]


def test_back_leads_to_what_was_made(client: Client, city: City) -> None:
    identity = _identity(client)
    made = client.post(NEW, {**ENTRY, "draft": identity})["Location"]
    assert client.get(f"{NEW}?draft={identity}")["Location"] == made


def test_two_tabs_of_something_new_are_two_drafts(client: Client, city: City, alice: Membership) -> None:
    one, other = _identity(client), _identity(client)
    assert one != other
    answers = [_keep(client, one, title="One tab"), _keep(client, other, title="The other")]
    assert [answer.json()["version"] for answer in answers] == [1, 1]
    for identity, title in ((one, "One tab"), (other, "The other")):
        assert client.get(f"{NEW}?draft={identity}").context["form"]["title"].value() == title
    home = client.get(HERE).content.decode()
    assert f"{NEW}?draft={one}" in home
    assert f"{NEW}?draft={other}" in home
    # Saving the one leaves the other.
    assert client.post(NEW, {**ENTRY, "draft": one}).status_code == 302
    assert client.get(NEW).context["form"]["title"].value() == "The other"


def test_whoever_opens_the_form_goes_on_with_what_they_left_or_begins_another(client: Client) -> None:
    identity = _identity(client)
    _keep(client, identity, title="Left half-way")
    page = client.get(NEW)
    assert (str(page.context["writing"].identity), page.context["form"]["title"].value()) == (identity, "Left half-way")
    assert f"{NEW}?new" in page.content.decode()
    fresh = client.get(f"{NEW}?new").context
    assert str(fresh["writing"].identity) != identity
    assert not fresh["form"]["title"].value()


def test_a_draft_on_its_way_when_the_form_was_saved_comes_to_nothing(city: City, client: Client) -> None:
    identity = _identity(client)
    client.post(NEW, {**ENTRY, "draft": identity})
    late = _keep(client, identity, title="Late")
    assert late.status_code == 409
    assert "saved or thrown away" in late.json()["text"]
    assert "Not finished" not in client.get(HERE).content.decode()


def test_one_is_thrown_away_and_the_other_stays(client: Client) -> None:
    one, other = _identity(client), _identity(client)
    for identity in (one, other):
        _keep(client, identity, title=identity)
    client.post(f"{KEEP}discard/?draft={one}")
    assert client.get(NEW).context["form"]["title"].value() == other


def test_the_stub_holds_no_text_and_goes_after_a_month(city: City, client: Client, alice: Membership) -> None:
    identity = _identity(client)
    _keep(client, identity, title="Half a ti")
    client.post(NEW, {**ENTRY, "draft": identity})
    with inside(city):
        stub, made = Draft.objects.get(), Observation.objects.get()
        assert (stub.became, stub.data, stub.base_version) == (str(made.pk), {}, "")
    for days, left in ((29, 1), (31, 0)):
        with inside(city):
            Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=days))
        retain()
        with inside(city):
            assert Draft.objects.count() == left


def test_the_stub_goes_with_its_record(city: City, client: Client, alice: Membership) -> None:
    client.post(NEW, {**ENTRY, "draft": _identity(client)})
    with city_context(city.pk, via="test"):
        seal_city(city_id=city.pk)
        erase(record=Observation.objects.get(), reason="Asked for", by=alice.user)
        assert not Draft.objects.exists()


def test_somebody_else_s_identity_opens_nothing(city: City, client: Client) -> None:
    identity = _identity(client)
    _keep(client, identity, title="Hers")
    other = sign_in(Client(), make_member(city, "carol@elverhavn.example", "admin"))
    assert "Hers" not in other.get(f"{NEW}?draft={identity}").content.decode()
    assert _keep(other, identity, title="Mine").json()["version"] == 1
    assert other.post(NEW, {**ENTRY, "draft": identity}).status_code == 302
    assert client.get(f"{NEW}?draft={identity}").context["form"]["title"].value() == "Hers"


@pytest.mark.parametrize("identity", ["", "x", "9" * 500, "b0d35e9c-0a5f-4c36-9d0f-2b7f1d7a6c11x"])
def test_an_identity_that_is_none_is_as_if_there_were_none(client: Client, identity: str) -> None:
    assert client.get(NEW, {"draft": identity}).status_code == 200
    assert client.post(NEW, {**ENTRY, "draft": identity}).status_code == 302


def test_one_identity_in_two_forms_is_two_drafts(client: Client, city: City) -> None:
    """Nobody types an identity; one that was sent to two forms all the same must not end in an error."""
    identity = "b0d35e9c-0a5f-4c36-9d0f-2b7f1d7a6c11"
    for form in ("mapping.observation", "stakeholders.organisation"):
        answer = client.post(f"{HERE}drafts/{form}/", {"draft": identity, "draft_version": "0", "title": "x"})
        assert answer.status_code == 200, answer.content


def test_nobody_keeps_drafts_without_end(
    client: Client, city: City, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.actions.drafts.MOST_DRAFTS", 3)
    sent = [client.post(KEEP, {"draft": str(uuid4()), "draft_version": "0", "title": "x"}) for _number in range(4)]
    assert [answer.status_code for answer in sent] == [200, 200, 200, 400]
    assert "Finish or throw away some" in sent[-1].json()["text"]


@pytest.mark.parametrize("form", [form for form in FORMS if "name" in form.sent], ids=lambda form: form.address)
def test_what_differs_in_capitals_and_spaces_alone_is_not_made_beside_it(
    form: Made, city: City, client: Client
) -> None:
    """In a list to choose from, nobody would know which of the two is meant."""
    address = HERE + form.address
    assert client.post(address, {**form.sent, "draft": _identity(client, address)}).status_code == 302
    alike = f"  {form.sent['name'].upper().replace(' ', '  ')} "
    answer = client.post(address, {**form.sent, "name": alike, "draft": _identity(client, f"{address}?new")})
    assert answer.status_code == 200, "its action asks require_own_name (core/names.py)"
    assert " already" in str(answer.context["writing"].section.form.errors["name"])
    with inside(city):
        assert form.model._default_manager.filter(name__iexact=form.sent["name"]).count() == 1
