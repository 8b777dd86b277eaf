"""The first page of a city, as each role meets it."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import City, HostAccess, Membership
from core.lists import counted_to
from home import progress
from home.figures import Figures
from home.inbox import records
from jobs.models import Job, JobState
from mapping.map.looked import coverage_of
from mapping.map.months import Months
from mapping.models import Observation, Source, SourceCoverage
from notices.models import ChangeNotice, Delivery
from stakeholders.models import HeadCount
from stakeholders.reach import reach
from tests.factories import make_member, make_user, sign_in, today_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.planning.makers import make_project
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-03-05T00:00Z"}
HOME = "/city/elverhavn/"


def _words(client: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(HOME).content.decode()))


def test_a_new_city_is_led_through_its_first_steps(client: Client, elverhavn: City, alice: Membership) -> None:
    sign_in(client, alice)
    states = [task["state"] for task in client.get(HOME).context["first_steps"]]
    assert states == ["todo", "todo", "todo", "todo", "todo", "blocked"]
    with_districts(with_record(elverhavn), "1")
    states = [task["state"] for task in client.get(HOME).context["first_steps"]]
    assert states == ["complete", "todo", "complete", "todo", "todo", "blocked"]


def test_an_admin_is_told_that_nobody_looks_any_more_and_only_then(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """Not in a city without sources, not while one looks on or until today, not to an officer."""
    today, told = today_in(elverhavn), "No source you may read has looked since 31 Dec 2024"

    def looks(key: str, until: datetime.date | None, marking: str = "green") -> None:
        with inside(elverhavn):
            source = Source.objects.create(
                city=elverhavn, key=key, name=key, source_type="municipal_service", marking=marking
            )
            SourceCoverage.objects.create(
                city=elverhavn, source=source, whole_city=True, start="2021-01-01", end=until, completeness="full"
            )

    amber = make_member(elverhavn, "amber@elverhavn.example", "admin", clearance="amber")
    admin, officer, cleared = sign_in(client, amber), sign_in(Client(), bob), sign_in(Client(), alice)
    assert "has looked since" not in _words(admin)
    looks("first", datetime.date(2023, 12, 31))
    looks("last", datetime.date(2024, 12, 31))
    looks("hidden", None, marking="red")
    assert told in _words(admin)
    assert "has looked since" not in _words(cleared), "who may read of the one that looks"
    assert "has looked since" not in _words(officer)
    looks("today", today)
    assert "has looked since" not in _words(admin)
    with inside(elverhavn):
        SourceCoverage.objects.filter(source__key="today").delete()
    assert told in _words(admin)
    looks("still", None)
    assert "has looked since" not in _words(admin)


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


def test_the_steps_say_what_there_is_and_what_is_missing(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with_districts(with_record(elverhavn), "1", "2", "3")
    club = make_organisation(elverhavn)
    make_group(elverhavn)
    make_group(elverhavn, name="Older people", marginalised=True)
    for number in range(2):
        make_observation(
            elverhavn, bob, **APPROVED, approved_by=alice.user, review_by=datetime.date(2026, 1, 1 + number)
        )
    make_observation(elverhavn, bob, state="submitted")
    held = make_consultation(
        elverhavn, bob, organisations=[club], approved_by=alice.user, first_day=_lately(elverhavn), **APPROVED
    )
    with inside(elverhavn):
        HeadCount.objects.create(city=elverhavn, consultation=held, axis="group", code="young-people", people=9)
    sign_in(client, alice)
    steps = client.get(HOME).context["steps"]
    assert [step.fact for step in steps] == [
        *("2 observations", "1 consultation", "None released yet", "No project under way", "No notice yet"),
    ]
    assert steps[0].hint == "2 to look at again · 3 districts not looked at"
    assert steps[1].hint == "1 group not yet reached by us"
    told = [(each.kind, each.title) for each in client.get(HOME).context["inbox"]]
    assert told == [
        ("To review", "Observations to review: 1"),
        ("Stale", "Observations to look at again: 2"),
        ("Not reached", "Older people"),
    ]


def _lately(city: City) -> datetime.date:
    """Of the months in which whoever was heard counts as reached."""
    return today_in(city) - datetime.timedelta(days=60)


def test_of_more_observations_than_are_counted_it_says_that_there_are(
    elverhavn: City, alice: Membership, bob: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_record(elverhavn)
    for _number in range(3):
        make_observation(elverhavn, bob, **APPROVED, approved_by=alice.user)
    client = sign_in(Client(), alice)
    for most, fact in ((2, "2+ observations"), (3, "3 observations")):
        monkeypatch.setattr(progress, "MOST_COUNTED", most)
        assert client.get(HOME).context["steps"][0].fact == fact
        with inside(elverhavn):
            assert counted_to(most, Observation.objects.all())[0] == most


def test_of_more_that_wait_than_are_looked_at_it_says_that_there_are(
    elverhavn: City, alice: Membership, bob: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One's own do not hide what others handed in, wherever they stand."""
    with_record(elverhavn)
    monkeypatch.setattr(records, "COUNTED", 2)
    client = sign_in(Client(), alice)
    for author, title in (
        (alice, None),
        (alice, None),
        (alice, None),
        # behind as many of one's own as are looked at
        (bob, "Observations to review: 1"),
    ):
        make_observation(elverhavn, author, state="submitted")
        titles = {each.kind: each.title.removesuffix("+") for each in client.get(HOME).context["inbox"]}
        assert titles.get("To review") == title
    with inside(elverhavn):
        Observation.objects.all().delete()
    for title in ("Observations to review: 1", "Observations to review: 2", "Observations to review: 2+"):
        make_observation(elverhavn, bob, state="submitted")
        assert {each.kind: each.title for each in client.get(HOME).context["inbox"]}["To review"] == title


