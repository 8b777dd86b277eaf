"""A fixed-seed sample of the soak: still cities get no more false words than promised."""

import pytest

from tests.analysis.cities import Draw, gamma_mixed, limit, overdispersed, poisson, share_found, share_with_a_false_word
from tests.analysis.still import with_records_at_centroids

CITIES = 250


@pytest.mark.parametrize("draw", [poisson, overdispersed(2.0), gamma_mixed(0.05)], ids=["Poisson", "φ = 2", "α = 0.05"])
def test_a_still_city_is_rarely_called_changed(draw: Draw) -> None:
    assert share_with_a_false_word(draw, 20, CITIES, seed=11) <= limit(CITIES)


def test_a_tripling_is_found() -> None:
    assert share_found(20, 60, CITIES, seed=12) >= 0.90


def test_a_city_as_a_whole_is_rarely_called_changed() -> None:
    """Four windows of one row are the least there can be; counts vary by 22 % beyond chance (α = 0.05)."""
    share = share_with_a_false_word(gamma_mixed(0.05), 500, CITIES, seed=13, members=1, windows=4)
    assert share <= limit(CITIES)


def test_records_on_centroids_are_never_a_concentration() -> None:
    assert all(with_records_at_centroids(seed).concentrations == () for seed in range(5))
