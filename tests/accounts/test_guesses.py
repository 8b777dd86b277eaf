"""Whoever guesses is stopped; the owner of the account is not, and has a way back in."""

import re
import time
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Membership
from tests.factories import PASSWORD, make_user, sign_in, totp_code
from tests.sizes import in_full_by_soak

LOGIN, CODE, RESET = "/account/login/", "/account/second-factor/authenticate/", "/account/password/reset/"
CLOSED = "Too many wrong guesses"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.{}"


def guess(client: Client, email: str, password: str = PASSWORD, *, origin: str = HERE) -> str:
    """`in`, `wrong` or `closed`."""
    answer = client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=origin)
    return "in" if answer.status_code == 302 else ("closed" if CLOSED in answer.content.decode() else "wrong")


def from_one_place(email: str) -> list[str]:
    return [guess(Client(), email, f"wrong-{number}", origin=ELSEWHERE.format(1)) for number in range(8)]


def from_many_places(email: str, times: int = 12) -> list[str]:
    """Two more than are evaluated."""
    return [guess(Client(), email, f"wrong-{number}", origin=ELSEWHERE.format(number)) for number in range(times)]


def from_very_many_places(email: str) -> list[str]:
    return from_many_places(email, 30)


def from_one_house_of_the_new_internet(email: str) -> list[str]:
    return [guess(Client(), email, f"wrong-{number}", origin=f"2001:db8:1:1::{number:x}") for number in range(8)]


OpenLink = Callable[[Client, str], str]
ATTACKS = [from_one_place, from_many_places, from_one_house_of_the_new_internet]


