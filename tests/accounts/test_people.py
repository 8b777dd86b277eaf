"""A city's people: who may see, invite, change and remove them."""

import csv

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from accounts.actions import change_membership
from accounts.city import city_context
from accounts.models import City, HostAccess, Invitation, Membership, Role, User
from core.errors import Refused
from tests.factories import PASSWORD, make_member, make_user, send, sign_in
from tests.mapping.makers import with_record

PEOPLE = "/city/elverhavn/people/"


def test_admins_and_officers_see_the_people_network_members_do_not(
    client: Client, alice: Membership, bob: Membership, rita: Membership
) -> None:
    for member, status in ((alice, 200), (bob, 200), (rita, 403)):
        assert sign_in(client, member).get(PEOPLE).status_code == status


def test_a_foreign_city_answers_as_one_that_does_not_exist(
    client: Client, elverhavn: City, charlie: Membership
) -> None:
    sign_in(client, charlie)
    foreign, missing = client.get(PEOPLE), client.get("/city/nowhere/people/")
    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_people_are_found_by_name_address_and_role(
    client: Client, alice: Membership, bob: Membership, rita: Membership
) -> None:
    sign_in(client, alice)
    for query, found in (("q=rit", {"Rita"}), ("q=BOB@", {"Bob"}), ("role=reader", {"Rita"}), ("q=nobody", set())):
        page = client.get(f"{PEOPLE}?{query}").content.decode()
        names = {name for name in ("Alice", "Bob", "Rita") if f"{name.lower()}@elverhavn.example" in page}
        assert names - {"Alice"} == found, query


def test_an_admin_takes_the_people_found_along_as_a_file(client: Client, elverhavn: City, alice: Membership) -> None:
    make_member(elverhavn, "sum@elverhavn.example", "reader", name="=SUM(1;2)")
    make_member(elverhavn, "carla@elverhavn.example", "officer")
    page = sign_in(client, alice).get(f"{PEOPLE}export/?role=reader")
    assert page["Content-Disposition"] == 'attachment; filename="elverhavn-people.csv"'
    (line,) = csv.DictReader(page.getvalue().decode("utf-8-sig").splitlines())
    assert (line["Name"], line["E-mail address"]) == ("'=SUM(1;2)", "sum@elverhavn.example")
    assert (line["Role"], line["Role (code)"], line["Clearance"]) == ("Network member", "reader", "TLP:RED")


def test_the_file_of_people_says_of_a_second_factor_what_the_page_says(client: Client, alice: Membership) -> None:
    """“Off” it said of one that is missing, as of one that nobody asks for."""
    for role in ("officer", "reader"):
        with city_context(alice.city_id, via="test"):
            Membership.objects.create(city=alice.city, user=make_user(f"{role}@elverhavn.example"), role=role)
    sent = sign_in(client, alice).get(f"{PEOPLE}export/").getvalue().decode("utf-8-sig")
    said = {row["Role (code)"]: row["Second factor"] for row in csv.DictReader(sent.splitlines())}
    assert (said["officer"], said["reader"]) == ("Missing", "Off")
    warning = '<span class="chip chip-attention">'
    assert f"{warning}Missing" in client.get(f"{PEOPLE}?role=officer").content.decode()
    assert warning not in client.get(f"{PEOPLE}?role=reader").content.decode()


def test_only_an_admin_with_a_fresh_sign_in_takes_people_along(
    client: Client, alice: Membership, bob: Membership
) -> None:
    assert sign_in(client, bob).get(f"{PEOPLE}export/").status_code == 403
    asked = sign_in(Client(), alice, fresh=False).get(f"{PEOPLE}export/")
    assert "reauthenticate" in asked["Location"]


