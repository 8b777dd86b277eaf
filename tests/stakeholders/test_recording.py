"""Sections of a consultation as officers fill them: kept whole or not at all, nothing lost on the way."""

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from records.actions import erase
from records.models import Draft, Tombstone
from stakeholders.models import (
    Attendance,
    Consultation,
    HeadCount,
    Need,
    Organisation,
)
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

HERE = "/city/elverhavn/"
LIST = f"{HERE}consultations/"
TALK = f"{LIST}conversation/"


@pytest.fixture
def client(elverhavn: City, bob: Membership) -> Client:
    with_record(elverhavn)
    with_districts(elverhavn, "1", "2")
    return sign_in(Client(), bob)


def _talk(**more: Any) -> dict[str, Any]:
    return {
        "title": "Lights at the square",
        "whom": "sector:youth",
        "first_day": "2026-03-01",
        "held": "districts",
        "districts": ["1"],
        "what": "need",
        "statement": "More light at the square",
        "category": "safe_spaces",
        "priority": "4",
        "confidentiality": "on_record",
        "consent_by": "spoken",
        "hand_in": "on",
    } | more


def _begun(client: Client, address: str) -> dict[str, str]:
    return {"base_version": client.get(address).context["writing"].now}


def _send(client: Client, address: str, sent: dict[str, Any]) -> Any:
    """With what it was begun on. What is new stands on nothing, so that its page need not be opened first."""
    begun = {} if address in {TALK, f"{LIST}new/"} else _begun(client, address)
    return client.post(address, {**begun, **sent})


