"""What is computed with special functions alone, against the distributions, ranks and roots of scipy."""

import math
import random
from functools import partial
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.concentration import tail
from analysis.questions.dispersion import MOST_ALPHA, dispersion
from analysis.questions.family import adjusted
from analysis.questions.funnel import funnel
from analysis.questions.kendall import kendall
from analysis.rates import PER, count_interval
from tests.analysis.references import optimize, stats


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
        theirs = stats.kendalltau(first, second)
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
    low = phi / 2 * stats.chi2.ppf(0.025, 2 * count / phi) if count else 0.0
    high = phi / 2 * stats.chi2.ppf(0.975, 2 * count / phi + 2)
    assert [*count_interval(count, phi)] == pytest.approx([low, high], rel=1e-13, abs=0)


def test_adjusted_p() -> None:
    # by hand: 0.01·3/1 = 0.03, 0.02·3/2 = 0.03, 0.3·3/3 = 0.3
    assert adjusted(np.array([0.3, 0.01, 0.02])) == pytest.approx([0.3, 0.03, 0.03])
    rng = np.random.default_rng(3)
    for members in (1, 2, 24, 158):
        p = rng.uniform(0, 1, members).round(2)  # some of them alike
        np.testing.assert_allclose(adjusted(p), stats.false_discovery_control(p), rtol=1e-14)


def test_alpha_is_the_root() -> None:
    """Round E = row × column / total, on (rows − 1)(windows − 1) degrees of freedom."""
    rng = np.random.default_rng(11)
    solved = 0
    for members in (2, 5, 24):
        for true in (0.0, 0.05, 0.6, 4.0):
            means = rng.uniform(5, 200, (members, 1))
            rates = rng.gamma(1 / true, true * means, (members, 6)) if true else np.repeat(means, 6, axis=1)
            rows = rng.poisson(rates)
            if (rows.sum(axis=1) == 0).any() or (rows.sum(axis=0) == 0).any():
                continue
            expected = rows.sum(axis=1, keepdims=True) * rows.sum(axis=0, keepdims=True) / rows.sum()
            left = partial(_left, rows, expected)
            if left(0) <= 0:
                root = 0.0
            elif left(MOST_ALPHA) > 0:
                root = MOST_ALPHA
            else:
                root = float(optimize.brentq(left, 0, MOST_ALPHA, xtol=1e-14))
                solved += 1
            assert dispersion(rows).alpha == pytest.approx(root, rel=1e-10, abs=1e-12)
    assert solved > 4


def _left(rows: NDArray[np.int64], expected: NDArray[np.float64], alpha: float) -> float:
    freedom = (rows.shape[0] - 1) * (rows.shape[1] - 1)
    return float(((rows - expected) ** 2 / (expected + alpha * expected**2)).sum() - freedom)


@pytest.mark.parametrize("phi", [1.0, 1.3, 4.0])
def test_tails_of_concentrations(phi: float) -> None:
    counts, mean = np.array([0, 1, 12, 60]), np.array([0.5, 3.0, 6.5, 40.0])
    theirs = stats.poisson.sf(counts - 1, mean) if phi == 1 else stats.nbinom.sf(counts - 1, mean / (phi - 1), 1 / phi)
    np.testing.assert_allclose(tail(counts, mean, phi), theirs, rtol=1e-9)


def test_limits_of_a_funnel() -> None:
    """At a limit that is a whole count, scipy's Poisson distribution reaches its level; φ scales counts and limits."""
    exposure = np.array([4_000.0, 20_000.0, 60_000.0])
    inner, outer = funnel(0.001, exposure)
    for limits, most in ((inner, 0.975), (outer, 0.999)):
        counts = limits.high / PER * exposure
        assert np.all(stats.poisson.cdf(np.floor(counts), 0.001 * exposure) <= most)
        assert np.all(stats.poisson.cdf(np.ceil(counts), 0.001 * exposure) >= most)
    assert np.all(outer.high > inner.high)
    assert np.all(outer.low <= inner.low)
    wide = funnel(0.002, exposure / 2, 2.0)[0]
    np.testing.assert_allclose(wide.high / 2, funnel(0.001, exposure / 2)[0].high, rtol=1e-9)


def test_a_funnel_narrows_with_residents_and_starts_at_nothing() -> None:
    """With an expected count of 3 or less nothing at all lies within 95 %: e⁻³ = 5 %."""
    limits = funnel(0.001, np.array([3_000.0, 400_000.0]))[0]
    assert limits.low[0] == 0.0
    assert limits.high[0] - limits.low[0] > limits.high[1] - limits.low[1]
