"""Rows that stand twice, and figures that cannot all be so: said beside the field, nothing typed is lost."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Deferrable, UniqueConstraint
from django.test import Client

from accounts.models import City, Membership
from analysis.attendance import Part, Wrong, impossible
from records.forms.rows import once_in_a_list
from stakeholders.models import Attendance, Consultation, HeadCount, Need
from tests.factories import sign_in
from tests.mapping.makers import inside, with_record
from tests.stakeholders.makers import make_consultation, make_group, make_organisation
from tests.stakeholders.test_recording import LIST, _rows, _send

TWICE = "This stands in the list already"


@pytest.fixture
def client(elverhavn: City, bob: Membership) -> Client:
    with_record(elverhavn)
    return sign_in(Client(), bob)


@pytest.fixture
def session(elverhavn: City, bob: Membership) -> Consultation:
    return make_consultation(elverhavn, bob)


def _heard(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page sends of all its lists."""
    sent = [_rows(prefix, *rows.get(prefix, ())) for prefix in ("organisations", "group", "sector", "age")]
    return {name: value for each in sent for name, value in each.items()}


def _errors(answer: Any, prefix: str) -> list[dict[str, list[str]]]:
    (rows,) = (each for each in answer.context["writing"].section.rows if each.prefix == prefix)
    return [dict(row.errors) for row in rows.forms]


@pytest.mark.parametrize("axis", ["organisations", "group", "sector", "age"])
def test_what_stands_twice_in_a_list_is_said_and_nothing_typed_is_lost(
    client: Client, elverhavn: City, session: Consultation, axis: str
) -> None:
    club, young = make_organisation(elverhavn), make_group(elverhavn)
    row = {
        "organisations": {"organisation": str(club.pk), "answer": "took_part"},
        "group": {"code": young.code, "people": "4"},
        "sector": {"code": "youth", "people": "4"},
        "age": {"code": "18_24", "people": "4"},
    }[axis]
    answer = _send(client, f"{LIST}{session.pk}/heard/", {"people": "23", **_heard(**{axis: [row, row]})})
    assert answer.status_code == 200
    assert TWICE in answer.content.decode()
    first, second = _errors(answer, axis)
    assert not first
    assert list(second) == [next(iter(row))]
    sent = [form.data[form.add_prefix(next(iter(row)))] for form in answer.context["writing"].section.rows[0].forms
            if axis == "organisations"]  # fmt: skip
    assert sent in ([], [str(club.pk)] * 2)
    with inside(elverhavn):
        assert not HeadCount.objects.exists()
        assert not Attendance.objects.exists()


def test_two_rows_change_places_and_one_that_was_taken_out_makes_room(
    client: Client, elverhavn: City, session: Consultation
) -> None:
    with inside(elverhavn):
        police, faith = (
            HeadCount.objects.create(city=elverhavn, consultation=session, axis="sector", code=code, people=people)
            for code, people in (("police", 2), ("faith", 3))
        )
        Need.objects.all().delete()
    address = f"{LIST}{session.pk}/heard/"
    swapped = _heard(sector=[
        {"number": police.pk, "code": "faith", "people": "2"}, {"number": faith.pk, "code": "police", "people": "3"},
    ])  # fmt: skip
    assert _send(client, address, swapped).status_code == 302
    with inside(elverhavn):
        assert dict(HeadCount.objects.values_list("code", "people")) == {"faith": 2, "police": 3}
    again = _heard(sector=[
        {"number": police.pk, "code": "faith", "people": "2", "DELETE": "on"},
        {"code": "faith", "people": "9"}, {"number": faith.pk, "code": "police", "people": "3"},
    ])  # fmt: skip
    assert _send(client, address, again).status_code == 302
    with inside(elverhavn):
        assert dict(HeadCount.objects.values_list("code", "people")) == {"faith": 9, "police": 3}


def test_every_part_of_a_record_that_stands_once_is_known_to_its_list_and_looked_at_at_the_end() -> None:
    parts = [model for model in apps.get_models() if getattr(model, "part_of", "") == "consultation"]
    rules = {
        (model.__name__, names): model for model in parts if not model._meta.abstract for names in once_in_a_list(model)
    }
    assert set(rules) == {("Attendance", ("organisation",)), ("HeadCount", ("axis", "code"))}
    for model in rules.values():
        for rule in model._meta.constraints:
            if isinstance(rule, UniqueConstraint) and "consultation" in rule.fields:
                assert rule.deferrable == Deferrable.DEFERRED


