"""What a rule of confidentiality keeps, who reads it, and what the database refuses whatever code does."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from records.actions import approve, submit
from stakeholders.actions import SectionChanges, Speaker, keep_part, record_consultation
from stakeholders.models import Attendance, Consultation, Need, Organisation, Quote
from stakeholders.vocabulary import Part
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.stakeholders.makers import make_consultation, make_organisation

LIST = "/city/elverhavn/consultations/"


@pytest.fixture
def otto(elverhavn: City) -> Membership:
    """An officer who took no part."""
    return make_member(elverhavn, "otto@elverhavn.example", "officer", name="Otto")


@pytest.fixture
def bodies(elverhavn: City) -> list[Organisation]:
    """Three of faith, one of the police."""
    with_record(elverhavn)
    return [make_organisation(elverhavn, name=f"Congregation {number}", sector="faith") for number in (1, 2, 3)] + [
        make_organisation(elverhavn, name="Harbour police", sector="police")
    ]


def _session(city: City, by: Membership, rule: str, bodies: list[Organisation], **more: Any) -> Consultation:
    """A workshop at which these bodies were heard, recorded by the action as its form does."""
    with city_context(city.pk, via="test", actor_id=by.user_id):
        made = record_consultation(
            consultation=Consultation(
                city=city, title="Evening", instrument="workshop", confidentiality=rule, first_day="2026-03-01", **more
            ),
            by=by.user,
        )
        if made.keeps_organisations:
            came = [Attendance(organisation=each, answer="took_part") for each in bodies]
            keep_part(consultation=made, part=Part.HEARD, told=SectionChanges(kept=came), by=by.user)
        return made


def _say(consultation: Consultation, by: Membership, *speakers: str) -> list[tuple[int | None, str, str]]:
    """Needs raised by these; what is kept of who said it."""
    with inside(consultation.city):
        needs = [Need(statement=f"Said by {speaker}", category="other", priority=3) for speaker in speakers]
        said = {id(row): Speaker.read(speaker) for row, speaker in zip(needs, speakers, strict=True)}
        keep_part(consultation=consultation, part=Part.NEEDS, told=SectionChanges(needs, (), said), by=by.user)
        kept = {row.statement: row for row in Need.objects.filter(consultation=consultation)}
        rows = [kept[need.statement] for need in needs]
        return [(row.organisation_id, row.sector, row.block) for row in rows]


def test_on_the_record_organisation_and_sector_are_kept(
    elverhavn: City, bob: Membership, bodies: list[Organisation]
) -> None:
    made = _session(elverhavn, bob, "on_record", bodies)
    police = bodies[3].pk
    assert _say(made, bob, f"organisation:{police}", "sector:police") == [
        (police, "police", "public_bodies"),
        (None, "police", "public_bodies"),
    ]


def test_under_the_chatham_house_rule_a_sector_is_kept_where_three_of_it_came(
    elverhavn: City, bob: Membership, bodies: list[Organisation]
) -> None:
    made = _session(elverhavn, bob, "chatham_house", bodies)
    faith, police = bodies[0].pk, bodies[3].pk
    assert _say(made, bob, f"organisation:{faith}", f"organisation:{police}") == [
        (None, "faith", "civil_society"),
        (None, "", "public_bodies"),
    ]


def test_when_one_of_three_turns_out_not_to_have_come_their_sector_is_no_longer_named(
    elverhavn: City, bob: Membership, bodies: list[Organisation]
) -> None:
    made = _session(elverhavn, bob, "chatham_house", bodies)
    assert _say(made, bob, "sector:faith") == [(None, "faith", "civil_society")]
    with inside(elverhavn):
        gone = Attendance.objects.get(organisation=bodies[0])
        keep_part(consultation=made, part=Part.HEARD, told=SectionChanges(removed=[gone]), by=bob.user)
        need = Need.objects.get()
    assert (need.sector, need.block) == ("", "civil_society")


def test_in_confidence_only_the_block_is_kept(elverhavn: City, bob: Membership, carla: Membership) -> None:
    with_record(elverhavn)
    made = _session(elverhavn, bob, "confidential", [], named_admin=carla.user)
    assert _say(made, bob, "sector:faith") == [(None, "", "civil_society")]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda made, body: Need.objects.filter(consultation=made).update(organisation=body),
        lambda made, body: Need.objects.filter(consultation=made).update(sector="faith"),
        lambda made, body: Attendance.objects.create(
            city=made.city, consultation=made, confidentiality="confidential", organisation=body
        ),
        lambda made, body: Quote.objects.create(
            city=made.city, consultation=made, confidentiality="confidential", text="W", attribution="block",
            block="residents",
        ),
        # a row that says it stands under another rule than its session
        lambda made, body: Attendance.objects.create(
            city=made.city, consultation=made, confidentiality="on_record", organisation=body
        ),
        lambda made, body: Need.objects.filter(consultation=made).update(confidentiality="on_record"),
        lambda made, body: Consultation.objects.filter(pk=made.pk).update(confidentiality="on_record"),
    ],
)  # fmt: skip
def test_the_database_refuses_more_of_a_confidential_session(
    elverhavn: City,
    bob: Membership,
    carla: Membership,
    bodies: list[Organisation],
    wrong: Callable[[Consultation, Organisation], object],
) -> None:
    made = _session(elverhavn, bob, "confidential", [], named_admin=carla.user)
    _say(made, bob, "block:residents")
    with pytest.raises(IntegrityError), inside(elverhavn), transaction.atomic():
        wrong(made, bodies[0])
        _check_now()


def _check_now() -> None:
    """What is checked at the end of a transaction, at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_new_row_says_who_spoke_when(elverhavn: City, bob: Membership, bodies: list[Organisation]) -> None:
    """Twenty needs are numbered by lot: in the order they were written once in 20! times."""
    made = _session(elverhavn, bob, "chatham_house", bodies)
    with inside(elverhavn):
        needs = [Need(statement=f"{number:02}", category="other", priority=3) for number in range(20)]
        said = {id(row): Speaker("block", "residents") for row in needs}
        keep_part(consultation=made, part=Part.NEEDS, told=SectionChanges(needs, (), said), by=bob.user)
        in_order = list(Need.objects.order_by("pk").values_list("statement", flat=True))
    assert sorted(in_order) == [f"{number:02}" for number in range(20)]
    assert in_order != sorted(in_order)


