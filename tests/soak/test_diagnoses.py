"""A hundred small diagnoses through thirty kills and an emptied broker: each is finished exactly once."""

import datetime
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from jobs.artefacts import read
from reports.actions import create_diagnosis
from reports.models import Diagnosis
from reports.tasks import KIND
from tests.conftest import StartWorker
from tests.jobs.conftest import OwnRedis, redis_of_one_test
from tests.jobs.marks import states
from tests.reports.conftest import small_city
from tests.soak.test_jobs import MOST_SECONDS_OVER_LEASE, go_through_it

pytestmark = [pytest.mark.soak, pytest.mark.kills]

logger = logging.getLogger(__name__)
COUNT, KILLS = 100, 30
YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    with redis_of_one_test(tmp_path / "redis-home", monkeypatch) as server:
        yield server


def _asked_for(cities: list[City]) -> list[Diagnosis]:
    """Diagnoses of both cities in turn, as `go_through_it` deals out jobs."""
    asked = []
    for number in range(COUNT):
        city = cities[number % len(cities)]
        with city_context(city.pk, via="test"):
            asked.append(
                create_diagnosis(city_id=city.pk, period=YEAR, accept_proposed=True, dated=datetime.date(2026, 2, 1))
            )
    return asked


def test_a_hundred_diagnoses_survive_thirty_kills_and_an_emptied_broker(
    start_worker: StartWorker, broker: OwnRedis, committed_db: None
) -> None:
    cities = [small_city("elverhavn"), small_city("sandvig")]
    asked = _asked_for(cities)
    _jobs, ordeal = go_through_it(
        start_worker,
        broker,
        cities=cities,
        kind=KIND,
        payload=lambda number: {"diagnosis": asked[number].pk},
        count=COUNT,
        kills=KILLS,
        every_seconds=1.0,
        GROUNDWORK_WORKER_SLOTS="2",
    )
    logger.info("%s", ordeal)
    assert ordeal.kills == KILLS
    assert states() == {"done": COUNT}
    assert ordeal.longest_over_lease < MOST_SECONDS_OVER_LEASE
    made = apps.get_model("reports", "EditionEvent").objects
    for city in cities:
        with city_context(city.pk, via="test"):
            # two editions of each diagnosis
            assert made.filter(pgh_label="insert").count() == made.count() == 2 * (COUNT // 2)
            for diagnosis in Diagnosis.objects.all():
                for edition in diagnosis.editions.all():
                    assert read(city.pk, edition.sha256, "pdf").startswith(b"%PDF")
