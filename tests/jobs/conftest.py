"""A city whose rows other processes see, and a Redis that a test may stop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import City
from config.celery import app as celery_app
from config.embedded import endpoints, redis
from tests.workers import forget_connections


@pytest.fixture
def city(committed_db: None) -> City:
    return City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")


@pytest.fixture
def neighbour(committed_db: None) -> City:
    return City.objects.create(slug="sandvig", name="Sandvig", country="DK")


def elsewhere(act: Callable[[], Any]) -> Any:
    """Do it on another connection, as another process would; it may not have to wait."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(5)
    assert results, "another connection had to wait"
    return results[0]


class OwnRedis:
    """A Redis of one test: others share theirs, and nobody may stop that."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.url = endpoints(home).celery_url

    def start(self) -> None:
        redis.start(self._home)

    def stop(self) -> None:
        redis.stop(self._home)

    def empty(self) -> None:
        with celery_app.connection_for_write() as connection:
            connection.default_channel.client.flushall()


@contextmanager
def redis_of_one_test(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    """This process sends its messages there; workers are told with `REDIS_URL=server.url`."""
    server = OwnRedis(home)
    monkeypatch.setenv("CELERY_BROKER_URL", server.url)
    forget_connections()
    server.start()
    yield server
    server.stop()
    forget_connections()


@pytest.fixture
def own_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    with redis_of_one_test(tmp_path / "redis-home", monkeypatch) as server:
        yield server
