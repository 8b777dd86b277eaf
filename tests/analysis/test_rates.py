"""Rates and smoothing against published figures and other implementations."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.rates import count_interval, rate, smooth
from tests.analysis.references import stats


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood (1936), the exact 95 % limits of a Poisson count, as tabulated in Ulm (1990, Am J Epidemiol 131, 373).
    [(0, 0.0, 3.69), (1, 0.03, 5.57), (2, 0.24, 7.22), (5, 1.62, 11.67), (10, 4.80, 18.39), (50, 37.11, 65.92)],
)
def test_interval_of_a_count_is_garwoods(count: int, low: float, high: float) -> None:
    assert_allclose(count_interval(count), (low, high), atol=0.006)


def test_interval_is_exact_by_its_definition() -> None:
    """At the lower limit 10 or more has probability 2.5 %, at the upper limit 10 or fewer has it."""
    low, high = count_interval(10)
    assert_allclose([stats.poisson.sf(9, low), stats.poisson.cdf(10, high)], 0.025)


def test_more_variation_widens_the_interval() -> None:
    """φ = 2 treats 10 events as 5 effective ones: 2 × Garwood's limits for 5 (1.62 and 11.67)."""
    assert_allclose(count_interval(10, phi=2), (2 * 1.62, 2 * 11.67), atol=0.02)


def test_a_rate_is_per_ten_thousand_and_year() -> None:
    """20 events among 40,000 residents in 2 years: 20 / 80,000 × 10,000 = 2.5."""
    assert rate(20, 40_000, 2.0).value == pytest.approx(2.5)


@pytest.mark.parametrize(("population", "years"), [(0, 1.0), (100, 0.0)])
def test_a_rate_needs_something_to_divide_by(population: int, years: float) -> None:
    with pytest.raises(ValueError, match="residents and time"):
        rate(1, population, years)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        count_interval(-1)


COUNTS = np.array([2, 4, 12, 0, 7, 31, 1, 5])
PEOPLE = np.array([9e3, 4e3, 2e4, 3e3, 1e4, 1.2e4, 6e3, 1.1e4])


def test_smoothing_by_a_grid_agrees_with_a_long_monte_carlo_run() -> None:
    """The same model and priors, by 400,000 draws weighted with scipy's negative binomial likelihood: within 1 %."""
    rng = np.random.default_rng(17)
    draws = 400_000
    city = COUNTS.sum() / PEOPLE.sum()
    mean = city * np.exp(rng.uniform(-np.log(3), np.log(3), draws))
    shape = 1 / rng.uniform(0.02, 3.0, draws) ** 2
    log_weight = np.zeros(draws)
    for x, e in zip(COUNTS, PEOPLE, strict=True):
        log_weight += stats.nbinom.logpmf(x, shape, shape / (shape + mean * e))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    expected = [(weight * (shape + x) / (shape / mean + e)).sum() * 10_000 for x, e in zip(COUNTS, PEOPLE, strict=True)]
    assert 1 / (weight**2).sum() > 5_000  # so many draws carry the result
    assert_allclose(smooth(COUNTS, PEOPLE).values(), expected, rtol=0.01)


def test_smoothing_lies_between_the_district_s_own_rate_and_the_city_s() -> None:
    smoothed = smooth(COUNTS, PEOPLE).values()
    own, city = COUNTS / PEOPLE * 10_000, COUNTS.sum() / PEOPLE.sum() * 10_000
    assert np.all((smoothed - own) * (smoothed - city) <= 0)


def test_more_variation_than_chance_draws_rates_closer_to_the_city_s() -> None:
    city = COUNTS.sum() / PEOPLE.sum() * 10_000
    plain, wide = smooth(COUNTS, PEOPLE).values(), smooth(COUNTS, PEOPLE, 1.5).values()
    assert np.all(np.abs(wide - city) < np.abs(plain - city))


def test_whether_districts_are_told_apart_is_a_test_of_chi_squared() -> None:
    """5 and 15 among equal residents: E = 10 and 10, 25/10 + 25/10 = 5 on one degree of freedom, p = 2.5 %."""
    told = smooth(np.array([5, 15]), np.array([1e4, 1e4]))
    assert told.p == pytest.approx(stats.chi2.sf(5, 1))
    assert told.distinct
    assert not smooth(np.array([5, 15]), np.array([1e4, 1e4]), 2.0).distinct


def test_districts_that_vary_no_more_than_chance_cannot_be_told_apart() -> None:
    assert not smooth(np.array([5, 10]), np.array([1000.0, 2000.0])).distinct


def test_no_events_are_no_differences() -> None:
    assert not smooth(np.array([0, 0]), np.array([1000.0, 2000.0])).distinct


def test_smoothing_refuses_areas_without_residents() -> None:
    with pytest.raises(ValueError, match="residents"):
        smooth(np.array([1]), np.array([0.0]))
