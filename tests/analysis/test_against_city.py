"""Districts against the city, and what is new: against scipy's distributions and arithmetic by hand."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.questions.against_city import AgainstCity, against_city, growth_of, p_values
from analysis.questions.dispersion import Dispersion, dispersion
from analysis.questions.family import level_of
from analysis.questions.new_in_records import appearances
from tests.analysis.references import optimize, stats

NOBODY = np.empty(0)
SPREADS = [
    Dispersion(),
    Dispersion(0.05, 1.4, 5, 96),
    Dispersion(0.8, 3.5, 5, 4),
    Dispersion(0.0, 1.7, 4, 12),
    Dispersion(1e-13, 1 + 1e-13, 4, 12),
]


def _asked(now: list[int], earlier: list[int], growth: float, spread: Dispersion, years: float = 0.2) -> AgainstCity:
    a, b = np.array(now), np.array(earlier)
    return AgainstCity(a, b, growth, years, spread, NOBODY, np.zeros(len(a), dtype=bool))


@pytest.mark.parametrize("spread", SPREADS)
def test_p_is_the_larger_of_two_doubled_tails_of_scipy(spread: Dispersion) -> None:
    """π = c/(1 + c); s = 1/(α(1 + h)π(1 − π)) and n/(φ − 1); Student's t on the freedom behind α and φ."""
    pairs = [(30, 100), (0, 60), (70, 71), (12, 30), (4, 40), (900, 2000), (11, 0)]
    growth, years = 0.3, 0.2
    share = growth / (1 + growth)
    expected = []
    for a, b in pairs:
        n = a + b
        models: list[Any] = [stats.binom(n, share)]
        if spread.alpha > 1e-6:
            s = 1 / (spread.alpha * (1 + years) * share * (1 - share))
            models.append(stats.betabinom(n, s * share, s * (1 - share)))
        if spread.phi > 1 + 1e-6:
            s = n / (spread.phi - 1)
            models.append(stats.betabinom(n, s * share, s * (1 - share)))
        wider = models[1:] or models
        if len(models) == 2 and spread.alpha <= 1e-6:
            wider = models
        p = max(min(1.0, 2 * min(m.cdf(a), m.sf(a - 1))) for m in wider)
        expected.append(p if np.isinf(spread.freedom) else 2 * stats.t.sf(stats.norm.isf(p / 2), spread.freedom))
    ours = p_values(_asked([a for a, _ in pairs], [b for _, b in pairs], growth, spread, years))
    assert_allclose(ours, expected, rtol=1e-6, atol=2e-6)


def test_below_ten_records_there_is_no_p() -> None:
    assert np.isnan(p_values(_asked([4], [5], 0.3, SPREADS[0]))[0])


def test_the_growth_of_the_city_is_not_moved_by_a_few() -> None:
    """Ten districts went 20 → 30, one 20 → 200 and one 20 → 0: the city grew by half."""
    now = np.array([30] * 10 + [200, 0])
    before = np.array([20] * 12)
    assert growth_of(now, before, np.ones(12, dtype=bool)) == pytest.approx(1.5)
    assert now.sum() / before.sum() == pytest.approx(2.08, abs=0.01)


def test_a_city_that_grows_moves_no_district() -> None:
    """All 24 districts have half as much again as in any year before."""
    history = np.full((24, 5), 20)
    found = against_city(np.full(24, 30), history)
    assert not found.found.any()
    assert_allclose(found.ratio, 1.0)


def test_one_that_rises_is_found_and_the_others_did_not_fall() -> None:
    """Toronto's Newtonbrook West went 1 → 18; here 20 → 60 among 23 that stayed."""
    now, history = np.full(24, 20), np.full((24, 5), 20)
    now[0] = 60
    found = against_city(now, history)
    assert list(np.flatnonzero(found.found)) == [0]
    assert found.ratio[0] == pytest.approx(3.0)


@pytest.mark.parametrize("spread", SPREADS[:4])
def test_an_interval_leaves_out_one_exactly_where_the_family_finds(spread: Dispersion) -> None:
    rng = np.random.default_rng(12)
    history = rng.poisson(12, (40, 4))
    now = rng.poisson(np.where(np.arange(40) < 6, 40, 12))
    asked = against_city(now, history, spread)
    told = ~np.isnan(asked.p)
    level = level_of(asked.p[told])
    low, high = asked.within(level)
    out = (low > 1) | (high < 1)
    assert list(out[told]) == list(asked.p[told] <= 1 - level)
    assert out.any() or spread.freedom < 10


def test_the_interval_by_chance_alone_is_clopper_and_pearsons() -> None:
    """30 of 130 at c = 0.3: the share's exact limits by scipy, as odds over c."""
    interval = binom_limits(30, 130)
    low, high = _asked([30], [100], 0.3, Dispersion()).within(0.95)
    assert_allclose([low[0], high[0]], [share / (1 - share) / 0.3 for share in interval], rtol=1e-4)


