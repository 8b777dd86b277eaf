"""The summary on one page: each sentence where it is true and nowhere else, one page whatever there is, no harm."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from output.document import Bullets, Decisions, Facts, Run, SideBySide
from output.pdf.typeset import typeset
from reports.sections import contents, decide, know, report, say, summary, threat
from reports.sections.context import SectionContext
from stakeholders.vocabulary import NeedCategory
from tests.analysis.makers import events
from tests.output.reading import boxes, page_texts
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import city, need, service, session
from tests.reports.landscapes import AREAS, reading_of, steady
from tests.reports.sentences.saying import A_MINUTE, is_sentence, noted, templates_of, texts, words_read
from tests.reports.sentences.summary_conditions import WHEN
from tests.reports.sentences.summary_worlds import (
    ALL,
    LETTERS,
    a_hundred_times_as_much,
    also_heard,
    worlds,
)

MODULES = (know, decide, say, threat, summary)
# behind cover and contents
SUMMARY_PAGE = 3
# In points, of the lines of a list.
FROM_LINE_TO_LINE = 3


# Said in section 3, or where nothing else is: `test_threat.py`.
ELSEWHERE = (
    "The country's own threat assessment",
    "Earlier years have",
    "No consultation may be",
    "None that may be told",
)
# of so few that the page says no number: `test_of_few_no_number_is_told`
HEADS = {"fewer than %(least)s", "Level.", "Where.", "Who is targeted.", "Currents.", "What was done.", "how high:"}


def _condition(template: str) -> str | None:
    if template.startswith(ELSEWHERE) or template in HEADS:
        return None
    fitting = [begin for begin in WHEN if template.startswith(begin)]
    assert fitting, f"No condition is stated for “{template}”."
    return max(fitting, key=len)


def _templates() -> dict[str, str]:
    sentences = {text for text in templates_of(MODULES) if is_sentence(text) or text.startswith(": the")}
    return {text: begin for text in sentences if (begin := _condition(text))}


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    assert set(_templates().values()) == set(WHEN)


def _printed(context: SectionContext) -> set[str]:
    with pytest.MonkeyPatch.context() as patched:
        used = noted(MODULES, patched)
        patched.setattr(know, "small_map", lambda *_args: "<svg/>")
        patched.setattr(know, "small_years", lambda *_args, **_options: "<svg/>")
        list(texts(summary.blocks(context)))
    return used


def test_every_sentence_is_printed_exactly_when_it_is_true() -> None:
    said = {name: _printed(context) for name, context in worlds().items()}
    wrong: list[Any] = []
    for template, begin in _templates().items():
        true = {name for name, context in worlds().items() if WHEN[begin](context)}
        printed = {name for name, used in said.items() if template in used}
        if true != printed:
            wrong.append((begin, "said and not true", sorted(printed - true), "true, not said", sorted(true - printed)))
        elif not printed or printed == set(said):
            wrong.append((begin, "is said of every city or of none"))
    assert not wrong, "\n".join(map(str, wrong))


def _pdf(context: SectionContext) -> bytes:
    """Of the first two sections alone."""
    made = {**context.frozen.processing_record, **PROCESSING, "retention": {}}
    with pytest.MonkeyPatch.context() as patched:
        first = {each: report.WRITTEN[each] for each in (contents.SUMMARY, contents.SCOPE)}
        patched.setattr(report, "WRITTEN", first)
        told_of = report.build_report(replace(context, frozen=replace(context.frozen, processing_record=made)))
    return typeset(told_of)


def _pages(context: SectionContext) -> list[str]:
    return page_texts(_pdf(context))


def _page_of(pages: list[str], title: str) -> int:
    """Where a section begins; the contents name it too."""
    return max(at for at, text in enumerate(pages) if title in text.replace("\n", " "))


@pytest.mark.parametrize("name", ["nothing", "nine records", "promises", "much moved", "a threat"])
def test_it_takes_one_page_and_section_3_begins_on_the_next(name: str) -> None:
    _takes_one_page(worlds()[name])


def test_without_a_picture_the_next_heading_does_not_lie_on_what_is_known() -> None:
    """Of two years alone there is no line of years, and without differences no map: the list goes over the page."""
    context = reading_of(steady(20), windows=2)
    assert not know.pictures(context)
    found = [box for box in boxes(_pdf(context)) if box.page == SUMMARY_PAGE]
    heading = next(box for box in found if "Decide" in box.text)
    above = min(box.bottom for box in found if box.bottom > heading.bottom + 1)
    assert above - heading.top > FROM_LINE_TO_LINE


def test_a_hundred_times_as_much_takes_one_page() -> None:
    _takes_one_page(a_hundred_times_as_much())


@pytest.mark.parametrize(
    "letters",
    [LETTERS, "W", "Wohnungsbauförderungsgesellschaftsmitglieder ", "MW MMM "],
    ids=["words", "one", "long", "wide"],
)
def test_the_longest_names_take_one_page(letters: str) -> None:
    """Names of two hundred letters, wide ones and such that no line breaks in, everywhere a name is printed."""
    _takes_one_page(a_hundred_times_as_much(letters, longest=True))


def _takes_one_page(context: SectionContext) -> None:
    pages = _pages(context)
    first = _page_of(pages, "2 Summary")
    assert _page_of(pages, "3 Scope, method, and who looked where") == first + 1
    # its last column stands there too
    assert "Since" in pages[first]


@pytest.mark.parametrize("language", ["en", "da"])
def test_it_is_read_in_two_minutes(language: str) -> None:
    """Labels and heads of columns counted in, of every city there is and of a hundred times as much."""
    most = {"a hundred": a_hundred_times_as_much(), "the longest": a_hundred_times_as_much(longest=True)}
    with override(language):
        counted = {
            name: sum(1 for _word in words_read(summary.blocks(each))) for name, each in {**worlds(), **most}.items()
        }
    assert {name: count for name, count in counted.items() if count > 2 * A_MINUTE} == {}
    # the page of much is no empty one
    assert counted["a hundred"] > A_MINUTE


def _all_words(context: SectionContext) -> str:
    return " | ".join(texts(summary.blocks(context)))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_of_few_no_number_is_told(count: int) -> None:
    """Of a city, of a group, of a current, and of the district of a need."""
    few = {"targets": ("antisemitic",), "currents": ("jihadist",)}
    asked = [session(*ALL, needs=[need(name, "training", 5, districts=["D00"]) for name in ALL]) for _n in range(3)]
    for rows in (events(count, 2025, "D00", **few), [*events(count, 2025, "D00", **few), *steady(20, AREAS[1:])]):
        context = also_heard(reading_of(rows), *asked)
        told_there = _all_words(context)
        counted = re.sub(r"Section \d+ has \d+|\d+ of \d+|\d+ years|of \d+ districts", "", told_there)
        assert not {int(found) for found in re.findall(r"(?<![\w.])\d+(?![\w.])", counted)} & {1, 2, 3, 4}
        assert "few" in told_there.casefold()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_nor_in_that_of_the_short_diagnosis(count: int) -> None:
    """Of a kind, of a group, and of what it was before: each of few, of a city of few and of some more."""
    few: dict[str, Any] = {"targets": ("antisemitic",), "manifestations": ("arson",)}
    more = [*events(20, 2025, "D01", **few), *events(count, 2024, "D01", **few), *events(20, 2024, "D02")]
    for rows in (events(count, 2025, "D00", **few), more):
        context = reading_of(rows, windows=2)
        frozen = replace(context.frozen, diagnosis={**context.frozen.diagnosis, "sections": [], "long_because": ""})
        context = replace(context, frozen=frozen)
        assert context.is_short
        counted = re.sub(
            r"Of \d+ districts: .*?\.|no\. \d|\d+ of \d+|1–3|[\d.]+ to [\d.]+ times", "", _all_words(context)
        )
        assert not {int(found) for found in re.findall(r"(?<![\w.])\d+(?![\w.])", counted)} & {1, 2, 3, 4}, counted
        assert "fewer than 5" in counted.casefold()


def test_no_source_is_named() -> None:
    context = worlds()["two types"]
    names = {source["name"] for source in context.frozen.sources}
    assert names
    assert not {name for name in names if name in _all_words(context)}


def test_no_cell_is_empty_and_what_is_unknown_says_so() -> None:
    tables = [block for block in summary.blocks(worlds()["heard"]) if isinstance(block, Decisions)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert all("".join(run.text for run in cell if isinstance(run, Run)).strip() for cell in cells)
    unknown = {run.text for cell in cells for run in cell if isinstance(run, Run) and run.look == "unknown"}
    assert {"unknown", "nobody yet"} <= unknown


def test_what_nobody_takes_up_says_so_and_what_somebody_does_names_them() -> None:
    rows = next(block for block in summary.blocks(worlds()["taken up"]) if isinstance(block, Decisions)).rows
    who = ["".join(run.text for run in row[-1] if isinstance(run, Run)) for row in rows]
    assert any("Health Centre" in text and "by 1 June 2026" in text for text in who)
    assert any("nobody yet" in text for text in who)


def test_what_the_headline_says_people_ask_for_stands_before_others_of_its_band() -> None:
    """All needs of the city in one band: the two that were put highest come first, then as the rule has them."""
    asked = [str(code) for code in NeedCategory][:6]
    rows = [need(name, code, 5 if code in asked[-2:] else 2) for code in asked for name in ALL]
    context = city(*(session(*ALL, needs=rows) for _n in range(3)), services=[service(*asked[-2:])] * 2)
    assert len({(each.lowest, each.highest) for each in context.priorities}) == 1
    assert [each.category for each in know.asked_most(context)] == asked[-2:]
    assert [each.category for each in context.priorities][:2] != asked[-2:]
    assert {each.category for each in decide.chosen(context)[:2]} == set(asked[-2:])


def test_a_need_of_the_whole_city_that_somebody_takes_up_in_a_district_says_where() -> None:
    blocks = summary.blocks(worlds()["taken up in one place alone"])
    rows = next(block for block in blocks if isinstance(block, Decisions)).rows
    who = ["".join(run.text for run in row[-1] if isinstance(run, Run)) for row in rows]
    assert [each for each in who if "alone" in each] == ["nobody yet\nTaken up in District 1 alone"]


def test_it_is_made_of_the_same_blocks_on_page_and_paper() -> None:
    blocks = summary.blocks(worlds()["promises"])
    assert any(isinstance(block, Decisions) for block in blocks)
    beside = [each for block in blocks if isinstance(block, SideBySide) for column in block.columns for each in column]
    assert any(isinstance(block, Bullets) for block in beside)
    assert any(isinstance(block, Facts) for block in beside)


def test_its_pictures_are_seen_whole_on_a_phone() -> None:
    """Those that have a number are moved sideways there: they are drawn wider than it is."""
    found = know.pictures(worlds()["a gap on the map"])
    assert found
    shown = [render_to_string("reports/page/figure.html", {"figure": each, "labels": {}}) for each in found]
    assert all('class="report-figure is-small"' in each for each in shown)
    assert all(int(width) <= 300 for each in found for width in re.findall(r'<svg[^>]* width="(\d+)', each.svg))
    numbered = replace(found[0], number="7")
    assert "is-small" not in render_to_string("reports/page/figure.html", {"figure": numbered, "labels": {}})