READERS = {
    "on_record": {"alice", "bob", "carla", "otto"},
    "chatham_house": {"alice", "bob", "carla"},
    "confidential": {"bob", "carla"},
}


@pytest.fixture
def people(alice: Membership, bob: Membership, carla: Membership, otto: Membership) -> dict[str, Membership]:
    return {"alice": alice, "bob": bob, "carla": carla, "otto": otto}


@pytest.mark.parametrize("rule", READERS)
def test_who_reads_the_record(rule: str, elverhavn: City, people: dict[str, Membership]) -> None:
    bob, carla = people["bob"], people["carla"]
    named: Any = {"named_admin": carla.user} if rule == "confidential" else {}
    made = make_consultation(elverhavn, bob, confidentiality=rule, title="Evening at the quay", **named)
    clients = {name: sign_in(Client(), member) for name, member in people.items()}
    for state, opens_to_all in (("submitted", False), ("approved", True)):
        with inside(elverhavn):
            facts: dict[str, Any] = {"state": state}
            if state == "approved":
                facts |= {"approved_by": carla.user_id, "approved_at": "2026-04-01T12:00Z"}
            Consultation.objects.filter(pk=made.pk).update(**facts)
        for name, client in clients.items():
            page = client.get(f"{LIST}{made.pk}/")
            shown = page.content.decode() + client.get(LIST).content.decode() + _export(client)
            if name in READERS[rule]:
                assert "Evening at the quay" in shown
                continue
            assert "Evening at the quay" not in shown
            assert page.status_code == (200 if opens_to_all else 404)
            # what one session told in confidence is told of it to nobody else
            assert ("A place to meet after school" in shown) == (opens_to_all and rule != "confidential")
            assert ("Nothing of it is told by itself" in page.content.decode()) == (
                opens_to_all and rule == "confidential"
            )
            assert client.get(f"{LIST}{made.pk}/change/").status_code == 404
            assert client.get(f"{LIST}{made.pk}/needs/").status_code == 404
            assert client.get(f"/city/elverhavn/history/consultation/{made.pk}/").status_code == 404
            assert client.get(f"/city/elverhavn/review/consultation/{made.pk}/withdraw/").status_code == 404
            # nor is a word of its title found by searching
            assert not list(client.get(f"{LIST}?q=quay").context["rows"])


def _export(client: Client) -> str:
    return b"".join(client.get(f"{LIST}export/")).decode()


def test_where_one_was_held_is_told_and_found_where_it_may_be_read_as_a_whole(
    elverhavn: City, bob: Membership, otto: Membership, carla: Membership
) -> None:
    with_districts(with_record(elverhavn), "01", "02")
    make_consultation(
        elverhavn,
        bob,
        confidentiality="confidential",
        named_admin=carla.user,
        held="districts",
        districts=["02"],
        state="approved",
        approved_by=carla.user,
        approved_at="2026-04-01T12:00Z",
    )
    for member, told in ((bob, True), (carla, True), (otto, False)):
        client = sign_in(Client(), member)
        (row,) = csv.DictReader(_export(client).removeprefix("\ufeff").splitlines())
        assert (row["Districts (code)"], row["Where (code)"]) == (("02", "districts") if told else ("", ""))
        assert len(client.get(f"{LIST}?districts=02").context["rows"]) == told
        assert len(client.get(LIST).context["rows"]) == 1


