"""Keys that erased records had in their source, as digests that only this installation can make.

What is erased must not come back with the next file of its source, and its key must not stay either. So the tombstone
keeps HMAC-SHA-256 of source and key, under a key made of the installation's secret and the city: whoever has the
database without the secret can test no guess, and two cities' digests of one key have nothing in common.
"""

import hmac

from django.conf import settings

CONTEXT = "groundwork: keys of erased records of city"


class SourceKeys:
    """Makes digests of keys of one city, under the secret of today and under those it had before."""

    def __init__(self, city_id: int) -> None:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS, *settings.ERASURE_KEYS]
        self._keys = [hmac.digest(secret.encode(), f"{CONTEXT} {city_id}".encode(), "sha256") for secret in secrets]

    def digest(self, source: str, key: str) -> str:
        """What a tombstone keeps: source and key under the secret of today."""
        return self._digest(self._keys[0], source, key)

    def digests(self, source: str, key: str) -> list[str]:
        """Whatever a tombstone may have kept."""
        return [self._digest(each, source, key) for each in self._keys]

    @staticmethod
    def _digest(secret: bytes, source: str, key: str) -> str:
        return hmac.digest(secret, f"{source}\0{key}".encode(), "sha256").hex()
