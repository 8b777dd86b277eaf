"""Drift: whether a figure that was steady for two years has begun to rise, looked at every week."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.questions.dispersion import Counts, Values

BASELINE_WEEKS, RECENT_WEEKS, WEEKS_OF_A_YEAR = 104, 13, 52
BLOCK = 4
# The reference between a Poisson mean and twice that mean: (2 − 1)/ln 2 times the mean (Page 1954; Lucas 1985).
REFERENCE = 1 / math.log(2)
YEARS, QUANTILE, SEED = 1_000, 0.95, 1954
# φ of 26 blocks is uncertain itself, and one that is too low flags too much.
WIDENED = 1.25
# A year: what grew faster than this has risen, whatever it did before; so much slower nothing is taken to fall.
MOST_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Baseline:
    """What two years tell of each figure: records of the first and of the second (`years`, shape (figures, 2)), and φ
    of blocks of four weeks, shape (figures,)."""

    years: Counts
    phi: Values

    @property
    def total(self) -> Counts:
        """Records in all."""
        return np.asarray(self.years.sum(axis=1))

    @property
    def mean(self) -> Values:
        """Records a week."""
        return self.total / BASELINE_WEEKS

    @property
    def growth(self) -> Values:
        """The second year ÷ the first, from 1 (a fall is not taken to go on) to `MOST_GROWTH`; 1 where a year has
        nothing."""
        first, second = self.years[:, 0], self.years[:, 1]
        is_known = (first > 0) & (second > 0)
        return np.divide(second, first, out=np.ones(len(self.years)), where=is_known).clip(1, MOST_GROWTH)


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
    `together` it is the point at which all of them stay below in 19 of 20 years (Bonferroni).

    `counts` and `rest` are records a week, shape (figures, 104 + weeks watched), the oldest week first; `rest` is
    everything in the city but the figure. Where the rest had nothing in the two years, as of the whole city, it has no
    say, and the figure's own growth from the first year to the second goes on (`Baseline.growth`). Raises ValueError
    where the shapes differ, a count is negative or no week is left to watch.
    """
    if counts.ndim != 2 or counts.shape != rest.shape or counts.shape[1] <= BASELINE_WEEKS:
        raise ValueError("Weekly counts of the figures and of the rest, 104 weeks and those to watch.")
    if np.any(counts < 0) or np.any(rest < 0):
        raise ValueError("Counts are not negative.")
    before, of_rest = baseline(counts[:, :BASELINE_WEEKS]), baseline(rest[:, :BASELINE_WEEKS])
    recent = rest[:, BASELINE_WEEKS - RECENT_WEEKS + 1 :]
    goes_on = np.where(
        of_rest.total[:, None] > 0,
        _of_the_city(recent, of_rest.mean[:, None]),
        _goes_on(before.growth, np.arange(1, counts.shape[1] - BASELINE_WEEKS + 1)),
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
    years = counts.reshape(len(counts), 2, WEEKS_OF_A_YEAR).sum(axis=2)
    return Baseline(years, np.maximum(phi, 1.0))


def _goes_on(growth: Values, weeks: NDArray[np.number]) -> Values:
    """What a yearly growth makes of the mean of two years in each week, the first watched being 1; one row for each.
    That mean lies a year before it."""
    return np.asarray(growth[:, None] ** (1 + weeks / WEEKS_OF_A_YEAR))


def _of_the_city(rest: Counts, before: Values) -> Values:
    """The rest of the city over the 13 weeks up to each week watched ÷ its baseline, shape (figures, weeks).

    `rest` has the 12 weeks before the first that is watched besides.
    """
    # a running sum of counts is exact; over a view of the windows a mean takes three times as long
    ended = np.cumsum(rest, axis=1)
    before_it = np.pad(ended[:, :-RECENT_WEEKS], ((0, 0), (1, 0)))
    recent = (ended[:, RECENT_WEEKS - 1 :] - before_it) / RECENT_WEEKS
    return np.asarray(np.divide(recent, before, out=np.ones(recent.shape), where=before > 0), dtype=np.float64)


def cusum(values: NDArray[np.number], reference: Values | float) -> Values:
    """S after each value along the last axis, from 0: S = max(0, S + value − reference).

    S is how far the running sum of value − reference stands above its own lowest point so far, 0 included.
    """
    running = np.cumsum(values - np.asarray(reference), axis=-1)
    return np.asarray(running - np.minimum(np.minimum.accumulate(running, axis=-1), 0.0), dtype=np.float64)


def thresholds(before: Baseline, rest: Baseline, *, figures: int = 0) -> Values:
    """The 95 % point of the highest S of a year in which nothing changed, shape (figures,); of one of so many `figures`
    that are looked at together the point beyond which lie 5 % divided by their number.

    1,000 years of 52 weeks that go on as the two before them did. μ comes from its posterior, gamma with shape
    total/φ + ½ and rate 104/φ (Jeffreys' prior, counts divided by φ); the growth from year to year from its own
    (`_growths`), which does not depend on it: of gammas of one scale the ratio is independent of the sum. Figure and
    rest grow alike, the rest being the city; years drawn at the level of those before would hold what a growing city
    does for a change. Weeks have variance 1.25·φ times their mean, and are held against the reference that the estimate
    of μ gives with 13 weeks of the rest, drawn too: of a small rest they move it by chance alone. φ of a figure is the
    mean of its own and that of the rest. Every figure draws with the same fixed seed, so that its threshold depends on
    nothing but its own baseline and that of the rest.
    """
    quantile = 1 - (1 - QUANTILE) / max(figures, 1)
    # φ̂ of few records is mostly 1 or far too high; the rest of the city is recorded by the same people
    phis = np.where(rest.total > 0, (before.phi + rest.phi) / 2, before.phi)
    pairs = zip(before.years, phis, rest.years, rest.phi, strict=True)
    return np.array([_threshold((own, phi), (others, their), quantile) for own, phi, others, their in pairs])


def _threshold(figure: tuple[Counts, float], rest: tuple[Counts, float], quantile: float) -> float:
    """Of one figure and the rest, each by its two years and its φ."""
    rng = np.random.default_rng(SEED)
    (own, phi), (others, their) = figure, rest
    watched = np.arange(1, WEEKS_OF_A_YEAR + 1)
    with_those_before = np.arange(2 - RECENT_WEEKS, WEEKS_OF_A_YEAR + 1)
    # what the rest did goes on both ways; of a figure alone a fall is not taken to
    grown = _growths(rng, *rest) if others.sum() else _growths(rng, *figure).clip(1)
    weeks = _years(rng, own.sum(), phi, _goes_on(grown, watched))
    if others.sum():
        drawn = _years(rng, others.sum(), their, _goes_on(grown, with_those_before))
        goes_on = _of_the_city(drawn, np.array(others.sum() / BASELINE_WEEKS))
    else:
        goes_on = _goes_on(Baseline(own[None], np.array([phi])).growth, watched)
    expected = own.sum() / BASELINE_WEEKS * goes_on
    return float(np.quantile(cusum(weeks, REFERENCE * expected).max(axis=1), quantile))


def _growths(rng: np.random.Generator, years: Counts, phi: float) -> Values:
    """What may have been the growth from the first year to the second: the odds of the second's share of both, which is
    Beta(n₂/φ + ½, n₁/φ + ½) (Jeffreys' prior, counts divided by φ)."""
    share = rng.beta(years[1] / phi + 0.5, years[0] / phi + 0.5, YEARS)
    return np.asarray((share / (1 - share)).clip(1 / MOST_GROWTH, MOST_GROWTH))


def _years(rng: np.random.Generator, total: int, phi: float, goes_on: Values) -> Counts:
    """Years in which nothing changed but what `goes_on`, shape (years, weeks)."""
    means = rng.gamma(total / phi + 0.5, phi / BASELINE_WEEKS, (YEARS, 1)) * goes_on
    wide = WIDENED * phi - 1
    return np.asarray(rng.poisson(rng.gamma(means / wide, wide)))
