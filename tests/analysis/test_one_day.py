"""A change that one day alone makes says so, and no other does."""

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.change import Change
from analysis.landscape import Landscape, analyse
from analysis.questions.against_city import against_city, p_values
from analysis.questions.family import level_of
from analysis.records import Area, Event, Total
from analysis.words import Word
from tests.analysis.makers import YEAR, coverage, event, events
from tests.reports.landscapes import AREAS

MAY = datetime.date(2025, 5, 3)
EARLIER = [one for year in range(2020, 2025) for one in events(40, year, "D00", targets=("lgbti",))]


def on(day: datetime.date, count: int, **fields: Any) -> list[Event]:
    return [event(day, "D00", **{"targets": ("lgbti",), **fields}) for _n in range(count)]


def city_of(rows: list[Event]) -> Change:
    return _landscape(rows).city


def _landscape(rows: list[Event]) -> Landscape:
    return analyse(
        [*EARLIER, *rows], AREAS, [coverage()], period=YEAR, comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(back) for back in range(2, 6)], extracted_on=datetime.date(2026, 1, 31),
    )  # fmt: skip


def test_eighty_one_of_a_hundred_and_twenty_one_on_one_day_are_told() -> None:
    """After forty a year: 121 surprise, and 121 − 81 + 1 = 41 do not."""
    city = city_of([*events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 81)])
    assert (city.now, Word.ABOVE in city.words) == (121, True)
    # of the forty that are spread over the year, none is of the third of May
    assert (city.day, city.on_day, city.with_day_as_one) == (MAY, 81, 41)
    group = _landscape([*events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 81)]).families["targets"].of("lgbti")
    assert group is not None
    assert (group.day, group.on_day) == (MAY, 81)


@pytest.mark.parametrize(
    "rows",
    {
        "spread over the year": events(121, 2025, "D00", targets=("lgbti",)),
        "most of it is above without that day too": [
            *events(100, 2025, "D00", targets=("lgbti",)), *on(MAY, 81)
        ],
        "a series counts once, so nothing is above": [
            *events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 81, series="march")
        ],
        "a deed whose day is not known is of no day": [
            *events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 81, last_day=datetime.date(2025, 5, 9))
        ],
        "no more than before": [*events(5, 2025, "D00", targets=("lgbti",)), *on(MAY, 35)],
        "less than before": on(MAY, 10),
        # one more than would not surprise, and any of 33 days makes it: “because of one day, 1 January”
        "each day has as many": [one for n in range(33) for one in on(MAY + datetime.timedelta(days=n), 2)],
        "a second march would do as well": [
            *events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 15), *on(MAY + datetime.timedelta(days=7), 14)
        ],
        # 66 of which 65 would not surprise
        "two of one day are no march": [*events(64, 2025, "D00", targets=("lgbti",)), *on(MAY, 2)],
    }.items(),
    ids=lambda row: row[0],
)  # fmt: skip
def test_of_no_other_change_a_day_is_told(rows: tuple[str, list[Event]]) -> None:
    assert city_of(rows[1]).day is None


@pytest.mark.parametrize(("on_day", "is_told"), [(4, False), (5, True)])
def test_five_are_of_a_day_at_least(on_day: int, *, is_told: bool) -> None:
    """65 do not surprise, and 66 do: it would be the one day otherwise too."""
    spread = [event(datetime.date(2025, 6, 1) + datetime.timedelta(days=n), "D00") for n in range(65 - on_day + 1)]
    spread += [event(datetime.date(2025, 1, 1), "D00") for _n in range(on_day - 2)]
    city = city_of([*spread, *on(MAY, on_day)])
    assert Word.ABOVE in city.words
    assert (city.day, city.on_day) == ((MAY, on_day) if is_told else (None, 0))


def test_a_full_day_of_an_earlier_year_makes_nothing_of_this_one() -> None:
    march = [event(datetime.date(2023, 5, 3), "D00") for _n in range(40)]
    earlier = [one for year in (2020, 2021, 2022, 2024) for one in events(40, year, "D00")]
    city = analyse(
        [*earlier, *march, *events(90, 2025, "D00")], AREAS, [coverage()], period=YEAR,
        comparison=YEAR.years_earlier(1), history=[YEAR.years_earlier(back) for back in range(2, 6)],
        extracted_on=datetime.date(2026, 1, 31),
    ).city  # fmt: skip
    assert Word.ABOVE in city.words
    assert city.day is None


def test_a_series_is_of_the_first_of_its_days_and_once() -> None:
    """80 that were told again on one day, each of a deed of another; and 81 of one series, among what surprises."""
    again = [
        event(day, "D00", series=str(n))
        for n in range(80)
        for day in (MAY, datetime.date(2025, 1, 1) + datetime.timedelta(days=n))
    ]
    for rows in (again, [*events(90, 2025, "D00"), *on(MAY, 81, series="march")]):
        city = city_of(rows)
        assert Word.ABOVE in city.words
        assert city.day is None


