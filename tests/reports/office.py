"""A city whose diagnoses are made, decided and released without drawing anything, and all rows of one of them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from jobs import artefacts
from reports import tasks
from reports.actions import create_diagnosis
from reports.models import Diagnosis, Edition, Judgement, Priority, Recommendation, ReleaseCheck
from reports.partner.figures import Figures
from tests.factories import make_member
from tests.once import once
from tests.reports.conftest import small_city
from tests.reports.release.meddling import (
    Office,
    cheap_files,
    cheap_pages,
    cheap_partner_files,
    cheap_proposals,
    drain,
)
from tests.reports.release.releasing import YEAR


@pytest.fixture
def office(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Of a test in which each step of a job is a transaction, for other connections to see."""
    draw_nothing(monkeypatch)
    return _office()


@pytest.fixture(scope="module")
def let_go(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Office, Diagnosis]]:
    """An office of a file whose tests all begin with a diagnosis that is released."""

    def made() -> tuple[Office, Diagnosis]:
        office = _office()
        return office, _released(office)

    with pytest.MonkeyPatch.context() as patched:
        draw_nothing(patched)
        # that of the tests, in whose transaction everything is
        patched.setattr("jobs.attempts.close_old_connections", lambda: None)
        yield from once(django_db_blocker, made)


@pytest.fixture
def its_office(let_go: tuple[Office, Diagnosis], db: None) -> Office:
    return replace(let_go[0], chance=random.Random(1), done=[])


@pytest.fixture
def released(let_go: tuple[Office, Diagnosis], its_office: Office) -> Diagnosis:
    with city_context(its_office.city.pk, via="test"):
        return Diagnosis.objects.get(pk=let_go[1].pk)


def draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "restricted_files", cheap_files)
    monkeypatch.setattr(tasks, "partner_files", cheap_partner_files)
    monkeypatch.setattr(tasks, "pages_unreleased", cheap_pages)
    monkeypatch.setattr(tasks, "propose", cheap_proposals)
    monkeypatch.setattr(tasks, "analysed", lambda _frozen: None)
    monkeypatch.setattr(tasks, "figures_of", lambda _frozen: Figures(None, None))


def _office() -> Office:
    city = small_city(districts=2, per_year=2)
    with transaction.atomic():
        one, two, rita = (
            make_member(city, f"{name}@elverhavn.example", role)
            for name, role in (("alice", "admin"), ("carla", "admin"), ("rita", "reader"))
        )
    assert rita.role == "reader"
    return Office(city, one.user, two.user, random.Random(1))


def asked_for(office: Office) -> Diagnosis:
    with city_context(office.city.pk, via="test"):
        made = create_diagnosis(city_id=office.city.pk, period=YEAR, requested_by_id=office.one.pk)
        tasks.request(made)
    return made


def all_of(office: Office, diagnosis: Diagnosis) -> dict[str, Any]:
    """Every row of a diagnosis, and the bytes of its files."""
    with city_context(office.city.pk, via="test"):
        of_it = {"diagnosis": diagnosis.pk}
        rows = {
            model.__name__: list(model._default_manager.filter(**of_it).order_by("pk").values())
            for model in (Judgement, Priority, Recommendation, ReleaseCheck, Edition)
        }
        rows["Diagnosis"] = list(Diagnosis.objects.filter(pk=diagnosis.pk).values())
        files = [file for edition in Edition.objects.filter(**of_it) for file in edition.files()]
    return {**rows, "files": [artefacts.read(office.city.pk, *file) for file in files]}


def state_of(office: Office, diagnosis: Diagnosis) -> str:
    with city_context(office.city.pk, via="test"):
        return str(Diagnosis.objects.get(pk=diagnosis.pk).state)


def _released(office: Office) -> Diagnosis:
    diagnosis = asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    drain()
    return diagnosis
