"""Drift: whether a figure that was steady for two years has begun to rise, looked at every week."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.dispersion import Counts, Values

BASELINE_WEEKS, RECENT_WEEKS, WEEKS_OF_A_YEAR = 104, 13, 52
BLOCK = 4
# The reference between a Poisson mean and twice that mean: (2 − 1)/ln 2 times the mean (Page 1954; Lucas 1985).
REFERENCE = 1 / math.log(2)
YEARS, QUANTILE, SEED = 1_000, 0.95, 1954
# Of figures that are looked at together. φ of each is uncertain, so that more are flagged than five in two hundred.
TOGETHER = 0.975
# φ of 26 blocks is uncertain itself, and one that is too low flags too much.
WIDENED = 1.25
# A year: what grew faster than this has risen, whatever it did before.
MOST_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Baseline:
    """What two years tell of each figure: records in all (`total`), and φ of blocks of four weeks; shape (figures,)."""

    total: Counts
    phi: Values

    @property
    def mean(self) -> Values:
        """Records a week."""
        return self.total / BASELINE_WEEKS


@dataclass(frozen=True, slots=True)
class Drift:
    """`sums` S after each week watched and the records `expected` in it, shape (figures, weeks), held against a
    `threshold` each, shape (figures,)."""

    sums: Values
    threshold: Values
    expected: Values

    @property
    def flagged(self) -> NDArray[np.bool_]:
        return np.asarray((self.sums > self.threshold[:, None]).any(axis=1))

    @property
    def weeks(self) -> Counts:
        """Weeks until the first flag, shape (figures,); 0 where there is none."""
        over = self.sums > self.threshold[:, None]
        return np.where(over.any(axis=1), over.argmax(axis=1) + 1, 0).astype(np.int64)


def drift(counts: Counts, rest: Counts, *, together: bool = False) -> Drift:
    """Page's CUSUM of weekly counts against twice what two years and the rest of the city lead one to expect.

    S = max(0, S + y − kμ) from S = 0, k = 1/ln 2 (Page 1954, Biometrika 41, 100–115; for counts Lucas 1985,
    Technometrics 27, 129–144), with μ the mean of the 104 weeks before the first that is watched, times the rest of the
    city over the last 13 weeks ÷ its own 104-week mean: what the whole city does is no drift. A figure is flagged where
    S passes the 95 % point of the yearly maximum of 1,000 simulated years (`thresholds`). Of figures that are looked at
    `together` it is the point at which all of them stay below in 39 of 40 years (Bonferroni).

    `counts` and `rest` are records a week, shape (figures, 104 + weeks watched), the oldest week first; `rest` is
    everything in the city but the figure. Where the rest had nothing in the two years, as of the whole city, it has no
    say, and the figure's own growth from the first year to the second goes on (`_own_growth`). Raises ValueError where
    the shapes differ, a count is negative or no week is left to watch.
    """
    if counts.ndim != 2 or counts.shape != rest.shape or counts.shape[1] <= BASELINE_WEEKS:
        raise ValueError("Weekly counts of the figures and of the rest, 104 weeks and those to watch.")
    if np.any(counts < 0) or np.any(rest < 0):
        raise ValueError("Counts are not negative.")
    before, of_rest = baseline(counts[:, :BASELINE_WEEKS]), baseline(rest[:, :BASELINE_WEEKS])
    recent = rest[:, BASELINE_WEEKS - RECENT_WEEKS + 1 :]
    goes_on = np.where(
        of_rest.total[:, None] > 0, _of_the_city(recent, of_rest.mean[:, None]), _own_growth(counts, before.phi)
    )
    expected = before.mean[:, None] * goes_on
    sums = cusum(counts[:, BASELINE_WEEKS:], REFERENCE * expected)
    return Drift(sums, thresholds(before, of_rest, figures=len(counts) if together else 0), expected)


def baseline(counts: Counts) -> Baseline:
    """What two years of weeks tell of each figure; shape (figures, 104).

    φ = Σ(B − B̄)²/(B̄·(26 − 1)) over blocks B of four weeks, at least 1: single weeks of few records show no φ.
    """
    blocks = counts.reshape(len(counts), -1, BLOCK).sum(axis=2)
    middle = blocks.mean(axis=1)
    squares = ((blocks - middle[:, None]) ** 2).sum(axis=1)
    phi = np.divide(squares, middle * (blocks.shape[1] - 1), out=np.ones(len(counts)), where=middle > 0)
    return Baseline(counts.sum(axis=1), np.maximum(phi, 1.0))


def _own_growth(counts: Counts, phi: Values) -> Values:
    """What a growth from year to year makes of the mean of two years in each week after them, shape (figures, weeks).

    The second year ÷ the first and one standard error of that, √(φ(1/n₁ + 1/n₂)) of itself, so that what grew by chance
    a little less than it grows is not flagged; from 1 (a fall is not taken to go on) to `MOST_GROWTH`. 1 where a year
    has nothing.
    """
    first, second = (counts[:, year : year + WEEKS_OF_A_YEAR].sum(axis=1) for year in (0, WEEKS_OF_A_YEAR))
    is_known = (first > 0) & (second > 0)
    ratio = np.divide(second, first, out=np.ones(len(counts)), where=is_known)
    error = np.sqrt(phi * (1 / np.maximum(first, 1) + 1 / np.maximum(second, 1)))
    yearly = np.where(is_known, ratio * (1 + error), 1.0).clip(1, MOST_GROWTH)
    years = 1 + np.arange(1, counts.shape[1] - BASELINE_WEEKS + 1) / WEEKS_OF_A_YEAR
    return np.asarray(yearly[:, None] ** years)


def _of_the_city(rest: Counts, before: Values) -> Values:
    """The rest of the city over the 13 weeks up to each week watched ÷ its baseline, shape (figures, weeks).

    `rest` has the 12 weeks before the first that is watched besides.
    """
    recent = np.lib.stride_tricks.sliding_window_view(rest, RECENT_WEEKS, axis=1).mean(axis=2)
    return np.asarray(np.divide(recent, before, out=np.ones(recent.shape), where=before > 0), dtype=np.float64)


def cusum(values: NDArray[np.number], reference: Values | float) -> Values:
    """S after each value along the last axis, from 0: S = max(0, S + value − reference).

    S is how far the running sum of value − reference stands above its own lowest point so far, 0 included.
    """
    running = np.cumsum(values - np.asarray(reference), axis=-1)
    return np.asarray(running - np.minimum(np.minimum.accumulate(running, axis=-1), 0.0), dtype=np.float64)


def thresholds(before: Baseline, rest: Baseline, *, figures: int = 0) -> Values:
    """The 95 % point of the highest S of a year in which nothing changed, shape (figures,); of one of so many `figures`
    that are looked at together the point beyond which lie 2.5 % divided by their number.

    1,000 years of 52 weeks: μ from its posterior, gamma with shape total/φ + ½ and rate 104/φ (Jeffreys' prior, counts
    divided by φ), weeks with mean μ and variance 1.25·φ·μ, against the reference that the estimate of μ gives. The rest
    of the city is drawn alike: 13 weeks of a small rest move the reference by chance alone. Every figure draws with the
    same fixed seed, so that its threshold depends on nothing but its own baseline.
    """
    pairs = zip(before.total, before.phi, rest.total, rest.phi, strict=True)
    quantile = 1 - (1 - TOGETHER) / figures if figures else QUANTILE
    return np.array([_threshold((total, phi), (others, their), quantile) for total, phi, others, their in pairs])


def _threshold(figure: tuple[int, float], rest: tuple[int, float], quantile: float) -> float:
    """Of one figure and the rest, each by its total and its φ."""
    rng = np.random.default_rng(SEED)
    weeks = _years(rng, *figure, WEEKS_OF_A_YEAR)
    others = _years(rng, *rest, RECENT_WEEKS - 1 + WEEKS_OF_A_YEAR)
    expected = figure[0] / BASELINE_WEEKS * _of_the_city(others, np.array(rest[0] / BASELINE_WEEKS))
    return float(np.quantile(cusum(weeks, REFERENCE * expected).max(axis=1), quantile))


def _years(rng: np.random.Generator, total: int, phi: float, weeks: int) -> Counts:
    """Years in which nothing changed, shape (years, weeks)."""
    means = rng.gamma(total / phi + 0.5, phi / BASELINE_WEEKS, (YEARS, 1))
    wide = WIDENED * phi - 1
    return np.asarray(rng.poisson(rng.gamma(means / wide, wide, (YEARS, weeks))))
