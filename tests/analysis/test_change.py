"""Change against statsmodels, published rules and hand arithmetic."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import betabinom, binom, norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import test_poisson_2indep as poisson_2indep

from analysis.change import Word, doubled_tails, judge, p_values, ratio_interval
from analysis.detectable import detectable
from analysis.dispersion import Dispersion, dispersion

STILL = Dispersion(0.0, 1.0, 5)


def _words(now: list[int], before: list[int], spread: Dispersion = STILL, **options: bool) -> list[Word]:
    keys = [str(number) for number in range(len(now))]
    return [c.word for c in judge(keys, np.array(now), np.array(before), spread, **options)]


@pytest.mark.parametrize(("now", "before"), [(41, 14), (34, 31), (7, 20), (0, 12)])
def test_without_more_variation_p_is_the_exact_conditional_test(now: int, before: int) -> None:
    """statsmodels' exact conditional test of two Poisson rates; it sums small probabilities, ours doubles the tail,

    which is the same where the null is symmetric, as it is for two periods of equal length.
    """
    expected = poisson_2indep(now, 1, before, 1, method="exact-cond").pvalue
    assert_allclose(p_values(np.array([now]), np.array([before]), STILL), [expected], rtol=1e-9)


def test_with_more_variation_p_is_the_larger_of_both_models() -> None:
    """n = 40, 30 now: BetaBinomial(40, 1/α, 1/α) with α = 0.1, and BetaBinomial(40, 40/2, 40/2) with φ = 2."""
    first = 2 * betabinom.sf(29, 40, 10, 10)
    second = 2 * betabinom.sf(29, 40, 20, 20)
    assert_allclose(p_values(np.array([30]), np.array([10]), Dispersion(0.1, 2.0, 5)), [max(first, second)])


@pytest.mark.parametrize("excess", [1e-16, 1e-13, 1e-9, 1e-6, 1e-4])
def test_a_hair_more_variation_than_chance_is_the_same_p(excess: float) -> None:
    """φ = 1 + ε and α = ε lead to p's of the exact conditional test, not to lost digits: scipy's binomial tail."""
    judged = p_values(np.array([50]), np.array([23]), Dispersion(excess, 1 + excess, 5))
    assert_allclose(judged, [2 * binom.sf(49, 73, 0.5)], rtol=0.05)


@pytest.mark.parametrize(("n", "c"), [(12, 0.7), (60, 20.0), (400, 90.0), (3000, 40.0)])
def test_tails_are_scipys(n: int, c: float) -> None:
    counts = np.arange(n // 2)
    assert_allclose(doubled_tails(n, c)[counts], 2 * betabinom.cdf(counts, n, c, c), rtol=1e-7)


def test_interval_of_the_ratio_is_clopper_and_pearsons() -> None:
    low, high = proportion_confint(14, 55, method="beta")
    assert_allclose(ratio_interval(41, 14, STILL), ((1 - high) / high, (1 - low) / low))


def test_variation_learnt_from_few_windows_makes_p_a_students_t() -> None:
    """By simulation: a normal deviate over the root of an independent χ²₄/4, as often beyond z as the p says.

    45 → 70 has the exact p 0.0248 by Binomial(115, ½), so z = 2.24; Student's t with 4 degrees of freedom: 0.0883.
    """
    plain = 2 * binom.sf(69, 115, 0.5)
    rng = np.random.default_rng(8)
    t = rng.normal(size=400_000) / np.sqrt(rng.chisquare(4, 400_000) / 4)
    simulated = (np.abs(t) > norm.isf(plain / 2)).mean()
    judged = p_values(np.array([70]), np.array([45]), Dispersion(0.0, 1.0, 5, freedom=4))
    assert_allclose(judged, [simulated], atol=0.003)


def test_an_interval_on_four_degrees_of_freedom_is_that_of_half_the_records() -> None:
    """Tabulated 97.5 % points: 2.776 for Student's t with 4 degrees of freedom, 1.960 for the normal; squared 2.006."""
    few = Dispersion(0.0, 1.0, 5, freedom=4)
    low, high = proportion_confint(14 / 2.006, 55 / 2.006, method="beta")
    assert_allclose(ratio_interval(41, 14, few), ((1 - high) / high, (1 - low) / low), rtol=1e-3)


@pytest.mark.parametrize(("alpha", "phi", "least"), [(0.0, 1.0, 0.95), (0.0, 2.0, 0.94), (0.05, 1.0, 0.94)])
def test_the_interval_holds_the_true_ratio_as_often_as_it_says(alpha: float, phi: float, least: float) -> None:
    """40 expected before, 80 now: the interval holds 2 in 95 % of 1,500 draws (three standard errors are 1.7 %)."""
    rng = np.random.default_rng(9)

    def draw(mean: float) -> list[int]:
        extra = max(alpha, (phi - 1) / mean)
        rates = rng.gamma(1 / extra, extra * mean, 1500) if extra else np.full(1500, mean)
        return [int(count) for count in rng.poisson(rates)]

    spread = Dispersion(alpha, phi, 5)
    intervals = [ratio_interval(now, before, spread) for now, before in zip(draw(80), draw(40), strict=True)]
    assert np.mean([low <= 2 <= high for low, high in intervals]) >= least - 0.017


