"""The registry of erasers: each app says, for its kinds of record, what is due and how a record goes.

Filled in `AppConfig.ready()` of the apps whose models these are; this app knows none of them.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a record: rows by model, whose history is erased too, and files by (SHA-256, suffix)."""

    rows: Mapping[type[Model], Sequence[int]]
    files: Sequence[tuple[str, str]] = field(default_factory=tuple)


def remove_row(record: Model) -> Removed:
    """For a record that is one row and nothing else."""
    number = record.pk
    record.delete()
    return Removed({type(record): [number]})


@dataclass(frozen=True, slots=True)
class Eraser:
    """How one model's records end. `kind` names the retention in the processing record.

    `due` gives the records whose time ended on that day or before, the cutoff being the day a record must have been
    made before. `remove` deletes one record with all that belongs to it, inside the action's transaction. Without
    `on_request` its records end by the calendar only.
    """

    model: type[Model]
    kind: str
    label: "StrOrPromise"
    due: Callable[[datetime.date], "QuerySet[Any]"]
    remove: Callable[[Any], Removed] = remove_row
    on_request: bool = True


# What else holds a copy of erased records: gets the city, the model's label, the numbers, and whether somebody asked
# for it (then what was printed is withdrawn too); removes its rows or marks them, and names the files that must go.
Copies = Callable[[int, str, Sequence[int], bool], Sequence[tuple[str, str]]]

_erasers: dict[str, Eraser] = {}
_copies: list[Copies] = []


def register(eraser: Eraser) -> None:
    """Say how records of a model are erased."""
    _erasers[eraser.model._meta.label_lower] = eraser


def eraser_of(model: str) -> Eraser | None:
    """By the model's label, `mapping.observation`."""
    return _erasers.get(model)


def all_erasers() -> list[Eraser]:
    return [_erasers[name] for name in sorted(_erasers)]


def register_copies(copies: Copies) -> None:
    """Say what else holds copies of erased records."""
    if copies not in _copies:
        _copies.append(copies)


def all_copies() -> list[Copies]:
    return list(_copies)
