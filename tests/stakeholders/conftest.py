"""A memorandum that holds."""

import pytest

from accounts.models import City, Membership
from stakeholders.models import Memorandum
from tests.stakeholders.memoranda import make_version


@pytest.fixture
def first(elverhavn: City, bob: Membership, carla: Membership) -> Memorandum:
    """In force for a hundred days."""
    return make_version(elverhavn, bob, carla, since=100)
