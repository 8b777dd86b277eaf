"""Like with like: maturity, completeness and practice per source; who has a say in rates; what lies in the windows."""

import csv
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analysis.coverage import Looked
from analysis.landscape import Landscape, analyse
from analysis.records import Area, Coverage, Declared, Event, Period, PracticeChange
from analysis.words import Word
from tests.analysis.makers import EXTRACTED, YEAR, coverage, event, events

AREAS = [Area(f"D{n:02}", f"District {n}", 10_000) for n in range(10)]
YEARS = range(2020, 2026)


def _steady(per_year: int, **fields: Any) -> list[Event]:
    return [one for year in YEARS for area in AREAS for one in events(per_year, year, area.code, **fields)]


def _landscape(rows: Sequence[Event], looked: Sequence[Coverage], **options: Any) -> Landscape:
    values: dict[str, Any] = {"period": YEAR, "areas": AREAS, "extracted_on": EXTRACTED, **options}
    period, areas = values.pop("period"), values.pop("areas")
    history = [period.years_earlier(k) for k in range(1, 6)]
    return analyse(rows, areas, looked, period=period, comparison=history[0], history=history, **values)


def test_an_old_import_of_another_source_has_no_say_in_what_is_known_of_the_period() -> None:
    """20 rows that were taken out years before made every district "too few", and "0 in 2022, 0 in 2023"."""
    old = [one for year in (2015, 2016) for one in events(10, year, "D00", source="old", source_type="media")]
    looked = [coverage(), coverage("old", first=2015, last=2018)]
    extracted = {"old": datetime.date(2019, 1, 31), "police": EXTRACTED}
    land = _landscape(_steady(20) + old, looked, extracted=extracted)
    assert (land.city.before, land.city.now, land.left_out.late_reports) == (200, 200, 0)
    assert not any(change.word == Word.TOO_FEW for change in land.families["districts"].changes)


def test_each_source_is_as_mature_as_its_own_export() -> None:
    """The school's file is of 30 June 2025: its second half-years are left out, those of the police are not."""
    school = {"source": "school", "source_type": "school"}
    rows = [
        event(datetime.date(year, month, 1), "D00", **fields)
        for year in (2024, 2025)
        for month in (3, 9)
        for fields in (school, {})
    ]
    land = _landscape(rows, [coverage(), coverage("school")], extracted={"school": datetime.date(2025, 6, 30)})
    assert land.left_out.late_reports == 2
    assert (land.city.before, land.city.now) == (3, 3)


