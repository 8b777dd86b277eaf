"""The order of the markings, by hand from TLP 2.0: clear, green, amber, amber+strict, red."""

from itertools import combinations

import pytest

from accounts.markings import clearances_for, highest, readable, up_to

BY_HAND = ["clear", "green", "amber", "amber_strict", "red"]


@pytest.mark.parametrize("marking", BY_HAND)
def test_one_reads_up_to_ones_clearance(marking: str) -> None:
    rank = {"clear": 0, "green": 1, "amber": 2, "amber_strict": 3, "red": 4}
    for clearance in BY_HAND:
        may = rank[marking] <= rank[clearance]
        assert readable(marking, clearance) is may, clearance
        assert (marking in up_to(clearance)) is may, clearance
        assert (clearance in clearances_for(marking)) is may, clearance


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_what_is_derived_has_the_highest_marking_of_what_it_was_made_of_in_whatever_order(size: int) -> None:
    for made_of in combinations(BY_HAND, size):  # in the order above, so the last is the highest
        assert highest(made_of) == highest(reversed(made_of)) == highest([*made_of, made_of[0]]) == made_of[-1]


def test_what_is_made_of_nothing_is_clear() -> None:
    assert highest([]) == "clear"


def test_an_unknown_marking_is_no_marking() -> None:
    with pytest.raises(ValueError, match="purple"):
        highest(["amber", "purple"])
    with pytest.raises(ValueError, match="purple"):
        readable("purple", "red")
