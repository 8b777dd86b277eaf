"""Needs: units that may be the same, words, who raised them, and samples of the sessions against plain counting."""

import itertools
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest

from analysis.disclosure import Attribution, weighed_as
from analysis.needs import Strength, strength, voiced
from analysis.ratings import DIRECTIONS
from analysis.sessions import Raised, Session, Unit
from stakeholders.vocabulary import Direction

FAITH_UNNAMED = Unit(weighed_as(Attribution(None, "faith", "civil_society")), "faith", "civil_society", is_named=False)
CHURCH = Unit("organisation:1", "faith", "civil_society")
POLICE = Unit("organisation:2", "police", "public_bodies")
QUAY = Unit("organisation:3", "residents_association", "residents")


def _session(key: int | str, *heard: Unit, **raised: dict[Unit, int]) -> Session:
    rows = tuple(Raised(unit, name, level) for name, by in raised.items() for unit, level in by.items())
    return Session(str(key), (), heard, needs=rows)


def _score(sessions: Sequence[Session]) -> float:
    return voiced(sessions)[0].score


@pytest.mark.parametrize("times", [1, 2, 10, 40])
def test_sessions_of_a_sector_that_names_nobody_weigh_as_one_however_many(times: int) -> None:
    """Faith: the church 0, whoever is not named 1: (0 + 1) / 2."""
    unnamed = [_session(n, FAITH_UNNAMED, training={FAITH_UNNAMED: 5}) for n in range(times)]
    assert _score([_session("church", CHURCH), *unnamed]) == pytest.approx(0.5)


def test_whoever_is_not_named_is_one_in_all_sessions_and_an_organisation_is_itself() -> None:
    assert weighed_as(Attribution(None, "faith", "civil_society")) == FAITH_UNNAMED.key
    assert weighed_as(Attribution(None, "", "civil_society")) != FAITH_UNNAMED.key
    assert weighed_as(Attribution(7, "faith", "civil_society")) != weighed_as(Attribution(8, "faith", "civil_society"))


def test_who_raised_it_is_counted_by_what_may_be_told_of_them() -> None:
    other = Unit("0::residents", "", "residents", is_named=False)
    sessions = [
        _session(1, CHURCH, POLICE, training={CHURCH: 3}),
        _session(2, CHURCH, training={CHURCH: 5}),
        _session(3, FAITH_UNNAMED, training={FAITH_UNNAMED: 2}),
        _session(4, other),
        *(replace(_session(n, other, training={other: 4}), in_confidence=True) for n in (5, 6, 7)),
    ]
    (found,) = voiced(sessions)
    assert (found.organisations, found.unnamed, found.in_confidence) == (1, 1, 3)


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0.0, Strength.NOT_RAISED),
        (0.01, Strength.LITTLE),
        (0.1 + 0.1, Strength.SOME),
        (0.39, Strength.SOME),
        (0.1 + 0.2 + 0.1, Strength.STRONG),
        (0.6, Strength.VERY_STRONG),
        (1.0, Strength.VERY_STRONG),
    ],
)
def test_words_are_steps_of_a_fifth(score: float, word: Strength) -> None:
    assert strength(score) == word


def _by_hand(sessions: Sequence[Session], category: str) -> tuple[float, int]:
    """The score by plain loops, and how many blocks were heard."""
    given: dict[Unit, list[float]] = defaultdict(list)
    for session in sessions:
        for unit in session.heard:
            rows = [row.priority for row in session.needs if (row.unit, row.category) == (unit, category)]
            given[unit].append(max(rows, default=0) / 5)
    sectors: dict[tuple[str, str], list[float]] = defaultdict(list)
    for unit, each in given.items():
        sectors[unit.block, unit.sector].append(fmean(each))
    blocks: dict[str, list[float]] = defaultdict(list)
    for (block, _sector), each in sectors.items():
        blocks[block].append(fmean(each))
    return fmean(map(fmean, blocks.values())), len(blocks)


def _random_sessions(seed: int, count: int) -> list[Session]:
    rng = np.random.default_rng(seed)
    units = [
        Unit(f"{sector} {n}", sector, block)
        for block, sector in (("a", "police"), ("a", "health"), ("b", "faith"), ("b", "youth"))
        for n in range(3)
    ]
    sessions = []
    for key in range(count):
        heard = [units[n] for n in rng.choice(len(units), int(rng.integers(2, 7)), replace=False)]
        raised = {
            name: {unit: int(rng.integers(1, 6)) for unit in heard if rng.random() < 0.5}
            for name in ("training", "funding")
        }
        sessions.append(_session(key, *heard, **raised))
    return sessions


