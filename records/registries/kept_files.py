"""The files that rows of a city name by their SHA-256: apps that keep some say so in their `registered.py`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file a row names. One that was taken back may be gone; one that `is_due` must be there."""

    sha256: str
    suffix: str
    row: Model
    is_due: bool = True


Lister = Callable[[int], Iterable[KeptFile]]
_listers: list[Lister] = []


def register_files(lister: Lister) -> None:
    """Say which files the rows of a city name."""
    if lister not in _listers:
        _listers.append(lister)


def kept_files(city_id: int) -> Iterator[KeptFile]:
    """Inside the city's context."""
    for lister in _listers:
        yield from lister(city_id)
