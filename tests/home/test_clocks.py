"""Days and times are the city's on every page and in every file: at the ends of the earth, at New Year, on a day of
29 February, and in the hour that comes twice."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core import formats
from records.tasks import retain
from reports.models import Diagnosis
from tests.access import matrix
from tests.access.ground import furnish
from tests.access.matrix import MATRIX, PLACES
from tests.days import stop_the_clock
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.mapping.test_observations import ENTRY

# Zone, the moment in UTC, the day it is there, and the time of day on its clocks.
MOMENTS = [
    # far ahead: PostgreSQL's clock goes on, and must not take a session for one that is over
    ("Pacific/Pago_Pago", "2427-01-01T10:37", "2426-12-31", "23:37"),
    ("Pacific/Kiritimati", "2428-02-28T10:37", "2428-02-29", "00:37"),
    ("Europe/Copenhagen", "2427-10-31T01:37", "2427-10-31", "02:37"),
    # and where only the formatting is looked at
    ("Pacific/Kiritimati", "2026-12-31T10:00", "2027-01-01", "00:00"),
    ("Pacific/Kiritimati", "2026-12-31T09:59", "2026-12-31", "23:59"),
    ("Pacific/Pago_Pago", "2028-03-01T10:59", "2028-02-29", "23:59"),
    ("Europe/Copenhagen", "2026-10-25T00:37", "2026-10-25", "02:37"),  # the hour that comes twice
    ("Europe/Copenhagen", "2026-03-29T00:59", "2026-03-29", "01:59"),
    ("Europe/Copenhagen", "2026-03-29T01:00", "2026-03-29", "03:00"),  # the hour that is left out
    ("Asia/Kathmandu", "2026-12-31T18:15", "2027-01-01", "00:00"),
    ("America/St_Johns", "2027-01-01T03:29", "2026-12-31", "23:59"),
]
CRAWLED = MOMENTS[:3]
NO_PAGE = {"diagnosis_of_job", "session_state"}


def _at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(("zone", "utc", "day", "clock"), MOMENTS)
def test_a_moment_is_written_as_the_city_s_clocks_show_it(zone: str, utc: str, day: str, clock: str) -> None:
    with timezone.override(zone):
        there = datetime.date.fromisoformat(day)
        assert formats.clock(_at(utc)) == clock
        assert formats.day(_at(utc)) == formats.day(there)
        assert formats.moment(_at(utc)).endswith(clock)
        assert formats.moment(_at(utc)).startswith(formats.day(there))
        assert formats.short_moment(_at(utc)).startswith(formats.short_day(there))


@pytest.fixture(params=CRAWLED, ids=[zone for zone, *_rest in CRAWLED])
def moment(
    request: pytest.FixtureRequest, alice: Membership, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> tuple[datetime.datetime, datetime.date, str]:
    """The clock stands still; the city lies in the zone."""
    settings.ARTEFACTS = tmp_path
    zone, utc, day, clock = request.param
    alice.city.time_zone = zone
    alice.city.save(update_fields=["time_zone"])
    return stop_the_clock(monkeypatch, utc), datetime.date.fromisoformat(day), clock


def _addresses(city: Any) -> Iterator[tuple[str, str]]:
    there = furnish(city)
    for name, line in MATRIX.items():
        if isinstance(line, matrix.City) and line.get in {200, 302} and "a" in line.roles and name not in NO_PAGE:
            places = {"city": city.slug, **PLACES.get(name, {})}
            given: Any = there.get(name, {})
            yield name, reverse(name, kwargs={**places, **given})


@pytest.mark.parametrize("every", [len(CRAWLED), pytest.param(1, marks=pytest.mark.soak)])
def test_every_page_and_file_tells_the_day_and_the_time_of_the_city(
    alice: Membership, moment: tuple[datetime.datetime, datetime.date, str], every: int
) -> None:
    """What is made now is told by the city's clocks wherever it is told; the day of UTC is not today.

    Each page at one of the moments; at all of them in the soak.
    """
    now, today, clock = moment
    in_utc = re.compile("|".join(map(re.escape, _told(now, f"{now:%H:%M}"))))
    here = re.compile("|".join(map(re.escape, _told(datetime.datetime.combine(today, datetime.time()), clock))))
    with timezone.override(alice.city.time_zone):
        first = [zone for zone, *_rest in CRAWLED].index(alice.city.time_zone) % every
        addresses = list(_addresses(alice.city))[first::every]
    client, told, wrong = sign_in(Client(), alice), 0, []
    for name, address in addresses:
        answer = client.get(address)
        body = (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig", "replace")
        told += bool(here.search(body))
        if answer.status_code >= 400 or in_utc.search(body):
            wrong.append((name, answer.status_code, in_utc.findall(body)[:3]))
    assert wrong == []
    assert told >= 8 // every, "many pages tell what was made now"


def _told(day: datetime.date, clock: str) -> list[str]:
    """As pages and files write a moment."""
    return [f"{day:%-d} {day:%B %Y}, {clock}", f"{day:%-d} {day:%b %Y}, {clock}", f"{day:%Y-%m-%d}T{clock}"]


def test_today_is_the_city_s_in_defaults_checks_and_what_is_dated(
    alice: Membership, moment: tuple[datetime.datetime, datetime.date, str]
) -> None:
    _now, today, _clock = moment
    with timezone.override(alice.city.time_zone):
        furnish(alice.city)
    client = sign_in(Client(), alice)
    new = "/city/elverhavn/observations/new/"
    assert client.get(new).context["form"].initial["first_day"] == today
    tomorrow = today + datetime.timedelta(days=1)
    late = client.post(new, {**ENTRY, "first_day": str(tomorrow)})
    assert "still to come" in late.context["form"].errors["first_day"][0]
    assert client.post(new, {**ENTRY, "first_day": str(today)}).status_code == 302
    talk = client.get("/city/elverhavn/consultations/new/").context["writing"].form
    assert talk.initial["first_day"] == today
    asked = client.get("/city/elverhavn/diagnoses/new/").context["writing"].form
    assert asked.initial["end"] == datetime.date(today.year - 1, 12, 31)
    sent = {"start": f"{today.year}-01-01", "end": str(today), "years_earlier": "1", "language": "en"}
    assert client.post("/city/elverhavn/diagnoses/new/", sent).status_code == 302
    with inside(alice.city):
        made = Diagnosis.objects.order_by("pk").last()
        assert made is not None
        assert made.dated == today
    shown = client.get("/city/elverhavn/map/").context["city_map"].calendar.running
    assert shown == today.replace(day=1)


def test_what_is_kept_no_longer_goes_by_the_day_of_the_city(
    alice: Membership, moment: tuple[datetime.datetime, datetime.date, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever calls at night is no page and no city."""
    days: list[datetime.date] = []

    def keeps_all(*, city_id: int, on: datetime.date) -> int:
        days.append(on)
        return 0

    for name in ("erase_due", "forget_old"):
        monkeypatch.setattr(f"records.tasks.{name}", keeps_all)
    retain()
    assert days == [moment[1]] * 2
