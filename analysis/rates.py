"""Rates of recorded events, with intervals that allow for more variation than chance alone."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

PER = 10_000
# The grid of the smoothing: the mean relative to the city's rate, and the coefficient of variation between areas.
MEANS = np.exp(np.linspace(-np.log(3), np.log(3), 25))
VARIATIONS = np.linspace(0.02, 3.0, 40)
TOLD_APART = 0.05


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
    low = phi * float(scipy.special.gammaincinv(count / phi, tail)) if count else 0.0
    high = phi * float(scipy.special.gammaincinv(count / phi + 1, 1 - tail))
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
    """The posterior mean of every area's rate, per 10,000 residents and year; or nothing to tell apart.

    `mean` is the city's rate per resident and year, `p` that of "all areas have this rate".
    """

    mean: float
    p: float
    posterior: NDArray[np.float64]

    @property
    def distinct(self) -> bool:
        return len(self.posterior) > 0

    def values(self) -> NDArray[np.float64]:
        return self.posterior * PER


def smooth(counts: NDArray[np.int64], exposure: NDArray[np.float64], phi: float = 1.0) -> Smoothed:
    """Gamma–Poisson smoothing over the whole city, its hyperparameters integrated over a grid.

    Each area's rate is Gamma with mean M and coefficient of variation V (shape k = 1/V²); its count, divided like its
    exposure by φ, is Poisson. On a grid of M (log-uniform, within a factor of 3 of the city's rate) and V (uniform from
    0.02 to 3) every point weighs by its likelihood, ∏ Γ(k + x)/Γ(k) · (k/M)^k / (k/M + e)^(k + x), and the posterior
    mean is the weighted (k + x)/(k/M + e) (Clayton and Kaldor 1987, Biometrics 43, 671–681, fully Bayesian).
    Areas are told apart where Σ(x − E)²/(φE) exceeds the 95 % point of χ² on areas − 1 (Potthoff and
    Whittinghill 1966).

    `counts` and `exposure` (residents × years) have one entry per area. Raises ValueError where an exposure is not
    positive, a count is negative or φ < 1.
    """
    if np.any(exposure <= 0) or np.any(counts < 0) or phi < 1:
        raise ValueError("Smoothing needs counts that are not negative and residents in every area.")
    nothing = np.empty(0)
    total = float(exposure.sum()) if len(exposure) else 0.0
    if total == 0 or counts.sum() == 0:
        return Smoothed(0.0, 1.0, nothing)
    mean = float(counts.sum()) / total
    expected = mean * exposure
    p = (
        float(scipy.special.chdtrc(len(counts) - 1, ((counts - expected) ** 2 / (phi * expected)).sum()))
        if len(counts) > 1
        else 1.0
    )
    if p >= TOLD_APART:
        return Smoothed(mean, p, nothing)
    return Smoothed(mean, p, _posterior_mean(counts / phi, exposure / phi, mean))


def _posterior_mean(x: NDArray[np.float64], e: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
    weight, k, prior_rate = grid_weights(x, e, mean)
    return np.asarray(np.einsum("mv,mva->a", weight, (k + x) / (prior_rate + e)), dtype=np.float64)


def grid_weights(
    x: NDArray[np.float64], e: NDArray[np.float64], mean: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How much each point of the grid weighs (means × variations), with k and k/M there (× areas, or 1).

    `x` and `e` are counts and exposures, both divided by φ, `mean` is the rate of all areas together.
    """
    k = (1 / VARIATIONS**2)[None, :, None]
    prior_rate = k / (mean * MEANS[:, None, None])
    distinct, where = np.unique(x, return_inverse=True)
    gammas = (scipy.special.gammaln(k + distinct) - scipy.special.gammaln(k))[:, :, where]
    log_likelihood = (gammas + k * np.log(prior_rate) - (k + x) * np.log(prior_rate + e)).sum(axis=2)
    weight = np.exp(log_likelihood - log_likelihood.max())
    return weight / weight.sum(), k, prior_rate
