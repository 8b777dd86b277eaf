"""How records end: what an app says of the rows of a model, and of copies of them elsewhere."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a record: rows by model, whose history is erased too, and files by (SHA-256, suffix).

    Of rows that stay and were `rewritten`, because they said something of it, the history keeps how they are now alone.
    Of models of which none went nothing is kept: whoever looks for what is left of them would look for nothing.
    """

    rows: Mapping[type[Model], Sequence[int]]
    files: Sequence[tuple[str, str]] = field(default_factory=tuple)
    rewritten: Mapping[type[Model], Sequence[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("rows", "rewritten"):
            there = {model: numbers for model, numbers in getattr(self, name).items() if numbers}
            object.__setattr__(self, name, there)


def remove_row(record: Model) -> Removed:
    """For a record that is one row and nothing else."""
    number = record.pk
    record.delete()
    return Removed({type(record): [number]})


def remove_with(record: Model, parts: Sequence[type[Model]], *, of: str) -> Removed:
    """For a record with rows of others that go before it, in this order; `of` is the field by which they are its."""
    rows: dict[type[Model], list[int]] = {}
    for model in parts:
        found = model._default_manager.filter(**{of: record.pk})
        rows[model] = list(found.values_list("pk", flat=True))
        found.delete()
    number = record.pk
    record.delete()
    return Removed({type(record): [number], **rows})


@dataclass(frozen=True, slots=True)
class Eraser:
    """How one model's records end. `kind` names the retention in the processing record.

    `due` gives the records whose time ended on that day or before, the cutoff being the day a record must have been
    made before. `remove` deletes one record with all that belongs to it, inside the action's transaction. Without
    `on_request` its records end by the calendar only. Where records come from files, `source_key` gives the key of
    their source and their own in it, so that no later file brings them back.
    """

    model: type[Model]
    kind: str
    label: "StrOrPromise"
    due: Callable[[datetime.date], "QuerySet[Any]"]
    remove: Callable[[Any], Removed] = remove_row
    on_request: bool = True
    # What remains of records whose time is over, written before they go; of what is erased on request nothing does.
    remains: "Callable[[Sequence[Any]], None]" = lambda records: None
    source_key: "Callable[[Any], tuple[str, str] | None]" = lambda record: None


# What else holds a copy of erased records: gets the city, the model's label, the numbers, and whether somebody asked
# for it (then what was printed is withdrawn too); removes its rows or marks them, and names the files that must go.
Copies = Callable[[int, str, Sequence[int], bool], Sequence[tuple[str, str]]]

_copies: list[Copies] = []


def register_copies(copies: Copies) -> None:
    """Say what else holds copies of erased records."""
    if copies not in _copies:
        _copies.append(copies)


def all_copies() -> list[Copies]:
    return list(_copies)
