"""Section 8 says what was recorded of drivers and protective factors: each sentence where it is true, nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain

import pytest

from output.document import Heading, Table
from reports.sections import drivers
from reports.sections.contents import DRIVERS
from reports.sections.context import SectionContext
from tests.reports.hearings import Row, city, factor, finding, session
from tests.reports.sentences.saying import is_sentence, pattern_of, templates_of, texts

ASSET = finding("Police", "asset", "The harbour festival")
TWO = [factor(rests_on=["observation:1", "observation:2", "consultation:3"]), factor("protective", "Open library")]
MANY = [factor(title=f"No. {n}", confidence=("low", "high", "moderate")[n % 3]) for n in range(10)]


def _worlds() -> dict[str, SectionContext]:
    return {
        "of before": city(),
        "of before, with an asset": city(session("Police", findings=[ASSET])),
        "nothing": city(factors=[]),
        "nothing for members": replace(city(factors=[]), tells_records=False),
        "only an asset": city(session("Police", findings=[ASSET]), factors=[]),
        "one": city(factors=TWO[:1]),
        "two": city(session("Police"), factors=TWO),
        "two and an asset": city(session("Police", findings=[ASSET]), factors=TWO),
        "stale": city(factors=[factor(review_by="2025-12-31", rests_on=["consultation:1"])]),
        "still good": city(factors=[factor(review_by="2026-02-01")]),
        "nine": city(factors=MANY[:9]),
        "ten": city(factors=MANY),
    }


@pytest.fixture(scope="module")
def worlds() -> dict[str, SectionContext]:
    return _worlds()


def _rows(context: SectionContext) -> list[Row]:
    return context.frozen.factors or []


def _asset(context: SectionContext) -> bool:
    return any(row["findings"] for row in context.frozen.consultations)


SENTENCES: dict[str, Callable[[SectionContext], bool]] = {
    "Drivers and protective factors were not kept yet": lambda c: c.frozen.factors is None,
    "No driver and no protective factor is recorded.": lambda c: c.frozen.factors == [] and c.tells_records,
    # what members may not read is recorded all the same
    "No driver and no protective factor is told of here.": lambda c: c.frozen.factors == [] and not c.tells_records,
    "Recorded of areas and settings:": lambda c: bool(_rows(c)),
    "In consultations nothing was told of that protects": lambda c: (
        bool(_rows(c) and c.frozen.consultations) and not _asset(c)
    ),
    "Drivers and protective factors are told of areas": lambda c: bool(_rows(c)),
    "How each is known": lambda c: bool(_rows(c)),
    "Another one stands in table %(table)s.": lambda c: len(_rows(c)) > 8,
    "%(confidence)s; to be looked at again": lambda c: any(
        (row["review_by"] or "9") < "2026-02-01" for row in _rows(c)
    ),
}
# parts of the sentence and of cells
NO_SENTENCES = {"%(count)s driver", "%(count)s protective factor", "%(count)s observation", "%(count)s consultation"}


@cache
def _templates() -> dict[str, tuple[str, ...]]:
    return templates_of([drivers])


def test_every_sentence_has_a_condition() -> None:
    says = {text for text in _templates() if is_sentence(text)} - NO_SENTENCES
    assert {text for text in says if not any(text.startswith(start) for start in SENTENCES)} == set()


@pytest.mark.parametrize("start", SENTENCES)
def test_a_sentence_is_printed_where_it_is_true_and_nowhere_else(start: str, worlds: dict[str, SectionContext]) -> None:
    forms = tuple(chain.from_iterable(each for text, each in _templates().items() if text.startswith(start)))
    found = {
        name
        for name, context in worlds.items()
        if any(pattern_of(forms).search(text) for text in texts(list(drivers.blocks(context))))
    }
    assert found == {name for name, context in worlds.items() if SENTENCES[start](context)}
    assert found
    assert found != set(worlds)


def test_the_section_has_content_where_anything_stands_under_a_heading(worlds: dict[str, SectionContext]) -> None:
    for name, context in worlds.items():
        headed = any(isinstance(block, Heading) for block in drivers.blocks(context))
        assert DRIVERS.has_content(context) is headed, name
    assert not DRIVERS.has_content(worlds["nothing"])
    assert DRIVERS.has_content(worlds["only an asset"])


def test_what_is_known_of_one_stands_in_its_row() -> None:
    row = factor(
        about="setting", setting="gaming", districts=["01", "00"], confidence="high", review_by="2026-01-31",
        rests_on=["observation:1", "observation:2", "consultation:3"],
    )  # fmt: skip
    told = [
        "Nothing open in the evening. After six there is no place to be.",
        "Gaming, District 1 and District 0",
        "Seen by the street team; 2 observations and 1 consultation",
        "High; to be looked at again",
    ]
    context = city(factors=[row])
    (table,) = [each for each in drivers.blocks(context) if isinstance(each, Table)]
    assert list(map(list, table.rows)) == [[told[0], told[1], told[3]]]
    # how it is known stands in the annex
    (annex,) = drivers.tables(context)
    assert list(map(list, annex.rows)) == [["Driver", *told]]


def test_the_surest_stand_first_and_the_others_in_the_annex_whatever_the_order_of_entry() -> None:
    for rows in (MANY, MANY[::-1]):
        context = city(factors=rows)
        (table,) = [each for each in drivers.blocks(context) if isinstance(each, Table)]
        # 1, 4 and 7 are sure, 2, 5 and 8 moderately, 0, 3, 6 and 9 hardly
        assert [row[0].split(".")[1].strip() for row in table.rows] == list("14725803")
        (annex,) = drivers.tables(context)
        assert [row[1].split(".")[1].strip() for row in annex.rows] == list("1472580369")
        assert annex.number == "A15"
    assert not list(drivers.tables(city(factors=[])))
