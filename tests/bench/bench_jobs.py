"""Jobs per second: with lease, token and fair order, against bare Celery that loses what a killed worker held."""

import time
from collections.abc import Callable

from accounts.models import City
from jobs.actions import enqueue
from jobs.models import Job, JobState
from tests.bench import work
from tests.bench.figures import Figure
from tests.bench.workers import worker

COUNT = 400
SECONDS = 240


def job_throughput() -> Figure:
    """Both through the same worker with two slots; jobs of two cities, as no city may hold every slot."""
    with worker("tests.bench.work"):
        _run_bare(10)
        bare = _run_bare(COUNT)
        cities = [City.objects.create(slug=f"bench-{n}", name=f"Bench {n}", country="DK") for n in range(2)]
        ours = _run_jobs(cities)
    return Figure(
        name="job_throughput",
        value=ours,
        unit="jobs/s",
        reference="bare Celery, no lease (theirs / ours)",
        ratio=bare / ours,
        target="≤ 4",
        details={"bare Celery": f"{bare:.0f} tasks/s", "with lease": f"{ours:.0f} jobs/s"},
    )


def _run_bare(count: int) -> float:
    with work.app.connection_for_write() as connection:
        client = connection.default_channel.client
        client.delete(work.COUNTER)
        begin = time.perf_counter()
        for _number in range(count):
            work.bare.delay()
        return count / _until(lambda: int(client.get(work.COUNTER) or 0) >= count, begin)


def _run_jobs(cities: list[City]) -> float:
    begin = time.perf_counter()
    for number in range(COUNT):
        enqueue(city_id=cities[number % 2].pk, kind="bench.nothing", payload={})
    return COUNT / _until(lambda: Job.objects.filter(state=JobState.DONE).count() >= COUNT, begin)


def _until(done: Callable[[], bool], begin: float) -> float:
    while not done():
        if time.perf_counter() - begin > SECONDS:
            raise TimeoutError(f"not finished in {SECONDS} s")
        time.sleep(0.02)
    return time.perf_counter() - begin
