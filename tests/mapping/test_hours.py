"""The hour of the day: kept where it is known, never made up."""

import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.actions.later_exports import Wishes
from mapping.actions.staging import NULL
from mapping.imports.dates.days import DateReader, NoDate
from mapping.imports.dates.hours import HourReader
from mapping.imports.doubts import Doubts
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.rules import HourRule
from mapping.models import Observation
from tests.factories import sign_in
from tests.mapping.makers import column_mapping, inside, table, with_districts, with_record
from tests.mapping.test_observations import ENTRY
from tests.records.makers import make_observation

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def reader(rule: HourRule, said: str = "", date: str = "YYYY-MM-DD*") -> HourReader:
    days = DateReader(date, latest=datetime.date(2030, 1, 1))
    return HourReader(rule, 0, days, COPENHAGEN, said)


@pytest.mark.parametrize(
    ("pattern", "cell", "hour"),
    [
        ("", "00:00", "0"), ("", "14:30", "14"), ("", "14.30", "14"), ("", "9:05:59", "9"), ("", "2:30 PM", "14"),
        ("", "12:10 am", "0"), ("", "12:10 p.m.", "12"), ("", "11 PM", "23"), ("", "", NULL), ("", "  ", NULL),
        ("HH", "0", "0"), ("HH", "07", "7"), ("HH", "23", "23"), ("HH", "7:00", "7"),
        # as the register of Toronto writes them: without leading zeros
        ("HHMM", "900", "9"), ("HHMM", "1757", "17"), ("HHMM", "5", "0"), ("HHMM", "30", "0"), ("HHMM", "0000", "0"),
        ("HHMM", "59", "0"), ("HHMM", "100", "1"), ("HHMM", "2359", "23"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_its_hour(pattern: str, cell: str, hour: str) -> None:
    assert reader(HourRule("time", pattern))(2, [cell]) == hour


@pytest.mark.parametrize(
    ("pattern", "cell", "said"),
    [
        ("", "14", "could be an hour or hours and minutes"), ("", "1430", "State the format"),
        ("HH", "24", "no time of day"), ("HH", "1430", "no time of day"), ("HHMM", "2400", "no time of day"),
        ("HHMM", "60", "no time of day"), ("HHMM", "1299", "no time of day"), ("", "24:00", "no time of day"),
        ("", "13:00 PM", "no time of day"), ("", "0:30 am", "no time of day"), ("", "unknown", "no time of day"),
        ("HH", "-1", "no time of day"), ("", "12:60", "no time of day"),
    ],
)  # fmt: skip
def test_what_is_no_hour_or_could_be_two_is_refused(pattern: str, cell: str, said: str) -> None:
    with pytest.raises(NoDate, match=said):
        reader(HourRule("time", pattern))(2, [cell])


def test_times_that_say_none_keep_none() -> None:
    read = reader(HourRule("time", "HHMM", frozenset({"0", "unknown"})))
    assert [read(2, [cell]) for cell in ("0", " Unknown ", "1", "")] == [NULL, NULL, "0", NULL]


@pytest.mark.parametrize(
    ("said", "cell", "hour"),
    [
        ("", "2021-03-04 23:30", "23"), ("", "2021-03-04T05:00:00", "5"), ("", "2021-03-04", NULL),
        # 23:30 in UTC is half past midnight in Copenhagen in winter, half past one in summer
        ("city", "2021-03-04T23:30:00Z", "0"), ("city", "2021-07-04T23:30:00Z", "1"),
        ("city", "2021-07-04T10:00:00+05:30", "6"), ("as_written", "2021-03-04T23:30:00Z", "23"),
        ("city", "2021-03-04 14:15", "14"), ("", "2021-03-04 2:15 PM", "14"),
    ],
)  # fmt: skip
def test_of_a_date_with_a_time_the_hour_is_of_the_zone_that_is_said(said: str, cell: str, hour: str) -> None:
    assert reader(HourRule("when", is_of_date=True), said)(2, [cell]) == hour


@pytest.mark.parametrize(
    ("behind", "hour"),
    [
        ("14h30", "14"), ("9 h", "9"), ("9h", "9"), ("14:30 Uhr", "14"), ("14.30 Uhr", "14"), ("9 Uhr", "9"),
        ("kl. 14.30", "14"), ("kl 9", "9"), ("2 PM", "14"), ("2:30 p.m.", "14"), ("14:30 hrs", "14"),
    ],
)  # fmt: skip
def test_times_are_read_as_they_are_said(behind: str, hour: str) -> None:
    assert reader(HourRule("when", is_of_date=True))(2, [f"2021-03-04 {behind}"]) == hour
    if not behind.startswith("kl 9"):
        assert reader(HourRule("time"))(2, [behind]) == hour


@pytest.mark.parametrize("behind", ["2.30 em", "1430", "9", "half past 2", "(2)"])
def test_what_is_no_time_behind_a_date_is_told(behind: str) -> None:
    doubts = _doubted(HourRule("when", is_of_date=True), [f"2021-03-{day:02} {behind}" for day in (4, 5)])
    assert [f"was found: 2 (first row 2, “2021-03-04 {behind}”)" in text for text in doubts.told] == [True]


@pytest.mark.parametrize("behind", ["", " ", " 14:30", " (about)", "T05:00:00Z"])
def test_nothing_is_told_of_times_that_are_read_or_not_there(behind: str) -> None:
    assert _doubted(HourRule("when", is_of_date=True), [f"2021-03-04{behind}"], "as_written").told == []


@pytest.mark.parametrize("text", ["Monday 4th March 2024", "4th March 2024", "den 4. marts 2024", "4 March 2024 (am)"])
def test_words_and_ordinals_of_a_date_are_nothing_behind_it(text: str) -> None:
    read, doubts = reader(HourRule("when", is_of_date=True), date="DD MMM YYYY*"), Doubts()
    assert read(2, [text]) == NULL
    read.doubt(doubts)
    assert doubts.told == []


def _doubted(rule: HourRule, cells: list[str], said: str = "") -> Doubts:
    read, doubts = reader(rule, said), Doubts()
    for number, cell in enumerate(cells, start=2):
        read(number, [cell])
    read.doubt(doubts)
    return doubts


@pytest.mark.parametrize("cell", ["2021-03-{:02} 00:00", "2021-03-{:02}T05:00:00", "2021-03-{:02} 12:00:00 AM"])
def test_one_time_in_every_row_is_no_hour_of_anything(cell: str) -> None:
    doubts = _doubted(HourRule("when", is_of_date=True), [cell.format(day) for day in range(1, 9)])
    with pytest.raises(ValidationError, match="all 8 rows say the same time of day"):
        doubts.refuse()


def test_an_hour_that_a_third_of_the_rows_say_is_told_and_another_is_not() -> None:
    heaped = _doubted(HourRule("time"), ["00:00"] * 8 + [f"{hour}:10" for hour in range(1, 13)])
    heaped.refuse()
    assert ["8 of 20 rows say the hour 00" in text for text in heaped.told] == [True]
    assert _doubted(HourRule("time"), [f"{hour}:10" for hour in range(24)]).told == []


def test_an_hour_that_is_another_in_the_city_wants_to_be_said_which() -> None:
    with pytest.raises(ValidationError, match="is 11:00 in the city"):
        _doubted(HourRule("when", is_of_date=True), ["2021-03-04T10:00:00Z", "2021-03-04T10:15:00Z"]).refuse()


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"hour": {"column": "time", "format": "hhmm"}}, "$.when.hour.format: “hhmm” is not allowed; one of: HH"),
        (
            {"hour": {"column": "date"}},
            "$.when.hour: is read from the column of the date, whose format must end with *",
        ),
        ({"format": "YYYY-MM-DD*", "hour": {"column": "date", "format": "HH"}}, "$.when.hour.format: is for a column"),
        ({"hour": {}}, "$.when.hour.column: is missing"),
        ({"hour": "time"}, "$.when.hour: must be an object"),
        ({"hour": {"column": "time", "nothing": "0"}}, "$.when.hour.nothing: must be a list"),
    ],
)
def test_what_is_wrong_in_the_mapping_is_told_by_its_path(when: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_mapping(column_mapping(when={"column": "date", **when}))
    assert said in "\n".join(refusal.value.messages)


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "02")