def test_of_what_totals_stand_beside_only_sources_that_looked_everywhere_make_a_day() -> None:
    """Of a group of which 2020 remains as a number, the museum's records of one district are not compared."""
    looked = [coverage(), coverage("museum", areas=frozenset({"D00"}), online=False)]
    march = on(MAY, 81, source="museum", source_type="museum")
    rows = [one for one in EARLIER if one.first_day.year > 2020]
    found = analyse(
        [*rows, *events(90, 2025, "D00", targets=("lgbti",)), *march], AREAS, looked, period=YEAR,
        comparison=YEAR.years_earlier(1), history=[YEAR.years_earlier(back) for back in range(2, 6)],
        extracted_on=datetime.date(2026, 1, 31),
        totals=[Total(2020, family, code, "police", 0, 40) for family, code in (
            ("place", "district"), ("district", "D00"), ("current", "none_known"), ("kind", "threat"),
            ("group", "lgbti"))],
    )  # fmt: skip
    group = found.families["targets"].of("lgbti")
    assert group is not None
    assert (group.now, Word.ABOVE in group.words, group.day) == (90, True, None)


def test_records_of_sources_that_are_not_compared_make_no_day() -> None:
    """Of a source that began this year: eighty more of another day, which no word is of."""
    rows = [*events(40, 2025, "D00", targets=("lgbti",)), *on(MAY, 81)]
    june = datetime.date(2025, 6, 1)
    found = analyse(
        [*EARLIER, *rows, *on(june, 90, source="new", source_type="school")], AREAS,
        [coverage(), coverage("new", first=2025)], period=YEAR, comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(back) for back in range(2, 6)], extracted_on=datetime.date(2026, 1, 31),
    ).city  # fmt: skip
    assert (found.day, found.on_day) == (MAY, 81)


def test_with_one_earlier_window_it_is_told_of_what_is_higher_than_before() -> None:
    rows = [*events(40, 2024, "D00"), *events(40, 2025, "D00"), *[event(MAY, "D00") for _n in range(81)]]
    city = analyse(
        rows, AREAS, [coverage(first=2024)], period=YEAR, comparison=YEAR.years_earlier(1), history=[],
        extracted_on=datetime.date(2026, 1, 31),
    ).city  # fmt: skip
    assert Word.HIGHER in city.words
    assert (city.day, city.on_day) == (MAY, 81)


def _districts(*extra: Event, quiet: int = 20) -> Change:
    """Of a city in which twelve districts have 20 a year each, the one in which more happened now."""
    areas = [Area(f"D{n:02d}", f"District {n}", 10_000) for n in range(12)]
    steady = [
        one
        for year in range(2020, 2026)
        for area in areas
        for one in events(quiet if (year, area.code) == (2025, "D00") else 20, year, area.code)
    ]
    found = analyse(
        [*steady, *extra], areas, [coverage()], period=YEAR, comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(back) for back in range(2, 6)], extracted_on=datetime.date(2026, 1, 31),
    ).families["districts"].of("D00")  # fmt: skip
    assert found is not None
    return found


def test_a_district_that_one_day_lets_rise_against_the_city_says_so() -> None:
    """20 a year, and now 20 and a march of 60: with the march as one it went as the others did."""
    district = _districts(*[event(MAY, "D00") for _n in range(60)])
    assert district.words == (Word.ROSE,)
    assert (district.now, district.day, district.on_day, district.with_day_as_one) == (80, MAY, 60, 21)


def test_a_district_that_rose_without_its_fullest_day_too_names_none() -> None:
    """Sixty more over the year, and a march of five: 80 would be a rise as well."""
    spread = _districts(*events(60, 2025, "D00"), *[event(MAY, "D00") for _n in range(5)])
    assert (spread.words, spread.day) == ((Word.ROSE,), None)
    fell = _districts(*[event(MAY, "D00") for _n in range(3)], quiet=0)
    assert (fell.words, fell.day) == ((Word.FELL,), None)


def test_the_bound_is_the_last_count_of_which_the_test_would_not_say_it() -> None:
    """Asked one by one, at the same growth, spread and level."""
    now, history = np.full(12, 20), np.full((12, 5), 20)
    now[0] = 80
    asked = against_city(now, history)
    level = level_of(asked.p)
    assert asked.found[0]
    found = []
    for count in range(1, 81):
        other = replace(asked, now=np.array([count, *now[1:]]))
        found.append(bool(p_values(other)[0] <= 1 - level and other.ratio[0] >= 1.2))
    most = asked.most_without_rise(level)
    assert most[0] == max(count for count, is_found in enumerate(found, start=1) if not is_found)
    assert 20 < most[0] < 80
    assert np.isinf(most[1:]).all()
