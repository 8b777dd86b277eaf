"""Needs in equal weights by hand arithmetic, agreement against published figures, and who was heard."""

import numpy as np
import pytest

from analysis.agreement import agreement
from analysis.sessions import GroupHeard, Raised, Rated, Session, Unit
from analysis.voices import concern_of, voices

POLICE = Unit("o:1", "police", "public_bodies")
HEALTH = Unit("o:2", "health", "public_bodies")
CLINIC = Unit("o:3", "health", "public_bodies")
FAITH = Unit("o:4", "faith", "civil_society")
QUAY = Unit("o:5", "residents_association", "residents")


def _session(key: str, *heard: Unit, raised: tuple[tuple[Unit, int], ...] = ()) -> Session:
    return Session(key, (), heard, needs=tuple(Raised(unit, "safe_spaces", level) for unit, level in raised))


def _score(*sessions: Session) -> float:
    (need,) = voices(sessions, groups=()).needs
    return need.score


def test_not_raised_counts_as_nothing_over_everybody_heard() -> None:
    """Police 0, health 4/5: one block, two sectors, (0 + 0.8) / 2."""
    assert _score(_session("a", POLICE, HEALTH, raised=((HEALTH, 4),))) == pytest.approx(0.4)


def test_many_sessions_of_one_organisation_weigh_as_one() -> None:
    """Health raises it in one of four sessions: 0.8 / 4 = 0.2; residents once: 1. Two blocks: (0.2 + 1) / 2."""
    meetings = [_session(str(n), HEALTH) for n in range(3)]
    told = _session("x", HEALTH, QUAY, raised=((HEALTH, 4), (QUAY, 5)))
    assert _score(*meetings, told) == pytest.approx(0.6)


def test_many_bodies_of_a_sector_and_many_sectors_of_a_block_outvote_nobody() -> None:
    """Health: (1 + 0) / 2 = 0.5; police 0; public bodies 0.25. Civil society 1, residents 0: (0.25 + 1 + 0) / 3."""
    session = _session("a", POLICE, HEALTH, CLINIC, FAITH, QUAY, raised=((HEALTH, 5), (FAITH, 5)))
    (need,) = voices([session], groups=()).needs
    assert need.blocks == pytest.approx({"civil_society": 1.0, "public_bodies": 0.25, "residents": 0.0})
    assert need.score == pytest.approx(1.25 / 3)
    assert (need.organisations, need.unnamed, need.in_confidence) == (2, 0, 0)
    # without faith its block is gone: (0.25 + 0) / 2; without residents: (0.25 + 1) / 2
    assert need.without == pytest.approx((0.125, 0.625))


def test_a_unit_that_raises_it_twice_counts_with_its_highest() -> None:
    assert _score(_session("a", QUAY, raised=((QUAY, 2), (QUAY, 4)))) == pytest.approx(0.8)


def test_whoever_is_named_as_having_spoken_was_heard() -> None:
    """Nobody is on the list of those who came, but a block is named: it counts."""
    block = Unit("a::residents", "", "residents")
    said = voices([_session("a", raised=((block, 5),))], groups=())
    assert said.needs[0].score == 1.0
    assert (said.blocks, said.sectors) == ({"residents": 1}, {})


def _bodies(**of_sector: int) -> list[Unit]:
    return [Unit(f"{sector} {n}", sector, "public_bodies") for sector, count in of_sector.items() for n in range(count)]


@pytest.mark.parametrize(
    ("heard", "came_of", "is_ordered"),
    [
        ({"police": 3, "health": 3}, (), False),  # two sectors
        ({"police": 2, "health": 2, "education": 1}, (), False),  # five organisations
        ({"police": 2, "health": 2, "education": 2}, (), True),
        # four on the record; those who came to a session that names nobody may be the same ones
        ({"police": 2, "health": 1, "education": 1}, (("police", 3),), False),
        ({"police": 2, "health": 1, "education": 1}, (("police", 4),), True),
        ({"police": 2, "health": 1, "education": 1}, (("police", 2), ("youth", 1)), False),
        ({"police": 2, "health": 1, "education": 1}, (("youth", 2),), True),
    ],
)
def test_no_order_below_three_sectors_and_six_organisations(
    heard: dict[str, int], came_of: tuple[tuple[str, int], ...], is_ordered: bool
) -> None:
    sessions = [_session("a", *_bodies(**heard)), Session("b", (), (), came_of=came_of)]
    assert voices(sessions, groups=()).is_ordered is is_ordered


