"""Columns of dates that a spreadsheet or a source changed: refused, or told with row, example and what to do.

What is fed are dates of a truth made here, written as such programs write them; chances are worked out beside them.
"""

import datetime
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.batches import TakenIn
from mapping.actions.sources import Coverage
from mapping.imports.dates.days import DateReader, in_zone
from mapping.imports.dates.doubts import Written, check_coverage, check_days, check_spellings
from mapping.imports.doubts import Doubts
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from tests.mapping.makers import column_mapping, inside, table

DISTRICTS_OF_CITY = ("01", "02")

Day = datetime.date
LATEST = Day(2026, 1, 1)


def _days(count: int, seed: int = 1, years: int = 3) -> list[Day]:
    chance = random.Random(seed)
    return [Day(2022, 1, 1) + datetime.timedelta(days=chance.randrange(365 * years)) for _number in range(count)]


def _look(cells: Sequence[str], pattern: str = "", accepted: Sequence[str] = ()) -> Doubts:
    reader, doubts = DateReader(pattern, latest=LATEST), Doubts(accepted)
    dates = [Written(text, reader.day(text), 1, row) for row, text in enumerate(cells, start=2)]
    if not check_spellings("DAY", dates, doubts):
        check_days("DAY", dates, doubts)
    return doubts


def _refusal(doubts: Doubts) -> str:
    with pytest.raises(ValidationError) as refusal:
        doubts.refuse()
    return "\n".join(refusal.value.messages)


def _american(day: Day) -> str:
    """What a spreadsheet set to English (United States) makes of day/month/year: a date where it can, else text."""
    if day.day <= 12:
        return f"{day.day}/{day.month}/{day.year}"  # read as month/day and shown so
    return f"{day:%d/%m/%Y}"


