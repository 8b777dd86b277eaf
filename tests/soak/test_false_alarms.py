"""No false alarms: 2,000 still cities of each kind."""

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

pytestmark = pytest.mark.soak
CITIES = 2_000
SEASON = (4, 5, 6)
KINDS = ["Poisson", "φ = 1.5", "φ = 2", "α = 0.05", "Toronto's spring"]


@pytest.fixture
def hate_crimes(shared_data: Path) -> Path:
    return shared_data / "toronto" / "hate-crimes-2018-2024.csv"


def _draw(kind: str, hate_crimes: Path) -> Draw:
    if kind == "Toronto's spring":
        return seasonal(toronto_seasons(hate_crimes), SEASON)
    return {
        "Poisson": poisson,
        "φ = 1.5": overdispersed(1.5),
        "φ = 2": overdispersed(2.0),
        "α = 0.05": gamma_mixed(0.05),
    }[kind]


def _told(what: str, share: float) -> None:
    print(f"{what}: {share:.1%} of cities (limit {limit(CITIES):.1%})")  # noqa: T201 (the figure is the point)


@pytest.mark.parametrize("base", [5, 20, 60])
@pytest.mark.parametrize("kind", KINDS)
def test_a_still_city_is_rarely_called_changed(kind: str, base: int, hate_crimes: Path) -> None:
    share = share_with_a_false_word(_draw(kind, hate_crimes), base, CITIES, seed=2026)
    _told(f"{kind}, {base} per district, a false word", share)
    assert share <= limit(CITIES)


@pytest.mark.parametrize("windows", [4, 5, 8])
@pytest.mark.parametrize("kind", ["Poisson", "φ = 2", "α = 0.05"])
def test_a_still_city_as_a_whole_is_rarely_called_changed(kind: str, windows: int, hate_crimes: Path) -> None:
    """One row of a few windows tells little of its own variation: the city's word allows for that."""
    share = share_with_a_false_word(_draw(kind, hate_crimes), 500, CITIES, seed=2029, members=1, windows=windows)
    _told(f"{kind}, the city alone, {windows} windows, a false word", share)
    assert share <= limit(CITIES)


def test_the_quarter_directly_before_would_make_a_season_a_change(hate_crimes: Path) -> None:
    """Why the comparison is the same calendar dates: spring against winter, a still city, far over the limit."""
    share = share_with_a_false_word_out_of_season(toronto_seasons(hate_crimes), 60, CITIES, seed=2030)
    _told("Toronto's spring against its winter, a false word", share)
    assert share > 2 * limit(CITIES)


def test_a_tripling_is_found() -> None:
    share = share_found(20, 60, CITIES, seed=2027)
    print(f"20 → 60 is found in {share:.1%} of cities")  # noqa: T201
    assert share >= 0.90


def test_how_often_a_doubling_is_found() -> None:
    print(f"20 → 40 is found in {share_found(20, 40, CITIES, seed=2028):.1%} of cities")  # noqa: T201


def test_records_on_one_centroid_are_never_a_concentration() -> None:
    assert all(with_records_at_centroids(seed).concentrations == () for seed in range(200))
