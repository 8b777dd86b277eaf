"""Thousands of somebody else's ids in addresses, queries and bodies: nothing crosses over.

Each is an id that another city really has.
"""

import uuid
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
ROLES = ("admin", "officer", "reader")
NAMES = sorted(name for name, line in MATRIX.items() if isinstance(line, CityLine))
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


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@in_full_by_soak("requests", 3_500)
def test_no_foreign_row_is_seen_or_changed(requests: int, ground: Ground, db: None) -> None:
    elverhavn, other_city, here, there = ground.city, ground.other, ground.here, ground.there
    clients = {role: signed_in(make_member(elverhavn, f"{role}@elverhavn.example", role)) for role in ROLES}
    ids = st.sampled_from(_foreign_ids(there, other_city))
    sent = st.dictionaries(st.sampled_from(FIELDS), ids, min_size=1, max_size=3)
    before, swapped = _rows(other_city), 0

    @settings(
        max_examples=requests,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        role=st.sampled_from(ROLES),
        name=st.sampled_from(NAMES),
        own_city=st.sampled_from((True, True, True, False)),
        query=sent,
        body=st.none() | sent,
    )
    def swap(role: str, name: str, own_city: bool, query: dict[str, str], body: dict[str, str] | None) -> None:
        nonlocal swapped
        place = there.get(name, {})
        swapped += len(query) + len(body or ()) + bool(place)
        city = elverhavn if own_city else other_city
        address = reverse(name, kwargs={"city": city.slug, **PLACES.get(name, {}), **place})
        client = clients[role]
        with undone():
            if body is None:
                answer = client.get(address, query_params=query)
            else:
                answer = client.post(address, body, query_params=query)
            said = answer.getvalue().decode("utf-8", "replace")
        # what is of no city stands in the addresses of both
        if place != here.get(name, {}) or not own_city:
            assert answer.status_code in {403, 404, 405}, (address, answer.status_code)
        assert "Sandvig" not in said
        assert "@sandvig.example" not in said

    swap()
    assert swapped >= IDS_PER_REQUEST * requests
    assert _rows(other_city) == before
    assert here.keys() == there.keys()


def test_ids_that_are_no_ids_are_not_found(furnished: City) -> None:
    client = sign_in(Client(), make_member(furnished, "admin@elverhavn.example", "admin"))
    for number in (0, 2**31, 2**63, 2**70):
        for address in (f"people/{number}/", f"districts/{number}/", f"diagnoses/{number}/"):
            assert client.get(f"/city/elverhavn/{address}").status_code == 404, address
    assert client.get(f"/city/elverhavn/jobs/{uuid.uuid4()}/").status_code == 404
