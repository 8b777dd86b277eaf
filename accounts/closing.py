"""Who hears of it when the host closes an account or opens it again: an app above this one, in `AppConfig.ready()`."""

from collections.abc import Callable

from accounts.models import User

# Gets whose account it is, as it is now, and who of the host did it.
Hear = Callable[[User, User], None]

_hear: list[Hear] = []


def hear_of_closing(hear: Hear) -> None:
    if hear not in _hear:
        _hear.append(hear)


def tell_of_closing(user: User, by: User) -> None:
    for each in _hear:
        each(user, by)
