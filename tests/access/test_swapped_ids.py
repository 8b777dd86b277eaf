"""Thousands of somebody else's ids in addresses, queries and bodies: nothing crosses over.

Each is an id that another city really has.
"""

import itertools
import random
import uuid
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.city import city_context
from accounts.models import City, HostAccess, Invitation, Membership
from jobs.models import Job
from mapping.models import District
from reports.models import Diagnosis, Edition
from tests.access.ground import Addresses, Ground
from tests.access.matrix import MATRIX, PLACES
from tests.access.matrix import City as CityLine
from tests.factories import make_member, sign_in
from tests.once import signed_in, undone
from tests.sizes import in_full_by_soak

IDS_PER_REQUEST = 2.85
ROLES = {"a": "admin", "o": "officer", "r": "reader"}
PAGES = {name: line for name, line in MATRIX.items() if isinstance(line, CityLine)}
FIELDS = (
    "pk",
    "id",
    "city",
    "city_id",
    "user",
    "district",
    "diagnosis",
    "job",
    "number",
    "created_by",
    "member",
    "state",
)
TABLES: tuple[type[models.Model], ...] = (Membership, Invitation, HostAccess, Job, District, Diagnosis, Edition)


def _rows(city: City) -> list[list[Any]]:
    with city_context(city.pk, via="test"):
        return [list(table._default_manager.filter(city=city).order_by("pk").values_list()) for table in TABLES]


def _foreign_ids(there: Addresses, city: City) -> list[str]:
    found = {str(value) for place in there.values() for value in place.values()} | {str(city.pk), city.slug}
    return sorted(found - {"restricted"})


def _sent(draw: random.Random, ids: list[str]) -> dict[str, str]:
    return {name: draw.choice(ids) for name in draw.sample(FIELDS, draw.randint(1, 3))}


@in_full_by_soak("requests", 3_500)
def test_no_foreign_row_is_seen_or_changed(requests: int, ground: Ground, db: None) -> None:
    """The same each time, and every page as often as any other; three of four times in one's own city, as somebody who
    may open it there."""
    elverhavn, other_city, here, there = ground.city, ground.other, ground.here, ground.there
    clients = {
        letter: signed_in(make_member(elverhavn, f"{role}@elverhavn.example", role)) for letter, role in ROLES.items()
    }
    ids, draw = _foreign_ids(there, other_city), random.Random(20_261_130)
    before, swapped = _rows(other_city), 0
    rounds = (draw.sample(sorted(PAGES), len(PAGES)) for _round in itertools.count())
    for name in itertools.islice(itertools.chain.from_iterable(rounds), requests):
        own_city = draw.random() < 3 / 4
        client = clients[draw.choice(PAGES[name].roles if own_city else list(ROLES))]
        query, body = _sent(draw, ids), draw.choice([None, _sent(draw, ids)])
        place = there.get(name, {})
        swapped += len(query) + len(body or ()) + bool(place)
        city = elverhavn if own_city else other_city
        address = reverse(name, kwargs={"city": city.slug, **PLACES.get(name, {}), **place})
        with undone():
            if body is None:
                answer = client.get(address, query_params=query)
            else:
                answer = client.post(address, body, query_params=query)
            said = answer.getvalue().decode("utf-8", "replace")
        asked = f"{address} {query} {body}: {answer.status_code}"
        # what is of no city stands in the addresses of both
        if place != here.get(name, {}) or not own_city:
            assert answer.status_code in {403, 404, 405}, asked
        assert "Sandvig" not in said, asked
        assert "@sandvig.example" not in said, asked
    assert swapped >= IDS_PER_REQUEST * requests
    assert _rows(other_city) == before
    assert here.keys() == there.keys()


def test_ids_that_are_no_ids_are_not_found(furnished: City) -> None:
    client = sign_in(Client(), make_member(furnished, "admin@elverhavn.example", "admin"))
    for number in (0, 2**31, 2**63, 2**70):
        for address in (f"people/{number}/", f"districts/{number}/", f"diagnoses/{number}/"):
            assert client.get(f"/city/elverhavn/{address}").status_code == 404, address
    assert client.get(f"/city/elverhavn/jobs/{uuid.uuid4()}/").status_code == 404