SPELLINGS: dict[str, tuple[str, Callable[[Day], str]]] = {
    "a time behind those it left": (
        "MM/DD/YYYY*",
        lambda day: f"{day.month}/{day.day}/{day.year}{' 12:00:00 AM' if day.day > 12 else ''}",
    ),
    "padded as text, bare as dates": ("DD/MM/YYYY", _american),
    "no marks where it is a date": ("", lambda day: f"{day:%Y%m%d}" if day.day <= 12 else f"{day:%Y-%m-%d}"),
    "slashes where it is a date": ("", lambda day: f"{day:%Y/%m/%d}" if day.day <= 12 else f"{day:%Y-%m-%d}"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_two_spellings_that_part_at_the_twelfth_are_refused(name: str) -> None:
    pattern, write = SPELLINGS[name]
    doubts = _look([write(day) for day in _days(30)], pattern)
    said = _refusal(doubts)
    assert "Column DAY has two spellings" in said
    assert "first row " in said
    assert "--accept swapped-dates" in said
    accepted = _look([write(day) for day in _days(30)], pattern, ["swapped-dates"])
    accepted.refuse()
    assert len(accepted.told) == 1


def test_a_few_rows_of_two_spellings_are_told() -> None:
    # 0.394² · 0.606² · 2² = 0.23: as likely by chance as not to be refused
    doubts = _look(["1/13/2024 0:00", "1/25/2024 0:00", "2/1/2024", "5/2/2024"], "MM/DD/YYYY*")
    doubts.refuse()
    assert "two spellings" in doubts.told[0]


def test_spellings_that_have_all_days_are_no_matter() -> None:
    days = _days(60)
    doubts = _look([f"{day:%Y-%m-%d}" if place % 2 else f"{day:%Y/%m/%d}" for place, day in enumerate(days)])
    doubts.refuse()
    assert doubts.told == []


@pytest.mark.parametrize("seed", range(20))
def test_days_as_they_come_are_no_matter(seed: int) -> None:
    for count in (1, 2, 3, 5, 12, 40, 400):
        doubts = _look([f"{day:%Y-%m-%d}" for day in _days(count, seed)])
        doubts.refuse()
        assert doubts.told == []


def _last(year: int, month: int) -> Day:
    return Day(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


MONTHS = [(2023 + place // 12, place % 12 + 1) for place in range(24)]
COARSE: dict[str, tuple[list[Day], str, str]] = {
    "the first": ([Day(year, month, 1) for year, month in MONTHS], "24 of 24 rows fall on the same day", "month"),
    "three firsts": ([Day(2023, month, 1) for month in (1, 4, 9)], "3 of 3 rows fall on the same day", "month"),
    "the last": ([_last(*each) for each in MONTHS], "day of the month, the last", "month"),
    "the middle": ([Day(year, month, 15) for year, month in MONTHS], "day of the month, day 15", "month"),
    "new year": ([Day(year, 1, 1) for year in range(2015, 2025)], "day of the year, 01-01", "year"),
    "mid-year": ([Day(year, 6, 30) for year in range(2015, 2025)], "day of the year, 06-30", "year"),
    "new year's eve": ([Day(year, 12, 31) for year in (2020, 2021)], "day of the year, 12-31", "year"),
}


@pytest.mark.parametrize("name", COARSE)
def test_days_that_stand_for_a_month_or_a_year_are_told(name: str) -> None:
    days, said, precision = COARSE[name]
    for write in ("%Y-%m-%d", "%Y/%m/%d"):
        doubts = _look([f"{day:{write}}" for day in days])
        doubts.refuse()
        assert said in doubts.told[0]
        assert f'"precision": "{precision}"' in doubts.told[0]
        mark = write[2]
        assert (f"“YYYY{mark}MM*”" if precision == "month" else "“YYYY*”") in doubts.told[0]


def test_a_third_of_firsts_is_told() -> None:
    days = [*_days(40), *[Day(year, month, 1) for year, month in MONTHS[:20]]]
    assert any("of 60 rows fall on the first day of a month" in text for text in _look(list(map(str, days))).told)


def test_days_of_one_weekday_are_told() -> None:
    mondays = [Day(2024, 1, 1) + datetime.timedelta(weeks=week) for week in range(20)]
    assert any("same day of the week" in text for text in _look(list(map(str, mondays))).told)


@pytest.mark.parametrize(("early", "said"), [(True, "none after the 12th"), (False, "none before the 13th")])
def test_months_without_a_half_are_told(early: bool, said: str) -> None:
    days = [day for day in _days(200) if (day.day <= 12) == early][:40]
    assert any(said in text for text in _look([f"{day:%Y-%m-%d}" for day in days]).told)


COVERED = [Coverage(Day(2022, 1, 1), Day(2024, 12, 31), "full")]


def _outside(days: Sequence[Day]) -> Doubts:
    doubts = Doubts()
    check_coverage("DAY", [Written(str(day), day, 1, row) for row, day in enumerate(days, start=2)], COVERED, doubts)
    return doubts


def test_workbooks_that_count_from_1904_are_told() -> None:
    moved = [day - datetime.timedelta(days=1462) for day in _days(50)]
    assert "1,462 days" in _outside(moved).told[0]


def test_centuries_completed_wrongly_are_told() -> None:
    days = [*_days(50), Day(1924, 3, 1)]
    assert "A century later" in _outside(days).told[0]
    assert "1 of 51 rows" in _outside(days).told[0]


def test_a_late_report_is_noted_and_no_warning() -> None:
    doubts = _outside([*_days(50), Day(2020, 3, 1)])
    assert doubts.told == []
    assert "1 of 51 rows lie outside" in doubts.notes[0]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-01T23:30:00Z", "2024-03-02"),
        ("2024-03-01T23:30:00.000+00:00", "2024-03-02"),
        ("2024-03-01 23:30 UTC", "2024-03-02"),
        ("2024-03-01 11:30:00 PM GMT", "2024-03-02"),
        ("2024-03-01T22:30:00Z", "2024-03-01"),
        ("2024-03-01T23:30:00+01:00", "2024-03-01"),
        ("2024-03-01T00:15:00+0200", "2024-02-29"),
        ("2024-03-01T23:30:00", "2024-03-01"),
        # summer time: two hours before Copenhagen
        ("2024-07-01T22:30:00Z", "2024-07-02"),
    ],
)
def test_days_of_times_far_from_utc(cell: str, day: str) -> None:
    assert str(in_zone(cell, Day.fromisoformat(cell[:10]), ZoneInfo("Europe/Copenhagen"))) == day


def _import(city: City, path: Path, **changes: Any) -> TakenIn:
    extracted = {
        "extracted_on": "2025-01-15",
        "coverage": [{"from": "2022-01-01", "to": "2024-12-31", "completeness": "full"}],
    }
    with inside(city):
        return import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**extracted, **changes)))


