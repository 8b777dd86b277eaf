"""Over the years: whether counts of five and more windows rise or fall steadily."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.questions.dispersion import Counts, Values
from analysis.questions.family import two_sided
from analysis.questions.loglinear import fit

FEWEST_WINDOWS = 5
# Without the last window the slope must have the same sign and this share of its size, else a jump is called a trend.
KEPT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Trends:
    """The yearly slope of log counts, one entry per row; `steady` where it does not hang on the last window alone, and
    the last window lies on that side of the first."""

    slope: Values
    error: Values
    freedom: Values
    p: Values
    steady: NDArray[np.bool_]

    def yearly_within(self, level: float) -> tuple[Values, Values]:
        """The interval of the yearly factor at a level 0–1."""
        reach = np.asarray(scipy.special.stdtrit(self.freedom, (1 + level) / 2)) * self.error
        return np.exp(self.slope - reach), np.exp(self.slope + reach)


def trends(counts: Counts, times: Values, alpha: Values | float) -> Trends:
    """The slope of every row over all windows, unpenalised, on Student's t with 4 + windows − 2 degrees of freedom.

    Variance ψ(μ + αμ²), ψ as in `Fit.variation`. `counts` has shape (rows, windows), the newest first, `times`
    (windows,) in years. Raises ValueError for fewer than five windows or a row with nothing before the newest.
    """
    if counts.shape[1] < FEWEST_WINDOWS:
        raise ValueError(f"A trend needs {FEWEST_WINDOWS} windows.")
    whole, without = fit(counts, times, alpha), fit(counts[:, 1:], times[1:], alpha)
    error = np.sqrt(whole.variation * whole.covariance[:, 1, 1])
    return Trends(
        slope=whole.slope,
        error=error,
        freedom=whole.t_freedom,
        p=two_sided(whole.slope / error, whole.t_freedom),
        steady=(without.slope * np.sign(whole.slope) >= KEPT_SHARE * np.abs(whole.slope))
        & ((counts[:, 0] - counts[:, -1]) * whole.slope > 0),
    )
