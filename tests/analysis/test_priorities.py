"""Priorities: hand arithmetic for each part, and what must hold whatever is said, missing, or in whatever order."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from analysis.priorities import (
    SHIFT,
    UNKNOWN,
    WEIGHTS,
    Band,
    Part,
    PartName,
    Priority,
    Served,
    band,
    moved,
    priorities,
)
from analysis.sessions import Raised, Session, Unit

POLICE = Unit("o:1", "police", "public_bodies")
SCHOOL = Unit("o:2", "education", "public_bodies")
CLINIC = Unit("o:3", "health", "public_bodies")
CHURCH = Unit("o:4", "faith", "civil_society")
MOSQUE = Unit("o:5", "faith", "civil_society")
SHOP = Unit("o:6", "business_venue", "civil_society")
QUAY = Unit("o:7", "residents_association", "residents")
EVERYBODY = (POLICE, SCHOOL, CLINIC, CHURCH, MOSQUE, SHOP, QUAY)
NOBODY_NAMED = Unit("0::residents", "", "residents", is_named=False)
DISTRICTS = ("N", "S", "W", "E")
RATES = {"N": 0.9, "S": 0.2, "W": 0.5}


def heard(*rows: Raised, units: Sequence[Unit] = EVERYBODY, districts: tuple[str, ...] = (), key: str = "1") -> Session:
    return Session(key, districts, tuple(units), needs=rows)


def weigh(
    *sessions: Session, recorded: Mapping[str, float] = RATES, served: Served | None = None
) -> dict[tuple[str, str], Priority]:
    found = priorities(sessions, districts=DISTRICTS, recorded=lambda: recorded, served=served)
    return {(each.category, each.area): each for each in found}


def part(name: PartName, *sessions: Session, area: str = "", **facts: object) -> Part:
    return weigh(*sessions, **facts)["training", area].parts[name]  # type: ignore[arg-type]


def raised(unit: Unit, priority: int = 5, *districts: str, category: str = "training") -> Raised:
    return Raised(unit, category, priority, districts)


def test_how_high_is_the_mean_over_three_blocks_of_the_highest_each_gave() -> None:
    """Public bodies 4 (and 2), civil society 3, residents heard and silent: (0.8 + 0.6 + 0) / 3."""
    said = heard(raised(POLICE, 4), raised(SCHOOL, 2), raised(CHURCH, 3))
    assert part(PartName.VOICED, said) == Part(pytest.approx(1.4 / 3), pytest.approx(1.4 / 3))  # type: ignore[arg-type]


def test_a_block_that_nobody_asked_may_think_anything() -> None:
    """Public bodies 4, civil society 3; residents not heard, from 0 to 1: 1.4 / 3 to 2.4 / 3."""
    asked = (POLICE, SCHOOL, CLINIC, CHURCH, MOSQUE, SHOP)
    found = part(PartName.VOICED, heard(raised(POLICE, 4), raised(SCHOOL, 2), raised(CHURCH, 3), units=asked))
    assert [found.low, found.high] == pytest.approx([1.4 / 3, 2.4 / 3])
    assert not found.is_known


@pytest.mark.parametrize("few", [[POLICE], [POLICE, CHURCH]])
def test_what_fewer_than_three_gave_is_not_told(few: list[Unit]) -> None:
    assert part(PartName.VOICED, heard(*map(raised, few))) == UNKNOWN
    again = [heard(*map(raised, few), key=str(number)) for number in range(4)]
    assert part(PartName.VOICED, *again) == UNKNOWN


def test_whoever_is_not_named_counts_as_one_however_many_sessions() -> None:
    """As in ratings: of a sector that is not told apart it may be the same one every time."""
    rows = [Raised(CHURCH, "training", 5, (), rater="0:faith:civil_society") for _n in range(5)]
    assert part(PartName.VOICED, *(heard(row, key=str(n)) for n, row in enumerate(rows))) == UNKNOWN


def test_how_broadly_counts_two_sectors_of_each_block() -> None:
    """Public bodies three sectors: 1; civil society two organisations of one sector: ½; residents none: 1.5 / 3."""
    said = heard(*map(raised, (POLICE, SCHOOL, CLINIC, CHURCH, MOSQUE)))
    assert part(PartName.BREADTH, said) == Part(0.5, 0.5)
    beside = heard(*map(raised, (POLICE, SCHOOL, CLINIC, CHURCH, MOSQUE, QUAY, NOBODY_NAMED)))
    assert part(PartName.BREADTH, beside) == Part(pytest.approx(2.5 / 3), pytest.approx(2.5 / 3))  # type: ignore[arg-type]


def test_a_district_is_spoken_of_where_it_is_named_and_known_to_those_who_were_asked_there() -> None:
    """N is named by the police; the church sat in a session there and was silent; residents were asked elsewhere."""
    there = heard(raised(POLICE, 5, "N"), units=[POLICE, CHURCH], districts=("N",))
    elsewhere = heard(raised(QUAY, 5), units=[QUAY], key="2")
    found = weigh(there, elsewhere)
    assert set(found) == {("training", ""), ("training", "N")}
    breadth = found["training", "N"].parts[PartName.BREADTH]
    assert [breadth.low, breadth.high] == pytest.approx([0.5 / 3, 1.5 / 3])
    assert found["training", "N"].blocks == ("public_bodies",)
    assert found["training", ""].blocks == ("public_bodies", "residents")


def test_a_district_that_is_not_on_the_map_is_no_area() -> None:
    assert set(weigh(heard(raised(POLICE, 5, "old:1")))) == {("training", "")}


def test_recorded_is_the_rate_against_the_rest_and_unknown_where_there_is_none() -> None:
    said = heard(*(raised(POLICE, 5, code) for code in DISTRICTS))
    assert part(PartName.RECORDED, said, area="N") == Part(0.9, 0.9)
    assert part(PartName.RECORDED, said, area="E") == UNKNOWN
    assert part(PartName.RECORDED, said) == Part(0.5, 0.5)
    assert part(PartName.RECORDED, said, recorded={}) == UNKNOWN


def test_the_gap_is_what_services_leave_open() -> None:
    """N none, S one, W two, E three: 1, ½, 0, 0; the city (1 + ½ + 0 + 0) / 4."""
    served = {("training", "S"): 1, ("training", "W"): 2, ("training", "E"): 3, ("funding", "N"): 9}
    said = heard(*(raised(POLICE, 5, code) for code in DISTRICTS))
    gaps = {area: part(PartName.GAP, said, area=area, served=served) for area in ("", *DISTRICTS)}
    assert {area: each.low for area, each in gaps.items()} == {"": 0.375, "N": 1, "S": 0.5, "W": 0, "E": 0}
    assert all(each.is_known for each in gaps.values())
    assert part(PartName.GAP, said, area="N", served=None) == UNKNOWN


def _of(*values: Part | float) -> Priority:
    parts = {name: value if isinstance(value, Part) else Part(value, value)
             for name, value in zip(PartName, values, strict=True)}  # fmt: skip
    return Priority("training", "", parts, ())


def test_the_sum_and_its_band_by_hand() -> None:
    """0.3 × 0.8 + 0.3 × 0.5 + 0.2 × 0.9 + 0.2 × 1 = 0.24 + 0.15 + 0.18 + 0.2 = 0.77."""
    found = _of(0.8, 0.5, 0.9, 1.0)
    assert [found.low, found.high] == pytest.approx([0.77, 0.77])
    assert found.lowest == found.highest == Band.HIGH


def test_a_missing_part_is_a_span_of_its_weight() -> None:
    """0.24 + 0.15 + 0.18 = 0.57, and 0.2 more where no service is there: medium to high."""
    found = _of(0.8, 0.5, 0.9, UNKNOWN)
    assert [found.low, found.high] == pytest.approx([0.57, 0.77])
    assert (found.lowest, found.highest) == (Band.MEDIUM, Band.HIGH)


@pytest.mark.parametrize(
    ("value", "name"),
    [(0, Band.LOW), (0.333, Band.LOW), (1 / 3, Band.MEDIUM), (0.1 + 0.2 + 0.1 / 3, Band.MEDIUM), (0.666, Band.MEDIUM),
     (2 / 3, Band.HIGH), (1, Band.HIGH)],
)  # fmt: skip
def test_bands_are_thirds(value: float, name: Band) -> None:
    assert band(value) == name


def test_a_band_that_ten_points_of_weight_would_change_is_unsettled() -> None:
    """0.3 × 1 + 0.3 × 1 + 0.2 × 0.2 + 0 = 0.64; ten points more for each of the first two: + 0.2 − 0.02 = 0.82."""
    assert list(moved([1, 1, 0.2, 0])) == pytest.approx([0.46, 0.82])
    assert _of(1.0, 1.0, 0.2, 0.0).is_unsettled
    assert not _of(0.5, 0.5, 0.5, 0.5).is_unsettled
    assert not _of(1.0, 1.0, 1.0, 0.9).is_unsettled


def test_where_it_may_be_in_any_band_there_is_none_to_be_unsettled() -> None:
    found = _of(UNKNOWN, UNKNOWN, 0.9, 0.2)
    assert (found.lowest, found.highest) == (Band.LOW, Band.HIGH)
    assert not found.is_unsettled


def test_no_weights_within_ten_points_give_less_or_more() -> None:
    """Against every shift in steps of two points that leaves a hundred together."""
    chance = random.Random(50)
    shifts = [each for each in itertools.product(range(-SHIFT, SHIFT + 1, 2), repeat=4) if sum(each) == 0]
    for _round in range(12):
        values = [chance.choice([0, 0.2, 0.5, chance.random(), 1]) for _part in PartName]
        sums = [sum((WEIGHTS[name] + by) * value for name, by, value in zip(PartName, shift, values, strict=True)) / 100
                for shift in shifts]  # fmt: skip
        assert list(moved(values)) == pytest.approx([min(sums), max(sums)])


def _world(chance: random.Random) -> list[Session]:
    sessions = []
    for number in range(chance.randint(1, 5)):
        there = chance.sample([*EVERYBODY, NOBODY_NAMED], chance.randint(1, 6))
        rows = [
            raised(unit, chance.randint(1, 5), *chance.sample(DISTRICTS, chance.randint(0, 2)), category=category)
            for unit in there
            for category in chance.sample(["training", "funding"], chance.randint(0, 2))
        ]
        sessions.append(heard(*rows, units=there, districts=tuple(chance.sample(DISTRICTS, chance.randint(0, 2))),
                              key=str(number)))  # fmt: skip
    return sessions


WORLDS = range(150)


@pytest.mark.parametrize("as_new_session", [True, False])
def test_another_voice_for_a_need_never_lowers_it(as_new_session: bool) -> None:
    """However low the new one puts it, wherever and whoever: what is certain of the need never becomes less."""
    for number in WORLDS:
        chance = random.Random(number)
        sessions = _world(chance)
        more = raised(chance.choice([*EVERYBODY, NOBODY_NAMED]), chance.randint(1, 5),
                      *chance.sample(DISTRICTS, chance.randint(0, 2)))  # fmt: skip
        if as_new_session:
            after = [*sessions, heard(more, units=[more.unit], key="new")]
        else:
            after = [replace(sessions[0], needs=(*sessions[0].needs, more)), *sessions[1:]]
        was, now = weigh(*sessions), weigh(*after)
        for key in was:
            if key[0] == "training":
                assert now[key].low >= was[key].low, (number, key)
                for name in PartName:
                    assert now[key].parts[name].low >= was[key].parts[name].low
                    if was[key].parts[name].is_known:
                        assert now[key].parts[name].high >= was[key].parts[name].high


def test_the_order_of_entry_never_matters() -> None:
    for number in WORLDS:
        chance = random.Random(number)
        sessions = _world(chance)
        shuffled = [replace(each, needs=tuple(chance.sample(each.needs, len(each.needs))),
                            heard=tuple(chance.sample(each.heard, len(each.heard)))) for each in sessions]  # fmt: skip
        chance.shuffle(shuffled)
        one, other = (
            priorities(each, districts=order, recorded=lambda: RATES, served={("training", "N"): 1})
            for each, order in ((sessions, DISTRICTS), (shuffled, DISTRICTS[::-1]))
        )
        assert one == other


def test_a_missing_part_gives_a_span_that_holds_every_value_it_could_have() -> None:
    for number in WORLDS:
        chance = random.Random(number)
        parts = {name: chance.choice([UNKNOWN, Part.of(chance.random()), Part(0.2, 0.7)]) for name in PartName}
        found = Priority("training", "", parts, ())
        values = {name: chance.uniform(each.low, each.high) for name, each in parts.items()}
        certain = Priority("training", "", {name: Part.of(value) for name, value in values.items()}, ())
        assert found.low - 1e-8 <= certain.low <= found.high + 1e-8
        ranks = [Band.LOW, Band.MEDIUM, Band.HIGH]
        assert ranks.index(found.lowest) <= ranks.index(certain.lowest) <= ranks.index(found.highest)


def test_what_nobody_raised_is_no_priority_and_asks_for_no_rates() -> None:
    def ask() -> Mapping[str, float]:
        raise AssertionError("nobody needs them")

    assert priorities([heard()], districts=DISTRICTS, recorded=ask, served=None) == ()
