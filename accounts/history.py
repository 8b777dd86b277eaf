"""History of a model: an event row for every insert, change and deletion, with who and why inside it."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models

from accounts import triggers

triggers.find_quickly()

Model = TypeVar("Model", bound=type[models.Model])


def with_history(*, part_of: str = "", is_city: bool = False) -> Callable[[Model], Model]:
    """Write history for a model by statement-level triggers, whatever way its rows are written.

    The context (`accounts.city.city_context`) stands in the event row itself, so there is no context table. A history
    is read record by record inside a city, so every event table has an index for that; where rows are parts of another
    record (`part_of` names the field that leads to it), also one for what happened to all parts of that record. That of
    a city is read by the clock, and tells of no parts: the others have an index for that.

    A city has no city it belongs to (`is_city`): its events have one all the same, so that they are read, sealed and
    verified as all others are.
    """
    itself = models.GeneratedField(
        expression=models.F("id"),  # type: ignore[arg-type]  # documented; the stubs ask for more
        output_field=models.BigIntegerField(),
        db_persist=True,
        db_column="city_id",
    )
    further = [part_of, "pgh_id"] if part_of else ["pgh_created_at", "pgh_id"]
    # named by Django after table and columns
    indexes = [models.Index(fields=["city", *each]) for each in (["pgh_obj", "pgh_id"], further)]
    track: Any = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_id_field=None,  # type: ignore[arg-type]
        meta={"indexes": indexes},
        attrs={"city": itself} if is_city else {},
    )

    def tracked(model: Model) -> Model:
        model.part_of = part_of  # type: ignore[attr-defined]
        return track(model)  # type: ignore[no-any-return]

    return tracked
