"""Change between two periods, told apart from noise.

A family is a set of comparable members (districts, currents, …) whose counts are judged together, so that looking at
many of them does not produce findings by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import betaln
from scipy.stats import beta, binom, false_discovery_control, nbinom, poisson

FALSE_DISCOVERY = 0.10
FEWEST = 10
SMALLEST_RATIO = 1.2
FEWEST_WINDOWS = 4
MOST_ALPHA = 25.0

Counts = NDArray[np.int64]


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
        return self in {Word.RISING, Word.FALLING, Word.HIGHER, Word.LOWER}


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more counts vary from window to window than chance: variance μ + αμ², or φμ; `windows` used."""

    alpha: float = 0.0
    phi: float = 1.0
    windows: int = 0

    @property
    def known(self) -> bool:
        return self.windows >= FEWEST_WINDOWS


@dataclass(frozen=True, slots=True)
class Change:
    """One member of a family: counts before and now, their ratio with a 95 % interval, and the word.

    `ratio` is None where nothing was recorded before. `p` is the larger of the two p-values, None below 10 records.
    """

    key: str
    before: int
    now: int
    ratio: float | None
    low: float
    high: float
    p: float | None
    word: Word


def dispersion(history: Counts) -> Dispersion:
    """α and φ from earlier windows of a family, the current one left out.

    `history` has one row per member and one column per window (at least 4, else nothing is known and α = 0, φ = 1).
    With E the mean of a row and df = rows × (windows − 1), α solves Σ(y − E)²/(E + αE²) = df (a method-of-moments
    estimate, Breslow 1984, Applied Statistics 33, 38–44) and φ = max(1, Σ(y − E)²/E / df).
    """
    windows = history.shape[1] if history.ndim == 2 else 0
    if windows < FEWEST_WINDOWS:
        return Dispersion(windows=windows)
    rows = history[history.sum(axis=1) > 0].astype(float)
    if not len(rows):
        return Dispersion(windows=windows)
    expected = rows.mean(axis=1, keepdims=True)
    squares = (rows - expected) ** 2
    freedom = len(rows) * (windows - 1)

    def surplus(alpha: float) -> float:
        return float((squares / (expected + alpha * expected**2)).sum()) - freedom

    phi = max(1.0, float((squares / expected).sum()) / freedom)
    if surplus(0.0) <= 0:
        return Dispersion(0.0, phi, windows)
    alpha = MOST_ALPHA if surplus(MOST_ALPHA) > 0 else float(brentq(surplus, 0.0, MOST_ALPHA))
    return Dispersion(alpha, phi, windows)


def p_values(now: Counts, before: Counts, spread: Dispersion) -> NDArray[np.float64]:
    """Two-sided p of "the same rate in both periods" given the sum n, one per member with n > 0.

    p₁ from BetaBinomial(n, 1/α, 1/α), the exact test of two negative binomial counts (Robinson and Smyth 2008,
    Biostatistics 9, 321–332); with α = 0 the exact conditional test Binomial(n, ½). p₂ from
    BetaBinomial(n, c, c) with c = n / (2(φ − 1)), the same for variance φμ. Tails are doubled; the larger p counts.
    """
    n = now + before
    first = _doubled(now, n, np.full(len(n), 1 / spread.alpha if spread.alpha > 0 else np.inf))
    second = _doubled(now, n, n / (2 * (spread.phi - 1)) if spread.phi > 1 else np.full(len(n), np.inf))
    return np.maximum(first, second)


def _doubled(now: Counts, n: Counts, c: NDArray[np.float64]) -> NDArray[np.float64]:
    pairs = zip(now.tolist(), n.tolist(), c.tolist(), strict=True)
    return np.array([doubled_tails(total, shape)[count] for count, total, shape in pairs])


@lru_cache(maxsize=4096)
def doubled_tails(n: int, c: float) -> NDArray[np.float64]:
    """Doubled tail probability of each count 0…n under BetaBinomial(n, c, c), under Binomial(n, ½) where c = ∞.

    The same as scipy's betabinom.cdf and sf, which sum anew for every count; shape (n + 1,).
    """
    k = np.arange(n + 1)
    if np.isinf(c):
        mass = binom.pmf(k, n, 0.5)
    else:
        ways = -np.log(n + 1) - betaln(n - k + 1, k + 1)
        mass = np.exp(ways + betaln(k + c, n - k + c) - betaln(c, c))
    low = np.cumsum(mass)
    return np.minimum(1.0, 2 * np.minimum(low, low[::-1]))


