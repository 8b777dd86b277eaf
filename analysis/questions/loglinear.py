"""Counts of a few windows as a log-linear model: level and yearly slope, with more variation than chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.questions.dispersion import Counts

Values = NDArray[np.float64]

# Of the variation: so many degrees of freedom of "as much as assumed" stand beside what is seen (Smyth 2004).
PRIOR_FREEDOM = 4.0
MOST_STEPS = 60
# A step of the Newton iteration never moves level or slope by more than this; log counts move by few.
LONGEST_STEP = 2.0
# Where all records lie in one window at the end, the slope has no bound; this is as good as any beyond.
STEEPEST = 4.0
SMALLEST_STEP = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """A fit of every row: log μ = level + slope × (time − `centre`).

    `mean` is μ, rows × windows; `level`, `slope`, `squares` (Pearson's X²) and `freedom` have one entry per row;
    `covariance` has shape (rows, 2, 2) and is that of (level, slope) before it is multiplied with the variation ψ.
    """

    centre: float
    alpha: Values
    mean: Values
    level: Values
    slope: Values
    covariance: Values
    squares: Values
    freedom: Values

    @property
    def variation(self) -> Values:
        """ψ = (4 + X²)/(4 + df): the variance over the assumed one, drawn towards 1 (Smyth 2004, with 4 and 1 as

        prior degrees of freedom and scale).
        """
        return np.asarray((PRIOR_FREEDOM + self.squares) / (PRIOR_FREEDOM + self.freedom), dtype=np.float64)

    @property
    def t_freedom(self) -> Values:
        """The degrees of freedom of Student's t that goes with ψ."""
        return PRIOR_FREEDOM + self.freedom

    def at(self, time: float) -> tuple[Values, Values]:
        """The expected count at a time, and the variance of its logarithm before ψ."""
        away = time - self.centre
        log_variance = (
            self.covariance[:, 0, 0] + 2 * away * self.covariance[:, 0, 1] + away**2 * self.covariance[:, 1, 1]
        )
        return np.exp(self.level + self.slope * away), np.asarray(log_variance, dtype=np.float64)


def fit(counts: Counts, times: Values, alpha: Values | float, slope_precision: float = 0.0) -> Fit:
    """Quasi-likelihood fit of every row by Fisher scoring (McCullagh and Nelder 1989, ch. 9), variance μ + αμ².

    `counts` has shape (rows, windows), `times` (windows,) in years, `alpha` one value per row or one for all.
    `slope_precision` is that of a normal prior of the slope round 0, as a ridge: 0 for none, which needs two windows.
    The hat matrix of the ridge gives the freedom: windows − tr(hat). Raises ValueError for a row without any record.
    """
    if counts.ndim != 2 or counts.shape[1] != len(times) or np.any(counts < 0) or np.any(counts.sum(axis=1) == 0):
        raise ValueError("A fit needs counts that are not negative, rows × windows, and something in every row.")
    y = counts.astype(np.float64)
    a = np.broadcast_to(np.asarray(alpha, dtype=np.float64), (len(y),))[:, None]
    centre = float(times.mean())
    t = (times - centre)[None, :]
    level, slope = np.log(y.mean(axis=1)), np.zeros(len(y))
    for _step in range(MOST_STEPS):
        mean = np.exp(level[:, None] + slope[:, None] * t)
        variance = 1 + a * mean
        residual = (y - mean) / variance
        # the inverse by its entries: of so few rows making arrays of it takes longer than reckoning it
        first, both, second, determinant = _entries(mean / variance, t, slope_precision)
        of_level = residual.sum(axis=1)
        of_slope = (t * residual).sum(axis=1) - slope_precision * slope
        own, other, slopes = second / determinant, -both / determinant, first / determinant
        step = np.stack([own * of_level + other * of_slope, other * of_level + slopes * of_slope])
        step = np.minimum(np.maximum(step, -LONGEST_STEP), LONGEST_STEP)
        level, slope = level + step[0], np.minimum(np.maximum(slope + step[1], -STEEPEST), STEEPEST)
        if np.abs(step).max(initial=0.0) < SMALLEST_STEP:
            break
    mean = np.exp(level[:, None] + slope[:, None] * t)
    weight = mean / (1 + a * mean)
    inverse = _inverse(weight, t, slope_precision)
    information = _information(weight, t, 0.0)
    return Fit(
        centre=centre,
        alpha=a[:, 0].copy(),
        mean=mean,
        level=level,
        slope=slope,
        covariance=inverse,
        squares=np.asarray(((y - mean) ** 2 / (mean + a * mean**2)).sum(axis=1), dtype=np.float64),
        freedom=np.asarray(counts.shape[1] - np.einsum("rij,rji->r", inverse, information), dtype=np.float64),
    )


def _entries(weight: Values, t: Values, slope_precision: float) -> tuple[Values, Values, Values, Values]:
    """Of the information of level and slope: its entries (level, both, slope), and its determinant."""
    weighted = weight * t
    first, both, second = weight.sum(axis=1), weighted.sum(axis=1), (weight * t**2).sum(axis=1) + slope_precision
    return first, both, second, first * second - both**2


def _information(weight: Values, t: Values, slope_precision: float) -> Values:
    first, both, second, _determinant = _entries(weight, t, slope_precision)
    return _matrices(first, both, second)


def _inverse(weight: Values, t: Values, slope_precision: float) -> Values:
    first, both, second, determinant = _entries(weight, t, slope_precision)
    return _matrices(second, -both, first) / determinant[:, None, None]


def _matrices(first: Values, both: Values, second: Values) -> Values:
    result = np.empty((len(first), 2, 2))
    result[:, 0, 0], result[:, 1, 1] = first, second
    result[:, 0, 1] = result[:, 1, 0] = both
    return result
