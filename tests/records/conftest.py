"""A city with people in it, and records they write."""

import pytest

from accounts.models import City, Membership
from tests.factories import make_member


@pytest.fixture
def alice(elverhavn: City) -> Membership:
    """An admin."""
    return make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")


@pytest.fixture
def ada(elverhavn: City) -> Membership:
    """Another admin."""
    return make_member(elverhavn, "ada@elverhavn.example", "admin", name="Ada")


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
