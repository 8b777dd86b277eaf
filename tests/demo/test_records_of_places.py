"""Drivers, protective factors and services of the fictional city: kept by the actions, and fit for their forms."""

import json
from typing import Any

import pytest
from django.http import QueryDict

from accounts.city import city_context
from accounts.models import City, User
from demo.cities import VOICES
from demo.voices import COMMON_GOAL, MISSION, Voices
from mapping.forms import FactorForm
from mapping.models import Factor
from stakeholders.forms import ServiceForm
from stakeholders.models import Organisation, PopulationGroup, Service
from tests.factories import make_member
from tests.mapping.makers import with_districts, with_record
from tests.stakeholders.makers import make_group, make_organisation

CODES = [f"E{number:02}" for number in range(1, 25)]


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((VOICES / f"{name}.json").read_text(encoding="utf-8"))
    return rows


@pytest.fixture
def elver(elverhavn: City) -> City:
    City.objects.filter(pk=elverhavn.pk).update(languages=["en"])
    with_record(elverhavn)
    with_districts(elverhavn, *CODES)
    for row in _rows("population-groups"):
        make_group(elverhavn, name=row["name"])
    for row in _rows("organisations"):
        make_organisation(elverhavn, name=row["name"], sector=row["sector"])
    return elverhavn


def _sent(row: dict[str, Any], **more: Any) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in {**row, **more}.items():
        sent.setlist(name, list(map(str, value)) if isinstance(value, list) else [str(value)])
    return sent


def test_they_are_kept_once_and_one_of_each_waits_for_review(elver: City) -> None:
    roles = {"admin": "admin", "officer": "officer", "officer2": "officer"}
    people = {who: make_member(elver, f"{who}@elver.example", role).user for who, role in roles.items()}
    voices = Voices(elver, VOICES, people, aims=(MISSION, COMMON_GOAL))
    for _twice in range(2):
        for row in _rows("factors"):
            voices._factor(row)
        for row in _rows("services"):
            voices._service(row)
        voices._aims()
    with city_context(elver.pk, via="test"):
        states = [list(model.objects.values_list("state", flat=True)) for model in (Factor, Service)]
        assert [(each.count("approved"), each.count("submitted")) for each in states] == [(7, 1), (11, 1)]
        # what nobody serves is told as well: needs that were raised, without a service
        assert not Service.objects.filter(needs__overlap=["online_capacity", "legal_mandate", "funding"]).exists()
    assert City.objects.get(pk=elver.pk).common_goal


def test_their_forms_take_them_as_they_are(elver: City) -> None:
    """No text is about a group of people, or leads to a person."""
    with city_context(elver.pk, via="test"):
        assert PopulationGroup.objects.count() == 12
        author = User.objects.order_by("pk").first() or User()
        bodies = dict(Organisation.objects.values_list("name", "pk"))
        for row in _rows("factors"):
            assert FactorForm(_sent(row), instance=Factor(city=elver), by=author).errors == {}, row["title"]
        for row in _rows("services"):
            sent = _sent(row, organisation=bodies[row["organisation"]])
            assert ServiceForm(sent, instance=Service(city=elver), clearance="red").errors == {}, row["title"]
