"""The landscape as a whole: who looked, what is compared, what is left out."""

import csv
import datetime
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analysis.change import Change
from analysis.comparison import check_windows
from analysis.coverage import Looked, covers
from analysis.landscape import Landscape, analyse
from analysis.records import Area, Coverage, Event, Period
from analysis.words import Word
from tests.analysis.makers import EXTRACTED, NORTH, SOUTH, YEAR, coverage, event, events


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


def _many_areas(count: int) -> list[Area]:
    return [Area(f"D{n:02}", f"District {n}", 10_000) for n in range(count)]


BROAD = _many_areas(10)


def _broad(per_year: int, **fields: Any) -> list[Event]:
    """So many a year in each of ten districts."""
    return [one for area in BROAD for one in _steady(per_year, area.code, **fields)]


def _of(land: Landscape, family: str, key: str) -> Change:
    change = land.families[family].of(key)
    assert change is not None
    return change


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
    """D00 has 20 a year and then 70, nine others 20 throughout: it would have 20, had it gone with the city."""
    change = _of(_landscape(_broad(20) + events(50, 2025, "D00"), areas=BROAD), "districts", "D00")
    assert (change.before, change.now, change.words) == (20, 70, (Word.ROSE,))
    assert change.against
    assert change.against.ratio == pytest.approx(3.5)


def test_a_still_city_gives_no_word() -> None:
    land = _landscape(_broad(20), areas=BROAD)
    assert land.city.word == Word.NEITHER
    assert not any(family.findings for family in land.families.values())


def test_only_sources_that_looked_in_both_years_are_compared() -> None:
    """The school began to report in 2025: its 40 records are counted, not compared, and the rise is not claimed."""
    new = events(40, 2025, "D00", source="school", source_type="school")
    land = _landscape(_broad(20) + new, [coverage(), coverage("school", first=2025)], BROAD)
    change = _of(land, "districts", "D00")
    assert land.total == 240
    assert (change.before, change.now, change.word) == (20, 60, Word.RECORDING_CHANGED)
    assert land.left_out.unlike_sources == 40


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
    assert land.left_out.without_district == 5


def test_one_earlier_year_gives_modest_words() -> None:
    land = _landscape(_broad(20) + events(600, 2025, "D00"), [coverage(first=2024)], BROAD, windows=2)
    assert land.city.words == (Word.HIGHER,)
    assert _of(land, "districts", "D00").word == Word.CANNOT_TELL
    assert len(land.windows_used) == 1


def test_a_headline_that_rests_on_poor_records_says_so() -> None:
    rumours = events(60, 2025, "D00", reliability="D", credibility=4)
    land = _landscape(_broad(20) + rumours, areas=BROAD)
    assert _of(land, "districts", "D00").words == (Word.ROSE,)
    assert [s.others for s in land.differing("districts", "D00") if s.reading == "well_graded"] == [()]


def test_stale_and_graded_records_are_counted_apart() -> None:
    rows = [*events(3, 2025, stale=True), *events(2, 2025, reliability="E", credibility=5)]
    land = _landscape(rows)
    assert (land.stale, land.well_graded) == (3, 3)
    assert land.grading == {("B", 2): 3, ("E", 5): 2}


def test_a_district_with_surely_more_records_is_a_concentration() -> None:
    areas = _many_areas(20)
    rows = [one for area in areas for one in events(10, 2025, area.code)]
    rows += [one for kind in ("school", "transit") for one in events(25, 2025, "D00", setting=kind)]
    found = _landscape(rows, areas=areas).concentrations.found
    assert [c.district for c in found] == ["D00"]
    assert (found[0].events, found[0].places) == (60, 3)


def test_records_on_one_centroid_are_no_concentration() -> None:
    areas = _many_areas(20)
    rows = [one for area in areas for one in events(10, 2025, area.code)]
    centroid = [
        one for kind in ("school", "transit") for one in events(25, 2025, "D00", setting=kind, spot=(3.0, 56.0))
    ]
    land = _landscape(rows + centroid, areas=areas)
    assert land.concentrations.found == ()
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
    assert [(c.key, c.before, c.now, c.findings) for c in targets.changes] == [("2slgbtq+", 20, 20, ())]


