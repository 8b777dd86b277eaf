"""The weekly look over whole cities of which it is known what changed: how often a city in which nothing did sees a
flag in a year, and how soon a figure that trebled is flagged. `make soak` prints the table."""

import numpy as np
import pytest

from analysis.questions.drift import BASELINE_WEEKS
from planning.flags.weekly import look_at, rest_of
from tests.analysis.test_operating_characteristics import _least, _most, _told
from tests.analysis.worlds import Draw, Table, chance, wider

WEEKS = BASELINE_WEEKS + 52
DISTRICTS = 24
CITIES, SAMPLE = 200, 5
# What a plan stands on: the judgement of the whole city, and of so many districts.
STANDS_ON = 5
KEYS = ["city.change", *(f"district.{number:02}.change" for number in range(STANDS_ON))]
DRAWS: dict[str, Draw] = {"chance": chance, "φ 2": wider(2.0)}
# Growth a year, and by how much the season moves the whole city up and down.
WORLDS = {"steady": (0.0, 0.0), "growth 20 % a year": (0.2, 0.0), "seasons ± 30 %": (0.0, 0.3)}
# The harder half of the soak is looked at every time.
SIZES = pytest.mark.parametrize(
    ("cities", "kind"),
    [(SAMPLE, "φ 2"), *(pytest.param(CITIES, kind, marks=pytest.mark.soak) for kind in DRAWS)],
)


def _city(rng: np.random.Generator, kind: str, *, per_week: float, world: str, trebles: float = 0.0) -> Table:
    """Records of each district and week, shape (districts, weeks); the first district is said by `trebles`, records a
    week that are three times as many from the first week that is watched on."""
    growth, season = WORLDS[world]
    weeks = np.arange(WEEKS) / 52
    level = (1 + growth) ** weeks * (1 + season * np.sin(2 * np.pi * (weeks + rng.random())))
    mean = np.outer(rng.dirichlet(np.full(DISTRICTS, 3.0)) * per_week, level)
    if trebles:
        mean[0] = trebles * np.where(np.arange(WEEKS) < BASELINE_WEEKS, 1, 3)
    return DRAWS[kind](rng, mean)


def _looked_at(table: Table) -> tuple[bool, int]:
    """Whether anything is flagged in a year of weekly looks, and after how many weeks the first district; 0: never."""
    total = table.sum(axis=0)
    counts = np.vstack([total, table[:STANDS_ON]])
    found = look_at(counts, rest_of(KEYS, counts, total))
    return bool(found.flagged.any()), int(found.weeks[1])


@SIZES
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("per_week", [5.0, pytest.param(24.0, marks=pytest.mark.soak)])
def test_a_city_in_which_nothing_changed_sees_a_flag_in_at_most_one_year_of_ten(
    per_week: float, world: str, cities: int, kind: str
) -> None:
    rng = np.random.default_rng(14)
    share = np.mean([_looked_at(_city(rng, kind, per_week=per_week, world=world))[0] for _city_ in range(cities)])
    _told(f"{per_week:g} a week, {world}, {kind}", "a flag within a year", float(share), "≤ 10 %")
    assert share <= _most(0.10, cities)


@SIZES
@pytest.mark.parametrize("base", [0.5, *(pytest.param(each, marks=pytest.mark.soak) for each in (1.0, 2.0, 5.0))])
def test_a_figure_that_trebles_is_flagged_and_after_so_many_weeks(base: float, cities: int, kind: str) -> None:
    rng = np.random.default_rng(15)
    made = (_city(rng, kind, per_week=24 * base, world="steady", trebles=base) for _number in range(cities))
    weeks = np.array([_looked_at(table)[1] for table in made])
    seen = weeks[weeks > 0]
    share = len(seen) / cities
    middle, late = np.quantile(seen, [0.5, 0.9])
    _told(f"{base:g} a week becomes {3 * base:g}, {kind}", f"after {middle:.0f} weeks, 9 of 10 by {late:.0f}", share,
          "≥ 85 %")  # fmt: skip
    assert share >= _least(0.85, cities)
