"""What two diagnoses are compared by leads to the records, sessions and judgements of either."""

import json
import re
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from output.web.page import page_of
from reports.editions import restricted_report
from reports.models import Diagnosis, Snapshot
from reports.selection import SINCE
from tests.access.marked import inside
from tests.factories import make_member, sign_in
from tests.once import once
from tests.reports.leads.led import runs_in
from tests.reports.test_comparing import _context, _made, _plant, _released, ten_districts

__all__ = ["ten_districts"]

HERE = "/city/elverhavn/diagnoses/2/records/"


def _led(made: Diagnosis) -> list[dict[str, Any]]:
    page = json.loads(page_of(restricted_report(_context(made))))
    return [run for run in runs_in(page) if run["to"].startswith(f"{SINCE}/")]


@pytest.fixture(scope="module")
def both(ten_districts: City, django_db_blocker: DjangoDbBlocker) -> Iterator[Diagnosis]:
    def made() -> Diagnosis:
        with inside(ten_districts):
            _released(ten_districts, 2024)
            _plant(ten_districts, 40, 2025)
            return _made(ten_districts)

    yield from once(django_db_blocker, made)


@pytest.fixture
def elver(ten_districts: City, db: None) -> City:
    return copy(ten_districts)


@pytest.fixture
def two(elver: City, both: Diagnosis) -> Diagnosis:
    """Of 2024, released, and of 2025 with 40 records more, all in one district."""
    with inside(elver):
        return Diagnosis.objects.get(pk=both.pk)


def _officer(city: City, clearance: str = "amber") -> Client:
    return sign_in(Client(), make_member(city, f"{clearance}@elverhavn.example", "officer", clearance=clearance))


def test_every_figure_that_moved_leads_to_its_records_of_either(elver: City, two: Diagnosis) -> None:
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


def test_a_judgement_of_the_last_one_leads_to_where_it_is_printed(elver: City, two: Diagnosis) -> None:
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
def test_an_address_that_says_none_is_not_found(elver: City, two: Diagnosis, of: str) -> None:
    assert _officer(elver).get(f"{HERE}since/{of}/").status_code == 404


def test_nobody_is_led_above_their_clearance_or_out_of_their_city(elver: City, two: Diagnosis) -> None:
    officer = _officer(elver)
    for side in ("before", "now"):
        assert officer.get(f"{HERE}since/{side}/city=city/").status_code == 200
    with inside(elver):
        Diagnosis.objects.filter(number=1).update(marking="red")
    assert officer.get(f"{HERE}since/before/city=city/").status_code == 404
    assert officer.get(f"{HERE}since/before/J1/").status_code == 404
    assert _officer(elver, "green").get(f"{HERE}since/now/city=city/").status_code == 404


def test_that_the_records_of_the_last_one_are_gone_is_said(elver: City, two: Diagnosis) -> None:
    with inside(elver):
        Snapshot.objects.filter(diagnosis__number=1).update(gone_at=timezone.now())
    told = _officer(elver).get(f"{HERE}since/before/city=city/").content.decode()
    assert "are no longer kept with it" in told
