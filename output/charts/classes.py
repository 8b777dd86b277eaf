"""The classes of a shaded map: round bounds, the last one open."""

import math
from collections.abc import Sequence

MOST_CLASSES = 7
# Times a power of ten, the steps people read without effort.
ROUND = (1, 2, 2.5, 3, 4, 5, 6, 8, 10)


def class_breaks(values: Sequence[float], *, least: float = 0) -> list[float]:
    """Round bounds of at most seven classes of equal width; the last is open, so one extreme does not flatten all.

    No class is narrower than `least`.
    """
    if not values or max(values) <= 0:
        return []
    ordered = sorted(values)
    top = ordered[min(len(ordered) - 1, math.floor(len(ordered) * 0.9))] or ordered[-1]
    step = max(_round_step(top / (MOST_CLASSES - 1)), least)
    bounds = [step * k for k in range(1, MOST_CLASSES) if step * k <= ordered[-1]]
    return [round(bound, 10) for bound in bounds]


def decimals_of(bounds: Sequence[float]) -> int:
    """How many decimals it takes to write every one of these bounds as it is, at most three."""
    return next((digits for digits in range(3) if all(round(bound, digits) == bound for bound in bounds)), 3)


def _round_step(least: float) -> float:
    """The smallest round step that is at least this."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in ROUND if power * factor >= least - 1e-12)
