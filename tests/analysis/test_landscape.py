"""The landscape as a whole: who looked, what is compared, what is left out."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from analysis.change import Word
from analysis.coverage import Looked, covers
from analysis.landscape import Landscape, analyse
from analysis.records import Area, Coverage, Event, Period
from tests.analysis.makers import NORTH, SOUTH, YEAR, coverage, event, events

EXTRACTED = datetime.date(2026, 1, 31)


def _landscape(
    rows: Sequence[Event],
    looked: Sequence[Coverage] | None = None,
    areas: Sequence[Area] = (NORTH, SOUTH),
    **options: Any,
) -> Landscape:
    return analyse(
        rows,
        areas,
        [coverage()] if looked is None else looked,
        period=YEAR,
        comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(k) for k in range(1, options.pop("windows", 6))],
        extracted_on=options.pop("extracted_on", EXTRACTED),
    )


def _steady(per_year: int, district: str = "N", **fields: Any) -> list[Event]:
    return [one for year in range(2020, 2026) for one in events(per_year, year, district, **fields)]


def test_a_district_nobody_looked_at_is_unknown_and_has_no_word() -> None:
    land = _landscape(events(12, 2025), [coverage(areas=frozenset({"N"}))])
    south = land.districts[1]
    assert (south.looked, south.rate, south.change) == (Looked.NOT, None, None)
    assert land.districts[0].looked == Looked.FULLY


def test_days_covered_by_two_sources_count_once() -> None:
    """1 January – 30 June and 1 June – 30 September: 273 of 365 days."""
    first = coverage(first=2025, last=2025)
    parts = [
        Coverage("a", None, False, datetime.date(2025, 1, 1), datetime.date(2025, 6, 30)),
        Coverage("b", None, False, datetime.date(2025, 6, 1), datetime.date(2025, 9, 30)),
    ]
    assert covers(parts, YEAR) == pytest.approx(273 / 365)
    assert covers([first], YEAR) == 1


def test_a_clear_rise_is_told_with_its_numbers() -> None:
    rows = _steady(20) + events(50, 2025) + _steady(20, "S")
    change = _landscape(rows).families["districts"].of("N")
    assert change is not None
    assert (change.before, change.now, change.word) == (20, 70, Word.RISING)


def test_a_still_city_gives_no_word() -> None:
    land = _landscape(_steady(20) + _steady(30, "S"))
    assert land.city.word == Word.NO_CLEAR_CHANGE
    assert not any(family.findings for family in land.families.values())


def test_only_sources_that_looked_in_both_years_are_compared() -> None:
    """The school began to report in 2025: its 40 records are counted, not compared, and the rise is not claimed."""
    new = events(40, 2025, source="school", source_type="school")
    land = _landscape(_steady(20) + new, [coverage(), coverage("school", first=2025)])
    change = land.families["districts"].of("N")
    assert change is not None
    assert land.total == 60
    assert (change.before, change.now, change.word) == (20, 20, Word.RECORDING_CHANGED)
    assert land.left_out.sources_not_in_both == 40


def test_a_date_that_may_lie_in_either_year_is_left_out_and_counted() -> None:
    winter = event(
        datetime.date(2024, 12, 15), last_day=datetime.date(2025, 1, 15), first_day=datetime.date(2024, 12, 15)
    )
    land = _landscape([*_steady(20), winter])
    assert land.left_out.crossing == 1
    assert land.total == 20


def test_late_reports_of_the_earlier_year_are_left_out_of_the_comparison() -> None:
    """Taken out on 31 January 2026, 2025 is 31 days old: reports of 2024 count if they came by 31 January 2025."""
    day = datetime.date(2024, 11, 1)
    late = event(day, reported=datetime.date(2025, 6, 1))
    soon = event(day, reported=datetime.date(2025, 1, 31))
    land = _landscape([late, soon, *_steady(20)])
    assert land.left_out.late_reports == 1
    assert land.families["districts"].of("N").before == 21  # type: ignore[union-attr]


def test_a_record_with_two_currents_counts_once_per_district_and_once_under_each() -> None:
    land = _landscape([event(datetime.date(2025, 5, 1), currents=("right_wing", "misogynist"))])
    assert land.districts[0].count == 1
    assert {row.key: row.now for row in land.counts["currents"]} == {"right_wing": 1, "misogynist": 1}


def test_city_wide_records_count_for_the_city_and_for_no_district() -> None:
    land = _landscape([*events(5, 2025, None), *events(3, 2025)])
    assert (land.total, sum(d.count for d in land.districts)) == (8, 3)
    assert land.by_place == {"city_wide": 5, "district": 3}


def test_fewer_than_four_earlier_years_give_modest_words() -> None:
    land = _landscape(_steady(20) + events(60, 2025), [coverage(first=2023)], windows=3)
    assert land.families["districts"].of("N").word == Word.HIGHER  # type: ignore[union-attr]


def test_a_headline_that_rests_on_poor_records_says_so() -> None:
    rumours = events(60, 2025, reliability="D", credibility=4)
    land = _landscape(_steady(20) + rumours)
    assert land.families["districts"].of("N").word == Word.RISING  # type: ignore[union-attr]
    assert [s.other for s in land.differing("districts", "N") if s.reading == "well_graded"] == [Word.NO_CLEAR_CHANGE]


def test_stale_and_graded_records_are_counted_apart() -> None:
    rows = [*events(3, 2025, stale=True), *events(2, 2025, reliability="E", credibility=5)]
    land = _landscape(rows)
    assert (land.stale, land.well_graded) == (3, 3)
    assert land.grading == {("B", 2): 3, ("E", 5): 2}


def _many_areas(count: int) -> list[Area]:
    return [Area(f"D{n:02}", f"District {n}", 10_000) for n in range(count)]


def test_a_district_with_surely_more_records_is_a_concentration() -> None:
    areas = _many_areas(20)
    rows = [one for area in areas for one in events(10, 2025, area.code)]
    rows += [one for kind in ("school", "transit") for one in events(25, 2025, "D00", setting=kind)]
    found = _landscape(rows, areas=areas).concentrations
    assert [c.district for c in found] == ["D00"]
    assert (found[0].events, found[0].places) == (60, 3)


def test_records_on_one_centroid_are_no_concentration() -> None:
    areas = _many_areas(20)
    rows = [one for area in areas for one in events(10, 2025, area.code)]
    centroid = [
        one for kind in ("school", "transit") for one in events(25, 2025, "D00", setting=kind, spot=(3.0, 56.0))
    ]
    land = _landscape(rows + centroid, areas=areas)
    assert land.concentrations == ()
    assert land.on_one_point == 50


def test_equal_rates_cannot_be_told_apart() -> None:
    areas = _many_areas(5)
    land = _landscape([one for area in areas for one in events(10, 2025, area.code)], areas=areas)
    assert not land.smoothing.distinct
    assert {d.smoothed for d in land.districts} == {None}


def test_categories_are_compared_after_case_folding() -> None:
    """One value spelt two ways in two years is one category, with nothing to tell."""
    rows = [
        one
        for year in range(2020, 2026)
        for one in events(20, year, targets=("2SLGBTQ+" if year < 2025 else "2Slgbtq+ ",))
    ]
    targets = _landscape(rows).families["targets"]
    assert [(c.key, c.before, c.now, c.word) for c in targets.changes] == [("2slgbtq+", 20, 20, Word.NO_CLEAR_CHANGE)]


def test_unknown_districts_are_refused() -> None:
    with pytest.raises(ValueError, match="not there: X"):
        _landscape([event(datetime.date(2025, 1, 1), "X")])


def test_the_29th_of_february_has_an_earlier_year() -> None:
    leap = Period(datetime.date(2024, 2, 29), datetime.date(2024, 3, 1))
    assert leap.years_earlier(1) == Period(datetime.date(2023, 2, 28), datetime.date(2023, 3, 1))


def test_the_same_records_give_the_same_landscape() -> None:
    rows = _steady(20) + _steady(30, "S")
    assert str(_landscape(rows)) == str(_landscape(rows))
