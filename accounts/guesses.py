"""Wrong guesses, counted so that whoever guesses is stopped and the owner of an account is not.

Strangers to an account have five wrong guesses in five minutes from one origin and ten from all origins together; a
browser that signed in to it before has five of its own, whatever strangers do. So has one that opened a link mailed to
it, but for the password alone: the second factor is there for the day on which somebody else has the mailbox, and who
opens a link as often as they like would be a new browser each time.
django-allauth counts, in Redis, and forgets after these minutes; what it counts by is a keyed digest, never an address.
"""

import hmac
from dataclasses import dataclass
from secrets import token_urlsafe

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

PASSWORD, CODE = "password", "code"
OF_ORIGIN, OF_ORIGIN_AT_ACCOUNT, OF_STRANGERS, OF_KNOWN = "20/m/ip", "5/300s/key", "10/300s/key", "5/300s/key"
# How long a browser is known after it signed in.
KNOWN_FOR = 180 * 24 * 60 * 60
_SALT = "a browser that is known to an account"
_SALT_OF_MAIL = "a browser that opened a link mailed to an account"
# What proves that a browser is known where somebody guesses at a password, or at a code.
_SALTS = {PASSWORD: (_SALT, _SALT_OF_MAIL), CODE: (_SALT,)}
_APP = "groundwork"
# Action, rate and what is counted by.
Counter = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Guess:
    """One that was counted; taken back where it was right."""

    _used: tuple[ratelimit.RateLimitUsage, ...]

    def was_right(self) -> None:
        for each in self._used:
            each.rollback()


def count(request: HttpRequest, account: str, of: str) -> Guess | None:
    """Count a guess at a secret (`of`) of an account, named by its e-mail address; None where there were too many.

    Whether there is such an account makes no difference.
    """
    used = []
    for action, rate, key in _counts(request, account, of):
        usage = ratelimit.consume(
            request, app=_APP, action=action, config={action: rate}, key=keyed(key), limit_get=True
        )
        if usage is None:
            return None
        used.append(usage)
    return Guess(tuple(used))


def forget(request: HttpRequest, account: str) -> None:
    """After a new password, set through a mailed link: what was guessed at the old one counts no more.

    What was guessed at codes does: whoever has the mailbox would guess on and on.
    """
    for action, rate, key in _of_strangers(request, account, PASSWORD):
        ratelimit.clear(request, app=_APP, action=action, config={action: rate}, key=keyed(key))


def know(response: HttpResponse, account: str) -> None:
    """From now on this browser is known to the account. Called where it signed in."""
    _know(response, account, _SALT)


def know_by_mail(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """It opened a link mailed to the account. What it proved before stays."""
    if not _known_browser(request, account, CODE):
        _know(response, account, _SALT_OF_MAIL)


def _know(response: HttpResponse, account: str, salt: str) -> None:
    response.set_cookie(
        _cookie(account),
        signing.dumps([_name(account), token_urlsafe(16)], salt=salt),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keyed(text: str) -> str:
    """A digest that nobody makes without the secret key."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"address" + text.encode(errors="replace"), "sha256").hex()[:32]


def _counts(request: HttpRequest, account: str, of: str) -> list[Counter]:
    if browser := _known_browser(request, account, of):
        return [(f"{of}-known", OF_KNOWN, f"{_name(account)} {browser}")]
    return [(f"{of}-origin", OF_ORIGIN, ""), *_of_strangers(request, account, of)]


def _of_strangers(request: HttpRequest, account: str, of: str) -> list[Counter]:
    name = _name(account)
    return [
        (f"{of}-stranger", OF_ORIGIN_AT_ACCOUNT, f"{name} {ratelimit.get_ip(request)}"),
        (f"{of}-strangers", OF_STRANGERS, name),
    ]


def _known_browser(request: HttpRequest, account: str, of: str) -> str:
    """Which of the browsers this account knows; empty where it knows none of this kind."""
    said = request.COOKIES.get(_cookie(account), "")
    return next(filter(None, (_browser_in(said, account, salt) for salt in _SALTS[of])), "")


def _browser_in(said: str, account: str, salt: str) -> str:
    try:
        name, browser = signing.loads(said, salt=salt, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return browser if name == _name(account) else ""


def _name(account: str) -> str:
    """The same for every spelling of an address; in a cookie it tells nobody whose it is."""
    return keyed(f"account {account.strip().lower()}")


def _cookie(account: str) -> str:
    """One for each account, so that colleagues may share a computer."""
    return f"known-{_name(account)[:12]}"
