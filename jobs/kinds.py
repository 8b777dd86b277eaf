"""Kinds of work. This room publishes the registry; higher apps register theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobs.runs import Run

Handler = Callable[["Run"], None]
OnFailure = Callable[[int, dict[str, Any], str], None]
"""Called with the city, the payload and the reason once a job has failed for good, inside the city's transaction."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: str
    handler: Handler
    on_failure: OnFailure | None = None


_kinds: dict[str, Kind] = {}


def register(name: str, handler: Handler, *, label: str, on_failure: OnFailure | None = None) -> None:
    """Make a kind of work known. Registering another handler under the same name is an error of the program."""
    if name in _kinds and _kinds[name].handler is not handler:
        raise ValueError(f"The kind of work “{name}” is registered already.")
    _kinds[name] = Kind(name, label, handler, on_failure)


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)
