"""Which records are proposed as one event, and that proposing grows with the records, not with their square."""

import datetime
from random import Random

import pytest
from rapidfuzz import fuzz

from analysis import likeness
from analysis.likeness import MOST_OF_A_DAY, RecordedEvent, likely_same

DAY = datetime.date(2026, 3, 1)
WORDS = "Slogans painted on the wall of the school"


def told(number: int, source: str = "police", *, after: int = 0, place: str = "1", kinds: str = "vandalism",
         words: str = WORDS) -> RecordedEvent:  # fmt: skip
    return RecordedEvent(number, DAY + datetime.timedelta(days=after), place, source, frozenset(kinds.split()), words)


def pairs(*records: RecordedEvent) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in likely_same(records).pairs]


def test_two_sources_one_place_a_day_apart_and_words_alike_are_proposed() -> None:
    assert pairs(told(1), told(2, "press")) == [(1, 2)]
    assert pairs(told(2, "press", after=1), told(1)) == [(1, 2)]
    assert pairs(told(1), told(2, "press", words="wall of the SCHOOL: painted slogans!")) == [(1, 2)]


def test_what_differs_in_one_of_these_is_not() -> None:
    assert pairs(told(1), told(2)) == []
    assert pairs(told(1), told(2, "press", after=2)) == []
    assert pairs(told(1), told(2, "press", place="2")) == []
    assert pairs(told(1), told(2, "press", words="A woman was insulted in the bus")) == []
    assert likely_same([told(1), told(2, "press")], decided={(1, 2)}).pairs == []


def test_of_other_kinds_the_words_must_be_nearly_the_same() -> None:
    assert pairs(told(1), told(2, "press", kinds="threat")) == [(1, 2)]
    assert pairs(told(1), told(2, "press", kinds="threat", words="Slogans on a wall near the town hall")) == []
    # a register may not say what was done
    assert pairs(told(1, kinds=""), told(2, "press", words="Slogans on the wall of a school")) == [(1, 2)]


def test_the_latest_day_comes_first_and_on_a_day_the_most_alike() -> None:
    near = "Slogans painted on a wall of a school"
    records = [told(1), told(2, "press", words=near), told(3, "museum"), told(4, after=9), told(5, "press", after=9)]
    assert pairs(*records) == [(4, 5), (1, 3), (1, 2), (2, 3)]


def test_what_is_compared_grows_with_the_records_not_with_their_square() -> None:
    """A city of 24 districts and three sources over six years; and one in which all lies on one day and place."""

    def compared(records: list[RecordedEvent]) -> int:
        return sum(1 for _pair in likeness._beside(records))

    def city(size: int, years: float) -> list[RecordedEvent]:
        dice = Random(12)
        days, places = round(365 * years), range(24)
        return [
            told(n, dice.choice("abc"), after=dice.randrange(days), place=str(dice.choice(places))) for n in range(size)
        ]

    few, many = compared(city(2_000, 6)), compared(city(20_000, 60))
    assert 8 <= many / few <= 12
    assert compared([told(n, "ab"[n % 2]) for n in range(20_000)]) == (MOST_OF_A_DAY // 2) ** 2


def test_words_of_ordinary_length_are_alike_by_the_token_set_ratio_and_long_ones_by_the_words_in_common() -> None:
    near = "The wall of a school was painted with slogans"
    (short,) = likely_same([told(1), told(2, "press", words=near)]).pairs
    assert short.likeness == fuzz.token_set_ratio(WORDS.lower(), near.lower())
    # 300 words of four letters each and a third as many in common: 100 of 300, so 499 letters of 1,499
    one, other = (" ".join(f"{each:04}" for each in range(start, start + 300)) for start in (1_000, 1_200))
    assert pairs(told(1, words=one), told(2, "press", words=other)) == []
    # half in common: 749 letters, twice counted, of 749 and 1,499
    other = " ".join(f"{each:04}" for each in range(1_150, 1_450))
    (long,) = likely_same([told(1, words=one), told(2, "press", words=other)]).pairs
    assert long.likeness == pytest.approx(100 * 2 * 749 / (749 + 1_499))
    # letters of long texts are alike whatever they tell: these have no word in common
    other = " ".join(f"{each:04}9" for each in range(1_000, 1_300))
    assert fuzz.token_set_ratio(one, other) > likeness.LEAST
    assert pairs(told(1, words=one), told(2, "press", words=other)) == []


def test_no_long_texts_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared(*_texts: str, **_how: float) -> float:
        raise AssertionError("letter by letter")

    monkeypatch.setattr(fuzz, "token_set_ratio", compared)
    long = "word " * 200
    assert pairs(told(1, words=long), told(2, "press", words=f"{long} more")) == [(1, 2)]


def test_comparing_ends_with_a_day_and_says_with_which() -> None:
    """Three records of two sources on each of four days: two pairs a day, and two or more with the day after."""
    records = [told(3 * day + each, "ab"[each % 2], after=2 * day) for day in range(4) for each in range(3)]
    whole = likely_same(records)
    assert (len(whole.pairs), whole.compared, whole.ended) == (8, 8, None)
    days = [DAY + datetime.timedelta(days=2 * day) for day in range(4)]
    found = likely_same(records, most=3)
    assert (found.compared, found.ended) == (4, days[1])
    rest = likely_same(records, until=found.ended, most=3)
    assert (rest.compared, rest.ended) == (4, None)
    assert found.pairs + rest.pairs == whole.pairs
    # a day is done to its end however much it is, so whoever goes on gets on
    assert likely_same(records, until=days[2], most=1).ended == days[1]
    assert {pair.first for pair in likely_same(records, of=0).pairs} == {0}


def test_of_a_crowded_day_the_record_asked_about_is_compared() -> None:
    crowd = [told(number, "ab"[number % 2]) for number in range(2 * MOST_OF_A_DAY)]
    last = crowd[-1].number
    assert len(likely_same(crowd, of=last).pairs) == MOST_OF_A_DAY // 2
    assert last not in {each for pair in likely_same(crowd).pairs for each in (pair.first, pair.second)}
