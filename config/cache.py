"""The cache of the site: Django's in Redis, with one client for all that is asked of it."""

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis


class Client(RedisCacheClient):
    """Made once: a client of Redis learns how each of hundreds of commands is answered, which takes longer than to ask
    one. Its connections are those of the pool, as before; there is one server."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self._only

    @cached_property
    def _only(self) -> Redis:
        pool = self._get_connection_pool(write=True)  # type: ignore[attr-defined]
        made: Redis = self._client(connection_pool=pool)  # type: ignore[attr-defined]
        return made


class Cache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
