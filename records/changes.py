"""Who had a record in hand since it was handed in: read from history, because the row remembers its author alone.

Whoever handed it in, and whoever changed since then what it says, does not approve it. What is the reviewer's to fill
is no change (`Record.of_the_review`).
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar, Protocol

from django.db.models import Model, Value
from django.db.models.options import Options

from accounts.composed import IsAmong
from records.history import events_in_order, events_of_part
from records.registries.record_types import history_telling
from records.values import actor_of

SUBMITTED = "submitted"


class Reviewed(Protocol):
    """What is asked here of a record (`records.models.Record`, which stands above)."""

    _meta: ClassVar[Options[Any]]
    of_the_review: ClassVar[frozenset[str]]

    @property
    def pk(self) -> Any: ...

    @property
    def state(self) -> str: ...


def hands_on(record: Reviewed) -> frozenset[int]:
    """The numbers of these people; nobody where the record does not wait for review. Inside its city."""
    kind = history_telling(record._meta.model)
    if kind is None or record.pk is None or record.state != SUBMITTED:
        return frozenset()
    events = events_in_order(kind, record.pk)
    place = _handed_in(events)
    if place is None:
        return frozenset()
    people = {actor_of(events[place]), *_who_changed(record, events[place:])}
    # a transaction is known by the moment it began, so what was written with the handing in counts too
    since = {"pgh_created_at__gte": events[place].pgh_created_at}
    of_parts = [
        events_of_part(part, record.pk).filter(**since).order_by().values_list("pgh_context__actor", flat=True)
        for part in kind.parts
    ]
    if of_parts:
        first, *further = of_parts
        people |= {int(actor or 0) for actor in first.union(*further)}
    return frozenset(people - {0})


def in_hand_of(user_id: int, model: type[Model], waiting: Collection[int]) -> set[int]:
    """Of the records of these numbers, those that this person had in hand since they were handed in."""
    kind = history_telling(model)
    if kind is None or not waiting:
        return set()
    those = Value(list(waiting))
    # (what tells of them, by which column)
    told = [(kind.events, "pgh_obj_id"), *((part.events, part.belongs_by) for part in kind.parts)]
    first, *further = (
        events.filter(IsAmong(column, those, of="bigint"), pgh_context__actor=user_id)
        .order_by()
        .values_list(column, flat=True)
        for events, column in told
    )
    found: dict[int, Any] = model._default_manager.in_bulk(list(first.union(*further) if further else set(first)))
    return {record.pk for record in found.values() if user_id in hands_on(record)}


def who_said(records: Sequence[Model], names: Sequence[str]) -> dict[int, dict[str, int]]:
    """Of each record, by its number, who last gave each of these fields what it says; 0 where nobody is known for it,
    and nothing of a field that says nothing. Asks history at once, inside the city."""
    kind = history_telling(type(records[0])) if records else None
    if kind is None:
        return {}
    by_number = {record.pk: record for record in records}
    said: dict[int, dict[str, int]] = {number: {} for number in by_number}
    before: dict[tuple[int, str], object] = {}
    columns = ("pgh_obj_id", "pgh_context__actor", *names)
    found = kind.events.filter(pgh_obj_id__in=by_number).order_by("pgh_id").values_list(*columns)
    for number, actor, *values in found.iterator():
        for name, value in zip(names, values, strict=True):
            if before.get((number, name)) != value:
                said[number][name] = int(actor or 0)
            before[number, name] = value
    return {
        number: {name: who for name, who in each.items() if getattr(by_number[number], name) not in (None, "", [])}
        for number, each in said.items()
    }


def _handed_in(events: list[Any]) -> int | None:
    """The place of the newest event by which it was handed in."""
    for place in range(len(events) - 1, -1, -1):
        if events[place].state == SUBMITTED and (place == 0 or events[place - 1].state != SUBMITTED):
            return place
    return None


def _who_changed(record: Reviewed, events: list[Any]) -> Iterator[int]:
    said = [field.attname for field in record._meta.concrete_fields if field.name not in record.of_the_review]
    for before, event in pairwise(events):
        if any(getattr(before, name) != getattr(event, name) for name in said):
            yield actor_of(event)
