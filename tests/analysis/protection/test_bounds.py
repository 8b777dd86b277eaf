"""Ends brought in along sums: nothing that is possible is ruled out, and what one sum rules out is."""

import random
from itertools import product
from typing import Any

import pytest
import scipy

from analysis.protection.bounds import tightened
from analysis.protection.of_window import tables_of_window
from analysis.protection.protect import protect
from tests.analysis.makers import events
from tests.analysis.protection.cities import WINDOW, WORDS, areas_of

Row = tuple[dict[int, int], int]


def test_a_part_is_the_whole_less_what_the_others_are_at_least_and_at_most() -> None:
    """10 = a + b + c with b at least 3 and c 2 to 4: a is at most 5. Of 2a = d with d at most 7, a is at most 3."""
    sums: list[Row] = [({0: 1, 1: 1, 2: 1}, 10)]
    assert tightened([0, 3, 2], [99, 99, 4], sums) == ([0, 3, 2], [5, 8, 4])
    further: list[Row] = [*sums, ({0: 2, 3: -1}, 0)]
    # 10 − 4 − 3 leaves 3 to c and more to b: b is at least 10 − 3 − 4
    assert tightened([0, 3, 2, 0], [99, 99, 4, 7], further) == ([0, 3, 2, 0], [3, 8, 4, 6])


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="No counts"):
        tightened([0, 0], [2, 2], [({0: 1, 1: 1}, 5)])


def test_no_counts_that_keep_to_all_sums_lie_outside() -> None:
    """Every set of five counts from 0 to 4, against 100 systems of sums of which one at least is a solution."""
    chance = random.Random(7)
    everything = list(product(range(5), repeat=5))
    brought_in = 0
    for _system in range(100):
        counts = [chance.randint(0, 4) for _place in range(5)]
        rows = [
            {place: chance.choice([1, 1, -1, 2]) for place in chance.sample(range(5), chance.randint(2, 4))}
            for _row in range(chance.randint(1, 4))
        ]
        sums = [(row, sum(number * counts[place] for place, number in row.items())) for row in rows]
        low, high = [chance.randint(0, each) for each in counts], [chance.randint(each, 4) for each in counts]
        found = tightened(low, high, sums)
        kept = [
            each
            for each in everything
            if all(one <= count <= other for one, count, other in zip(low, each, high, strict=True))
            and all(sum(number * each[place] for place, number in row.items()) == total for row, total in sums)
        ]
        assert tuple(counts) in kept
        for place, (least, most) in enumerate(zip(*found, strict=True)):
            assert least <= min(each[place] for each in kept)
            assert most >= max(each[place] for each in kept)
        brought_in += found != (low, high)
    assert brought_in > 50


def test_where_nothing_is_left_to_find_the_solver_is_hardly_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city of many districts whose records name no current: that all of the others are none follows from sums."""
    asked: list[Any] = []
    milp = scipy.optimize.milp

    def counted(*args: Any, **how: Any) -> Any:
        asked.append(args)
        return milp(*args, **how)

    monkeypatch.setattr(scipy.optimize, "milp", counted)
    areas = areas_of(40)
    rows = [one for n, area in enumerate(areas) for one in events(n % 7, 2025, area.code, currents=("none_known",))]
    protect(tables_of_window(rows, areas, WINDOW, WORDS), 5)
    assert len(asked) < 20, "1,042 of them before ends were brought in"
