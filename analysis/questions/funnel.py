"""The funnel: between which limits a rate lies by chance alone, given how many residents it rests on."""

from dataclasses import dataclass

import numpy as np
import scipy

from analysis.questions.dispersion import Values
from analysis.rates import PER

LEVELS = (0.95, 0.998)


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower and upper limit of the rate per 10,000 residents and year at a level, one entry per exposure."""

    level: float
    low: Values
    high: Values


def funnel(mean: float, exposure: Values, phi: float = 1.0) -> tuple[Limits, ...]:
    """The 95 and 99.8 % limits of a funnel plot (Spiegelhalter 2005, Statistics in Medicine 24, 1185–1202).

    Quantiles of the Poisson distribution, continued between whole counts, of a count with mean E = `mean` × exposure;
    with more variation than chance, φ × those of E/φ. `mean` is per resident and year, `exposure` residents × years.
    Raises ValueError where an exposure is not positive, the mean negative or φ < 1.
    """
    if np.any(exposure <= 0) or mean < 0 or phi < 1:
        raise ValueError("A funnel needs residents, a rate that is not negative and φ of at least 1.")
    scale = PER / exposure
    expected = mean * exposure / phi
    result = []
    for level in LEVELS:
        tail = (1 - level) / 2
        low = np.where(scipy.special.pdtr(0, expected) >= tail, 0.0, _quantile(tail, expected))
        high = np.where(expected > 0, _quantile(1 - tail, expected), 0.0)
        result.append(Limits(level, phi * low * scale, phi * high * scale))
    return tuple(result)


def _quantile(p: float, mean: Values) -> Values:
    with np.errstate(invalid="ignore"):
        return np.maximum(
            np.nan_to_num(np.asarray(scipy.special.pdtrik(p, np.where(mean > 0, mean, 1.0)), dtype=np.float64)), 0.0
        )
