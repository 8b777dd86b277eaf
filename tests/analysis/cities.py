"""Still cities, drawn by chance: what is called a change in them is a false alarm."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.change import judge
from analysis.dispersion import dispersion

DISTRICTS, WINDOWS = 24, 5
KEYS = [str(number) for number in range(DISTRICTS)]
Draw = Callable[[np.random.Generator, float, tuple[int, ...]], NDArray[np.int64]]


def poisson(rng: np.random.Generator, mean: float, size: tuple[int, ...]) -> NDArray[np.int64]:
    return rng.poisson(mean, size)


def overdispersed(phi: float) -> Draw:
    """Variance φ × mean."""
    return lambda rng, mean, size: rng.negative_binomial(mean / (phi - 1), 1 / phi, size)


def gamma_mixed(alpha: float) -> Draw:
    """Variance mean + α mean²."""
    return lambda rng, mean, size: rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean), size)


def toronto_seasons(file: Path) -> NDArray[np.float64]:
    """The share of each calendar month in Toronto's recorded hate crimes."""
    with file.open(newline="") as rows:
        months = [int(row["OCCURRENCE_DATE"][5:7]) for row in csv.DictReader(rows)]
    counts = np.bincount(months, minlength=13)[1:]
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def seasonal(shares: NDArray[np.float64], months: Sequence[int] = range(1, 13)) -> Draw:
    """Records of these months of the year, the same months in every window; the mean is that of an average window."""
    relative = float(shares[[month - 1 for month in months]].sum()) * 12 / len(months)
    return lambda rng, mean, size: rng.poisson(mean * relative, size)


def share_with_a_false_word_out_of_season(shares: NDArray[np.float64], base: float, cities: int, seed: int) -> float:
    """April to June against January to March *directly before*: what the same calendar dates protect from."""
    rng = np.random.default_rng(seed)
    spring, winter = seasonal(shares, (4, 5, 6)), seasonal(shares, (1, 2, 3))
    false = 0
    for _city in range(cities):
        history = spring(rng, base, (DISTRICTS, WINDOWS))
        changes = judge(KEYS, spring(rng, base, (DISTRICTS,)), winter(rng, base, (DISTRICTS,)), dispersion(history))
        false += any(change.word.is_finding for change in changes)
    return false / cities


def share_with_a_false_word(
    draw: Draw, base: float, cities: int, seed: int, *, members: int = DISTRICTS, windows: int = WINDOWS
) -> float:
    """The share of still cities in which any member of a family gets a word that claims a change.

    The comparison is the newest of the earlier windows, as it is in a diagnosis.
    """
    rng = np.random.default_rng(seed)
    false = 0
    for _city in range(cities):
        history = draw(rng, base, (members, windows))
        now = draw(rng, base, (members,))
        changes = judge(KEYS[:members], now, history[:, 0], dispersion(history))
        false += any(change.word.is_finding for change in changes)
    return false / cities


def share_found(before: float, now: float, cities: int, seed: int) -> float:
    """The share of Poisson cities in which one district's true change among 24 is found."""
    rng = np.random.default_rng(seed)
    found = 0
    for _city in range(cities):
        history = poisson(rng, before, (DISTRICTS, WINDOWS))
        current = poisson(rng, before, (DISTRICTS,))
        current[0] = rng.poisson(now)
        found += judge(KEYS, current, history[:, 0], dispersion(history))[0].word.is_finding
    return found / cities


def limit(cities: int) -> float:
    """10 % and three standard errors."""
    return float(0.10 + 3 * np.sqrt(0.10 * 0.90 / cities))