def test_looking_more_completely_is_no_rise() -> None:
    """Sporadic until 2024 and full from then on, 218 → 405 read "rising"."""
    rows = [one for year in range(2020, 2025) for one in events(218, year, "D00")] + events(405, 2025, "D00")
    looked = [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
    land = _landscape(rows, looked)
    assert (land.city.before, land.city.now, land.city.words) == (218, 405, (Word.RECORDING_CHANGED,))
    land = _landscape(rows, [coverage()])
    assert land.city.findings


def test_a_change_of_practice_ends_what_may_be_compared() -> None:
    """Since 1 January 2023 the police record otherwise: two earlier years stay, too few for a trend."""
    changed = [PracticeChange("police", datetime.date(2023, 1, 1), "a new form")]
    land = _landscape(_steady(20), [coverage()], changes=changed)
    assert [window.start.year for window in land.windows_used] == [2024, 2023]
    assert land.city.trend is None
    inside = [PracticeChange("police", datetime.date(2025, 7, 1), "a new form")]
    assert _landscape(_steady(20), [coverage()], changes=inside).city.word == Word.RECORDING_CHANGED


def test_a_practice_that_changed_elsewhere_changes_nothing() -> None:
    changed = [PracticeChange("school", datetime.date(2025, 3, 1), "a new teacher")]
    assert len(_landscape(_steady(20), [coverage()], changes=changed).windows_used) == 5


def test_one_more_source_in_one_district_makes_no_concentration() -> None:
    """“almost certain, 98 %”, and 84 % on the police alone: only sources that looked everywhere alike count."""
    more = [
        one
        for kind in ("street", "school", "home")
        for one in events(15, 2025, "D00", source="school", source_type="school", setting=kind)
    ]
    looked = [coverage(), coverage("school", areas=frozenset({"D00"}))]
    land = _landscape(_steady(10) + more, looked)
    assert land.concentrations.found == ()
    assert land.rated.sources == {"police"}
    assert land.districts[0].count == 55
    assert land.districts[0].rate
    assert land.districts[0].rate.value == pytest.approx(10 / 10_000 * 10_000)
    everywhere = _landscape(_steady(10) + more, [coverage(), coverage("school")])
    assert everywhere.rated.sources == {"police", "school"}


def test_one_type_of_source_alone_makes_no_concentration() -> None:
    """The media tell four times as much of one district, the police no more than elsewhere."""
    told = {"source": "media", "source_type": "media"}
    rows = _steady(10) + _steady(2, **told)
    rows += [one for kind in ("street", "home") for one in events(30, 2025, "D00", setting=kind, **told)]
    looked = [coverage(), coverage("media")]
    assert _landscape(rows, looked).concentrations.found == ()
    rows += [one for kind in ("street", "home") for one in events(30, 2025, "D00", setting=kind)]
    assert [found.district for found in _landscape(rows, looked).concentrations.found] == ["D00"]


def test_without_three_dates_a_concentration_is_not_assessed() -> None:
    """Sixty of which the year alone is known, in two kinds of place."""
    day, last = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
    rows = [event(day, "D00", last_day=last, setting=kind) for kind in ("street", "home") for _n in range(30)]
    found = _landscape([*(each for each in _steady(10) if each.district != "D00"), *rows], [coverage()]).concentrations
    assert (found.found, found.unplaced, found.undated) == ((), (), ("D00",))


def test_without_a_setting_a_concentration_is_not_assessed() -> None:
    rows = _steady(10, setting=None) + events(60, 2025, "D00", setting=None)
    found = _landscape(rows, [coverage()]).concentrations
    assert (found.found, found.unplaced) == ((), ("D00",))


@pytest.mark.parametrize(
    "looked",
    [
        [
            coverage(areas=frozenset(a.code for a in AREAS[1:])),
            coverage("b", first=2025, areas=frozenset({"D00"}), completeness="sporadic"),
        ],
        [
            coverage(areas=frozenset(a.code for a in AREAS[1:])),
            Coverage("b", frozenset({"D00"}), False, datetime.date(2025, 1, 1), datetime.date(2025, 6, 30)),
        ],
    ],
)
def test_what_was_looked_at_in_part_has_a_count_and_no_rate(looked: list[Coverage]) -> None:
    """Only sporadically, or on half of the days."""
    land = _landscape(_steady(10), looked)
    first, second = land.districts[:2]
    assert (first.looked, first.in_part, first.rate, first.count) == (Looked.PARTLY, True, None, 10)
    assert (second.looked, second.in_part) == (Looked.FULLY, False)


def test_months_are_those_of_the_two_windows() -> None:
    """7 October to 31 December said 113 in all and 116 in its months, and called January to September "before"."""
    period = Period(datetime.date(2025, 10, 7), datetime.date(2025, 12, 31))
    land = _landscape(_steady(30), [coverage()], period=period)
    assert [month.start.month for month in land.months] == [10, 11, 12, 10, 11, 12]
    for current, total in ((True, land.total), (False, land.total_before)):
        assert sum(month.count for month in land.months if month.current == current) == total


def test_a_month_that_two_windows_share_is_told_apart() -> None:
    """From mid-July to mid-July: July 2024 ends one window and begins the other."""
    period = Period(datetime.date(2024, 7, 15), datetime.date(2025, 7, 14))
    land = _landscape(_steady(30), [coverage()], period=period)
    assert sum(month.count for month in land.months if month.current) == land.total
    assert sum(month.count for month in land.months if not month.current) == land.total_before


HATE_CRIMES = "hate-crimes-2018-2024.csv"
COLUMNS = ("RACE_BIAS", "ETHNICITY_BIAS", "RELIGION_BIAS", "SEXUAL_ORIENTATION_BIAS", "GENDER_BIAS")


@pytest.fixture
def toronto(shared_data: Path) -> list[Event]:
    """Every row that counts, with the groups as the file writes them."""
    found = []
    with (shared_data / "toronto" / HATE_CRIMES).open(newline="") as file:
        for row in csv.DictReader(file):
            if row["PRIMARY_OFFENCE"].strip() == "This should be removed":
                continue
            named = [part.strip() for column in COLUMNS for part in row[column].split(",")]
            hood = row["HOOD_158"]
            found.append(
                event(
                    datetime.date.fromisoformat(row["OCCURRENCE_DATE"]),
                    None if hood == "NSA" else hood,
                    reported=datetime.date.fromisoformat(row["REPORTED_DATE"]),
                    targets=tuple(name for name in named if name not in {"None", ""}),
                    setting=row["LOCATION_TYPE"],
                )
            )
    return found


def _toronto(rows: list[Event], period: Period, file: Path, **options: Any) -> Landscape:
    with (file / "toronto" / "neighbourhood-profiles-2021.csv").open(newline="") as profiles:
        people = {row["area_code"]: int(float(row["population"])) for row in csv.DictReader(profiles)}
    return analyse(
        rows,
        [Area(code, code, count) for code, count in people.items()],
        [coverage(first=2018, last=2024)],
        period=period,
        comparison=period.years_earlier(1),
        history=[period.years_earlier(k) for k in range(1, period.start.year - 2017)],
        extracted_on=datetime.date(2024, 12, 31),
        **options,
    )


def _found(land: Landscape, word: Word) -> set[str]:
    return {change.key for change in land.families["targets"].changes if word in change.words}


def test_toronto_2023_reads_as_its_records_are(toronto: list[Event], shared_data: Path) -> None:
    """Rising over six years and within expectation; of the groups four rising; one district against the city, and two

    concentrations, the second on few residents.
    """
    land = _toronto(toronto, Period(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)), shared_data)
    assert (land.city.words, land.city.rank, land.city.years) == ((Word.RISING,), 1, 6)
    assert _found(land, Word.RISING) == {"jewish", "black", "south asian", "gay"}
    moved = land.families["districts"].findings
    assert [(c.key, c.before, c.now, c.words) for c in moved] == [("036", 1, 18, (Word.ROSE,))]
    assert {found.district for found in land.concentrations.found} == {"036", "170"}


