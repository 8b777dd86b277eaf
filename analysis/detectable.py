"""What change a city could have found: the power of the change test with its own usual variation."""

import bisect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, pdtr

from analysis.change import FALSE_DISCOVERY, FEWEST, SMALLEST_RATIO, p_values
from analysis.dispersion import Counts, Dispersion

POWER = 0.9
# A distribution wider than this many counts is carried by so many of them, evenly spread over its probability.
MOST_POINTS = 25


def detectable(base: int, members: int, spread: Dispersion, power: float = POWER) -> int | None:
    """The smallest expected count now that would have been found with this power; None beyond 20-fold.

    `base` is the expected count before of one member of a family of `members` in which nothing else changes, so its p
    must reach q / members (the first step of Benjamini and Hochberg 1995). Both counts vary as the spread says:
    negative binomial with variance μ·max(φ, 1 + αμ), Poisson without. The power is the probability of the finding,
    summed over both distributions. Raises ValueError for a family of nobody or a power outside 0–1.
    """
    if members < 1 or not 0 < power < 1:
        raise ValueError("Power lies between 0 and 1, in a family of at least one.")
    if base <= 0:
        return None
    low, high = base + 1, max(20 * base, base + 40)
    if power_of(base, high, members, spread) < power:
        return None
    while low < high:
        middle = (low + high) // 2
        if power_of(base, middle, members, spread) >= power:
            high = middle
        else:
            low = middle + 1
    return low


def power_of(base: int, now: int, members: int, spread: Dispersion) -> float:
    """The probability, 0–1, that a rise from `base` to `now` expected records is found among so many members."""
    before_values, before_weights = _distribution(base, spread)
    now_values, now_weights = _distribution(now, spread)
    grid = np.meshgrid(now_values, before_values)
    a, b = grid[0].ravel(), grid[1].ravel()
    weights = np.outer(before_weights, now_weights).ravel()
    open_cells = (a + b >= FEWEST) & (a >= SMALLEST_RATIO * b)
    p = p_values(a[open_cells], b[open_cells], spread)
    return float(weights[open_cells][p <= FALSE_DISCOVERY / members].sum())


def _distribution(mean: int, spread: Dispersion) -> tuple[Counts, NDArray[np.float64]]:
    """Counts that carry the distribution of a count with this mean, all of them where they are few; their weights."""
    alpha = (spread.relative_variance(mean) - 1) / mean
    chance = _cumulated(mean, alpha)
    widest = math.sqrt(mean * (1 + alpha * mean) / 0.0005)  # no more lies further out (Chebyshev's inequality)
    low, high = (bisect.bisect_left(range(int(mean + widest) + 1), share, key=chance) for share in (0.0005, 0.9995))
    step = max(1, (high - low) // MOST_POINTS)
    # each count stands for those around it, so that none is pushed up or down
    values = np.arange(low, high + step, step, dtype=np.int64)
    upper = values + step // 2
    weights = np.diff(chance(np.concatenate([[values[0] - (step - step // 2)], upper])))
    return values, weights / weights.sum()


def _cumulated(mean: int, alpha: float) -> Callable[[Any], Any]:
    """P(count ≤ k) of the negative binomial with variance μ + αμ², of the Poisson with next to no α; k of any shape.

    By the incomplete beta and gamma functions (Abramowitz and Stegun 1964, 26.5.26 and 26.4.21), 0 for k < 0.
    """

    def chance(k: Any) -> Any:
        known = np.maximum(k, 0)
        below = betainc(1 / alpha, known + 1, 1 / (1 + alpha * mean)) if alpha > 1e-9 else pdtr(known, mean)
        return np.where(np.less(k, 0), 0.0, below)

    return chance
