"""Cities drawn by chance, thousands at once, of which it is known what changed in them.

Nothing of the analysis is in it.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int64]
Means = NDArray[np.float64]
Draw = Callable[[np.random.Generator, Means], Table]


def chance(rng: np.random.Generator, mean: Means) -> Table:
    return rng.poisson(mean)


def wider(phi: float) -> Draw:
    """Variance φ × mean: a random rate whose variance is proportional to it."""
    return lambda rng, mean: rng.poisson(rng.gamma(mean / (phi - 1), phi - 1))


def uneven(alpha: float) -> Draw:
    """Variance mean + α mean²: every cell has a rate of its own, by a gamma factor."""
    return lambda rng, mean: rng.poisson(mean * rng.gamma(1 / alpha, alpha, mean.shape))


def in_series(rng: np.random.Generator, mean: Means) -> Table:
    """Records come in series of one to five, three on average: the same night, the same tag."""
    series = rng.poisson(mean / 3)
    # the size of a series is 1 + Binomial(4, ½); so many of them add up to n + Binomial(4n, ½)
    return np.asarray(series + rng.binomial(4 * series, 0.5))


def levels(
    rng: np.random.Generator,
    *,
    cities: int,
    members: int,
    windows: int,
    base: float,
    growth: float = 0.0,
    shock: float = 0.0,
) -> Means:
    """Expected counts, cities × members × windows, the oldest window first, all members alike.

    `growth` is yearly; `shock` the coefficient of variation of a factor that a whole city has in each window.
    """
    mean = np.full((cities, members, windows), base) * (1 + growth) ** np.arange(windows)
    if shock:
        mean = mean * rng.gamma(1 / shock**2, shock**2, (cities, 1, windows))
    return np.asarray(mean)


def rising(mean: Means, members: int, times: float) -> Means:
    """The same where the first members have so many times as much in the last window."""
    risen = mean.copy()
    risen[:, :members, -1] *= times
    return risen


def toronto(file: Path) -> Table:
    """Records by neighbourhood and year, 2018 to 2024, as the file has them."""
    with file.open(newline="") as rows:
        found = [(row["HOOD_158"], int(row["OCCURRENCE_DATE"][:4])) for row in csv.DictReader(rows)]
    hoods = sorted({hood for hood, _year in found})
    table = np.zeros((len(hoods), 7), dtype=np.int64)
    for hood, year in found:
        if 2018 <= year <= 2024:
            table[hoods.index(hood), year - 2018] += 1
    return table


def permuted(rng: np.random.Generator, years: Table, cities: int) -> Table:
    """Every neighbourhood's own years in an order drawn by chance: no year of it differs from the others."""
    return np.asarray(rng.permuted(np.broadcast_to(years, (cities, *years.shape)).copy(), axis=2))