@pytest.mark.parametrize("seed", range(10))
def test_scores_are_those_of_plain_loops(seed: int) -> None:
    sessions = _random_sessions(seed, 12)
    for found in voiced(sessions):
        assert found.score == pytest.approx(_by_hand(sessions, found.category)[0])
        # without one sector: by leaving its units out of every session
        rest = []
        for sector in ("police", "health", "faith", "youth"):
            without = [_without(session, sector) for session in sessions]
            rest.append(_by_hand(without, found.category)[0])
        assert found.without == pytest.approx((min(rest), max(rest)))


def _without(session: Session, sector: str) -> Session:
    heard = tuple(unit for unit in session.heard if unit.sector != sector)
    return Session(session.key, (), heard, needs=tuple(row for row in session.needs if row.unit.sector != sector))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_interval_is_that_of_all_samples_of_the_sessions(seed: int) -> None:
    """Of five sessions four are drawn: every one of the 5^4 samples is as likely; those in which a block is missing are
    none. The distribution function of 1,000 draws lies within 0.06 of theirs (Dvoretzky, Kiefer and Wolfowitz: in 998
    of 1,000 cases)."""
    sessions = _random_sessions(seed, 5)
    found = {each.category: each for each in voiced(sessions)}["training"]
    scores = []
    for sample in itertools.product(sessions, repeat=4):
        score, blocks = _by_hand(sample, "training")
        if blocks == 2:
            scores.append(score)
    low, high = found.interval or (0, 0)
    assert np.quantile(scores, 0.0) - 1e-9 <= low <= np.quantile(scores, 0.025 + 0.06) + 1e-9
    assert np.quantile(scores, 0.975 - 0.06) - 1e-9 <= high <= np.quantile(scores, 1.0) + 1e-9
    assert np.mean(np.array(scores) < low - 1e-6) <= 0.025 + 0.06
    assert np.mean(np.array(scores) > high + 1e-6) <= 0.025 + 0.06


def test_the_same_sessions_give_the_same_interval_in_whatever_order_they_are_read() -> None:
    sessions = _random_sessions(3, 20)
    assert voiced(sessions) == voiced(list(sessions))
    once, again = voiced(sessions), voiced(sessions[::-1])
    assert [each.score for each in once] == pytest.approx([each.score for each in again])
    assert [each.interval for each in once] == [pytest.approx(each.interval, abs=0.03) for each in again]


def test_no_interval_where_a_block_was_heard_in_fewer_than_three_sessions() -> None:
    told = [_session(n, POLICE, training={POLICE: 4}) for n in range(8)]
    (twice,) = voiced([*told, _session("x", QUAY), _session("y", QUAY)])
    (thrice,) = voiced([*told, *(_session(name, QUAY) for name in "xyz")])
    assert (twice.interval, twice.places) == (None, None)
    assert thrice.interval == pytest.approx((0.4, 0.4))
    assert thrice.places == (1, 1)


def test_a_need_that_is_always_raised_higher_has_the_first_place_in_every_sample() -> None:
    sessions = [_session(n, POLICE, QUAY, first={POLICE: 5, QUAY: 5}, second={QUAY: 1 + n % 3}) for n in range(6)]
    assert [(each.category, each.places) for each in voiced(sessions)] == [("first", (1, 1)), ("second", (2, 2))]
    # in turns, nobody knows which is first
    turns = [_session(n, POLICE, **{("first", "second")[n % 2]: {POLICE: 5}}) for n in range(6)]
    assert [each.places for each in voiced(turns)] == [(1, 2), (1, 2)]


def test_ten_times_as_many_sessions_and_organisations_take_about_ten_times_as_long() -> None:
    """Not a hundred times: what is kept is an entry for each organisation in each session."""
    seconds = []
    for count in (150, 1_500):
        units = [Unit(str(n), ("police", "faith")[n % 2], ("a", "b")[n % 2]) for n in range(count)]
        sessions = [
            _session(n, *(units[(n * 7 + m) % count] for m in range(4)), training={units[n]: 3}) for n in range(count)
        ]
        begun = time.process_time()
        assert voiced(sessions)[0].interval
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 40 * seconds[0] + 0.2


def test_directions_are_those_of_the_vocabulary_from_the_worst_to_the_best() -> None:
    assert list(DIRECTIONS) == [term.value for term in Direction]
