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
from analysis.words import Word
from core.formats import decimal, number, percent
from output.document import Paragraph, Run, runs_of
from output.leads import BEGIN, END, MIDDLE, lead, leading, plain
from output.pdf.layout import report_as_json
from output.web.page import page_of
from reports.editions import restricted_report
from reports.printed import printed_in
from reports.proposals import propose
from reports.sections.analysed import compared_events, left_out_events
from reports.sections.context import SectionContext
from reports.sections.counted import made_of, of_sessions
from reports.sections.decisions import Decided
from reports.sections.report import build_report
from reports.selection import (
    BEFORE,
    COMPARED,
    COSTLY,
    EVER,
    LEFT_OUT,
    NOW,
    RECORD,
    SAID,
    SINCE,
    Selection,
    asked_in,
    is_window,
    years_before,
)
from reports.views.counting import with_leads
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import BODIES, group, need, outlook, quote, service, session, trust
from tests.reports.hearings import city as heard_city
from tests.reports.landscapes import kinds_of_cities
from tests.reports.leads_nowhere import COLUMNS, PATTERNS, numbers_of, unexplained
from tests.reports.summary_worlds import worlds

CITIES = kinds_of_cities()
# All of them in `make soak`.
FEW = [name if place % 6 == 0 else pytest.param(name, marks=pytest.mark.soak) for place, name in enumerate(CITIES)]
MARKS = re.compile(f"[{BEGIN}{MIDDLE}{END}]")


@cache
def _city(name: str) -> SectionContext:
    made = CITIES[name]()
    return _whole(made)


def _page(context: SectionContext) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(page_of(restricted_report(context)))
    return page


@cache
def _page_of(name: str) -> dict[str, Any]:
    """Of a city at which several tests look; they read it and change nothing."""
    return _page(_city(name))


def _judged(context: SectionContext) -> SectionContext:
    """With every proposal confirmed as it was proposed."""
    confirmed = (
        Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", False, key=p.key)
        for p in propose(context)
    )
    return replace(context, judgements=tuple(confirmed))


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
    context = _city(name)
    frozen = context.frozen
    questions = {"trigger_events": [_question(each.window) for each in frozen.declared]}
    told = list(_runs(_page_of(name)))
    for run in told:
        window, _slash, of = run["to"].partition("/")
        if window in {SAID, RECORD, SINCE}:
            continue
        chosen, asked = Selection.read(of), asked_in(questions, window)
        assert is_window(window) or asked, run
        assert chosen is not None, run
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
    led = {(run["text"], run["to"]) for card in cards for run in _runs(card["statement"])}
    assert ("45", "now/compared=yes&targets=antisemitic") in led
    behind = {(run["text"], run["to"]) for card in cards for each in card["evidence"] for run in _runs(each)}
    assert {("10", "before/compared=yes&targets=antisemitic"), ("45", "now/targets=antisemitic")} <= behind
    asked = {run["to"] for run in _runs(page) if run["to"].startswith("2025-03-01~2025-05-31")}
    assert asked == {f"2025-03-01~2025-05-31{years}/compared=yes&targets=antisemitic" for years in ("", "y1")}
    # and nothing of it is kept with a judgement, whose words a person may take and change
    assert not any(MARKS.search(each.statement + str(each.evidence)) for each in propose(_city("a group trebles")))


def test_parts_of_a_priority_lead_to_what_they_are_made_of() -> None:
    told = [session(*BODIES, needs=[need(name, "training", districts=["01"], priority=5) for name in BODIES])]
    page = _page(
        _whole(heard_city(*told, services=[{**service("training"), "id": 7}, {**service("training"), "id": 9}]))
    )
    first = next(each for each in page["sections"] if each["number"] == "13")
    rows = [row["cells"] for each in first["blocks"] if each["kind"] == "table" for row in each["rows"]]
    (row,) = [row for row in rows if row[0]["text"].startswith("Training (District 1")]
    led = [{run["to"] for run in _runs(cell)} for cell in row]
    assert led[2:4] == [{f"{SAID}/raised=training~01"}] * 2
    assert led[4] == {"now/district=01&source=police"}
    assert led[5] == {f"{RECORD}/service/7~9"}
    # of what one session in confidence is part of, nothing says in which the others said it
    hidden = [session("Police", rule="confidential", needs=[need("Police", "training")]) for _n in range(3)]
    page = _page(_whole(heard_city(*told, *hidden)))
    rows = [row["cells"] for each in page["sections"] if each["number"] == "13" for row in _rows(each)]
    (row,) = [row for row in rows if row[0]["text"].startswith("Training (whole")]
    assert [list(_runs(cell)) for cell in row[2:4]] == [[], []]


