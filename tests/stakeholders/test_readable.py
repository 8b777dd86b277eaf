"""Which rows of what was said count in figures: the same rule in SQL as in `analysis.disclosure`, and by hand."""

import datetime
from itertools import combinations_with_replacement, product
from typing import Any

import pytest

from accounts.models import City, Membership
from analysis.disclosure import CONFIDENTIAL, told_by_enough
from analysis.records import Period
from mapping.models import District
from stakeholders.district_facts import told
from stakeholders.models import HeadCount, Need, Outlook
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_consultation, make_organisation

YEAR = Period(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-04-01T12:00Z"}


@pytest.fixture
def people(alice: Membership, bob: Membership) -> tuple[Membership, Membership]:
    return alice, bob


def _who_took_no_part(city: City) -> Membership:
    return make_member(city, "otto@elverhavn.example", "officer", name="Otto")


def _session(city: City, by: Membership, named: Membership, rule: str, groups: str = "", **fields: Any) -> int:
    """A session under a rule at which these groups were heard."""
    admin: Any = {"named_admin": named.user} if rule == CONFIDENTIAL else {}
    facts = {**APPROVED, "approved_by": named.user, **admin, **fields}
    if facts["state"] != "approved":
        facts |= {"approved_by": None, "approved_at": None}
    made = make_consultation(city, by, confidentiality=rule, **facts)
    with inside(city):
        for code in groups:
            HeadCount.objects.create(city=city, consultation=made, axis="group", code=code, people=4)
    return made.pk


# How many sessions under each rule: whether anything they tell alike counts.
BY_HAND = [
    ({"on_record": 1}, True),
    ({"chatham_house": 1}, True),
    ({CONFIDENTIAL: 1}, False),
    ({CONFIDENTIAL: 2}, False),
    ({CONFIDENTIAL: 3}, True),
    ({CONFIDENTIAL: 2, "on_record": 1}, True),
]


@pytest.mark.parametrize(("sessions", "counts"), BY_HAND)
def test_of_confidential_sessions_only_what_three_tell_alike_counts(
    elverhavn: City, alice: Membership, bob: Membership, sessions: dict[str, int], counts: bool
) -> None:
    otto = _who_took_no_part(elverhavn)
    for rule, number in sessions.items():
        for _each in range(number):
            _session(elverhavn, bob, alice, rule, "y")
    with inside(elverhavn):
        # whoever asks, also those who may read the sessions as a whole: what they see is passed on as a figure
        for who in (alice, bob, otto):
            alike = HeadCount.objects.readable_outcomes(who.user, YEAR, alike=("code",))
            assert {row.code for row in alike} == ({"y"} if counts else set())
            needs = Need.objects.readable_outcomes(who.user, YEAR, alike=("block",))
            in_confidence = sessions.get(CONFIDENTIAL, 0)
            expected = sum(sessions.values()) - (in_confidence if in_confidence < 3 else 0)
            assert needs.count() == expected


def test_it_is_the_rule_of_the_analysis(elverhavn: City, alice: Membership, bob: Membership) -> None:
    """Five sessions that tell of every other choice of three groups."""
    heard = ["ab", "a", "abc", "bc", "c"]
    for groups in heard:
        _session(elverhavn, bob, alice, CONFIDENTIAL, groups)
    with inside(elverhavn):
        rows = HeadCount.objects.readable_outcomes(bob.user, YEAR, alike=("code",))
        found = {row.code for row in rows}
        assert len(rows) == sum(len(found & set(groups)) for groups in heard)
    assert found == told_by_enough(CONFIDENTIAL, heard) == {"a", "b", "c"}


def test_where_people_choose_the_period_nothing_said_in_confidence_counts(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """Else four sessions less three are one."""
    for day in range(1, 5):
        _session(elverhavn, bob, alice, CONFIDENTIAL, "y", first_day=datetime.date(2026, 3, day))
    _session(elverhavn, bob, alice, "on_record", "o")
    with inside(elverhavn):
        assert {row.code for row in HeadCount.objects.readable_outcomes(alice.user, YEAR)} == {"o"}


def test_sessions_of_another_period_not_approved_or_beyond_the_clearance_do_not_make_three(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    otto = _who_took_no_part(elverhavn)
    for _number in range(2):
        _session(elverhavn, bob, alice, CONFIDENTIAL, "y")
    _session(elverhavn, bob, alice, CONFIDENTIAL, "y", first_day=datetime.date(2025, 12, 31))
    _session(elverhavn, bob, alice, CONFIDENTIAL, "y", state="submitted")
    _session(elverhavn, bob, alice, CONFIDENTIAL, "y", marking="red")
    with inside(elverhavn):
        Membership.objects.filter(pk=otto.pk).update(clearance="amber")
        assert not HeadCount.objects.readable_outcomes(otto.user, YEAR, alike=("code",))
        # who is cleared for the third reads three
        assert len(HeadCount.objects.readable_outcomes(alice.user, YEAR, alike=("code",))) == 3


def test_a_reader_and_another_city_count_nothing(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership, charlie: Membership
) -> None:
    _session(elverhavn, bob, alice, "on_record", "y")
    with inside(elverhavn):
        for who in (rita, charlie):
            assert not HeadCount.objects.readable_outcomes(who.user, YEAR, alike=("code",))


@pytest.mark.parametrize(
    ("rule", "speakers", "shown"),
    [
        ("on_record", ["1"], "told by fewer than 3 organisations"),
        ("on_record", ["1", "2"], "told by fewer than 3 organisations"),
        ("on_record", ["1", "1", "1"], "told by fewer than 3 organisations"),
        ("on_record", ["1", "2", "3"], "4.0 of 5"),
        ("on_record", ["", "", ""], "4.0 of 5"),  # residents in three sessions
        ("chatham_house", ["", "", ""], "told by fewer than 3 organisations"),  # they may be the same each time
    ],
)
def test_no_concern_from_fewer_than_three_is_told_of_a_district(
    elverhavn: City, people: tuple[Membership, Membership], rule: str, speakers: list[str], shown: str
) -> None:
    alice, bob = people
    bodies = {number: make_organisation(elverhavn, name=f"Club {number}") for number in sorted({*speakers} - {""})}
    for speaker in speakers:
        held = _session(elverhavn, bob, alice, rule)
        with inside(elverhavn):
            Outlook.objects.create(
                city=elverhavn, consultation_id=held, confidentiality=rule, district="2", concern=4,
                block="residents", organisation=bodies.get(speaker),
            )  # fmt: skip
    with inside(elverhavn):
        [(_label, value)] = told(alice.user, District(code="2"), YEAR)
    assert shown in value


def test_of_a_district_nothing_said_in_confidence_is_told_however_often(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    for number, rule in product(range(4), [CONFIDENTIAL]):
        held = _session(elverhavn, bob, alice, rule, first_day=datetime.date(2026, 3, 1 + number))
        with inside(elverhavn):
            Outlook.objects.create(
                city=elverhavn, consultation_id=held, confidentiality=rule, district="2", concern=5, block="residents"
            )
    with inside(elverhavn):
        for who in (alice, bob):
            [(_label, value)] = told(who.user, District(code="2"), YEAR)
            assert value == "no level told, in what you may read"


def test_no_choice_of_months_tells_what_one_organisation_said(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """Five sessions of a year, each of one organisation, and one alone in the next: whatever two periods one asks for,
    what the panel says of both is of the same whole years, each of three organisations at least."""
    days = [datetime.date(2025, 1 + 2 * number, 10) for number in range(5)] + [datetime.date(2026, 2, 1)]
    for day, concern in zip(days, [1, 5, 2, 4, 3, 5], strict=True):
        club = make_organisation(elverhavn, name=f"Club of {day}")
        held = _session(elverhavn, bob, alice, "on_record", first_day=day)
        with inside(elverhavn):
            Outlook.objects.create(
                city=elverhavn, consultation_id=held, confidentiality="on_record", district="2", concern=concern,
                block="residents", organisation=club,
            )  # fmt: skip
    months = [datetime.date(year, month, 1) for year in (2025, 2026) for month in range(1, 13, 2)]
    with inside(elverhavn):
        said = {
            str(value)
            for first, last in combinations_with_replacement(months, 2)
            for _label, value in told(alice.user, District(code="2"), Period(first, last))
        }
    assert said == {
        "3.0 of 5, the middle one of 5 who told it in 5 consultations of 2025",
        "told by fewer than 3 organisations a year, so no level is shown",
    }
