"""Dates as offices write them, in files that were refused and led nowhere: each family is read, or told how."""

import datetime
import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format

from mapping.imports.dates.days import DateReader, NoDate, OtherForm, problem_of
from mapping.imports.dates.likeness import form_of
from mapping.imports.dates.month_names import LANGUAGES, months_called
from mapping.imports.mapping_file import read_mapping
from mapping.imports.problems import Problems
from tests.mapping.makers import column_mapping

LATEST = datetime.date(2025, 1, 15)


def _days(count: int) -> list[datetime.date]:
    chance = random.Random(11)
    return [datetime.date(1975, 1, 1) + datetime.timedelta(days=chance.randrange(18_000)) for _number in range(count)]


def _read(pattern: str, text: str, **stated: Any) -> datetime.date:
    return DateReader(pattern, latest=LATEST, **stated).read(text)[0]


# what offices and tools make of a day, the format that is stated, and whether the refusal names just that format
WRITTEN = {
    "DD.MM.YY": "%d.%m.%y", "YY-MM-DD": "%y-%m-%d", "MM/DD/YY": "%m/%d/%y", "DDMMYY": "%d%m%y",
    "DD-MMM-YYYY": "%d-%b-%Y", "DD MMM YYYY": "%d %B %Y", "MMM DD, YYYY": "%B %d, %Y", "DDMMMYYYY": "%d%b%Y",
    "DD-MMM-YY": "%d-%b-%y", "YYYY MMM DD": "%Y %b %d",
}  # fmt: skip


@pytest.mark.parametrize("pattern", WRITTEN)
def test_a_stated_format_reads_what_offices_write(pattern: str) -> None:
    assert problem_of(pattern) == ""
    for day in _days(200):
        assert _read(pattern, day.strftime(WRITTEN[pattern])) == day


def test_numbers_that_stand_for_a_day_are_read() -> None:
    # 45,352 days after 30 December 1899 are 1 March 2024, as every spreadsheet says; 1462 less from 1904
    for text, form in (
        ("45352", "spreadsheet-days"),
        ("45352.75", "spreadsheet-days"),
        ("45352,0", "spreadsheet-days"),
        ("43890", "spreadsheet-days-1904"),
    ):
        assert _read(form, text) == datetime.date(2024, 3, 1), text
    moment = datetime.datetime(2024, 2, 29, 23, 30, tzinfo=datetime.UTC)
    seconds = int(moment.timestamp())
    zone = {"zone": ZoneInfo("Europe/Copenhagen")}
    for text, form in ((str(seconds), "unix-seconds"), (f"{seconds}000", "unix-milliseconds")):
        assert _read(form, text) == datetime.date(2024, 2, 29)
        assert _read(form, text, **zone) == datetime.date(2024, 3, 1)


