"""How the cells of one stretch of time hang together: each sum by what a reader takes off with it, by hand."""

import datetime
from typing import Any

import pytest

from analysis.disclosure import Band
from analysis.protection.audit import Reader
from analysis.protection.cells import Key, Printed
from analysis.protection.of_window import TOTAL, tables_of_window
from analysis.records import Area, Event
from tests.analysis.makers import event
from tests.analysis.protection.cities import FEW_WORDS, WINDOW

AREAS = [Area("N", "North", 1_000), Area("S", "South", 1_000)]
DAY = datetime.date(2025, 6, 1)
NORTH, ARSON, ONE = ("districts", "N"), ("manifestations", "arson"), ("currents", "one")
ONE_IN_NORTH, ONE_IN_SOUTH = ("districts_of:one", "N"), ("districts_of:one", "S")


def told(events: list[Event], printed: dict[Key, Printed], small: Key) -> bool:
    """Whether something is told of a small count; of all other tables nothing is printed, but for what is given."""
    tables = tables_of_window(events, AREAS, WINDOW, FEW_WORDS)
    others = frozenset(cell.table for cell in tables.cells) - {small[0]}
    return Reader(tables, printed, 5, others).narrowed([small]) == [small]


def many(count: int, district: str | None, **fields: Any) -> list[Event]:
    return [event(DAY, district, **fields) for _ in range(count)]


@pytest.mark.parametrize(
    ("printed", "small", "is_told"),
    [
        # 23 in districts, 20 or more of them in the south
        ({("places", "district"): 23, ("districts", "S"): Band(20, 49)}, NORTH, True),
        ({("places", "district"): 23, ("districts", "S"): Band(10, 49)}, NORTH, False),
        # 20 of 23 have no current
        ({TOTAL: 23, ("currents", "none_known"): 20}, ONE, True),
        ({("currents", "none_known"): 20}, ONE, False),
        # each of the 23 is of some kind, and 20 are threats
        ({TOTAL: 23, ("manifestations", "threat"): 20}, ARSON, True),
        ({TOTAL: 23}, ARSON, False),
        # no more of one current than there are in the district
        ({NORTH: Band(0, 3)}, ONE_IN_NORTH, True),
        ({NORTH: Band(0, 4)}, ONE_IN_NORTH, False),
    ],
)
def test_what_a_reader_takes_off(printed: dict[Key, Printed], small: Key, *, is_told: bool) -> None:
    """20 records in the south of no current, 3 in the north that are arson and of the first."""
    events = [*many(20, "S"), *many(3, "N", currents=("one",), manifestations=("arson",))]
    assert told(events, printed, small) == is_told


@pytest.mark.parametrize(("south", "is_told"), [(Band(4, 9), True), (Band(0, 4), False)])
def test_of_a_current_there_are_no_more_here_than_are_left_of_elsewhere(south: Band, *, is_told: bool) -> None:
    """Seven of the current, three of them here."""
    events = [*many(4, "S", currents=("one",)), *many(3, "N", currents=("one",))]
    assert told(events, {ONE: 7, ONE_IN_SOUTH: south}, ONE_IN_NORTH) == is_told


@pytest.mark.parametrize("small", [("places", "online"), ("settings", "forum")])
def test_what_is_online_was_not_offline(small: Key) -> None:
    """Of 20 records 18 were offline."""
    events = [*many(18, "S"), *many(2, None, place="online", space="online", setting="forum")]
    assert told(events, {TOTAL: 20, ("spaces", "offline"): 18}, small)
    assert not told(events, {TOTAL: 20}, small)


def test_records_of_other_days_are_none_of_a_window() -> None:
    """Nor is one that may have been on one of its days."""
    first, last = WINDOW.start, WINDOW.end
    day = datetime.timedelta(days=1)
    inside = [event(first), event(last), event(first, last_day=last)]
    outside = [
        event(first - day),
        event(last + day),
        event(first - day, last_day=first),
        event(last, last_day=last + day),
    ]
    assert tables_of_window([*inside, *outside], AREAS, WINDOW, FEW_WORDS).of[TOTAL].count == len(inside)
