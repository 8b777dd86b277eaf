"""A hundred jobs, thirty kills and an emptied broker: each job is done, and done once."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import City
from jobs.models import Job
from tests.conftest import StartWorker
from tests.jobs.conftest import OwnRedis, redis_of_one_test
from tests.jobs.killing import Ordeal, Supervisor, enqueue_many, kill_at_random
from tests.jobs.marks import marks, states

pytestmark = [pytest.mark.soak, pytest.mark.kills]

logger = logging.getLogger(__name__)

MOST_SECONDS_OVER_LEASE = 30


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    with redis_of_one_test(tmp_path / "redis-home", monkeypatch) as server:
        yield server


@pytest.fixture
def cities(committed_db: None) -> list[City]:
    return [
        City.objects.create(slug="elverhavn", name="Elverhavn", country="DK"),
        City.objects.create(slug="sandvig", name="Sandvig", country="DK"),
    ]


def go_through_it(
    start_worker: StartWorker,
    broker: OwnRedis,
    *,
    cities: list[City],
    kind: str,
    payload: Callable[[int], dict[str, Any]],
    count: int = 100,
    kills: int = 30,
    every_seconds: float = 1.0,
    seconds: float = 1800,
    app: str = "config",
    seed: int = 1,
    **environment: str,
) -> tuple[list[Job], Ordeal]:
    """Any kind of job: `payload` makes each one's from its number. The caller looks at what the jobs left behind."""
    jobs = enqueue_many([city.pk for city in cities], count=count, kind=kind, payload=payload)
    supervisor = Supervisor(start_worker, app=app, environment={**environment, "REDIS_URL": broker.url})
    ordeal = kill_at_random(
        supervisor,
        kills=kills,
        every_seconds=every_seconds,
        chance=random.Random(seed),
        seconds=seconds,
        half_way=broker.empty,
    )
    return jobs, ordeal


def test_a_hundred_jobs_survive_thirty_kills_and_an_emptied_broker(
    start_worker: StartWorker, broker: OwnRedis, cities: list[City]
) -> None:
    jobs, ordeal = go_through_it(
        start_worker,
        broker,
        cities=cities,
        kind="test.mark",
        payload=lambda _number: {"milliseconds": 2000},
        app="tests.jobs.work",
        GROUNDWORK_WORKER_SLOTS="4",
    )
    logger.info("%s", ordeal)
    assert ordeal.kills == 30
    assert states() == {"done": 100}
    assert sum((marks(city) for city in cities), Counter()) == {str(job.pk): 1 for job in jobs}
    assert ordeal.longest_over_lease < MOST_SECONDS_OVER_LEASE
