"""Which forms are kept as drafts while they are filled; apps say so in `AppConfig.ready()`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import City


@dataclass(frozen=True, slots=True)
class DraftedForm:
    """The form for one model, which `roles` may fill. `address` leads to it, by city and the record's number."""

    model: type[Model]
    label: "StrOrPromise"
    roles: Collection[str]
    address: "Callable[[City, str], str]"

    @property
    def name(self) -> str:
        return self.model._meta.label_lower


_forms: dict[str, DraftedForm] = {}


def register(form: DraftedForm) -> None:
    """Keep drafts of a form."""
    _forms[form.name] = form


def form_named(name: str) -> DraftedForm | None:
    return _forms.get(name)