def test_no_records_at_all_have_no_p() -> None:
    with pytest.raises(ValueError, match="at least one record"):
        p_values(np.array([0]), np.array([0]), STILL)


def test_a_value_that_is_spelt_anew_is_never_a_rise_and_a_fall() -> None:
    """Toronto's register wrote `2SLGBTQ+` until 2023 and `2Slgbtq+` from then on: two categories if left unfolded."""
    assert _words([0, 33], [30, 0], categories=True) == [Word.RECORDING_CHANGED, Word.RECORDING_CHANGED]


def test_nothing_before_has_no_upper_end() -> None:
    assert ratio_interval(12, 0, STILL)[1] == float("inf")


def test_false_discoveries_are_held_as_statsmodels_does() -> None:
    now = np.array([41, 34, 30, 25, 26, 12, 60])
    before = np.array([14, 31, 17, 13, 20, 11, 41])
    p = np.array([min(1.0, 2 * binom.sf(a - 1, a + b, 0.5)) for a, b in zip(now, before, strict=True)])
    expected = multipletests(p, alpha=0.10, method="fdr_bh")[0]
    found = [c.word.is_finding for c in judge([str(n) for n in range(7)], now, before, STILL)]
    assert found == list(expected & (now / before >= 1.2))


def test_alpha_and_phi_solve_their_equations() -> None:
    """Two rows, four windows: by hand, row means 10 and 20, Σ(y−E)² = 4×25 = 100 and 4×100 = 400.

    X² = 100/10 + 400/20 = 30 on 2 × 3 = 6 degrees of freedom: φ = 5.
    α solves 100/(10 + 100α) + 400/(20 + 400α) = 6: 0.2 gives 3.33 + 4 = 7.33, 0.4 gives 2 + 2.22 = 4.22.
    """
    history = np.array([[5, 15, 5, 15], [10, 30, 10, 30]])
    spread = dispersion(history)
    assert spread.phi == pytest.approx(5.0)
    assert 0.2 < spread.alpha < 0.4
    assert 100 / (10 + 100 * spread.alpha) + 400 / (20 + 400 * spread.alpha) == pytest.approx(6.0)


def test_counts_that_vary_less_than_chance_leave_alpha_at_zero() -> None:
    assert dispersion(np.array([[10, 10, 10, 11]])) == Dispersion(0.0, 1.0, 4, freedom=3)


def test_fewer_than_four_windows_tell_nothing_about_variation() -> None:
    spread = dispersion(np.array([[5, 50, 500]]))
    assert not spread.known
    assert (spread.alpha, spread.phi) == (0.0, 1.0)


def test_words_without_history_do_not_claim_a_trend() -> None:
    short = Dispersion(0.0, 1.0, 2)
    assert _words([60, 10], [20, 40], short) == [Word.HIGHER, Word.LOWER]
    assert _words([60, 10], [20, 40]) == [Word.RISING, Word.FALLING]


def test_under_ten_records_are_too_few_to_tell() -> None:
    assert _words([9, 0], [0, 9]) == [Word.TOO_FEW, Word.TOO_FEW]


def test_an_interval_that_holds_a_halving_and_a_doubling_is_too_few_to_tell() -> None:
    """5 → 5: Clopper–Pearson 0.187–0.813, ratios 0.23–4.3. 50 → 50: 0.398–0.602, ratios 0.66–1.51."""
    assert _words([5, 50], [5, 50]) == [Word.TOO_FEW, Word.NO_CLEAR_CHANGE]


def test_a_sure_but_small_change_is_no_finding() -> None:
    """10,000 → 11,000 is far beyond noise (p < 10⁻¹¹), yet only a tenth more."""
    assert _words([11_000], [10_000]) == [Word.NO_CLEAR_CHANGE]


def test_a_category_that_appears_or_vanishes_is_a_change_of_recording() -> None:
    assert _words([40, 0, 30], [0, 40, 30], categories=True) == [
        Word.RECORDING_CHANGED,
        Word.RECORDING_CHANGED,
        Word.NO_CLEAR_CHANGE,
    ]


def test_bad_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        judge(["a"], np.array([-1]), np.array([1]), STILL)


def test_detectable_change_agrees_with_simulation() -> None:
    """From 20 records, one of 24 districts: simulated power at the figure given is nine in ten, below it less."""
    needed = detectable(20, 24, STILL)
    assert needed is not None
    rng = np.random.default_rng(3)

    def power(now: int) -> float:
        a, b = rng.poisson(now, 4000), rng.poisson(20, 4000)
        p = 2 * binom.sf(a - 1, a + b, 0.5)
        return float(((p <= 0.10 / 24) & (a >= 1.2 * b)).mean())

    assert power(needed) == pytest.approx(0.9, abs=0.025)
    assert power(needed - 6) < 0.88
