"""Whether two series rise and fall together: Kendall's rank correlation."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

# Up to so many values the chance of every order is counted; the normal approximation is as good beyond.
MOST_COUNTED = 33


def kendall(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """Kendall's tau-b (Kendall 1945, Biometrika 33, 239–251), −1 to 1, and its two-sided p under independence.

    Without ties and for few values p is exact, by the number of orders with as few exchanges (Kendall 1938, Biometrika
    30, 81–93); else from the normal distribution with the variance for ties (Kendall 1945). Both series have shape
    (n,). Raises ValueError where the lengths differ, or where a side has fewer than two different values.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape or len(set(first)) < 2 or len(set(second)) < 2:
        raise ValueError("A rank correlation needs two series of one length that both vary.")
    n = len(a)
    pairs = n * (n - 1) // 2
    surplus = int((np.sign(a[:, None] - a) * np.sign(b[:, None] - b)).sum()) // 2
    ties = _tie_sizes(a), _tie_sizes(b)
    tied = [int((sizes * (sizes - 1) // 2).sum()) for sizes in ties]
    tau = max(-1.0, min(1.0, surplus / math.sqrt(pairs - tied[0]) / math.sqrt(pairs - tied[1])))
    exchanges = (pairs - abs(surplus)) // 2
    if not any(tied) and (n <= MOST_COUNTED or exchanges <= 1):
        return tau, _chance_of_order(n, exchanges)
    return tau, float(2 * scipy.special.ndtr(-abs(surplus) / math.sqrt(_variance(n, *ties))))


def interval(tau: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a tau over n pairs of values: atanh(tau) ± 1.96·√(0.437/(n − 4)).

    Fieller, Hartley and Pearson (1957, Biometrika 44, 470–481). Raises ValueError for fewer than five values.
    """
    if n < 5:
        raise ValueError("An interval of a rank correlation needs five values.")
    if abs(tau) == 1:
        return tau, tau
    middle, half = math.atanh(tau), 1.96 * math.sqrt(0.437 / (n - 4))
    return math.tanh(middle - half), math.tanh(middle + half)


def _tie_sizes(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """How often each value occurs."""
    return np.unique(values, return_counts=True)[1]


def _chance_of_order(n: int, exchanges: int) -> float:
    """The share of the n! orders that are no more than so many exchanges of neighbours from either sorted one."""
    if 4 * exchanges >= n * (n - 1):
        return 1.0
    orders = [1] + [0] * exchanges
    for length in range(2, n + 1):
        # the new value may be exchanged with 0 to length − 1 others
        sums = list(itertools.accumulate(orders))
        orders = [total - (sums[at - length] if at >= length else 0) for at, total in enumerate(sums)]
    return min(1.0, 2 * sum(orders) / math.factorial(n))


def _variance(n: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Variance of the surplus of pairs in the same order, by how often each value occurs."""
    pairs = [int((sizes * (sizes - 1)).sum()) for sizes in (first, second)]
    triples = [int((sizes * (sizes - 1) * (sizes - 2)).sum()) for sizes in (first, second)]
    lost = [int((sizes * (sizes - 1) * (2 * sizes + 5)).sum()) for sizes in (first, second)]
    all_pairs = n * (n - 1)
    return (
        (all_pairs * (2 * n + 5) - sum(lost)) / 18
        + pairs[0] * pairs[1] / (2 * all_pairs)
        + triples[0] * triples[1] / (9 * all_pairs * (n - 2))
    )
