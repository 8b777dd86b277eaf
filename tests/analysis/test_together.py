"""What goes together, against scipy's Fisher test and on cities where nothing does."""

import datetime
from typing import Any

import numpy as np
import pytest

from analysis.records import Event
from analysis.together import _fisher, together
from tests.analysis.makers import event
from tests.analysis.references import stats

CURRENTS, KINDS, TARGETS = ("right", "jihadist"), ("threat", "assault", "damage"), ("muslims", "jews", "officials")
FIRST = datetime.date(2025, 1, 1)


@pytest.mark.parametrize(("n", "a", "b", "total"), [(3, 5, 7, 20), (0, 5, 7, 20), (12, 12, 12, 40), (30, 60, 90, 400)])
def test_the_tail_is_that_of_fisher(n: int, a: int, b: int, total: int) -> None:
    table = np.array([[n, a - n], [b - n, total - a - b + n]])
    assert _fisher(n, a, b, total) == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue, rel=1e-9)


def _events(count: int, seed: int, **fields: Any) -> list[Event]:
    chance = np.random.default_rng(seed)

    def one() -> Event:
        values = {
            "currents": (str(chance.choice(CURRENTS, p=[0.7, 0.3])),),
            "manifestations": (str(chance.choice(KINDS, p=[0.5, 0.3, 0.2])),),
            "targets": (str(chance.choice(TARGETS)),),
        }
        return event(FIRST + datetime.timedelta(days=int(chance.integers(365))), **{**values, **fields})

    return [one() for _number in range(count)]


def _in_series(events: list[Event]) -> list[Event]:
    """Three of one night for every event."""
    return [one._replace(key=f"{one.key}-{number}") for one in events for number in range(3)]


@pytest.mark.parametrize("cities", [20, pytest.param(200, marks=pytest.mark.soak)])
@pytest.mark.parametrize("series", [False, True])
def test_where_nothing_goes_together_next_to_nothing_is_told(series: bool, cities: int) -> None:
    """A false word in at most 5 of 100, with three standard errors."""
    made = (_events(80 if series else 200, seed) for seed in range(cities))
    false = sum(bool(together(_in_series(city) if series else city)) for city in made)
    assert false <= cities * 0.05 + 3 * (cities * 0.05 * 0.95) ** 0.5


def test_what_was_put_together_is_found_with_its_counts() -> None:
    planted = _events(40, 1, currents=("right",), manifestations=("damage",), targets=("jews",))
    found = together([*_events(200, 2), *planted])
    pair = next(each for each in found if each.keys == (("manifestations", "damage"), ("targets", "jews")))
    both = [e for e in [*_events(200, 2), *planted] if "damage" in e.manifestations and "jews" in e.targets]
    assert pair.events == len(both)
    assert pair.ratio >= 1.5
    assert not any(each.keys == (("manifestations", "threat"), ("targets", "jews")) for each in found)


def test_three_stand_out_only_from_what_two_of_them_explain() -> None:
    """Damage against Jews is planted among all currents alike: the pair stands out, no current with it."""
    found = together([*_events(200, 3), *_events(60, 4, manifestations=("damage",), targets=("jews",))])
    assert any(each.keys == (("manifestations", "damage"), ("targets", "jews")) for each in found)
    three = [each.keys for each in found if len(each.keys) == 3]
    assert not any({("manifestations", "damage"), ("targets", "jews")} <= set(keys) for keys in three)


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        pytest.param([], False, id="none"),
        pytest.param(_events(8, 5, manifestations=("arson",), targets=("roma",)), False, id="fewer than ten"),
        pytest.param(_events(12, 5, manifestations=("arson",), targets=("roma",)), True, id="enough"),
        pytest.param(
            [event(FIRST, code, manifestations=("arson",), targets=("roma",)) for code in "ABCDEFGHIJKL"],
            False,
            id="on one date",
        ),
        pytest.param(_events(30, 5, manifestations=("arson",), targets=("none",)), False, id="nobody targeted"),
        pytest.param(_events(30, 5, currents=("none_known",), targets=("none",)), False, id="nothing known"),
    ],
)
def test_only_what_is_often_enough_and_says_something_is_told(planted: list[Event], told: bool) -> None:
    found = together([*_events(150, 6), *planted])
    assert any(("manifestations", "arson") in each.keys for each in found) == told
    assert not any(code in {"none", "none_known"} for each in found for _family, code in each.keys)


def test_no_events_say_nothing() -> None:
    assert together([]) == ()


@pytest.mark.parametrize("own", [{}, {"currents": ("anti_institutional",)}])
@pytest.mark.parametrize(("target", "told"), [("public_officials", False), ("journalists", True)])
def test_a_pair_of_which_one_means_the_other_is_no_finding(own: dict[str, Any], target: str, told: bool) -> None:
    planted = _events(30, 7, manifestations=("harassment_of_officials",), targets=(target,), **own)
    both = {("manifestations", "harassment_of_officials"), ("targets", target)}
    assert any(both <= set(each.keys) for each in together([*_events(300, 8), *planted])) is told
