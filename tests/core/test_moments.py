"""What happened at a moment is found by the days of the city in which it happened."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.lists import moments
from jobs.models import Job
from notices.models import ChangeNotice, Delivery
from records.models import Access
from tests.factories import sign_in
from tests.mapping.makers import inside

ACCESSES = "/city/elverhavn/accesses/"


def test_a_day_begins_and_ends_by_the_clock_of_the_city() -> None:
    first, last = moments("at")
    with timezone.override(ZoneInfo("Pacific/Kiritimati")):
        assert first.query("2026-03-01").children == [
            ("at__gte", datetime.datetime(2026, 3, 1, tzinfo=ZoneInfo("Pacific/Kiritimati")))
        ]
        assert last.query("2026-03-01").children == [
            ("at__lt", datetime.datetime(2026, 3, 2, tzinfo=ZoneInfo("Pacific/Kiritimati")))
        ]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_can_be_asked_for(client: Client, alice: Membership, day: str) -> None:
    sign_in(client, alice)
    for name in ("from", "until"):
        assert client.get(f"{ACCESSES}?{name}={day}").status_code == 200


def test_who_saw_what_is_narrowed_to_days(client: Client, elverhavn: City, alice: Membership) -> None:
    zone = ZoneInfo(elverhavn.time_zone)
    with inside(elverhavn):
        for at in ((2026, 3, 1, 23, 59), (2026, 3, 2, 0, 0), (2026, 3, 2, 23, 59), (2026, 3, 3, 0, 0)):
            Access.objects.create(
                city=elverhavn, user=alice.user, verb="opened", model="records.history",
                at=datetime.datetime(*at, tzinfo=zone),
            )  # fmt: skip
    sign_in(client, alice)
    found = client.get(f"{ACCESSES}?from=2026-03-02&until=2026-03-02").context["rows"]
    assert [timezone.localtime(row.at, zone).strftime("%H:%M") for row in found] == ["23:59", "00:00"]
    assert client.get(f"{ACCESSES}?until=2026-03-01").context["rows"].found == 1


def test_what_was_told_and_done_is_narrowed_to_days(client: Client, elverhavn: City, alice: Membership) -> None:
    zone = ZoneInfo(elverhavn.time_zone)
    moments_told = [datetime.datetime(2026, 3, *at, tzinfo=zone) for at in ((1, 23, 59), (2, 0, 0), (3, 0, 0))]
    for at in moments_told:
        with inside(elverhavn):
            notice = ChangeNotice.objects.create(city=elverhavn, what="change", after="It moves", marking="clear")
            ChangeNotice.objects.filter(pk=notice.pk).update(made_at=at)
            Delivery.objects.create(city=elverhavn, notice=notice, user=alice.user)
        job = Job.objects.create(city=elverhavn, kind="test.mark")
        Job.objects.filter(pk=job.pk).update(created_at=at)
    sign_in(client, alice)
    for page in ("notices", "what-changed", "jobs"):
        found = {
            asked: client.get(f"/city/elverhavn/{page}/?{asked}").context["rows"].found
            for asked in ("", "from=2026-03-02", "until=2026-03-02", "from=2026-03-02&until=2026-03-02")
        }
        assert list(found.values()) == [3, 2, 2, 1], page
