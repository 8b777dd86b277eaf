"""What the jobs of these tests left behind."""

from collections import Counter

from accounts.city import city_context
from accounts.models import City
from jobs.models import Job, JobState
from mapping.models import Source


def marks(city: City) -> Counter[str]:
    """How often each job left its mark, by its id."""
    with city_context(city.pk, via="test"):
        return Counter(Source.objects.values_list("name", flat=True))


def all_ended() -> bool:
    return not Job.objects.unfinished().exists()


def states() -> Counter[str]:
    return Counter(Job.objects.values_list("state", flat=True))


def running(step: str) -> bool:
    return Job.objects.filter(state=JobState.RUNNING, step=step).exists()