def test_a_group_heard_in_confidence_alone_is_told_once_three_sessions_tell_of_it(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    make_group(elverhavn)
    for sessions, silent in ((2, ["Young people"]), (1, [])):
        for _number in range(sessions):
            facts: dict[str, Any] = {"named_admin": alice.user, "first_day": _lately(elverhavn), **APPROVED}
            held = make_consultation(elverhavn, bob, confidentiality="confidential", **facts)
            with inside(elverhavn):
                HeadCount.objects.create(city=elverhavn, consultation=held, axis="group", code="young-people", people=4)
        with inside(elverhavn):
            coverage = [row for _name, row in coverage_of(elverhavn, alice.user)]
            usual = Months(Observation.objects.none(), coverage).usual
            assert [group.name for group in reach(elverhavn, alice.user, usual).not_heard] == silent


def test_members_read_no_number_of_records(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    with_districts(with_record(elverhavn), "1")
    for _number in range(7):
        make_observation(elverhavn, bob, approved_by=alice.user, **APPROVED)
    page = sign_in(Client(), rita).get(HOME)
    assert not any(name in page.context for name in ("steps", "inbox", "city_map"))
    assert not re.search(r"\b7\b", _words(sign_in(Client(), rita)))
    assert 'class="map' not in page.content.decode()


def test_what_is_paused_is_not_called_under_way(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """The board has one of them under “Active”, in Danish “I gang”: the first page said that two are."""
    make_project(elverhavn, bob, title="At work", status="active")
    make_project(elverhavn, bob, title="At rest", status="paused")
    sign_in(client, alice)
    assert client.get(HOME).context["steps"][3].fact == "2 projects active or paused"


def test_the_last_step_tells_of_what_the_network_was_told_and_of_no_alarm(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    with_districts(with_record(elverhavn), "1")
    make_observation(elverhavn, bob)
    sign_in(client, alice)
    with inside(elverhavn):
        alarm = ChangeNotice.objects.create(city=elverhavn, what="reading", title="Much read", after="1,476 records")
        Delivery.objects.create(city=elverhavn, notice=alarm, user=alice.user)
    assert "No notice yet" in _words(client)
    with inside(elverhavn):
        notice = ChangeNotice.objects.create(city=elverhavn, what="change", title="The hall moves", after="Højvang")
        ChangeNotice.objects.filter(pk=notice.pk).update(made_at=timezone.now() - datetime.timedelta(days=2))
        for member in (alice, bob):
            Delivery.objects.create(city=elverhavn, notice=notice, user=member.user, read_at=timezone.now())
    words = _words(client)
    assert "2 of 2 have read it" in words
    assert "0 of 1" not in words


def test_what_waits_is_counted_as_every_other_number_is(alice: Membership) -> None:
    """“Observations to look at again: 1234”, beside “1,234 observations”."""
    asked: Any = RequestFactory().get("/")
    asked.city, asked.user, asked.membership = alice.city, alice.user, alice
    there = Figures({f"stale {Observation._meta.label_lower}": 1234})
    assert [each.title for each in records.stale(asked, there)] == ["Observations to look at again: 1,234"]
