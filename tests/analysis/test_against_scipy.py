"""What is computed with special functions alone, against the distributions, ranks and roots of scipy."""

import math
import random
from functools import partial
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import beta, betabinom, binom, chi2, false_discovery_control, gamma, kendalltau, nbinom, norm, poisson
from scipy.stats import t as student

from analysis.change import adjusted, doubled_tails, p_values, ratio_interval
from analysis.detectable import _distribution
from analysis.dispersion import MOST_ALPHA, Dispersion, dispersion
from analysis.kendall import kendall
from analysis.rates import Smoothed, count_interval

SPREADS = [Dispersion(), Dispersion(0.05, 1.4, 5, 96.0), Dispersion(0.8, 3.5, 5, 4.0), Dispersion(0.0, 1.7, 4, 3.0)]


def test_tau_and_p_of_three_values_by_hand() -> None:
    # of the 3! orders one is sorted and one is sorted backwards: p of either is 2/6
    assert [*kendall([1, 2, 3], [10, 20, 30])] == pytest.approx([1, 2 / 6])
    assert [*kendall([1, 2, 3], [30, 20, 10])] == pytest.approx([-1, 2 / 6])
    # two pairs in order and one not: tau 1/3; all orders have as few exchanges, from one end or the other
    assert [*kendall([1, 2, 3], [10, 30, 20])] == pytest.approx([1 / 3, 1])


def test_the_exact_p_counts_orders() -> None:
    """All 720 orders of six values, gone through one by one."""
    observed = (2, 1, 3, 4, 6, 5)
    surplus = [_surplus(order) for order in permutations(range(6))]
    share = sum(abs(other) >= _surplus(observed) for other in surplus) / 720
    assert [*kendall(range(6), observed)] == pytest.approx([_surplus(observed) / 15, share])


def _surplus(order: tuple[int, ...]) -> int:
    return sum(1 if a < b else -1 for at, a in enumerate(order) for b in order[at + 1 :])


@pytest.mark.parametrize("months", [2, 12, 24, 33, 34, 60])
@pytest.mark.parametrize("most", [3, 12, 10_000])
def test_tau_b_with_and_without_ties(months: int, most: int) -> None:
    rng = random.Random(months * most)
    for _ in range(20):
        first = rng.sample(range(most), months) if most > months else [rng.randrange(most) for _ in range(months)]
        second = [value + rng.randrange(most) for value in first]
        if len(set(first)) == 1 or len(set(second)) == 1:
            continue
        theirs = kendalltau(first, second)
        assert [*kendall(first, second)] == pytest.approx([theirs.statistic, theirs.pvalue], rel=1e-12, abs=0)


def test_perfect_order_of_many_months_is_exact() -> None:
    tau, p = kendall(range(40), range(40))
    assert tau == 1
    assert p == pytest.approx(2 / math.factorial(40), rel=1e-12, abs=0)


@pytest.mark.parametrize(("first", "second"), [([1, 2], [1]), ([1, 1, 1], [1, 2, 3]), ([], [])])
def test_no_tau_where_a_side_never_varies(first: list[int], second: list[int]) -> None:
    with pytest.raises(ValueError, match="both vary"):
        kendall(first, second)


@pytest.mark.parametrize("phi", [1.0, 1.3, 7.0])
@pytest.mark.parametrize("count", [0, 1, 7, 250, 40_000])
def test_intervals_of_counts(count: int, phi: float) -> None:
    low = phi / 2 * chi2.ppf(0.025, 2 * count / phi) if count else 0.0
    high = phi / 2 * chi2.ppf(0.975, 2 * count / phi + 2)
    assert [*count_interval(count, phi)] == pytest.approx([low, high], rel=1e-13, abs=0)


def test_probability_above() -> None:
    shape, rate = np.array([0.4, 3.0, 90.0]), np.array([200.0, 900.0, 20_000.0])
    ours = Smoothed(0.004, 1e-6, shape, rate).probability_above(1.5)
    np.testing.assert_allclose(ours, gamma.sf(0.006, shape, scale=1 / rate), rtol=1e-13)


@pytest.mark.parametrize("spread", SPREADS)
def test_intervals_of_ratios(spread: Dispersion) -> None:
    price = 1.0
    if not math.isinf(spread.freedom):
        price = (student.isf(0.025, spread.freedom) / norm.isf(0.025)) ** 2
    for now, before in [(0, 3), (1, 1), (12, 30), (700, 650), (5, 0)]:
        scale = max(spread.phi, 1 + spread.alpha * (now + before) / 2) * price
        a, b = now / scale, before / scale
        low_share = beta.ppf(0.025, b, a + 1) if before else 0.0
        high_share = beta.ppf(0.975, b + 1, a) if now else 1.0
        low, high = ratio_interval(now, before, spread)
        assert low == pytest.approx(1 / high_share - 1, rel=1e-12, abs=1e-15)
        assert high == (pytest.approx(1 / low_share - 1, rel=1e-12) if low_share else math.inf)