def test_ratings_are_told_by_block_with_an_organisation_counting_once() -> None:
    """Police rate twice 2: once 2. The middle one of 2, 4, 4 is 4."""
    rated = (Rated(POLICE, "", 2), Rated(HEALTH, "", 4), Rated(CLINIC, "", 4), Rated(POLICE, "", 2))
    said = voices([Session("a", (), (), concern=rated)], groups=())
    assert [(each.block, each.counts, each.middles) for each in said.concern] == [
        ("public_bodies", (0, 1, 0, 2, 0), (4, 4))
    ]
    assert not said.few_concern


def test_the_middle_of_an_even_number_is_both_and_of_whoever_is_not_named_each_rating_counts() -> None:
    people = Unit("0::residents", "", "residents", is_named=False)
    rated = tuple(Rated(people, "", level, str(n)) for n, level in enumerate((1, 2, 4, 5)))
    (found,) = voices([Session("a", (), (), concern=rated)], groups=()).concern
    assert (found.counts, found.middles) == ((1, 1, 0, 1, 1), (2, 4))


@pytest.mark.parametrize(
    ("directions", "told", "expected"),
    [
        (["worse", "worse", "same", "better"], (0, 2, 1, 1, 0), ("worse", "same")),
        (["worse", "worse", "same", ""], (0, 2, 1, 0, 0), ("worse", "worse")),
        (["worse", "worse", "", ""], None, None),  # two said, whose expectation each knows of the other
    ],
)
def test_what_is_expected_is_told_where_three_said(
    directions: list[str], told: tuple[int, ...] | None, expected: tuple[str, str] | None
) -> None:
    rated = tuple(
        Rated(Unit(str(n), "health", "public_bodies"), "", 3, direction=each) for n, each in enumerate(directions)
    )
    (found,) = voices([Session("a", (), (), concern=rated)], groups=()).concern
    assert (found.directions, found.expected) == (told, expected)


@pytest.mark.parametrize(
    ("raters", "sectors"),
    [
        ({"police": 3}, []),  # the block says the same
        ({"police": 3, "health": 3}, ["health", "police"]),
        ({"police": 3, "health": 2}, []),  # the block less the police is two
        ({"police": 3, "health": 2, "education": 1}, ["police"]),
        ({"police": 3, "health": 4, "education": 1}, ["health"]),  # the fewer go with the one that is left
        ({"police": 2, "health": 2}, []),
    ],
)
def test_a_sector_is_told_where_nothing_of_the_others_follows(raters: dict[str, int], sectors: list[str]) -> None:
    rated = tuple(Rated(body, "police", 1 + n % 5) for n, body in enumerate(_bodies(**raters)))
    found = voices([Session("a", (), (), trust=rated)], groups=()).trust
    assert [each.sector for each in found] == ["", *sectors]
    total = np.array(found[0].counts)
    rest = total - np.sum([each.counts for each in found[1:]], axis=0)
    assert rest.sum() == 0 or rest.sum() >= 3


@pytest.mark.parametrize("kind", ["concern", "trust"])
@pytest.mark.parametrize(
    ("raters", "blocks"),
    [
        ([POLICE, HEALTH], []),
        ([POLICE, HEALTH, POLICE], []),
        ([POLICE, HEALTH, QUAY], []),  # three in all, and fewer in each block
        ([POLICE, HEALTH, CLINIC], ["public_bodies"]),
        ([POLICE, HEALTH, CLINIC, QUAY], ["public_bodies"]),
    ],
)
def test_no_rating_of_fewer_than_three_is_told_and_that_there_are_some_is_said(
    kind: str, raters: list[Unit], blocks: list[str]
) -> None:
    # spread over sessions and over what is rated, which makes no organisation two
    rated = [Session(str(n), (), (), **{kind: (Rated(unit, "police", 3),)}) for n, unit in enumerate(raters)]  # type: ignore[arg-type]
    said = voices(rated, groups=())
    assert [each.block for each in getattr(said, kind)] == blocks
    assert getattr(said, f"few_{kind}") is (len(raters) != 3 or not blocks)


