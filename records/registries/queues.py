"""What waits for review, of each kind of record: which list it stands in, and what of each is shown to whoever reviews
several at once. The lists are of the apps above, which register each in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.requests import CityRequest
    from core.lists import Rows

    Filled = Callable[[Iterable[Any]], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Queue:
    """`kind` is the name of the history, `page` that of the list; `rows` reads the list as an address asks for it, with
    all that a file says of each, for which `filled` may have to fetch more."""

    kind: str
    page: str
    rows: "Callable[[CityRequest], Rows[Any]]"
    filled: "Callable[[User], Filled] | None" = None


_queues: dict[str, Queue] = {}


def register_queue(queue: Queue) -> None:
    """Raises ValueError where the kind has another."""
    if _queues.setdefault(queue.kind, queue) != queue:
        raise ValueError(f"{queue.kind} has two lists.")


def queue_of(kind: str) -> Queue | None:
    return _queues.get(kind)
