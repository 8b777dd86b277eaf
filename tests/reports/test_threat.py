"""The country's own threat assessment: its words, whose and from when, and that there is none where there is none."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import save_settings
from accounts.city import city_context
from accounts.models import City
from records.forms import CityForm
from reports.actions import create_diagnosis
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.sections import scope, threat
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from tests.analysis.makers import YEAR, coverage
from tests.reports.hearings import city, session
from tests.reports.landscapes import reading_of, steady
from tests.reports.sentences.saying import texts
from tests.reports.sentences.summary_worlds import THREAT, with_city

NOT_GIVEN = "The country's own threat assessment is not given here"
NOT_KEPT = "The country's own threat assessment was not kept yet"
LONG = "The threat is unchanged. " * 30


def _given(**fields: Any) -> SectionContext:
    return with_city(city(session("Church")), **{**THREAT, **fields})


def _words(blocks: Any) -> str:
    return " ".join(texts(list(blocks)))


@pytest.mark.parametrize(("dated", "old"), [("2025-02-01", False), ("2025-01-31", True)])
def test_it_says_whose_words_it_is_from_when_and_that_it_is_old(dated: str, old: bool) -> None:
    """The diagnosis is of 1 February 2026."""
    told = _words(threat.in_short(_given(threat_dated=dated)))
    assert "The country's own assessment " in told
    assert "Invented Centre" in told
    assert THREAT["threat_text"] in told
    assert ("older than 12 months" in told) == old


def test_where_it_is_published_stands_in_section_3_once() -> None:
    assert _words(scope.blocks(_given())).count(THREAT["threat_link"]) == 1


def test_what_the_summary_has_no_room_for_stands_in_section_5() -> None:
    assert not list(threat.in_full(_given()))
    long = _given(threat_text=LONG)
    assert len(_words(threat.in_short(long))) < 500
    assert LONG.strip() in _words(threat.in_full(long)).replace("  ", " ")


@pytest.mark.parametrize(
    ("context", "said"),
    [
        (city(session("Church")), NOT_KEPT),
        (with_city(city(session("Church")), threat_text=""), NOT_GIVEN),
        (_given(), ""),
    ],
    ids=["a snapshot of before", "none", "given"],
)
def test_that_there_is_none_is_said_in_section_3_and_nowhere_where_there_is_one(
    context: SectionContext, said: str
) -> None:
    told = _words(scope.blocks(context))
    assert {each for each in (NOT_GIVEN, NOT_KEPT) if each in told} == ({said} if said else set())
    assert bool(list(threat.in_short(context))) == (not said)


def test_members_read_it_too() -> None:
    words = _words([build_partner_report(partner_view(_given().frozen))])
    assert THREAT["threat_text"] in words
    assert THREAT["threat_link"] in words


def test_who_began_to_look_after_the_period_is_no_source_of_it() -> None:
    looked = [coverage(last=2025), coverage("later", first=2026, last=2026)]
    words = _words(scope.blocks(reading_of(steady(5), looked)))
    assert "Police" in words
    assert "Later" not in words


@pytest.mark.parametrize(("dated", "expected"), [("2026-03-01", True), ("2026-02-28", False)])
def test_what_was_published_after_the_day_of_a_diagnosis_is_not_of_its_time(
    elver: City, dated: str, expected: bool
) -> None:
    """Published on 1 March 2026."""
    with city_context(elver.pk, via="test"):
        form = _form(City.objects.get(pk=elver.pk), threat_dated="2026-03-01")
        save_settings(city=form.save(commit=False))
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date.fromisoformat(dated))
        frozen = load(freeze(made))
    assert threat.is_given(SectionContext(frozen, analysed(frozen))) is expected
    assert (frozen.city["threat_source"], frozen.city["threat_dated"]) == (
        ("Invented Centre", "2026-03-01") if expected else ("", None)
    )


def _form(row: City, **fields: Any) -> CityForm:
    usual = {"name": "Elverhavn", "country": "DK", "time_zone": "Europe/Copenhagen", "languages": ["en"]}
    return CityForm({**usual, "emergency_number": "112", **THREAT, **fields}, instance=row)


def test_it_is_kept_with_its_source_and_day(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        form = _form(elver)
        assert form.is_valid(), form.errors
        save_settings(city=form.save(commit=False))
    kept = City.objects.get(pk=elver.pk)
    assert kept.threat_text == THREAT["threat_text"]
    assert kept.threat_dated == datetime.date(2025, 12, 5)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"threat_source": ""}, "threat_source"),
        ({"threat_dated": ""}, "threat_dated"),
        ({"threat_dated": "2999-01-01"}, "threat_dated"),
        ({"threat_text": "x" * 1001}, "threat_text"),
        ({"threat_source": "x" * 201}, "threat_source"),
        ({"threat_link": "javascript:alert(1)"}, "threat_link"),
        ({"threat_link": "centre"}, "threat_link"),
    ],
)
def test_what_cannot_be_looked_up_is_refused_with_the_field(elver: City, fields: dict[str, str], wrong: str) -> None:
    with city_context(elver.pk, via="test"):
        form = _form(elver, **fields)
        assert not form.is_valid()
    assert wrong in form.errors


def test_the_database_keeps_no_paragraph_without_its_source(elver: City) -> None:
    elver.threat_text = "Nobody said so."
    with city_context(elver.pk, via="test"), pytest.raises(ValidationError, match="Say who published"):
        save_settings(city=elver)