def test_torontos_recoded_value_is_one_category_with_nothing_to_tell(shared_data: Path) -> None:
    """30 + 1 records in 2023 under both spellings, 33 in 2024 under the new one: 31 → 33."""
    with (shared_data / "toronto" / "hate-crimes-2018-2024.csv").open(newline="") as file:
        rows = [
            event(datetime.date.fromisoformat(row["OCCURRENCE_DATE"]), targets=(row["SEXUAL_ORIENTATION_BIAS"],))
            for row in csv.DictReader(file)
        ]
    period = Period(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    land = analyse(
        rows,
        [NORTH],
        [coverage()],
        period=period,
        comparison=period.years_earlier(1),
        history=[period.years_earlier(k) for k in range(1, 7)],
        extracted_on=datetime.date(2025, 1, 31),
    )
    change = land.families["targets"].of("2slgbtq+")
    assert change is not None
    assert (change.before, change.now) == (31, 33)
    assert not {Word.NEW, Word.NO_LONGER, Word.RECORDING_CHANGED} & set(change.words)


def test_unknown_districts_are_refused() -> None:
    with pytest.raises(ValueError, match="not there: X"):
        _landscape([event(datetime.date(2025, 1, 1), "X")])


def test_the_29th_of_february_has_an_earlier_year() -> None:
    leap = Period(datetime.date(2024, 2, 29), datetime.date(2024, 3, 1))
    assert leap.years_earlier(1) == Period(datetime.date(2023, 2, 28), datetime.date(2023, 3, 1))


def test_records_in_any_order_give_the_same_landscape() -> None:
    rows = _steady(20, space="online") + _steady(30, "S") + events(40, 2025, reliability="D")
    shuffled = random.Random(4).sample(rows, len(rows))
    assert repr(_landscape(rows)) == repr(_landscape(shuffled))


def test_two_years_are_compared_with_windows_that_share_no_year() -> None:
    """2024–2025 against 2022–2023; of the starts 2023, 2022, … 2016 only every second is another two years."""
    period = Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
    history = [period.years_earlier(k) for k in range(1, 9)]
    kept = check_windows(period, period.years_earlier(2), history)
    assert [window.start.year for window in kept] == [2024, 2022, 2020, 2018, 2016]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (datetime.date(2024, 7, 1), datetime.date(2025, 6, 30), "whole years earlier"),
        (datetime.date(2023, 7, 1), datetime.date(2024, 6, 30), "whole years earlier"),
        (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), "whole years earlier"),
    ],
)
def test_another_stretch_of_the_year_is_no_comparison(start: datetime.date, end: datetime.date, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_windows(YEAR, Period(start, end), [])


def test_a_comparison_may_not_share_days_with_the_period() -> None:
    period = Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
    with pytest.raises(ValueError, match="overlaps"):
        check_windows(period, period.years_earlier(1), [])


def test_a_year_that_is_not_over_is_compared_with_as_much_of_the_year_before() -> None:
    """Taken out on 30 June 2025: what happened after 30 June 2024 is left out too, though its report has no date."""
    rows = [event(datetime.date(2024, 3, 1)), event(datetime.date(2024, 9, 1)), event(datetime.date(2025, 3, 1))]
    land = _landscape(rows, extracted_on=datetime.date(2025, 6, 30))
    assert (land.city.before, land.city.now, land.left_out.late_reports) == (1, 1, 1)


def test_a_record_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="a key occurs twice"):
        _landscape([event(datetime.date(2025, 1, 1), key="7"), event(datetime.date(2025, 2, 1), key="7")])


def test_a_district_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="a code occurs twice"):
        _landscape([], areas=[NORTH, NORTH])


@pytest.mark.parametrize("fields", [{"place": "online"}, {"last_day": datetime.date(2024, 12, 31)}])
def test_records_that_contradict_themselves_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Event 7"):
        _landscape([event(datetime.date(2025, 1, 1), key="7", **fields)])


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(datetime.date(2025, 1, 2), datetime.date(2025, 1, 1))


def test_a_district_without_residents_has_no_rate_and_spoils_none() -> None:
    land = _landscape(events(5, 2025) + events(2, 2025, "H"), areas=[NORTH, SOUTH, Area("H", "Harbour", 0)])
    assert land.districts[2].rate is None
    assert land.districts[0].rate is not None
    assert land.districts[0].rate.value == pytest.approx(5.0)


def test_readings_leave_out_the_police_first() -> None:
    rows = _broad(20) + events(60, 2025, "D00", source="school", source_type="school")
    doubtful = rows[0]._replace(reliability="E")
    land = _landscape([doubtful, *rows[1:]], [coverage(), coverage("school"), coverage("a")], BROAD)
    assert [s.reading for s in land.sensitivity if s.family == "city"] == [
        "well_graded",
        "without:police",
        "without:school",
    ]
    assert {s.reading: s.others for s in land.sensitivity if s.family == "districts"}["without:school"] == ()
    # where every record is well founded, that they alone say the same is no second look
    all_well = _landscape(rows, [coverage(), coverage("school"), coverage("a")], BROAD)
    assert {s.reading for s in all_well.sensitivity} == {"without:police", "without:school"}
    assert _landscape(_broad(20), None, BROAD).sensitivity == ()


def test_online_and_offline_that_rise_in_the_same_months_move_together() -> None:
    """In month m of both years m records offline and 2m online: every pair of months is in the same order, tau-b 1."""
    rows = [
        event(datetime.date(year, month, 1 + day), space=space)
        for year in (2024, 2025)
        for month in range(1, 13)
        for space, count in (("offline", month), ("online", 2 * month))
        for day in range(count)
    ]
    online = _landscape(rows).online
    assert (online.now, online.before, online.months) == (156, 156, 24)
    assert online.tau == pytest.approx(1.0)


def test_a_year_in_which_nobody_looked_online_says_nothing_about_it() -> None:
    looked = [coverage(last=2024, online=False), coverage(first=2025)]
    online = _landscape(_steady(20) + events(20, 2025, space="online"), looked).online
    assert (online.share_looked, online.share_looked_before, online.months) == (1.0, 0.0, 12)


def test_months_that_nobody_looked_at_say_so() -> None:
    land = _landscape(events(12, 2025), [coverage(first=2025)])
    assert [month.share_looked for month in land.months] == [0.0] * 12 + [1.0] * 12
