"""What django-allauth asks of us: who may make an account, where mail comes from, how secrets are kept."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import guesses
from core.mail import send_beside

TOO_MANY_GUESSES = _(
    "Too many wrong guesses at this account came from here or from places it does not know. Wait five minutes; or ask "
    "for the mail for a forgotten password and open its link in this browser: you may then sign in at once, also with "
    "the password you have."
)
TOO_MANY_CODES = _(
    "Too many wrong guesses at the code of this account. Wait five minutes, or use a browser in which you signed in "
    "before. If it was not you who guessed, change your password: whoever did knew it."
)
NOT_THE_PASSWORD = _("This is not your password.")
# What was given when signing in or when asked again.
PROOFS = frozenset({"password", "mfa"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts come from invitations only; no IP address is kept; guesses are counted as in `accounts.guesses`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is the address of your account already."),
        "email_password_mismatch": _("This address and this password do not go together."),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": NOT_THE_PASSWORD,
        "incorrect_password": NOT_THE_PASSWORD,
        "too_many_login_attempts": TOO_MANY_GUESSES,
        "too_many_codes": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed digest of the address: enough to count attempts by, and nothing to find a person with.

        Of a network, where one house has more addresses than anybody can count (IPv6).
        """
        return guesses.keyed(truncate_ip(super().get_client_ip(request)))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        guess = guesses.count(request, credentials.get("email", ""), guesses.PASSWORD)
        if guess is None:
            raise self.validation_error("too_many_login_attempts")
        self._guess = guess

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called by django-allauth where the password was right."""
        self._guess.was_right()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Called by django-allauth once a new password is set."""
        guesses.forget(request, credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **facts)
        guesses.know(response, user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Whoever signed in a moment ago is not asked for the password again."""
        request = current.request
        proofs = [each["at"] for each in get_authentication_records(request, request.user) if each["method"] in PROOFS]
        return not proofs or time.time() - max(proofs) >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = current.request
        facts = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        send_beside(self.render_mail(template_prefix, email, facts))

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """The same mails, without the address and the browser of whoever did it."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted in the database, under a key derived from the secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong, or its half minute has passed."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def encrypt_again(encrypted_text: str) -> str:
    """The same secret under today's key."""
    return _box().rotate(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    """Encrypts under today's key and understands those used before."""
    return MultiFernet([_box_of(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _box_of(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key.encode()).digest()))
