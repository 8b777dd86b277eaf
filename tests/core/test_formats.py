"""One way to write a number, a day, a time: rounded, in the language that is active, in the city's zone."""

import datetime
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from accounts.city import city_context
from accounts.models import City
from core import formats
from core.lists.columns import rounded, share
from tests.packages import PACKAGES
from tests.services import PROJECT

NOON = datetime.datetime(2026, 1, 31, 12, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (8.97, 1, "9.0"),  # Django cuts it to 8.9
        (8.94, 1, "8.9"),
        (8.95, 1, "9.0"),  # half up as it is written, though the nearest binary number is smaller
        (0.25, 1, "0.3"),
        (-0.04, 1, "0.0"),
        (1234.56, 1, "1,234.6"),
        (2, 2, "2.00"),
        (12.5, 0, "13"),
        (1234567, 0, "1,234,567"),
    ],
)
def test_a_number_is_rounded_never_cut(value: float, places: int, written: str) -> None:
    assert formats.decimal(value, places) == written
    if not places:
        assert formats.number(value) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (0, 1, "0.0"),
        (0.04, 1, "under 0.1"),
        (0.05, 1, "0.1"),
        (0.004, 2, "under 0.01"),
        (0.2, 0, "under 1"),
        (8.97, 1, "9.0"),
    ],
)
def test_of_an_amount_that_is_there_no_zero_is_written(value: float, places: int, written: str) -> None:
    assert formats.amount(value, places) == written
    with translation.override("da"):
        assert formats.amount(0.04) == "under 0,1"


@pytest.mark.parametrize(
    ("value", "written"), [(0, 0), (1, 1), (0.9996, 0.999), (0.0004, 0.001), (0.5, 0.5), (0.99949, 0.999)]
)
def test_of_a_share_files_hold_no_one_of_less_than_all_and_no_zero_of_what_is_there(
    value: float, written: float
) -> None:
    assert share(value) == pytest.approx(written)


def test_of_an_amount_that_is_there_files_hold_no_zero() -> None:
    assert [rounded(each) for each in (0.0, 0.0042, 0.005, 1.236)] == [0.0, 0.004, 0.01, 1.24]


def test_numbers_days_and_months_are_in_the_language_that_is_active() -> None:
    day = datetime.date(2026, 3, 1)
    with translation.override("da"):
        assert formats.decimal(1234.56) == "1.234,6"
        assert formats.number(1234567) == "1.234.567"
        assert formats.percent(1, 8) == "13 %"
        assert formats.day(day) == "1. marts 2026"
        assert formats.month(day) == "marts 2026"
    assert formats.day(day) == "1 March 2026"
    assert formats.days(day, day) == "1 March 2026"
    assert formats.days(day, datetime.date(2026, 3, 2)) == "1 March 2026 – 2 March 2026"
    assert formats.short_month(day) == "Mar 2026"
    assert formats.percent(1, 0) == "–"


def test_a_short_month_has_a_capital_only_where_months_have_one() -> None:
    """“Jan 2025 til Dec 2025” it said in Danish, beside “januar 2025”."""
    day = datetime.date(2025, 12, 1)
    for language, written in (("en", ("Dec 2025", "Dec 25")), ("da", ("dec 2025", "dec 25"))):
        with translation.override(language):
            assert (formats.short_month(day), formats.month_mark(day)) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (0, 618, "0 %"), (3, 618, "under 1 %"), (7, 618, "1 %"), (611, 618, "99 %"), (615, 618, "over 99 %"),
        (618, 618, "100 %"), (0.004, 1, "under 1 %"), (0.996, 1, "over 99 %"), (1.07, 1, "107 %"),
    ],
)  # fmt: skip
def test_a_share_is_nothing_or_all_only_where_it_is(part: float, whole: float, written: str) -> None:
    assert formats.percent(part, whole) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"), (0.0, "under 1 %"), (0.004, "under 1 %"), (0.01, "1 %"), (0.5, "50 %"), (0.99, "99 %"),
        (0.996, "over 99 %"), (1.0, "over 99 %"),
    ],
)  # fmt: skip
def test_a_probability_is_never_certain_and_unknown_where_it_was_not_reckoned(
    value: float | None, written: str
) -> None:
    assert formats.probability(value) == written


def test_a_filter_writes_the_same_and_leaves_empty_what_is_not_there() -> None:
    shown = Template(
        "{{ rate|decimal }} {{ rate|decimal:2 }} {{ count|number }} {{ at|moment }} {{ at|day }} "
        "{{ none|decimal|default:'–' }}{{ none|number|default:'–' }}{{ none|moment|default:'–' }} "
        "{{ zero|number|default:'–' }} {{ at|iso }}"
    ).render(Context({"rate": 8.97, "count": 1234, "at": NOON, "none": None, "zero": 0}))
    assert shown == "9.0 8.97 1,234 31 January 2026, 12:00 31 January 2026 ––– 0 2026-01-31T12:00:00+00:00"


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Kiritimati", "1 February 2026, 02:00", "1 February 2026"),  # fourteen hours ahead
        ("Pacific/Pago_Pago", "31 January 2026, 01:00", "31 January 2026"),  # eleven behind
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_open_city(db: None, zone: str, moment: str, day: str) -> None:
    city = City.objects.create(slug="far", name="Far", country="KI", time_zone=zone)
    with city_context(city.pk, via="test"):
        assert formats.moment(NOON) == moment
        assert formats.clock(NOON) == moment[-5:]
        assert formats.day(NOON) == day
        with city_context(city.pk, via="test"):
            assert timezone.localdate() == timezone.now().astimezone(ZoneInfo(zone)).date()
        assert formats.moment(NOON) == moment
    assert formats.moment(NOON) == "31 January 2026, 12:00"


def _found(pattern: str, files: list[Path]) -> list[str]:
    return [f"{file.relative_to(PROJECT)}" for file in files if re.search(pattern, file.read_text())]


def test_no_template_writes_a_number_or_a_time_in_a_way_of_its_own() -> None:
    templates = [file for file in (PROJECT / "templates").rglob("*") if file.is_file()]
    assert len(templates) > 100
    assert _found(r"\|\s*(date|time|floatformat|localize|intcomma)\b", templates) == []


def test_no_module_writes_a_number_or_a_time_in_a_way_of_its_own() -> None:
    modules = [file for name in PACKAGES for file in (PROJECT / name).rglob("*.py")]
    assert len(modules) > 200
    found = _found(r"\b(date_format|number_format|time_format|floatformat|sanitize_separators)\(", modules)
    assert found == ["core/formats.py"]
