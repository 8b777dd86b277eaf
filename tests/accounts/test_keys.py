"""A change of the secret key, and a lost second factor: nobody is locked out for good."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership
from tests.factories import PASSWORD, sign_in, totp_code


def _signs_in(who: Membership, at: float | None = None) -> bool:
    client = Client()
    client.post("/account/login/", {"login": who.user.email, "password": PASSWORD})
    return client.post("/account/second-factor/authenticate/", {"code": totp_code(at=at)}).status_code == 302


def _kept(who: Membership) -> str:
    return str(Authenticator.objects.get(user=who.user, type="totp").data["secret"])


def test_with_the_old_key_at_hand_everybody_signs_in_and_it_can_go_once_secrets_are_renewed(
    bob: Membership, alice: Membership, settings: LazySettings
) -> None:
    before = _kept(bob)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-" + "n" * 50
    assert _signs_in(bob)
    call_command("renew_second_factors")
    assert _kept(bob) != before
    settings.SECRET_KEY_FALLBACKS = []
    assert _signs_in(alice)


def test_without_the_old_key_nothing_is_changed(bob: Membership, settings: LazySettings) -> None:
    before = _kept(bob)
    settings.SECRET_KEY = "a-new-key-" + "n" * 50
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("renew_second_factors")
    assert _kept(bob) == before


def test_who_lost_the_second_factor_sets_up_a_new_one(client: Client, bob: Membership) -> None:
    sign_in(client, bob)
    call_command("remove_second_factor", bob.user.email.upper())
    assert client.get("/city/elverhavn/").status_code == 302  # signed out
    client.post("/account/login/", {"login": bob.user.email, "password": PASSWORD})
    assert client.get("/city/elverhavn/")["Location"] == "/account/second-factor/totp/activate/"


def test_where_there_is_none_it_says_so(rita: Membership) -> None:
    for email in (rita.user.email, "nobody@elverhavn.example"):
        with pytest.raises(CommandError, match=email):
            call_command("remove_second_factor", email)