@pytest.mark.parametrize("spread", SPREADS)
def test_p_of_many_members_is_that_of_each(spread: Dispersion) -> None:
    """Tails are made once for all members with one sum; every member gets those of its own."""
    rng = np.random.default_rng(5)
    now, before = rng.integers(0, 40, 300), rng.integers(1, 40, 300)
    now[:3], before[:3] = (900, 1300, 0), (1100, 1250, 2600)  # beyond the tables that are kept too
    ours = p_values(now, before, spread)
    theirs = np.array([_p(int(a), int(b), spread) for a, b in zip(now, before, strict=True)])
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-12)


def _p(now: int, before: int, spread: Dispersion) -> float:
    n = now + before
    shapes = [
        1 / spread.alpha if spread.alpha else math.inf,
        n / (2 * (spread.phi - 1)) if spread.phi > 1 else math.inf,
    ]
    models = [binom(n, 0.5) if math.isinf(c) else betabinom(n, c, c) for c in shapes]
    larger = max(min(1.0, 2 * model.cdf(min(now, before))) for model in models)
    return larger if math.isinf(spread.freedom) else float(2 * student.sf(norm.isf(larger / 2), spread.freedom))


def test_nobody_has_no_p() -> None:
    nobody = np.empty(0, dtype=np.int64)
    assert p_values(nobody, nobody, SPREADS[1]).shape == (0,)


@pytest.mark.parametrize("n", [1, 9, 400, 30_000])
def test_tails_of_even_chances(n: int) -> None:
    low = binom.cdf(np.arange(n + 1), n, 0.5)
    np.testing.assert_allclose(
        doubled_tails(n, math.inf), np.minimum(1, 2 * np.minimum(low, low[::-1])), rtol=1e-10, atol=1e-300
    )


def test_adjusted_p() -> None:
    # by hand: 0.01·3/1 = 0.03, 0.02·3/2 = 0.03, 0.3·3/3 = 0.3
    assert adjusted(np.array([0.3, 0.01, 0.02])) == pytest.approx([0.3, 0.03, 0.03])
    rng = np.random.default_rng(3)
    for members in (1, 2, 24, 158):
        p = rng.uniform(0, 1, members).round(2)  # some of them alike
        np.testing.assert_allclose(adjusted(p), false_discovery_control(p), rtol=1e-14)


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("mean", [1, 3, 40, 700, 20_000])
def test_counts_that_carry_a_distribution(mean: int, spread: Dispersion) -> None:
    alpha = (spread.relative_variance(mean) - 1) / mean
    model = nbinom(1 / alpha, 1 / (1 + alpha * mean)) if alpha > 1e-9 else poisson(mean)
    values, weights = _distribution(mean, spread)
    assert values[0] == model.ppf(0.0005)
    assert values[-1] >= model.ppf(0.9995)
    step = int(values[1] - values[0])
    bounds = np.concatenate([[values[0] - (step - step // 2)], values + step // 2])
    theirs = np.diff(model.cdf(bounds))
    np.testing.assert_allclose(weights, theirs / theirs.sum(), rtol=1e-9, atol=1e-14)


def test_alpha_is_the_root() -> None:
    rng = np.random.default_rng(11)
    solved = 0
    for members in (1, 5, 24):
        for true in (0.0, 0.05, 0.6, 4.0, 60.0):
            means = rng.uniform(1, 200, (members, 1))
            rates = rng.gamma(1 / true, true * means, (members, 6)) if true else np.repeat(means, 6, axis=1)
            history = rng.poisson(rates)
            rows = history[history.sum(axis=1) > 0].astype(float)
            if not len(rows):
                continue
            expected = rows.mean(axis=1, keepdims=True)

            left = partial(_left, rows, expected)
            if left(0) <= 0:
                root = 0.0
            elif left(MOST_ALPHA) > 0:
                root = MOST_ALPHA
            else:
                root = float(brentq(left, 0, MOST_ALPHA, xtol=1e-14))
                solved += 1
            assert dispersion(history).alpha == pytest.approx(root, rel=1e-10, abs=1e-12)
    assert solved > 5


def _left(rows: NDArray[np.float64], expected: NDArray[np.float64], alpha: float) -> float:
    return float(((rows - expected) ** 2 / (expected + alpha * expected**2)).sum()) - len(rows) * 5
