"""What was printed of a city of which it was not true: nothing recorded, all in confidence, the same said thrice."""

from typing import Any

import pytest

from output.document import Table
from reports.sections import data_tables, reached, say, statements
from reports.sections.report import build_report
from tests.reports.hearings import city, session
from tests.reports.landscapes import kinds_of_cities, reading_of
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
