"""Which records of two sources may tell of one event: by day, place, kind and likeness of words. A person decides."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, utils

DAYS_APART = 1
# Likeness of words from which two records are proposed, 0–100: where their kinds agree, and where they do not.
LEAST, LEAST_OF_OTHER_KINDS = 55.0, 85.0
# Of one place and day no more are compared: what a source puts there by hundreds is a centroid, not a place, and so
# the work grows with the records, not with their square.
MOST_OF_A_DAY = 40


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """What a record tells of an event. `kinds` is empty where its source does not say what was done."""

    number: int
    day: datetime.date
    place: Hashable
    source: Hashable
    kinds: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records, the lower number first; `day` is the earlier of their days, `likeness` 0–100."""

    first: int
    second: int
    day: datetime.date
    likeness: float


def likely_same(
    records: Sequence[RecordedEvent], *, decided: Collection[tuple[int, int]] = frozenset(), least: float = LEAST
) -> list[Likely]:
    """Pairs of records of two sources, of one place and at most a day apart, whose words are alike.

    Likeness is the share of words that two texts have in common, whatever their order and however much longer one of
    them is (token set ratio, by Indel distance; Bachmann's RapidFuzz). `decided` are pairs, the lower number first,
    that are left out. The latest day first, on a day the most alike.
    """
    found = [
        Likely(first.number, second.number, min(first.day, second.day), likeness)
        for first, second in _beside(records)
        if (first.number, second.number) not in decided
        for likeness in [_likeness(first, second, least)]
        if likeness
    ]
    return sorted(found, key=lambda pair: (-pair.day.toordinal(), -pair.likeness, pair.first, pair.second))


def _beside(records: Sequence[RecordedEvent]) -> Iterator[tuple[RecordedEvent, RecordedEvent]]:
    """Pairs of two sources in one place on one day or on two that follow one another."""
    # By the number of the day: no day of the calendar follows its last one.
    blocks: dict[tuple[Hashable, int], list[RecordedEvent]] = defaultdict(list)
    for each in sorted(records, key=lambda record: record.number):
        block = blocks[each.place, each.day.toordinal()]
        if len(block) < MOST_OF_A_DAY:
            block.append(each)
    for (place, day), block in blocks.items():
        following = blocks.get((place, day + DAYS_APART), [])
        pairs = [*combinations(block, 2), *((one, other) for one in block for other in following)]
        for one, other in pairs:
            if one.source != other.source:
                yield (one, other) if one.number < other.number else (other, one)


def _likeness(first: RecordedEvent, second: RecordedEvent, least: float) -> float:
    """0 where it is too little."""
    alike = not first.kinds or not second.kinds or not first.kinds.isdisjoint(second.kinds)
    cutoff = least if alike else max(least, LEAST_OF_OTHER_KINDS)
    return float(fuzz.token_set_ratio(first.words, second.words, processor=utils.default_process, score_cutoff=cutoff))
