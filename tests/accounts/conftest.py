"""Rate limits start anew for every test, and a hash of a password takes no time."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests() -> None:
    """Rate limits count in Redis, which no transaction rolls back."""
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a hash takes matters where known and unknown addresses are told apart by it: test_sign_in.py."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
