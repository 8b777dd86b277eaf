"""Who is told that a diagnosis is in force from now on: apps above this one, in `AppConfig.ready()`."""

from collections.abc import Callable

from reports.models import Diagnosis

Follower = Callable[[Diagnosis], object]

_followers: list[Follower] = []


def register_after_release(follower: Follower) -> None:
    if follower not in _followers:
        _followers.append(follower)


def tell_released(diagnosis: Diagnosis) -> None:
    """Inside the transaction that releases it."""
    for follower in _followers:
        follower(diagnosis)
