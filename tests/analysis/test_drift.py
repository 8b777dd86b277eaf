"""Drift: against a plain loop and published run lengths; how often it is wrong, and how soon it sees."""

import math

import numpy as np
import pytest

from analysis.questions.drift import BASELINE_WEEKS, _growths, baseline, cusum, drift, thresholds
from tests.analysis.test_operating_characteristics import _least, _most, _told
from tests.analysis.worlds import Draw, Table, chance, wider

CITIES, SAMPLE = 1_000, 15
SIZES = pytest.mark.parametrize("cities", [SAMPLE, pytest.param(CITIES, marks=pytest.mark.soak)])
DRAWS: dict[str, Draw] = {"chance": chance, "φ 2": wider(2.0)}
WEEKS = BASELINE_WEEKS + 52


def test_the_sum_is_that_of_a_plain_loop() -> None:
    rng = np.random.default_rng(1)
    counts, reference = rng.poisson(1.5, (4, 200)), rng.gamma(20, 0.1, (4, 200))
    for row, levels, told in zip(counts, reference, cusum(counts, reference), strict=True):
        s = 0.0
        for y, level, found in zip(row, levels, told, strict=True):
            s = max(0.0, s + float(y) - float(level))
            assert found == pytest.approx(s, abs=1e-9)


@pytest.mark.parametrize(
    ("shift", "weeks", "runs", "published", "within"), [(0.0, 3_000, 1_500, 335.4, 30.0), (1.0, 150, 8_000, 8.38, 0.2)]
)
def test_run_lengths_are_those_published(shift: float, weeks: int, runs: int, published: float, within: float) -> None:
    """Normal values, reference ½, limit 4: Hawkins and Olwell (1998), Cumulative Sum Charts, the one-sided scheme."""
    rng = np.random.default_rng(2)
    sums = cusum(rng.normal(shift, 1.0, (runs, weeks)), 0.5)
    over = sums > 4
    # those that never pass are as long as was looked at, which is rare
    lengths = np.where(over.any(axis=1), over.argmax(axis=1) + 1, weeks)
    assert lengths.mean() == pytest.approx(published, abs=within)


def _plainly(counts: list[int], rest: list[int]) -> list[float]:
    """The design's own words, week by week."""
    mean, of_rest = sum(counts[:104]) / 104, sum(rest[:104]) / 104
    s, told = 0.0, []
    for week in range(104, len(counts)):
        recent = sum(rest[week - 12 : week + 1]) / 13
        mu = mean * recent / of_rest
        s = max(0.0, s + counts[week] - mu / math.log(2))
        told.append(s)
    return told


def test_it_is_held_against_twice_what_the_rest_of_the_city_leads_one_to_expect() -> None:
    rng = np.random.default_rng(3)
    counts, rest = rng.poisson(2.0, (3, 130)), rng.poisson(30.0, (3, 130))
    found = drift(counts, rest)
    for own, others, told in zip(counts.tolist(), rest.tolist(), found.sums, strict=True):
        assert told == pytest.approx(_plainly(own, others))


def test_phi_is_of_blocks_of_four_weeks_and_never_below_one() -> None:
    # 26 blocks of 4 and of 12 by turns: mean 8, sum of squares 26 · 16, 416/(8 · 25) = 2.08
    uneven = np.array([([1] * 4 + [3] * 4) * 13])
    assert baseline(uneven).phi == pytest.approx([2.08])
    assert baseline(np.ones((1, 104), dtype=np.int64)).phi == [1.0]
    assert baseline(np.zeros((1, 104), dtype=np.int64)).phi == [1.0]


def test_a_threshold_is_the_same_every_time_and_whoever_else_is_asked() -> None:
    rng = np.random.default_rng(4)
    counts, rest = baseline(rng.poisson(1.0, (3, 104))), baseline(rng.poisson(20.0, (3, 104)))
    together = thresholds(counts, rest)
    alone = [
        float(
            thresholds(type(counts)(counts.years[[i]], counts.phi[[i]]), type(rest)(rest.years[[i]], rest.phi[[i]]))[0]
        )
        for i in range(3)
    ]
    assert together.tolist() == alone


@pytest.mark.parametrize(
    ("first", "second", "yearly"),
    # the ratio, between none and a half more
    [(100, 100, 1.0), (2, 1, 1.0), (100, 125, 1.25), (50, 70, 1.4), (1, 9, 1.5), (0, 3, 1.0), (3, 0, 1.0)],
)
def test_where_there_is_no_rest_what_it_grew_by_goes_on(first: int, second: int, yearly: float) -> None:
    """The mean of both years lies a year before the first week that is watched: after a week it has grown for 53."""
    counts = np.array([[first] * 52 + [second] * 52 + [second] * 52])
    mean = (first + second) / 2
    expected = drift(counts, np.zeros_like(counts)).expected[0]
    assert expected[[0, 51]] == pytest.approx([mean * yearly ** (53 / 52), mean * yearly**2])
    # where there is a rest of the city it says what goes on
    assert drift(counts, np.ones_like(counts)).expected[0] == pytest.approx([mean] * 52)


