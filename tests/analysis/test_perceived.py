"""What was recorded beside what was raised: probabilities, fields, and how often a field is the wrong one."""

from collections.abc import Sequence

import numpy as np
import pytest

from analysis.perceived import PerceivedField, Placement, more_than_elsewhere, placements, strong_concern
from analysis.questions.kendall import interval
from analysis.rates import MEANS, VARIATIONS
from analysis.sessions import Rated, Session, Unit
from tests.analysis.references import stats

PLACED = (PerceivedField.BOTH, PerceivedField.RECORDED_ONLY, PerceivedField.RAISED_ONLY, PerceivedField.NEITHER)
CITIES, SAMPLE = 1_000, 12
DRAWS = 400_000


def _rated(by: str, district: str, level: int) -> Rated:
    return Rated(Unit(by, "faith", "civil_society"), district, level)


def _told(*levels: int, district: str = "01") -> list[Session]:
    """One session each, by another organisation each."""
    rated = [_rated(f"{district} {n}", district, level) for n, level in enumerate(levels)]
    return [Session(each.by, (), (), concern=(each,)) for each in rated]


@pytest.mark.parametrize("phi", [1.0, 2.0])
def test_the_probability_of_more_records_is_that_of_cities_drawn_and_weighed(phi: float) -> None:
    """Independently: means and variations are drawn from the grid, rates from Gamma, each city weighed by Poisson."""
    counts, exposure = np.array([2, 9, 14, 30]), np.array([3.0, 4.0, 3.5, 5.0])
    rng = np.random.default_rng(5)
    mean = counts.sum() / exposure.sum()
    shape = 1 / rng.choice(VARIATIONS, DRAWS) ** 2
    scale = mean * rng.choice(MEANS, DRAWS) / shape
    rates = rng.gamma(shape[:, None], scale[:, None], (DRAWS, 4))
    # Poisson of x/φ and e/φ, for x that need not be whole
    weight = np.exp((counts / phi * np.log(rates) - rates * exposure / phi).sum(axis=1) + counts.sum() / phi)
    others = (counts.sum() - counts) / (exposure.sum() - exposure)
    by_hand = ((rates > others) * weight[:, None]).sum(axis=0) / weight.sum()
    codes = ["a", "b", "c", "d"]
    found = more_than_elsewhere(
        dict(zip(codes, counts.tolist(), strict=True)), dict(zip(codes, exposure.tolist(), strict=True)), phi
    )
    assert [found[code] for code in codes] == pytest.approx(by_hand, abs=0.02)


def test_nothing_is_more_than_elsewhere_without_elsewhere_or_records() -> None:
    assert more_than_elsewhere({"a": 5}, {"a": 1.0}) == {}
    assert more_than_elsewhere({"a": 0, "b": 0}, {"a": 1.0, "b": 1.0}) == {}


def test_strong_concern_is_that_of_districts_drawn_and_weighed() -> None:
    """Independently: centre and spread drawn flat, districts Normal round it, weighed by the means that were told."""
    told = {"01": (5, 4, 5), "02": (2, 2, 1, 3), "03": (3, 4, 3)}
    sessions = [each for code, levels in told.items() for each in _told(*levels, district=code)]
    squares = sum(np.var(levels) * len(levels) for levels in told.values())
    variance = (4 * 0.5 + squares) / (4 + 2 + 3 + 2)
    rng = np.random.default_rng(6)
    centre, spread = rng.uniform(-3, 9, DRAWS), rng.uniform(0.05, 2.0, DRAWS)
    concern = rng.normal(centre[:, None], spread[:, None], (DRAWS, 3))
    errors = [np.sqrt(variance / len(levels)) for levels in told.values()]
    weight = stats.norm.pdf([np.mean(levels) for levels in told.values()], concern, errors).prod(axis=1)
    by_hand = ((concern > 3) * weight[:, None]).sum(axis=0) / weight.sum()
    found = strong_concern(sessions, list(told))
    assert [found[code] for code in told] == pytest.approx(by_hand, abs=0.02)


def test_alone_a_district_is_judged_by_its_own_sessions() -> None:
    """5, 4 and 3: mean 4, variance (4·0.5 + 2)/6 over three sessions; Φ(1/√(2/9)) = Φ(2.1213) = 0.98305."""
    assert strong_concern(_told(5, 4, 3), ["01"])["01"] == pytest.approx(0.98305, abs=5e-5)
    assert strong_concern(_told(3, 3, 3), ["01"])["01"] == pytest.approx(0.5)


def test_of_fewer_than_three_sessions_or_organisations_nothing_is_known() -> None:
    assert strong_concern(_told(5, 5), ["01"]) == {}
    assert strong_concern(_told(5, 5, 5), ["02"]) == {}
    same = [Session(str(n), (), (), concern=(_rated("o", "01", 5),)) for n in range(9)]
    assert strong_concern(same, ["01"]) == {}


def test_one_organisation_that_rates_nine_times_counts_once_beside_two_others() -> None:
    """Mean (5 + 1 + 1)/3, not (9·5 + 1)/10."""
    nine = [Session(str(n), (), (), concern=(_rated("o", "01", 5),)) for n in range(9)]
    others = Session("x", (), (), concern=(_rated("p", "01", 1), _rated("q", "01", 1)))
    assert strong_concern([*nine, others], ["01"])["01"] < 0.5


