"""No false alarms: still cities of each kind get no more false words than promised; 2,000 of each in the soak."""

from pathlib import Path

import pytest

from tests.analysis.cities import (
    Draw,
    gamma_mixed,
    limit,
    overdispersed,
    poisson,
    seasonal,
    share_found,
    share_with_a_false_word,
    share_with_a_false_word_out_of_season,
    toronto_seasons,
)
from tests.analysis.still import with_records_at_centroids

SAMPLE, CITIES = 250, 2_000
SEASON = (4, 5, 6)
DRAWS: dict[str, Draw] = {
    "Poisson": poisson,
    "φ = 1.5": overdispersed(1.5),
    "φ = 2": overdispersed(2.0),
    "α = 0.05": gamma_mixed(0.05),
}
SAMPLED = ("Poisson", "φ = 2", "α = 0.05")
soak = pytest.mark.soak
SIZES = pytest.mark.parametrize("cities", [SAMPLE, pytest.param(CITIES, marks=soak)])


@pytest.fixture
def hate_crimes(shared_data: Path) -> Path:
    return shared_data / "toronto" / "hate-crimes-2018-2024.csv"


def _told(what: str, share: float, cities: int) -> None:
    print(f"{what}: {share:.1%} of cities (limit {limit(cities):.1%})")  # noqa: T201 (the figure is the point)


@pytest.mark.parametrize(
    ("kind", "base", "cities"),
    [
        *((kind, 20, SAMPLE) for kind in SAMPLED),
        *(pytest.param(kind, base, CITIES, marks=soak) for kind in DRAWS for base in (5, 20, 60)),
    ],
)
def test_a_still_city_is_rarely_called_changed(kind: str, base: int, cities: int) -> None:
    share = share_with_a_false_word(DRAWS[kind], base, cities, seed=2026)
    _told(f"{kind}, {base} per district, a false word", share, cities)
    assert share <= limit(cities)


@soak
@pytest.mark.parametrize("base", [5, 20, 60])
def test_a_still_city_with_toronto_s_spring_is_rarely_called_changed(base: int, hate_crimes: Path) -> None:
    share = share_with_a_false_word(seasonal(toronto_seasons(hate_crimes), SEASON), base, CITIES, seed=2026)
    _told(f"Toronto's spring, {base} per district, a false word", share, CITIES)
    assert share <= limit(CITIES)


@pytest.mark.parametrize(
    ("kind", "windows", "cities"),
    [
        ("α = 0.05", 4, SAMPLE),
        *(pytest.param(kind, windows, CITIES, marks=soak) for kind in SAMPLED for windows in (4, 5, 8)),
    ],
)
def test_a_still_city_as_a_whole_is_rarely_called_changed(kind: str, windows: int, cities: int) -> None:
    """One row of a few windows tells little of its own variation: the city's word allows for that.

    Four windows are the least there can be; with α = 0.05, counts vary by 22 % beyond chance.
    """
    share = share_with_a_false_word(DRAWS[kind], 500, cities, seed=2029, members=1, windows=windows)
    _told(f"{kind}, the city alone, {windows} windows, a false word", share, cities)
    assert share <= limit(cities)


@soak
def test_the_quarter_directly_before_would_make_a_season_a_change(hate_crimes: Path) -> None:
    """Why the comparison is the same calendar dates: spring against winter, a still city, far over the limit."""
    share = share_with_a_false_word_out_of_season(toronto_seasons(hate_crimes), 60, CITIES, seed=2030)
    _told("Toronto's spring against its winter, a false word", share, CITIES)
    assert share > 2 * limit(CITIES)


@SIZES
def test_a_tripling_is_found(cities: int) -> None:
    share = share_found(20, 60, cities, seed=2027)
    print(f"20 → 60 is found in {share:.1%} of cities")  # noqa: T201
    assert share >= 0.90


@soak
def test_how_often_a_doubling_is_found() -> None:
    print(f"20 → 40 is found in {share_found(20, 40, CITIES, seed=2028):.1%} of cities")  # noqa: T201


@pytest.mark.parametrize("cities", [5, pytest.param(200, marks=soak)])
def test_records_on_one_centroid_are_never_a_concentration(cities: int) -> None:
    assert all(with_records_at_centroids(seed).concentrations == () for seed in range(cities))
