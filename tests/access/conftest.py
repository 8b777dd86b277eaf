"""Two cities with one of everything, furnished once for the tests of a file."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from tests.access.ground import Ground, two_cities
from tests.once import once


@pytest.fixture(scope="module")
def ground(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    # A busy machine takes longer for a file than a password is fresh for.
    with override_settings(ARTEFACTS=tmp_path_factory.mktemp("files"), ACCOUNT_REAUTHENTICATION_TIMEOUT=3600):
        yield from once(django_db_blocker, two_cities)


@pytest.fixture
def furnished(ground: Ground, db: None) -> City:
    """The first of them, for a test that may change what it likes."""
    return deepcopy(ground.city)
