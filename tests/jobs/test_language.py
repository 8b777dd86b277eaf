"""What a job says is kept, so it is said in the language of whoever asked for it."""

import pytest

from accounts.models import City
from jobs import actions
from jobs.attempts import execute
from jobs.models import Job
from tests.factories import make_user


@pytest.mark.parametrize(
    ("language", "said"),
    [("da", "Denne version af programmet"), ("en", "This version of the program"), ("", "This version of the program")],
)
def test_a_job_speaks_the_language_of_whoever_asked(committed_db: None, language: str, said: str) -> None:
    elverhavn = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    asker = make_user("alice@elverhavn.example", language=language)
    Job.objects.create(city=elverhavn, kind="test.unheard-of", created_by=asker)
    job = actions.claim()
    assert job is not None
    execute(job)
    job.refresh_from_db()
    assert job.error.startswith(said)


def test_a_job_that_nobody_asked_for_speaks_the_language_of_its_city(committed_db: None) -> None:
    """As flags and what beat decides do; a city that works in Danish read why its mail did not go in English."""
    elverhavn = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", languages=["de", "da", "en"])
    Job.objects.create(city=elverhavn, kind="test.unheard-of")
    job = actions.claim()
    assert job is not None
    execute(job)
    job.refresh_from_db()
    assert job.error.startswith("Denne version af programmet")
