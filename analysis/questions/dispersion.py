"""How much more counts vary from window to window than chance alone, learnt from earlier windows."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

MOST_ALPHA = 25.0
# Of α itself: what a further step would change lies beyond the digits of a number.
SMALLEST_STEP = 1e-15
MOST_STEPS = 200

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


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
        return not math.isinf(self.freedom)

    def with_alpha(self, alpha: float) -> "Dispersion":
        """The same with an α that was learnt otherwise."""
        return replace(self, alpha=alpha)


def dispersion(history: Counts) -> Dispersion:
    """α and φ of a family from its earlier windows, the current one left out.

    `history` has one row per member and one column per window; fewer than two of either tell nothing (α = 0, φ = 1).
    Round E = row × column / total, so that what grows with the whole city is no variation, and with
    df = (rows − 1)(windows − 1), rows and columns without any record left out, α solves Σ(y − E)²/(E + αE²) = df (a
    method-of-moments estimate, Breslow 1984, Applied Statistics 33, 38–44) and φ = max(1, Σ(y − E)²/E / df). Raises
    ValueError where history is no table or holds a negative count.
    """
    if history.ndim != 2 or np.any(history < 0):
        raise ValueError("History is a table of counts that are not negative: members × windows.")
    kept = history[history.sum(axis=1) > 0].astype(np.float64)
    kept = kept[:, kept.sum(axis=0) > 0]
    rows, windows = kept.shape
    freedom = (rows - 1) * (windows - 1)
    if freedom <= 0:
        return Dispersion(windows=history.shape[1])
    expected = kept.sum(axis=1, keepdims=True) * kept.sum(axis=0, keepdims=True) / kept.sum()
    squares = (kept - expected) ** 2
    phi = max(1.0, float((squares / expected).sum()) / freedom)
    alpha = moment_alpha(squares.reshape(1, -1), expected.reshape(1, -1), np.array([float(freedom)]))
    return Dispersion(float(alpha[0]), phi, history.shape[1], freedom)


def moment_alpha(squares: Values, expected: Values, freedom: Values) -> Values:
    """For every row the root in α of Σ squares/(E + αE²) = freedom, between 0 and the most that is believed.

    It falls with α and is convex, so Newton's method from 0 climbs to the root and never past it.
    """
    alpha = np.zeros(len(squares))
    for _step in range(MOST_STEPS):
        variance = expected + alpha[:, None] * expected**2
        surplus = (squares / variance).sum(axis=1) - freedom
        slope = (squares * (expected / variance) ** 2).sum(axis=1)
        step = np.divide(surplus, slope, out=np.zeros_like(surplus), where=(surplus > 0) & (slope > 0))
        alpha = np.minimum(alpha + step, MOST_ALPHA)
        if np.all((step <= SMALLEST_STEP * alpha) | (alpha >= MOST_ALPHA)):
            break
    return alpha