def test_only_the_named_admin_approves_a_confidential_one(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership
) -> None:
    made = make_consultation(elverhavn, bob, confidentiality="confidential", named_admin=carla.user)
    with inside(elverhavn):
        submit(record=made, by=bob.user)
        with pytest.raises(Refused, match="not cleared"):
            approve(record=made, by=alice.user)
        assert approve(record=made, by=carla.user).state == "approved"


def test_a_confidential_one_names_an_admin_who_is_not_its_author(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with_record(elverhavn)
    for named in (None, bob.user, alice.user):
        with pytest.raises((Refused, ValidationError)):
            _session(elverhavn, alice, "confidential", [], named_admin=named)


def test_a_rule_that_was_promised_is_not_loosened(elverhavn: City, bob: Membership, carla: Membership) -> None:
    made = make_consultation(elverhavn, bob, confidentiality="confidential", named_admin=carla.user)
    address = f"{LIST}{made.pk}/consent/"
    client = sign_in(Client(), bob)
    page = client.get(address)
    began = page.context["writing"].now
    sent = {"confidentiality": "on_record", "consent_by": "spoken", "promised": "", "base_version": began,
            "named_admin": str(carla.user_id)}  # fmt: skip
    assert client.post(address, sent).status_code == 302
    with inside(elverhavn):
        assert Consultation.objects.get().confidentiality == "confidential"


@pytest.mark.parametrize("rule", ["chatham_house", "confidential"])
def test_no_filter_by_days_tells_on_which_day_of_its_month_it_was(
    rule: str, elverhavn: City, otto: Membership, alice: Membership, bob: Membership
) -> None:
    """From and until the same day, one after the other, told the day of a session of which the month alone is told."""
    facts: dict[str, Any] = {"named_admin": alice.user} if rule == "confidential" else {}
    facts |= {"state": "approved", "approved_by": alice.user, "approved_at": "2026-03-09T10:00Z"}
    make_consultation(elverhavn, bob, confidentiality=rule, first_day="2026-03-05", last_day="2026-03-07", **facts)

    def found(member: Membership, first: str, last: str) -> int:
        page = sign_in(Client(), member).get(f"{LIST}?from={first}&until={last}")
        return int(page.context["rows"].found)

    whole = [("2026-03-01", "2026-03-31"), ("2026-03-05", "2026-03-05"), ("2026-03-20", "2026-03-20")]
    # also up to a day before it
    assert [found(otto, *days) for days in (*whole, ("2026-03-01", "2026-03-02"))] == [1, 1, 1, 1]
    assert [found(otto, *days) for days in (("2026-02-01", "2026-02-28"), ("2026-04-01", ""))] == [0, 0]
    # whoever reads it as a whole finds it by its days, also by those after the first
    assert [found(bob, *days) for days in (*whole, ("2026-03-07", "2026-03-07"))] == [1, 1, 0, 1]
    assert found(bob, "2026-03-01", "2026-03-02") == 0
    # one that goes on into the next month is told by the month in which it began
    with inside(elverhavn):
        Consultation.objects.update(last_day="2026-04-02")
    assert (found(otto, "2026-04-01", ""), found(bob, "2026-04-01", "")) == (0, 1)


@pytest.mark.parametrize("rule", ["chatham_house", "confidential"])
def test_whether_it_must_be_looked_at_again_is_told_to_those_alone_who_are_told_its_day_of_review(
    rule: str, elverhavn: City, otto: Membership, alice: Membership, bob: Membership
) -> None:
    """From one morning to the next the filter told the day, either way, and so did the word beside its title."""
    facts: dict[str, Any] = {"named_admin": alice.user} if rule == "confidential" else {}
    facts |= {"state": "approved", "approved_by": alice.user, "approved_at": "2026-03-09T10:00Z"}
    made = make_consultation(elverhavn, bob, confidentiality=rule, **facts)
    for review_by, is_stale in (("2026-03-10", True), ("2099-03-10", False)):
        with inside(elverhavn):
            Consultation.objects.filter(pk=made.pk).update(review_by=review_by)
        for member, is_told in ((otto, False), (bob, True)):
            client = sign_in(Client(), member)
            found = {each: len(client.get(f"{LIST}?stale={each}").context["rows"]) for each in ("yes", "no")}
            assert found == {"yes": int(is_told and is_stale), "no": int(is_told and not is_stale)}
            rows = client.get(LIST).text.partition("<tbody>")[2]
            assert ("Stale" in rows) == (is_told and is_stale)