def _rows(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """What a list of rows sends."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


NEED = {"statement": "More light", "category": "safe_spaces", "priority": "4", "raised_by": "sector:youth"}


def test_a_workshop_is_filled_section_by_section_and_handed_in_when_complete(client: Client, elverhavn: City) -> None:
    club, group = make_organisation(elverhavn), make_group(elverhavn)
    first = {"title": "Neighbours", "instrument": "workshop", "first_day": "2026-03-01",
             "confidentiality": "on_record"}  # fmt: skip
    answer = _send(client, f"{LIST}new/", first)
    with inside(elverhavn):
        pk = Consultation.objects.get().pk
    assert answer.url == f"{LIST}{pk}/change/"
    assert "Fill “Who was heard”." in client.get(answer.url).content.decode()
    part = f"{LIST}{pk}/"
    session = {"title": "Neighbours", "first_day": "2026-03-01", "held": "city_wide"}
    assert _send(client, f"{part}session/", session).status_code == 302
    heard = {
        "people": "12",
        **_rows("organisations", {"organisation": club.pk, "answer": "took_part"}),
        **_rows("group", {"code": group.code, "people": "7", "represented": "on"}),
        **_rows("sector", {"code": "youth", "people": "5"}),
        **_rows("age"),
    }
    assert _send(client, f"{part}heard/", heard).status_code == 302
    consent = {"confidentiality": "on_record", "consent_by": "written", "promised": "Notes in two weeks"}
    assert _send(client, f"{part}consent/", consent).status_code == 302
    named = {**NEED, "raised_by": f"organisation:{club.pk}", "groups": [group.code], "districts": ["2"]}
    answer = _send(client, f"{part}needs/", {**_rows("needs", NEED, named), "and_next": "1"})
    assert answer.url == f"{part}outlook/"
    with inside(elverhavn):
        counts = set(HeadCount.objects.values_list("axis", "code", "people", "represented"))
        assert counts == {("group", group.code, 7, True), ("sector", "youth", 5, False)}
        assert Need.objects.filter(organisation=club, districts=["2"], groups=[group.code]).count() == 1
    page = client.get(f"{part}").content.decode()
    assert "Young people: 7" in page
    assert "(through a representative)" in page
    assert send(client, f"{HERE}review/consultation/{pk}/submit/").status_code == 302
    with inside(elverhavn):
        assert Consultation.objects.get().state == "submitted"


def test_what_is_not_complete_cannot_be_handed_in(client: Client, elverhavn: City, bob: Membership) -> None:
    made = make_consultation(elverhavn, bob, done_parts=["session"])
    answer = send(client, f"{HERE}review/consultation/{made.pk}/submit/")
    assert "Fill “Who was heard”." in answer.content.decode()
    assert f"/review/consultation/{made.pk}/submit/" not in client.get(f"{LIST}{made.pk}/").content.decode()


def test_one_wrong_row_keeps_all_of_them_on_the_page_and_none_in_the_record(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob)
    address = f"{LIST}{made.pk}/needs/"
    answer = _send(client, address, _rows("needs", NEED, {**NEED, "priority": ""}))
    page = answer.content.decode()
    assert "Need 2, Priority, 5 the highest: Choose one under “Priority, 5 the highest”." in page
    assert page.count("More light</textarea>") == 2
    with inside(elverhavn):
        assert [need.statement for need in Need.objects.all()] == ["A place to meet after school"]


def test_a_row_is_changed_and_another_taken_out(client: Client, elverhavn: City, bob: Membership) -> None:
    made = make_consultation(elverhavn, bob)
    with inside(elverhavn):
        there = Need.objects.get().pk
    address = f"{LIST}{made.pk}/needs/"
    _send(client, address, _rows("needs", {**NEED, "number": there, "statement": "Changed"}, NEED))
    with inside(elverhavn):
        assert set(Need.objects.values_list("statement", flat=True)) == {"Changed", "More light"}
        other = Need.objects.get(statement="More light").pk
    kept, out = {**NEED, "number": there}, {**NEED, "number": other, "DELETE": "on"}
    _send(client, address, _rows("needs", kept, out))
    with inside(elverhavn):
        assert Need.objects.get().pk == there
    told = client.get(f"{HERE}history/consultation/{made.pk}/").content.decode()
    assert "Need: Deleted" in told
    assert "Need: Changed" in told


def test_a_row_of_another_record_is_refused(client: Client, elverhavn: City, bob: Membership) -> None:
    mine, other = make_consultation(elverhavn, bob), make_consultation(elverhavn, bob, title="Other")
    with inside(elverhavn):
        foreign = Need.objects.get(consultation=other).pk
    answer = _send(client, f"{LIST}{mine.pk}/needs/", _rows("needs", {**NEED, "number": foreign}))
    assert "This row is not of this record." in answer.content.decode()
    with inside(elverhavn):
        assert Need.objects.get(pk=foreign).statement == "A place to meet after school"


def test_without_a_script_one_more_row_is_asked_for_and_nothing_typed_is_lost(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob)
    typed = _rows("needs", {"statement": "Half of a", "priority": ""})
    answer = _send(client, f"{LIST}{made.pk}/needs/", {**typed, "add_row": "needs"})
    rows = answer.context["writing"].section.rows[0]
    assert len(rows.forms) == 2
    assert "Half of a</textarea>" in answer.content.decode()
    assert "Choose one under" not in answer.content.decode()


def test_what_was_changed_meanwhile_is_shown_and_nothing_overwritten(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob)
    address = f"{LIST}{made.pk}/needs/"
    began = _begun(client, address)
    with inside(elverhavn):
        there = Need.objects.get()
        Need.objects.filter(pk=there.pk).update(statement="A warm place in winter")
    mine = _rows("needs", {**NEED, "number": there.pk, "statement": "A place at night"})
    answer = client.post(address, {**began, **mine})
    page = answer.content.decode()
    assert "This was changed while you were writing" in page
    assert "A warm place in winter" in page
    assert "A place at night</textarea>" in page
    with inside(elverhavn):
        assert Need.objects.get().statement == "A warm place in winter"
    assert client.post(address, {"base_version": answer.context["writing"].now, **mine}).status_code == 302
    with inside(elverhavn):
        assert Need.objects.get().statement == "A place at night"


def test_a_draft_of_a_section_goes_on_with_all_its_rows(client: Client, elverhavn: City, bob: Membership) -> None:
    made = make_consultation(elverhavn, bob)
    address = f"{LIST}{made.pk}/needs/"
    typed = _rows("needs", {"statement": "First half"}, {"statement": "Second half"})
    kept = client.post(f"{HERE}drafts/stakeholders.consultation:needs/", {
        **_begun(client, address), **typed, "draft_record": made.pk, "draft_version": "0"})  # fmt: skip
    assert kept.status_code == 200
    page = client.get(address).content.decode()
    assert "goes on where you left it" in page
    assert "First half</textarea>" in page
    assert "Second half</textarea>" in page
    assert "Choose one under" not in page
    tasks = client.get(f"{LIST}{made.pk}/change/").context["tasks"]
    assert [task["state"] for task in tasks if task["title"] == "Needs"] == ["in_progress"]
    _send(client, address, _rows("needs", NEED))
    assert not Draft.objects.filter(became="").exists()


def test_an_erased_session_goes_with_all_that_was_said(elverhavn: City, alice: Membership, bob: Membership) -> None:
    club = make_organisation(elverhavn)
    made = make_consultation(elverhavn, bob, organisations=[club])
    with inside(elverhavn):
        erase(record=made, reason="Asked for", by=alice.user)
        assert not Need.objects.exists()
        assert not Attendance.objects.exists()
        # the session, its need and its guest: each was made, and deleted
        assert Tombstone.objects.get().erased_events == 6
        assert Organisation.objects.count() == 1


def test_the_list_is_narrowed_by_what_the_address_says(client: Client, elverhavn: City, bob: Membership) -> None:
    make_consultation(elverhavn, bob, title="Quay", districts=["1"])
    make_consultation(elverhavn, bob, title="School", instrument="focus_group", confidentiality="chatham_house")

    def titles(narrowed: str) -> set[str]:
        return {row.title for row in client.get(f"{LIST}?{narrowed}").context["rows"]}

    assert titles("") == {"Quay", "School"}
    assert titles("q=quay") == {"Quay"}
    assert titles("instrument=focus_group") == {"School"}
    assert titles("confidentiality=on_record") == {"Quay"}
    assert titles("districts=1") == {"Quay"}
    assert titles("state=approved") == set()


def test_an_organisation_is_added_found_and_changed(client: Client, elverhavn: City) -> None:
    sent = {"name": "Quay Society", "sector": "community", "levels": ["primary"], "districts": ["1"],
            "in_network": "on", "is_current": "on"}  # fmt: skip
    answer = _send(client, f"{HERE}organisations/new/", sent)
    page = client.get(answer.url).content.decode()
    assert "District 1" in page
    assert "Civil society" in page
    for narrowed in ("q=quay", "sector=community", "block=civil_society", "levels=primary", "districts=1",
                     "in_network=yes", "is_current=yes"):  # fmt: skip
        assert [row.name for row in client.get(f"{HERE}organisations/?{narrowed}").context["rows"]] == ["Quay Society"]
    assert not list(client.get(f"{HERE}organisations/?block=residents").context["rows"])
    answer = _send(client, f"{HERE}organisations/new/", sent)
    assert "There is an organisation of this name already." in answer.content.decode()
    answer = _send(client, f"{HERE}organisations/{_only(elverhavn)}/change/", {**sent, "is_current": ""})
    assert "no longer active" in client.get(answer.url).content.decode()


def test_of_two_that_were_there_before_all_but_the_name_may_be_changed(client: Client, elverhavn: City) -> None:
    """Names that differ in capitals alone were once taken."""
    make_organisation(elverhavn, name="QUAY SOCIETY")
    change = f"{HERE}organisations/{make_organisation(elverhavn, name='Quay Society').pk}/change/"
    sent = {"name": "Quay Society", "sector": "community", "about": "Meets on Mondays", "is_current": "on"}
    assert _send(client, change, sent).status_code == 302
    refused = _send(client, change, {**sent, "name": "Quay society"}).content.decode()
    assert "There is an organisation of this name already." in refused


def _only(city: City) -> int:
    with inside(city):
        return Organisation.objects.get().pk


def test_a_population_group_keeps_its_code_whatever_it_is_called(elverhavn: City, client: Client) -> None:
    admin = sign_in(Client(), make_member(elverhavn, "ada@elverhavn.example", "admin"))
    address = f"{HERE}population-groups/new/"
    assert client.get(address).status_code == 403
    _send(admin, address, {"name": "Young people", "is_current": "on", "size": "4100"})
    group = admin.get(f"{HERE}population-groups/").context["rows"].page.object_list[0]
    assert group.code == "young-people"
    _send(admin, f"{HERE}population-groups/{group.pk}/", {"name": "Those under 25", "is_current": "on"})
    group = admin.get(f"{HERE}population-groups/").context["rows"].page.object_list[0]
    assert (group.code, group.name) == ("young-people", "Those under 25")


def test_stale_ones_are_told_of(client: Client, elverhavn: City, alice: Membership, bob: Membership) -> None:
    make_consultation(elverhavn, bob, title="Old", state="approved", approved_by=alice.user,
                      approved_at="2025-01-01T00:00Z", review_by=datetime.date(2026, 1, 1))  # fmt: skip
    assert [row.title for row in client.get(f"{LIST}?stale=yes").context["rows"]] == ["Old"]


def test_a_section_says_how_much_it_holds_and_never_that_it_is_complete_where_nothing_was_noted(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    """The need of the workshop is there; outlook was kept without a row, findings nobody opened."""
    made = make_consultation(elverhavn, bob, done_parts=["session", "heard", "consent", "needs", "outlook"])
    tasks = {each["url"].split("/")[-2]: each for each in client.get(f"{LIST}{made.pk}/change/").context["tasks"]}
    assert {part: str(task["words"]) for part, task in tasks.items()} == {
        "session": "",
        "heard": "",
        "consent": "",
        "needs": "1 noted",
        "outlook": "None noted",
        **dict.fromkeys(["trust", "findings", "disagreements", "quotes", "follow_up"], "Not looked at yet"),
    }
    page = client.get(f"{LIST}{made.pk}/change/").content.decode()
    assert page.count("Complete") == 3
    assert "To do" not in page
