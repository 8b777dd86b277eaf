"""What was printed of a city of which it was not true: nothing recorded, all in confidence, the same said thrice."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from output.document import Table
from reports.sections import data_tables, judgements, reached, say, statements
from reports.sections.report import build_report
from tests.reports.hearings import BODIES, city, group, session
from tests.reports.landscapes import AREAS, kinds_of_cities, reading_of, steady, twice_settled
from tests.reports.sentences.saying import texts
from tests.reports.sentences.voiced_worlds import all_worlds

PERHAPS = "Some of these may have been heard in confidence."


@pytest.mark.parametrize("recorded", ["nothing at all", "nothing before", "nobody looked"])
def test_a_table_that_would_have_nothing_to_show_is_left_out(recorded: str) -> None:
    """The annex says so, and printed eight of them."""
    report = build_report(kinds_of_cities()[recorded]())
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    assert tables
    assert [table.title for table in tables if not table.rows] == []


def test_where_nothing_was_recorded_no_record_names_nobody() -> None:
    told = " ".join(texts(build_report(reading_of([]))))
    assert "The records of the period name no targeted group" not in told


@pytest.mark.parametrize(("world", "is_unsure"), [("in confidence, two", True), ("one session", False)])
def test_who_may_have_been_heard_in_confidence_is_not_told_to_be_unheard(world: str, *, is_unsure: bool) -> None:
    context = all_worlds()[world]
    told = list(say.of_voices(context))
    assert told
    assert {" open" in each for each in told} == {is_unsure}
    (groups,) = reached.tables(context)
    assert (PERHAPS in str(groups.note)) is is_unsure


def test_a_disagreement_told_in_three_sessions_stands_once() -> None:
    said = "How early to call the police"
    told_by: dict[str, Any] = {"disagreements": [{"statement": said, "blocks": ["residents"]}]}
    context = city(*(session("Church", **told_by) for _n in range(3)))
    told = " ".join(texts(list(statements.disagreements(context))))
    assert told.count(said) == 1
    assert "more in section 9" not in " ".join(texts(list(say.people(context))))


@pytest.mark.parametrize(("recorded", "before"), [("districts of this year", "–"), ("still", "20")])
def test_what_lies_in_districts_of_older_boundaries_is_no_none_of_today_s(recorded: str, before: str) -> None:
    """Of every district of 2025 stood that it had 0 in 2024, and 20 now."""
    table = data_tables.blocks(kinds_of_cities()[recorded]())[1]
    assert isinstance(table, Table)
    assert {(str(row[3]), str(row[4])) for row in table.rows} == {(before, "20")}


@pytest.mark.parametrize("known", [10, 4])
def test_of_half_of_the_districts_nothing_is_told_where_some_residents_are_unknown(known: int) -> None:
    """Of ten districts stood that half have 10,000 residents or more, though nobody knows of more than four."""
    people = [5_000, *range(10_001, 10_010)]
    areas = [replace(area, population=people[n] if n < known else None) for n, area in enumerate(AREAS)]
    context = reading_of(steady(20) + twice_settled(60, 2025, "D00"), areas=areas)
    assert context.landscape.concentrations.found
    told = " ".join(texts(build_report(context)))
    assert ("half of them have" in told, "Half of the districts have" in told) == (known == 10,) * 2


def test_the_sentence_of_who_was_heard_says_what_the_summary_says_of_who_was_not() -> None:
    """In the summary they were not openly reached, in section 9 not yet reached."""
    world = all_worlds()["in confidence, two"]
    told = " ".join(texts(build_report(world)))
    assert "Groups not openly reached by us" in told
    assert "Groups not yet reached by us" not in told


def test_what_no_consultation_is_about_is_said_in_danish_of_those_told_of_here() -> None:
    """Members read of fewer consultations than there are: no other of them may be about those districts."""
    with override("da"):
        told = list(say.of_voices(all_worlds()["one session"]))
    assert any(each.startswith("Ingen inddragelse her handler om") for each in told)


def test_where_all_were_heard_if_thinly_no_gap_names_who_was_not() -> None:
    """It sent to section 9 for who was not reached and districts nobody spoke of, which named neither."""
    once = [group("young"), group("older")]
    context = city(session(*BODIES, districts=["00", "01", "02", "03"], head_counts=once))
    told = " ".join(judgements.gaps(context))
    assert "Thinly heard, once or only through a representative: Young people and Older people." in told
    assert "Who was not yet reached" not in told
