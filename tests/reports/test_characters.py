"""Characters that no typeface of the reports has are named, with record and field, before a report is asked for."""

from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client

from accounts.markings import readable
from accounts.models import City, Marking, Membership, ProcessingRecord
from mapping.models import District, Factor, Observation, Source
from output.fonts import MISSING, printable, unprintable
from reports.characters import unprintable_in
from stakeholders.models import FollowUp, Need, Quote, Service
from tests.access.marked import (
    plant_consultation,
    plant_factor,
    plant_observation,
    plant_service,
    plant_source,
    word,
)
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.records.makers import make_observation
from tests.reports.test_title import ASKED
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

NEW = "/city/elverhavn/diagnoses/new/"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ærø, Łódź, ĳ, ½ € – « » “ ”", ""),
        ("Ελλάδα Україна שלום سلام", ""),
        ("東京 and 東京", "東京"),
        ("fine 😀 😀", "😀"),
        ("ភាសា", "ភស"),
        ("plain", ""),
        ("e\u0301 and \u00a0 and \u200b", ""),
    ],
)
def test_what_a_report_cannot_print_is_what_its_pdf_would_replace(text: str, found: str) -> None:
    assert set(found) <= set(unprintable(text))
    assert bool(unprintable(text)) == (MISSING in printable(text)) == bool(found)


@pytest.fixture
def city(elverhavn: City, alice: Membership, bob: Membership) -> City:
    """A city that has one such character in a field of each kind that is printed."""
    approved: dict[str, Any] = {"state": "approved", "approved_at": "2026-03-05T00:00Z", "approved_by": alice.user}
    make_organisation(elverhavn, name="Tea house 茶")
    make_group(elverhavn, name="People 人")
    with_districts(elverhavn, "1")
    made = make_consultation(elverhavn, bob, title="Talk", **approved)
    draft = make_consultation(elverhavn, bob, title="Draft")
    make_observation(elverhavn, bob, platform="微博", **approved)
    with inside(elverhavn):
        District.objects.update(name="North 北")
        Source.objects.update(name="Watch 見")
        Need.objects.filter(consultation=made).update(statement="A place 場")
        Need.objects.filter(consultation=draft).update(statement="Not yet 未")
        rule = {"city": elverhavn, "consultation": made, "confidentiality": made.confidentiality}
        FollowUp.objects.create(recommendation="Do 為", status="open", **rule)
        ProcessingRecord.objects.update(owner="Unit 課")
        assert Observation.objects.get().platform == "微博"
    return elverhavn


def test_each_is_named_with_its_record_its_field_and_the_character(city: City, alice: Membership) -> None:
    with inside(city):
        found = {(each.characters, each.field) for each in unprintable_in(city, alice.user)}
    assert found == {
        ("茶", "Name"), ("人", "Name"), ("北", "Name"), ("見", "Name"), ("微 博", "Platform"),
        ("場", "What is needed"), ("為", "What was recommended"), ("課", "Unit that owns the diagnosis"),
    }  # fmt: skip


@pytest.mark.parametrize("clearance", Marking.values)
def test_nothing_of_what_is_above_a_clearance_is_named(clearance: str, elverhavn: City, alice: Membership) -> None:
    """A record of every kind and marking, each with a character that cannot be printed, and a word that names it."""
    with_districts(with_record(elverhavn), "01", "02")
    reader = make_member(elverhavn, "someone@elverhavn.example", "officer", clearance=clearance)
    author = make_member(elverhavn, "author@elverhavn.example", "officer")
    with inside(elverhavn):
        for marking in Marking.values:
            plant_source(elverhavn, marking)
            plant_observation(elverhavn, author, alice, marking)
            for plant in (plant_consultation, plant_factor, plant_service):
                plant(elverhavn, author, alice, marking)
        Source.objects.update(name=Concat("name", Value(" 茶")))
        Observation.objects.update(platform=Concat("platform", Value(" 茶")))
        for model, field in ((Factor, "statement"), (Service, "about"), (Need, "statement"), (Quote, "text")):
            model._default_manager.update(**{field: Concat(field, Value(" 茶"))})
        Service.objects.update(contact_role="見")
        told = " ".join(f"{each.record} {each.characters}" for each in unprintable_in(elverhavn, reader.user))
    for marking in Marking.values:
        for kind in ("source", "observation", "consultation", "factor", "service"):
            assert (word(kind, marking) in told) is readable(marking, clearance), (kind, marking)
    assert ("見" in told) is readable(Service.CONTACTS, clearance)


def test_the_page_that_asks_names_them_and_every_link_leads_somewhere(city: City, alice: Membership) -> None:
    client = sign_in(Client(), alice)
    answer = client.get(NEW)
    page = answer.content.decode()
    assert "Some characters cannot be printed." in page
    assert "未" not in page, "what is not approved is not printed"
    for sign in answer.context["signs"]:
        assert sign.characters in page
        assert client.get(sign.url).status_code == 200


def test_where_all_can_be_printed_nothing_is_said(client: Client, elverhavn: City, alice: Membership) -> None:
    make_organisation(elverhavn, name="Ærø Ελλάδα")
    assert "cannot be printed" not in sign_in(client, alice).get(NEW).content.decode()


def test_a_title_that_cannot_be_printed_is_refused(client: Client, elverhavn: City, alice: Membership) -> None:
    make_organisation(elverhavn)
    answer = send(sign_in(client, alice), NEW, {**ASKED, "title": "Picture 絵"})
    assert answer.context["writing"].form.errors["title"] == ["The reports cannot print 絵: no typeface has it."]