def _import(city: City, path: Path, when: dict[str, Any], **options: Any) -> dict[str, int | None]:
    with inside(city):
        mapping = read_mapping(column_mapping(when={"column": "date", **when}))
        import_observations(city=city, path=path, mapping=mapping, **options)
        return dict(Observation.objects.values_list("external_key", "hour"))


HEADER = "id,date,place,what,time,to"


def test_rows_keep_the_hour_of_one_known_day_and_of_nothing_else(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Threat,14:30,", "2,2021-03-05,02,Threat,,",
                 "3,2021-03-06,02,Threat,23:10,2021-03-07", "4,2021-03-08,02,Threat,0:10,", header=HEADER)  # fmt: skip
    found = _import(city, path, {"until": "to", "hour": {"column": "time"}})
    assert found == {"1": 14, "2": None, "3": None, "4": 0}


def test_a_file_without_hours_makes_none_up(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04 14:30,02,Threat,14:30,", header=HEADER)
    assert _import(city, path, {"format": "YYYY-MM-DD*"}) == {"1": None}


def test_a_later_file_corrects_an_hour_and_one_without_hours_leaves_it(city: City, tmp_path: Path) -> None:
    hour = {"hour": {"column": "time"}}
    first = table(tmp_path / "a.csv", "1,2021-03-04,02,Threat,14:30,", header=HEADER)
    assert _import(city, first, hour) == {"1": 14}
    again = Wishes(take_over="the source says so")
    later = table(tmp_path / "b.csv", "1,2021-03-04,02,Threat,15:00,", header=HEADER)
    assert _import(city, later, hour, wishes=again) == {"1": 15}
    moved = table(tmp_path / "c.csv", "1,2021-03-05,02,Threat,,", header=HEADER)
    assert _import(city, moved, {}, wishes=again) == {"1": 15}
    # an hour of two days is none
    longer = table(tmp_path / "d.csv", "1,2021-03-05,02,Threat,,2021-03-06", header=HEADER)
    assert _import(city, longer, {"until": "to"}, wishes=again) == {"1": None}


@pytest.mark.parametrize("fields", [{"hour": 24}, {"hour": 3, "precision": "month"}])
def test_the_database_keeps_no_other_hour(city: City, fields: dict[str, Any]) -> None:
    made = make_observation(city)
    with inside(city), transaction.atomic(), pytest.raises(IntegrityError, match="mapping_observation_hour"):
        Observation.objects.filter(pk=made.pk).update(**fields)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"hour": "0"}, 0), ({"hour": ""}, None), ({}, None), ({"hour": "21", "precision": "month"}, None)],
)
def test_the_form_keeps_an_hour_where_the_day_is_known(
    city: City, bob: Membership, sent: dict[str, str], kept: int | None
) -> None:
    client = sign_in(Client(), bob)
    new = "/city/elverhavn/observations/new/"
    answer = client.post(new, {**ENTRY, **sent})
    assert answer.status_code == 302, answer.context["form"].errors
    with city_context(city.pk, via="test"):
        made = Observation.objects.get()
    assert made.hour == kept
    page = client.get(f"/city/elverhavn/observations/{made.pk}/").content.decode()
    assert ("00:00–00:59" in page) == (kept == 0)
