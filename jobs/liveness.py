"""A worker's sign of life, for whoever watches the site. Nothing else depends on it."""

from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

KEY = "worker-liveness"


def note() -> None:
    """Say that a worker lives; it counts until three more signs should have come."""
    with suppress(RedisError):
        cache.set(KEY, True, timeout=3 * settings.JOB_SWEEP_SECONDS + 5)


def is_felt() -> bool:
    """Whether a worker gave a sign of life lately. Raises RedisError where nobody can know."""
    return cache.get(KEY) is not None
