"""A fixed-seed sample of the soak: still cities get no more false words than promised."""

import pytest

from tests.analysis.cities import Draw, gamma_mixed, limit, overdispersed, poisson, share_found, share_with_a_false_word

CITIES = 250


@pytest.mark.parametrize("draw", [poisson, overdispersed(2.0), gamma_mixed(0.05)], ids=["Poisson", "φ = 2", "α = 0.05"])
def test_a_still_city_is_rarely_called_changed(draw: Draw) -> None:
    assert share_with_a_false_word(draw, 20, CITIES, seed=11) <= limit(CITIES)


def test_a_tripling_is_found() -> None:
    assert share_found(20, 60, CITIES, seed=12) >= 0.90
