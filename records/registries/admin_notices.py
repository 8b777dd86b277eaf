"""Notices to a city's admins alone, of what waits for a second one of them, and of an account that the host closed or
opened again: an app above this one writes them, and registers how in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import City, User

# Says a notice's texts by name, in the language in which it is asked.
Say = Callable[[], dict[str, str]]
# Gets the city, what is to change from what to what, the address to decide at, and who asked.
Notify = Callable[["City", Say, str, "User"], None]

_of_changes: list[Notify] = []
_of_accounts: list[Notify] = []


def register_notifier(notify: Notify) -> None:
    if notify not in _of_changes:
        _of_changes.append(notify)


def notify_admins(city: "City", say: Say, link: str, by: "User") -> None:
    for each in _of_changes:
        each(city, say, link, by)


def register_account_notifier(notify: Notify) -> None:
    if notify not in _of_accounts:
        _of_accounts.append(notify)


def notify_of_account(city: "City", say: Say, link: str, by: "User") -> None:
    for each in _of_accounts:
        each(city, say, link, by)
