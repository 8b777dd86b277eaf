"""Who decides beside Alice, and a memorandum that holds."""

import pytest

from accounts.models import City, Membership
from stakeholders.models import Memorandum
from tests.factories import make_member
from tests.stakeholders.memoranda import make_version


@pytest.fixture
def carla(elverhavn: City) -> Membership:
    return make_member(elverhavn, "carla@elverhavn.example", "admin", name="Carla")


@pytest.fixture
def first(elverhavn: City, bob: Membership, carla: Membership) -> Memorandum:
    """In force for a hundred days."""
    return make_version(elverhavn, bob, carla, since=100)
