"""Over the years and against expectation: against statsmodels, published figures and arithmetic by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.questions.expectation import LEAST_ALPHA, expectations, members_alpha
from analysis.questions.loglinear import fit
from analysis.questions.trend import trends
from tests.analysis.references import linear_models, stats, tools

TIMES = np.arange(6.0)
TORONTO = np.array([[133, 135, 210, 261, 246, 372]])


@pytest.mark.parametrize("alpha", [0.03, 0.5])
def test_a_fit_without_a_prior_is_statsmodels(alpha: float) -> None:
    counts = np.array([[133, 135, 210, 261, 246, 372], [4, 0, 3, 9, 6, 7]])
    ours = fit(counts, TIMES, alpha)
    for row, y in enumerate(counts):
        family = linear_models.families.NegativeBinomial(alpha=alpha)
        theirs = linear_models.GLM(y, tools.add_constant(TIMES - TIMES.mean()), family=family).fit(tol=1e-12)
        assert_allclose([ours.level[row], ours.slope[row]], theirs.params, rtol=1e-6, atol=1e-8)
        assert_allclose(ours.covariance[row], theirs.cov_params() / theirs.scale, rtol=1e-5)
        assert_allclose(ours.squares[row], theirs.pearson_chi2, rtol=1e-6)
        assert ours.freedom[row] == pytest.approx(4)


def test_a_prior_is_a_ridge_that_statsmodels_would_fit_with_a_row_for_it() -> None:
    """The penalised score is zero: Σ(y − μ)/(1 + αμ) = 0 and Σt(y − μ)/(1 + αμ) = slope/0.2²."""
    ours = fit(TORONTO, TIMES, 0.03, 25.0)
    t = TIMES - TIMES.mean()
    residual = (TORONTO[0] - ours.mean[0]) / (1 + 0.03 * ours.mean[0])
    assert residual.sum() == pytest.approx(0, abs=1e-6)
    assert (t * residual).sum() == pytest.approx(25 * ours.slope[0], rel=1e-6)
    assert 3 < 6 - ours.freedom[0] + 2 < 4  # tr(hat) lies between one and two


def test_the_variation_is_drawn_towards_one() -> None:
    """(4 + X²)/(4 + df): with no residual at all 4/(4 + 4) = ½, on Student's t with 8 degrees of freedom."""
    exact = fit(np.array([[8, 16, 32, 64, 128, 256]]), TIMES, 0.03)
    assert exact.slope[0] == pytest.approx(np.log(2), abs=1e-6)
    assert (exact.variation[0], exact.t_freedom[0]) == (pytest.approx(0.5), pytest.approx(8))


def test_toronto_rises_over_six_years() -> None:
    """The figures of the method's design, reckoned apart from this code: +23 % a year (12 to 34)."""
    found = trends(TORONTO[:, ::-1], -TIMES, LEAST_ALPHA)
    low, high = found.yearly_within(0.95)
    assert (np.exp(found.slope[0]), low[0], high[0]) == (
        pytest.approx(1.23, abs=0.005),
        pytest.approx(1.12, abs=0.005),
        pytest.approx(1.34, abs=0.005),
    )
    assert found.p[0] < 0.05
    assert found.steady[0]


def test_a_jump_in_the_last_window_is_no_trend() -> None:
    """20 five times and then 200: without the last window there is no slope at all."""
    found = trends(np.array([[200, 20, 20, 20, 20, 20], [20, 20, 20, 20, 20, 200]]), -TIMES, LEAST_ALPHA)
    assert not found.steady[0]


def test_what_ends_where_it_began_is_no_trend() -> None:
    """Nothing in 2018 and nothing from 2023 on: “falling over 8 years, by 39 % a year” was said of ten such groups."""
    counts = np.array([[0, 0, 0, 14, 14, 14, 14, 0], [0, 0, 0, 14, 14, 14, 14, 14]])
    found = trends(counts, -np.arange(8.0), 0.5)
    assert list(found.slope < 0) == [True, True]
    assert list(found.steady) == [False, True]


