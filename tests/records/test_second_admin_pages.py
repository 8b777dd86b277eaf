"""The pages of changes that wait for a second admin: who is told, who may decide, and what is said of secrecy."""

import pytest
from django.test import Client

from accounts.markings import ORDER
from accounts.models import City, Invitation, Membership, ProcessingRecord
from notices.models import ChangeNotice, Delivery
from records.models import PendingChange
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_record
from tests.records.test_processing_record import PAGE, answers
from tests.records.test_second_admin import KINDS


@pytest.mark.parametrize("clearance", ORDER)
def test_a_clearance_above_green_needs_the_ground_of_secrecy(
    elverhavn: City, alice: Membership, clearance: str
) -> None:
    is_above = clearance not in {"clear", "green"}
    member = make_member(elverhavn, "gro@elverhavn.example", "reader", clearance="clear")
    client = sign_in(Client(), alice)
    for has_ground in (False, True):
        facts = {"email": f"{clearance}{has_ground}@home.example", "role": "officer", "clearance": clearance}
        invited = send(client, "/city/elverhavn/people/invite/", facts)
        changed = send(client, f"/city/elverhavn/people/{member.pk}/", {"role": "reader", "clearance": clearance})
        is_refused = is_above and not has_ground
        for answer in (invited, changed):
            assert (answer.status_code == 200) is is_refused
            assert ("needs the ground of statutory secrecy" in answer.content.decode()) is is_refused
            assert not is_refused or "is on record:" in answer.content.decode()
        if not has_ground:
            with_record(elverhavn)
    assert Invitation.objects.count() == (1 if is_above else 2)


def test_all_admins_are_told_and_find_it_where_they_work(
    running: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    admin, second = sign_in(Client(), alice), sign_in(Client(), carla)
    with inside(running):
        Membership.objects.filter(pk=bob.pk).update(clearance="green")
    answer = send(admin, f"/city/elverhavn/people/{bob.pk}/", {"role": "officer", "clearance": "red"}, follow=True)
    page = answer.content.decode()
    assert "It waits for a second admin" in page
    assert "May confirm it: Carla." in " ".join(page.split())
    assert 'value="confirm"' not in page
    with inside(running):
        change = PendingChange.objects.get()
        told = {each.user.email for each in Delivery.objects.select_related("user")}
        notice = ChangeNotice.objects.get()
    assert told == {alice.user.email, carla.user.email}
    assert (notice.before, notice.after) == ("Bob: City officer, TLP:GREEN", "Bob: City officer, TLP:RED")
    address = f"/city/elverhavn/changes/{change.pk}/"
    assert notice.link == address
    for where in ("", "people/", f"people/{bob.pk}/"):
        assert address in second.get(f"/city/elverhavn/{where}").content.decode(), where
    assert "Waits for a second admin" not in admin.get("/city/elverhavn/").content.decode()
    for member in (bob, rita):
        assert sign_in(Client(), member).get(address).status_code == 403
        assert address not in sign_in(Client(), member).get("/city/elverhavn/").content.decode()
    assert 'value="confirm"' in second.get(address).content.decode()
    assert "Confirmed" in second.post(address, {"decision": "confirm"}, follow=True).content.decode()
    bob.refresh_from_db()
    assert bob.clearance == "red"
    assert address not in second.get("/city/elverhavn/people/").content.decode()
    told_of = second.get(f"/city/elverhavn/history/pending-change/{change.pk}/").content.decode()
    assert "Waits for a second admin" in told_of
    assert "Carla" in told_of


def test_a_shorter_retention_waits_and_the_rest_of_the_record_is_kept(
    elverhavn: City, alice: Membership, carla: Membership
) -> None:
    client = sign_in(Client(), alice)
    client.post(PAGE, answers())
    page = send(client, PAGE, answers(months_history="48", months_import="48", purpose="Another one."), follow=True)
    assert "waits for a second admin" in page.content.decode()
    with inside(elverhavn):
        record = ProcessingRecord.objects.get()
        assert record.purpose == "Another one."
        assert (record.retention["history"], record.retention["import"]) == (120, 48)
    assert "A shorter retention waits for a second admin:" in client.get(PAGE).content.decode()
    again = send(client, PAGE, answers(months_history="40", months_import="48")).content.decode()
    assert "waits for a second admin already" in again


def test_a_change_of_another_city_does_not_exist(running: City, alice: Membership, charlie: Membership) -> None:
    with inside(running):
        change = KINDS["retention"][0](running, alice, alice)
    client = sign_in(Client(), charlie)
    assert client.get(f"/city/sandvig/changes/{change.pk}/").status_code == 404
    assert client.post(f"/city/sandvig/changes/{change.pk}/", {"decision": "refuse"}).status_code == 404
