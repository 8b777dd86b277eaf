"""Forms that are kept as drafts while they are filled."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from uuid import UUID

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

    def goes_on_at(self, city: "City", record: str, identity: "UUID | None" = None) -> str:
        """Where a draft goes on; of something new by its identity."""
        address = self.address(city, record)
        return f"{address}?draft={identity}" if identity else address


def at_its_pages(name: str) -> "Callable[[City, str], str]":
    """The address of a form whose pages are called `<name>_new` and `<name>_change`."""

    def address(city: "City", record: str) -> str:
        return (
            reverse(f"{name}_change", args=[city.slug, record]) if record else reverse(f"{name}_new", args=[city.slug])
        )

    return address


# Steps of a review that ask for something, by their name in addresses.
STEPS: dict[str, "StrOrPromise"] = {
    "return": _("Return to the author"),
    "look-again": _("Looked at again"),
    "mark": _("Change the marking"),
    "withdraw": _("Withdraw"),
}


def step_forms(model: type[Model], kind: str, roles: Collection[str]) -> tuple[DraftForm, ...]:
    """Those of the steps a record type goes through; `kind` is the name of its history."""
    return tuple(_step_form(model, kind, roles, verb) for verb in STEPS)


def _step_form(model: type[Model], kind: str, roles: Collection[str], verb: str) -> DraftForm:
    return DraftForm(
        model,
        STEPS[verb],
        roles,
        lambda city, record: reverse("record_step", args=[city.slug, kind, record or 0, verb]),
        verb,
    )


def form_name(model: type[Model], part: str = "") -> str:
    """What the drafts of a form, or of one part of a long one, go by."""
    return f"{model._meta.label_lower}:{part}" if part else model._meta.label_lower
