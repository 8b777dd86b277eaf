"""Against expectation: whether a count is what the windows before it lead one to expect."""

from dataclasses import dataclass

import numpy as np
import scipy

from analysis.questions.dispersion import Counts, Values, moment_alpha
from analysis.questions.family import two_sided
from analysis.questions.loglinear import fit

# Of the yearly slope, as a normal prior round 0: growth beyond e^±0.4 a year is taken for chance until seen.
SLOPE_SPREAD = 0.2
LEAST_ALPHA = 0.03
# A member's own variation is told by more than this many degrees of freedom only.
FEWEST_FREEDOM = 0.5
HALVINGS = 60
# Ratios beyond these are not told apart.
FURTHEST = 20.0


@dataclass(frozen=True, slots=True)
class Expectations:
    """What was to be expected, one entry per row: `expected` m, `spread` α + v, `variation` ψ, `freedom` of t, and p.

    `alpha` is the α of variance ψ(μ + αμ²), `log_variance` v that of log m.
    """

    now: Counts
    expected: Values
    alpha: Values
    log_variance: Values
    variation: Values
    freedom: Values
    t: Values
    p: Values

    def counts_within(self, level: float) -> tuple[Values, Values]:
        """The counts that would not have surprised, at a level 0–1."""
        reach = self._quantile(level) * _deviation(self)
        middle = self.expected ** (2 / 3)
        return np.maximum(middle - reach, 0.0) ** 1.5, (middle + reach) ** 1.5

    def ratios_within(self, level: float) -> tuple[Values, Values]:
        """The interval of now ÷ expected, by inversion of the test: every r for which r·m would not be refused."""
        q = self._quantile(level)
        low, high = self._ends(np.stack([q, -q]))
        return low, high

    def _quantile(self, level: float) -> Values:
        return np.asarray(scipy.special.stdtrit(self.freedom, (1 + level) / 2), dtype=np.float64)

    def _ends(self, q: Values) -> Values:
        """The r at which t would be each q, by halving on the logarithm; 0 or infinite where there is none in reach."""
        low = np.full(q.shape, -FURTHEST)
        high = np.full(q.shape, FURTHEST)
        now = self.now ** (2 / 3)
        for _step in range(HALVINGS):
            middle = (low + high) / 2
            m = np.exp(middle) * self.expected
            beyond = (now - m ** (2 / 3)) / _deviation(self, m) > q
            low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
        return np.where(high >= FURTHEST, np.inf, np.where(low <= -FURTHEST, 0.0, np.exp((low + high) / 2)))


def _deviation(asked: Expectations, mean: Values | None = None) -> Values:
    """The standard deviation of y^⅔ − m^⅔."""
    m = asked.expected if mean is None else mean
    variance = asked.variation * (m + (asked.alpha + asked.log_variance) * m**2)
    return np.asarray(2 / 3 * m ** (-1 / 3) * np.sqrt(variance), dtype=np.float64)


def expectations(now: Counts, earlier: Counts, times: Values, time_now: float, alpha: Values | float) -> Expectations:
    """The test of every row against what its earlier windows lead one to expect.

    A log-linear fit of the earlier windows with a slope prior N(0, 0.2²) gives the expected count m and the variance v
    of its logarithm; with variance ψ(μ + αμ²), t = (y^⅔ − m^⅔)/(⅔·m^(−⅓)·√(ψ(m + αm² + m²v))) (Farrington, Andrews,
    Beale and Catchpole 1996, Journal of the Royal Statistical Society A 159, 547–563, the 2/3-power) is referred to
    Student's t on 4 + df, df = windows − tr(hat). One earlier window is enough, and then ψ = 1.

    `now` has shape (rows,), `earlier` (rows, windows), `times` (windows,) in years. Raises ValueError for a row with
    nothing in the earlier windows.
    """
    fitted = fit(earlier, times, alpha, 1 / SLOPE_SPREAD**2)
    m, v = fitted.at(time_now)
    asked = Expectations(
        now=now,
        expected=m,
        alpha=fitted.alpha,
        log_variance=v,
        variation=fitted.variation,
        freedom=fitted.t_freedom,
        t=np.empty(0),
        p=np.empty(0),
    )
    t = (now ** (2 / 3) - m ** (2 / 3)) / _deviation(asked)
    return Expectations(
        now, m, fitted.alpha, v, fitted.variation, fitted.t_freedom, t=t, p=two_sided(t, fitted.t_freedom)
    )


def members_alpha(earlier: Counts, times: Values) -> float:
    """The α of a family's members: the median of their own moment estimates, each record one vote, at least 0.03.

    Each estimate is round the member's own fit, so that what grew steadily is no variation. Members with few records
    tell next to nothing of α (half of them tell 0, some 1 and more), and those with many are where it matters, so the
    median is over records and not over members. `earlier` has shape (rows, windows), something in every row.
    """
    if not len(earlier):
        return LEAST_ALPHA
    fitted = fit(earlier, times, 0.0, 1 / SLOPE_SPREAD**2)
    told = fitted.freedom > FEWEST_FREEDOM
    if not told.any():
        return LEAST_ALPHA
    squares = (earlier - fitted.mean) ** 2
    own = moment_alpha(squares[told], fitted.mean[told], fitted.freedom[told])
    order = np.argsort(own, kind="stable")
    votes = np.cumsum(earlier[told].sum(axis=1)[order])
    return max(LEAST_ALPHA, float(own[order][np.searchsorted(votes, votes[-1] / 2)]))
