"""Every number of the page that leads somewhere leads to just as many records as it says."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from analysis.left_out import Step
from analysis.records import Event, Period, first_of_series
from core.formats import decimal, number, percent
from output.document import Paragraph, Run, runs_of
from output.leads import BEGIN, END, MIDDLE, lead, leading, plain
from output.pdf.layout import report_as_json
from output.web.page import page_of
from reports.editions import restricted_report
from reports.proposals import propose
from reports.release.printed import printed_in
from reports.sections.analysed import compared_events, left_out_events
from reports.sections.context import SectionContext
from reports.sections.counted import made_of
from reports.sections.report import build_report
from reports.selection import (
    BEFORE,
    COMPARED,
    COSTLY,
    EVER,
    LEFT_OUT,
    NOW,
    OF_OLDER,
    RECORD,
    SAID,
    SINCE,
    Selection,
    asked_in,
    is_window,
    years_before,
)
from reports.views.counting import with_leads
from tests.reports.landscapes import kinds_of_cities
from tests.reports.leads.leads_nowhere import COLUMNS, PATTERNS, numbers_of
from tests.reports.leads.led import page_led, runs_in, unexplained_in, whole
from tests.reports.sentences.summary_worlds import worlds

CITIES = kinds_of_cities()
# All of them in `make soak`.
FEW = [name if place % 6 == 0 else pytest.param(name, marks=pytest.mark.soak) for place, name in enumerate(CITIES)]
MARKS = re.compile(f"[{BEGIN}{MIDDLE}{END}]")


@cache
def _city(name: str) -> SectionContext:
    made = CITIES[name]()
    return whole(made)


@cache
def _page_of(name: str) -> dict[str, Any]:
    """Of a city at which several tests look; they read it and change nothing."""
    return page_led(_city(name))


@pytest.mark.parametrize("name", FEW)
def test_a_number_leads_to_as_many_records_as_it_says(name: str) -> None:
    context = _city(name)
    frozen = context.frozen
    questions = {"trigger_events": [_question(each.window) for each in frozen.declared]}
    told = list(runs_in(_page_of(name)))
    for run in told:
        window, _slash, of = run["to"].partition("/")
        if window in {SAID, RECORD, SINCE}:
            continue
        chosen, asked = Selection.read(of), asked_in(questions, window)
        assert is_window(window) or asked, run
        assert chosen is not None, run
        if chosen.by == OF_OLDER:  # once read, such a record is one of the whole city
            assert run["text"] == number(frozen.of_older_boundaries), run
            continue
        years = years_before(window)
        period = {NOW: frozen.period, BEFORE: frozen.comparison}.get(window) or frozen.period.years_earlier(years)
        if asked:
            period = asked[0].years_earlier(asked[1])
        if window == EVER:
            period = Period(date.min, date.max)
        terms = [each for each in chosen.each() if each.by not in COSTLY]
        found = [
            event
            for event in frozen.events
            if period.holds(event.first_day, event.last_day)
            and all(Selection(each.by, each.codes).of([event]) for each in terms)
        ]
        (steps,) = [each.codes for each in chosen.each() if each.by == LEFT_OUT] or [()]
        found = [event for event in found if all(event.key in _left_out(name)[Step(step)] for step in steps)]
        of_series = sum(event.series is not None for event in found)
        if COMPARED in {each.by for each in chosen.each()}:
            used = _compared(name, asked[0] if asked else None)
            every = [event for event in found if event.key in used]
            found = list(first_of_series(every))
            of_series = len(every) if any(event.series for event in every) else 0
        told_otherwise = {*_told_otherwise(context, terms, len(found)), *_as_series(found, of_series)}
        assert run["text"] in {number(len(found)), *told_otherwise}, run
    if len(frozen.events) > 50 and not frozen.totals:
        assert len(told) > 20


def _question(window: Period) -> dict[str, str]:
    return {"window_start": window.start.isoformat(), "window_end": window.end.isoformat()}


@cache
def _compared(name: str, asked: Period | None) -> frozenset[str]:
    return compared_events(_city(name).frozen, asked)


@cache
def _left_out(name: str) -> Mapping[Step, frozenset[str]]:
    return left_out_events(_city(name).frozen)


def _as_series(found: list[Event], events: int) -> Iterator[str]:
    """Where some are of a series: how many series, and all of their events."""
    if series := {event.series for event in found if event.series}:
        yield number(len(series))
        yield number(events)


def _told_otherwise(context: SectionContext, terms: list[Selection], count: int) -> Iterator[str]:
    """As a share of all of the period; and, of one district, per 10,000 residents and year."""
    land = context.landscape
    yield percent(count, land.total)
    codes = [each.codes[0] for each in terms if each.by == "district"]
    if codes and (years := land.rated.exposure.get(codes[0])):
        yield decimal(10_000 * count / years)


def test_judgements_and_what_was_asked_alone_lead_to_their_records() -> None:
    page = _page_of("a group trebles")
    cards = [each for part in page["sections"] for each in part["blocks"] if each["kind"] == "judgement"]
    led = {(run["text"], run["to"]) for card in cards for run in runs_in(card["statement"])}
    assert ("45", "now/compared=yes&targets=antisemitic") in led
    behind = {(run["text"], run["to"]) for card in cards for each in card["evidence"] for run in runs_in(each)}
    assert {("10", "before/compared=yes&targets=antisemitic"), ("45", "now/targets=antisemitic")} <= behind
    asked = {run["to"] for run in runs_in(page) if run["to"].startswith("2025-03-01~2025-05-31")}
    assert asked == {f"2025-03-01~2025-05-31{years}/compared=yes&targets=antisemitic" for years in ("", "y1")}
    # and nothing of it is kept with a judgement, whose words a person may take and change
    assert not any(MARKS.search(each.statement + str(each.evidence)) for each in propose(_city("a group trebles")))


def test_shares_and_rates_lead_to_what_they_are_made_of() -> None:
    runs = [(run["text"], run["to"]) for run in runs_in(_page_of("still"))]
    # 20 of each of ten districts with 10,000 residents
    assert ("20.0", "now/district=D03&source=police") in runs
    assert ("100 %", "now/reliability=B&credibility=2") in runs
    assert ("100 %", "now/well_graded=yes") in runs
    few = [run for run in runs_in(_page_of("nine records")) if "%" in run["text"]]
    assert few == []


def test_an_address_that_nobody_would_read_is_none() -> None:
    with leading():
        assert made_of("6", 6, source=["police"]) != "6"
        assert made_of("6", 6, source=[f"source-{n:04}" for n in range(100)]) == "6"


def test_what_is_written_where_nothing_leads_is_as_ever() -> None:
    assert lead("18", "now/all") == "18"
    with leading():
        led = lead("18", "now/all")
        assert led != "18"
        assert plain(f"{led} of {led}") == "18 of 18"
        assert runs_of([Run(f"In all {led}.", strong=True)]) == [
            Run("In all ", strong=True), Run("18", strong=True, to="now/all"), Run(".", strong=True)
        ]  # fmt: skip
        assert lead("", "now/all") == ""
    assert lead("18", "now/all") == "18"


@pytest.mark.parametrize("name", FEW)
def test_no_mark_is_left_in_a_page_or_in_what_is_typeset(name: str) -> None:
    with leading():
        report = restricted_report(_city(name))
    assert not MARKS.search(page_of(report).decode())
    assert not MARKS.search(json.dumps(report_as_json(report), ensure_ascii=False))
    words = "\n".join(each.text for each in printed_in(json.loads(page_of(report))))
    assert not re.search(r"\b(?:now|before|said|record)/\w", words)


def test_the_words_are_the_same_with_leads_and_without() -> None:
    for name in list(CITIES)[:3]:
        without = json.loads(page_of(build_report(_city(name))))
        assert list(printed_in(_page_of(name))) == list(printed_in(without))


# Of the worlds of the summary those that differ most; all of them in `make soak`, which asks what others there are.
WORLDS = ("rising", "a jump", "less in spring than ever", "two windows, more", "nine records", "much moved", "promises")


@pytest.mark.parametrize("name", FEW)
def test_a_number_that_leads_nowhere_has_a_stated_reason(name: str) -> None:
    assert unexplained_in(_city(name), _page_of(name)) == []


@pytest.mark.parametrize("name", WORLDS)
def test_so_it_has_whatever_the_summary_tells(name: str) -> None:
    assert unexplained_in(whole(worlds()[name])) == []


@pytest.mark.soak
def test_so_it_has_in_all_other_worlds() -> None:
    found = {name: unexplained_in(whole(each)) for name, each in worlds().items() if name not in WORLDS}
    assert {name: unexplained for name, unexplained in found.items() if unexplained} == {}


def _with_a_changed_judgement() -> SectionContext:
    """What the last one said of the city in other words, and one that is made no more."""
    found = worlds()["much moved"]
    last = [
        {"key": "city.change", "statement": "Recorded events: 100 in 2024.", "confidence": "moderate"},
        {"key": "gone", "statement": "Of 90 records 12 were of a Sunday.", "confidence": "low"},
    ]
    frozen = replace(found.frozen, compared={**(found.frozen.compared or {}), "judgements": last})
    return whole(replace(found, frozen=frozen))


def test_judgements_of_the_last_one_lead_to_where_they_are_printed() -> None:
    context = _with_a_changed_judgement()
    page = page_led(context)
    assert unexplained_in(context, page) == []
    led = {(run["text"], run["to"]) for run in runs_in(page) if run["to"].startswith(SINCE)}
    assert ("J1", "since/before/J1") in led
    assert next(text for text, to in led if to == "since/before/J2").startswith("J2 of no. ")
    # in the words of the statement nothing leads: it is as it was printed
    assert ". Recorded events: 100 in 2024." in page_of(restricted_report(context)).decode()


@pytest.mark.soak
def test_no_reason_is_stated_of_what_no_page_has() -> None:
    """Else the list would explain away what nobody means any more."""
    made = [*map(_city, CITIES), *map(whole, worlds().values()), _with_a_changed_judgement()]
    pages = list(map(page_led, made))
    said = [text for page in pages for _head, text in numbers_of(page)]
    heads = {head for page in pages for head, _text in numbers_of(page)}
    assert [each for each in PATTERNS if not any(re.search(each, text) for text in said)] == []
    assert [head for head in sorted(frozenset().union(*COLUMNS.values())) if head not in heads] == []


def test_an_address_is_made_of_where_it_leads_and_where_it_stands() -> None:
    with leading():
        blocks = {"kind": "paragraph", "text": [{"text": "6", "strong": False, "to": "now/district=Å b&targets=x"}]}
    page = {"sections": [{"number": "5", "blocks": [{"kind": "heading", "number": "5.2"}, blocks]}]}
    (run,) = runs_in(with_leads(page, "/city/x/diagnoses/1/records/"))
    assert run["url"] == "/city/x/diagnoses/1/records/now/district=%C3%85%20b&targets=x/?at=5.2"
    assert isinstance(Paragraph("x").text, str)
