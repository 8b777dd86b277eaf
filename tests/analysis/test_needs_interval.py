"""How often the interval of a need holds the score that everybody together would give, on cities of known truth."""

import sys
from collections import defaultdict
from statistics import fmean

import numpy as np
import pytest

from analysis import needs
from analysis.needs import voiced
from analysis.sessions import Raised, Session, Unit

SECTORS = {
    "public_bodies": ("police", "health", "education"),
    "civil_society": ("faith", "youth", "community"),
    "residents": ("residents_association", "council_commission"),
}
OF_A_SECTOR, MOST_TOGETHER = 6, 6

# An organisation, how often it raises the need where it is heard, and how high.
Body = tuple[Unit, float, int]


def _city(rng: np.random.Generator) -> list[Body]:
    bodies = []
    for block, sectors in SECTORS.items():
        for sector in sectors:
            usual = rng.beta(1, 1.5)
            for n in range(OF_A_SECTOR):
                often = float(np.clip(rng.normal(usual, 0.2), 0, 1))
                bodies.append((Unit(f"{sector} {n}", sector, block), often, int(rng.integers(2, 6))))
    return bodies


def _truth(bodies: list[Body]) -> float:
    """If everybody were heard without end."""
    sectors: dict[tuple[str, str], list[float]] = defaultdict(list)
    for unit, often, high in bodies:
        sectors[unit.block, unit.sector].append(often * high / 5)
    blocks: dict[str, list[float]] = defaultdict(list)
    for (block, _sector), scores in sectors.items():
        blocks[block].append(fmean(scores))
    return fmean(map(fmean, blocks.values()))


def _heard(rng: np.random.Generator, bodies: list[Body], sessions: int) -> list[Session]:
    held = []
    for key in range(sessions):
        came = rng.choice(len(bodies), int(rng.integers(1, MOST_TOGETHER + 1)), replace=False)
        raised = tuple(Raised(bodies[n][0], "need", bodies[n][2]) for n in came if rng.random() < bodies[n][1])
        held.append(Session(str(key), (), tuple(bodies[n][0] for n in came), raised))
    return held


def _share_held(sessions: int, cities: int) -> float:
    """Of the cities in which an interval is given."""
    rng = np.random.default_rng(sessions)
    held = []
    for _city_number in range(cities):
        bodies = _city(rng)
        found = voiced(_heard(rng, bodies, sessions))
        if found and found[0].interval:
            low, high = found[0].interval
            held.append(low <= _truth(bodies) <= high)
    assert len(held) > cities / 2
    return fmean(held)


def test_the_interval_holds_the_truth_in_most_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth of the soak; 0.9 less three standard errors of 100 cities."""
    monkeypatch.setattr(needs, "SAMPLES", 300)
    assert _share_held(15, 100) >= 0.9 - 3 * 0.03


@pytest.mark.soak
@pytest.mark.parametrize(("sessions", "least"), [(6, 0.86), (10, 0.90), (15, 0.90), (25, 0.90), (40, 0.90)])
def test_the_interval_holds_the_truth_in_a_thousand_cities(sessions: int, least: float) -> None:
    found = _share_held(sessions, 1_000)
    sys.stdout.write(f"interval of a need, {sessions} sessions: holds the truth in {found:.1%} of cities\n")
    assert found >= least - 3 * np.sqrt(least * (1 - least) / 1_000)