def ratio_interval(now: int, before: int, spread: Dispersion, level: float = 0.95) -> tuple[float, float]:
    """Interval of now/before by Clopper and Pearson (1934, Biometrika 26, 404–413) on before/n.

    With more variation than chance, n and both counts are divided by the larger of φ and 1 + αn/2, the variance of
    either model relative to its mean. Infinite where before may be nothing.
    """
    scale = max(spread.phi, 1 + spread.alpha * (now + before) / 2)
    a, b = now / scale, before / scale
    tail = (1 - level) / 2
    share_low = float(beta.ppf(tail, b, a + 1)) if before else 0.0
    share_high = float(beta.ppf(1 - tail, b + 1, a)) if now else 1.0
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

    Benjamini and Hochberg (1995) at q = 0.10 over the members with at least 10 records in both periods together; a
    finding also needs a ratio of at least 1.2 or at most 1/1.2. Without a known spread the words are "higher / lower
    than before". With `categories`, a member that appears or vanishes altogether reads as a change of recording.
    Raises ValueError where the lengths differ or a count is negative.
    """
    if not len(keys) == len(now) == len(before) or np.any(now < 0) or np.any(before < 0):
        raise ValueError("A family needs one count that is not negative per member and period.")
    enough = now + before >= FEWEST
    p = np.full(len(keys), np.nan)
    found = np.zeros(len(keys), dtype=bool)
    if enough.any():
        p[enough] = p_values(now[enough], before[enough], spread)
        found[enough] = false_discovery_control(p[enough]) <= FALSE_DISCOVERY
    return [
        _change(
            key, int(now[i]), int(before[i]), p=float(p[i]), found=bool(found[i]), spread=spread, categories=categories
        )
        for i, key in enumerate(keys)
    ]


def _change(key: str, now: int, before: int, *, p: float, found: bool, spread: Dispersion, categories: bool) -> Change:
    if now + before < FEWEST:
        low, high = ratio_interval(now, before, spread) if now + before else (0.0, float("inf"))
        return Change(key, before, now, now / before if before else None, low, high, None, Word.TOO_FEW)
    low, high = ratio_interval(now, before, spread)
    word = _word(now, before, low, high, found=found, known=spread.known)
    if categories and 0 in {now, before}:
        word = Word.RECORDING_CHANGED
    return Change(key, before, now, now / before if before else None, low, high, p, word)


def _word(now: int, before: int, low: float, high: float, *, found: bool, known: bool) -> Word:
    if found and now >= SMALLEST_RATIO * before:
        return Word.RISING if known else Word.HIGHER
    if found and before >= SMALLEST_RATIO * now:
        return Word.FALLING if known else Word.LOWER
    if low <= 0.5 and high >= 2:
        return Word.TOO_FEW
    return Word.NO_CLEAR_CHANGE


def detectable(base: int, members: int, spread: Dispersion, power: float = 0.9) -> int | None:
    """The smallest count now that would have been found with this power, from a base before; None beyond 20-fold.

    For one member of a family in which nothing else changes, so its p must reach q / members. Counts vary as the
    spread says (negative binomial with variance μ + max(α, (φ−1)/μ)·μ²).
    """
    if base <= 0:
        return None
    low, high = base + 1, max(20 * base, base + 40)
    if _power(base, high, members, spread) < power:
        return None
    while low < high:
        middle = (low + high) // 2
        if _power(base, middle, members, spread) >= power:
            high = middle
        else:
            low = middle + 1
    return low


def _power(base: int, now: int, members: int, spread: Dispersion) -> float:
    before_values, before_weights = _distribution(base, spread)
    now_values, now_weights = _distribution(now, spread)
    grid = np.meshgrid(now_values, before_values)
    a, b = grid[0].ravel(), grid[1].ravel()
    weights = np.outer(before_weights, now_weights).ravel()
    open_cells = (a + b >= FEWEST) & (a >= SMALLEST_RATIO * b)
    p = p_values(a[open_cells], b[open_cells], spread)
    return float(weights[open_cells][p <= FALSE_DISCOVERY / max(members, 1)].sum())


def _distribution(mean: int, spread: Dispersion) -> tuple[Counts, NDArray[np.float64]]:
    """About 40 counts that carry the distribution of a count with this mean, and their weights."""
    alpha = max(spread.alpha, (spread.phi - 1) / mean)
    model = nbinom(1 / alpha, 1 / (1 + alpha * mean)) if alpha > 1e-9 else poisson(mean)
    edges = np.unique(model.ppf(np.linspace(0.0005, 0.9995, 41)).astype(np.int64))
    weights = np.diff(np.concatenate([[0.0], model.cdf(edges)]))
    return edges, weights / weights.sum()
