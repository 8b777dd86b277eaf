"""What host staff can do in their pages, and what they cannot: come into a city by way of somebody's account."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Membership, User
from tests.factories import TOTP_SECRET, make_user, sign_in


@pytest.fixture
def helen(db: None) -> User:
    """Host staff, with every right there is."""
    return make_user("helen@host.example", second_factor=True, is_staff=True, is_superuser=True)


def test_nobody_s_address_and_no_group_can_be_changed_there(client: Client, helen: User, bob: Membership) -> None:
    sign_in(client, helen)
    assert client.get("/admin/").status_code == 200
    for page in ("account/emailaddress", "auth/group"):
        assert client.get(f"/admin/{page}/").status_code == 404
    change = f"/admin/accounts/user/{bob.user.pk}/change/"
    client.post(change, {"email": "helen2@host.example", "is_active": "on"})
    bob.user.refresh_from_db()
    assert bob.user.email == "bob@elverhavn.example"


def test_a_lost_second_factor_can_be_removed_there_but_neither_read_nor_made(
    client: Client, helen: User, bob: Membership
) -> None:
    sign_in(client, helen)
    lost = Authenticator.objects.get(user=bob.user)
    page = f"/admin/mfa/authenticator/{lost.pk}"
    shown = client.get(f"{page}/change/")
    assert shown.status_code == 200
    assert lost.data["secret"] not in shown.content.decode()
    assert TOTP_SECRET not in shown.content.decode()
    assert client.post(f"{page}/change/", {"data": "{}"}).status_code == 403
    assert client.get("/admin/mfa/authenticator/add/").status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=bob.user).exists()
