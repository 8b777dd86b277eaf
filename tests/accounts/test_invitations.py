"""Invitations: a link by e-mail, and the account it makes."""

import datetime
import re
import smtplib

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.actions import accept
from accounts.actions.invitations import find_invitation, send_again, withdraw
from accounts.city import city_context
from accounts.models import City, Invitation, Membership, User
from core.errors import Refused
from tests.factories import PASSWORD, make_member, make_user, sign_in
from tests.mapping.makers import with_record

INVITE = "/city/elverhavn/people/invite/"
NEW_PASSWORD = "meadow-copper-violin"


@pytest.fixture
def invited(alice: Membership, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> str:
    """Olga was invited as an officer; the address of her link."""
    with_record(alice.city)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(Client(), alice).post(
            INVITE, {"email": "Olga@Elverhavn.example ", "role": "officer", "clearance": "amber"}
        )
    return _link()


def _link() -> str:
    found = re.search(r"http://localhost:8000(/invitation/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_mail_names_the_city_and_nothing_it_keeps(invited: str) -> None:
    (message,) = mail.outbox
    assert message.to == ["olga@elverhavn.example"]
    assert message.subject == "Invitation to Elverhavn in Groundwork"
    assert "seven days" in str(message.body) or "7 days" in str(message.body)


def test_only_a_digest_of_the_link_is_kept(invited: str) -> None:
    secret = invited.removeprefix("/invitation/").rstrip("/")
    assert len(secret) >= 43  # 256 bits in base64
    assert secret not in str(Invitation.objects.values_list().get())


def test_olga_makes_an_account_sets_up_a_second_factor_and_is_an_officer(client: Client, invited: str) -> None:
    assert client.get(invited).status_code == 200
    made = client.post(invited, {"name": "Olga", "password": NEW_PASSWORD})
    assert (made.status_code, made["Location"]) == (302, "/city/elverhavn/")
    olga = Membership.objects.select_related("user").get(user__email="olga@elverhavn.example")
    assert (olga.role, olga.clearance, olga.user.name) == ("officer", "amber", "Olga")
    assert client.get("/city/elverhavn/")["Location"] == "/account/second-factor/totp/activate/"


def test_a_weak_password_is_refused_and_the_name_kept(client: Client, invited: str) -> None:
    answer = client.post(invited, {"name": "Olga Sørensen", "password": "short"})
    page = answer.content.decode()
    assert "at least 12 characters" in page
    assert "Olga Sørensen" in page
    assert not User.objects.filter(email="olga@elverhavn.example").exists()


def test_a_link_works_once(client: Client, invited: str) -> None:
    client.post(invited, {"name": "Olga", "password": NEW_PASSWORD})
    assert Client().get(invited).status_code == 410
    assert Client().post(invited, {"name": "Mallory", "password": NEW_PASSWORD}).status_code == 410


@pytest.mark.parametrize("how", ["withdrawn", "too old", "sent again"])
def test_a_link_that_is_over_opens_nothing(
    client: Client,
    alice: Membership,
    invited: str,
    how: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    invitation = Invitation.objects.get()
    if how == "too old":
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    else:
        verb = "withdraw" if how == "withdrawn" else "again"
        with django_capture_on_commit_callbacks(execute=True):
            seen = {"seen": invitation.expires_at.isoformat()}
            sign_in(Client(), alice).post(f"/city/elverhavn/invitations/{invitation.pk}/{verb}/", seen)
    assert client.get(invited).status_code == 410
    if how == "sent again":
        assert client.get(_link()).status_code == 200


@pytest.mark.parametrize("how", ["withdrawn", "sent again", "inviter shut out"])
def test_what_ends_a_link_in_the_instant_in_which_it_is_opened_ends_it(
    alice: Membership, invited: str, how: str
) -> None:
    found = find_invitation(invited.split("/")[2])
    assert found is not None
    if how == "withdrawn":
        withdraw(invitation=found)
    elif how == "sent again":
        assert send_again(invitation=found, seen=found.expires_at.isoformat(), by=alice.user)
    else:
        with city_context(alice.city_id, via="test"):
            Membership.objects.filter(pk=alice.pk).update(suspended_at=timezone.now())
    with pytest.raises(Refused, match="no longer valid"):
        accept(invitation=found, name="Olga", password=NEW_PASSWORD)
    assert not User.objects.filter(email="olga@elverhavn.example").exists()


def test_who_has_an_account_signs_in_and_joins(client: Client, invited: str) -> None:
    olga = make_user("olga@elverhavn.example")
    assert client.get(invited)["Location"] == f"/account/login/?next={invited.replace('/', '%2F')}"
    assert client.post(invited, {"name": "Mallory", "password": NEW_PASSWORD}).status_code == 302
    olga.refresh_from_db()
    assert olga.check_password(PASSWORD)
    sign_in(client, olga).post(invited)
    assert Membership.objects.filter(user=olga, role="officer").exists()


def test_who_joins_twice_at_once_or_belongs_by_now_reads_that_they_belong(
    client: Client, elverhavn: City, invited: str
) -> None:
    """The second of two clicks waits for the first, and then was an error of the program."""
    olga = make_member(elverhavn, "olga@elverhavn.example", "reader")
    page = sign_in(client, olga).post(invited, follow=True)
    assert page.status_code == 200
    assert "olga@elverhavn.example belongs to the city already." in page.content.decode()
    olga.refresh_from_db()
    assert olga.role == "reader"


def test_an_invitation_by_whoever_runs_the_site_names_nobody(client: Client, alice: Membership, invited: str) -> None:
    """“Sent by None”, it said."""
    assert "Sent by Alice; works until" in sign_in(client, alice).get("/city/elverhavn/people/").content.decode()
    Invitation.objects.update(invited_by=None)
    page = client.get("/city/elverhavn/people/").content.decode()
    assert "Sent by whoever runs the site; works until" in page
    assert "None" not in page.partition("<main")[2]


def test_who_was_shut_out_or_is_no_admin_any_more_lets_nobody_in(
    client: Client, alice: Membership, invited: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """It may have been somebody else at their account, with a second mailbox."""
    carla = sign_in(Client(), make_member(alice.city, "carla@elverhavn.example", "admin", name="Carla"))
    lapsed = "Alice, who sent it, is no admin now. Send it again, or withdraw it."
    for changed in ({"suspended_at": timezone.now()}, {"suspended_at": None, "role": "officer"}, None):
        with city_context(alice.city_id, via="test"):
            rows = Membership.objects.filter(pk=alice.pk)
            rows.update(**changed) if changed else rows.delete()
        assert client.get(invited).status_code == 410
        assert client.post(invited, {"name": "Olga", "password": NEW_PASSWORD}).status_code == 410
        assert lapsed in carla.get("/city/elverhavn/people/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        sent = Invitation.objects.get()
        carla.post(f"/city/elverhavn/invitations/{sent.pk}/again/", {"seen": sent.expires_at.isoformat()})
    page = carla.get("/city/elverhavn/people/").content.decode()
    assert "Sent by Carla; works until" in page
    assert lapsed not in page
    assert client.get(invited).status_code == 410
    assert client.get(_link()).status_code == 200


def test_somebody_else_who_is_signed_in_cannot_take_it(client: Client, rita: Membership, invited: str) -> None:
    sign_in(client, rita).post(invited)
    rita.refresh_from_db()
    assert rita.role == "reader"
    assert not Membership.objects.filter(user__email="olga@elverhavn.example").exists()


def test_nobody_is_invited_twice_or_while_they_belong(
    client: Client, alice: Membership, bob: Membership, invited: str
) -> None:
    sign_in(client, alice)
    for email, why in (
        ("olga@elverhavn.example", "has an invitation already"),
        (" OLGA@elverhavn.example", "has an invitation already"),
        ("BOB@elverhavn.example", "belongs to"),
    ):
        page = client.post(INVITE, {"email": email, "role": "reader", "clearance": "green"}).content.decode()
        assert why in page
        assert email.lower() in page.lower()
        # where it is sent again
        assert ('href="/city/elverhavn/people/#invited"' in page) == ("invitation" in why)
    assert Invitation.objects.count() == 1


def test_only_admins_invite(client: Client, bob: Membership) -> None:
    sign_in(client, bob)
    assert client.get(INVITE).status_code == 403
    assert client.post(INVITE, {"email": "x@elverhavn.example", "role": "admin", "clearance": "red"}).status_code == 403


def test_there_is_no_other_way_to_an_account(client: Client, elverhavn: City) -> None:
    client.post("/account/signup/", {"email": "mallory@elverhavn.example", "password1": NEW_PASSWORD})
    assert not User.objects.exists()


def test_sending_again_pressed_twice_is_one_mail_and_its_link_works(
    client: Client,
    alice: Membership,
    invited: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = sign_in(client, alice).get("/city/elverhavn/people/").content.decode()
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page)
    again = f"/city/elverhavn/invitations/{Invitation.objects.get().pk}/again/"
    before = len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        told = [client.post(again, {"seen": seen}, follow=True).content.decode() for _press in range(2)]
    assert len(mail.outbox) == before + 1
    assert ["A new link is on its way" in each for each in told] == [True, False]
    assert "A new link went to olga@elverhavn.example already; no other was sent." in told[1]
    assert Client().get(_link()).status_code == 200


def test_a_mail_that_cannot_go_out_leaves_an_invitation_to_send_again(
    client: Client,
    alice: Membership,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def unreachable(*_args: object, **_options: object) -> None:
        raise smtplib.SMTPConnectError(421, "no")

    monkeypatch.setattr("accounts.actions.invitations.send_mail", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, alice).post(INVITE, {"email": "x@elverhavn.example", "role": "reader", "clearance": "green"})
    assert "could not be sent" in client.get("/city/elverhavn/people/").content.decode()
