"""Forms that are kept as drafts while they are filled."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import City


@dataclass(frozen=True, slots=True)
class DraftForm:
    """The form for one model, or a `part` of it, which `roles` may fill. `address` leads to it, by city and the
    record's number."""

    model: type[Model]
    label: "StrOrPromise"
    roles: Collection[str]
    address: "Callable[[City, str], str]"
    part: str = ""

    @property
    def name(self) -> str:
        return form_name(self.model, self.part)


def form_name(model: type[Model], part: str = "") -> str:
    """What the drafts of a form, or of one part of a long one, go by."""
    return f"{model._meta.label_lower}:{part}" if part else model._meta.label_lower
