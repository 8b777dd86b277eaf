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
    toronto_seasons,
)

pytestmark = pytest.mark.soak
CITIES = 2_000
KINDS = ["Poisson", "φ = 1.5", "φ = 2", "α = 0.05", "Toronto's seasons"]


def _draw(kind: str, shared_data: Path) -> Draw:
    if kind == "Toronto's seasons":
        return seasonal(toronto_seasons(shared_data / "toronto" / "hate-crimes-2018-2024.csv"))
    return {
        "Poisson": poisson,
        "φ = 1.5": overdispersed(1.5),
        "φ = 2": overdispersed(2.0),
        "α = 0.05": gamma_mixed(0.05),
    }[kind]


@pytest.mark.parametrize("base", [5, 20, 60])
@pytest.mark.parametrize("kind", KINDS)
def test_a_still_city_is_rarely_called_changed(kind: str, base: int, shared_data: Path) -> None:
    share = share_with_a_false_word(_draw(kind, shared_data), base, CITIES, seed=2026)
    print(f"{kind}, {base} a year: a false word in {share:.1%} of cities (limit {limit(CITIES):.1%})")  # noqa: T201
    assert share <= limit(CITIES)


def test_a_tripling_is_found() -> None:
    assert share_found(20, 60, CITIES, seed=2027) >= 0.90


def test_how_often_a_doubling_is_found() -> None:
    print(f"20 → 40 is found in {share_found(20, 40, CITIES, seed=2028):.1%} of cities")  # noqa: T201
