"""What two diagnoses are compared by leads to the records, sessions and judgements of either."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City
from mapping.models import Observation, Series
from output.web.page import page_of
from reports.compared_with import Asked
from reports.editions import restricted_report
from reports.models import Diagnosis, Snapshot
from reports.selection import SINCE
from tests.access.marked import inside, plant_consultation
from tests.access.test_marking_canary import who_works_here
from tests.factories import make_member, sign_in
from tests.reports.test_comparing import _context, _made, _plant, _released, elver, ten_districts  # noqa: F401
from tests.reports.test_leads import _runs

HERE = "/city/elverhavn/diagnoses/2/records/"


def _led(made: Diagnosis) -> list[dict[str, Any]]:
    page = json.loads(page_of(restricted_report(_context(made))))
    return [run for run in _runs(page) if run["to"].startswith(f"{SINCE}/")]


@pytest.fixture
def two(elver: City) -> Diagnosis:  # noqa: F811
    """Of 2024, released, and of 2025 with 40 records more, all in one district."""
    with inside(elver):
        _released(elver, 2024)
        _plant(elver, 40, 2025)
        return _made(elver)


def _officer(city: City, clearance: str = "amber") -> Client:
    return sign_in(Client(), make_member(city, f"{clearance}@elverhavn.example", "officer", clearance=clearance))


def test_every_figure_that_moved_leads_to_its_records_of_either(elver: City, two: Diagnosis) -> None:  # noqa: F811
    with inside(elver):
        led = [run for run in _led(two) if re.fullmatch(r"[\d,]+", run["text"])]
    moved = {(run["to"].split("/")[1], run["text"]) for run in led}
    # six a year in each of nine districts, and forty more in one
    assert {("before", "6"), ("now", "46"), ("now", "40")} <= moved
    client = _officer(elver)
    for run in led:
        answer = client.get(f"{HERE}{run['to']}/?at=14.2")
        assert answer.status_code == 200, run
        side, year, number = (("before", 2024, 1), ("now", 2025, 2))[run["to"].startswith("since/now")]
        assert f"/{side}/" in run["to"]
        assert (
            f"Counted in diagnosis no. {number}: {run['text']}. You may read: {run['text']}." in answer.content.decode()
        )
        assert {row.first_day.year for row in answer.context["rows"]} == {year}
        # back to where it stands, in the newer one
        assert answer.context["at_url"].endswith("/diagnoses/2/read/restricted/#part-14.2")


def test_a_judgement_of_the_last_one_leads_to_where_it_is_printed(elver: City, two: Diagnosis) -> None:  # noqa: F811
    with inside(elver):
        judged = {(run["text"], run["to"]) for run in _led(two) if "J" in run["to"].rpartition("/")[2]}
    assert judged
    client = _officer(elver)
    for text, to in judged:
        found = re.fullmatch(r"J(\d+)(?: of no\. (\d))?", text)
        assert found is not None, text
        number = found[2] or ("1" if "/before/" in to else "2")
        url = f"/city/elverhavn/diagnoses/{number}/read/restricted/#J{found[1]}"
        assert client.get(f"{HERE}{to}/").headers["Location"] == url


def test_records_of_a_series_are_all_shown_and_told_to_count_once(elver: City) -> None:  # noqa: F811
    with inside(elver):
        _released(elver, 2024)
        _plant(elver, 40, 2025)
        tag = Series.objects.create(city=elver, name="The same tag")
        few = Observation.objects.filter(external_key__in=["planted-1", "planted-2", "planted-3"])
        assert few.update(series=tag) == 3
        led = {run["to"]: run["text"] for run in _led(_made(elver))}
    assert led["since/now/currents=jihadist"] == "38"
    told = _officer(elver).get(f"{HERE}since/now/currents=jihadist/").content.decode()
    assert "Counted in diagnosis no. 2: 40." in told
    assert "a series counts as one, so the report says 38." in told


def test_organisations_that_came_lead_to_where_they_were_heard(elver: City) -> None:  # noqa: F811
    with inside(elver):
        _released(elver, 2024)
        heard = plant_consultation(elver, *who_works_here(elver), "amber", first_day=datetime.date(2025, 3, 1))
        made = _made(elver)
        frozen = _context(made).frozen
        blocks = {unit.block for each in frozen.sessions for unit in each.units if unit.is_named}
    asked = [Asked.read(f"now/heard={block}") for block in blocks]
    assert [each.sessions_in(frozen) for each in asked if each] == [{heard.pk}] * len(blocks)
    client = _officer(elver)
    for block in blocks:
        assert str(heard.anonymous_title) in client.get(f"{HERE}since/now/heard={block}/").content.decode()


@pytest.mark.parametrize(
    "of",
    [
        "then/all",
        "before",
        "before/",
        "before/J0",
        "now/J12345",
        "before/districts",
        "before/districts=99",
        "now/nobody=1",
    ],
)
def test_an_address_that_says_none_is_not_found(elver: City, two: Diagnosis, of: str) -> None:  # noqa: F811
    assert _officer(elver).get(f"{HERE}since/{of}/").status_code == 404


def test_nobody_is_led_above_their_clearance_or_out_of_their_city(elver: City, two: Diagnosis) -> None:  # noqa: F811
    officer = _officer(elver)
    for side in ("before", "now"):
        assert officer.get(f"{HERE}since/{side}/city=city/").status_code == 200
    with inside(elver):
        Diagnosis.objects.filter(number=1).update(marking="red")
    assert officer.get(f"{HERE}since/before/city=city/").status_code == 404
    assert officer.get(f"{HERE}since/before/J1/").status_code == 404
    assert _officer(elver, "green").get(f"{HERE}since/now/city=city/").status_code == 404


def test_that_the_records_of_the_last_one_are_gone_is_said(elver: City, two: Diagnosis) -> None:  # noqa: F811
    with inside(elver):
        Snapshot.objects.filter(diagnosis__number=1).update(gone_at=timezone.now())
    told = _officer(elver).get(f"{HERE}since/before/city=city/").content.decode()
    assert "are no longer kept with it" in told


def test_where_nothing_was_released_before_nothing_leads_there(elver: City) -> None:  # noqa: F811
    with inside(elver):
        _made(elver)
        second = _made(elver)
        assert _led(second) == []
    client = _officer(elver)
    assert client.get(f"{HERE}since/before/city=city/").status_code == 404
    assert client.get(f"{HERE}since/now/city=city/").status_code == 404
