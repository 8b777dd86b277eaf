"""The words of a change: which may be said, and which must not."""

import numpy as np
import pytest

from analysis.change import Change, Counted, alpha_of, city_change, districts_changes, members_changes
from analysis.questions.dispersion import dispersion
from analysis.questions.family import adjusted, level_of
from analysis.words import Word, claim
from tests.analysis.references import several


def _counted(now: list[int], earlier: list[list[int]], dates: int = 9) -> Counted:
    """Earlier windows with the newest first."""
    before = np.array(earlier)
    times = -np.arange(before.shape[1] + 1.0)
    return Counted(
        tuple(str(n) for n in range(len(now))),
        np.array(now),
        before,
        times,
        np.full(len(now), dates),
        before.shape[1] + 1,
    )


def _members(now: list[int], earlier: list[list[int]]) -> tuple[Change, ...]:
    counted = _counted(now, earlier)
    return members_changes(counted, alpha_of(counted))


def _city(now: int, *earlier: int) -> Change:
    return city_change(_counted([now], [list(earlier)]))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.67, 1.5, Word.ABOUT_THE_SAME),
        (0.66, 1.5, Word.NEITHER),
        (0.5, 2.0, Word.NEITHER),
        (0.49, 1.2, Word.CANNOT_TELL),
        (0.9, 2.01, Word.CANNOT_TELL),
        (0.0, float("inf"), Word.CANNOT_TELL),
    ],
)
def test_what_may_be_said_where_nothing_was_found(low: float, high: float, word: Word) -> None:
    assert claim(low, high) == word


def test_torontos_six_years_are_rising_and_the_highest() -> None:
    """133, 135, 210, 261, 246 → 372 read "no clear change"."""
    change = _city(372, 246, 261, 210, 135, 133)
    assert change.words == (Word.RISING,)
    assert (change.rank, change.years) == (1, 6)
    assert change.ratio == pytest.approx(1.51, abs=0.005)
    assert change.expected
    assert not change.expected.found


@pytest.mark.parametrize(("now", "before"), [(13, 14), (3, 8), (4, 9)])
def test_fourteen_and_thirteen_are_not_too_few_and_eight_to_three_is_not_no_change(now: int, before: int) -> None:
    """From ten records in all windows on there is a reading, and of so few it is that nobody can tell."""
    assert _city(now, before).words == (Word.CANNOT_TELL,)


def test_a_word_and_its_interval_never_contradict() -> None:
    """“18.0 (1.2–over 20) no clear change”. Over many families: found where 1 lies outside, else never."""
    rng = np.random.default_rng(4)
    for _family in range(40):
        now, earlier = rng.poisson(rng.uniform(5, 80, 12)), rng.poisson(30, (12, 4))
        for change in _members(now.tolist(), earlier.tolist()):
            if change.expected:
                outside = change.expected.ratio_low > 1 or change.expected.ratio_high < 1
                assert outside == change.expected.found
                if change.word == Word.ABOUT_THE_SAME:
                    assert change.expected.ratio_high <= 1.5


def test_districts_words_and_intervals_agree_too() -> None:
    rng = np.random.default_rng(5)
    counted = _counted(rng.poisson(rng.uniform(5, 60, 30)).tolist(), rng.poisson(20, (30, 4)).tolist())
    changes, _asked = districts_changes(counted, dispersion(counted.earlier))
    for change in changes:
        assert change.against
        outside = change.against.low > 1 or change.against.high < 1
        assert outside or not change.against.found
    assert any(change.against and change.against.found for change in changes)


def test_a_city_of_many_records_that_stays_is_about_the_same() -> None:
    """Of five earlier years what a sixth may be is not known that well; of eight it is."""
    assert _city(400, *[400] * 5).words == (Word.NEITHER,)
    assert _city(400, *[400] * 8).words == (Word.ABOUT_THE_SAME,)


def test_two_windows_say_before_and_never_over_years() -> None:
    """At 0.05 on 4 degrees of freedom with α = 0.03 and a slope that may be anything within N(0, 0.2²)."""
    assert _city(300, 60).words == (Word.HIGHER,)
    assert _city(8, 90).words == (Word.LOWER,)


def test_fewer_than_five_windows_are_no_trend() -> None:
    assert _city(160, 80, 40, 20).trend is None
    assert _city(160, 80, 40, 20, 10).words == (Word.RISING,)


def test_nine_records_are_too_few() -> None:
    assert _city(5, 4).words == (Word.TOO_FEW,)


@pytest.mark.parametrize(("now", "word"), [(30, Word.NEW), (0, Word.TOO_FEW)])
def test_a_new_phenomenon_is_a_finding(now: int, word: Word) -> None:
    """0 → 30 read "recording changed"."""
    changes = _members([20, 22, 18, 25, now], [[20] * 4, [20] * 4, [20] * 4, [20] * 4, [0] * 4])
    assert changes[-1].words == (word,)


def test_what_vanishes_is_no_longer_recorded() -> None:
    changes = _members([20, 22, 18, 25, 0], [[20] * 5, [20] * 5, [20] * 5, [20] * 5, [15] * 5])
    assert changes[-1].words[0] == Word.NO_LONGER


def test_nothing_is_new_against_one_year() -> None:
    changes = _members([20, 22, 18, 25, 30], [[20], [20], [20], [20], [0]])
    assert changes[-1].words == (Word.CANNOT_TELL,)


def test_districts_with_one_earlier_window_have_counts_and_no_words() -> None:
    counted = _counted([60] + [20] * 9, [[20]] * 10)
    changes, asked = districts_changes(counted, dispersion(counted.earlier))
    assert asked is None
    assert {change.word for change in changes} == {Word.CANNOT_TELL}


def test_groups_are_never_read_against_the_city() -> None:
    """Of five members with one riser the others would "fall"."""
    for change in _members([90, 20, 20, 20, 20], [[20] * 5] * 5):
        assert change.against is None
        assert not {Word.ROSE, Word.FELL} & set(change.words)


def test_ranks_begin_with_the_highest() -> None:
    assert _city(30, 20, 40, 50).rank == 3


def test_false_discoveries_are_held_as_statsmodels_does() -> None:
    p = np.array([0.001, 0.02, 0.03, 0.5, 0.04, 0.9])
    assert list(adjusted(p) <= 0.10) == list(several.multipletests(p, alpha=0.10, method="fdr_bh")[0])


def test_the_level_of_a_family_by_hand() -> None:
    """Six members, four found at q = 0.10: 1 − 0.10 × 4/6; none found: 1 − 0.10/6."""
    assert level_of(np.array([0.001, 0.02, 0.03, 0.5, 0.04, 0.9])) == pytest.approx(1 - 0.4 / 6)
    assert level_of(np.full(6, 0.5)) == pytest.approx(1 - 0.1 / 6)
    assert level_of(np.array([0.2]), 0.05) == pytest.approx(0.95)


def test_only_words_that_claim_a_change_have_a_direction() -> None:
    up = {Word.NEW, Word.RISING, Word.ABOVE, Word.HIGHER, Word.ROSE}
    down = {Word.NO_LONGER, Word.FALLING, Word.BELOW, Word.LOWER, Word.FELL}
    assert {word for word in Word if word.direction == 1} == up
    assert {word for word in Word if word.direction == -1} == down
    assert {word for word in Word if word.is_finding} == up | down
