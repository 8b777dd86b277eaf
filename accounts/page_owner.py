"""Whose page it is: what a page knows about who opened it, so that its script gives nobody else's session its text.

Two people may use one browser after another. The mark says that they are two, and nobody's number can be had from it.
With the key a script seals what it keeps on the device while there is no line: the same for a person in every session,
so that they can read it after signing in again, and nobody else can.
"""

import base64
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import User

SHORT = 16
# Every page tells both; they follow from a number and a key alone.
MOST_KEPT = 1000


def mark_of(user: User) -> str:
    return _mark(user.pk, settings.SECRET_KEY)


def is_of(user: User, mark: str) -> bool:
    """Also of a page that was opened under a key used before."""
    return any(mark == _mark(user.pk, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(MOST_KEPT)
def _mark(number: int, key: str) -> str:
    return salted_hmac("groundwork.page-of", str(number), secret=key, algorithm="sha256").hexdigest()[:SHORT]


def device_key(user: User) -> str:
    """32 bytes for AES-GCM (`static/js/device.js`)."""
    return _device_key(user.pk, settings.SECRET_KEY)


@lru_cache(MOST_KEPT)
def _device_key(number: int, key: str) -> str:
    digest = salted_hmac("groundwork.on-device", str(number), secret=key, algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
