"""Unusual reading is told to the admins: once a person and day, by a rule one can say."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership, ProcessingRecord
from jobs.models import Job
from notices.models import ChangeNotice, Delivery
from notices.tasks import watch_reading
from records.models import Access
from records.models.accesses import SEARCH
from records.reading import Reading, is_unusual, unusual_readings
from tests.factories import sign_in
from tests.mapping.makers import inside, processing_record


@pytest.fixture(autouse=True)
def _told_from_ten_on(settings: Any) -> None:
    settings.READING_NOTICE = 10


def _read(who: Membership, count: int, *, hours: float = 1, model: str = "mapping.observation", first: int = 1) -> None:
    """So many different records, opened some hours ago."""
    at = timezone.now() - datetime.timedelta(hours=hours)
    with inside(who.city):
        Access.objects.bulk_create(
            Access(city=who.city, user=who.user, verb="opened", model=model, object_id=str(number), at=at)
            for number in range(first, first + count)
        )


def _took(who: Membership, records: int, *, hours: float = 1) -> None:
    at = timezone.now() - datetime.timedelta(hours=hours)
    with inside(who.city):
        Access.objects.create(
            city=who.city, user=who.user, verb="exported", model="mapping.observation", records=records, at=at
        )


def _unusual(city: City) -> dict[int, int]:
    with inside(city):
        return {each.user_id: each.read for each in unusual_readings(city_id=city.pk)}


def test_one_search_after_the_other_is_reading(bob: Membership) -> None:
    for number in range(11):
        assert _unusual(bob.city) == {}, number
        with inside(bob.city):
            Access.objects.create(city=bob.city, user=bob.user, verb="opened", model=SEARCH, records=30)
    assert _unusual(bob.city) == {bob.user_id: 11}


@pytest.mark.parametrize(
    ("read", "usual", "more_than", "told"),
    [
        (10, 0, 10, False),
        (11, 0, 10, True),
        (30, 10, 10, False),
        (31, 10, 10, True),
        (31, 10.4, 10, False),
        (10_000, 0, 0, False),
    ],
)
def test_more_than_the_number_and_more_than_three_times_the_usual(
    read: int, usual: float, more_than: int, told: bool
) -> None:
    assert is_unusual(Reading(1, read, usual), more_than=more_than) == told


def test_different_records_of_one_day_count_once_each(bob: Membership) -> None:
    _read(bob, 10)
    _read(bob, 10, hours=3)
    assert _unusual(bob.city) == {}
    _read(bob, 1, model="stakeholders.consultation")
    assert _unusual(bob.city) == {bob.user_id: 11}
    _took(bob, 25)  # the list holds what was opened
    assert _unusual(bob.city) == {bob.user_id: 26}
    _took(bob, 25)
    assert _unusual(bob.city) == {bob.user_id: 26}


def test_readings_of_other_days_make_the_usual(bob: Membership) -> None:
    _read(bob, 12, hours=25)
    _read(bob, 6, hours=100)
    assert _unusual(bob.city) == {}
    _read(bob, 27)  # three times nine
    assert _unusual(bob.city) == {}
    _read(bob, 1, first=100)
    assert _unusual(bob.city) == {bob.user_id: 28}


def test_what_was_longer_ago_than_a_month_makes_nothing_usual(bob: Membership) -> None:
    _read(bob, 500, hours=24 * 40)
    _read(bob, 11)
    assert _unusual(bob.city) == {bob.user_id: 11}


def test_admins_are_told_once_a_person_and_day(client: Client, alice: Membership, bob: Membership) -> None:
    watch_reading()
    with inside(bob.city):
        assert not ChangeNotice.objects.exists()
    _read(bob, 11)
    watch_reading()
    watch_reading()
    with inside(bob.city):
        notice = ChangeNotice.objects.get()
        assert (notice.what, notice.after, notice.before, notice.made_by) == ("reading", "11", "0", bob.user)
        assert [each.user for each in Delivery.objects.all()] == [alice.user]
        assert Job.objects.get().kind == "notice-mail"
        ChangeNotice.objects.update(made_at=timezone.now() - datetime.timedelta(days=1))
    watch_reading()
    with inside(bob.city):
        assert ChangeNotice.objects.count() == 2
        delivery = Delivery.objects.latest("pk")
    sign_in(client, alice)
    assert "One person read unusually much: 11 records" in client.get("/city/elverhavn/").content.decode()
    page = client.get(f"/city/elverhavn/notices/{delivery.pk}/").content.decode()
    assert "Bob" in page
    assert "On a usual day of the month before" in page
    assert "/city/elverhavn/accesses/" in page
    assert "Far more different records" in page
    assert "unusually much" not in sign_in(Client(), bob).get("/city/elverhavn/").content.decode()


@pytest.mark.parametrize(
    ("given", "admins", "is_told"),
    [("red", "amber", False), ("amber", "amber", True), ("red", "red", True), ("green", "amber", True),
     ("amber_strict", "amber", False)],
)  # fmt: skip
def test_how_much_was_read_is_told_to_who_may_read_all_of_it(
    alice: Membership, bob: Membership, given: str, admins: str, is_told: bool
) -> None:
    """4,242 records taken along, some of them red perhaps: the number stands in everything that tells of it, or in
    nothing that this admin can reach."""
    with inside(bob.city):
        ProcessingRecord.objects.create(city=bob.city, **processing_record())
        for member, clearance in ((bob, given), (alice, admins)):
            member.clearance = clearance
            member.save()
        # what they may read now is not what they read then
        bob.clearance = "green"
        bob.save()
        Access.objects.create(city=bob.city, user=bob.user, verb="exported", model="mapping.observation", records=4242)
    watch_reading()
    with inside(bob.city):
        delivery = Delivery.objects.get(user=alice.user)
    client = sign_in(Client(), alice)
    home = client.get("/city/elverhavn/").content.decode()
    page = client.get(f"/city/elverhavn/notices/{delivery.pk}/").content.decode()
    notices = client.get("/city/elverhavn/notices/").content.decode()
    file = client.get("/city/elverhavn/notices/export/").getvalue().decode()
    for told in (home, page, notices, file):
        assert "One person read unusually much" in told
        assert ("4,242" in told or "4242" in told) is is_told
    assert "Bob" in page
    found = client.get("/city/elverhavn/notices/", {"q": "4242"}).context["rows"]
    assert not list(found), "nor does a search tell whether it is this number"


def test_a_release_is_not_told_as_a_reading(client: Client, alice: Membership) -> None:
    with inside(alice.city):
        notice = ChangeNotice.objects.create(city=alice.city, what="release", after="No. 1", link="/")
        delivery = Delivery.objects.create(city=alice.city, notice=notice, user=alice.user)
    page = sign_in(client, alice).get(f"/city/elverhavn/notices/{delivery.pk}/").content.decode()
    assert "Far more different records" not in page


def test_people_of_another_city_are_not_mixed_in(bob: Membership, charlie: Membership) -> None:
    _read(bob, 8)
    _read(charlie, 8, first=100)
    assert (_unusual(bob.city), _unusual(charlie.city)) == ({}, {})