def test_toronto_2022_and_after_7_october(toronto: list[Event], shared_data: Path) -> None:
    of_2022 = _toronto(toronto, Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)), shared_data)
    assert _found(of_2022, Word.NEW) == {"ukrainian"}
    window = Period(datetime.date(2023, 10, 7), datetime.date(2023, 12, 31))
    declared = Declared("7 October", "targets", "Jewish", window)
    land = _toronto(toronto, window, shared_data, declared=[declared])
    assert _found(land, Word.NEW) == {"israeli", "palestinian"}
    # of the five groups with enough records three, at a rate of false discoveries of 10 % (ADR 0035)
    assert _found(land, Word.ABOVE) == {"gay", "jewish", "muslim"}
    (asked,) = land.asked
    assert asked.change
    assert asked.change.expected
    assert (asked.change.before, asked.change.now, Word.ABOVE in asked.change.words) == (22, 52, True)
    figures = asked.change.expected
    assert [round(x) for x in (figures.count, figures.low, figures.high)] == [25, 7, 49]


def test_a_question_is_asked_in_its_own_window(toronto: list[Event], shared_data: Path) -> None:
    """The diagnosis is of the whole year, the question of twelve weeks of it; of a group nobody recorded: nothing."""
    window = Period(datetime.date(2023, 10, 7), datetime.date(2023, 12, 31))
    questions = [Declared("7 October", "targets", key, window) for key in ("Jewish", "Martian")]
    year = Period(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    first, second = _toronto(toronto, year, shared_data, declared=questions).asked
    assert first.change
    assert first.change.now == 52
    assert second.change is None