@pytest.mark.parametrize(
    ("parts", "total", "divided", "wrong"),
    [
        ([], 23, True, []),
        ([30], 23, False, [(0, Wrong.MORE_THAN_ALL)]),
        ([23, 23], 23, False, []),  # one person may be of several groups
        ([12, 12], 23, True, [(1, Wrong.TOGETHER_MORE_THAN_ALL)]),
        ([12, 11], 23, True, []),
        ([0, 5], 23, True, [(0, Wrong.NOBODY)]),
        ([0], None, False, [(0, Wrong.NOBODY)]),
        ([900], None, True, []),  # nobody says how many came
        ([1], 0, True, [(0, Wrong.MORE_THAN_ALL)]),
    ],
)
def test_no_part_is_greater_than_the_whole(
    parts: list[int], total: int | None, divided: bool, wrong: list[tuple[int, Wrong]]
) -> None:
    assert list(impossible([Part(people) for people in parts], total, is_divided=divided)) == wrong


def test_people_somebody_stood_for_were_not_there() -> None:
    assert list(impossible([Part(400, represented=True), Part(23)], 23, is_divided=True)) == []


@pytest.mark.parametrize(
    ("axis", "rows", "wrong"),
    [
        ("group", {"young-people": 30}, 0),
        ("sector", {"police": 12, "faith": 12}, 1),
        ("age", {"18_24": 0}, 0),
    ],
)
def test_impossible_figures_are_said_beside_their_row_and_nothing_is_kept(
    client: Client, session: Consultation, axis: str, rows: dict[str, int], wrong: int
) -> None:
    make_group(session.city)
    sent = _heard(**{axis: [{"code": code, "people": people} for code, people in rows.items()]})
    answer = _send(client, f"{LIST}{session.pk}/heard/", {"people": "23", **sent})
    assert answer.status_code == 200
    assert [list(each) for each in _errors(answer, axis)] == [
        ["people"] if place == wrong else [] for place in range(len(rows))
    ]
    with inside(session.city):
        assert not HeadCount.objects.exists()


def test_who_was_not_there_said_nothing(client: Client, elverhavn: City, bob: Membership) -> None:
    session = make_consultation(elverhavn, bob, organisations=[make_organisation(elverhavn)])
    with inside(elverhavn):
        Need.objects.all().delete()
    need = {"statement": "More light", "category": "safe_spaces", "priority": "4"}
    for speaker, status in (
        ("block:public_bodies", 200), ("sector:police", 200), ("sector:youth", 302), ("block:residents", 302),
    ):  # fmt: skip
        answer = _send(client, f"{LIST}{session.pk}/needs/", _rows("needs", {**need, "raised_by": speaker}))
        assert answer.status_code == status, speaker
        assert status == 302 or "None of these took part" in answer.content.decode()


def test_who_said_something_is_not_taken_off_the_list_of_those_who_came(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    """The need of the session was raised by public bodies."""
    session = make_consultation(elverhavn, bob)
    sent = _heard(sector=[{"code": "youth", "people": "4"}])
    answer = _send(client, f"{LIST}{session.pk}/heard/", sent)
    assert "said by “Public bodies”, and none of them took part" in answer.content.decode()
    both = _heard(sector=[{"code": "youth", "people": "4"}, {"code": "police", "people": "1"}])
    assert _send(client, f"{LIST}{session.pk}/heard/", both).status_code == 302


@pytest.mark.parametrize("last_day", ["2026-03-01", "2999-03-01"])
def test_a_wrong_end_is_said_at_the_end(client: Client, session: Consultation, last_day: str) -> None:
    sent = {"title": "W", "first_day": "2026-03-02", "last_day": last_day, "held": "city_wide"}
    answer = _send(client, f"{LIST}{session.pk}/session/", sent)
    assert list(answer.context["writing"].form.errors) == ["last_day"]


@pytest.mark.parametrize(
    ("part", "row"),
    [("outlook", {"district": "", "concern": "2"}), ("trust", {"body": "police", "level": "2"})],
)
def test_an_organisation_rates_a_thing_once_and_a_sector_as_often_as_it_has_voices(
    client: Client, elverhavn: City, bob: Membership, part: str, row: dict[str, str]
) -> None:
    club = make_organisation(elverhavn)
    session = make_consultation(elverhavn, bob, organisations=[club])
    for speaker, is_kept in ((f"organisation:{club.pk}", False), ("sector:youth", True)):
        rows = [{**row, "raised_by": speaker}, {**row, "concern": "5", "level": "5", "raised_by": speaker}]
        answer = _send(client, f"{LIST}{session.pk}/{part}/", {**_rows(part, *rows), **_rows("information")})
        assert (answer.status_code == 302) is is_kept
        assert (TWICE in answer.content.decode()) is not is_kept
