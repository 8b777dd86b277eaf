"""What a report says of small cities: one pair of counts, no share of few, no word that hides a district."""

import datetime
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from analysis import METHOD_VERSION
from analysis.confidence import footing
from analysis.records import Area, Period, PracticeChange
from analysis.words import Word
from core.formats import number
from output.document import Bullets, Facts, Heading, Run, SideBySide, Table
from output.leads import plain
from reports.actions import check_comparison, comparisons
from reports.proposals import propose, ruled
from reports.sections import data_tables, landscape, online, places, scope, summary, targets
from reports.sections.context import SectionContext
from reports.sections.landscape import family_note
from tests.analysis.makers import coverage, event, events
from tests.reports.landscapes import AREAS, reading_of, steady


def _plain(value: Any) -> str:
    """The words of blocks, wherever in them they stand."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ("" if all(isinstance(each, Run) for each in value) else " ").join(map(_plain, value))
    if isinstance(value, (Bullets, Facts)):
        return _plain(value.items)
    if isinstance(value, Table):
        return _plain([[column.label for column in value.columns], value.rows, value.note])
    return _plain(getattr(value, "columns" if isinstance(value, SideBySide) else "text", ""))


def _summary(context: SectionContext) -> str:
    return _plain(list(summary.blocks(context)))


def test_the_summary_tells_one_pair_of_counts() -> None:
    """254 and 230 in one place and 226 → 254 in another."""
    context = reading_of(steady(20))
    assert "200 events were recorded in Elverhavn in 2025, 200 in 2024" in summary.key_sentence(context)
    school = events(30, 2025, "D00", source="school", source_type="school")
    looked = [coverage(), coverage("school", first=2025)]
    other = summary.key_sentence(reading_of(steady(20) + school, looked))
    assert "230 events were recorded in Elverhavn in 2025; what can be compared is 200 in 2024 and 200 in 2025" in other
    assert "230 events were recorded in Elverhavn in 2025, 200 in 2024" not in other


def test_a_district_that_trebled_is_not_hidden_behind_the_city() -> None:
    """The headline said "no clear change" while one district trebled."""
    context = reading_of(steady(20) + events(40, 2025, "D03"))
    assert "District 3 20 → 60 (rose against the city)" in summary.key_sentence(context)


def test_of_a_few_districts_one_that_trebled_is_not_said_to_be_unclear() -> None:
    """Fewer than eight are not read against the city: 20 → 60 stood beside “cannot tell” in table A1."""
    four = AREAS[:4]
    rows = steady(20, four) + events(40, 2025, "D03")
    table = next(block for block in data_tables.blocks(reading_of(rows, areas=four)) if isinstance(block, Table))
    assert table.rows[3][3:5] == ["20", "60"]
    assert {row[-1] for row in table.rows} == {"–"}
    assert "not read" in table.note
    more = [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
    table = next(b for b in data_tables.blocks(reading_of(rows, more, areas=four)) if isinstance(b, Table))
    assert {row[-1] for row in table.rows} == {"recording changed"}


def test_of_no_record_no_share_is_told_beside_what_is_needed() -> None:
    told = {each["what"]: (each["value"], each["met"]) for each in ruled(footing([])).behind}
    assert told["Well founded"] == told["Stale"] == ("–", False)


def test_of_a_district_looked_at_in_part_table_a1_says_so_after_its_word_or_alone() -> None:
    half = [coverage(), coverage("school", first=2025, completeness="sporadic", areas=frozenset({"D03"}))]
    rows = steady(20) + events(4, 2025, "D03", source="school", source_type="school")
    for areas in (AREAS, AREAS[:4]):
        here = [one for one in rows if one.district in {area.code for area in areas}]
        gap = [*half, coverage("late", first=2025)]
        context = reading_of(here, [replace(gap[0], end=datetime.date(2025, 6, 30)), *gap[1:2]], areas=areas)
        table = next(block for block in data_tables.blocks(context) if isinstance(block, Table))
        assert {row[-1].rpartition("; ")[2] for row in table.rows} == {"looked at in part"}, table.rows


def test_what_changed_of_that_which_was_done_stands_in_the_summary() -> None:
    """As many in all, and what is behind it turned round: nothing of it stood there."""
    kinds = {"arson": [4, 4, 4, 4, 4, 9], "threat": [6, 6, 6, 6, 6, 1]}
    rows = [one for kind, counts in kinds.items() for one in steady(counts, manifestations=(kind,))]
    told = _summary(reading_of(rows))
    assert "For the whole city no change is certain." in told
    assert "What was done. Changed: Arson (above what earlier years lead one to expect) and Threat (below" in told
    assert "What was done." not in _summary(reading_of(steady(10, manifestations=("arson",))))


def test_what_cannot_be_compared_is_not_called_comparable() -> None:
    """30 → 70 “can be compared”, and in the next sentence “the two cannot be compared”."""
    looked = [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
    context = reading_of(steady([3, 3, 3, 3, 3, 7]), looked)
    told = _plain(landscape.blocks(context)) + _summary(context)
    assert "cannot be compared" in told
    assert "can be compared" not in told.replace("cannot be compared", "")
    assert "Counted: 30 → 70." in told
    assert "no change is certain" not in told


def test_nor_in_the_short_diagnosis() -> None:
    otherwise = [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
    late = events(6, 2024, "D00", reported=datetime.date(2025, 6, 1))
    for looked, is_compared in (([coverage()], True), (otherwise, False)):
        context = reading_of(steady(1)[:-1] + late, looked)
        frozen = replace(context.frozen, diagnosis={**context.frozen.diagnosis, "sections": [], "long_because": ""})
        context = replace(context, frozen=frozen)
        assert context.is_short
        told = _summary(context)
        assert ("what can be compared is" in told) is is_compared
        assert ("; counted are" in told) is not is_compared


def test_no_heading_of_the_landscape_stands_over_nothing() -> None:
    """Of two years there is no line of years; its heading stood there alone."""
    for windows in (2, 6):
        blocks = [*landscape.blocks(reading_of(steady(20), windows=windows)), Heading("the next section")]
        alone = [one.text for one, after in pairwise(blocks) if isinstance(one, Heading) and isinstance(after, Heading)]
        assert not alone
        assert (windows == 6) is ("Over time" in [one.text for one in blocks if isinstance(one, Heading)])


def test_the_district_furthest_from_the_city_is_told_where_none_is_a_finding() -> None:
    """6 → 15 where 6 were to be expected: 2.5 times, and no finding among ten districts."""
    context = reading_of(steady(6) + events(9, 2025, "D03"))
    assert not context.landscape.families["districts"].findings
    assert "Furthest from the rest, without being certain: District 3, 6 → 15." in _summary(context)
    assert "Furthest" not in _summary(reading_of(steady(6)))


def test_nobody_is_no_group_that_was_targeted() -> None:
    """“Who was targeted … no group targeted (25)”."""
    assert "Who is targeted. The records name none." in _summary(reading_of(steady(20, targets=("none",))))
    context = reading_of(steady(20, targets=("none",)) + events(12, 2025, "D00", targets=("lgbti",)))
    told = _summary(context).split("Who is targeted.", 1)[1].split("Currents.")[0]
    assert "LGBTI people 12." in told
    assert "targeted" not in told
    assert all(change.key != "none" for change in context.landscape.families["targets"].changes)
    assert "no group" not in _plain(list(targets.blocks(context))[4:5]).casefold()


def test_no_share_is_told_of_fewer_than_twenty_records() -> None:
    """“1 of 1 records (100 %)”."""
    few = reading_of(events(12, 2025, "D00", space="online"), [coverage()])
    assert "%" not in _summary(few)
    assert "12 of 12 records happened" in _plain(online.blocks(few)[0])
    assert "%" not in _plain(online.blocks(few)[0])
    many = reading_of(events(20, 2025, "D00", space="online"), [coverage()])
    assert "20 of 20 records (100 %)" in _plain(online.blocks(many)[0])


@pytest.mark.parametrize(("count", "keys"), [(1, set()), (9, set()), (10, {"city.change", "targets.most"})])
def test_nothing_is_proposed_from_fewer_than_ten_records(count: int, keys: set[str]) -> None:
    """Judgements proposed from one record."""
    context = reading_of(events(count, 2025, "D00", space="hybrid", targets=("lgbti",)))
    assert {proposal.key for proposal in propose(context)} == keys


def test_what_was_online_before_is_told_only_where_somebody_looked_throughout_both() -> None:
    """“A year before: 32” beside 5, though only 2 of 12 months were looked at."""
    rows = steady(20, space="online")
    both = _plain(online.blocks(reading_of(rows)))
    assert "The same count in 2024: 200." in both
    assert "no difference between them was tested" in _plain(online.tables(reading_of(rows)))
    part = [coverage(last=2024), coverage("b", first=2024, last=2024)]
    looked = [coverage(online=False), *[row for row in part if row.source == "b"]]
    now_only = _plain(online.blocks(reading_of(rows, looked)))
    assert "Before" not in now_only
    assert "tested" not in now_only


def test_of_an_even_number_of_districts_no_middle_one_is_told_of() -> None:
    """Of 1,000, 2,000, 4,000 and 9,000 residents none has the 3,000 that lie between the two in the middle."""
    people = (1_000, 2_000, 4_000, 9_000)
    areas = [Area(f"D{n:02}", f"District {n}", count) for n, count in enumerate(people)]
    context = reading_of(steady(5, areas), areas=areas)
    assert f"half of them have {number(4_000)} or more" in _plain(places._facts(context, people))


def test_what_is_known_until_when_is_told_by_source_where_it_differs() -> None:
    context = reading_of(steady(5))
    assert "31 January 2026" in _plain(scope._known(context))


@pytest.mark.parametrize(("extracted", "said"), [("2026-01-31", False), ("2026-02-01", True)])
def test_a_file_taken_out_after_the_date_of_the_diagnosis_is_named(extracted: str, said: bool) -> None:
    """A diagnosis dated before the extraction of its files; this one is of 31 January."""
    context = reading_of(steady(5))
    row = {"file_name": "police.csv", "extracted_on": extracted, "rows_read": 300, "added": 300, "not_counted": []}
    context.frozen.imports.append(row)
    assert ("Taken out after the date of this diagnosis: police.csv." in _plain(scope._imports(context))) == said


def test_a_change_of_recording_is_told_with_its_reason() -> None:
    changed = [PracticeChange("police", datetime.date(2023, 1, 1), "A new form.")]
    told = _plain(list(scope.blocks(reading_of(steady(5), changes=changed))))
    assert "Police records otherwise since 1 January 2023" in told
    assert "A new form." in told
    assert "records otherwise" not in _plain(list(scope.blocks(reading_of(steady(5)))))


def test_another_version_of_the_method_is_told_of() -> None:
    """A comparison with a diagnosis of version 3 says that its words are of another method."""
    told = f"made by version 3 of the method, this one by version {METHOD_VERSION}"

    def said(context: SectionContext) -> str:
        return _plain(list(scope.blocks(context)))

    assert told in said(reading_of(steady(5), previous_method="3"))
    assert "of the method, this one" not in said(reading_of(steady(5), previous_method=METHOD_VERSION))
    assert "of the method, this one" not in said(reading_of(steady(5)))


def test_a_period_of_two_years_is_refused_with_one_that_works() -> None:
    """It was refused without naming one."""
    period = Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
    with pytest.raises(ValidationError, match="2022-01-01 to 2023-12-31"):
        check_comparison(period, period.years_earlier(1))
    check_comparison(period, period.years_earlier(2))
    assert comparisons(period)[0] == period.years_earlier(2)


def test_a_period_longer_than_all_that_lies_before_it_is_refused_in_so_many_words() -> None:
    period = Period(datetime.date(2016, 1, 1), datetime.date(2025, 12, 31))
    with pytest.raises(ValidationError, match="10 years has none before it"):
        check_comparison(period, period.years_earlier(1))


def test_a_sentence_without_residents_says_nothing_of_differences() -> None:
    """“The districts cannot be told apart”, with 50 of 60 events in one."""
    areas = [Area(a.code, a.name, None) for a in AREAS]
    context = reading_of(steady(1, areas) + events(50, 2025, "D00"), areas=areas)
    assert context.landscape.concentrations.found == ()
    assert not context.landscape.rated.exposure


def test_beside_a_rise_over_the_years_stand_the_counts_of_the_first_year_and_the_last() -> None:
    """“95 → 91 (rising over 6 years)” was printed of 28, 31, 69, 114, 95, 91: the year before is not what rises."""
    risen = [8, 12, 18, 27, 40, 38]
    rows = steady(12, targets=("anti_muslim",)) + [
        each for year, count in zip(range(2020, 2026), risen, strict=True)
        for each in events(count, year, "D01", targets=("antisemitic",))
    ]  # fmt: skip
    context = reading_of(rows)
    (change,) = (each for each in context.landscape.families["targets"].changes if each.key == "antisemitic")
    assert change.word == Word.RISING
    told = _plain(family_note(context, "targets"))
    assert "Jews (antisemitic) from 8 in 2020 to 38 (rising over 6 years)" in told
    assert "40 → 38" not in told


def test_a_group_counted_otherwise_than_it_is_compared_says_of_how_many_it_is_compared() -> None:
    """“171 in 2024, 147 in 2023” stood in one judgement, “146 in 2023” in the one about the same group."""
    late = event(datetime.date(2024, 3, 1), "D00", reported=datetime.date(2025, 6, 1), targets=("antisemitic",))
    for rows, more in (([late], "; of these compared: 20 → 20"), ([], "")):
        context = reading_of([*steady(2, targets=("antisemitic",)), *rows])
        (most,) = (each for each in propose(context) if each.key == "targets.most")
        assert plain(dict(most.evidence)["Jews (antisemitic)"]) == f"20 in 2025, {20 + len(rows)} in 2024{more}"


def test_the_in_one_sentence_of_scope_does_not_say_that_every_source_looked_at_every_district() -> None:
    context = reading_of(
        steady(2),
        [coverage(areas=frozenset({"D00", "D01"})), coverage("others", areas=frozenset({"D02"}))],
        areas=AREAS,
    )
    assert "2 sources looked, and 3 of 10 districts were looked at" in plain(_plain(scope.blocks(context)))
