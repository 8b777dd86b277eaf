"""Which models people may read the history of, and who may; apps say so in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Kind:
    """One model whose history people read. `name` stands in addresses, `visible` says what of it this person may read.

    `url` leads to the record's own page, where it has one; `words` says values of a field that do not speak for
    themselves. Rows of other models that make up the record are its `parts`, each with the column (`belongs_by`) that
    holds the record's number; they have no page of their own and are not registered.
    """

    name: str
    model: type[Model]
    label: "StrOrPromise"
    visible: "Callable[[User | AnonymousUser], QuerySet[Any]]"
    url: Callable[[Any], str] | None = None
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    parts: "tuple[Kind, ...]" = ()
    belongs_by: str = ""
    # Of parts of parts: the numbers `belongs_by` may hold, by the record's number; also of what was deleted since.
    among: "Callable[[int], QuerySet[Any]] | None" = None

    @property
    def events(self) -> "QuerySet[Any]":
        events: QuerySet[Any] = self.model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
        return events


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let people read the history of a model."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def kind_of(model: type[Model]) -> Kind:
    return next(kind for kind in _kinds.values() if kind.model is model)


def all_kinds() -> list[Kind]:
    return [_kinds[name] for name in sorted(_kinds)]
