"""What follows by arithmetic, against the rank of a matrix and by hand."""

import random

import numpy as np
import pytest

from analysis.protection.cells import Cell, Key, Sum, Tables
from analysis.protection.elimination import follows, printable
from analysis.protection.of_window import tables_of_window
from tests.analysis.protection.cities import WINDOW, WORDS, events_of_city


def two_ways(counts: list[list[int]]) -> Tables:
    """Rows, columns, their sums and the sum of all."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    cells = [Cell(("all",), sum(map(sum, counts)))]
    cells += [Cell(("row", str(r)), sum(counts[r])) for r in rows]
    cells += [Cell(("column", str(c)), sum(counts[r][c] for r in rows)) for c in columns]
    cells += [Cell(("in", str(r), str(c)), counts[r][c]) for r in rows for c in columns]
    sums = [Sum(("row", str(r)), tuple(("in", str(r), str(c)) for c in columns)) for r in rows]
    sums += [Sum(("column", str(c)), tuple(("in", str(r), str(c)) for r in rows)) for c in columns]
    sums += [Sum(("all",), tuple(("row", str(r)) for r in rows))]
    return Tables(tuple(cells), tuple(sums))


def hidden_of(tables: Tables, threshold: int = 5) -> set[Key]:
    return {cell.key for cell in tables.cells} - printable(tables, threshold)


def test_one_small_count_takes_three_others_with_it() -> None:
    """With all sums printed, one hidden count is its row's sum less the others; a rectangle of four is needed."""
    tables = two_ways([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    hidden = hidden_of(tables)
    assert ("in", "0", "0") in hidden
    assert len(hidden) == 4
    assert {key[0] for key in hidden} == {"in"}


def test_two_small_counts_of_one_row_and_column_each_keep_each_other() -> None:
    tables = two_ways([[3, 2, 30], [4, 1, 60], [70, 80, 90]])
    assert hidden_of(tables) == {("in", r, c) for r in "01" for c in "01"}


def test_none_at_all_is_a_small_count_too() -> None:
    tables = two_ways([[0, 20], [40, 50]])
    assert ("in", "0", "0") in hidden_of(tables)


def test_what_follows_is_what_the_rank_of_a_matrix_says() -> None:
    """A count follows where its row adds nothing to the rank of the sums and of the printed counts."""
    chance = random.Random(8)
    for _again in range(30):
        size = chance.choice([2, 3, 4])
        tables = two_ways([[chance.randint(0, 9) for _c in range(size)] for _r in range(size)])
        keys = [cell.key for cell in tables.cells]
        known = set(chance.sample(keys, len(keys) // 2))
        unit = np.eye(len(keys))
        rows = [unit[keys.index(each.whole)] - sum(unit[keys.index(p)] for p in each.parts) for each in tables.sums]
        rows += [unit[keys.index(key)] for key in known]
        rank = np.linalg.matrix_rank(np.array(rows))
        by_rank = {key for at, key in enumerate(keys) if np.linalg.matrix_rank(np.array([*rows, unit[at]])) == rank}
        assert follows(tables, known) == by_rank


def test_no_small_count_follows_from_what_may_be_printed() -> None:
    for seed in range(20):
        events, areas = events_of_city(seed)
        tables = tables_of_window(events, areas, WINDOW, WORDS)
        small = {cell.key for cell in tables.small(5)}
        assert not follows(tables, printable(tables, 5)) & small


def test_what_was_printed_before_is_known() -> None:
    """A row and a column of which all but one count stand in an earlier release."""
    tables = two_ways([[3, 20], [40, 50]])
    before = frozenset({("row", "0")})
    known = Tables(tables.cells, tables.sums, before)
    assert ("in", "0", "1") not in printable(known, 5)
    assert ("row", "0") in printable(known, 5)


def one_of_two(*before: str) -> Tables:
    """23 = 3 + 20, of which this edition does not print the sum."""
    cells = (Cell(("all",), 23, is_printed=False), Cell(("in", "small"), 3), Cell(("in", "large"), 20))
    keys = frozenset(cell.key for cell in cells if cell.key[-1] in before)
    return Tables(cells, (Sum(("all",), (("in", "small"), ("in", "large"))),), keys)


def test_a_sum_that_was_printed_before_is_taken_off_by_whoever_reads_both() -> None:
    assert printable(one_of_two(), 5) == {("in", "large")}
    assert printable(one_of_two("all"), 5) == {("all",)}


def test_what_follows_from_before_is_lost_and_keeps_nothing() -> None:
    assert printable(one_of_two("all", "large"), 5) == {("all",), ("in", "large")}


def test_sums_that_do_not_hold_are_refused() -> None:
    cells = (Cell(("all",), 5), Cell(("in", "1"), 4))
    with pytest.raises(ValueError, match="sum"):
        Tables(cells, (Sum(("all",), (("in", "1"),)),))
