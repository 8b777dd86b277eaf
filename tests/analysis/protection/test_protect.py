"""What is printed of small tables, by hand."""

import datetime

import pytest

from analysis.disclosure import Band, band
from analysis.protection.cells import Cell, Sum, Tables
from analysis.protection.of_window import TOTAL, tables_of_window
from analysis.protection.protect import protect
from analysis.records import Area, Event
from tests.analysis.makers import event
from tests.analysis.protection.cities import FEW_WORDS, WINDOW


def table(total: int, *counts: int, banded: bool = False) -> Tables:
    keys = [("table", str(place)) for place in range(len(counts))]
    cells = [Cell(key, count, is_banded=banded) for key, count in zip(keys, counts, strict=True)]
    return Tables((Cell(TOTAL, total), *cells), (Sum(TOTAL, tuple(keys)),))


def printed(tables: Tables, threshold: int = 5) -> list[str]:
    found = protect(tables, threshold).shown.values()
    return [
        "·" if each is None else "–".join(map(str, each)) if isinstance(each, Band) else str(each) for each in found
    ]


@pytest.mark.parametrize(
    ("count", "fewest", "expected"),
    [
        (0, 5, (0, 4)),
        (4, 5, (0, 4)),
        (5, 5, (5, 9)),
        (10, 5, (10, 19)),
        (49, 5, (20, 49)),
        (50, 5, (50, 99)),
        (100, 5, (100, 199)),
        (999, 5, (500, 999)),
        (9, 10, (0, 9)),
        (10, 10, (10, 19)),
    ],
)
def test_bands(count: int, fewest: int, expected: tuple[int, int]) -> None:
    assert band(count, fewest) == expected


def test_a_band_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="band"):
        band(-1, 5)


def test_nothing_small_nothing_hidden() -> None:
    assert printed(table(33, 10, 11, 12)) == ["33", "10", "11", "12"]


def test_a_small_count_is_hidden_and_the_least_important_with_it() -> None:
    """3 = 35 − 20 − 12 else. Of the two hidden 15 are left, so the small one may be 0 to 4 (the other 15 to 11)."""
    assert printed(table(35, 20, 3, 12)) == ["35", "20", "·", "·"]


def test_where_that_is_not_enough_the_next_one_goes_too() -> None:
    """3 + 5 = 8: with the other at 5 or more, as who knows the rule knows, the small one is at most 3."""
    assert printed(table(28, 20, 3, 5)) == ["28", "·", "·", "·"]


def test_two_small_counts_that_sum_to_eight_are_four_each() -> None:
    """Both below five, as nothing else had to be hidden: a third is hidden so that it is not said."""
    assert printed(table(28, 4, 4, 20)) == ["28", "·", "·", "·"]


def test_a_total_below_the_threshold_is_hidden() -> None:
    assert printed(table(3, 3, 0)) == ["·", "·", "·"]


def test_nothing_at_all_looks_like_one_to_four() -> None:
    assert printed(table(0, 0, 0)) == printed(table(4, 3, 1)) == ["·", "·", "·"]


def test_counts_of_districts_are_bands() -> None:
    assert printed(table(60, 3, 7, 50, banded=True)) == ["60", "0–4", "5–9", "50–99"]


def test_bands_that_leave_one_way_only_are_not_printed() -> None:
    """13 in two districts of 0–4 and 5–9: the one has 4, the other 9."""
    found = printed(table(13, 4, 9, banded=True))
    assert found in (["13", "0–4", "·"], ["13", "·", "·"], ["·", "0–4", "5–9"])


NORTH = [Area("N", "North", 1_000)]


def shown(events: list[Event]) -> dict[tuple[str, ...], object]:
    return dict(protect(tables_of_window(events, NORTH, WINDOW, FEW_WORDS), 5).shown)


def records(count: int, **fields: object) -> list[Event]:
    days = [WINDOW.start + datetime.timedelta(days=3 * number) for number in range(count)]
    return [event(day, "N", **fields) for day in days]


def test_records_of_no_current_leave_no_more_room_than_there_is() -> None:
    """20 records, of 18 no current is known: with both printed, each current would be at most 2."""
    found = shown([*records(18), *records(2, currents=("one",))])
    assert found["currents", "one"] is None
    assert found["currents", "none_known"] is None or found["total",] is None


def test_every_record_is_of_some_kind() -> None:
    """20 records, 17 threats: with both printed there are at least 3 of arson."""
    found = shown([*records(17), *records(3, manifestations=("arson",))])
    assert found["manifestations", "arson"] is None
    assert found["manifestations", "threat"] is None or found["total",] is None


def test_rows_are_the_vocabulary_whatever_is_recorded() -> None:
    assert list(shown(records(30))) == list(shown(records(7, currents=("two",), space="hybrid")))


def test_a_code_from_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(ValueError, match="currents"):
        shown(records(3, currents=("three",)))
