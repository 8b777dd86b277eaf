"""Trigger events: dates for the charts, and a question that counts only if it was asked before its answer was known."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.errors import Refused
from mapping.actions.trigger_events import MOST, keep_trigger_event, remove_trigger_event
from mapping.models import TriggerEvent
from records.history import history_of
from records.registries.record_types import history_by_model
from tests.days import stop_the_clock
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import inside, make_trigger_event, with_record

LIST = "/city/elverhavn/trigger-events/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def client(elverhavn: City, alice: Membership) -> Client:
    with_record(elverhavn)
    return sign_in(Client(), alice)


def _declared(start: datetime.date, end: datetime.date, **more: Any) -> dict[str, Any]:
    return {
        "title": "Attack abroad", "day": f"{start:%Y-%m-%d}", "group": "antisemitic",
        "window_start": f"{start:%Y-%m-%d}", "window_end": f"{end:%Y-%m-%d}",
    } | more  # fmt: skip


def _only(city: City) -> TriggerEvent:
    with inside(city):
        return TriggerEvent.objects.get()


# The database, whose clock goes on, must not take a session for one that is over.
NEXT_YEAR = timezone.now().year + 1


@pytest.mark.parametrize("utc", ["", f"{NEXT_YEAR}-01-14T23:30", f"{NEXT_YEAR}-01-15T00:30"])
def test_a_question_asked_before_its_window_begins_counts(
    elverhavn: City, alice: Membership, utc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it by the days of the city, whose are others than those of UTC from 23 to 24 o'clock in winter."""
    if utc:
        stop_the_clock(monkeypatch, utc)
    with_record(elverhavn)
    client = sign_in(Client(), alice)
    today = today_in(elverhavn)
    assert client.post(f"{LIST}new/", _declared(today + DAY, today + 30 * DAY)).status_code == 302
    event = _only(elverhavn)
    assert (event.declared_on, event.is_in_time) == (today, True)
    page = client.get(LIST).content.decode()
    assert "asked about alone" in page
    assert "told like all others" not in page


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (-30, 0), (-30, 30), (0, 0), (0, 30)])
def test_one_asked_later_is_told_like_all_others(client: Client, elverhavn: City, first: int, last: int) -> None:
    today = today_in(elverhavn)
    sent = _declared(today + first * DAY, today + last * DAY)
    assert client.post(f"{LIST}new/", sent).status_code == 302
    event = _only(elverhavn)
    assert (event.declared_on, event.is_in_time) == (today, False)
    page = client.get(LIST).content.decode()
    assert "when the window had begun; told like all others" in page
    assert "asked about alone" not in page


