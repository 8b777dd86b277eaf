"""Change between two periods, told apart from noise.

A family is a set of comparable members (districts, currents, …) whose counts are judged together, so that looking at
many of them does not produce findings by itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betaincinv, betaln, ndtri, stdtr, stdtrit

from analysis.dispersion import Counts, Dispersion

FALSE_DISCOVERY = 0.10
FEWEST = 10
SMALLEST_RATIO = 1.2
# Tables of tails above this many records are not kept: they are large, and rarely asked for twice.
LARGEST_KEPT = 2_000
BINOMIAL_FROM = 10_000
CHANCE_ALONE = Dispersion()


class Word(StrEnum):
    """What may be said of a change."""

    RISING = "rising"
    FALLING = "falling"
    HIGHER = "higher than before"
    LOWER = "lower than before"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few to tell"
    RECORDING_CHANGED = "recording changed"

    @property
    def is_finding(self) -> bool:
        """Whether the word claims a change; only then may an arrow be drawn."""
        return self in {Word.RISING, Word.FALLING, Word.HIGHER, Word.LOWER}


@dataclass(frozen=True, slots=True)
class Change:
    """One member of a family: counts before and now, their ratio with a 95 % interval, and the word.

    `ratio` is None where nothing was recorded before. `low` and `high` are the largest fall and the largest rise that
    are not ruled out. `p` is the one that the word rests on, before the family is looked at together; None below 10
    records.
    """

    key: str
    before: int
    now: int
    ratio: float | None
    low: float
    high: float
    p: float | None
    word: Word


def p_values(now: Counts, before: Counts, spread: Dispersion) -> NDArray[np.float64]:
    """Two-sided p of "the same rate in both periods" given the sum n, one per member with n > 0.

    p₁ from BetaBinomial(n, 1/α, 1/α), the exact test of two negative binomial counts (Robinson and Smyth 2008,
    Biostatistics 9, 321–332); with α = 0 the exact conditional test Binomial(n, ½). p₂ from
    BetaBinomial(n, c, c) with c = n / (2(φ − 1)), the same for variance φμ. Tails are doubled; the larger p counts.

    α and φ are estimates. With d degrees of freedom behind them, z = Φ⁻¹(1 − p/2) follows Student's t on d rather
    than the normal distribution, so p becomes 2·P(t_d > z) (Lund, Nettleton, McCarthy and Smyth 2012, Statistical
    Applications in Genetics and Molecular Biology 11(5), in the F form). For 24 districts and 5 windows, d = 96, this
    is next to nothing. For the city as a whole, one row with d = 4, a still city with α = 0.05 would be called
    changed in 13–15 % of cases without it, in 6–8 % with it.

    `now` and `before` have shape (members,), and so has the result. Raises ValueError where n = 0.
    """
    n = now + before
    if np.any(n <= 0):
        raise ValueError("A change needs at least one record in the two periods together.")
    first = _doubled(now, n, np.full(len(n), 1 / spread.alpha if spread.alpha > 0 else np.inf))
    second = _doubled(now, n, n / (2 * (spread.phi - 1)) if spread.phi > 1 else np.full(len(n), np.inf))
    larger = np.maximum(first, second)
    if math.isinf(spread.freedom):
        return larger
    return np.asarray(2 * stdtr(spread.freedom, ndtri(larger / 2)), dtype=np.float64)


def _doubled(now: Counts, n: Counts, c: NDArray[np.float64]) -> NDArray[np.float64]:
    """One table of tails per n and c, looked up for all the counts that share it."""
    order = np.lexsort((c, n))
    another = (n[order][1:] != n[order][:-1]) | (c[order][1:] != c[order][:-1])
    result = np.empty(len(n))
    for alike in np.split(order, np.flatnonzero(another) + 1) if len(n) else []:
        result[alike] = doubled_tails(int(n[alike[0]]), float(c[alike[0]]))[now[alike]]
    return result


def doubled_tails(n: int, c: float) -> NDArray[np.float64]:
    """Doubled tail probability of each count 0…n under BetaBinomial(n, c, c), under Binomial(n, ½) where c = ∞.

    The same as scipy's betabinom.cdf and sf, which sum anew for every count; shape (n + 1,). Where c is so large that
    the variance grows by less than one part in 20,000 it is taken as ∞: the beta functions would cancel digits.
    """
    c = c if c <= BINOMIAL_FROM * n else math.inf
    return _kept_tails(n, c) if n <= LARGEST_KEPT else _tails(n, c)


def _tails(n: int, c: float) -> NDArray[np.float64]:
    k = np.arange(n + 1)
    if np.isinf(c):
        low = bdtr(k, n, 0.5)
    else:
        ways = -np.log(n + 1) - betaln(n - k + 1, k + 1)
        low = np.cumsum(np.exp(ways + betaln(k + c, n - k + c) - betaln(c, c)))
    return np.asarray(np.minimum(1.0, 2 * np.minimum(low, low[::-1])), dtype=np.float64)


_kept_tails = lru_cache(maxsize=4096)(_tails)


def ratio_interval(now: int, before: int, spread: Dispersion, level: float = 0.95) -> tuple[float, float]:
    """Interval of now/before by Clopper and Pearson (1934, Biometrika 26, 404–413) on before/n.

    With more variation than chance both counts are divided by v, the larger of φ and 1 + αn/2: the variance of either
    model relative to its mean. Where α and φ were estimated on d degrees of freedom, v also carries (t_d / z)², the
    price of not knowing them better (see `p_values`). Infinite where before may be nothing. Raises ValueError for
    negative counts.
    """
    if now < 0 or before < 0:
        raise ValueError("Counts are not negative.")
    tail = (1 - level) / 2
    scale = spread.relative_variance((now + before) / 2)
    if not math.isinf(spread.freedom):
        scale *= float(stdtrit(spread.freedom, tail) / ndtri(tail)) ** 2
    a, b = now / scale, before / scale
    share_low = float(betaincinv(b, a + 1, tail)) if before else 0.0
    share_high = float(betaincinv(b + 1, a, 1 - tail)) if now else 1.0
    low = (1 - share_high) / share_high
    high = (1 - share_low) / share_low if share_low else float("inf")
    return low, high


def judge(
    keys: Sequence[str],
    now: Counts,
    before: Counts,
    spread: Dispersion,
    *,
    categories: bool = False,
) -> list[Change]:
    """The word of every member of a family.

    Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57, 289–300) at q = 0.10 over the members
    with at least 10 records in both periods together; a finding also needs a ratio of at least 1.2 or at most 1/1.2.
    Without a known spread the words are "higher / lower than before". An interval that holds both ½ and 2 is too few
    to tell. With `categories`, a member that appears or vanishes altogether reads as a change of recording.

    `now` and `before` have shape (members,) and are counts of periods of equal length, in the order of `keys`.
    Raises ValueError where the lengths differ or a count is negative.
    """
    if not len(keys) == len(now) == len(before) or np.any(now < 0) or np.any(before < 0):
        raise ValueError("A family needs one count that is not negative per member and period.")
    enough = now + before >= FEWEST
    p = np.full(len(keys), np.nan)
    found = np.zeros(len(keys), dtype=bool)
    if enough.any():
        p[enough] = p_values(now[enough], before[enough], spread)
        found[enough] = adjusted(p[enough]) <= FALSE_DISCOVERY
    return [
        _change(
            key, int(now[i]), int(before[i]), p=float(p[i]), found=bool(found[i]), spread=spread, categories=categories
        )
        for i, key in enumerate(keys)
    ]


def adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """p adjusted for the rate of false discoveries (Benjamini and Hochberg 1995): the least q at which each is found.

    `p` has shape (members,), and so has the result.
    """
    largest_first = np.argsort(-p, kind="stable")
    scaled = p[largest_first] * len(p) / np.arange(len(p), 0, -1)
    result = np.empty(len(p))
    result[largest_first] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return result


def _change(key: str, now: int, before: int, *, p: float, found: bool, spread: Dispersion, categories: bool) -> Change:
    if now + before < FEWEST:
        low, high = ratio_interval(now, before, spread) if now + before else (0.0, float("inf"))
        return Change(key, before, now, now / before if before else None, low, high, None, Word.TOO_FEW)
    low, high = ratio_interval(now, before, spread)
    word = _word(now, before, found=found, known=spread.known)
    if categories and 0 in {now, before}:
        word = Word.RECORDING_CHANGED
    return Change(key, before, now, now / before if before else None, low, high, p, word)


def _word(now: int, before: int, *, found: bool, known: bool) -> Word:
    if found and now >= SMALLEST_RATIO * before:
        return Word.RISING if known else Word.HIGHER
    if found and before >= SMALLEST_RATIO * now:
        return Word.FALLING if known else Word.LOWER
    low, high = ratio_interval(now, before, CHANCE_ALONE)
    if low <= 0.5 and high >= 2:
        return Word.TOO_FEW
    return Word.NO_CLEAR_CHANGE
