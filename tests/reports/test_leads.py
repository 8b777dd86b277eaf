"""Every number of the page that leads somewhere leads to just as many records as it says."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from analysis.records import first_of_series
from core.formats import decimal, number, percent
from output.document import Paragraph, Run, runs_of
from output.leads import BEGIN, END, MIDDLE, lead, leading, plain
from output.pdf.layout import report_as_json
from output.web.page import page_of
from reports.printed import printed_in
from reports.sections.context import SectionContext, compared_events
from reports.sections.counted import made_of, of_sessions
from reports.sections.report import build_report
from reports.selection import BEFORE, COMPARED, NOW, RECORD, SAID, Selection, is_window, years_before
from reports.views.counting import with_leads
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import BODIES, group, need, outlook, quote, session, trust
from tests.reports.hearings import city as heard_city
from tests.reports.landscapes import kinds_of_cities
from tests.reports.summary_worlds import worlds

CITIES = kinds_of_cities()
# All of them in `make soak`.
FEW = [name if place % 6 == 0 else pytest.param(name, marks=pytest.mark.soak) for place, name in enumerate(CITIES)]
MARKS = re.compile(f"[{BEGIN}{MIDDLE}{END}]")


@cache
def _city(name: str) -> SectionContext:
    made = CITIES[name]()
    return replace(made, frozen=replace(made.frozen, processing_record={**PROCESSING, "retention": {}}))


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
    context = _city(name)
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
        assert run["text"] in {number(len(found)), *_told_otherwise(context, terms, len(found))}, run
    if len(frozen.events) > 50 and not frozen.totals:
        assert len(told) > 20


def _told_otherwise(context: SectionContext, terms: list[Selection], count: int) -> Iterator[str]:
    """As a share of all of the period; and, of one district, per 10,000 residents and year."""
    land = context.landscape
    yield percent(count, land.total)
    codes = [each.codes[0] for each in terms if each.by == "district"]
    if codes and (years := land.rated.exposure.get(codes[0])):
        yield decimal(10_000 * count / years)


def test_shares_and_rates_lead_to_what_they_are_made_of() -> None:
    runs = [(run["text"], run["to"]) for run in _runs(_page(_city("still")))]
    # 20 of each of ten districts with 10,000 residents
    assert ("20.0", "now/district=D03&source=police") in runs
    assert ("100 %", "now/reliability=B&credibility=2") in runs
    assert ("100 %", "now/well_graded=yes") in runs
    few = [run for run in _runs(_page(_city("nine records"))) if "%" in run["text"]]
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
        report = build_report(_city(name))
    assert not MARKS.search(page_of(report).decode())
    assert not MARKS.search(json.dumps(report_as_json(report), ensure_ascii=False))
    words = "\n".join(each.text for each in printed_in(json.loads(page_of(report))))
    assert not re.search(r"\b(?:now|before|said|record)/\w", words)


def test_the_words_are_the_same_with_leads_and_without() -> None:
    for context in map(_city, list(CITIES)[:3]):
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


# Every number of the summary leads to what it counts, but these, which count no record and no session.
LEADS_NOWHERE = (
    # a year, a period, a day, the number of a diagnosis or section
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)–?)+ \d{4}",
    r"\b\d{1,2} [A-Z][a-z]+ \d{4}",
    r"\b20\d\d(?:–20\d\d)?\b",
    r"\b[Nn]o\. \d+",
    r"[Ss]ection \d+",
    # how many years or periods were looked at
    r"\bof \d+ (?:years|such periods)",
    r"\bover \d+ years",
    # districts, and needs that stand further on
    r"\d+ of \d+ districts?",
    r"\bhas \d+ more needs?",
    r"\band \d+ others",
    # the names of the districts of the tests
    r"\bDistrict \d+",
)


@pytest.mark.parametrize("name", ["rising", "a jump", "less in spring than ever", "two windows, more", "nine records"])
def test_every_number_of_the_summary_leads_somewhere(name: str) -> None:
    _leads_everywhere(worlds()[name])


def test_every_number_of_what_was_said_leads_somewhere_too() -> None:
    said = [*(need(name, priority=5) for name in BODIES), need("Police", "funding", districts=["01"])]
    sessions = [session(*BODIES, needs=said, head_counts=[group("young")]), *(session(*BODIES) for _n in range(2))]
    # 9 of 9 organisations; 24 records, 6 of them in the district
    assert {"9", "24", "6"} <= _leads_everywhere(heard_city(*sessions))


def _leads_everywhere(context: SectionContext) -> set[str]:
    """Asserts it, and gives the numbers that do."""
    full = replace(context, frozen=replace(context.frozen, processing_record={**PROCESSING, "retention": {}}))
    summary = next(each for each in _page(full)["sections"] if each["number"] == "2")
    texts = list(_texts_without_leads(summary["blocks"]))
    left = [each for each in texts if re.search(r"\d", re.sub("|".join(LEADS_NOWHERE), "", each))]
    assert left == []
    return {run["text"] for run in _runs(summary)}


def _texts_without_leads(value: Any) -> Iterator[str]:
    """Words of the page, run after run, without pictures and what is said of them to those who cannot see them."""
    if isinstance(value, list) and value and all(isinstance(each, dict) and "text" in each for each in value):
        yield "".join(" " if each.get("to") else str(each["text"]) for each in value)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_without_leads(each)
    elif isinstance(value, dict) and value.get("kind") != "figure":
        for each in value.values():
            yield from _texts_without_leads(each)


def test_an_address_is_made_of_where_it_leads_and_where_it_stands() -> None:
    with leading():
        blocks = {"kind": "paragraph", "text": [{"text": "6", "strong": False, "to": "now/district=Å b&targets=x"}]}
    page = {"sections": [{"number": "5", "blocks": [{"kind": "heading", "number": "5.2"}, blocks]}]}
    (run,) = _runs(with_leads(page, "/city/x/diagnoses/1/records/"))
    assert run["url"] == "/city/x/diagnoses/1/records/now/district=%C3%85%20b&targets=x/?at=5.2"
    assert isinstance(Paragraph("x").text, str)
