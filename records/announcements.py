"""Who tells a city's admins what waits for a second one of them: an app above this one, in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import City, User

# Gets the city, what is to change from what to what, the address to decide at, and who asked.
Tell = Callable[["City", str, str, str, "User"], None]

_tell: list[Tell] = []


def register_announcer(tell: Tell) -> None:
    if tell not in _tell:
        _tell.append(tell)


def tell_admins(city: "City", before: str, after: str, link: str, by: "User") -> None:
    for each in _tell:
        each(city, before, after, link, by)
