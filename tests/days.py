"""Whose day is it? Today is a city's, and between its midnight and that of UTC the two are different days.

A test (or code) that asks for today where no city's zone is active is right for most of the day and wrong for an hour
or eleven of it. So it is refused at every hour, and whoever runs the tests at noon learns of it too.
"""

import datetime
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

NO_ZONE = "Whose today? No city's zone is active: ask inside its context, or `today_in(city)`."


def is_somebody_s() -> bool:
    """Whether a zone was activated, be it UTC for a city that lies there."""
    return hasattr(timezone._active, "value")  # type: ignore[attr-defined]


def refuse_the_day_of_nobody() -> None:
    """For the rest of the process."""
    of_django: Callable[..., datetime.date] = timezone.localdate

    def localdate(value: datetime.datetime | None = None, timezone: Any = None) -> datetime.date:
        assert timezone is not None or is_somebody_s(), NO_ZONE
        return of_django(value, timezone)

    timezone.localdate = localdate


def zone_of_another_day() -> str:
    """A zone where it is not the day that it is in UTC, fourteen hours ahead of it or eleven behind."""
    now = timezone.now()
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    return next(zone for zone in zones if now.astimezone(ZoneInfo(zone)).date() != now.date())


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, utc: str) -> datetime.datetime:
    """For this process; PostgreSQL's goes on."""
    now = datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now
