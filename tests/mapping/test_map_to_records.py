"""Every number of the map leads to just the records that it counts, whatever the map was asked for."""

import datetime
import html
import random
import re
from collections.abc import Callable
from copy import copy
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.city import city_context
from accounts.models import City, Membership
from core.lists import Day
from mapping.lists.observations import rows_of_observations
from mapping.models import Observation
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.mapping.test_map import MAP, YEAR, _records, mapped
from tests.records.makers import make_factor, make_observation
from tests.stakeholders.makers import make_consultation, make_service

__all__ = ["mapped"]

LINK = re.compile(r'<a href="(/city/elverhavn/observations/\?map=[^"]+)">\s*([\d,]+)(?: in a district)?\s*</a>')
QUERIES = [
    YEAR,
    f"{YEAR}&show=count&district=2",
    f"{YEAR}&current=right_wing&current=jihadist&district=1",
    f"{YEAR}&space=online",
    f"{YEAR}&grading=well&district=1",
    f"{YEAR}&marking=green&district=3",
    "from=2025-03&to=2025-05&district=1",
    "from=2024-12&to=2025-11",
    f"{YEAR}&ticked=none",
]


def _some(city: City, by: Membership) -> None:
    chance, each = random.Random(5), []
    for number in range(60):
        day = datetime.date(2024, 3, 1) + datetime.timedelta(days=chance.randrange(650))
        code = chance.choice(["1", "1", "2", "3", ""])
        facts: dict[str, Any] = {
            "title": f"Threat {number}", "first_day": day, "last_day": day,
            "currents": [chance.choice(["right_wing", "jihadist", "none_known"])],
            "space": chance.choice(["offline", "online", "hybrid"]), "reliability": chance.choice("AE"),
            "marking": chance.choice(["green", "amber", "red"]), "state": chance.choice(["approved"] * 4 + ["draft"]),
        }  # fmt: skip
        if facts["state"] == "draft":
            facts |= {"approved_at": None, "approved_by": None}
        each.append((code, facts))
    _records(city, by, each)


def _links(page: str) -> list[tuple[str, int]]:
    return [(html.unescape(url), int(number.replace(",", ""))) for url, number in LINK.findall(page)]


def test_every_number_of_the_map_leads_to_just_its_records(mapped: City, alice: Membership) -> None:
    """Pages are opened of the first query; what stands in those of the others, their list says as well."""
    _some(mapped, alice)
    for clearance in ("red", "amber"):
        seer = make_member(mapped, f"{clearance}@elverhavn.example", "officer", clearance=clearance)
        client, followed = sign_in(Client(), seer), 0
        led_to: dict[str, int] = {}  # the map and its table lead to the same pages, which are opened once
        for query in QUERIES:
            for view in ("", "&view=table"):
                shown = client.get(f"{MAP}?{query}{view}")
                for url, number in _links(shown.content.decode()):
                    if url not in led_to:
                        rows = client.get(url).context["rows"] if query == YEAR else _listed(shown.wsgi_request, url)
                        assert all(row.state == "approved" for row in rows)
                        led_to[url] = rows.found
                    assert led_to[url] == number, (query, url)
                    followed += 1
        assert followed > 60


def _listed(asked: Any, url: str) -> Any:
    """The rows of the page there, for whoever asked for another."""
    assert urlsplit(url).path == reverse("observations", args=[asked.city.slug])
    request = copy(asked)
    request.GET = QueryDict(urlsplit(url).query)
    with city_context(asked.city.pk, via="page", actor_id=asked.user.pk):
        return rows_of_observations(request)


def test_the_list_says_what_it_was_narrowed_to_and_keeps_it(mapped: City, alice: Membership) -> None:
    _some(mapped, alice)
    client = sign_in(Client(), alice)
    url, number = next(
        (url, number)
        for url, number in _links(client.get(f"{MAP}?{YEAR}&district=1&space=online").content.decode())
        if "district" in url
    )
    answer = client.get(url)
    assert "Quarter 1, Jan 2025 – Dec 2025, Online" in html.unescape(answer.content.decode())
    # narrowed further it stays the map's; a file of it says so
    one = next(iter(client.get(url).context["rows"])).title
    narrowed = client.get(url, {**dict(parse_qsl(urlsplit(url).query)), "q": one}).context["rows"]
    assert one in {row.title for row in narrowed}
    assert narrowed.found < number
    file = client.get(url.replace("/observations/", "/observations/export/"))
    assert sum(line.startswith("Threat ") for line in file.getvalue().decode().splitlines()) == number


