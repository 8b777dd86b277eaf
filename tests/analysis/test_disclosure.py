"""What may be shown of what was said: expected values by hand from the table of confidentiality (docs/adr/0025)."""

from itertools import combinations, product

import pytest

from analysis.disclosure import (
    CONFIDENTIAL,
    RULES,
    Attribution,
    blocks_to_print,
    kept_as,
    may_show_rating,
    nameable,
    printed_as,
    rater,
    told_by_enough,
    voice,
)

CLUB = Attribution(7, "faith", "civil_society")
SECTOR = Attribution(None, "faith", "civil_society")
BLOCK = Attribution(None, "", "civil_society")
# rule, organisations of its sector that came: what is kept of an organisation and of a sector that said something
KEPT = {
    ("on_record", 0): (CLUB, SECTOR),
    ("on_record", 1): (CLUB, SECTOR),
    ("on_record", 3): (CLUB, SECTOR),
    ("chatham_house", 0): (BLOCK, BLOCK),
    ("chatham_house", 1): (BLOCK, BLOCK),
    ("chatham_house", 2): (BLOCK, BLOCK),
    ("chatham_house", 3): (SECTOR, SECTOR),
    ("chatham_house", 9): (SECTOR, SECTOR),
    ("confidential", 0): (BLOCK, BLOCK),
    ("confidential", 3): (BLOCK, BLOCK),
    ("confidential", 9): (BLOCK, BLOCK),
}


@pytest.mark.parametrize(("rule", "came"), KEPT)
def test_what_is_kept_of_who_said_it(rule: str, came: int) -> None:
    there = {"faith": came, "police": 5}
    assert (kept_as(rule, CLUB, there), kept_as(rule, SECTOR, there)) == KEPT[rule, came]
    # a block says no more than a block under any rule
    assert kept_as(rule, BLOCK, there) == BLOCK


def test_what_is_kept_is_not_taken_back_when_it_is_kept_again() -> None:
    for rule, came in KEPT:
        once = kept_as(rule, CLUB, {"faith": came})
        assert kept_as(rule, once, {"faith": came}) == once


def test_a_sector_is_named_from_three_of_its_organisations_on() -> None:
    assert nameable({"faith": 3, "police": 2, "youth": 4, "health": 0}) == {"faith", "youth"}


@pytest.mark.parametrize(
    ("rule", "organisations", "printed"),
    [
        ("on_record", 1, "faith"),
        ("chatham_house", 1, ""),
        ("chatham_house", 2, ""),
        ("chatham_house", 3, "faith"),
        ("confidential", 1, ""),
        ("confidential", 3, ""),
        ("confidential", 30, ""),
    ],
)
def test_the_sector_a_statement_is_printed_with(rule: str, organisations: int, printed: str) -> None:
    assert printed_as(rule, "faith", organisations) == printed


def test_what_each_rule_keeps_and_prints_besides() -> None:
    told = {
        rule: (facts.keeps_organisations, facts.keeps_quotes, facts.prints_words, facts.tells_of_districts)
        for rule, facts in RULES.items()
    }
    assert told == {
        "on_record": (True, True, True, True),
        "chatham_house": (True, True, True, True),
        "confidential": (False, False, False, False),
    }


@pytest.mark.parametrize(("rule", "fewest"), [("on_record", 1), ("chatham_house", 1), ("confidential", 3)])
@pytest.mark.parametrize("sessions", range(6))
def test_from_so_many_sessions_on_it_is_told(rule: str, fewest: int, sessions: int) -> None:
    """Each session tells of young people, twice; half of them of older people too."""
    told = [["young", "young", *(["older"] if number % 2 else [])] for number in range(sessions)]
    expected = {"young"} if sessions >= fewest else set()
    expected |= {"older"} if sessions // 2 >= fewest else set()
    assert told_by_enough(rule, told) == expected


def test_no_subset_of_confidential_sessions_below_three_tells_anything() -> None:
    """Every choice of what each of two sessions tells of four things."""
    choices = [told for size in range(5) for told in combinations("abcd", size)]
    for first, second in product(choices, choices):
        assert told_by_enough(CONFIDENTIAL, [first, second]) == set()


def test_an_organisation_on_the_record_is_one_voice_in_all_sessions_and_who_is_not_named_one_in_each() -> None:
    assert voice(1, CLUB) == voice(2, CLUB)
    assert voice(1, CLUB) != voice(1, Attribution(8, "faith", "civil_society"))
    assert voice(1, SECTOR) == voice(1, SECTOR)
    assert len({voice(1, SECTOR), voice(2, SECTOR), voice(1, BLOCK), voice(1, Attribution(None, "", "residents"))}) == 4


POLICE = Attribution(None, "police", "public_bodies")


@pytest.mark.parametrize(
    ("rule", "told", "raters"),
    [
        ("on_record", [(1, CLUB), (2, CLUB), (3, CLUB)], 1),
        ("on_record", [(1, BLOCK), (2, BLOCK), (3, BLOCK)], 3),
        ("on_record", [(1, CLUB), (1, BLOCK), (1, SECTOR)], 3),
        # one congregation may have been there each time, and nobody may look it up
        ("chatham_house", [(1, SECTOR), (2, SECTOR), (3, SECTOR)], 1),
        ("chatham_house", [(1, SECTOR), (1, BLOCK), (2, POLICE)], 3),
        ("confidential", [(number, BLOCK) for number in range(9)], 1),
    ],
)
def test_who_counts_as_one_more_that_rated(rule: str, told: list[tuple[int, Attribution]], raters: int) -> None:
    found = [rater(rule, session, said) for session, said in told]
    assert len(set(found)) == raters
    assert may_show_rating(found) is (raters >= 3)


@pytest.mark.parametrize(
    ("voices", "shown"),
    [([], False), (["a"], False), (["a", "b"], False), (["a", "b", "a", "b"], False), (["a", "b", "c"], True)],
)
def test_no_rating_from_fewer_than_three_organisations(voices: list[str], shown: bool) -> None:
    assert may_show_rating(voices) is shown


def test_no_mean_of_fewer_than_three_organisations_is_printed_or_left_over() -> None:
    """The mean of all is printed too: whatever it leaves over is of two blocks at least, or of none."""
    for counts in product(range(6), repeat=3):
        heard = dict(zip("abc", counts, strict=True))
        printed = blocks_to_print(heard)
        assert all(heard[block] >= 3 for block in printed), counts
        left = heard.keys() - printed
        assert len(left) != 1, counts
        assert not left or any(heard[block] < 3 for block in left), counts


def test_of_one_small_block_the_smallest_of_the_others_goes_with_it() -> None:
    assert blocks_to_print({"public_bodies": 9, "civil_society": 4, "residents": 1}) == {"public_bodies"}
    assert blocks_to_print({"public_bodies": 9, "civil_society": 2, "residents": 1}) == {"public_bodies"}
    assert blocks_to_print({"public_bodies": 9, "civil_society": 4, "residents": 3}) == {
        "public_bodies", "civil_society", "residents",
    }  # fmt: skip