@pytest.mark.parametrize(("first", "second"), [(240, 290), (500, 500), (400, 200), (30, 60)])
def test_the_growth_that_may_have_been_is_that_of_two_gammas(first: int, second: int) -> None:
    """The share of the second year as it is drawn, against the ratio of the means of both drawn by themselves."""
    rng = np.random.default_rng(8)
    drawn = _growths(rng, np.array([first, second]), 2.0)
    plain = rng.gamma(second / 2 + 0.5, 2, 200_000) / rng.gamma(first / 2 + 0.5, 2, 200_000)
    plain = plain.clip(2 / 3, 1.5)
    for share in (0.1, 0.5, 0.9):
        assert float(np.quantile(drawn, share)) == pytest.approx(np.quantile(plain, share), rel=0.03)


def test_a_threshold_is_that_of_a_city_which_goes_on_growing() -> None:
    """The same two years in all, level and with a fifth more in the second: the year after has a fifth more again."""
    own, others = (np.array([[first] * 52 + [second] * 52 + [0]]) for first, second in ((10, 12), (100, 120)))
    level, of_rest = (np.array([[each] * 104 + [0]]) for each in (11, 110))
    assert drift(own, others).threshold[0] > 1.05 * drift(level, of_rest).threshold[0]


def test_the_more_figures_are_looked_at_together_the_more_it_takes() -> None:
    rng = np.random.default_rng(6)
    counts, rest = rng.poisson(1.0, (4, 110)), rng.poisson(20.0, (4, 110))
    alone = drift(counts, rest).threshold
    together = [drift(counts[:many], rest[:many], together=True).threshold[0] for many in (1, 2, 4)]
    assert alone[0] == together[0] < together[1] < together[2]


def test_nothing_in_two_years_and_nothing_since_is_no_drift() -> None:
    empty = np.zeros((1, 120), dtype=np.int64)
    assert not drift(empty, empty).flagged.any()
    assert drift(empty, empty).weeks.tolist() == [0]


@pytest.mark.parametrize(
    ("counts", "rest"),
    [
        (np.ones((1, 104), dtype=np.int64), np.ones((1, 104), dtype=np.int64)),
        (np.ones((1, 110), dtype=np.int64), np.ones((2, 110), dtype=np.int64)),
        (-np.ones((1, 110), dtype=np.int64), np.ones((1, 110), dtype=np.int64)),
        (np.ones(110, dtype=np.int64), np.ones(110, dtype=np.int64)),
    ],
)
def test_what_cannot_be_watched_is_refused(counts: Table, rest: Table) -> None:
    with pytest.raises(ValueError, match="."):
        drift(counts, rest)


def _cities(kind: str, cities: int, *, base: float, rest: float, growth: float = 0.0, times: float = 1.0) -> Table:
    """Cities × (figure, rest) × weeks: what changes, changes with the first week that is watched."""
    rng = np.random.default_rng(51)
    level = (1 + growth) ** (np.arange(WEEKS) / 52)
    mean = np.stack([np.broadcast_to(each * level, (cities, WEEKS)) for each in (base, rest)], axis=1).copy()
    mean[:, 0, BASELINE_WEEKS:] *= times
    return DRAWS[kind](rng, mean)


# records a week of the figure, of the rest; what the whole city does
STEADY = [(0.5, 11.5, 0.0), (1.0, 23.0, 0.0), (2.0, 46.0, 0.0), (5.0, 115.0, 0.0), (1.0, 23.0, 0.2), (5.0, 2.0, 0.0)]


@SIZES
@pytest.mark.parametrize("kind", DRAWS)
@pytest.mark.parametrize(("base", "rest", "growth"), STEADY)
def test_a_year_of_weekly_looks_at_what_does_not_change(
    kind: str, base: float, rest: float, growth: float, cities: int
) -> None:
    tables = _cities(kind, cities, base=base, rest=rest, growth=growth)
    share = float(drift(tables[:, 0], tables[:, 1]).flagged.mean())
    grows = ", growth 20 % a year" if growth else ""
    _told(f"{base:g} a week of {base + rest:g}, {kind}{grows}", "drift, falsely within a year", share, "≤ 10 %")
    assert share <= _most(0.10, cities)


@SIZES
@pytest.mark.parametrize("kind", DRAWS)
@pytest.mark.parametrize("base", [0.5, 1.0, 2.0, 5.0])
def test_what_trebles_is_flagged_and_after_so_many_weeks(kind: str, base: float, cities: int) -> None:
    # how soon a doubling is seen is told by the soak, and promised to nobody
    for times, least in ((3.0, 0.85), (2.0, None))[: 2 if cities == CITIES else 1]:
        tables = _cities(kind, cities, base=base, rest=23 * base, times=times)
        found = drift(tables[:, 0], tables[:, 1])
        share = float(found.flagged.mean())
        middle, late = np.quantile(found.weeks[found.flagged], [0.5, 0.9])
        promise = f"≥ {least:.0%}" if least else "not promised"
        scenario = f"{base:g} a week becomes {base * times:g}, {kind}"
        _told(scenario, f"after {middle:.0f} weeks, 9 of 10 by {late:.0f}", share, promise)
        assert least is None or share >= _least(least, cities)