@pytest.mark.parametrize(
    ("attack", "evaluated"),
    [(ATTACKS[0], 5), (from_very_many_places, 10), (ATTACKS[2], 5)],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_guesses_end_and_an_unknown_account_answers_the_same(
    attack: Callable[[str], list[str]], evaluated: int, rita: Membership
) -> None:
    known, unknown = attack(rita.user.email), attack("nobody@elverhavn.example")
    assert known == unknown == ["wrong"] * evaluated + ["closed"] * (len(known) - evaluated)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_owner_comes_in_with_a_browser_that_was_here_before(
    attack: Callable[[str], list[str]], rita: Membership
) -> None:
    owner = Client()
    assert guess(owner, rita.user.email) == "in"
    owner.post("/account/logout/")
    attack(rita.user.email)
    # From wherever she is, the attackers' own network included.
    for origin in (HERE, ELSEWHERE.format(1), "2001:db8:1:1::1"):
        assert guess(owner, rita.user.email, origin=origin) == "in"
        owner.post("/account/logout/")


@pytest.mark.parametrize("attack", [ATTACKS[0], ATTACKS[2]])
def test_guesses_from_one_place_close_that_place_alone(attack: Callable[[str], list[str]], rita: Membership) -> None:
    attack(rita.user.email)
    assert guess(Client(), rita.user.email) == "in"


@pytest.fixture
def open_the_mailed_link(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> OpenLink:
    """Ask for the mail, open its link; the address of the form it leads to."""

    def ask_and_open(browser: Client, email: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(RESET, {"email": email}, REMOTE_ADDR=HERE)
        return _opened(browser)

    return ask_and_open


def _opened(browser: Client) -> str:
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    return str(browser.get(link[1], follow=True).redirect_chain[-1][0])


def test_a_mailed_link_opens_a_browser_that_was_never_here(open_the_mailed_link: OpenLink, rita: Membership) -> None:
    from_many_places(rita.user.email)
    stranger, owner = Client(), Client()
    assert guess(owner, rita.user.email) == "closed"
    open_the_mailed_link(owner, rita.user.email)
    assert guess(owner, rita.user.email) == "in"
    assert guess(stranger, rita.user.email) == "closed"


def test_a_new_password_by_the_mailed_link_forgets_what_was_guessed(
    open_the_mailed_link: OpenLink, rita: Membership
) -> None:
    from_many_places(rita.user.email)
    owner, new = Client(), "harbour-thimble-orbit"
    form = open_the_mailed_link(owner, rita.user.email)
    assert owner.post(form, {"password1": new, "password2": new}).status_code == 302
    assert guess(Client(), rita.user.email, new) == "in"


def test_a_browser_known_to_one_account_is_a_stranger_to_another(rita: Membership) -> None:
    victim = make_user("victim@elverhavn.example")
    attacker = Client()
    assert guess(attacker, rita.user.email) == "in"
    attacker.post("/account/logout/")
    said = [guess(attacker, victim.email, f"wrong-{number}") for number in range(7)]
    assert said == ["wrong"] * 5 + ["closed"] * 2


def test_a_cookie_somebody_made_up_knows_nobody(rita: Membership) -> None:
    owner = Client()
    guess(owner, rita.user.email)
    cookie = next(name for name in owner.cookies if name.startswith("known-"))
    assert owner.cookies[cookie]["httponly"]
    from_many_places(rita.user.email)
    for made_up in ("", "x", "x:y:z", "a" * 5000, "\x00", "WyJhIiwiYiJd:1u:x"):
        stranger = Client()
        stranger.cookies[cookie] = made_up
        assert guess(stranger, rita.user.email) == "closed", made_up


def test_wrong_codes_of_a_thief_of_the_password_do_not_keep_the_owner_out(
    bob: Membership, settings: LazySettings
) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # no code is taken twice
    thief, owner, code = Client(), Client(), totp_code()
    guess(owner, bob.user.email)
    assert _code(owner, totp_code(at=time.time() - 30)) == "in"
    owner.post("/account/logout/")
    for place in (1, 2, 3):
        guess(thief, bob.user.email, origin=ELSEWHERE.format(place))
        said = [_code(thief, f"{number:06}", origin=ELSEWHERE.format(place)) for number in range(7)]
        assert said == (["wrong"] * 5 + ["closed"] * 2 if place < 3 else ["closed"] * 7)
    assert guess(owner, bob.user.email, origin=ELSEWHERE.format(1)) == "in"
    assert _code(owner, code, origin=ELSEWHERE.format(1)) == "in"


def _open_it_again(browser: Client, _form: str) -> None:
    _opened(browser)


def _set_a_new_password(browser: Client, form: str) -> None:
    browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})


@pytest.mark.parametrize("way", [_open_it_again, _set_a_new_password])
def test_who_has_the_mailbox_guesses_at_the_second_factor_as_any_stranger(
    open_the_mailed_link: OpenLink, bob: Membership, way: Callable[[Client, str], None]
) -> None:
    """Password and mailbox are the thief's, and every opening of a link, every new password is another try."""
    said = []
    for attempt in range(4):
        thief, here = Client(), ELSEWHERE.format(attempt)
        way(thief, open_the_mailed_link(thief, bob.user.email))
        assert guess(thief, bob.user.email, origin=here) == "in"
        said += [_code(thief, f"{attempt}{number:05}", origin=here) for number in range(5)]
    assert said == ["wrong"] * 10 + ["closed"] * 10


def test_opening_a_mailed_link_does_not_make_a_known_browser_a_stranger(
    open_the_mailed_link: OpenLink, bob: Membership
) -> None:
    owner = Client()
    guess(owner, bob.user.email)
    assert _code(owner, totp_code()) == "in"
    owner.post("/account/logout/")
    cookie = next(name for name in owner.cookies if name.startswith("known-"))
    before = owner.cookies[cookie].value
    open_the_mailed_link(owner, bob.user.email)
    assert owner.cookies[cookie].value == before


def _code(browser: Client, code: str, *, origin: str = HERE) -> str:
    answer = browser.post(CODE, {"code": code}, REMOTE_ADDR=origin)
    return "in" if answer.status_code == 302 else ("closed" if CLOSED in answer.content.decode() else "wrong")


@in_full_by_soak("times", 100)
def test_right_passwords_and_codes_count_for_nothing(rita: Membership, times: int) -> None:
    for _time in range(times):
        browser = Client()
        assert guess(browser, rita.user.email) == "in"
        for _again in range(3):
            asked = browser.post("/account/reauthenticate/", {"password": PASSWORD}, REMOTE_ADDR=HERE)
            assert asked.status_code == 302


def test_whoever_signed_in_a_moment_ago_is_not_asked_again(
    alice: Membership, rita: Membership, settings: LazySettings
) -> None:
    browser = Client()
    assert guess(browser, rita.user.email) == "in"
    assert browser.post("/account/sign-out-everywhere/")["Location"] == "/account/"
    officer = Client()
    assert guess(officer, alice.user.email) == _code(officer, totp_code()) == "in"
    assert officer.post("/account/sign-out-everywhere/")["Location"] == "/account/"
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for each in (browser, officer):
        assert "reauthenticate" in each.post("/account/sign-out-everywhere/")["Location"]


def test_a_session_that_proved_nothing_is_asked(rita: Membership) -> None:
    browser = sign_in(Client(), rita, fresh=False)
    assert "reauthenticate" in browser.post("/account/sign-out-everywhere/")["Location"]


def test_nothing_that_is_counted_holds_an_address_of_a_machine_or_a_person(rita: Membership) -> None:
    owner = Client()
    guess(owner, rita.user.email, "wrong", origin="203.0.113.77")
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    kept = {key: client.ttl(key) for key in client.keys("*allauth*")}
    assert len(kept) >= 3
    assert all(0 < seconds <= 300 for seconds in kept.values())
    everything = b" ".join([*kept, *(client.get(key) or b"" for key in kept)])
    assert not [word for word in (b"203.0.113", b"rita", b"elverhavn") if word in everything]
