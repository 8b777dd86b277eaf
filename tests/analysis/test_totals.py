"""Years whose records are gone count by their totals: as if the records were still there, and never as nothing."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest

from analysis.landscape import Landscape, analyse
from analysis.records import Event, Period, Total
from analysis.totals import lag_in_months, untold
from analysis.words import Word
from tests.analysis.makers import NORTH, SOUTH, coverage, events

YEARS = range(2020, 2026)
COUNTS = {2020: 60, 2021: 64, 2022: 70, 2023: 75, 2024: 81, 2025: 90}
WINDOWS = [Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)) for year in reversed(YEARS)]
KEPT = 36  # months


def everything() -> list[Event]:
    found = []
    for year, count in COUNTS.items():
        found += events(count, year, "N", currents=("jihadist", "right_wing"), targets=("gender",))
        found += events(count // 2, year, "S", currents=("right_wing",))
        found += events(5, year, None, manifestations=("threat", "arson"), place="online", space="online")
        # a source that looks at one district only, and one group that is recorded no more
        found += events(10, year, "N", source="museum", targets=("disability",) if year < 2022 else ("none",))
    return found


def totals_of(found: list[Event]) -> Iterator[Total]:
    """By hand: what remains of these."""
    cells: Counter[tuple[int, str, str, str]] = Counter()
    for event in found:
        year = event.first_day.year
        cells[year, "place", event.place, event.source] += 1
        for family, codes in {
            "current": event.currents, "kind": event.manifestations, "group": event.targets,
            "district": (event.district,) if event.district else (),
        }.items():  # fmt: skip
            cells.update((year, family, code, event.source) for code in codes)
    for (year, family, code, source), count in cells.items():
        yield Total(year, family, code, source, 0, count)


def landscape(found: list[Event], totals: list[Total], windows: list[Period] = WINDOWS) -> Landscape:
    looked = [coverage(), coverage("museum", areas=frozenset({"N"}), online=False)]
    return analyse(
        found, [NORTH, SOUTH], looked, period=windows[0], comparison=windows[1], history=windows[2:],
        extracted_on=datetime.date(2026, 1, 31), totals=totals,
    )  # fmt: skip


def counts(of: Landscape) -> dict[str, tuple[int, ...]]:
    found = {f"{name} {change.key}": (change.now, *change.earlier) for name, family in of.families.items()
             for change in family.changes}  # fmt: skip
    return {**found, "city": (of.city.now, *of.city.earlier)}


def test_five_windows_exist_for_a_city_that_keeps_records_for_three_years() -> None:
    """Of six years the records of three are there; change is told of all six, as if all records were."""
    full = everything()
    there = [each for each in full if each.first_day.year > 2025 - KEPT // 12]
    remain = list(totals_of([each for each in full if each not in there]))
    whole, kept = landscape(full, []), landscape(there, remain)
    assert len(kept.windows_used) == len(whole.windows_used) == 5
    assert counts(kept)["city"] == counts(whole)["city"]
    assert (kept.city.words, kept.city.trend) == (whole.city.words, whole.city.trend)
    assert kept.families["districts"] == whole.families["districts"]
    # totals of a current do not say in which district a source saw it: one that saw a part of the city is left out
    alike = landscape([each for each in full if each.source == "police"], [])
    for name in ("currents", "manifestations", "targets"):
        for change in alike.families[name].changes:
            told = kept.families[name].of(change.key)
            assert told
            assert (told.now, told.earlier) == (change.now, change.earlier)
    of_a_part = kept.families["targets"].of("disability")
    assert of_a_part
    assert of_a_part.words == (Word.RECORDING_CHANGED,)


def test_without_the_totals_the_same_records_would_read_as_a_rise() -> None:
    """What the totals are for: years of which nothing is left are not years in which nothing happened."""
    there = [each for each in everything() if each.first_day.year > 2022]
    assert landscape(there, []).city.earlier[-1] == 0
    remain = list(totals_of([each for each in everything() if each.first_day.year <= 2022]))
    assert landscape(there, remain).city.earlier[-1] >= COUNTS[2020]


def test_a_year_of_which_half_is_gone_is_the_sum_of_both() -> None:
    full = everything()
    gone = [each for n, each in enumerate(full) if each.first_day.year == 2022 and n % 2]
    kept = landscape([each for each in full if each not in gone], list(totals_of(gone)))
    assert counts(kept)["districts S"] == counts(landscape(full, []))["districts S"]


def test_what_was_reported_later_than_is_known_of_this_year_by_now_is_left_out() -> None:
    there = [each for each in everything() if each.first_day.year > 2022]
    on_time, late = (Total(2022, "district", "S", "police", months, 7) for months in (1, 2))
    assert dict(counts(landscape(there, [on_time])))["districts S"][3] == 7
    assert dict(counts(landscape(there, [late])))["districts S"][3] == 0


@pytest.mark.parametrize(
    ("until", "months"),
    [("2025-12-31", 0), ("2026-01-30", 0), ("2026-01-31", 1), ("2026-02-27", 1), ("2026-02-28", 2), ("2025-06-30", 0)],
)
def test_months_are_whole_ones(until: str, months: int) -> None:
    assert lag_in_months(WINDOWS[0], datetime.date.fromisoformat(until)) == months


def test_a_window_that_is_no_whole_year_is_passed_over_where_its_year_is_gone() -> None:
    """From October to December nobody can say any more how many there were."""
    autumn = [Period(datetime.date(year, 10, 1), datetime.date(year, 12, 31)) for year in reversed(YEARS)]
    there = [each for each in everything() if each.first_day.year > 2022]
    remain = list(totals_of([each for each in everything() if each.first_day.year <= 2022]))
    told = landscape(there, remain, autumn)
    assert told.untold == untold(remain, autumn) == tuple(autumn[3:])
    assert told.windows_used == tuple(autumn[1:3])


def test_counts_as_recorded_are_the_same_before_and_after_the_records_of_the_year_before_are_gone() -> None:
    """And what no total tells is not told: months, and what happened online."""
    full = everything()
    there = [each for each in full if each.first_day.year > 2024]
    whole, kept = landscape(full, []), landscape(there, list(totals_of([each for each in full if each not in there])))
    assert (kept.before_is_gone, whole.before_is_gone) == (True, False)
    assert kept.total_before == whole.total_before == 81 + 40 + 5 + 10
    assert [(each.area.code, each.before) for each in kept.districts] == [("N", 91), ("S", 40)]
    for name in ("currents", "manifestations", "targets"):
        assert kept.counts[name] == whole.counts[name]
    assert {month.known for month in kept.months if not month.current} == {None}
    assert all(month.known == month.count for month in kept.months if month.current)
    assert (kept.online.share_looked, kept.online.share_looked_before) == (1.0, 0.0)
    # the reckoning ends where the comparison begins
    assert kept.reckoning == whole.reckoning
