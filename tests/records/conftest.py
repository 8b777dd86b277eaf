"""A city with people in it, and records they write."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import City, Membership
from tests.factories import make_member
from tests.records.makers import make_observation


@pytest.fixture
def alice(elverhavn: City) -> Membership:
    """An admin."""
    return make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")


@pytest.fixture
def ada(elverhavn: City) -> Membership:
    """Another admin."""
    return make_member(elverhavn, "ada@elverhavn.example", "admin", name="Ada")


@pytest.fixture
def carla(elverhavn: City) -> Membership:
    """A second admin."""
    return make_member(elverhavn, "carla@elverhavn.example", "admin", name="Carla")


@pytest.fixture
def carol(elverhavn: City) -> Membership:
    """An admin who changes what somebody else is just writing in."""
    return make_member(elverhavn, "carol@elverhavn.example", "admin", name="Carol Another")


@pytest.fixture
def bob(elverhavn: City) -> Membership:
    """An officer."""
    return make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob", clearance="amber")


@pytest.fixture
def rita(elverhavn: City) -> Membership:
    """A network member, who reads."""
    return make_member(elverhavn, "rita@elverhavn.example", "reader", name="Rita")


@pytest.fixture
def charlie(other_city: City) -> Membership:
    """An admin of a city in which nobody of the first has any business."""
    return make_member(other_city, "charlie@sandvig.example", "admin", name="Charlie")


@pytest.fixture
def running(elverhavn: City, bob: Membership) -> City:
    """A city with something to protect: its ground on record, and an approved record."""
    make_observation(elverhavn, bob, state="approved", approved_at=timezone.now(), approved_by=bob_s_colleague(bob))
    return elverhavn


def bob_s_colleague(bob: Membership) -> Any:
    return make_member(bob.city, "gone@elverhavn.example", "officer").user
