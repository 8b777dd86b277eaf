"""The inventory, line by line, as the models are now."""

from collections.abc import Iterator
from dataclasses import dataclass

import pghistory.models
from django.apps import apps
from django.db.models import Model

from accounts.models.processing import KINDS
from operations.inventory.held import Held, Holds
from operations.inventory.table import TABLE
from operations.inventory.unscreened import UNSCREENED
from records.forms import Screened


@dataclass(frozen=True, slots=True)
class Line:
    """One stored field. `screen` says which form screens a free text before it is saved, or why none does."""

    model: str
    field: str
    holds: Holds
    kept: str
    has_history: bool
    screen: str = ""


def stored() -> list[type[Model]]:
    """Every model with a table of its own, those that join two others included; history tables left out."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not issubclass(model, pghistory.models.Event)
    ]


def unclassified() -> list[str]:
    """What the table says of no field that is there, or of a field that is not."""
    there = {f"{model._meta.label}.{each.name}" for model in stored() for each in model._meta.concrete_fields}
    said = {f"{label}.{name}" for label, held in TABLE.items() for name in held.fields()}
    return sorted(there ^ said)


def lines() -> Iterator[Line]:
    """By model and field, in the order of the table."""
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    screened = _screened()
    for label, held in TABLE.items():
        has_history = apps.get_model(label) in tracked
        for name, holds in held.fields().items():
            full = f"{label}.{name}"
            screen = screened.get(full, UNSCREENED.get(full, "")) if holds is Holds.TEXT else ""
            yield Line(label, name, holds, _kept(held), has_history, screen)


def _kept(held: Held) -> str:
    return f"as the processing record says: {KINDS[held.kept]}" if held.kept in KINDS else held.kept


def _screened() -> dict[str, str]:
    """Free text by the form that screens it."""
    found: dict[str, str] = {}
    for form in (each for each in _forms(Screened) if getattr(each, "screened", ())):
        model = getattr(getattr(form, "_meta", None), "model", None) or form.writes
        kept_in = [each for each in stored() if issubclass(each, model)]
        found |= {f"{each._meta.label}.{name}": form.__name__ for each in kept_in for name in form.screened}
    return found


def _forms(above: type[Screened]) -> Iterator[type[Screened]]:
    for form in above.__subclasses__():
        yield form
        yield from _forms(form)
