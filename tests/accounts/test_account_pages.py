"""The pages of an account that django-allauth has views for say what ours say, in our words, and lead back."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import Membership
from tests.factories import TOTP_SECRET, sign_in

WORDS = {
    "/account/email/": ("Change the e-mail address", "New e-mail address", "Send the link"),
    "/account/password/change/": ("Change the password", "Password now", "New password, once more"),
    "/account/second-factor/": ("Second factor", "Authenticator app"),
}
# of the library: in capitals, or another word for what is called otherwise everywhere else
THEIRS = ("Email", "Two-Factor", "Authenticator App", "Confirm Access", "Please", "New Password", ":</label>")


def _main(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return re.search(r"<main.*</main>", page, re.DOTALL)[0]  # type: ignore[index]


@pytest.mark.parametrize("address", WORDS)
def test_a_page_of_the_account_is_in_our_words_and_leads_back(client: Client, alice: Membership, address: str) -> None:
    page = _main(sign_in(client, alice), address)
    assert '<a href="/account/">Your account</a>' in page
    for word in WORDS[address]:
        assert word in page
    for word in THEIRS:
        assert word not in page


@pytest.mark.parametrize("address", ["/account/reauthenticate/", "/account/second-factor/reauthenticate/"])
def test_who_is_asked_once_more_is_told_why(client: Client, alice: Membership, address: str) -> None:
    page = _main(sign_in(client, alice), address)
    assert "Is it you?" in page
    assert "After that you go on where you were." in page
    assert ("six digits" in page) is ("second-factor" in address)
    for word in THEIRS:
        assert word not in page


def test_a_new_address_that_waits_is_named_and_can_be_let_go(client: Client, alice: Membership) -> None:
    assert "was not opened yet" not in _main(sign_in(client, alice), "/account/email/")
    EmailAddress.objects.create(user=alice.user, email="new@elverhavn.example", verified=False, primary=False)
    page = _main(client, "/account/email/")
    assert "The link to new@elverhavn.example was not opened yet." in page
    assert f"You sign in with {alice.user.email}." in page
    client.post("/account/email/", {"action_remove": "", "email": "new@elverhavn.example"})
    assert not EmailAddress.objects.filter(email="new@elverhavn.example").exists()


def test_recovery_codes_are_counted_where_there_are_some(client: Client, rita: Membership) -> None:
    sign_in(client, rita)
    Authenticator.objects.filter(user=rita.user).delete()
    assert "Recovery codes" not in _main(client, "/account/second-factor/")
    TOTP.activate(rita.user, TOTP_SECRET)
    assert "You have none." in _main(client, "/account/second-factor/")
    codes = RecoveryCodes.activate(rita.user)
    assert "10 of 10 are left" in _main(client, "/account/second-factor/")
    for _used in range(9):
        codes.validate_code(codes.get_unused_codes()[0])
    assert "1 of 10 is left" in _main(client, "/account/second-factor/")