def test_toronto_lies_within_what_was_to_be_expected() -> None:
    """320, and 158 to 517 would not surprise."""
    asked = expectations(TORONTO[:, -1], TORONTO[:, :5], TIMES[:5], 5.0, LEAST_ALPHA)
    low, high = asked.counts_within(0.95)
    assert [round(float(x)) for x in (asked.expected[0], low[0], high[0])] == [320, 158, 517]
    assert asked.p[0] > 0.5


def test_antisemitic_records_after_7_october_lie_above_it() -> None:
    """14, 9, 22, 19, 22 → 52, asked alone: 25, and 7 to 49 would not surprise."""
    asked = expectations(np.array([52]), np.array([[14, 9, 22, 19, 22]]), TIMES[:5], 5.0, LEAST_ALPHA)
    low, high = asked.counts_within(0.95)
    assert [round(float(x)) for x in (asked.expected[0], low[0], high[0])] == [25, 7, 49]
    assert asked.p[0] < 0.05


def test_p_is_students_t_of_the_two_thirds_power() -> None:
    """By hand from m, v and ψ of the fit."""
    now, earlier = np.array([40]), np.array([[20, 25, 18]])
    asked = expectations(now, earlier, TIMES[:3], 3.0, 0.1)
    fitted = fit(earlier, TIMES[:3], 0.1, 25.0)
    (m,), (v,) = fitted.at(3.0)
    psi, freedom = fitted.variation[0], 4 + fitted.freedom[0]
    t = (40 ** (2 / 3) - m ** (2 / 3)) / (2 / 3 * m ** (-1 / 3) * np.sqrt(psi * (m + 0.1 * m**2 + m**2 * v)))
    assert_allclose(asked.p, [2 * stats.t.sf(abs(t), freedom)], rtol=1e-10)


def test_no_more_than_one_in_twenty_lies_beyond_what_would_not_surprise() -> None:
    """Counts with variance μ + 0.03μ² of cities whose yearly slope is drawn as the prior says, N(0, 0.2²).

    Rather fewer: where the variation is just what is assumed, Student's t pays for a doubt that was not needed.
    """
    rng = np.random.default_rng(7)
    slopes = rng.normal(0, 0.2, (20_000, 1))
    draws = rng.poisson(200 * np.exp(slopes * -np.arange(5.0)) * rng.gamma(1 / 0.03, 0.03, (20_000, 5)))
    asked = expectations(draws[:, 0], draws[:, 1:], -np.arange(1.0, 5.0), 0.0, 0.03)
    assert 0.015 < (asked.p < 0.05).mean() < 0.05


@pytest.mark.parametrize("level", [0.95, 0.995])
def test_an_interval_leaves_out_one_exactly_where_the_test_refuses_it(level: float) -> None:
    rng = np.random.default_rng(3)
    now, earlier = rng.poisson(30, 400), rng.poisson(20, (400, 4))
    asked = expectations(now, earlier, -np.arange(1.0, 5.0), 0.0, 0.03)
    low, high = asked.ratios_within(level)
    refused = asked.p < 1 - level
    assert refused.any()
    assert list((low > 1) | (high < 1)) == list(refused)


def test_one_earlier_window_is_enough_and_tells_no_variation() -> None:
    asked = expectations(np.array([30]), np.array([[30]]), np.array([-1.0]), 0.0, 0.03)
    assert (asked.expected[0], asked.variation[0], asked.freedom[0]) == (
        pytest.approx(30),
        pytest.approx(1),
        pytest.approx(4),
    )


def test_a_row_without_any_record_before_is_refused() -> None:
    with pytest.raises(ValueError, match="something in every row"):
        expectations(np.array([3]), np.array([[0, 0]]), TIMES[:2], 2.0, 0.03)


def test_the_alpha_of_a_family_is_where_half_of_its_records_lie() -> None:
    """Ninety records that vary as chance outvote three groups of a handful that vary wildly."""
    steady = [30, 31, 29, 30, 30, 30]
    wild = [[0, 9, 0, 0, 8, 0], [7, 0, 0, 9, 0, 0], [0, 0, 10, 0, 0, 8]]
    assert members_alpha(np.array([steady, *wild]), TIMES) == LEAST_ALPHA
    assert members_alpha(np.array(wild), TIMES) > 0.5
