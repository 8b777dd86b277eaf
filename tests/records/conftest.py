"""A city with people in it, and records they write."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import City, Membership
from tests.factories import make_member
from tests.records.makers import make_observation


@pytest.fixture
def ada(elverhavn: City) -> Membership:
    """Another admin."""
    return make_member(elverhavn, "ada@elverhavn.example", "admin", name="Ada")


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
def running(elverhavn: City, bob: Membership) -> City:
    """A city with something to protect: its ground on record, and an approved record."""
    make_observation(elverhavn, bob, state="approved", approved_at=timezone.now(), approved_by=bob_s_colleague(bob))
    return elverhavn


def bob_s_colleague(bob: Membership) -> Any:
    return make_member(bob.city, "gone@elverhavn.example", "officer").user
