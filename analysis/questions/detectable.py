"""What change a city could have found: the power of the very tests that its words rest on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.questions.against_city import SMALLEST_RATIO, AgainstCity, p_values
from analysis.questions.dispersion import Counts, Dispersion, Values
from analysis.questions.expectation import expectations
from analysis.questions.family import ALONE, FALSE_DISCOVERY

POWER = 0.9
MOST_TIMES = 20
# Records a window before, for which it is told.
BASES = (5, 10, 20, 50)
What = Literal["city", "district", "group"]


@dataclass(frozen=True, slots=True)
class Detectable:
    """From `base` records a window before: what count now would be found nine times in ten, None where none would."""

    what: What
    base: int
    rise: int | None
    fall: int | None


@lru_cache(maxsize=512)  # analysed again for its readings and its releases, mostly of the same size
def over_time(what: What, base: int, windows: int, members: int, alpha: float) -> Detectable:
    """Against expectation, of one of so many members: the city is one of one, at 0.05; else the first step of q = 0.10.

    From so many earlier windows with `base` records each. The count now varies as the test assumes, and y^⅔ is all but
    normal: the mean count is looked for at which it lies 1.28 standard deviations beyond the limit.
    """
    q = ALONE if what == "city" else FALSE_DISCOVERY / max(members, 1)
    earlier = np.full((1, windows), base, dtype=np.int64)
    asked = expectations(np.array([base]), earlier, -np.arange(1.0, windows + 1), 0.0, alpha)
    low, high = (float(end[0]) for end in asked.counts_within(1 - q))
    counts = np.arange(0, MOST_TIMES * base + 1, dtype=np.int64)
    deviation = 2 / 3 * np.maximum(counts, 0.5) ** (-1 / 3) * np.sqrt(counts + alpha * counts**2)
    sure = -float(scipy.special.ndtri(1 - POWER))
    above = counts ** (2 / 3) - sure * deviation > high ** (2 / 3)
    below = counts ** (2 / 3) + sure * deviation < low ** (2 / 3)
    return Detectable(what, base, _first(counts, above), _last(counts, below))


@lru_cache(maxsize=512)  # analysed again for its readings and its releases, mostly of the same size
def of_a_district(base: int, windows: int, members: int, spread: Dispersion) -> Detectable:
    """Against the city, of one of so many districts while the others stay as they were: the first step of q = 0.10.

    The count now varies with variance μ·max(φ, 1 + αμ).
    """
    counts = np.arange(0, MOST_TIMES * base + 1, dtype=np.int64)
    before = np.full(len(counts), base * windows, dtype=np.int64)
    asked = AgainstCity(counts, before, 1 / windows, 1 / windows, spread, np.empty(0), counts < 0)
    found = np.nan_to_num(p_values(asked), nan=1.0) <= FALSE_DISCOVERY / max(members, 1)
    above = counts[found & (counts >= SMALLEST_RATIO * base)]
    below = counts[found & (counts * SMALLEST_RATIO <= base)]
    means = counts.astype(np.float64)
    rise = _first(counts, 1 - _at_most(int(above[0]) - 1, means, spread) >= POWER) if len(above) else None
    fall = _last(counts, _at_most(int(below[-1]), means, spread) >= POWER) if len(below) else None
    return Detectable("district", base, rise, fall)


def _at_most(k: int, means: Values, spread: Dispersion) -> Values:
    """P(count ≤ k) for every mean (Abramowitz and Stegun 1964, 26.5.26 and 26.4.21)."""
    if k < 0:
        return np.zeros(len(means))
    alpha = np.maximum(spread.alpha, (spread.phi - 1) / np.maximum(means, 1.0))
    wide = np.maximum(alpha, 1e-9)
    return np.where(
        alpha > 1e-9, scipy.special.betainc(1 / wide, k + 1, 1 / (1 + wide * means)), scipy.special.pdtr(k, means)
    )


def _first(counts: Counts, holds: NDArray[np.bool_]) -> int | None:
    where = np.flatnonzero(holds)
    return int(counts[where[0]]) if len(where) else None


def _last(counts: Counts, holds: NDArray[np.bool_]) -> int | None:
    where = np.flatnonzero(holds)
    return int(counts[where[-1]]) if len(where) else None
