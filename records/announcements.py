"""Who tells a city's admins what waits for a second one of them, and that the host closed the account of one or opened
it again: an app above this one, in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import City, User

# Says a notice's texts by name, in the language in which it is asked.
Say = Callable[[], dict[str, str]]
# Gets the city, what is to change from what to what, the address to decide at, and who asked.
Tell = Callable[["City", Say, str, "User"], None]

_tell: list[Tell] = []
_tell_of_account: list[Tell] = []


def register_announcer(tell: Tell) -> None:
    if tell not in _tell:
        _tell.append(tell)


def tell_admins(city: "City", say: Say, link: str, by: "User") -> None:
    for each in _tell:
        each(city, say, link, by)


def register_account_announcer(tell: Tell) -> None:
    if tell not in _tell_of_account:
        _tell_of_account.append(tell)


def tell_of_account(city: "City", say: Say, link: str, by: "User") -> None:
    for each in _tell_of_account:
        each(city, say, link, by)