def _worlds() -> tuple[dict[str, int], dict[str, float], list[Session]]:
    counts = {"both": 60, "recorded": 60, "raised": 4, "neither": 4, "alike": 30, "silent": 26}
    sessions = [
        *_told(5, 5, 4, 5, district="both"),
        *_told(1, 2, 1, 1, district="recorded"),
        *_told(5, 5, 4, 5, district="raised"),
        *_told(1, 2, 1, 1, district="neither"),
        *_told(5, 5, 4, 5, district="alike"),
        *_told(5, 5, 4, 5, district="no rate"),
    ]
    return counts, dict.fromkeys(counts, 1.0), sessions


def test_each_district_stands_in_its_field() -> None:
    counts, exposure, sessions = _worlds()
    found = {each.district: each.field for each in placements([*counts, "no rate"], counts, exposure, sessions)}
    assert found == {
        "both": PerceivedField.BOTH,
        "recorded": PerceivedField.RECORDED_ONLY,
        "raised": PerceivedField.RAISED_ONLY,
        "neither": PerceivedField.NEITHER,
        "alike": PerceivedField.UNPLACED,
        "silent": PerceivedField.NOT_CONSULTED,
        "no rate": PerceivedField.NO_RATE,
    }


def test_a_district_without_a_consultation_is_unknown_however_few_its_records() -> None:
    counts, exposure, sessions = _worlds()
    found = placements(["silent"], counts | {"silent": 0}, exposure, sessions)
    assert found[0].field == PerceivedField.NOT_CONSULTED
    assert found[0].strong is None


def test_the_order_of_sessions_and_districts_changes_nothing() -> None:
    counts, exposure, sessions = _worlds()
    once = placements(list(counts), counts, exposure, sessions)
    again = placements(list(counts)[::-1], counts, exposure, sessions[::-1])
    assert [each.field for each in once] == [each.field for each in again[::-1]]


@pytest.mark.parametrize(
    ("district", "spread", "differing", "sessions"),
    [
        (24, 0.5, 0.7, (3, 8)),
        (24, 0.25, 0.7, (3, 8)),
        (24, 0.5, 0.35, (3, 8)),
        (24, 0.5, 0.7, (3, 3)),
        (6, 0.5, 0.7, (3, 8)),
    ],
)
@pytest.mark.parametrize("cities", [SAMPLE, pytest.param(CITIES, marks=pytest.mark.soak)])
def test_few_districts_stand_in_a_wrong_field(
    cities: int, district: int, spread: float, differing: float, sessions: tuple[int, int]
) -> None:
    """At most 5 % of those placed, and three standard errors."""
    wrong = placed = 0
    for seed in range(cities):
        found, truth = _city(np.random.default_rng([29, seed]), district, spread, differing, sessions)
        for each in found:
            if each.field in PLACED:
                placed += 1
                wrong += each.field != truth[each.district]
    print(f"{district} districts, {spread}, {differing}, {sessions}: {placed} placed, {wrong / placed:.1%} wrong")  # noqa: T201
    assert placed >= cities / 5
    assert wrong / placed <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / placed)


def _city(
    rng: np.random.Generator, size: int, spread: float, differing: float, sessions: tuple[int, int]
) -> tuple[Sequence[Placement], dict[str, PerceivedField]]:
    """Rates lognormal, concern normal between districts, sessions and those in them; 10 records a district."""
    codes = [str(n) for n in range(size)]
    residents = rng.uniform(2, 20, size)
    rates = np.exp(rng.normal(0, spread, size))
    means = 10 * size * residents * rates / (residents @ rates)
    concern = rng.normal(3, differing, size)
    told = []
    for at, code in enumerate(codes):
        for session in range(rng.integers(sessions[0], sessions[1] + 1)):
            here = concern[at] + rng.normal(0, 0.4)
            levels = np.clip(np.rint(here + rng.normal(0, 0.8, rng.integers(1, 6))), 1, 5).astype(int)
            rated = tuple(_rated(f"{code} {session} {n}", code, int(level)) for n, level in enumerate(levels))
            told.append(Session(f"{code} {session}", (), (), concern=rated))
    found = placements(
        codes,
        dict(zip(codes, rng.poisson(means).tolist(), strict=True)),
        dict(zip(codes, residents.tolist(), strict=True)),
        told,
    )
    others = (means.sum() - means) / (residents.sum() - residents)
    fields = {(True, True): PLACED[0], (True, False): PLACED[1], (False, True): PLACED[2], (False, False): PLACED[3]}
    truth = {
        code: fields[bool(means[at] / residents[at] > others[at]), bool(concern[at] > 3)]
        for at, code in enumerate(codes)
    }
    return found, truth


def test_the_interval_of_a_rank_correlation_is_that_of_the_source() -> None:
    """Of 20 and 0.5: atanh 0.549306 ± 1.96·√(0.437/16) = 0.225357, 0.873255."""
    assert interval(0.5, 20) == pytest.approx((np.tanh(0.225357), np.tanh(0.873255)), abs=1e-4)
    assert interval(1.0, 20) == (1.0, 1.0)
    with pytest.raises(ValueError, match="five"):
        interval(0.5, 4)
