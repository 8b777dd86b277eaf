"""What is made of records elsewhere and follows them; each app says so in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence

# Gets the city, the model's label, numbers of its rows and their marking now: what was made of them is marked no lower.
Follower = Callable[[int, str, Sequence[int], str], object]

# Gets the model's label and numbers of its rows whose state, grade or marking is another: which of them count follows.
Counter = Callable[[str, Sequence[int]], object]

_followers: list[Follower] = []
_counters: list[Counter] = []


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


def register_counter(counter: Counter) -> None:
    """Say what counts or does not beside a record."""
    if counter not in _counters:
        _counters.append(counter)


def follow_counting(model: str, numbers: Sequence[int]) -> None:
    """After a record began or ceased to count, or was marked otherwise, in the same transaction."""
    for counter in _counters:
        counter(model, numbers)
