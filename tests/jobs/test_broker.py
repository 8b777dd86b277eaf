"""The messages that wake workers: counted over a connection that is kept, and that may have died since."""

import os
import sys

import pytest
from celery import current_app

from jobs.broker import messages_waiting, wake
from tests.forking import run_forked
from tests.jobs.conftest import OwnRedis
from tests.services import PROJECT


@pytest.fixture(autouse=True)
def _nobody_else_is_severed(own_redis: OwnRedis) -> None:
    """Connections are ended here, and other processes share theirs."""


def _sever() -> int:
    """End every connection to the broker but the one that says so; how many there were."""
    with current_app.connection_for_write() as connection:
        client = connection.default_channel.client
        return int(client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"))


def test_messages_are_counted() -> None:
    assert messages_waiting() == 0
    assert wake(3)
    assert messages_waiting() == 3


def test_a_connection_that_died_in_between_is_replaced() -> None:
    assert wake(2)
    assert messages_waiting() == 2
    assert _sever() > 0
    assert messages_waiting() == 2
    assert _sever() > 0
    assert wake()
    assert messages_waiting() == 3


def test_one_connection_serves_many_counts() -> None:
    with current_app.connection_for_write() as connection:
        client = connection.default_channel.client
        messages_waiting()
        before = client.info("stats")["total_connections_received"]
        for _number in range(20):
            messages_waiting()
        assert client.info("stats")["total_connections_received"] - before < 10


def test_a_broker_that_is_away_holds_nobody_up() -> None:
    """A worker counts after each job: it stood still for four seconds each time."""
    program = (
        "import django; django.setup(); from kombu.utils import functional; from jobs.broker import *; "
        "assert functional.sleep; waited = []; functional.sleep = waited.append; "
        "print(messages_waiting(), sum(waited), wake())"
    )
    away = "redis://127.0.0.1:1/0"
    said = run_forked(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={
            **os.environ,
            "CELERY_BROKER_URL": away,
            "REDIS_URL": away,
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        },
        within=30,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == ["None", "0", "False"]
