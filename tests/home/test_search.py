"""One search over everything that one may read: what is found, and that nothing else is, nor how much of it there is.

That no word above one's clearance, and nothing said in confidence, is met in it, the canaries of tests/access look for.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.markings import ORDER, readable
from accounts.models import City, Membership
from core.search import words_of
from home.reviewed import REVIEWED
from mapping.found import DISTRICTS, OBSERVATIONS
from records import finding
from records.finding import find
from records.models import Access
from records.models.accesses import SEARCH, Called
from records.registries.record_types import findables
from tests.access.marked import (
    plant_consultation,
    plant_factor,
    plant_observation,
    plant_project,
    plant_service,
    plant_source,
    word,
)
from tests.access.test_marking_canary import who_works_here
from tests.factories import make_member
from tests.once import once, signed_in
from tests.records.makers import make_factor, make_observation, make_series
from tests.reports.conftest import small_city
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

KINDS = {"source": "Sources", "observation": "Observations", "factor": "Drivers and protective factors",
         "service": "Services", "consultation": "Consultations, and what was said", "project": "Projects"}  # fmt: skip


def _planted() -> City:
    city = small_city()
    author, approver = who_works_here(city)
    make_group(city, name="Unge i Nørreby")
    make_organisation(city, name="Harbour Youth Club", about="Boxing for everybody", contacts="Call the watchman")
    make_observation(
        city, author, title="Stickers at the library", what_happened="A call to violence, in Århus letters.",
        state="approved", approved_by=approver.user, approved_at="2026-01-15T00:00Z",
    )  # fmt: skip
    make_series(city, name="The tag of the falcon")
    make_factor(city, author, title="Nothing open", statement="After six there is only the square.")
    with city_context(city.pk, via="test"):
        for marking in ORDER:
            plant_source(city, marking)
            plant_observation(city, author, approver, marking)
            plant_factor(city, author, approver, marking)
            plant_service(city, author, approver, marking)
            plant_consultation(city, author, approver, marking)
            plant_project(city, author, marking)
    rules: tuple[tuple[str, dict[str, Any]], ...] = (
        ("chatham_house", {}),
        ("confidential", {"named_admin": approver.user}),
    )
    for rule, more in rules:
        made = make_consultation(
            city, author, confidentiality=rule, title=f"Falconers, {rule}", state="approved",
            approved_by=approver.user, approved_at="2026-01-15T00:00Z", **more,
        )  # fmt: skip
        with city_context(city.pk, via="test"):
            made.need_rows.update(statement=f"Peregrines want a nest box, {rule}")
    return city


@pytest.fixture(scope="module")
def planted_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    yield from once(django_db_blocker, _planted)


@pytest.fixture
def elver(planted_once: City, db: None) -> City:
    return City.objects.get(pk=planted_once.pk)


def _found(who: Membership, query: str) -> dict[str, list[str]]:
    """Titles by kind."""
    with city_context(who.city_id, via="test"):
        found = find(who, words_of(query))
    assert not any(each.is_cut_short for each in found)
    return {str(each.kind.label): [one.hit.title for one in each.rows] for each in found}


def test_every_type_that_is_reviewed_is_found_and_tried_here() -> None:
    found = {each.page: str(each.label) for each in findables(to_members=False)}
    for line in REVIEWED:
        assert line.pages in found, f"{line.model.__name__}: finds=… in registered.py"
        assert found[line.pages] in KINDS.values(), f"{line.model.__name__}: in KINDS, and in _planted"


@pytest.mark.parametrize("clearance", ["green", "amber", "red"])
@pytest.mark.parametrize("role", ["admin", "officer", "reader"])
def test_every_kind_is_found_up_to_ones_clearance_and_nothing_above(elver: City, role: str, clearance: str) -> None:
    found = _found(make_member(elver, "reads@elverhavn.example", role, clearance=clearance), "zz")
    for kind, label in KINDS.items():
        expected = {
            word(kind, marking)
            for marking in ORDER
            if readable(marking, clearance) and (role != "reader" or kind == "project")
        }
        assert set(found.get(label, [])) == expected


@pytest.mark.parametrize(
    ("query", "kind", "title"),
    [
        ("LIBRARY stickers", "Observations", "Stickers at the library"),
        ("aarhus call violence", "Observations", "Stickers at the library"),
        ("unge norreby", "Population groups", "Unge i Nørreby"),
        ("boxing harbour", "Organisations", "Harbour Youth Club"),
        ("falcon tag", "Series", "The tag of the falcon"),
        ("square nothing", "Drivers and protective factors", "Nothing open"),
        ("district 2", "Districts", "District 2"),
        ("district 1 zzfactorgreenzz", "Drivers and protective factors", "zzfactorgreenzz"),
    ],
)  # fmt: skip
def test_words_in_any_order_and_spelling_find_it_wherever_they_stand(
    elver: City, query: str, kind: str, title: str
) -> None:
    found = _found(make_member(elver, "reads@elverhavn.example", "officer"), query)
    assert title in found[kind]
    assert _found(make_member(elver, "other@elverhavn.example", "officer"), f"{query} nowhere") == {}


def test_a_session_is_found_by_those_alone_who_read_it_as_a_whole(elver: City) -> None:
    """By its words it would be told which it was."""
    officer = make_member(elver, "reads@elverhavn.example", "officer")
    assert _found(officer, "peregrines") == {}
    assert _found(officer, "falconers") == {}
    author = Membership.objects.get(user__name="Author")
    titles = ["Falconers, chatham_house", "Falconers, confidential"]
    assert sorted(_found(author, "peregrines")[KINDS["consultation"]]) == titles
    assert sorted(_found(author, "falconers")[KINDS["consultation"]]) == titles


def test_contacts_are_never_searched(elver: City) -> None:
    assert _found(make_member(elver, "reads@elverhavn.example", "admin"), "watchman") == {}


def test_another_city_is_not_searched(elver: City) -> None:
    other = City.objects.create(slug="stenhavn", name="Stenhavn", country="DK", languages=["en"])
    assert _found(make_member(other, "reads@elverhavn.example", "admin"), "zz") == {}


@pytest.mark.parametrize(
    "query",
    ["", " ", "\0", "%", "_", "\\", "(", "[", "a\\", "*", "🙂", "ı", "İ", "ß" * 300, "a b " * 300, "́", "' OR 1"],
)
def test_whatever_is_typed_is_answered(elver: City, query: str) -> None:
    client = signed_in(make_member(elver, "reads@elverhavn.example", "admin"))
    answer = client.get("/city/elverhavn/search/", {"words": query})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000


def test_the_page_marks_the_words_and_leads_to_the_rest(elver: City) -> None:
    page = signed_in(make_member(elver, "reads@elverhavn.example", "officer")).get(
        "/city/elverhavn/search/?words=threat"
    )
    said = page.content.decode()
    assert "<mark>Threat</mark>" in said
    assert 'href="/city/elverhavn/observations/?q=threat"' in said
    assert "Only the first" not in said


def test_what_was_shown_leaves_a_line_and_what_was_asked_for_does_not(elver: City) -> None:
    """Else whoever searches for one word after the other reads records that nobody knows they read."""
    who = make_member(elver, "reads@elverhavn.example", "officer")
    for words in ("", "nowhere at all", "stickers"):
        signed_in(who).get("/city/elverhavn/search/", {"words": words})
    with city_context(elver.pk, via="test"):
        line = Access.objects.get(user=who.user, model=SEARCH)
        assert (line.verb, line.object_id, line.what(Called(elver.pk))) == ("opened", "", "Search over everything")
        assert line.records == 1


def test_where_time_runs_out_it_says_so_and_goes_on(elver: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that takes too long is cut off by the database, and the next is looked through all the same."""

    def sleeping(member: Membership) -> Any:
        asleep = Func(Value(5.0), function="pg_sleep", output_field=TextField())
        return OBSERVATIONS.rows(member).annotate(searched=Cast(asleep, TextField()))

    monkeypatch.setattr(finding, "MILLISECONDS", 200)
    kinds = [replace(OBSERVATIONS, rows=sleeping), DISTRICTS]
    monkeypatch.setattr(finding, "findables", lambda **asked: kinds)
    who = make_member(elver, "reads@elverhavn.example", "officer")
    with city_context(elver.pk, via="test"):
        slow, districts = find(who, ["1"])
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
    assert slow.is_cut_short
    assert [one.hit.title for one in districts.rows] == ["District 1"]
    page = signed_in(who).get("/city/elverhavn/search/?words=1").content.decode()
    assert "There was not the time to look through all of these." in page
    assert "Nothing was found" not in page


def test_after_its_time_no_further_kind_is_begun(elver: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SECONDS_IN_ALL", -1.0)
    with city_context(elver.pk, via="test"):
        found = find(make_member(elver, "reads@elverhavn.example", "officer"), ["district"])
    assert {each.is_cut_short for each in found} == {True}
    assert len(found) == len(findables(to_members=False))