def _rows(section: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (row for each in section["blocks"] if each["kind"] == "table" for row in each["rows"])


def test_shares_and_rates_lead_to_what_they_are_made_of() -> None:
    runs = [(run["text"], run["to"]) for run in _runs(_page_of("still"))]
    # 20 of each of ten districts with 10,000 residents
    assert ("20.0", "now/district=D03&source=police") in runs
    assert ("100 %", "now/reliability=B&credibility=2") in runs
    assert ("100 %", "now/well_graded=yes") in runs
    few = [run for run in _runs(_page_of("nine records")) if "%" in run["text"]]
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


def test_counts_of_sessions_lead_to_them_and_to_none_where_one_was_held_in_confidence() -> None:
    here: dict[str, Any] = {"districts": ["01"], "barriers": ["time"], "head_counts": [group("young")]}
    first = session("Police", "Church", **here)
    second = session("Church", rule="chatham_house", **{**here, "head_counts": [group("young", represented=True)]})
    silent = [session("Police", rule="confidential", head_counts=[group("older")]) for _n in range(3)]
    page = _page(heard_city(first, second, *silent))
    both, alone = f"{SAID}/{first['id']}~{second['id']}", f"{SAID}/{first['id']}"
    led = [(run["text"], run["to"]) for run in _runs(page) if run["to"].startswith(SAID)]
    # the district, the barrier, the young; and of the young those who spoke themselves
    assert led.count(("2", both)) == 3
    assert ("1", alone) in led
    held = {str(each["id"]) for each in silent}
    assert not [to for _text, to in led if held & set(to.partition("/")[2].split("~"))]
    # the older were told of in confidence alone, three times: the number stands there and leads nowhere
    assert "3" not in [text for text, to in led if to != f"{SAID}/all"]


def test_a_count_that_one_session_in_confidence_is_part_of_leads_to_none_of_the_others() -> None:
    told = [session("Police", head_counts=[group("young")]) for _n in range(2)]
    told += [session("Police", rule="confidential", head_counts=[group("young")]) for _n in range(3)]
    led = [run["to"] for run in _runs(_page(heard_city(*told))) if run["text"] in {"2", "3", "5"}]
    assert {to for to in led if to.startswith(SAID)} <= {f"{SAID}/all", f"{SAID}/{told[0]['id']}~{told[1]['id']}"}
    with leading():
        context = heard_city(*told)
        assert of_sessions(context, 5, lambda each: bool(each.groups)) == "5"
        assert of_sessions(context, 2, lambda each: not each.in_confidence) != "2"


def test_each_level_of_a_rating_leads_to_where_it_was_given() -> None:
    """An organisation on the record counts once: by the lower one of 2 and 5, in both of its sessions."""
    first = session("School", "Church", "Mosque", outlook=[outlook("Church", 4), outlook("Mosque", 2)])
    first["outlook"] += [outlook("Police", 5), outlook("Health Centre", 5), outlook("School", 3)]
    again = session("Church", outlook=[outlook("Mosque", 5), outlook("Youth Club", 4)])
    led = {(run["text"], run["to"]) for run in _runs(_page(heard_city(first, again))) if run["to"].startswith(SAID)}
    both, alone = f"{SAID}/{first['id']}~{again['id']}", f"{SAID}/{first['id']}"
    # civil society: 2 of the mosque, 4 and 4 of church and club; public bodies: 3, 5, 5
    assert {("1", both), ("2", both), ("4", both)} <= led
    assert {("1", alone), ("2", alone), ("5", alone)} <= led


@pytest.mark.parametrize("rule", ["on_record", "chatham_house", "confidential"])
@pytest.mark.parametrize("kind", ["outlook", "trust"])
def test_levels_and_people_lead_nowhere_where_one_session_in_confidence_is_among_them(rule: str, kind: str) -> None:
    """Three in confidence tell alike what three on the record told of: the table prints all, and leads to none."""
    rate = outlook if kind == "outlook" else trust
    names, heads = ("Church", "Mosque", "Youth Club"), [group("young", 3)]
    told: dict[str, Any] = {kind: [rate(name, 4) for name in names], "head_counts": heads}
    open_ones = [session(*names, **told) for _n in range(3)]
    unnamed: dict[str, Any] = {
        kind: [rate("block:civil_society", 4)],
        "head_counts": [group("young", 4)],
        "first_day": "2025-03-01",
    }
    others = [session("Church", rule=rule, **unnamed) for _n in range(3)]
    led = [(run["text"], run["to"]) for run in _runs(_page(heard_city(*open_ones, *others)))]
    to_them = {to for text, to in led if to.startswith(SAID) and to != f"{SAID}/all" and text in {"4", "6", "21"}}
    everywhere = f"{SAID}/{'~'.join(str(each['id']) for each in [*open_ones, *others])}"
    assert to_them == (set() if rule == "confidential" else {everywhere})
    if rule != "confidential":
        # 3 × 3 and 3 × 4 people; the middle one
        assert {("21", everywhere), ("4", everywhere)} <= set(led)


# Of the worlds of the summary those that differ most; all of them in `make soak`, which asks what others there are.
WORLDS = ("rising", "a jump", "less in spring than ever", "two windows, more", "nine records", "much moved", "promises")


@pytest.mark.parametrize("name", FEW)
def test_a_number_that_leads_nowhere_has_a_stated_reason(name: str) -> None:
    assert _unexplained(_city(name), _page_of(name)) == []


@pytest.mark.parametrize("name", WORLDS)
def test_so_it_has_whatever_the_summary_tells(name: str) -> None:
    assert _unexplained(_whole(worlds()[name])) == []


@pytest.mark.soak
def test_so_it_has_in_all_other_worlds() -> None:
    found = {name: _unexplained(_whole(each)) for name, each in worlds().items() if name not in WORLDS}
    assert {name: unexplained for name, unexplained in found.items() if unexplained} == {}


def _with_a_changed_judgement() -> SectionContext:
    """What the last one said of the city in other words, and one that is made no more."""
    found = worlds()["much moved"]
    last = [
        {"key": "city.change", "statement": "Recorded events: 100 in 2024.", "confidence": "moderate"},
        {"key": "gone", "statement": "Of 90 records 12 were of a Sunday.", "confidence": "low"},
    ]
    frozen = replace(found.frozen, compared={**(found.frozen.compared or {}), "judgements": last})
    return _whole(replace(found, frozen=frozen))


def test_judgements_of_the_last_one_lead_to_where_they_are_printed() -> None:
    context = _with_a_changed_judgement()
    page = _page(context)
    assert _unexplained(context, page) == []
    led = {(run["text"], run["to"]) for run in _runs(page) if run["to"].startswith(SINCE)}
    assert ("J1", "since/before/J1") in led
    assert next(text for text, to in led if to == "since/before/J2").startswith("J2 of no. ")
    # in the words of the statement nothing leads: it is as it was printed
    assert ". Recorded events: 100 in 2024." in page_of(restricted_report(context)).decode()


def test_every_number_of_what_was_said_leads_somewhere_too() -> None:
    said = [*(need(name, priority=5) for name in BODIES), need("Police", "funding", districts=["01"])]
    sessions = [session(*BODIES, needs=said, head_counts=[group("young")]), *(session(*BODIES) for _n in range(2))]
    whole = _whole(heard_city(*sessions))
    page = _page(whole)
    assert _unexplained(whole, page) == []
    # 9 of 9 organisations; 24 records, 6 of them in the district
    summary = next(each for each in page["sections"] if each["number"] == "2")
    assert {"9", "24", "6"} <= {run["text"] for run in _runs(summary)}


@pytest.mark.soak
def test_no_reason_is_stated_of_what_no_page_has() -> None:
    """Else the list would explain away what nobody means any more."""
    made = [*map(_city, CITIES), *map(_whole, worlds().values()), _with_a_changed_judgement()]
    pages = list(map(_page, made))
    said = [text for page in pages for _head, text in numbers_of(page)]
    heads = {head for page in pages for head, _text in numbers_of(page)}
    assert [each for each in PATTERNS if not any(re.search(each, text) for text in said)] == []
    assert [head for head in sorted(frozenset().union(*COLUMNS.values())) if head not in heads] == []


def _unexplained(context: SectionContext, page: dict[str, Any] | None = None) -> list[str]:
    land = context.landscape
    compares = land.city.word != Word.RECORDING_CHANGED and not land.by_totals
    return list(unexplained(page or _page(context), compares=compares))


def _whole(context: SectionContext) -> SectionContext:
    full = replace(context, frozen=replace(context.frozen, processing_record={**PROCESSING, "retention": {}}))
    return _judged(full)


def test_an_address_is_made_of_where_it_leads_and_where_it_stands() -> None:
    with leading():
        blocks = {"kind": "paragraph", "text": [{"text": "6", "strong": False, "to": "now/district=Å b&targets=x"}]}
    page = {"sections": [{"number": "5", "blocks": [{"kind": "heading", "number": "5.2"}, blocks]}]}
    (run,) = _runs(with_leads(page, "/city/x/diagnoses/1/records/"))
    assert run["url"] == "/city/x/diagnoses/1/records/now/district=%C3%85%20b&targets=x/?at=5.2"
    assert isinstance(Paragraph("x").text, str)
