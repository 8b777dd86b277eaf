"""What a reader can tell of a small count, of tables so small that it is seen by hand."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import scipy

from analysis.disclosure import Band
from analysis.protection.audit import Reader
from analysis.protection.bounds import tightened
from analysis.protection.cells import Cell, Key, Printed, Sum, Tables
from analysis.protection.moves import Moves
from analysis.protection.protect import LARGE, protect

ALL, OTHER = ("all",), ("other",)
SMALL, BESIDE, REST, MORE = ("table", "small"), ("table", "beside"), ("further", "rest"), ("further", "more")


def across(small: int = 3, beside: int = 3) -> Tables:
    """Two sums with two unprinted counts in common: all = 9 + 11 + small, other = 9 + 11 + beside, which is banded.

    No sum alone says anything of the small one, for of 9 and 11 nothing is known; one less the other is small − beside.
    """
    hidden = [Cell(key, count, is_printed=False, is_protected=False) for key, count in ((REST, 9), (MORE, 11))]
    cells = (Cell(ALL, 20 + small), Cell(OTHER, 20 + beside), *hidden, Cell(SMALL, small))
    sums = Sum(ALL, (REST, MORE, SMALL)), Sum(OTHER, (REST, MORE, BESIDE))
    return Tables((*cells, Cell(BESIDE, beside, is_banded=True, is_protected=False)), sums)


@pytest.mark.parametrize(
    ("band", "is_told"),
    [
        (Band(0, 4), False),
        # not none, not four, not one or two
        (Band(1, 4), True),
        (Band(0, 3), True),
        (Band(3, 9), True),
    ],
)
def test_what_only_several_sums_together_say_is_told(band: Band, *, is_told: bool) -> None:
    """23 and 23 are printed, so the small count is what is beside it, and lies in its band."""
    reader = Reader(across(), {ALL: 23, OTHER: 23, BESIDE: band}, 5)
    assert reader.ruled_out([SMALL]) == set()
    assert reader.narrowed([SMALL]) == ([SMALL] if is_told else [])


def test_what_only_several_sums_together_say_is_not_printed() -> None:
    """23 − 21 = 2 and a band of 0–4: the small count would be two at least. One of the three must go."""
    shown = protect(across(3, 1), 5).shown
    assert (shown[ALL], shown[OTHER], shown[BESIDE]) != (23, 21, Band(0, 4))
    assert shown[SMALL] is None
    assert protect(across(), 5).shown == {ALL: 23, OTHER: 23, SMALL: None, BESIDE: Band(0, 4)}


def pair(small: int, beside: int, *before: Key, **beside_is: bool) -> Tables:
    """`before` was printed before."""
    cells = Cell(ALL, small + beside), Cell(SMALL, small), Cell(BESIDE, beside, **beside_is)
    return Tables(cells, (Sum(ALL, (SMALL, BESIDE)),), frozenset(before))


@pytest.mark.parametrize(
    ("band", "is_told"),
    [
        # ten less 6 to 10 is none to four; less 6 to 9 it is one at least; less 7 to 10 it is three at most
        (Band(6, 10), False),
        (Band(6, 9), True),
        (Band(7, 10), True),
    ],
)
def test_one_value_that_cannot_be_is_enough(band: Band, *, is_told: bool) -> None:
    reader = Reader(pair(3, 7, is_banded=True), {ALL: 10, BESIDE: band}, 5)
    assert reader.ruled_out([SMALL]) == ({SMALL} if is_told else set())
    assert reader.narrowed([SMALL]) == ([SMALL] if is_told else [])


def test_two_hidden_counts_of_five_are_one_at_least() -> None:
    """With nothing else hidden both are below five, so that neither is none."""
    assert Reader(pair(2, 3), {ALL: 5}, 5).narrowed([SMALL, BESIDE]) == [SMALL, BESIDE]
    assert Reader(pair(2, 2), {ALL: 4}, 5).narrowed([SMALL, BESIDE]) == []


@pytest.mark.parametrize("beside", [{"is_protected": False}, {"is_printed": False}, {"is_banded": True}])
def test_who_knows_the_rule_knows_nothing_of_what_it_is_not_about(beside: dict[str, bool]) -> None:
    """1 + 7 = 8: what was hidden for the sake of a small count is five or more, which leaves it three at most. What is
    hidden for another reason may be anything."""
    assert Reader(pair(1, 7), {ALL: 8}, 5).narrowed([SMALL]) == [SMALL]
    assert Reader(pair(1, 7, **beside), {ALL: 8}, 5).narrowed([SMALL]) == []


def test_nor_of_a_table_of_which_nothing_is_printed() -> None:
    assert Reader(pair(1, 7), {ALL: 8}, 5, frozenset({"table"})).narrowed([SMALL]) == []


def test_what_was_printed_before_is_known_though_it_is_not_printed() -> None:
    """10 − 7 = 3, of an earlier edition; and what that printed itself."""
    assert Reader(pair(3, 7), {}, 5).narrowed([SMALL]) == []
    assert Reader(pair(3, 7, ALL, BESIDE), {}, 5).narrowed([SMALL]) == [SMALL]
    assert Reader(pair(3, 7, SMALL), {}, 5).narrowed([SMALL]) == [SMALL]


def test_half_a_count_is_none() -> None:
    """Of two equal counts that come to 3 to 7 each is two or three, and both four or six."""
    assert tightened([0, 3], [9, 7], [({0: 2, 1: -1}, 0)]) == ([2, 4], [3, 6])


def with_further(small: int, beside: int, last: int, **how: Any) -> Tables:
    """One table of three counts, and another of the same records in two."""
    total = small + beside + last
    keys = [SMALL, BESIDE, ("table", "last")]
    cells = [Cell(ALL, total), *(Cell(key, count) for key, count in zip(keys, (small, beside, last), strict=True))]
    cells += [Cell(REST, 10), Cell(MORE, total - 10)]
    return Tables(tuple(cells), (Sum(ALL, tuple(keys)), Sum(ALL, (REST, MORE))), **how)


def test_what_is_told_already_hides_nothing_more() -> None:
    """25 − 7 − 15 = 3 is out. That the other table is left out would not take it back."""
    last = ("table", "last")
    before = frozenset({ALL, BESIDE, last})
    shown = protect(with_further(3, 7, 15, printed_before=before), 5).shown
    assert shown == {ALL: 25, SMALL: None, BESIDE: 7, last: 15, REST: 10, MORE: 15}


def test_what_was_printed_before_stays_printed_and_another_is_hidden() -> None:
    """3 + 5 = 20 − 12: with the 5 hidden for its sake the small one is three at most. The 12 is out, so it is the sum
    of all that goes."""
    last = ("table", "last")
    keys = (SMALL, BESIDE, last)
    cells = (Cell(ALL, 20), *(Cell(key, count) for key, count in zip(keys, (3, 5, 12), strict=True)))
    found = protect(Tables(cells, (Sum(ALL, keys),), frozenset({last})), 5, hidden=[last])
    assert found.shown == {ALL: None, SMALL: None, BESIDE: None, last: 12}
    assert not found.dropped


def test_what_another_edition_hides_is_hidden_and_nothing_in_its_place() -> None:
    """35 = 20 + 3 + 12 with the 20 hidden: 3 is not told by 35 − 12, and the 12 stands."""
    last = ("table", "last")
    cells = (Cell(ALL, 35), Cell(BESIDE, 20), Cell(SMALL, 3), Cell(last, 12))
    tables = Tables(cells, (Sum(ALL, (BESIDE, SMALL, last)),))
    assert protect(tables, 5, hidden=[BESIDE]).shown == {ALL: 35, BESIDE: None, SMALL: None, last: 12}
    assert protect(tables, 5).shown == {ALL: 35, BESIDE: 20, SMALL: None, last: None}


# Of the two unprinted ones, the small one and what is beside it, where the small one is to be something else.
OTHERS: dict[str, Callable[[int], list[int]]] = {
    "another sum": lambda small: [9, 11, small, 3],
    "beyond an end": lambda small: [12 - small, 11, small, small],
    "another value": lambda _small: [9, 11, 3, 3],
}
PRINTED: dict[Key, Printed] = {ALL: 23, OTHER: 23, BESIDE: Band(0, 3)}


@pytest.mark.parametrize("wrong", OTHERS.values(), ids=OTHERS)
def test_a_set_of_tables_that_is_none_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, wrong: Callable[[int], list[int]]
) -> None:
    """A small count of four is told to be none; whatever the solver answers is checked, here always the same."""

    def answered(*_asked: Any, bounds: scipy.optimize.Bounds, **_how: Any) -> SimpleNamespace:
        return SimpleNamespace(x=wrong(bounds.lb[2]))

    monkeypatch.setattr(Moves, "other", lambda *_asked: None)
    monkeypatch.setattr(scipy.optimize, "milp", answered)
    assert Reader(across(), PRINTED, 5).narrowed([SMALL]) == [SMALL]


@pytest.mark.parametrize("wrong", OTHERS.values(), ids=OTHERS)
def test_nor_does_a_step_to_such_a_set(monkeypatch: pytest.MonkeyPatch, wrong: Callable[[int], list[int]]) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_asked, **_how: SimpleNamespace(x=None))
    monkeypatch.setattr(Moves, "other", lambda _moves, _place, value: dict(enumerate(wrong(value))))
    assert Reader(across(), PRINTED, 5).narrowed([SMALL]) == [SMALL]


def test_of_a_table_that_goes_is_asked_too_what_others_tell_of_it() -> None:
    """Two records in twenty cells: with their sum printed each is two at most. The table goes as a whole, being large;
    its sum is of another table and would still say so."""
    many = [("many", str(place)) for place in range(LARGE)]
    cells = (Cell(ALL, 2, is_protected=False), *(Cell(key, int(key in many[:2])) for key in many))
    found = protect(Tables(cells, (Sum(ALL, tuple(many)),)), 5)
    assert found.dropped == {"many"}
    assert found.shown[ALL] is None
