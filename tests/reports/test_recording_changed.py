"""Where recording changed nothing reads as if its counts could be compared; and other claims of what is not there."""

import datetime
from collections.abc import Callable

import pytest

from analysis.records import Coverage, Event, PracticeChange
from output.document import Facts, Figure, Table
from output.leads import plain
from output.web.page import page_of
from reports.editions import restricted_report
from reports.proposals import propose
from reports.sections import know, landscape, scope, summary_of_few
from reports.sections.context import SectionContext
from reports.sections.data_tables import blocks as data_tables
from reports.sections.over_years import city_years
from reports.sections.places import landscape_map
from tests.analysis.makers import coverage, event, events
from tests.reports.landscapes import AREAS, reading_of, steady, unfinished
from tests.reports.sentences.other_worlds import short
from tests.reports.sentences.saying import texts

RANKED = "the most of 6 years"


def begun_in_the_year() -> SectionContext:
    """As many as ever by the police, and as many again by a source that began in August."""
    school = [
        event(datetime.date(2025, 9, 1 + n % 28), AREAS[n % 10].code, source="school", source_type="school")
        for n in range(40)
    ]
    begins = Coverage("school", None, False, datetime.date(2025, 8, 15), datetime.date(2025, 12, 31))
    return reading_of([*steady(4), *school], [coverage(), begins])


def more_of_the_same() -> SectionContext:
    return reading_of(steady([4, 4, 4, 4, 4, 5]))


def late_reports() -> SectionContext:
    """Five of 2024 that were reported later than could be known yet of 2025."""
    later = events(5, 2024, "D00", reported=datetime.date(2025, 6, 1))
    return reading_of([*steady([4, 4, 4, 4, 4, 5]), *later])


def pictured(context: SectionContext) -> list[str]:
    return [figure.title for figure in know.pictures(context)]


def facts(context: SectionContext) -> dict[str, str]:
    return {
        name: str(told) for block in scope.blocks(context) if isinstance(block, Facts) for name, told in block.items
    }


def compared(context: SectionContext) -> list[str] | None:
    """Of what was done the column of what is compared, where there is one."""
    for block in data_tables(context):
        if isinstance(block, Table) and block.number == "A4":
            at = next((n for n, each in enumerate(block.columns) if each.label.startswith("Compared")), None)
            return None if at is None else [str(row[at]) for row in block.rows]
    return None


def test_the_summary_ranks_no_years_that_were_recorded_otherwise() -> None:
    changed, alike = begun_in_the_year(), more_of_the_same()
    assert (changed.landscape.city.now, changed.landscape.city.before) == (80, 40)
    told = {name: "\n".join(texts(know.sentences(made))) for name, made in (("changed", changed), ("alike", alike))}
    assert "80 events were recorded in 2025, after 40 in 2024." in told["changed"]
    assert RANKED not in told["changed"]
    assert RANKED in told["alike"]
    assert pictured(changed) == ["Recorded events; recording changed"]
    assert pictured(alike) == ["Events that can be compared"]


def test_of_a_year_that_goes_on_it_is_not_said_that_recording_changed() -> None:
    """Nobody has looked in all of it, as nobody has in any; of the same records a quarter later it is compared."""

    def told(context: SectionContext) -> str:
        proposed = [each.statement for each in propose(context)]
        return "\n".join([page_of(restricted_report(context)).decode(), *map(plain, proposed)])

    goes_on = told(unfinished(steady(4)))
    assert "The whole city is not compared with before, because the period had not ended." in goes_on
    assert "recording changed" not in goes_on.casefold()
    assert "had not ended" not in told(reading_of(steady(4)))
    assert "had not ended" not in told(begun_in_the_year())


def test_counts_that_are_not_compared_stand_in_no_column_and_no_line_of_what_is() -> None:
    changed, alike = begun_in_the_year(), more_of_the_same()
    assert compared(changed) == ["–"]
    # the counts beside it are those that are compared
    assert compared(alike) is None
    assert compared(late_reports()) == ["40 → 50"]
    for made, first in ((changed, "Counted, 2024 → 2025"), (alike, "Compared, 2024 → 2025")):
        (judged,) = [each for each in propose(made) if each.key == "city.change"]
        assert judged.evidence[0][0] == first
        (figure,) = [each for each in city_years(made) if isinstance(each, Figure)]
        assert ("from sources that looked alike" in str(figure.caption)) == (made is alike)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            lambda: reading_of(steady(20), [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]),
            "none that",
        ),
        (
            lambda: reading_of(steady(20), changes=[PracticeChange("police", datetime.date(2025, 6, 1), "New")]),
            "none that",
        ),
        (
            lambda: reading_of(steady(20), [coverage(first=2024)], windows=2),
            "1 that the same sources covered alike; too few",
        ),
        (lambda: reading_of(steady(20)), "5 that the same sources covered alike"),
    ],
)
def test_how_many_earlier_periods_the_words_rest_on(made: Callable[[], SectionContext], told: str) -> None:
    assert facts(made())["Earlier periods"].startswith(told)


