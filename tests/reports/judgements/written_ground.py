"""A diagnosis in review, the records and passages a judgement of one's own may cite, and three admins."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from jobs import artefacts
from mapping.models import Observation
from reports.actions import create_diagnosis, keep_edition, keep_snapshot
from reports.actions.written import keep_written
from reports.following import SNAPSHOT
from reports.judgements.attached import judgements_of
from reports.models import Diagnosis, Judgement
from reports.snapshot import freeze, load
from stakeholders.models import Need
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.once import once
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation

HERE = "/city/elverhavn/diagnoses/1/"

NEW = f"{HERE}judgements/new/"

APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-01-15T00:00Z"}


@dataclass(frozen=True)
class Ground:
    """A city of 18 records a year in three districts, a diagnosis of it in review, and three admins."""

    city: City
    alice: Membership
    carla: Membership
    red: Membership


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city()
    alice, carla = (
        make_member(city, f"{n.lower()}@x.example", "admin", clearance="amber", name=n) for n in ("Alice", "Carla")
    )
    red = make_member(city, "red@x.example", "admin", clearance="red", name="Rita")
    day = datetime.date(2025, 5, 2)
    for rule, words in (("on_record", "A place at Nørregade"), ("chatham_house", "Somebody to call")):
        told = make_consultation(city, first_day=day, confidentiality=rule, **APPROVED)
        with inside(city):
            Need.objects.filter(consultation=told).update(statement=words, districts=["01"])
    closed = make_consultation(city, first_day=day, confidentiality="confidential", named_admin=alice.user, **APPROVED)
    with inside(city):
        Need.objects.filter(consultation=closed).update(statement="A secret place")
        Observation.objects.filter(district__code="01").update(title="Stickers at Nørregade")
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(city.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
        Diagnosis.objects.filter(pk=made.pk).update(state="in_review")
    return Ground(city, alice, carla, red)


@pytest.fixture
def made(ground: Ground, db: None) -> Iterator[Diagnosis]:
    with inside(ground.city):
        yield Diagnosis.objects.select_related("city").get()


def records(**only: Any) -> list[str]:
    rows = Observation.objects.filter(first_day__year=2025, **only).order_by("pk")
    return [f"observation:{pk}" for pk in rows.values_list("pk", flat=True)]


def passage(words: str = "A place at Nørregade") -> str:
    return f"need:{Need.objects.get(statement=words).pk}"


def write(made: Diagnosis, by: Membership, *references: str, **fields: Any) -> Judgement:
    row = Judgement(city=made.city, diagnosis=made, section=5, statement="It came back at the quay.", **fields)
    return keep_written(judgement=row, references=list(references), by=by.user)


def again(row: Judgement) -> Judgement:
    return next(each for each in judgements_of(row.diagnosis) if each.pk == row.pk)