def test_a_year_of_two_digits_is_never_one_still_to_come_made_a_century_old() -> None:
    assert _read("DD.MM.YY", "14.01.25") == datetime.date(2025, 1, 14)
    for text in ("16.01.25", "01.01.26", "31.12.44"):
        with pytest.raises(NoDate, match="lies after 2025-01-15"):
            _read("DD.MM.YY", text)
    assert _read("DD.MM.YY", "01.01.46") == datetime.date(1946, 1, 1)
    assert _read("DD.MM.YY", "01.01.24", century=1900) == datetime.date(1924, 1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_is_known_by_its_name_in_every_language(language: str) -> None:
    for month in range(1, 13):
        with translation.override(language):
            name = date_format(datetime.date(2024, month, 1), "F")
        assert months_called(f" {name}. ", language) == {month}


@pytest.mark.parametrize(
    ("name", "month"),
    [("marts", 3), ("Mai", 5), ("mei", 5), ("oktober", 10), ("sept.", 9), ("août", 8), ("maaliskuuta", 3), ("MÄR", 3),
     ("stycznia", 1), ("dic", 12), ("augustus", 8)],
)  # fmt: skip
def test_months_as_people_write_them(name: str, month: int) -> None:
    assert months_called(name) == {month}


@pytest.mark.parametrize("name", ["listopad", "srp", "lip"])
def test_a_name_of_two_months_is_not_guessed(name: str) -> None:
    # November in Polish and Czech, October in Croatian; August in Czech, July in Croatian; July and June
    with pytest.raises(NoDate, match='state the language|State the language.*"language"'):
        _read("DD MMM YYYY", f"3 {name} 2023")
    assert _read("DD MMM YYYY", "3 listopad 2023", language="hr") == datetime.date(2023, 10, 3)
    assert _read("DD MMM YYYY", "3 listopad 2023", language="cs") == datetime.date(2023, 11, 3)


@pytest.mark.parametrize(
    "written", ["%d-%b-%Y", "%B %d, %Y", "%Y/%m/%d %H:%M", "%Y-%m", "%Y-%m-%dT%H:%M:%SZ", "%d. %b %Y"]
)
def test_a_refusal_names_the_format_that_reads_the_column(written: str) -> None:
    for day in _days(100):
        text = day.strftime(written)
        with pytest.raises(OtherForm) as refusal:
            DateReader("", latest=LATEST).day(text)
        form = form_of(text)
        assert f"of the form {form}. State that format" in str(refusal.value)
        assert DateReader(form, latest=LATEST).day(text) == (day if "%d" in written else day.replace(day=1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("45352", "the number a spreadsheet has for the day “2024-03-01”"),
        ("45352.5", '"format": "spreadsheet-days"'),
        ("1709251200000", '"format": "unix-milliseconds"'),
        ("1709251200", "seconds since 1970, of the day “2024-03-01”"),
        ("01.03.24", "its year has two digits. State the format in the mapping, for example DD.MM.YY, MM.DD.YY or YY"),
        ("1/3/24 10:30", "DD/MM/YY"),
        ("13032024", "eight digits can be several days"),
        ("240313", "six digits can be several days"),
        ("3.4.2024", "could be read day first or month first; it is not guessed. State the format in the mapping, for"),
        ("3/4/2024 10:30", "for example DD/MM/YYYY* or MM/DD/YYYY*"),
    ],
)
def test_what_a_date_looks_like_is_told(text: str, said: str) -> None:
    with pytest.raises(OtherForm) as refusal:
        DateReader("", latest=LATEST).day(text)
    assert said in str(refusal.value)


@pytest.mark.parametrize("text", ["12", "99999", "123456789012345", "2024-W09", "soon", "x" * 50_000, "9" * 5_000])
def test_of_what_looks_like_no_day_nothing_is_made_up(text: str) -> None:
    with pytest.raises(NoDate) as refusal:
        DateReader("", latest=LATEST).day(text)
    assert "it looks like" not in str(refusal.value)


@pytest.mark.parametrize("form", ["spreadsheet-days", "unix-seconds", "unix-milliseconds"])
@pytest.mark.parametrize("text", ["999999", "99999999999", "99999999999999", "-1", "1e9", "", "NaN", "0"])
def test_a_number_that_is_no_day_is_refused(form: str, text: str) -> None:
    with pytest.raises(NoDate):
        DateReader(form, latest=datetime.date(1969, 1, 1)).read(text)


def test_seconds_need_to_be_told_whose_day_they_are() -> None:
    when = {"column": "date", "format": "unix-seconds"}
    with pytest.raises(ValidationError, match=r"\$\.when\.zone: is missing; seconds are counted from midnight UTC"):
        read_mapping(column_mapping(when=when))
    assert read_mapping(column_mapping(when={**when, "zone": "city"})).when.zone == "city"


@pytest.mark.parametrize("rows", [2, 60, 3000])
def test_rows_of_one_remedy_are_one_line(rows: int) -> None:
    problems = Problems()
    for row in range(rows):
        problems.add(f"column DAY: “{row}” is not a date. State the format.", row + 2, is_one=True)
    problems.add("column WHAT: “thing” is not in the mapping", 7)
    with pytest.raises(ValidationError) as refusal:
        problems.refuse()
    assert refusal.value.messages == [
        f"{rows + 1} problems, nothing was saved.",
        f"{rows} rows, for example row 2, column DAY: “0” is not a date. State the format.",
        "Row 7, column WHAT: “thing” is not in the mapping",
    ]
