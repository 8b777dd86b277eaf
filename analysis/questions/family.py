"""A family: members that are asked the same question, so that asking many of them makes no findings by itself."""

import numpy as np
import scipy
from numpy.typing import NDArray

FALSE_DISCOVERY = 0.10
ALONE = 0.05
# Below so many records of a member in all windows together nothing is told of it.
FEWEST = 10


def adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """p adjusted for the rate of false discoveries (Benjamini and Hochberg 1995): the least q at which each is found.

    `p` has shape (members,), and so has the result.
    """
    largest_first = np.argsort(-p, kind="stable")
    scaled = p[largest_first] * len(p) / np.arange(len(p), 0, -1)
    result = np.empty(len(p))
    result[largest_first] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return result


def level_of(p: NDArray[np.float64], rate: float = FALSE_DISCOVERY) -> float:
    """The level of the family's intervals: 1 − q·max(R, 1)/m for R found of m.

    Benjamini and Yekutieli (2005, Journal of the American Statistical Association 100, 71–93): intervals of the found
    ones at 1 − q·R/m miss the truth in a share q at most. A member is found exactly where its p is at most q·R/m, so an
    interval by inversion of the same test leaves out 1 exactly for those found: word and interval cannot contradict.
    """
    if not len(p):
        return 1 - rate
    found = int((adjusted(p) <= rate).sum())
    return 1 - rate * max(found, 1) / len(p)


def two_sided(t: NDArray[np.float64], freedom: NDArray[np.float64]) -> NDArray[np.float64]:
    """The two-sided p of Student's t; shape (members,)."""
    return np.asarray(2 * scipy.special.stdtr(freedom, -np.abs(t)), dtype=np.float64)
