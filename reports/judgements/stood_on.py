"""What stands on judgements and priorities: told by apps above this one, registered in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

# A kind of ground and its key → the name and the address of each thing that stands on it and this person may read.
Standing = Mapping[tuple[str, str], list[tuple[str, str]]]
Teller = Callable[["User"], Standing]
JUDGEMENT, PRIORITY, NEED = "judgement", "priority", "need"

_tellers: list[Teller] = []


def register_stood_on(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def standing_on(user: "User") -> Standing:
    """Inside the city."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for teller in _tellers:
        for ground, things in teller(user).items():
            found.setdefault(ground, []).extend(things)
    return found
