"""The list of consultations is searched by what was said and by who came, as far as one reads the whole of each."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import City, Membership
from stakeholders.models import Finding, Need
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_consultation, make_organisation

LIST = "/city/elverhavn/consultations/"


def found(member: Membership, words: str) -> int:
    return len(sign_in(Client(), member).get(LIST, {"q": words}).context["rows"])


@pytest.fixture
def told(elverhavn: City, bob: Membership) -> Any:
    made = make_consultation(
        elverhavn, bob, title="Workshop", organisations=[make_organisation(elverhavn, name="Søhuset")]
    )
    with inside(elverhavn):
        Need.objects.filter(consultation=made).update(statement="A café that is open")
        Finding.objects.create(
            city=elverhavn,
            consultation=made,
            confidentiality="on_record",
            kind="harm",
            block="residents",
            statement="Nobody reports it",
        )
    make_consultation(elverhavn, bob, title="Another")
    return made


@pytest.mark.parametrize(
    ("words", "count"),
    [("workshop", 1), ("cafe open", 1), ("OPEN café", 1), ("nobody reports", 1), ("sohuset", 1), ("workshop cafe", 1),
     ("openNobody", 0), ("no such word", 0), ("", 2)],
)  # fmt: skip
def test_a_search_finds_what_was_said_whatever_its_accents_and_order(
    told: Any, alice: Membership, words: str, count: int
) -> None:
    """Search reads titles only."""
    assert found(alice, words) == count


def test_what_is_searched_is_put_together_once_however_many_words_are_looked_for(told: Any, alice: Membership) -> None:
    client = sign_in(Client(), alice)
    asked = []
    for words in ("cafe", "cafe open workshop sohuset nobody reports it"):
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(LIST, {"q": words}).context["rows"]) == 1
        asked.append(sum(each["sql"].upper().count("STRING_AGG") for each in queries.captured_queries))
    assert asked[0] == asked[1] > 0


def test_a_search_finds_no_word_of_what_one_may_not_read(elverhavn: City, bob: Membership, alice: Membership) -> None:
    other = make_member(elverhavn, "dora@elverhavn.example", "officer")
    made = make_consultation(
        elverhavn, bob, confidentiality="chatham_house", state="approved", approved_at="2026-03-02T00:00Z"
    )
    with inside(elverhavn):
        Need.objects.filter(consultation=made).update(statement="A quiet room")
    assert [found(member, "quiet room") for member in (alice, bob, other)] == [1, 1, 0]
    assert found(other, "") == 1