def test_what_was_declared_in_time_stays_once_its_window_has_begun(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    """Else one declares ten, and keeps the one that came true."""
    today = today_in(elverhavn)
    event = make_trigger_event(
        elverhavn, group="antisemitic", window_start=today, window_end=today + 9 * DAY, declared_on=today - DAY
    )
    with inside(elverhavn):
        for change in (
            {"group": "anti_muslim"},
            {"group": "", "window_start": None, "window_end": None},
            {"window_start": today + DAY},
            {"window_end": today + 8 * DAY},
        ):
            there = TriggerEvent.objects.get()
            for name, value in change.items():
                setattr(there, name, value)
            with pytest.raises(Refused, match="Its window has begun"):
                keep_trigger_event(event=there, by=alice.user)
        there = TriggerEvent.objects.get()
        there.title = "In other words"
        assert keep_trigger_event(event=there, by=alice.user).declared_on == today - DAY
        with pytest.raises(Refused, match="Its window has begun"):
            remove_trigger_event(event=there, by=alice.user)
    assert "Its window has begun" in client.get(f"{LIST}{event.pk}/remove/").content.decode()
    assert "Its window has begun" in client.post(f"{LIST}{event.pk}/remove/").content.decode()
    with inside(elverhavn):
        TriggerEvent.objects.update(window_start=today + DAY)  # not yet begun: nobody has seen a number
        remove_trigger_event(event=TriggerEvent.objects.get(), by=alice.user)


def test_another_question_is_one_of_today_and_another_title_is_not(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    early = {"group": "antisemitic", "window_start": "2025-10-07", "window_end": "2025-12-31"}
    event = make_trigger_event(elverhavn, **early, declared_on="2025-10-09")
    with inside(elverhavn):
        event = TriggerEvent.objects.get()
        event.title = "Attack of 7 October"
        assert keep_trigger_event(event=event, by=alice.user).declared_on == datetime.date(2025, 10, 9)
        event.group = "anti_muslim"
        assert keep_trigger_event(event=event, by=alice.user).declared_on == today_in(elverhavn)
        event.group, event.window_start, event.window_end = "", None, None
        assert keep_trigger_event(event=event, by=alice.user).declared_on is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"window_end": ""}, "Say from when until when the group is asked about."),
        ({"group": ""}, "Name the group that is asked about, or empty both days."),
        ({"window_start": "2025-10-06"}, "The window begins before the event."),
        ({"window_end": "2025-10-01"}, "Name a group and both days of its window, or none of the three."),
        ({"window_end": "2026-10-08"}, "The window is longer than a year."),
        ({"day": "9999-12-31"}, "Name a day within a year."),
        ({"title": "Call jane@example.org"}, "This could lead to a person"),
        ({"group": "nobody"}, "What was chosen is not offered here."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    sent: dict[str, str], said: str, client: Client, elverhavn: City
) -> None:
    whole = _declared(datetime.date(2025, 10, 7), datetime.date(2025, 12, 31)) | sent
    page = client.post(f"{LIST}new/", whole).content.decode()
    assert said in page.replace("&#x27;", "'")
    with inside(elverhavn):
        assert not TriggerEvent.objects.exists()


def test_the_same_event_twice_is_refused_and_so_is_one_too_many(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    make_trigger_event(elverhavn)
    again = client.post(f"{LIST}new/", {"title": "Attack abroad", "day": "2025-10-07"}).content.decode()
    assert "There is a trigger event of this title on this day already." in again
    with inside(elverhavn):
        day = datetime.date(2025, 1, 1)
        TriggerEvent.objects.bulk_create(
            TriggerEvent(city=elverhavn, title=f"No. {number}", day=day) for number in range(MOST - 1)
        )
        with pytest.raises(Refused, match=f"{MOST} trigger events"):
            keep_trigger_event(event=TriggerEvent(city=elverhavn, title="One more", day=day), by=alice.user)


def test_the_database_keeps_no_half_declaration(elverhavn: City) -> None:
    with_record(elverhavn)
    event = TriggerEvent(city=elverhavn, title="Attack abroad", day=datetime.date(2025, 10, 7), group="antisemitic")
    with inside(elverhavn), pytest.raises(ValidationError, match="or none of the three"):
        event.full_clean()


def test_taken_out_it_leaves_its_history(client: Client, elverhavn: City) -> None:
    event = make_trigger_event(elverhavn)
    assert "Take it out?" in client.get(f"{LIST}{event.pk}/remove/").content.decode()
    assert client.post(f"{LIST}{event.pk}/remove/").status_code == 302
    with inside(elverhavn):
        assert not TriggerEvent.objects.exists()
        told = [entry.what for entry in history_of(history_by_model(TriggerEvent), event.pk)]
    assert told == ["Deleted", "Made"]
    assert "No trigger events yet" in client.get(LIST).content.decode()


def test_an_officer_reads_them_and_changes_none(client: Client, elverhavn: City) -> None:
    event = make_trigger_event(elverhavn)
    officer = sign_in(Client(), make_member(elverhavn, "officer@elverhavn.example", "officer"))
    page = officer.get(LIST).content.decode()
    assert "Attack abroad" in page
    assert "Add a trigger event" not in page
    assert officer.post(f"{LIST}{event.pk}/", {"title": "Other", "day": "2025-10-07"}).status_code == 403
