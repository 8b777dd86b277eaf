"""A word told in confidence, put into every field of three sessions and looked for in everything made of them.

Recorded and approved by the actions the pages use. What was said (needs, findings) holds another word: it stands on
pages of who recorded it and of the admin they named, and in no edition however many sessions tell of the same.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, Membership
from jobs.models import Job
from notices.models import ChangeNotice
from operations.inventory.table import TABLE
from records.actions import approve, submit
from reports.actions import create_diagnosis
from reports.editions import partner_files, restricted_files
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.actions import SectionChanges, Speaker, keep_part, record_consultation
from stakeholders.models import Consultation, Disagreement, Finding, FollowUp, HeadCount, Need, Organisation
from stakeholders.vocabulary import Part
from tests.access import matrix
from tests.access.matrix import MATRIX, PLACES
from tests.factories import make_member, sign_in
from tests.once import once
from tests.output.reading import text
from tests.reports.conftest import small_city
from tests.reports.test_voices import YEAR
from tests.stakeholders.makers import make_organisation

WORD, SAID = "zeisig-4711", "grasmuecke-0815"
BODY = f"Association {WORD}"
HERE = "/city/elverhavn/"


@dataclass(frozen=True)
class Told:
    """A city, the people around what was told in it, what each of them reads in it, and what was logged meanwhile."""

    city: City
    people: dict[str, Membership]
    read: dict[str, dict[str, str]]
    logged: list[str]


@pytest.fixture(scope="module")
def once_told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    yield from once(django_db_blocker, _told)


@pytest.fixture
def told(once_told: Told, db: None) -> Told:
    return once_told


def _told() -> Told:
    city = small_city()
    people = _tell(city)
    with logged() as lines:
        read = {name: dict(_pages(who, city)) for name, who in people.items()}
    return Told(city, people, read, lines)


@contextmanager
def logged() -> Iterator[list[str]]:
    """Everything that anybody logs, as it would be written."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, kept = logging.getLogger(), Kept()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(kept)
        root.setLevel(before)


def _tell(elver: City) -> dict[str, Membership]:
    """Two sessions in confidence, one too few for anything of them to be told; and the people around them."""
    people = {
        name: make_member(elver, f"{name}@elverhavn.example", role, name=name.title())
        for name, role in (
            *(("author", "officer"), ("named", "admin"), ("other", "admin"), ("colleague", "officer")),
            ("member", "reader"),
        )
    }
    body = make_organisation(elver, name=BODY, sector="community", is_current=False)
    for number in (1, 2):
        _record(elver, people["author"], people["named"], number, body)
    return people


def _record(city: City, author: Membership, named: Membership, number: int, body: Organisation) -> None:
    words = dict.fromkeys(["venue", "organiser", "languages", "barriers_note", "promised"], WORD)
    with city_context(city.pk, via="test", actor_id=author.user_id):
        made = record_consultation(
            consultation=Consultation(
                city=city,
                title=f"{WORD} {number}",
                instrument="workshop",
                confidentiality="confidential",
                named_admin=named.user,
                first_day=f"2025-0{number}-17",
                held="city_wide",
                people=9,
                organisations_invited=3,
                organisations_came=2,
                consent_by="spoken",
                **words,
            ),
            by=author.user,
        )
        heard = [HeadCount(axis="sector", code="community", people=9)]
        need = Need(statement=f"{SAID}: somebody to call", category="victim_support", priority=5)
        finding = Finding(kind="harm", statement=f"{SAID}: not reported")
        # an organisation that is chosen all the same is not kept
        by = {id(row): Speaker("sector", "community") for row in (need, finding)}
        for part, rows in (
            (Part.SESSION, ()),
            (Part.HEARD, heard),
            (Part.CONSENT, ()),
            (Part.NEEDS, [need]),
            (Part.FINDINGS, [finding]),
            (Part.DISAGREEMENTS, [Disagreement(statement=f"{SAID}: whether to report", blocks=["residents"])]),
            (Part.FOLLOW_UP, [FollowUp(recommendation=WORD, owner=WORD, what_changed=WORD)]),
        ):
            keep_part(consultation=made, part=part, told=SectionChanges(kept=rows, raised_by=by), by=author.user)
        submit(record=made, by=author.user)
    with city_context(city.pk, via="test", actor_id=named.user_id):
        approve(record=made, by=named.user)


