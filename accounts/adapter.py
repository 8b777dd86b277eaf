"""What django-allauth asks of us: who may make an account, where mail comes from, how secrets are kept."""

import base64
import hashlib
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from core.mail import send_beside


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts come from invitations only; no IP address is kept."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed digest of the address: enough to count attempts by, and nothing to find a person with."""
        return _keyed(super().get_client_ip(request))

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


def _keyed(text: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), b"address" + text.encode(), "sha256").hex()[:32]
