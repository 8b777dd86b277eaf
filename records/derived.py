"""What is made of records elsewhere and follows their marking; each app says so in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence

# Gets the city, the model's label, numbers of its rows and their marking now: what was made of them is marked no lower.
Follower = Callable[[int, str, Sequence[int], str], object]

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Say what is made of records."""
    if follower not in _followers:
        _followers.append(follower)


def follow_marking(city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """After rows were marked higher, in the same transaction. Nothing is lowered: what was made of a record when it was
    marked higher is made anew to be marked lower."""
    if numbers:
        for follower in _followers:
            follower(city_id, model, numbers, marking)
