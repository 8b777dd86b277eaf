"""Rates of recorded events, with intervals that allow for more variation than chance alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammaincinv

PER = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per 10,000 residents and year, with its 95 % interval."""

    value: float
    low: float
    high: float


def count_interval(count: int, phi: float = 1.0, level: float = 0.95) -> tuple[float, float]:
    """Interval of an expected count: φ/2·χ²(a/2; 2x/φ) to φ/2·χ²(1−a/2; 2x/φ+2).

    With φ = 1 this is the exact interval of Garwood (1936, Biometrika 28, 437–442). φ > 1 is the ratio of variance to
    mean. Raises ValueError for a negative count or φ < 1.
    """
    if count < 0:
        raise ValueError(f"A count cannot be {count}.")
    if phi < 1:
        raise ValueError(f"φ is at least 1, not {phi}.")
    tail = (1 - level) / 2
    # χ²(q; 2s) is twice the q-quantile of a Gamma(s, 1)
    low = phi * float(gammaincinv(count / phi, tail)) if count else 0.0
    high = phi * float(gammaincinv(count / phi + 1, 1 - tail))
    return low, high


def rate(count: int, population: float, years: float, phi: float = 1.0) -> Rate:
    """Events per 10,000 residents and year, with the interval of `count_interval`.

    Raises ValueError without residents or time to divide by.
    """
    if population <= 0 or years <= 0:
        raise ValueError("A rate needs residents and time to divide by.")
    scale = PER / (population * years)
    low, high = count_interval(count, phi)
    return Rate(count * scale, low * scale, high * scale)


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Posterior Gamma(shape, 1/rate) of every area's rate per resident and year, or nothing to tell apart.

    `between` is A, the variance of true rates between areas; where A ≤ 0 the areas cannot be told apart and
    `shape`, `rate` are empty.
    """

    mean: float
    between: float
    shape: NDArray[np.float64]
    rate: NDArray[np.float64]

    @property
    def distinct(self) -> bool:
        return self.between > 0

    def values(self) -> NDArray[np.float64]:
        """Posterior means per 10,000 residents and year, one per area."""
        return self.shape / self.rate * PER

    def probability_above(self, factor: float) -> NDArray[np.float64]:
        """P(rate > factor × the city's rate), one per area."""
        return np.asarray(gammaincc(self.shape, factor * self.mean * self.rate), dtype=float)


def smooth(counts: NDArray[np.int64], exposure: NDArray[np.float64]) -> Smoothed:
    """Empirical Bayes smoothing over the whole city.

    With m = Σx/Σe, s² = Σe(x/e − m)²/Σe and A = s² − m/ē (Marshall 1991, Applied Statistics 40, 283–294, the global
    estimator), each area's rate has the posterior Gamma(x + m²/A, e + m/A), whose mean is Marshall's estimator.

    `counts` and `exposure` (residents × years) have one entry per area. Raises ValueError where an exposure is not
    positive or a count is negative.
    """
    if np.any(exposure <= 0) or np.any(counts < 0):
        raise ValueError("Smoothing needs counts that are not negative and residents in every area.")
    total = float(exposure.sum()) if len(exposure) else 0.0
    if total == 0 or counts.sum() == 0:
        return Smoothed(0.0, 0.0, np.empty(0), np.empty(0))
    mean = float(counts.sum()) / total
    spread = float((exposure * (counts / exposure - mean) ** 2).sum()) / total
    between = spread - mean / (total / len(exposure))
    if between <= 0:
        return Smoothed(mean, between, np.empty(0), np.empty(0))
    shape = np.asarray(counts + mean**2 / between, dtype=np.float64)
    return Smoothed(mean, between, shape, np.asarray(exposure + mean / between, dtype=np.float64))
