"""Rate limits start anew for every test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests() -> None:
    """Rate limits count in Redis, which no transaction rolls back."""
    cache.clear()
