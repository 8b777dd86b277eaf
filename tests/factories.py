"""Makers: each makes only what the test is about."""

import datetime
import time
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.city import city_context
from accounts.models import City, Marking, Membership, User
from accounts.sessions import SessionStore
from tests.people import write_member, write_user

PASSWORD = "granite-lantern-42"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# A real hash that takes no time to make; the site checks it like any other.
QUICK_HASH = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)


def make_user(email: str, *, second_factor: bool = False, **fields: Any) -> User:
    """Somebody whose address is confirmed; with a second factor (its secret is TOTP_SECRET) where asked."""
    user = User(email=email, password=QUICK_HASH, **fields)
    write_user(user, TOTP_SECRET if second_factor else None)
    return user


def today_in(city: City) -> datetime.date:
    """The day it is there, which for some hours is another than in UTC."""
    return timezone.localdate(timezone=ZoneInfo(city.time_zone))


def make_member(
    city: City,
    email: str,
    role: str,
    *,
    clearance: str = Marking.RED,
    second_factor: bool = True,
    **fields: Any,
) -> Membership:
    """A member of a city, as the role usually is: officers and admins have a second factor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_user WHERE email = %s", [email])
        found = cursor.fetchone()
    if found:
        with city_context(city.pk, via="test"):
            user = User.objects.get(pk=found[0])
            return Membership.objects.create(city=city, user=user, role=role, clearance=clearance)
    user = User(email=email, password=QUICK_HASH, **fields)
    member = Membership(city=city, user=user, role=role, clearance=clearance)
    write_member(member, TOTP_SECRET if second_factor and role != "reader" else None)
    return member


def totp_code(secret: str = TOTP_SECRET, *, at: float | None = None) -> str:
    """The code an authenticator app shows (RFC 6238), now or at a moment.

    Now means for some seconds still: a code that is about to change is waited out.
    """
    if at is None and time.time() % 30 > 25:
        time.sleep(30 - time.time() % 30)
    counter = int((time.time() if at is None else at) // 30)
    return str(format_hotp_value(hotp_value(secret, counter)))


def sign_in(client: Client, who: Membership | User, *, fresh: bool = True) -> Client:
    """A client with a session as after signing in; `fresh` as if that had been a moment ago.

    A new one is written as it is in the end: Django's own way looks for it and writes and reads it several times.
    """
    user = who.user if isinstance(who, Membership) else who
    if client.cookies.get(settings.SESSION_COOKIE_NAME):
        client.force_login(user, backend="accounts.backend.Backend")
        session = client.session
    else:
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "accounts.backend.Backend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    assert isinstance(session, SessionStore)
    if fresh:
        request = HttpRequest()
        request.session, request.user = session, user
        record_authentication(request, user, method="password", reauthenticated=True)
    if session.session_key is None:
        session._session_key = key = get_random_string(32, VALID_KEY_CHARS)
        session.save(must_create=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    else:
        session.save()
    return client


def send(client: Client, address: str, sent: Mapping[str, Any] | None = None, *, follow: bool = False) -> Any:
    """Open the form of a page and send it, as a browser does: with what it was begun on."""
    begun = client.get(address).context["writing"].now
    return client.post(address, {"base_version": begun, **(sent or {})}, follow=follow)