def test_one_rate_is_told_from_no_other() -> None:
    one, several = (
        reading_of(steady(20, AREAS[:1]), areas=AREAS[:1]),
        reading_of(steady(20, AREAS[:3]), areas=AREAS[:3]),
    )
    for made, is_one in ((one, True), (several, False)):
        told = "\n".join(texts(list(landscape.blocks(made))))
        drawn = landscape_map(made, lambda d: d.smoothed, one_colour=True, outlined="")
        assert ("do not tell districts apart" in told) != is_one
        assert ("cannot be told apart" in told + drawn) != is_one
        assert ("the one district with a rate" in drawn) == is_one


def test_no_finding_is_the_same_as_none() -> None:
    """Two types of source, and nothing changed: there is no finding that could be the same."""
    school = steady(4, source="school", source_type="school")
    made = reading_of([*steady(4), *school], [coverage(), coverage("school")])
    told = "\n".join(texts(list(landscape.blocks(made))))
    assert "Without each type of source in turn: no change is found either." in told
    assert "the findings are the same" not in told
    (judged,) = [each for each in propose(made) if each.key == "city.change"]
    assert ("Without each type of source in turn", "no change found either") in judged.evidence


def test_of_months_with_as_many_the_alternative_text_names_each() -> None:
    """Four on each of two months."""
    days = [datetime.date(2025, month, 3) for month in (2, 5) for _n in range(4)] + [datetime.date(2025, 9, 1)]
    told = "\n".join(texts(list(landscape.annexed(reading_of([event(day, "D00") for day in days])))))
    assert "Most in February 2025 and May 2025 (4)." in told
    assert "Most in May 2025 (5)." in "\n".join(
        texts(list(landscape.annexed(reading_of([event(day, "D00") for day in [*days, datetime.date(2025, 5, 9)]]))))
    )


def test_what_neither_doubled_nor_halved_is_never_said_to_be_up_to_twice_as_much() -> None:
    """Forty a year for six years: the upper end is 1.96."""
    told = "\n".join(texts(list(landscape.blocks(reading_of(events_of_each_year(40))))))
    assert "neither doubled nor halved: 0.59 to just under 2 times as much" in told
    assert "to 2.0 times" not in told


def events_of_each_year(count: int) -> list[Event]:
    return [one for year in range(2020, 2026) for one in events(count, year, "D00")]


def level(context: SectionContext) -> str:
    return "".join(run.text for run in know.sentences(context)[0])


def test_what_came_from_nothing_or_came_to_nothing_is_told_beside_what_there_is() -> None:
    """Sixty a year, and none; none, and sixty."""
    gone, come, never = (reading_of(steady(each)) for each in ([6, 6, 6, 6, 6, 0], [0, 0, 0, 0, 0, 6], 0))
    assert level(gone) == (
        "Level. Nothing was recorded in 2025, after 60 in 2024: the least of 6 years; that nothing happened is not "
        "said by that. That is less than earlier years lead one to expect."
    )
    assert "60 events were recorded in 2025, after fewer than 5 in 2024: the most of 6 years." in level(come)
    assert level(never) == "Level. Nothing was recorded in 2025; that nothing happened is not said by that."


def test_of_a_group_that_no_earlier_period_has_it_is_said_so_where_that_does_not_make_it_new() -> None:
    """Thirty, where there is one earlier period and where there are five."""
    group = events(30, 2025, "D00", targets=("antisemitic",), setting=None)
    one = reading_of([*steady([0, 0, 0, 0, 8, 8]), *group], [coverage(first=2024)], windows=2)
    five = reading_of([*steady(8, targets=("lgbti",)), *group])
    told = [" ".join(texts(landscape.family_note(made, "targets"))) for made in (one, five)]
    first = "Of Jews (antisemitic) nothing was recorded before, so whether that is a change cannot be told."
    assert (first in told[0], first in told[1]) == (True, False)
    assert "Changed: Jews (antisemitic) 0 → 30 (new in the records)." in told[1]


def test_a_short_diagnosis_of_nothing_says_so_and_not_that_there_are_few() -> None:
    """Eighteen a year, and none."""
    told = "\n".join(
        texts(summary_of_few.blocks(short(reading_of(steady([6, 6, 6, 6, 6, 0], AREAS[:3]), areas=AREAS[:3]))))
    )
    assert "Nothing was recorded in Elverhavn in 2025, after 18 in 2024: below what earlier years lead one to" in told
    assert "Threat: 18 → 0 (no longer recorded" in told
    assert "0 of 0 events" not in told
    assert "What was recorded" not in told
    few = "\n".join(
        texts(summary_of_few.blocks(short(reading_of(steady([6, 6, 6, 6, 6, 1], AREAS[:3]), areas=AREAS[:3]))))
    )
    assert "Fewer than 5 events were recorded in Elverhavn in 2025, 18 in 2024" in few


def test_a_city_whose_recording_changed_reads_so_beside_what_it_reads_without_a_type_of_source() -> None:
    """Ten and twenty by the police, of which the eight by a school are no change."""
    school = events(8, 2025, "D01", source="school", source_type="school")
    made = reading_of(
        [*events(10, 2024, "D00"), *events(20, 2025, "D00"), *school], [coverage(), coverage("school", first=2025)]
    )
    told = "\n".join(texts(landscape.blocks(made)))
    assert "the whole city reads “rising over the years” instead of “recording changed”." in told
    assert "the whole city reads “rising over the years” instead of “no change found”." not in told