def _pages(who: Membership, city: City) -> Iterator[tuple[str, str]]:
    """Every page of the city that needs nothing in its address, searches for the word, and every session's own."""
    client = sign_in(Client(), who)
    listed = [name for name, line in MATRIX.items() if isinstance(line, matrix.City) and line.get == 200]
    addresses = [_plain(name) for name in listed]
    addresses += [f"{HERE}consultations/?q={WORD}", f"{HERE}consultations/export/?q={WORD}", f"{HERE}organisations/"]
    with city_context(city.pk, via="test"):
        for pk in Consultation.objects.values_list("pk", flat=True):
            addresses += [f"{HERE}consultations/{pk}/", f"{HERE}consultations/{pk}/change/"]
            addresses += [f"{HERE}consultations/{pk}/follow_up/", f"{HERE}history/consultation/{pk}/"]
    for address in filter(None, addresses):
        answer = client.get(address, follow=True)
        body = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
        shown = body.decode("utf-8", errors="replace") if answer.status_code == 200 else ""
        # what somebody typed into the search box themselves is no find
        for typed in (f'value="{WORD}"', f"q={WORD}", f"Search: {WORD}"):
            shown = shown.replace(typed, "")
        yield address, shown


def _plain(name: str) -> str:
    try:
        return reverse(name, kwargs={"city": "elverhavn", **PLACES.get(name, {})})
    except NoReverseMatch:  # shows one thing, which stands in its address
        return ""


def test_its_words_stand_on_pages_of_its_author_and_the_named_admin_alone(told: Told) -> None:
    # the directory is open to all who work here: a body that stands in it is no secret, that it came is one
    directory = {"organisations/", "organisations/export/"}
    for name, pages in told.read.items():
        # that it was entered there stands in the city's history
        pages[f"{HERE}history/"] = pages[f"{HERE}history/"].replace(f": {BODY}<", "<")
        entered = f"Made,{BODY},Organisation,"
        pages[f"{HERE}history/export/"] = pages.get(f"{HERE}history/export/", "").replace(entered, "")
        found = {address.removeprefix(HERE) for address, page in pages.items() if WORD in page} - directory
        assert bool(found) == (name in {"author", "named"}), f"{name} reads it on {sorted(found)}"
    assert len(told.logged) > len(told.people)
    assert [line for line in told.logged if WORD in line] == []


def test_what_was_said_is_open_to_its_author_and_the_named_admin_alone(told: Told) -> None:
    for name, pages in told.read.items():
        shown = any(SAID in page for page in pages.values())
        assert shown == (name in {"author", "named"}), name


def test_neither_word_is_in_a_snapshot_an_edition_a_notice_a_job_or_a_mail(told: Told) -> None:
    with city_context(told.city.pk, via="test"):
        frozen = freeze(create_diagnosis(city_id=told.city.pk, period=YEAR))
    context = SectionContext(load(frozen), analysed(load(frozen)))
    made: dict[str, str] = {
        "snapshot": frozen.decode(),
        "mails": " ".join(f"{message.subject} {message.body}" for message in mail.outbox),
    }
    for name, files in (("restricted", restricted_files(context)), ("partner", partner_files(load(frozen)))):
        made |= {f"{name} pdf": text(files.pdf), f"{name} page": files.page.decode()}
    with city_context(told.city.pk, via="test"):
        made["notices"] = " ".join(str(row) for row in ChangeNotice.objects.values())
        made["jobs"] = " ".join(str(row) for row in Job.objects.values())
    assert [name for name, body in made.items() if WORD in body] == []
    # no words are printed, and none are frozen
    assert [name for name, body in made.items() if SAID in body] == []


def test_no_table_ties_the_body_to_the_sessions(told: Told) -> None:
    with city_context(told.city.pk, via="test"):
        body = Organisation.objects.get(name__contains=WORD)
        pointing = _models_pointing_at_organisations()
        assert len(pointing) >= 4
        assert [model.__name__ for model in pointing if model.objects.filter(organisation=body).exists()] == []


def _models_pointing_at_organisations() -> list[Any]:
    found = [apps.get_model(name) for name in TABLE if name.startswith("stakeholders.")]
    return [model for model in found if "organisation" in {field.name for field in model._meta.get_fields()}]
