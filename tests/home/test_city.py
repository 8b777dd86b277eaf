"""The first page of a city, as each role meets it."""

import re

from django.test import Client
from django.utils import timezone

from accounts.models import City, HostAccess, Membership
from jobs.models import Job, JobState
from tests.factories import make_user, sign_in
from tests.mapping.makers import with_districts, with_record

HOME = "/city/elverhavn/"


def _words(client: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(HOME).content.decode()))


def test_a_new_city_is_led_through_its_first_steps(client: Client, elverhavn: City, alice: Membership) -> None:
    sign_in(client, alice)
    states = [task["state"] for task in client.get(HOME).context["first_steps"]]
    assert states == ["todo", "todo", "todo", "todo", "blocked"]
    with_districts(with_record(elverhavn), "1")
    states = [task["state"] for task in client.get(HOME).context["first_steps"]]
    assert states == ["complete", "todo", "complete", "todo", "blocked"]


def test_network_members_are_told_that_nothing_was_released(client: Client, rita: Membership) -> None:
    words = _words(sign_in(client, rita))
    assert "None was released yet" in words
    assert "First steps" not in words


def test_an_admin_sees_who_asks_to_come_in_an_officer_does_not(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    helen = make_user("helen@host.example", is_staff=True, second_factor=True, name="Helen")
    HostAccess.objects.create(city=elverhavn, staff=helen, reason="Ticket 12", hours=2)
    assert "Helen asks to come in" in _words(sign_in(client, alice))
    assert "Helen" not in _words(sign_in(Client(), bob))


def test_jobs_under_way_and_failed_ones_show_to_whom_they_concern(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    Job.objects.create(city=elverhavn, kind="diagnosis", created_by=alice.user)
    Job.objects.create(
        city=elverhavn,
        kind="diagnosis",
        created_by=alice.user,
        state=JobState.FAILED,
        error="The disk is full.",
        finished_at=timezone.now(),
    )
    words = _words(sign_in(client, alice))
    assert "Jobs that failed: 1" in words
    assert "Waits for a worker" in words
    assert "Jobs that failed" not in _words(sign_in(Client(), bob))
