"""A diagnosis in review, two admins, and the answers of the check."""

import datetime
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import City, Membership
from analysis.records import Period
from reports.actions import create_diagnosis
from reports.models import Diagnosis, Judgement, ReleaseCheck
from reports.release.harm import QUESTIONS
from reports.release.hits import hits
from tests.factories import make_member
from tests.mapping.makers import inside, with_record

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
HERE = "/city/elverhavn/diagnoses/"


def in_review(city: City, *sentences: str) -> Diagnosis:
    with inside(city):
        made = create_diagnosis(city_id=city.pk, period=YEAR)
        made.state = Diagnosis.State.IN_REVIEW
        made.save()
        for order, sentence in enumerate(sentences, start=1):
            Judgement.objects.create(
                city=city, diagnosis=made, key=f"key.{order}", section=5, order=order, statement=sentence,
                proposed=sentence, confidence="moderate", proposed_confidence="moderate",
                evidence=[{"what": "Now", "value": "20"}],
            )  # fmt: skip
        return made


@pytest.fixture
def made(elverhavn: City) -> Diagnosis:
    with_record(elverhavn)
    return in_review(elverhavn, "More was recorded at the quay.")


@pytest.fixture
def network(elver_of_workers: City) -> dict[str, Membership]:
    """Two admins, a member cleared for the report and one who is not."""
    with transaction.atomic():
        return {
            "alice": make_member(elver_of_workers, "alice@elverhavn.example", "admin"),
            "carla": make_member(elver_of_workers, "carla@elverhavn.example", "admin"),
            "cleared": make_member(elver_of_workers, "rita@elverhavn.example", "reader", clearance="amber"),
            "green": make_member(elver_of_workers, "gro@elverhavn.example", "reader", clearance="green"),
        }


# By the address, what a form was begun on that came back unsaved: whoever corrects it sends the page they have.
_CAME_BACK: WeakKeyDictionary[Client, dict[str, str]] = WeakKeyDictionary()


def send_form(client: Client, address: str, **sent: Any) -> Any:
    """The form that came back from the last sending, or else its page as it is opened."""
    open_ones = _CAME_BACK.setdefault(client, {})
    began = open_ones.pop(address, None) or client.get(address).context["writing"].now
    answer = client.post(address, {"base_version": began, **sent})
    if answer.status_code == 200:
        open_ones[address] = answer.context["writing"].now
    return answer


def no_risk() -> dict[str, str]:
    return {f"{question.code}-answer": "no_risk" for question in QUESTIONS}


def answers_of(diagnosis: Diagnosis, **other: tuple[str, str]) -> list[ReleaseCheck]:
    given = {question.code: ("no_risk", "") for question in QUESTIONS}
    given |= {hit.code: ("addressed", "It is in the directory.") for hit in hits(diagnosis)}
    return [ReleaseCheck(question=code, answer=answer, note=note) for code, (answer, note) in (given | other).items()]
