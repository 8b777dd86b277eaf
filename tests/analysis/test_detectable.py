"""What could have been found: the counts that are printed are those which the very tests find nine times in ten."""

import numpy as np
import pytest

from analysis.questions.against_city import against_city
from analysis.questions.detectable import Detectable, What, of_a_district, over_time
from analysis.questions.dispersion import Counts, Dispersion
from analysis.questions.expectation import expectations

DRAWS = 4_000
ABOUT_NINE_IN_TEN = (0.86, 0.95)


def _drawn(rng: np.random.Generator, mean: float, wide: float) -> Counts:
    """Counts of variance μ + wide·μ²."""
    if mean == 0:
        return np.zeros(DRAWS, dtype=np.int64)
    if wide == 0:
        return rng.poisson(mean, DRAWS)
    return rng.negative_binomial(1 / wide, 1 / (1 + wide * mean), DRAWS)


def _over_time(mean: float, base: int, windows: int, members: int, alpha: float) -> float:
    """How often such a count is found, of one group of so many, or of the city alone at 0.05."""
    now = _drawn(np.random.default_rng(61), mean, alpha)
    earlier = np.full((DRAWS, windows), base)
    found = expectations(now, earlier, -np.arange(1.0, windows + 1), 0.0, alpha).p
    return float((found <= (0.05 if members == 1 else 0.10 / members)).mean())


def _district(mean: float, base: int, windows: int, members: int, spread: Dispersion) -> float:
    """How often such a count is found, of one district of so many, the others as they were."""
    wide = max(spread.alpha, (spread.phi - 1) / mean) if mean else 0.0
    now = _drawn(np.random.default_rng(62), mean, wide)
    history = np.full((members, windows), base)
    found = {}
    for count in np.unique(now).tolist():
        others = np.full(members, base)
        others[0] = count
        asked = against_city(others, history, spread)
        found[count] = bool(asked.p[0] <= 0.10 / members and abs(np.log(asked.ratio[0] or 0.01)) >= np.log(1.2))
    return float(np.mean([found[count] for count in now.tolist()]))


@pytest.mark.parametrize(
    ("what", "base", "windows", "members", "alpha"),
    [("city", 197, 5, 1, 0.03), ("city", 40, 2, 1, 0.03), ("group", 20, 5, 9, 0.03), ("group", 50, 5, 6, 0.1)],
)
def test_of_city_and_group_a_rise_and_a_fall_are_found_nine_times_in_ten_from_there_on(
    what: What, base: int, windows: int, members: int, alpha: float
) -> None:
    told = over_time(what, base, windows, members, alpha)
    assert told.rise
    low, high = ABOUT_NINE_IN_TEN
    assert low <= _over_time(told.rise, base, windows, members, alpha) <= high
    assert _over_time(base + 0.8 * (told.rise - base), base, windows, members, alpha) < 0.85
    if told.fall:
        assert _over_time(told.fall, base, windows, members, alpha) >= low
        assert _over_time(base - 0.8 * (base - told.fall), base, windows, members, alpha) < 0.85


@pytest.mark.parametrize(
    ("base", "spread"),
    [
        (20, Dispersion()),
        (20, Dispersion(phi=2.0)),
        (50, Dispersion(alpha=0.05)),
        (50, Dispersion(alpha=0.02, phi=1.5)),
    ],
)
def test_of_a_district_too(base: int, spread: Dispersion) -> None:
    told = of_a_district(base, 5, 24, spread)
    assert told.rise
    low, high = ABOUT_NINE_IN_TEN
    assert low <= _district(told.rise, base, 5, 24, spread) <= high
    assert _district(base + 0.8 * (told.rise - base), base, 5, 24, spread) < 0.85
    if told.fall:
        assert _district(told.fall, base, 5, 24, spread) >= low


def test_where_no_fall_would_be_found_none_is_named() -> None:
    """Of five a year nothing at all is no surprise among 24 districts that vary."""
    spread = Dispersion(alpha=0.1, phi=1.5)
    assert of_a_district(5, 5, 24, spread) == Detectable("district", 5, of_a_district(5, 5, 24, spread).rise, None)
    assert _district(0, 5, 5, 24, spread) == 0
