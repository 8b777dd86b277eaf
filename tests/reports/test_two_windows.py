"""Two figures of one thing that stand beside each other say what each is of: which days, and which question."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from analysis.change import Against, Change, Expected, Trend
from analysis.records import Period
from analysis.words import Word
from output.document import Figure, SideBySide, SmallPrint, Table
from reports.proposals import propose
from reports.sections import data_tables, know, over_years
from reports.sections.context import SectionContext
from reports.sections.readings import against, beside, counts, of_the_city, rank, reading, times, told
from reports.sections.where import where_blocks
from tests.analysis.makers import coverage, event, events
from tests.reports.landscapes import on_one_day, reading_of, steady

# A rise over six years whose last has less than the one before: 36 after 40.
TURNED = [10, 14, 20, 28, 40, 36]
SPRING = Period(datetime.date(2025, 3, 1), datetime.date(2025, 5, 31))


def table(context: SectionContext, number: str) -> Table:
    return next(each for each in data_tables.blocks(context) if isinstance(each, Table) and each.number == number)


# In no period of a city of which all else is compared.
LATE = events(2, 2024, "D02", reported=datetime.date(2025, 6, 1))


def of_family(counts: list[int], **others: Any) -> SectionContext:
    """One targeted group with so many a year, 2020 to 2025, beside another that stays."""
    rows = [
        each
        for year, count in zip(range(2020, 2026), counts, strict=True)
        for each in events(count, year, "D01", targets=("antisemitic",))
    ]
    late = [each._replace(targets=("anti_muslim",)) for each in LATE]
    return reading_of([*steady(12, targets=("anti_muslim",)), *rows, *late], **others)


@pytest.fixture(scope="module")
def turned() -> SectionContext:
    return of_family([8, 12, 18, 27, 40, 38])


def test_a_table_says_which_two_are_compared_and_from_where_it_rises(turned: SectionContext) -> None:
    targets = table(turned, "A5")
    heads = [column.label for column in targets.columns]
    assert heads[1:5] == ["2024", "2025", "Share", "Compared, 2024 → 2025"]
    (row,) = (row for row in targets.rows if row[0] == "Jews (antisemitic)")
    assert row[4] == "40 → 38"
    assert heads[5:7] == ["Ratio", "Rank"]
    assert row[5:7] == ["0.95", "2 of 6"]
    assert row[8].startswith("rising over 6 years, from 8 in 2020")


def test_a_table_whose_counts_are_all_compared_gives_no_reason_for_fewer() -> None:
    whole = table(reading_of(steady(20, targets=("antisemitic",))), "A5")
    assert "Compared are fewer" not in str(whole.note)
    # the two columns are those that are compared, so there is no third
    assert [column.label for column in whole.columns][1:6] == ["2024", "2025", "Share", "Ratio", "Rank"]
    assert "ratios are of the counts under “2025” to those under “2024”." in str(whole.note)
    school = events(30, 2025, "D00", source="school", source_type="school", targets=("antisemitic",))
    looked = [coverage(), coverage("school", first=2025)]
    both = reading_of(steady(20, targets=("antisemitic",)) + school, looked)
    assert "Compared are fewer than recorded: “What is left out of the comparison”" in str(table(both, "A5").note)
    (row,) = table(both, "A5").rows
    assert (row[1:3], row[4]) == (["200", "230"], "200 → 200")


def test_of_a_part_of_a_year_the_same_days_of_the_first_are_named() -> None:
    context = reading_of(steady([20, 26, 34, 44, 58, 76]), period=SPRING)
    assert Word.RISING in context.landscape.city.words
    first = context.landscape.city.earlier[-1]
    told = beside(context, context.landscape.city, "city")
    assert told.startswith(f"rising over 6 years, from {first} on the same days of 2020")
    assert "ratios are of the counts under “Now” to those under “Before”." in str(table(context, "A4").note)
    late = [event(datetime.date(2024, 4, 1), "D00", reported=datetime.date(2025, 9, 1))]
    some = reading_of([*steady([20, 26, 34, 44, 58, 76]), *late], period=SPRING)
    assert "Compared" in [column.label for column in table(some, "A4").columns]


def test_the_summary_says_from_how_many_it_has_risen_and_of_a_city_that_did_not_nothing() -> None:
    turned = "".join(run.text for run in know.sentences(reading_of(steady(TURNED)))[0])
    assert "360 events were recorded in 2025, after 400 in 2024. It has risen over 6 years, from 100 in 2020." in turned
    still = "".join(run.text for run in know.sentences(reading_of(steady(20)))[0])
    assert "from" not in still


def test_what_a_rise_is_judged_by_stands_among_its_evidence_and_nowhere_else() -> None:
    rising, jumped = (
        dict(propose(reading_of(steady(each)))[0].evidence) for each in (TURNED, [10, 10, 10, 10, 10, 60])
    )
    assert rising["Compared, 2024 → 2025"] == "400 → 360"
    assert rising["Over the years, 2020 → 2025"] == "100 → 360"
    assert jumped["Compared, 2024 → 2025"] == "100 → 600"
    assert not [what for what in jumped if what.startswith("Over the years")]


def changed(word: Word, before: int, now: int, **others: Any) -> Change:
    return Change("D01", before, now, earlier=(before, 2, 2), words=(word,), **others)


AGAINST = Against(2, 1.2, 3, 0.01, True, with_the_city=4.1)
EXPECTED = Expected(40.2, 30, 52, 1, 2, 0.01, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed(Word.ROSE, 9, 8, against=AGAINST), "rose against the city, with which it would have 4.1"),
        (changed(Word.ROSE, 8, 8, against=AGAINST), "rose against the city, with which it would have 4.1"),
        (changed(Word.ROSE, 4, 8, against=AGAINST), "rose against the city"),
        (changed(Word.FELL, 4, 8, against=AGAINST), "fell against the city, with which it would have 4.1"),
        (changed(Word.FELL, 9, 8, against=AGAINST), "fell against the city"),
        (changed(Word.ABOVE, 95, 91, expected=EXPECTED), "above the 40 that earlier years lead one to expect"),
        (changed(Word.ABOVE, 50, 91, expected=EXPECTED), "above what earlier years lead one to expect"),
        (changed(Word.BELOW, 10, 12, expected=EXPECTED), "below the 40 that earlier years lead one to expect"),
        (changed(Word.NO_LONGER, 0, 0), "no longer recorded, after 4 in all earlier periods"),
        (changed(Word.NO_LONGER, 7, 0), "no longer recorded"),
        (changed(Word.CANNOT_TELL, 9, 4), "cannot tell"),
    ],
)
def test_a_word_that_goes_another_way_than_its_counts_says_what_it_rests_on(change: Change, told: str) -> None:
    assert beside(reading_of([]), change, "districts") == told


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        (Change("D01", 20, 30, earlier=(20, 10, 5)), " (1.5 times as many, the highest of 4 such periods)."),
        (Change("D01", 20, 4, earlier=(20, 10, 5)), " (0.20 times as many, the lowest of 4 such periods)."),
        (Change("D01", 20, 10, earlier=(20, 8, 5)), " (0.50 times as many, rank 2 of 4 such periods, 1 the highest)."),
        (
            Change("D01", 20, 20, earlier=(20, 8, 5)),
            " (1.0 times as many, rank 1 of 4 such periods, 1 the highest, shared).",
        ),
        (Change("D01", 20, 20, earlier=(20, 20, 20)), " (1.0 times as many, the same in all 4 such periods)."),
        (Change("D01", 20, 0, earlier=(20, 8, 5)), " (the lowest of 4 such periods)."),
        (Change("D01", 9_000, 9, earlier=(9_000, 10)), " (under 0.01 times as many, the lowest of 3 such periods)."),
        (Change("D01", 1_000, 999, earlier=(1_000,)), " (just under 1 times as many)."),
        (Change("D01", 1_000, 1_001, earlier=(1_000,)), " (just over 1 times as many)."),
        (Change("D01", 100, 102, earlier=(100,)), " (1.02 times as many)."),
        (Change("D01", 0, 7, earlier=(0, 3, 2)), " (the highest of 4 such periods)."),
        (Change("D01", 20, 30, earlier=(20,)), " (1.5 times as many)."),
        (Change("D01", 1, 90, earlier=(1,)), " (over 20 times as many)."),
        (Change("D01", 0, 7, earlier=(0,)), "."),
        (Change("D01", 20, 30, earlier=(20, 10), words=(Word.RECORDING_CHANGED,)), "."),
    ],
)
def test_ratio_and_rank_are_plain_facts_of_counts_that_can_be_compared(change: Change, facts: str) -> None:
    sentence = counts(change, subject="Records", then="in 2024", now="in 2025")
    assert sentence == f"Records: {change.before:,} in 2024, {change.now:,} in 2025{facts}"


@pytest.mark.parametrize(
    ("earlier", "now", "told"),
    [((20, 8, 5), 10, "2 of 4"), ((20, 8, 5), 20, "1 of 4, shared"), ((6, 6, 6), 6, "–"), ((6,), 6, "–")],
)
def test_a_place_that_others_have_too_is_shared_and_where_all_are_equal_there_is_none(
    earlier: tuple[int, ...], now: int, told: str
) -> None:
    assert rank(Change("D01", earlier[0], now, earlier=earlier)) == told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(20, 0, "0"), (100, 1, "0.01"), (1_000, 9, "under 0.01"), (1_000, 994, "0.99"), (1_000, 996, "just under 1"),
     (1_000, 1_004, "just over 1"), (1_000, 1_006, "1.01"), (1_000, 1_050, "1.1"), (1_000, 1_500, "1.5")],
)  # fmt: skip
def test_a_ratio_is_told_with_as_many_digits_as_it_takes(before: int, now: int, told: str) -> None:
    assert times(Change("D01", before, now)) == told


@pytest.mark.parametrize(("low", "words"), [(1.004, "under 1 to 12 %"), (1.02, "2 to 12 %")])
def test_the_lower_end_of_a_trend_is_never_told_as_none(low: float, words: str) -> None:
    change = Change("D01", 40, 50, (40, 30), 6, (Word.RISING,), Trend(1.06, low, 1.12, 0.01, found=True))
    assert words in told(change)


def test_an_interval_of_a_ratio_beyond_what_is_told_is_said_once() -> None:
    """It read “over 20 (over 20–over 20)”."""
    change = Change("D01", 1, 90, against=Against(40, 25, 60, 0.001, found=True))
    assert against(change) == "over 20"
    assert against(replace(change, against=Against(40, 15, 60, 0.001, found=True))) == "over 20 (15.0–over 20)"


def test_no_ratio_or_rank_stands_beside_counts_whose_recording_changed() -> None:
    change = Change("D01", 20, 30, earlier=(20, 10), words=(Word.RECORDING_CHANGED,))
    assert (times(change), rank(change)) == ("–", "–")


def test_what_one_day_makes_says_so_wherever_its_word_stands() -> None:
    """81 of 121 events of one march were “above what earlier years lead one to expect” without a word of it."""
    context = reading_of(on_one_day())
    group = context.landscape.families["targets"].of("antisemitic")
    assert group is not None
    word = "above what earlier years lead one to expect, because of one day"
    written = {
        "headline": of_the_city(context),
        "summary": str(know.sentences(context)),
        "reading": reading(group),
        "table": beside(context, group, "targets"),
        "judgement": " ".join(each.statement for each in propose(context)),
    }
    one_day = "300 of these 350 are of one day, 3 May 2025: counted as one, 51 would not surprise."
    assert [where for where, text in written.items() if word not in text and one_day not in text] == []
    assert one_day in told(group)
    spread = reading_of(steady([10, 10, 10, 10, 10, 60]))
    assert "of one day" not in str([of_the_city(spread), told(spread.landscape.city), know.sentences(spread)])


def test_the_rates_of_districts_say_which_sources_they_are_of(turned: SectionContext) -> None:
    """The map on screen counts all sources: 27.3 there was 20.9 here under the same words."""
    told = table(turned, "A1")
    assert [each.label for each in told.columns[5:7]] == ["Rate, sources alike (95 %)", "Smoothed, sources alike"]
    assert "The map on screen has rates of all sources, which may differ." in str(told.note)
    beside_each_other = next(each for each in where_blocks(turned) if isinstance(each, SideBySide))
    drawn = next(each for each in beside_each_other.columns[0] if isinstance(each, Figure))
    assert "Approved records placed in a district" in str(drawn.caption)
    notes = " ".join(str(each.text) for each in beside_each_other.columns[1] if isinstance(each, SmallPrint))
    assert "On the map: what sources recorded that looked at all districts alike" in notes


def test_districts_are_told_which_table_has_what_they_are_read_by_where_there_is_one(turned: SectionContext) -> None:
    assert "table A10 has the counts it is of" in str(table(turned, "A1").note)
    alone = reading_of(steady(20), [coverage(first=2025)], windows=1)
    assert "A10" not in str(table(alone, "A1").note)


def test_periods_of_two_years_are_named_by_both_and_what_happened_stands_where_it_did() -> None:
    period = Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
    made = reading_of(steady(20), period=period, apart=2, windows=3)
    made = replace(made, frozen=replace(made.frozen, trigger_days=((datetime.date(2023, 1, 1), "Vote"),)))
    (years,) = over_years.years_table(made)
    assert isinstance(years, Table)
    assert [column.label for column in years.columns][1:4] == ["2020–2021", "2022–2023", "2024–2025"]
    # the middle of the second period, which is one step from that of the first
    marked = next(each for each in over_years.happenings(made, over_years.windows(made)) if each.kind == "trigger")
    assert marked.at == pytest.approx(1, abs=0.01)