def test_who_rates_under_a_rule_that_names_nobody_may_be_the_same_in_every_session() -> None:
    rated = [
        Session(str(n), (), (), trust=(Rated(Unit(str(n), "", "residents"), "police", 3, "one"),)) for n in (1, 2, 3)
    ]
    assert voices(rated, groups=()).trust == ()


def test_who_was_not_heard_and_who_thinly() -> None:
    first = Session(
        "a", ("01",), (), groups=(GroupHeard("young", 9, False), GroupHeard("refugees", 2, True)), people=11
    )
    second = Session("b", ("01",), (), groups=(GroupHeard("young", 4, False), GroupHeard("refugees", 1, True)))
    said = voices([first, second], groups=("young", "refugees", "older"))
    reach = {each.group: (each.people, each.sessions, each.direct_sessions, each.is_thin) for each in said.groups}
    assert reach == {"young": (13, 2, 2, False), "refugees": (3, 2, 0, True), "older": (0, 0, 0, False)}
    assert (said.people, said.districts) == (11, {"01": 2})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # the example in the documentation of the R package agrmt
        ((30, 40, 210, 130, 530, 50, 10), 0.6113333),
        # van der Eijk (2001): all in one, split to both ends, spread evenly
        ((0, 0, 7, 0, 0), 1.0),
        ((5, 0, 0, 0, 5), -1.0),
        ((3, 3, 3, 3, 3), 0.0),
    ],
)
def test_agreement_is_van_der_eijks(counts: tuple[int, ...], expected: float) -> None:
    assert agreement(counts) == pytest.approx(expected)


def test_no_ratings_agree_on_nothing() -> None:
    assert agreement((0, 0, 0, 0, 0)) is None


@pytest.mark.parametrize(
    ("told", "sessions", "middle", "agrees"),
    [
        ([[5], [4], [5]], 3, 5.0, True),
        # the first session's mean is (5 + 2 + 2) / 3 = 3, so it counts once and not three times
        ([[5, 2, 2], [4], [5], [4]], 4, 4.0, True),
        ([[1], [2], [5]], 3, 2.0, False),
        ([[3], [3], [5]], 3, 3.0, None),
        ([[5, 5], [5]], 2, 5.0, None),
    ],
)
def test_concern_agrees_with_much_being_recorded_from_three_sessions_on(
    told: list[list[int]], sessions: int, middle: float, agrees: bool | None
) -> None:
    unit = Unit("u", "youth", "civil_society")
    heard = [
        Session(
            str(number),
            (),
            (unit,),
            concern=tuple(Rated(unit, "E17", level, f"{number} {place}") for place, level in enumerate(levels)),
        )
        for number, levels in enumerate(told)
    ]
    elsewhere = Session("other", (), (unit,), concern=(Rated(unit, "E04", 1), Rated(unit, "", 1)))
    found = concern_of([*heard, elsewhere], "E17")
    assert found is not None
    assert (found.sessions, found.middle, found.agrees_with_more) == (sessions, middle, agrees)


def test_a_district_of_which_nobody_or_fewer_than_three_told_has_no_concern() -> None:
    assert concern_of([], "E17") is None
    unit = Unit("u", "youth", "civil_society")
    of_two = [Session(str(n), (), (unit,), concern=(Rated(unit, "E17", 5, str(n % 2)),)) for n in range(6)]
    assert concern_of(of_two, "E17") is None


def test_one_organisation_that_tells_of_it_many_times_is_not_that_consultations_agree() -> None:
    """5 in eight sessions, 2 and 3 by two others in one: the middle one of three is 3, which says neither."""
    loud, *others = (Unit(name, "youth", "civil_society") for name in "abc")
    often = [Session(str(n), (), (), concern=(Rated(loud, "E17", 5),)) for n in range(8)]
    once = Session("x", (), (), concern=(Rated(others[0], "E17", 2), Rated(others[1], "E17", 3)))
    assert concern_of(often, "E17") is None
    found = concern_of([*often, once], "E17")
    assert found is not None
    assert (found.sessions, found.raters, found.middle, found.agrees_with_more) == (9, 3, 3.0, None)
