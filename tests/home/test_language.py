"""Everybody reads the site in a language of their choice."""

import re

import pytest
from django.test import Client

from accounts.models import City, User
from tests.factories import make_member, sign_in

SIGN_IN = "/account/login/"


def _language(page: str) -> tuple[str, str]:
    found = re.search(r'<html lang="(\w+)"\s+dir="(\w+)"', page)
    assert found, page[:300]
    return found.group(1), found.group(2)


def test_a_visitor_gets_the_language_of_their_browser(client: Client, db: None) -> None:
    answer = client.get(SIGN_IN, headers={"accept-language": "da-DK,da;q=0.9,en;q=0.5"})
    assert answer["Content-Language"] == "da"
    assert _language(answer.content.decode()) == ("da", "ltr")
    assert "Accept-Language" in answer["Vary"]


def test_a_visitor_chooses_another_and_keeps_it_in_a_cookie(client: Client, db: None) -> None:
    answer = client.post("/look/", {"language": "da", "next": f"{SIGN_IN}?next=/x/"})
    assert answer["Location"] == f"{SIGN_IN}?next=/x/"
    cookie = answer.cookies["django_language"]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("da", "Lax", True)
    again = client.get(SIGN_IN, headers={"accept-language": "en"})
    assert again["Content-Language"] == "da"


def test_every_page_offers_the_languages_in_their_own_names(client: Client, elverhavn: City) -> None:
    offered = [("en", "English"), ("da", "Dansk")]
    button = re.compile(r'name="language"\s+value="\w+"\s+lang="(\w+)"\s+aria-pressed="\w+">(\w+)<')
    assert button.findall(client.get(SIGN_IN).content.decode()) == offered
    sign_in(client, make_member(elverhavn, "bob@elverhavn.example", "officer"))
    assert button.findall(client.get("/city/elverhavn/").content.decode()) == offered


def test_somebody_with_an_account_keeps_the_language_there(client: Client, elverhavn: City) -> None:
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer")
    sign_in(client, bob)
    client.post("/look/", {"language": "da", "next": "/city/elverhavn/"})
    assert User.objects.get(pk=bob.user_id).language == "da"
    elsewhere = sign_in(Client(), bob)
    answer = elsewhere.get("/city/elverhavn/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "da"
    assert _language(answer.content.decode()) == ("da", "ltr")


def test_the_language_can_be_changed_before_a_second_factor_is_set_up(client: Client, elverhavn: City) -> None:
    alice = make_member(elverhavn, "alice@elverhavn.example", "admin", second_factor=False)
    sign_in(client, alice)
    assert client.post("/look/", {"language": "da"})["Location"] == "/"
    assert User.objects.get(pk=alice.user_id).language == "da"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "//example.org/",
        "javascript:alert(1)",
        "/\\example.org",
        "no-page-is-called-so",
        "account",
    ],
)
def test_the_way_back_never_leads_to_another_site(client: Client, db: None, address: str) -> None:
    assert client.post("/look/", {"language": "da", "next": address})["Location"] == "/"


def test_a_language_that_is_not_offered_changes_nothing(client: Client, db: None) -> None:
    assert "django_language" not in client.post("/look/", {"language": "xx"}).cookies


def test_looking_at_the_address_changes_nothing(client: Client, db: None) -> None:
    assert client.get("/look/?language=da").status_code == 405
