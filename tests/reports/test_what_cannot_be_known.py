"""Of what a city cannot know no edition says that it is not so: residents, kinds of place, what was said (R3, R8)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from analysis.records import Area
from reports.sections import landscape, scope, summary
from reports.sections.context import SectionContext
from tests.analysis.makers import events
from tests.reports.hearings import city, need, session
from tests.reports.landscapes import kinds_of_cities, reading_of, steady, twice_settled
from tests.reports.sentences.other_worlds import short
from tests.reports.sentences.saying import texts

RESIDENTS = [12_000, 34_000, 8_000, 21_000]
AREAS = [
    Area(f"D{n:02}", name, people)
    for n, (name, people) in enumerate(zip(["North", "South", "East", "West"], RESIDENTS, strict=True))
]


def _four_districts(known: bool, **fields: Any) -> SectionContext:
    """South has twenty times the records of each other one; in both years, of a city of four districts."""
    areas = AREAS if known else [replace(area, population=None) for area in AREAS]
    return reading_of([*steady(5, AREAS[:1]), *steady(5, AREAS[2:]), *steady(100, AREAS[1:2], **fields)], areas=areas)


def _said(context: SectionContext) -> str:
    written: tuple[Callable[[SectionContext], Any], ...] = (summary.blocks, landscape.blocks, landscape.annexed)
    return "\n".join(text for write in written for text in texts(list(write(context))))


NOT_TO_BE_SAID = (
    "cannot be told apart",
    "differ no more than",
    "No district is surely above",
    "No district stands out",
    "In no district can more than",
    "No district lies outside",
)


def test_without_residents_nothing_is_said_of_whether_districts_differ() -> None:
    told = _said(_four_districts(known=False))

    assert "The number of residents is not known, so no rate was computed" in told
    assert "Whether districts differ cannot be said from what is known." in told
    assert [each for each in NOT_TO_BE_SAID if each in told] == []


def _without_a_kind_of_place() -> SectionContext:
    return _four_districts(known=True, setting=None)


def _with_one_kind_in_a_few_records() -> SectionContext:
    rows = [*steady(5, AREAS[:1]), *steady(5, AREAS[2:]), *steady(95, AREAS[1:2], setting=None)]
    return reading_of([*rows, *steady(5, AREAS[1:2], setting="street")], areas=AREAS)


def _in_one_kind_alone() -> SectionContext:
    return _four_districts(known=True, setting="street")


@pytest.mark.parametrize("made", [_without_a_kind_of_place, _with_one_kind_in_a_few_records, _in_one_kind_alone])
def test_without_two_kinds_of_place_the_summary_and_section_5_name_the_district_and_what_is_not_assessed(
    made: Callable[[], SectionContext],
) -> None:
    """One record in twenty that named a kind of place was enough for “No district stands out beyond doubt”."""
    told = _said(made())

    assert "Far more than elsewhere was recorded in South, but not in two kinds of place" in told
    assert "Concentration is not assessed in South" in told
    assert [each for each in NOT_TO_BE_SAID if each in told] == []


def test_where_no_record_names_a_district_nothing_is_said_of_whether_they_differ() -> None:
    """“No district stands out beyond doubt” was said of records of which none is placed in one."""
    told = _said(kinds_of_cities()["only the city"]())

    assert "Concentrations are not assessed: no record that rates rest on is placed in a district." in told
    assert "Whether districts differ cannot be said from what is known." in told
    assert [each for each in NOT_TO_BE_SAID[2:] if each in told] == []


def test_with_two_kinds_of_place_the_same_district_is_a_concentration() -> None:
    rows = [*steady(5, AREAS[:1]), *steady(5, AREAS[2:]), *steady(50, AREAS[1:2])]
    context = reading_of(rows + twice_settled(25, 2025, "D01") + events(50, 2024, "D01"), areas=AREAS)

    assert [found.district for found in context.landscape.concentrations.found] == ["D01"]
    assert "Far more per resident than elsewhere: South." in _said(context)


@pytest.mark.parametrize("is_consulted", [True, False])
def test_a_section_with_content_is_not_said_to_be_empty(is_consulted: bool) -> None:
    """Section 3.6 said that nothing was recorded for section 9, beside one with 21 consultations."""
    context = (
        city(*(session("Police", needs=[need("Police")]) for _n in range(21)))
        if is_consulted
        else kinds_of_cities()["still"]()
    )
    (told,) = [text for text in texts(scope.blocks(context)) if text.startswith("There is not enough yet")]

    assert ("9 What stakeholders say" in told) is not is_consulted


def test_a_section_that_the_short_diagnosis_leaves_out_is_not_called_empty_as_well() -> None:
    """One that is not there has one reason, the rule: not also that there is too little for it."""
    context = short(reading_of(events(9, 2025, "D00")))
    told = list(texts(scope.blocks(context)))
    (empty,) = [text for text in told if text.startswith("There is not enough yet")]
    (by_rule,) = [text for text in told if text.startswith("Not in the short diagnosis")]
    assert "6 The online landscape" in by_rule
    assert "6 The online landscape" not in empty
    assert "9 What stakeholders say" in empty
