"""Whether the site lives and can serve, as machines ask it."""

import json
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.browsing import Browser
from tests.conftest import StartWorker, wait_until
from tests.serving import served

NOWHERE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "GROUNDWORK_WEB_PROCESSES": "1",
}
ALL_THERE = {"state": "ok", "database": "ok", "migrations": "ok", "redis": "ok", "messages": "ok", "worker": "ok"}
both = pytest.mark.parametrize("path", ["/healthz", "/readyz"])


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A site whose database and Redis are away."""
    with served(tmp_path_factory.mktemp("alone") / "log", NOWHERE) as browser:
        yield browser


@both
def test_a_stranger_gets_an_answer_without_session_and_nothing_else(client: Client, db: None, path: str) -> None:
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})  # as a machine inside asks: by number, without TLS
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert set(answer.json().values()) <= {"ok", "not"}


@pytest.mark.parametrize(("path", "queries"), [("/healthz", 0), ("/readyz", 1)])
def test_they_cost_next_to_nothing(client: Client, db: None, path: str, queries: int) -> None:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) == queries


@both
def test_nothing_is_changed_through_them(client: Client, db: None, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


def test_with_database_and_redis_down_the_process_still_lives_and_says_what_is_missing(alone: Browser) -> None:
    assert (alone.get("/healthz").status, json.loads(alone.get("/healthz").body)) == (200, {"state": "ok"})
    answer = alone.get("/readyz")
    assert answer.status == 503
    assert json.loads(answer.body) == {**dict.fromkeys(ALL_THERE, "not"), "messages": "ok"}


def test_a_migration_that_is_not_applied_is_seen(client: Client, committed_db: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = ('jobs', '0001_initial')")
        try:
            answer = client.get("/readyz")
        finally:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_initial', now())")
    assert answer.status_code == 503
    assert answer.json() | {"worker": "ok"} == {**ALL_THERE, "state": "not", "migrations": "not"}
    assert client.get("/readyz").status_code == 200


def test_a_worker_is_felt_while_it_lives_and_serves_no_page_less_when_it_does_not(
    client: Client, committed_db: None, start_worker: StartWorker
) -> None:
    cache.clear()
    assert (client.get("/readyz").status_code, client.get("/readyz").json()["worker"]) == (200, "not")
    start_worker(beat=False)
    wait_until(lambda: client.get("/readyz").json() == ALL_THERE, seconds=20, what="a worker's sign of life")
