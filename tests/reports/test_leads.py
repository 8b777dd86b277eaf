"""Every number of the page that leads somewhere leads to just as many records as it says."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from analysis.records import first_of_series
from core.formats import number
from output.document import Paragraph, Run, runs_of
from output.leads import BEGIN, END, MIDDLE, lead, leading, plain
from output.pdf.layout import report_as_json
from output.web.page import page_of
from reports.printed import printed_in
from reports.sections.context import SectionContext, compared_events
from reports.sections.report import build_report
from reports.selection import BEFORE, COMPARED, NOW, RECORD, SAID, Selection, is_window, years_before
from reports.views.counting import with_leads
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import city as heard_city
from tests.reports.hearings import need, quote, session
from tests.reports.landscapes import cities

CITIES = {
    name: replace(each, frozen=replace(each.frozen, processing_record={**PROCESSING, "retention": {}}))
    for name, each in cities().items()
}
# All of them in `make soak`.
FEW = [name if place % 6 == 0 else pytest.param(name, marks=pytest.mark.soak) for place, name in enumerate(CITIES)]
MARKS = re.compile(f"[{BEGIN}{MIDDLE}{END}]")


def _page(context: SectionContext) -> dict[str, Any]:
    with leading():
        page: dict[str, Any] = json.loads(page_of(build_report(context)))
    return page


def _runs(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "to" in value:
            yield value
        for each in value.values():
            yield from _runs(each)
    elif isinstance(value, list):
        for each in value:
            yield from _runs(each)


@pytest.mark.parametrize("name", FEW)
def test_a_number_leads_to_as_many_records_as_it_says(name: str) -> None:
    context = CITIES[name]
    frozen, used = context.frozen, compared_events(context.frozen)
    told = list(_runs(_page(context)))
    for run in told:
        window, _slash, of = run["to"].partition("/")
        if window in {SAID, RECORD}:
            continue
        chosen = Selection.read(of)
        assert is_window(window), run
        assert chosen is not None, run
        years = years_before(window)
        period = {NOW: frozen.period, BEFORE: frozen.comparison}.get(window) or frozen.period.years_earlier(years)
        terms = [each for each in chosen.each() if each.by != COMPARED]
        found = [
            event
            for event in frozen.events
            if period.holds(event.first_day, event.last_day)
            and all(Selection(each.by, each.codes).of([event]) for each in terms)
        ]
        if len(terms) < len(list(chosen.each())):
            found = list(first_of_series(event for event in found if event.key in used))
        assert run["text"] == number(len(found)), run
    if len(frozen.events) > 50 and not frozen.totals:
        assert len(told) > 20


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
        report = build_report(CITIES[name])
    assert not MARKS.search(page_of(report).decode())
    assert not MARKS.search(json.dumps(report_as_json(report), ensure_ascii=False))
    words = "\n".join(each.text for each in printed_in(json.loads(page_of(report))))
    assert not re.search(r"\b(?:now|before|said|record)/\w", words)


def test_the_words_are_the_same_with_leads_and_without() -> None:
    for context in list(CITIES.values())[:3]:
        without = json.loads(page_of(build_report(context)))
        assert list(printed_in(_page(context))) == list(printed_in(without))


def test_what_was_said_leads_to_its_session_and_never_to_one_in_confidence() -> None:
    told = [
        session("Police", "Church", needs=[need("Police", statement="More light")]),
        session("Police", rule="confidential", needs=[need("Police", statement="In confidence")]),
    ]
    told.append(session("Church", rule="chatham_house", quotes=[quote("Church")]))
    told.append(session("Church", quotes=[quote("Church", "On the record")]))
    context = heard_city(*told)
    said = {run["to"] for run in _runs(_page(context)) if run["to"].startswith(SAID)}
    # whose quote it is may be read by those alone who may read the session as a whole
    assert f"{SAID}/{told[2]['id']}" not in said
    assert f"{SAID}/{told[3]['id']}" in said
    assert f"{SAID}/{told[0]['id']}" in said
    assert f"{SAID}/{told[1]['id']}" not in said


def test_who_raised_a_need_leads_to_where_they_did() -> None:
    named = session("Police", "Church", needs=[need("Police"), need("Church", "funding")])
    unnamed = session("Police", rule="chatham_house", needs=[need("block:residents")])
    page = _page(heard_city(named, unnamed, session("Church", needs=[need("Church", "funding")])))
    runs = [(run["text"], run["to"]) for run in _runs(page) if run["to"].startswith(SAID)]
    assert ("1", f"{SAID}/{named['id']}") in runs
    assert ("1", f"{SAID}/{unnamed['id']}") in runs


def test_an_address_is_made_of_where_it_leads_and_where_it_stands() -> None:
    with leading():
        blocks = {"kind": "paragraph", "text": [{"text": "6", "strong": False, "to": "now/district=Å b&targets=x"}]}
    page = {"sections": [{"number": "5", "blocks": [{"kind": "heading", "number": "5.2"}, blocks]}]}
    (run,) = _runs(with_leads(page, "/city/x/diagnoses/1/records/"))
    assert run["url"] == "/city/x/diagnoses/1/records/now/district=%C3%85%20b&targets=x/?at=5.2"
    assert isinstance(Paragraph("x").text, str)