def test_changing_a_role_needs_a_fresh_sign_in_and_then_goes_on_where_it_was(
    client: Client, alice: Membership, rita: Membership
) -> None:
    with_record(alice.city)
    sign_in(client, alice, fresh=False)
    asked = send(client, f"{PEOPLE}{rita.pk}/", {"role": "officer", "clearance": "amber"})
    assert asked.status_code == 302
    assert "reauthenticate" in asked["Location"]
    rita.refresh_from_db()
    assert rita.role == Role.READER

    done = client.post(f"/account/reauthenticate/?next={PEOPLE}{rita.pk}/", {"password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, PEOPLE)
    rita.refresh_from_db()
    assert (rita.role, rita.clearance) == ("officer", "amber")


def test_history_says_who_changed_a_role(client: Client, alice: Membership, rita: Membership) -> None:
    with_record(alice.city)
    send(sign_in(client, alice), f"{PEOPLE}{rita.pk}/", {"role": "officer", "clearance": "amber"})
    with city_context(rita.city_id, via="test"):
        event = Membership.pgh_event_model.objects.filter(pgh_label="update").get()  # type: ignore[attr-defined]
    assert (event.role, event.pgh_context) == ("officer", {"via": "page", "actor": alice.user_id})


def test_the_last_admin_can_neither_step_down_nor_leave_nor_be_removed(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    answers = [
        send(client, f"{PEOPLE}{alice.pk}/", {"role": "reader", "clearance": "green"}),
        client.post(f"{PEOPLE}{alice.pk}/remove/"),
        client.post(f"{PEOPLE}leave/"),
    ]
    for answer in answers:
        assert "only admin" in answer.content.decode()
    assert Membership.objects.get().role == Role.ADMIN


def test_the_only_admin_is_told_that_they_stay_before_they_press_leave(
    client: Client, alice: Membership, bob: Membership
) -> None:
    """It was said after the click alone."""
    page = sign_in(client, alice).get(f"{PEOPLE}leave/").content.decode()
    assert "only admin" in page
    assert 'method="post" action="/city/elverhavn/people/leave/"' not in page
    assert f'href="{PEOPLE}"' in page
    for member in (bob, make_member(alice.city, "anna@elverhavn.example", "admin"), alice):
        page = sign_in(client, member).get(f"{PEOPLE}leave/").content.decode()
        assert "only admin" not in page
        assert 'method="post" action="/city/elverhavn/people/leave/"' in page


def test_of_a_role_that_was_saved_as_it_was_it_is_not_said_that_it_holds_from_now_on(
    client: Client, alice: Membership, rita: Membership
) -> None:
    sign_in(client, alice)
    as_it_is = {"role": rita.role, "clearance": rita.clearance}
    for sent, said, unsaid in (
        (as_it_is, "Nothing was changed.", "It holds from"),
        ({**as_it_is, "role": "officer"}, "It holds from", "Nothing was changed."),
    ):
        send(client, f"{PEOPLE}{rita.pk}/", sent)
        page = client.get(PEOPLE).content.decode()
        assert said in page
        assert unsaid not in page


def test_an_admin_whose_account_is_closed_does_not_count_as_one(elverhavn: City, alice: Membership) -> None:
    make_member(elverhavn, "gone@elverhavn.example", "admin", is_active=False)
    with city_context(elverhavn.pk, via="test"), pytest.raises(Refused, match="only admin"):
        change_membership(membership=alice, role="officer", clearance="amber")


def test_who_is_removed_is_out_at_the_next_request(client: Client, alice: Membership, bob: Membership) -> None:
    bobs = sign_in(Client(), bob)
    assert bobs.get("/city/elverhavn/").status_code == 200
    sign_in(client, alice).post(f"{PEOPLE}{bob.pk}/remove/")
    assert bobs.get("/city/elverhavn/").status_code == 404


def test_members_of_another_city_can_be_neither_seen_nor_touched(
    client: Client, alice: Membership, charlie: Membership
) -> None:
    sign_in(client, alice)
    assert client.get(f"{PEOPLE}{charlie.pk}/").status_code == 404
    assert client.post(f"{PEOPLE}{charlie.pk}/remove/").status_code == 404
    assert Membership.objects.filter(pk=charlie.pk).exists()


def test_host_staff_come_in_for_the_hours_an_admin_grants(client: Client, elverhavn: City, alice: Membership) -> None:
    helen = make_user("helen@host.example", is_staff=True, second_factor=True)
    access = HostAccess.objects.create(city=elverhavn, staff=helen, reason="Ticket 12", hours=2)
    helens = sign_in(Client(), helen)
    assert helens.get("/city/elverhavn/").status_code == 404
    sign_in(client, alice).post(f"/city/elverhavn/host-access/{access.pk}/", {"decision": "yes"})
    assert helens.get("/city/elverhavn/").status_code == 200
    with city_context(elverhavn.pk, via="test"):
        Membership.objects.filter(user=helen).update(expires_at=timezone.now())
    assert helens.get("/city/elverhavn/").status_code == 404


def test_who_is_no_host_staff_any_more_is_let_in_nowhere(elverhavn: City, alice: Membership) -> None:
    """Neither on a visit that goes on, nor on one that they asked for before."""
    boss = make_user("boss@host.example", is_staff=True, is_superuser=True, second_factor=True)
    helen = make_user("helen@host.example", is_staff=True, second_factor=True)
    first, second = (HostAccess.objects.create(city=elverhavn, staff=helen, reason="x", hours=2) for _twice in "12")
    admin, helens = sign_in(Client(), alice), sign_in(Client(), helen)
    admin.post(f"/city/elverhavn/host-access/{first.pk}/", {"decision": "yes"})
    assert helens.get("/city/elverhavn/").status_code == 200
    told = sign_in(Client(), boss).post(f"/admin/accounts/user/{helen.pk}/change/", {"is_active": "on"})
    assert told.status_code == 302
    assert helens.get("/city/elverhavn/").status_code == 404
    said = admin.post(f"/city/elverhavn/host-access/{second.pk}/", {"decision": "yes"}, follow=True).content.decode()
    assert "is no host staff any more" in said
    assert helens.get("/city/elverhavn/").status_code == 404
    admin.post(f"/city/elverhavn/host-access/{second.pk}/", {"decision": "no"})
    assert HostAccess.objects.exclude(decided_at=None).count() == 2


def test_a_refused_visit_opens_nothing(client: Client, elverhavn: City, alice: Membership) -> None:
    helen = make_user("helen@host.example", is_staff=True, second_factor=True)
    access = HostAccess.objects.create(city=elverhavn, staff=helen, reason="Ticket 12", hours=2)
    sign_in(client, alice).post(f"/city/elverhavn/host-access/{access.pk}/", {"decision": "no"})
    assert not Membership.objects.filter(user=helen).exists()
    assert not Invitation.objects.exists()


def test_of_a_closed_account_no_name_stays_on_the_account_or_in_the_host_s_list(
    client: Client, elverhavn: City, rita: Membership
) -> None:
    """The page said that what one wrote stays with one's name, and the host's list of what was done kept it."""
    host = make_user("host@host.example", is_staff=True, is_superuser=True, second_factor=True)
    its_page = f"/admin/accounts/user/{rita.user_id}/change/"
    assert sign_in(Client(), host).post(its_page, {"is_active": "on"}).status_code == 302
    assert LogEntry.objects.get().object_repr == "Rita"
    sign_in(client, rita)
    for page in ("/account/", "/account/close/"):
        assert "stays, without your name" in client.get(page).content.decode()
    assert client.post("/account/close/").status_code == 302
    closed = User.objects.get(pk=rita.user_id)
    assert (closed.name, closed.email) == ("", f"closed-{closed.pk}@invalid")
    (entry,) = LogEntry.objects.values_list("object_repr", "change_message", "user_id")
    assert entry == ("", "", host.pk)
