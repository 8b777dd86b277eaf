"""The collector: what of the history is to be told becomes a notice that waits, one for each thing.

It reads the chain seal by seal. A seal is a batch that nothing is missing from and nothing is added to, whatever way
its rows were written and however late they were committed (`records/actions/sealing.py`), so nothing is missed and
nothing is collected twice.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import City
from notices.actions.waiting import note_waits
from notices.composing import ChangedRow, events_of, held_by, key_of, link_of, rows_of, weigh, with_those_before, write
from notices.models import ChangeNotice, CollectorMark
from records.history import DELETED, INSERTED
from records.models import Seal
from records.registries.change_notices import Announces
from records.registries.record_types import announced, awaiting, looks

MOST_SEALS = 200


class Thing(NamedTuple):
    """What a notice is about: a record, its parts with it."""

    model: type[Model]
    record: int


@transaction.atomic
def collect(*, city: City) -> int:
    """Read the seals since the last visit; how many were read. Inside the city's context."""
    CollectorMark.objects.get_or_create(city=city)
    mark = CollectorMark.objects.select_for_update(of=("self",)).get(city=city)
    tables = {events_of(model).model._meta.db_table: model for model in announced()}
    waits = {events_of(model).model._meta.db_table: model for model in awaiting()}
    looked = {events_of(model).model._meta.db_table: model for model in looks()}
    seals = list(Seal.objects.filter(city=city, sequence__gt=mark.sequence).order_by("sequence")[:MOST_SEALS])
    for seal in seals:
        if seal.event_table in tables:
            _collect_seal(city, seal, tables[seal.event_table])
        if seal.event_table in waits:
            note_waits(city, seal, waits[seal.event_table])
        if seal.event_table in looked:
            _look_again(seal, looked[seal.event_table])
    if seals:
        mark.sequence, mark.at = seals[-1].sequence, timezone.now()
        mark.save(update_fields=["sequence", "at"])
    return len(seals)


def _look_again(seal: Seal, model: type[Model]) -> None:
    for look in looks()[model]:
        look.after(_changes(seal, model, new_too=look.new_too))


def _changes(seal: Seal, model: type[Model], *, new_too: bool) -> Iterator[tuple[Any, Any]]:
    events = events_of(model)
    wished = held_by(seal, events if new_too else events.exclude(pgh_label=INSERTED))
    for before, event in with_those_before(events, wished):
        yield before, None if event.pgh_label == DELETED else event


def _collect_seal(city: City, seal: Seal, model: type[Model]) -> None:
    said, events = announced()[model], events_of(model)
    touched: dict[Thing, list[tuple[Any, Any]]] = {}
    for before, event in with_those_before(events, held_by(seal, events)):
        if _counts(said, model, before, event):
            touched.setdefault(_thing(said, model, event), []).append((before, event))
    for thing, changes in touched.items():
        if untold := [pair for pair in changes if not _is_told(thing, key_of(model, pair[1].pgh_obj_id), pair[1])]:
            _merge(city, thing, model, untold)


def _thing(said: Announces, model: type[Model], event: Any) -> Thing:
    if said.part_of is None:
        return Thing(model, event.pgh_obj_id)
    whole, column = said.part_of
    return Thing(whole, getattr(event, column))


def _counts(said: Announces, model: type[Model], before: Any, event: Any) -> bool:
    """Whether the network knows the thing, before or after, and something that is announced is otherwise."""
    after = None if event.pgh_label == DELETED else event
    row = ChangedRow(model, event.pgh_obj_id, said, before if after is not None else before or event, after)
    if before is None and after is None:
        return False
    return bool(row.changed) and any(_is_out(said, each) for each in row.events)


def _is_out(said: Announces, event: Any) -> bool:
    """A part is out when what it belongs to was, as it stood then."""
    if said.part_of is None:
        return said.is_out(event)
    whole, column = said.part_of
    at_that_time = events_of(whole).filter(pgh_obj_id=getattr(event, column), pgh_created_at__lte=event.pgh_created_at)
    standing = at_that_time.order_by("-pgh_id").first()
    return standing is not None and announced()[whole].is_out(standing)


def _is_told(thing: Thing, row: str, event: Any) -> bool:
    """Whether a notice that was released tells it already."""
    told = ChangeNotice.objects.released().about(thing.model._meta.label_lower, thing.record)
    return any(event.pgh_id <= notice.events_of(row)[1] for notice in told.only("sources"))


def _merge(city: City, thing: Thing, model: type[Model], changes: list[tuple[Any, Any]]) -> None:
    label = thing.model._meta.label_lower
    waiting = ChangeNotice.objects.select_for_update(of=("self",)).pending().about(label, thing.record)
    # what tells of figures alone is not made of events
    held = waiting.exclude(what=ChangeNotice.What.FIGURES).first()
    notice = held or ChangeNotice(
        city=city, what=ChangeNotice.What.CHANGE, state=ChangeNotice.State.PENDING, model=label, record=thing.record
    )
    for before, event in changes:
        row = key_of(model, event.pgh_obj_id)
        notice.set_source(row, before=before.pgh_id if before is not None else 0, newest=event.pgh_id)
    rows = [row for row in rows_of(notice) if row.changed]
    if not rows:
        # as it was before: unless a person has begun to write, there is nothing to tell
        if held is not None and held.edited_by_id is None:
            held.delete()
        elif held is not None:
            held.save()
        return
    weigh(notice, rows)
    if notice.edited_by_id is None:
        write(notice, rows, city)
        there = thing.model._default_manager.filter(pk=thing.record).first()
        notice.link = link_of(notice, there, announced()[thing.model])
    notice.save()
