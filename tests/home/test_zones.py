"""Times are told in the city's zone, wherever they are told; stored in UTC."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import Membership
from jobs.models import Job, JobState
from records.models import Access, Draft, Verb
from tests.factories import sign_in
from tests.mapping.makers import with_record
from tests.records.makers import make_observation

AT = datetime.datetime(2026, 1, 31, 13, 36, tzinfo=datetime.UTC)
# No clocks are changed in either.
ZONES = [("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)]


@pytest.fixture(params=ZONES, ids=[name for name, _hours in ZONES])
def ahead(request: pytest.FixtureRequest, alice: Membership) -> datetime.timedelta:
    """How far the clocks of the city are ahead of UTC."""
    zone, hours = request.param
    alice.city.time_zone = zone
    alice.city.save(update_fields=["time_zone"])
    return datetime.timedelta(hours=hours)


def _words(client: Client, page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(f"/city/elverhavn/{page}").content.decode()).split())


def test_the_history_of_a_record_tells_its_moments_in_the_city_s_zone(
    client: Client, alice: Membership, ahead: datetime.timedelta
) -> None:
    with_record(alice.city)
    made = make_observation(alice.city, state="approved", approved_by=alice.user, approved_at=AT)
    with city_context(alice.city_id, via="test"):
        changed = type(made).pgh_event_model.objects.get(pgh_obj_id=made.pk).pgh_created_at  # type: ignore[attr-defined]
    words = _words(sign_in(client, alice), f"history/observation/{made.pk}/")
    assert f"{changed + ahead:%-d %B %Y, %H:%M}" in words
    assert f"{AT + ahead:%-d %b %Y, %H:%M}" in words, "what a field held, too"


def test_a_draft_on_the_first_page_and_the_answer_to_its_script_say_when_in_the_city_s_zone(
    client: Client, alice: Membership, ahead: datetime.timedelta
) -> None:
    with_record(alice.city)
    answer = sign_in(client, alice).post(
        "/city/elverhavn/drafts/mapping.observation/", {"title": "Half", "draft_version": "0", "draft_record": ""}
    )
    assert answer.status_code == 200, answer.content
    with city_context(alice.city_id, via="test"):
        kept = Draft.objects.get().saved_at + ahead
    assert f"at {kept:%H:%M}." in answer.json()["text"]
    assert f"Kept {kept:%-d %B %Y, %H:%M}" in _words(client, "")


def test_jobs_say_when_in_the_city_s_zone(client: Client, alice: Membership, ahead: datetime.timedelta) -> None:
    job = Job.objects.create(
        city=alice.city, created_by=alice.user, kind="diagnosis", payload={"diagnosis": 0}, state=JobState.FAILED,
        error="The disk is full.", attempt=3, created_at=AT, finished_at=AT,
    )  # fmt: skip
    sign_in(client, alice)
    assert f"{AT + ahead:%-d %b %Y, %H:%M}" in _words(client, "jobs/")
    assert f"{AT + ahead:%-d %B %Y, %H:%M}" in _words(client, f"jobs/{job.pk}/")


def test_the_list_of_accesses_and_its_file_say_when_in_the_city_s_zone(
    client: Client, alice: Membership, ahead: datetime.timedelta
) -> None:
    with city_context(alice.city_id, via="test"):
        Access.objects.create(city=alice.city, user=alice.user, verb=Verb.OPENED, model="reports.diagnosis", at=AT)
    sign_in(client, alice)
    assert f"{AT + ahead:%-d %b %Y, %H:%M}" in _words(client, "accesses/")
    file = client.get("/city/elverhavn/accesses/export/").getvalue().decode("utf-8-sig")
    hours = int(ahead.total_seconds()) // 3600
    assert f"{AT + ahead:%Y-%m-%dT%H:%M:%S}{hours:+03}:00" in file


def test_a_page_of_no_city_is_in_utc_again(client: Client, alice: Membership, ahead: datetime.timedelta) -> None:
    sign_in(client, alice).get("/city/elverhavn/")
    assert timezone.get_current_timezone_name() == "UTC"
