"""What a person sees who reads an edition page by page: no page that is two thirds empty, no heading left alone at the
foot of one, and no dirt in what is printed."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from output.document import Block, Heading, Paragraph, Report, Section
from output.numbering import numbered
from output.pdf.typeset import typeset
from output.web.page import page_of
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.proposals import propose
from reports.release.printed import printed_in
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided, Recommended, Weighed
from reports.sections.report import build_report
from tests.output.reading import boxes
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import BODIES, body, city, factor, finding, group, need, outlook, quote, service, session
from tests.reports.sentences.summary_worlds import worlds

# Of A4 in points, and what of it head and foot take.
HEIGHT, FOOT = 842.0, 50.0

NAMES = tuple(BODIES)
SAID = [
    session(
        *NAMES,
        districts=["00", "01"],
        needs=[need(name, category) for name in NAMES for category in ("training", "funding", "safe_spaces")],
        outlook=[outlook(name, 4, district="01") for name in NAMES],
        findings=[finding(name, kind) for name in NAMES for kind in ("threat", "asset", "commitment")],
        quotes=[quote("Church", "We would have come.")],
        head_counts=[group("young")],
    )
    for _n in range(3)
]
RECOMMENDED = tuple(
    Recommended(
        "Hold the course twice a year.", category, "", "", "Secretariat", date(2026, 11, 1), status, "There is one.",
        date(2026, 6, 1), carried_from=1, for_partners=True, is_looked_at=False,
    )
    for category, status in (("training", "done"), ("funding", "under_way"), ("safe_spaces", "not_taken_up"))
)  # fmt: skip
MORE: dict[str, Any] = {
    "services": [service("training", title=f"Course {n}") for n in range(12)],
    "factors": [factor(title=f"Stop {n}") for n in range(6)],
    "organisations": [body(f"Club {n}", "trust", "places", may_share=True) for n in range(20)],
}


def _full(context: SectionContext, *recommended: Recommended) -> SectionContext:
    frozen = replace(
        context.frozen, processing_record={**PROCESSING, "retention": {}}, last_number=1,
        last_needs=(("training", ""), ("funding", ""), ("safe_spaces", "")),
    )  # fmt: skip
    decided = tuple(
        Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", False, key=p.key)
        for p in propose(context)
    )
    return replace(context, frozen=frozen, judgements=decided, weighed=Weighed(recommended=recommended))


def _contexts() -> dict[str, SectionContext]:
    many = city(*SAID, records=(20,) * 12, **MORE)
    return {
        "everything": _full(many, *RECOMMENDED),
        "few records": _full(city(*SAID, records=(8, 9, 7, 7), **MORE), *RECOMMENDED),
        "no words": _full(worlds()["rising"]),
    }


@cache
def _reports() -> dict[str, Report]:
    made: dict[str, Report] = {}
    for name, context in _contexts().items():
        made[name] = build_report(context)
        made[f"{name}, for partners"] = build_partner_report(
            partner_view(context.frozen, (), None, context.weighed, None)
        )
    return made


NAMED = [f"{name}{which}" for name in ("everything", "few records", "no words") for which in ("", ", for partners")]


@cache
def _pages(name: str) -> list[list[tuple[float, str]]]:
    """The lines of every page but its running head and foot, from its foot up, with how high they stand."""
    pages: dict[int, dict[int, str]] = {}
    for box in boxes(typeset(_reports()[name])):
        lines = pages.setdefault(box.page, {})
        if FOOT < box.bottom < HEIGHT - FOOT:
            lines[round(box.bottom)] = f"{lines.get(round(box.bottom), '')} {box.text}"
    return [sorted(lines.items()) for _number, lines in sorted(pages.items())]


@pytest.mark.parametrize("name", NAMED)
def test_no_page_is_two_thirds_empty(name: str) -> None:
    """But the last one, which ends where the text does."""
    pages = enumerate(_pages(name)[1:-1], start=2)
    assert [number for number, lines in pages if not lines or lines[0][0] > HEIGHT * 2 / 3] == []


@pytest.mark.parametrize("name", NAMED)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(name: str) -> None:
    report = numbered(_reports()[name])
    heads = {
        re.sub(r"\s", "", f"{each.number}{each.text}")
        for section in report.sections
        for each in section.blocks
        if isinstance(each, Heading)
    } | {re.sub(r"\s", "", f"{section.number}{section.title}") for section in report.sections}
    assert len(heads) > 10
    last = [re.sub(r"\s", "", lines[0][1]) for lines in _pages(name)[2:]]
    assert [text for text in last if text in heads] == []


def test_contents_too_many_for_one_column_name_every_heading_in_two() -> None:
    contents = " ".join(text for _height, text in _pages("everything")[1])
    for words in ("Contents", "What is counted", "Who was not yet reached", "Priorities and rec", "Fingerprint"):
        assert words in contents


def test_short_contents_leave_no_page_to_themselves() -> None:
    """As an action plan of a few projects has them."""
    sections = [Section(number=f"{n}", title=f"Part {n}", blocks=[Paragraph("Words. " * 60)]) for n in range(1, 6)]
    report = replace(_reports()["no words"], sections=sections)
    pages = {box.page for box in boxes(typeset(report)) if box.text.startswith(("Contents", "Words."))}
    assert min(pages) == max(pages) == 2


@pytest.mark.parametrize("lines", range(44, 52))
def test_no_heading_stands_over_one_line_at_the_foot_of_a_page(lines: int) -> None:
    """As where each member of a memorandum has its own: what it does, and below it what it is concerned about."""
    blocks: list[Block] = [*(Paragraph(f"Before {n}.") for n in range(lines)), Heading("Harbour Youth Club"),
              Paragraph("Opens the hall."), Paragraph("Last of all.")]  # fmt: skip
    report = replace(_reports()["no words"], sections=[Section(title="Roles", blocks=blocks)], with_contents=False)
    on = {box.text: box.page for box in boxes(typeset(report))}
    of = {words: next(page for text, page in on.items() if text.startswith(words)) for words in ("Harbour", "Last")}
    assert of["Harbour"] == of["Last"]


def test_contents_that_fit_one_column_stand_in_one() -> None:
    """No half of a page is empty beside a column that is full."""
    for number, columns in ((40, 1), (70, 2)):
        sections = [Section(number="1", title="Part", blocks=[Heading(f"Heading {n}") for n in range(number)])]
        report = replace(_reports()["no words"], sections=sections)
        lefts = {round(box.left) for box in boxes(typeset(report)) if box.page == 2 and box.text.startswith("Heading")}
        assert len(lefts) == columns


# A stop before a dash, a semicolon or another stop; a space before a stop or within brackets; two spaces; nothing in
# brackets; none of several where others raised it.
DIRT = re.compile(r"(?<!\.)\.\.(?!\.)|\. –|\.;|[,;]\.|\w [,.;:](?:\s|$)|  |\( |\(\)| \)|\b0 of \d+ (?:organi|session)")


@pytest.mark.parametrize("name", NAMED)
def test_nothing_that_is_printed_is_dirty(name: str) -> None:
    said = [each.text for each in printed_in(json.loads(page_of(_reports()[name])))]
    assert [text for text in said if DIRT.search(text)] == []


def test_dirt_would_be_found() -> None:
    for text in (
        "A course. – agreed", "A course.; done", "There is one..", "the police , who", "by 0 of 9 organisations",
        "two  spaces", "( none)", "()",
    ):  # fmt: skip
        assert DIRT.search(text), text
    for text in ("and so on…", "A. B", "10 of 22 organisations", "3.5 (2.1–4.0)", "a – b"):
        assert not DIRT.search(text), text


def test_the_partner_edition_says_nothing_is_recorded_only_where_it_knows() -> None:
    """Of a city whose consultations, services and factors stand all above green."""
    above = [session("Police", needs=[need("Police")], marking="amber")]
    frozen = city(*above, services=[service("training", marking="amber")], factors=[factor(marking="amber")]).frozen
    full = replace(frozen, processing_record={**PROCESSING, "retention": {}})
    page = json.loads(page_of(build_partner_report(partner_view(full))))
    told = [each.text for each in printed_in(page)]
    wrong = re.compile(
        r"No service is recorded, so|protective factor is recorded|no session of this period told|in a consultation\.$"
    )
    assert [text for text in told if wrong.search(text)] == []
    assert "No need that could come first is told of here." in told
    assert "No driver and no protective factor is told of here. That there is none is not said by that." in told
