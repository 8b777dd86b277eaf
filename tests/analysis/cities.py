"""Still cities, drawn by chance: what is called a change in them is a false alarm."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.change import judge
from analysis.dispersion import dispersion

DISTRICTS, WINDOWS = 24, 5
Draw = Callable[[np.random.Generator, float, tuple[int, ...]], NDArray[np.int64]]


def poisson(rng: np.random.Generator, mean: float, size: tuple[int, ...]) -> NDArray[np.int64]:
    return rng.poisson(mean, size)


def overdispersed(phi: float) -> Draw:
    """Variance φ × mean."""
    return lambda rng, mean, size: rng.negative_binomial(mean / (phi - 1), 1 / phi, size)


def gamma_mixed(alpha: float) -> Draw:
    """Variance mean + α mean²."""
    return lambda rng, mean, size: rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean), size)


def seasonal(shares: NDArray[np.float64]) -> Draw:
    """Months with these shares of the year, the same months in every window, summed to a year."""
    return lambda rng, mean, size: sum(rng.poisson(mean * share, size) for share in shares)  # type: ignore[return-value]


def toronto_seasons(file: Path) -> NDArray[np.float64]:
    """The share of each calendar month in Toronto's recorded hate crimes."""
    with file.open(newline="") as rows:
        months = [int(row["OCCURRENCE_DATE"][5:7]) for row in csv.DictReader(rows)]
    counts = np.bincount(months, minlength=13)[1:]
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def share_with_a_false_word(draw: Draw, base: float, cities: int, seed: int) -> float:
    """The share of still cities in which any district gets a word that claims a change."""
    rng = np.random.default_rng(seed)
    keys = [str(number) for number in range(DISTRICTS)]
    false = 0
    for _city in range(cities):
        history = draw(rng, base, (DISTRICTS, WINDOWS))
        now = draw(rng, base, (DISTRICTS,))
        changes = judge(keys, now, history[:, 0], dispersion(history))
        false += any(change.word.is_finding for change in changes)
    return false / cities


def share_found(before: float, now: float, cities: int, seed: int) -> float:
    """The share of Poisson cities in which one district's true change among 24 is found."""
    rng = np.random.default_rng(seed)
    keys = [str(number) for number in range(DISTRICTS)]
    found = 0
    for _city in range(cities):
        history = poisson(rng, before, (DISTRICTS, WINDOWS))
        current = poisson(rng, before, (DISTRICTS,))
        current[0] = rng.poisson(now)
        found += judge(keys, current, history[:, 0], dispersion(history))[0].word.is_finding
    return found / cities


def limit(cities: int) -> float:
    """10 % and three standard errors."""
    return float(0.10 + 3 * np.sqrt(0.10 * 0.90 / cities))
