"""What goes together: combinations of current, kind of event and targeted group that stand out from their parts."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import scipy

from analysis.questions.family import adjusted
from analysis.records import Event

FALSE_DISCOVERY = 0.05
FEWEST, FEWEST_DATES = 10, 3
SMALLEST_RATIO = 1.5
# Codes that say that nothing is known, or nobody: nothing goes together with them.
SAYS_NOTHING = frozenset({"none", "none_known"})
FAMILIES = ("currents", "manifestations", "targets")

Key = tuple[str, str]
"""A family and a code."""

Codes = tuple[tuple[str, ...], ...]
"""The codes of each family, in the order of FAMILIES."""

# Codes of which one means the other: that they go together is in the words and is no finding.
BY_MEANING: tuple[frozenset[Key], ...] = (
    frozenset({("manifestations", "harassment_of_officials"), ("targets", "public_officials")}),
)


@dataclass(frozen=True, slots=True)
class Together:
    """Codes that events carry together: how many events, and how many their parts would lead one to expect."""

    keys: tuple[Key, ...]
    events: int
    expected: float

    @property
    def ratio(self) -> float:
        return self.events / self.expected


def together(events: Sequence[Event]) -> tuple[Together, ...]:
    """Combinations of two or three families that stand out, the least likely by chance first.

    Among the N events that say something in all the families concerned, a combination of A and B with n of both is
    compared with nA·nB/N by Fisher's exact test, one-sided (Fisher 1935, Journal of the Royal Statistical Society 98,
    39–82). A combination of three is compared with each of its pairs and the third, and has the largest p and the
    largest expectation of the three. False discoveries are held at 5 % over all combinations that occur (Benjamini and
    Hochberg 1995); told are at least 10 events on 3 dates with a ratio of at least 1.5. Events alike in day, place and
    all codes count once: three of one night are no three reasons to see a connection. A series over several days
    stands out. What holds a pair of which one means the other is not asked.
    """
    days = _once(events)
    tested = [each for size in (2, 3) for names in combinations(FAMILIES, size) for each in _tested(days, names)]
    if not tested:
        return ()
    q = adjusted(np.array([p for _found, _dates, p in tested]))
    told = [
        (p, found)
        for (found, dates, p), own in zip(tested, q, strict=True)
        if own <= FALSE_DISCOVERY and found.events >= FEWEST and dates >= FEWEST_DATES and found.ratio >= SMALLEST_RATIO
    ]
    return tuple(found for _p, found in sorted(told, key=lambda pair: (pair[0], pair[1].keys)))


def _once(events: Sequence[Event]) -> dict[Codes, list[datetime.date]]:
    """By what they say, the first days of events; one of those that are alike in day, place and all codes."""
    known = {
        own: tuple(tuple(sorted(set(codes) - SAYS_NOTHING)) for codes in own) for own in set(map(_carried, events))
    }
    alike = {(e.first_day, e.last_day, e.place, e.district, known[_carried(e)]) for e in events}
    days: dict[Codes, list[datetime.date]] = {}
    for first, _last, _place, _district, said in alike:
        days.setdefault(said, []).append(first)
    return days


def _carried(event: Event) -> Codes:
    return event.currents, event.manifestations, event.targets


def _tested(
    days: Mapping[Codes, Sequence[datetime.date]], names: Sequence[str]
) -> Iterator[tuple[Together, int, float]]:
    """Every combination of these families that occurs, on how many dates, and its p. Those that say the same count
    together: there are far fewer ways to say something than events."""
    counts: Counter[frozenset[Key]] = Counter()
    dates: dict[tuple[Key, ...], set[datetime.date]] = {}
    saying = 0
    for said, those in days.items():
        own = [[(name, code) for code in said[FAMILIES.index(name)]] for name in names]
        if not all(own):
            continue
        saying += len(those)
        different = set(those)
        for keys in product(*own):
            dates.setdefault(keys, set()).update(different)
        for part in _parts(own):
            counts[frozenset(part)] += len(those)
    for keys, different in sorted(dates.items()):
        if any(pair <= set(keys) for pair in BY_MEANING):
            continue
        splits = _splits(keys)
        sizes = [(counts[frozenset(one)], counts[frozenset(other)]) for one, other in splits]
        n = counts[frozenset(keys)]
        expected = max(a * b / saying for a, b in sizes)
        yield Together(keys, n, expected), len(different), max(_fisher(n, a, b, saying) for a, b in sizes)


def _parts(own: Sequence[Sequence[Key]]) -> Iterable[tuple[Key, ...]]:
    """Everything one event counts for: single codes, pairs of different families, and all of them."""
    for size in range(1, len(own) + 1):
        for chosen in combinations(own, size):
            yield from product(*chosen)


def _splits(keys: tuple[Key, ...]) -> list[tuple[tuple[Key, ...], tuple[Key, ...]]]:
    """Two: each against the other. Three: every pair against the third."""
    if len(keys) == 2:
        return [((keys[0],), (keys[1],))]
    return [(tuple(key for key in keys if key != single), (single,)) for single in keys]


def _fisher(n: int, a: int, b: int, total: int) -> float:
    """P(X ≥ n), X hypergeometric: b drawn of `total`, of which a are marked."""
    x = np.arange(n, min(a, b) + 1)
    log = _choose(a, x) + _choose(total - a, b - x) - _choose(total, np.array([b]))
    return float(min(1.0, np.exp(log).sum()))


def _choose(
    of: int, some: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.asarray(
        np.where(
            some <= of,
            scipy.special.gammaln(of + 1)
            - scipy.special.gammaln(some + 1)
            - scipy.special.gammaln(np.maximum(of - some, 0) + 1),
            -np.inf,
        )
    )
