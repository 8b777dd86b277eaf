"""The registry of job kinds: higher apps fill it in `AppConfig.ready()`, workers look handlers up by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.utils.translation import get_language

from core.sort_keys import sort_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from jobs.runs import Run  # apps register before there are models

Handler: TypeAlias = "Callable[[Run], None]"
OnFailure: TypeAlias = Callable[[UUID, Mapping[str, Any], str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    handler: Handler
    label: "StrOrPromise"
    on_failure: OnFailure | None = None
    page: str = ""


_kinds: dict[str, Kind] = {}


def register(
    kind: str, handler: Handler, *, label: "StrOrPromise", on_failure: OnFailure | None = None, page: str = ""
) -> None:
    """Say what a worker does for jobs of this kind, and what people call it.

    `on_failure` gets the job's id, its payload and the reason when a job has failed for good or was stopped; what it
    writes, in the job's city, commits together with that end, and only onto what still waits for this very job. `page`
    is the name of the page that shows what the job makes; its address takes the city's short name and the job's id.
    """
    known = _kinds.get(kind)
    if known is not None and known.handler is not handler:
        raise ValueError(f"Two handlers want jobs of the kind “{kind}”.")
    _kinds[kind] = Kind(kind, handler, label, on_failure, page)


def find(kind: str) -> Kind | None:
    return _kinds.get(kind)


def label_of(kind: str) -> str:
    """What people call this kind; the bare name where nobody registered it."""
    known = _kinds.get(kind)
    return str(known.label) if known else kind


def labels() -> list[tuple[str, str]]:
    """Every kind with what people call it, by label."""
    return sorted(
        ((kind.name, str(kind.label)) for kind in _kinds.values()), key=lambda pair: sort_key(pair[1], get_language())
    )
