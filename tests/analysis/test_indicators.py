"""Indicators: where one stands by its newest value, and what few answers cannot tell."""

import datetime

import pytest

from analysis.indicators import Course, Measured, Standing, has_changed, standing
from tests.analysis.references import proportion

START, DUE = datetime.date(2025, 7, 1), datetime.date(2026, 7, 1)
HALF = datetime.date(2026, 1, 1)


@pytest.mark.parametrize(("value", "asked"), [(27, 52), (12, 30), (0, 5), (5, 5), (1, 1), (311, 800)])
def test_the_interval_of_answers_is_that_of_another_implementation(value: int, asked: int) -> None:
    low, high = proportion.proportion_confint(value, asked, alpha=0.05, method="wilson")
    assert Measured(value, HALF, asked).interval == pytest.approx((100 * low, 100 * high), abs=1e-4)


def test_what_is_counted_has_no_interval() -> None:
    assert Measured(92, HALF).interval == (92, 92)


@pytest.mark.parametrize(
    ("course", "measured", "today", "found"),
    [
        (Course(0, 160), None, HALF, Standing.NOT_MEASURED),
        (Course(0, None), Measured(5, HALF), HALF, Standing.NO_AIM),
        (Course(0, 160), Measured(160, HALF), HALF, Standing.REACHED),
        (Course(10, 4, more_is_better=False), Measured(4, HALF), HALF, Standing.REACHED),
        (Course(10, 4, more_is_better=False), Measured(5, HALF), HALF, Standing.NOT_YET),
        (Course(0, 160, due=DUE), Measured(92, HALF), DUE + datetime.timedelta(days=1), Standing.MISSED),
        # six of twelve months: 80 of 160 are half of the way
        (Course(0, 160, True, START, DUE), Measured(80, HALF), HALF, Standing.ON_COURSE),
        (Course(0, 160, True, START, DUE), Measured(79, HALF), HALF, Standing.BEHIND),
        # from 10 down to 4: half of the way is 7
        (Course(10, 4, False, START, DUE), Measured(7, HALF), HALF, Standing.ON_COURSE),
        (Course(10, 4, False, START, DUE), Measured(8, HALF), HALF, Standing.BEHIND),
        # where it was beyond the aim before there is no way to go: at least 40 was 50 and is 30, at most 20 was 10
        (Course(50, 40, True, START, DUE), Measured(30, HALF), HALF, Standing.NOT_YET),
        (Course(10, 20, False, START, DUE), Measured(30, HALF), HALF, Standing.NOT_YET),
        # no way is known without a before, or without a day
        (Course(None, 160, True, START, DUE), Measured(80, HALF), HALF, Standing.NOT_YET),
        (Course(0, 160, True, START), Measured(80, HALF), HALF, Standing.NOT_YET),
        # 27 of 52 is 51.9 %, from 38.7 to 64.9: 60 may be reached or not, 70 is not, 30 is
        (Course(39, 60), Measured(27, HALF, 52), HALF, Standing.CANNOT_TELL),
        (Course(39, 70), Measured(27, HALF, 52), HALF, Standing.NOT_YET),
        (Course(39, 30), Measured(27, HALF, 52), HALF, Standing.REACHED),
    ],
)
def test_where_it_stands(course: Course, measured: Measured | None, today: datetime.date, found: Standing) -> None:
    assert standing(course, measured, today) == found


def test_the_whole_way_is_behind_only_at_the_aim() -> None:
    assert [Course(0, 1000).done(level) for level in (994, 996, 1000, 1004)] == [99, 99, 100, 100]
    assert [Course(1000, 0, False).done(level) for level in (4, 0)] == [99, 100]


@pytest.mark.parametrize(
    ("before", "measured", "changed"),
    [
        (None, Measured(80, HALF), None),
        (0, Measured(80, HALF), True),
        (80, Measured(80, HALF), False),
        # 39 lies between 38.7 and 64.9, 38 does not
        (39, Measured(27, HALF, 52), None),
        (38, Measured(27, HALF, 52), True),
    ],
)
def test_whether_it_is_another_than_before(before: float | None, measured: Measured, changed: bool | None) -> None:
    assert has_changed(Course(before, 100), measured) == changed
