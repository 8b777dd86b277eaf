"""How much more counts vary from window to window than chance alone, learnt from earlier windows."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_WINDOWS = 4
MOST_ALPHA = 25.0
# Of α itself: what a further step would change lies beyond the digits of a number.
SMALLEST_STEP = 1e-15

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance μ + αμ², or φμ, of a count with mean μ; from how many `windows` and with what `freedom` it was learnt.

    `freedom` is the degrees of freedom of the estimate, infinite where nothing was estimated.
    """

    alpha: float = 0.0
    phi: float = 1.0
    windows: int = 0
    freedom: float = math.inf

    @property
    def known(self) -> bool:
        return self.windows >= FEWEST_WINDOWS

    def relative_variance(self, mean: float) -> float:
        """Variance over mean of a count with this mean, by the larger of the two models."""
        return max(self.phi, 1 + self.alpha * mean)


def dispersion(history: Counts) -> Dispersion:
    """α and φ from earlier windows of a family, the current one left out.

    `history` has one row per member and one column per window (at least 4, else nothing is known and α = 0, φ = 1).
    With E the mean of a row and df = rows × (windows − 1), rows without any record left out, α solves
    Σ(y − E)²/(E + αE²) = df (a method-of-moments estimate, Breslow 1984, Applied Statistics 33, 38–44) and
    φ = max(1, Σ(y − E)²/E / df). Raises ValueError where history is no table or holds a negative count.
    """
    if history.ndim != 2 or np.any(history < 0):
        raise ValueError("History is a table of counts that are not negative: members × windows.")
    windows = history.shape[1]
    rows = history[history.sum(axis=1) > 0].astype(float)
    if windows < FEWEST_WINDOWS or not len(rows):
        return Dispersion(windows=windows)
    expected = rows.mean(axis=1, keepdims=True)
    squares = (rows - expected) ** 2
    freedom = len(rows) * (windows - 1)
    phi = max(1.0, float((squares / expected).sum()) / freedom)
    return Dispersion(_alpha(squares, expected, freedom), phi, windows, freedom)


def _alpha(squares: NDArray[np.float64], expected: NDArray[np.float64], freedom: int) -> float:
    """The root in α of Σ(y − E)²/(E + αE²) − df, between 0 and the most that is believed.

    It falls with α and is convex, so Newton's method from 0 climbs to the root and never past it.
    """
    alpha, step = 0.0, math.inf
    while step > SMALLEST_STEP * alpha and alpha < MOST_ALPHA:
        variance = expected + alpha * expected**2
        surplus = float((squares / variance).sum()) - freedom
        step = surplus / float((squares * (expected / variance) ** 2).sum()) if surplus > 0 else 0.0
        alpha += step
    return min(alpha, MOST_ALPHA)
