"""The memorandum as page and PDF: both say the same, every part has its place, and nobody's name stands in it."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership, User
from output.document import Report
from output.pdf.typeset import typeset
from output.web.page import page_of
from stakeholders.memorandum.document import build_memorandum
from stakeholders.memorandum.page import signers_of
from stakeholders.models import Memorandum
from tests.demo.test_memorandum import make_memoranda
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.once import once
from tests.output.reading import opened, text
from tests.output.structure import problems
from tests.stakeholders.memoranda import make_agreed

Fjord = tuple[City, dict[str, User]]


@pytest.fixture(scope="module")
def fjord(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Fjord]:
    """A city with the memorandum of the fictional one."""

    def make() -> Fjord:
        city = City.objects.create(slug="fjord", name="Fjordby", country="DK", time_zone="Europe/Copenhagen")
        return city, make_memoranda(city)

    yield from once(django_db_blocker, make)


def document(city: City, number: int, language: str = "en") -> Report:
    with inside(city), translation.override(language):
        version = Memorandum.objects.with_end().select_related("city").get(number=number)
        return build_memorandum(version, signers_of(version), today=timezone.localdate())


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_reader_of_the_structure_finds_no_fault(number: int, language: str, fjord: Fjord, db: None) -> None:
    pdf = typeset(document(fjord[0], number, language))
    assert problems(pdf) == []
    assert str(opened(pdf).Root.Lang) == language


def test_page_and_pdf_say_the_same_and_name_nobody(fjord: Fjord, db: None) -> None:
    city, cast = fjord
    report = document(city, 2)
    page, printed = json.loads(page_of(report)), " ".join(text(typeset(report)).split())
    words = json.dumps(page, ensure_ascii=False)
    says = (
        *("That nobody is asked for a name at the door.", "Each member has one voice, whatever its size."),
        *("Not signed by: Senior Citizens' Council.", "We sign, and do not agree that our rooms are open"),
        *("Youth Council of Elverhavn", "on paper", "on screen", "In force since", "Steering group"),
        "its signature of the version before holds until",
    )
    assert [each for each in says if each not in words] == []
    assert [each for each in says if each not in printed] == []
    assert "Vestergaard" in cast["reader"].name
    assert [each for each in ("Vestergaard", "example.org") if each in words + printed] == []
    assert "TLP:CLEAR" in printed


def test_what_was_replaced_says_by_what_and_names_no_days_of_grace(fjord: Fjord, db: None) -> None:
    words = json.dumps(json.loads(page_of(document(fjord[0], 1))), ensure_ascii=False)
    assert "until version 2 took its place on" in words
    assert "In force since" not in words
    assert "holds until" not in words
    assert "Each member has one voice" not in words


def test_a_member_downloads_it_and_a_draft_has_none_for_them(fjord: Fjord, db: None) -> None:
    city, cast = fjord
    answer = sign_in(Client(), cast["reader"]).get(f"/city/{city.slug}/memorandum/2/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fjord-memorandum-2.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_what_its_pdf_cannot_print_is_said_beside_it(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        make_agreed(elverhavn, 1, state="draft")
    client, told = sign_in(Client(), alice), "The PDF cannot print 茶"
    assert told not in client.get("/city/elverhavn/memorandum/1/").content.decode()
    with inside(elverhavn):
        Memorandum.objects.update(common_goal="A tea house 茶")
    assert told in client.get("/city/elverhavn/memorandum/1/").content.decode()