def _rows(*cells: str) -> list[str]:
    return [f"{number},{cell},01,Assault" for number, cell in enumerate(cells)]


def test_times_of_another_day_are_refused_until_it_is_said_which_is_meant(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *_rows("2024-03-01T12:00:00Z", "2024-03-01T23:30:00Z"))
    when = {"column": "date", "format": "YYYY-MM-DD*"}
    with pytest.raises(ValidationError) as refusal:
        _import(city, path, when=when)
    said = refusal.value.messages[0]
    assert "Column date: times of another day in the city (Europe/Copenhagen) than is written: 1" in said
    assert "row 3, “2024-03-01T23:30:00Z”, is 2024-03-02 there" in said
    _import(city, path, when=when | {"zone": "city"})
    with inside(city):
        assert [
            str(day) for day in Observation.objects.order_by("external_key").values_list("first_day", flat=True)
        ] == [
            "2024-03-01",
            "2024-03-02",
        ]


def test_precision_makes_months_of_days(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *_rows("2024-02-01", "2024-03-01", "2024-04-01"))
    told = _import(city, path, when={"column": "date", "precision": "month"}).told
    assert told == ()
    with inside(city):
        first = Observation.objects.order_by("first_day")[0]
    assert (str(first.first_day), str(first.last_day), first.precision) == ("2024-02-01", "2024-02-29", "month")


def test_exchanged_dates_keep_nothing(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *_rows(*[_american(day) for day in _days(30)]))
    with pytest.raises(ValidationError, match="exchanged day and month"):
        _import(city, path, when={"column": "date", "format": "DD/MM/YYYY"})
    with inside(city):
        assert not Observation.objects.exists()


def test_last_days_are_looked_at_as_first_days_are(city: City, tmp_path: Path) -> None:
    rows = [f"{number},2022-01-01,{_american(day)},01,Assault" for number, day in enumerate(_days(30))]
    path = table(tmp_path / "a.csv", *rows, header="id,date,end,place,what")
    with pytest.raises(ValidationError, match="column date: “2022-01-01” is not a date of the form DD/MM/YYYY"):
        _import(city, path, when={"column": "date", "until": "end", "format": "DD/MM/YYYY"})
    rows = [f"{number},01/01/2022,{_american(day)},01,Assault" for number, day in enumerate(_days(30))]
    path = table(tmp_path / "a.csv", *rows, header="id,date,end,place,what")
    with pytest.raises(ValidationError, match="Column end has two spellings"):
        _import(city, path, when={"column": "date", "until": "end", "format": "DD/MM/YYYY"})


def test_reports_before_the_event_are_told(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2024-05-04,01,Assault,2024-04-05", header="id,date,place,what,reported")
    told = _import(city, path, reported_on={"column": "reported"}).told
    assert "Column reported: rows reported before the day in column date: 1 (first row 2)" in told[0]


def test_a_day_of_extraction_to_come_is_refused(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *_rows("2024-05-04"))
    with inside(city), pytest.raises(ValidationError, match="is still to come"):
        import_observations(city=city, path=path, mapping=read_mapping(column_mapping(extracted_on="2999-01-01")))


def test_looking_after_the_data_was_taken_out_is_told(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-05-04,01,Assault")
    mapping = read_mapping(column_mapping(extracted_on="2021-06-30"))
    with inside(city):
        told = import_observations(city=city, path=path, mapping=mapping).told
    assert "looked until 2021-12-31, after 2021-06-30" in told[0]