def binom_limits(a: int, n: int) -> list[float]:
    """The shares at which a or more, and a or fewer, have probability 2.5 %."""
    return [
        float(optimize.brentq(lambda share: stats.binom.sf(a - 1, n, share) - 0.025, 1e-4, 1 - 1e-4, xtol=1e-12)),
        float(optimize.brentq(lambda share: stats.binom.cdf(a, n, share) - 0.025, 1e-4, 1 - 1e-4, xtol=1e-12)),
    ]


def test_alpha_and_phi_are_round_row_times_column() -> None:
    """What grows with the whole city is no variation: two rows that double together have α = 0 and φ = 1."""
    assert dispersion(np.array([[10, 20], [20, 40], [5, 10]])) == Dispersion(0.0, 1.0, 2, 2)


def test_phi_by_hand() -> None:
    """[[10, 20], [20, 10]]: every E is 15, Σ(y − E)²/E = 4 × 25/15 = 6.67 on one degree of freedom."""
    spread = dispersion(np.array([[10, 20], [20, 10]]))
    assert spread.phi == pytest.approx(100 / 15)
    assert 4 * 25 / (15 + spread.alpha * 225) == pytest.approx(1.0)


def test_few_districts_or_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="8 members"):
        against_city(np.full(7, 9), np.full((7, 3), 9))
    with pytest.raises(ValueError, match="2 earlier windows"):
        against_city(np.full(8, 9), np.full((8, 1), 9))


def test_new_is_what_was_nowhere_before_and_now_more_than_chance_puts_there() -> None:
    """Among five groups of 20 a year that stay, 6 records on 3 days: by chance all six would be in this year of six in

    (1/6)⁶ = 0.002 % of cases.
    """
    history = np.array([[20] * 5] * 5 + [[0] * 5, [1, 2, 1, 1, 1]])
    now = np.array([20] * 5 + [6, 0])
    dates = np.array([0] * 5 + [3, 5])
    found = appearances(now, history, dates, 0.03)
    assert list(found.new) == [False] * 5 + [True, False]
    assert not found.gone.any()  # six in five years: that none is in the sixth is no wonder


def test_what_is_long_gone_is_no_longer_recorded() -> None:
    history = np.array([[20] * 5] * 5 + [[12] * 5])
    found = appearances(np.array([20] * 5 + [0]), history, np.array([0] * 5 + [30]), 0.03)
    assert list(found.gone) == [False] * 5 + [True]


@pytest.mark.parametrize(("now", "dates", "windows"), [(4, 4, 5), (6, 2, 5), (30, 9, 1)])
def test_nothing_is_new_from_few_records_few_days_or_one_year(now: int, dates: int, windows: int) -> None:
    history = np.array([[20] * windows] * 5 + [[0] * windows])
    found = appearances(np.array([20] * 5 + [now]), history, np.array([0] * 5 + [dates]), 0.03)
    assert not found.new.any()


@pytest.mark.parametrize("planted", [60, 300, 3_000])
@pytest.mark.parametrize("which", [0, 5, 9])
def test_one_district_with_most_of_the_records_is_found_and_nobody_is_read_against_it(planted: int, which: int) -> None:
    """Ten districts of six a year: the one that has more than all the others together is no measure of them."""
    history = np.full((10, 4), 6)
    now = np.full(10, 6)
    now[which] += planted
    asked = against_city(now, history)
    assert list(np.flatnonzero(asked.found)) == [which]
    # six now for 4 × 6 in the four years before, as every other district has
    assert asked.growth == pytest.approx(0.25)


@pytest.mark.parametrize(("now", "moved"), [([68, 58] + [8] * 6, [0, 1]), ([60] * 3 + [10] * 9, [0, 1, 2])])
def test_a_few_that_hold_a_third_of_the_records_are_found_and_the_others_did_not_fall(
    now: list[int], moved: list[int]
) -> None:
    """Six of eight districts have 8 as in every year, and were told to have fallen against the two that went 8 → 68
    and 8 → 58, of which nothing was told."""
    asked = against_city(np.array(now), np.full((len(now), 7), now[-1]))
    assert list(np.flatnonzero(asked.found)) == moved
    assert asked.growth == pytest.approx(1 / 7)


def test_where_all_moved_apart_they_are_read_against_all_of_them() -> None:
    """Four went 12 → 92 and four 30 → 2, of equal weight: (92 + 2) / (5 × 12 + 5 × 30)."""
    asked = against_city(np.array([92] * 4 + [2] * 4), np.array([[12] * 5] * 4 + [[30] * 5] * 4))
    assert asked.found.all()
    assert asked.growth == pytest.approx(94 / 210)


def test_where_one_district_alone_has_records_it_is_the_city() -> None:
    now, earlier = np.zeros(10, dtype=np.int64), np.zeros(10, dtype=np.int64)
    now[3], earlier[3] = 40, 20
    assert growth_of(now, earlier, np.ones(10, dtype=bool), 0.3) == 2.0
