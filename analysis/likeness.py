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
# Letters of one text times those of the other up to which their words are compared letter by letter too: two of 600.
# Of longer ones the words they have in common say it: letters of long texts are alike whatever they tell, and
# comparing them takes as long as this product.
MOST_BY_LETTER = 600**2


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


@dataclass(frozen=True, slots=True)
class Found:
    """What is likely the same, and how many pairs were compared for it. Where that was as many as may be, `ended` is
    the day of which, and of those before which, nothing was compared."""

    pairs: list[Likely]
    compared: int
    ended: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """Made ready to be compared with many others."""

    text: str
    each: frozenset[str]
    letters: int

    @classmethod
    def of(cls, text: str) -> "_Words":
        text = utils.default_process(text)
        each = frozenset(text.split())
        return cls(text, each, sum(map(len, each)))


def likely_same(
    records: Sequence[RecordedEvent],
    *,
    decided: Collection[tuple[int, int]] = frozenset(),
    until: datetime.date | None = None,
    of: int | None = None,
    most: int | None = None,
) -> Found:
    """Pairs of records of two sources, of one place and at most a day apart, whose words are alike.

    Likeness is the share of words that two texts have in common, whatever their order and however much longer one of
    them is (token set ratio, by Indel distance; Bachmann's RapidFuzz). Left out are `decided` pairs, the lower number
    first, those of a later day than `until`, and those without the record `of`. The latest day first, on a day the most
    alike. Once `most` pairs are compared, that day is done to its end, and none before it.
    """
    found, compared, reached, ended = list[Likely](), 0, datetime.date.max, None
    words: dict[int, _Words] = {}
    for first, second in _beside(records, of):
        day = min(first.day, second.day)
        is_another = of is not None and of not in {first.number, second.number}
        if is_another or (until and day > until) or (first.number, second.number) in decided:
            continue
        if most is not None and compared >= most and day < reached:
            ended = day
            break
        compared, reached = compared + 1, day
        for each in (first, second):
            if each.number not in words:
                words[each.number] = _Words.of(each.words)
        if likeness := _likeness(words[first.number], words[second.number], _least(first, second)):
            found.append(Likely(first.number, second.number, day, likeness))
    found.sort(key=lambda pair: (-pair.day.toordinal(), -pair.likeness, pair.first, pair.second))
    return Found(found, compared, ended)


def _beside(records: Sequence[RecordedEvent], of: int | None = None) -> Iterator[tuple[RecordedEvent, RecordedEvent]]:
    """Pairs of two sources in one place on one day or on two that follow one another, the latest day first.

    Of a crowded day the record `of` is among those that are compared.
    """
    # By the number of the day: no day of the calendar follows its last one.
    blocks: dict[tuple[Hashable, int], list[RecordedEvent]] = defaultdict(list)
    for each in sorted(records, key=lambda record: (record.number != of, record.number)):
        block = blocks[each.place, each.day.toordinal()]
        if len(block) < MOST_OF_A_DAY:
            block.append(each)
    for (place, day), block in sorted(blocks.items(), key=lambda each: -each[0][1]):
        following = blocks.get((place, day + DAYS_APART), [])
        pairs = [*combinations(block, 2), *((one, other) for one in block for other in following)]
        for one, other in pairs:
            if one.source != other.source:
                yield (one, other) if one.number < other.number else (other, one)


def _least(first: RecordedEvent, second: RecordedEvent) -> float:
    alike = not first.kinds or not second.kinds or not first.kinds.isdisjoint(second.kinds)
    return LEAST if alike else LEAST_OF_OTHER_KINDS


def _likeness(first: _Words, second: _Words, least: float) -> float:
    """0 where it is too little."""
    if len(first.text) * len(second.text) <= MOST_BY_LETTER:
        return float(fuzz.token_set_ratio(first.text, second.text, score_cutoff=least))
    found = max(_share(first, second), _share(second, first))
    return found if found >= least else 0.0


def _share(one: _Words, other: _Words) -> float:
    """How alike one text is to the words that both have in common: the token set ratio without the letters in which
    the other words are alike."""
    both = one.each & other.each
    if not both:
        return 0.0
    # as they are written one after the other, with a space between
    common = sum(map(len, both)) + len(both) - 1
    whole = one.letters + len(one.each) - 1
    return 100 - 100 * (whole - common) / (common + whole)
