"""Names of a city that are no persons'; apps say theirs in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import City

_sources: list[Callable[["City"], Iterable[str]]] = []


def register(source: Callable[["City"], Iterable[str]]) -> None:
    """Say what a city calls its places and bodies."""
    if source not in _sources:
        _sources.append(source)


def places_of(city: "City") -> list[str]:
    """The city's own name with all that apps know."""
    return [city.name, *(name for source in _sources for name in source(city))]