@pytest.mark.parametrize(
    "value", ["x", "%00", "from=x&to=%FF", "district=" + "9" * 5000, "a=b&" * 400, "count=on&district=77", "=", "&&&"]
)
def test_what_is_no_address_of_a_map_does_no_harm(mapped: City, alice: Membership, value: str) -> None:
    from_there = sign_in(Client(), alice).get("/city/elverhavn/observations/", {"map": value})
    assert from_there.status_code == 200


def test_observations_are_narrowed_by_day_and_by_who_recorded_them(elverhavn: City, alice: Membership) -> None:
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")
    for number, by in enumerate((alice, alice, bob), start=1):
        day = datetime.date(2025, number, 10)
        make_observation(elverhavn, by, title=f"No. {number}", first_day=day, last_day=day)
    # what is known of a month alone may have been on each of its days
    make_observation(elverhavn, bob, title="In May", first_day="2025-05-01", last_day="2025-05-31", precision="month")
    client = sign_in(Client(), alice)

    def titles(**asked: Any) -> set[str]:
        return {row.title for row in client.get("/city/elverhavn/observations/", asked).context["rows"]}

    everything = {"No. 1", "No. 2", "No. 3", "In May"}
    assert titles(author=alice.user_id) == {"No. 1", "No. 2"}
    assert titles(author=bob.user_id) == {"No. 3", "In May"}
    assert titles(**{"from": "2025-02-10"}) == {"No. 2", "No. 3", "In May"}
    assert titles(**{"from": "2025-02-11", "until": "2025-05-03"}) == {"No. 3", "In May"}
    assert titles(until="2025-02-10") == {"No. 1", "No. 2"}
    assert titles(author="999999") == titles(**{"from": "yesterday"}) == everything
    with inside(elverhavn):
        assert Observation.objects.count() == 4


@pytest.mark.parametrize(
    ("page", "make"),
    [("factors", make_factor), ("services", make_service), ("consultations", make_consultation)],
)
def test_every_list_of_records_is_narrowed_by_who_recorded_them(
    elverhavn: City, alice: Membership, page: str, make: Callable[..., Any]
) -> None:
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")
    for by in (alice, bob, bob):
        make(elverhavn, by)
    client = sign_in(Client(), alice)
    for author, count in ((alice, 1), (bob, 2)):
        rows = client.get(f"/city/elverhavn/{page}/", {"author": author.user_id}).context["rows"]
        assert [row.created_by_id for row in rows] == [author.user_id] * count


def test_who_recorded_what_was_said_in_confidence_narrows_for_nobody_who_may_not_read_it(
    elverhavn: City, alice: Membership
) -> None:
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin")
    make_consultation(
        elverhavn, bob, confidentiality="confidential", named_admin=carla.user, state="approved",
        approved_at="2026-03-02T00:00Z",
    )  # fmt: skip
    address = "/city/elverhavn/consultations/"
    found = {
        member: len(sign_in(Client(), member).get(address, {"author": bob.user_id}).context["rows"])
        for member in (alice, bob)
    }
    assert found == {alice: 0, bob: 1}
    assert len(sign_in(Client(), alice).get(address).context["rows"]) == 1


@pytest.mark.parametrize("value", ["2025-02-30", "2025-2-1", "20250201", "2025-02-01T00:00", "٢٠٢٥-٠٢-٠١", "x" * 9000])
def test_what_is_no_day_narrows_nothing_and_is_said(value: str) -> None:
    assert not Day("from", "From").knows(value)


def test_a_day_is_told_as_people_write_it() -> None:
    assert Day("from", "From").knows("0001-01-01")
    assert Day("from", "From").chosen("2025-02-01", "").word in {"Feb. 1, 2025", "1 February 2025"}
    assert Day("from", "From").chosen("", "").word == ""
