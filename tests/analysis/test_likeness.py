"""Which records are proposed as one event, and that proposing grows with the records, not with their square."""

import datetime
from random import Random

from analysis import likeness
from analysis.likeness import MOST_OF_A_DAY, RecordedEvent, likely_same

DAY = datetime.date(2026, 3, 1)
WORDS = "Slogans painted on the wall of the school"


def told(number: int, source: str = "police", *, after: int = 0, place: str = "1", kinds: str = "vandalism",
         words: str = WORDS) -> RecordedEvent:  # fmt: skip
    return RecordedEvent(number, DAY + datetime.timedelta(days=after), place, source, frozenset(kinds.split()), words)


def pairs(*records: RecordedEvent) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in likely_same(records)]


def test_two_sources_one_place_a_day_apart_and_words_alike_are_proposed() -> None:
    assert pairs(told(1), told(2, "press")) == [(1, 2)]
    assert pairs(told(2, "press", after=1), told(1)) == [(1, 2)]
    assert pairs(told(1), told(2, "press", words="wall of the SCHOOL: painted slogans!")) == [(1, 2)]


def test_what_differs_in_one_of_these_is_not() -> None:
    assert pairs(told(1), told(2)) == []
    assert pairs(told(1), told(2, "press", after=2)) == []
    assert pairs(told(1), told(2, "press", place="2")) == []
    assert pairs(told(1), told(2, "press", words="A woman was insulted in the bus")) == []
    assert likely_same([told(1), told(2, "press")], decided={(1, 2)}) == []


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
