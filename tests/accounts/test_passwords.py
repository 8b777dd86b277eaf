"""Long passwords that are guessed first are refused, each with the reason; unrelated words pass."""

from html import unescape

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from accounts.forms import AcceptForm
from accounts.models import City, Membership, User
from tests.factories import make_user, sign_in

ROWS = "Years and rows of keys, letters or numbers are guessed first."
AGAIN = "The same again and again is guessed first."
NAMED = "Your name, your city and this site are guessed first."
USUAL = "A word that many use as a password is guessed first, whatever stands behind it."
GUESSED = {
    ROWS: "123456789012 012345678901 210987654321 abcdefghijkl qwertyuiop12 asdfghjkl123 1qaz2wsx3edc qwertzuiopü1 "
    "zxcvbnm12345 qwerty-1234! 20242025.2026 19991999!!! poiuytrewq09",
    AGAIN: "aaaaaaaaaaaa abcabcabcabc xyxyxyxyxyxy 12121212121212 passwordpassword !!!!!!!!!!!! dragondragon "
    "hejhejhejhej",
    NAMED: "elverhavn2024 Elverhavn1234! !!elverhavn!! ElverhavnElverhavn alice2024!!! Groundwork123 groundwork!2026 "
    "Gr0undw0rk-1 Lidell-Lidell1 elverhavn-123",
    USUAL: "password1234 P@ssw0rd1234 Sommer2024!! Summer-2026!! velkommen123! adgangskode1 Kommune12345 letmein12345 "
    "iloveyou1234 dragon123456 Welcome2024! monkey!!!111",
}
GOOD = """
granite-lantern-42
meadow-copper-violin
correct horse battery staple
password monkey lantern
sommer skinner på søen
trækfugl-kaffe-lampe
vT9#kq2LmZ!x
elverhavn kaffe trækfugl lampe
møllehjul, 7 gæs
حصان بطارية صحيحة كرسي
"""


@pytest.fixture
def alice_lidell(alice: Membership) -> User:
    alice.user.name = "Alice Lidell"
    return alice.user


def _said_of(password: str, user: User) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize("reason", GUESSED)
def test_what_is_guessed_first_is_refused_and_it_is_said_why(reason: str, alice_lidell: User) -> None:
    said = {password: _said_of(password, alice_lidell) for password in GUESSED[reason].split()}
    assert {password: messages for password, messages in said.items() if reason not in messages} == {}


def test_unrelated_words_and_drawn_characters_pass(alice_lidell: User) -> None:
    said = {password: _said_of(password, alice_lidell) for password in GOOD.strip().splitlines()}
    assert {password: messages for password, messages in said.items() if messages} == {}


def test_a_short_one_and_one_without_end_are_refused(elverhavn: City) -> None:
    for password, reason in (("vT9#kq2LmZ!", "too short"), ("vT9#kq2LmZ!" * 400, "more than 256 characters")):
        with pytest.raises(ValidationError, match=reason):
            validate_password(password, User(email="olga@nowhere.example"))


def test_a_city_of_others_is_a_word_like_any_other(elverhavn: City, other_city: City) -> None:
    """Or whoever is invited could ask which cities there are."""
    stranger = make_user("olga@nowhere.example")
    validate_password(f"{elverhavn.name}-{other_city.name}", stranger)


def test_the_page_says_what_is_wrong(client: Client, alice: Membership) -> None:
    page = sign_in(client, alice).post(
        "/account/password/change/",
        {"oldpassword": "granite-lantern-42", "password1": "123456789012", "password2": "123456789012"},
    )
    assert ROWS in page.content.decode()


# What Django says of its rules, and says in Danish.
OF_DJANGO = ("Your pass", "This pass", "The pass", "Din adgangskode", "Denne adgangskode", "Adgangskoden er")


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_rules_are_told_in_our_words_where_one_is_chosen_and_where_one_is_refused(
    language: str, client: Client, alice: Membership
) -> None:
    """Of a page alone: who may be invited reads the same rules on theirs."""
    make_user("olga@nowhere.example")
    alice.user.name = "Alice Lidell Andersen"
    with override(language):
        told = password_validators_help_texts()
        refused = [m for each in ("short", "alicelidellandersen", "1qaz2wsx3edc") for m in _said_of(each, alice.user)]
        assert not [said for said in (*told, *refused) if said.startswith(OF_DJANGO)]
        assert str(AcceptForm(email="olga@nowhere.example").fields["password"].help_text) == " ".join(told)
    assert len({*told}) == 4
    client.cookies["django_language"] = language
    page = unescape(sign_in(client, alice).get("/account/password/change/").content.decode())
    assert [said for said in told if said not in page] == []


def test_a_password_is_kept_as_a_slow_and_salted_digest(alice_lidell: User) -> None:
    kept = []
    for _time in range(2):
        alice_lidell.set_password("granite-lantern-42")
        kept.append(alice_lidell.password)
    assert kept[0] != kept[1]
    for each in kept:
        assert "granite" not in each
        assert identify_hasher(each).algorithm in {"pbkdf2_sha256", "argon2", "scrypt"}
