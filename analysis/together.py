"""What goes together: combinations of current, kind of event and targeted group that stand out from their parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import scipy

from analysis.family import adjusted
from analysis.records import Event

FALSE_DISCOVERY = 0.05
FEWEST, FEWEST_DATES = 10, 3
SMALLEST_RATIO = 1.5
# Codes that say that nothing is known, or nobody: nothing goes together with them.
SAYS_NOTHING = frozenset({"none", "none_known"})
FAMILIES = ("currents", "manifestations", "targets")

Key = tuple[str, str]
"""A family and a code."""

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
    events = _once(events)
    tested = [each for size in (2, 3) for names in combinations(FAMILIES, size) for each in _tested(events, names)]
    if not tested:
        return ()
    q = adjusted(np.array([p for _found, _dates, p in tested]))
    told = [
        (p, found)
        for (found, dates, p), own in zip(tested, q, strict=True)
        if own <= FALSE_DISCOVERY and found.events >= FEWEST and dates >= FEWEST_DATES and found.ratio >= SMALLEST_RATIO
    ]
    return tuple(found for _p, found in sorted(told, key=lambda pair: (pair[0], pair[1].keys)))


def _once(events: Sequence[Event]) -> list[Event]:
    """One of those that are alike in day, place and all codes."""
    first: dict[tuple[object, ...], Event] = {}
    for event in events:
        codes = (frozenset(_codes(event, name)) for name in FAMILIES)
        first.setdefault((event.first_day, event.last_day, event.place, event.district, *codes), event)
    return list(first.values())


def _tested(events: Sequence[Event], names: Sequence[str]) -> Iterator[tuple[Together, int, float]]:
    """Every combination of these families that occurs, on how many dates, and its p."""
    saying = [event for event in events if all(_codes(event, name) for name in names)]
    counts: Counter[frozenset[Key]] = Counter()
    dates: dict[tuple[Key, ...], set[object]] = {}
    for event in saying:
        own = [[(name, code) for code in _codes(event, name)] for name in names]
        for keys in product(*own):
            dates.setdefault(keys, set()).add(event.first_day)
        counts.update(frozenset(part) for part in _parts(own))
    for keys, days in sorted(dates.items()):
        if any(pair <= set(keys) for pair in BY_MEANING):
            continue
        splits = _splits(keys)
        sizes = [(counts[frozenset(one)], counts[frozenset(other)]) for one, other in splits]
        n = counts[frozenset(keys)]
        expected = max(a * b / len(saying) for a, b in sizes)
        yield Together(keys, n, expected), len(days), max(_fisher(n, a, b, len(saying)) for a, b in sizes)


def _codes(event: Event, name: str) -> list[str]:
    return [code for code in dict.fromkeys(getattr(event, name)) if code not in SAYS_NOTHING]


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
