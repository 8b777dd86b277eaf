"""Rates and smoothing against published figures and other implementations."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import gamma as scipy_gamma
from scipy.stats import poisson

from analysis.rates import count_interval, rate, smooth


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
    assert_allclose([poisson.sf(9, low), poisson.cdf(10, high)], 0.025)


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


def test_smoothing_is_marshalls_estimate_by_hand() -> None:
    """Three areas of 100 residents with 2, 4 and 12 events.

    m = 18/300 = 0.06; s² = ((0.02−0.06)² + (0.04−0.06)² + (0.12−0.06)²)/3 = 0.0056/3 = 0.0018667;
    A = s² − m/100 = 0.0012667; weight C = A/(A + m/100) = 0.0012667/0.0018667 = 0.67857.
    Area 3: 0.06 + 0.67857 × (0.12 − 0.06) = 0.100714, per 10,000 residents 1007.14.
    """
    smoothed = smooth(np.array([2, 4, 12]), np.array([100.0, 100.0, 100.0]))
    assert_allclose(smoothed.values(), [328.571, 464.286, 1007.143], atol=0.001)


def test_probability_above_is_the_tail_of_the_posterior() -> None:
    """By simulation of the same posterior: gamma with shape 12 + m²/A and scale 1/(100 + m/A)."""
    smoothed = smooth(np.array([2, 4, 12]), np.array([100.0, 100.0, 100.0]))
    shape, inverse = 12 + 0.06**2 / 0.00126667, 100 + 0.06 / 0.00126667
    draws = scipy_gamma.rvs(shape, scale=1 / inverse, size=200_000, random_state=1)
    assert_allclose(smoothed.probability_above(1.5)[2], (draws > 0.09).mean(), atol=0.005)


def test_districts_that_vary_no_more_than_chance_cannot_be_told_apart() -> None:
    """Equal rates: s² = 0 < m/ē."""
    assert not smooth(np.array([5, 10]), np.array([1000.0, 2000.0])).distinct


def test_no_events_are_no_differences() -> None:
    assert not smooth(np.array([0, 0]), np.array([1000.0, 2000.0])).distinct


def test_smoothing_refuses_areas_without_residents() -> None:
    with pytest.raises(ValueError, match="residents"):
        smooth(np.array([1]), np.array([0.0]))
