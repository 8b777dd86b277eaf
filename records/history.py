"""History in words: what changed, from what, to what, by whom, when and why; read from the event rows."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import merge
from itertools import groupby, islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Max, Model, QuerySet, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.composed import ANYBODY, Composed
from accounts.markings import Marking, readable
from accounts.models import Membership, User
from core import formats
from records.record_types import History, has_field, history_telling

# Written by the machine with every change, so they say nothing.
UNTOLD = frozenset({"id", "city", "created_at", "changed_at", "job"})
LONGEST = 400
# What a record is called, in the field of this name.
TITLES = ("title", "name")
# From when to when.
Stretch = tuple[datetime.datetime, datetime.datetime]
CHUNK = 500
INSERTED, UPDATED, DELETED = "insert", "update", "delete"


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, told. `changes` is empty where nothing that people care about changed."""

    kind: History
    number: int
    actor: int
    at: datetime.datetime
    who: str
    via: str
    reason: str
    what: str
    changes: Sequence[Change] = field(default_factory=list)
    # What the record was called then, where it has a name.
    title: str = ""
    # Of how many things it tells that one person did to one record on one day, one after the other.
    times: int = 1


def history_of(
    kind: History, number: int, *, clearance: str = Marking.RED, since: Sequence[int] | None = None
) -> list[Entry]:
    """All that happened to one record, the newest first; empty where there never was one. Inside its city.

    Nothing is told of the time in which it was marked above `clearance`, nor of what stood in it then; pages say whose.
    `since` leaves out what happened up to the newest events somebody knew (see `newest_events`).
    """
    known, closed = dict(enumerate(since or ())), _closed(kind, number, clearance)
    told = list(_of_record(kind, number, known.get(0, 0), clearance))
    for place, part in enumerate(kind.parts if kind.opens_parts(number, clearance) else (), start=1):
        told += _of_part(part, number, known.get(place, 0), clearance, closed)
    told.sort(key=lambda entry: entry.at)
    return [entry for entry in reversed(told) if entry.changes or entry.what != _did(UPDATED)]


def was_deleted(model: type[Model], **which: object) -> bool:
    """Whether there was such a row, and somebody took it away. Inside its city."""
    events: QuerySet[Any] = model.pgh_event_model.objects.filter(pgh_label=DELETED, **which)  # type: ignore[attr-defined]
    return events.exists()


def _closed(kind: History, number: int, clearance: str) -> list[Stretch]:
    """When a record was marked above a clearance."""
    if not kind.is_marked or not kind.parts:
        return []
    events = list(kind.events.filter(pgh_obj_id=number).order_by("pgh_id").values_list("pgh_created_at", "marking"))
    ends = [at for at, _marking in events[1:]] + [datetime.datetime.max.replace(tzinfo=datetime.UTC)]
    return [(at, end) for (at, marking), end in zip(events, ends, strict=True) if not readable(marking, clearance)]


def _of_record(kind: History, number: int, known: int, clearance: str) -> Iterator[Entry]:
    found: Iterable[Any] = _in_order(kind).instances(number)
    if known:
        found = kind.events.filter(pgh_obj_id=number, pgh_id__gte=known).order_by("pgh_id")
    events = [each for each in found if kind.tells(each, clearance)]
    names = _Names(kind, events, clearance)
    for before, event in zip([None, *events], events, strict=False):
        if event.pgh_id > known:
            yield _told(kind, event, before, names)


@cache
def _in_order(kind: History) -> Composed:
    """What happened to a record, or to the rows of a part of one: composed once for each kind."""
    events = events_of_part(kind, ANYBODY) if kind.belongs_by else kind.events.filter(pgh_obj_id=ANYBODY)
    return Composed(events.order_by("pgh_id"))


def events_in_order(kind: History, number: int) -> list[Any]:
    """What happened to a record, the oldest first; or to the rows of a part of one."""
    return list(_in_order(kind).instances(number))


def _of_part(part: History, number: int, known: int, clearance: str, closed: Sequence[Stretch]) -> Iterator[Entry]:
    """What happened to the rows of one model that belong to a record; what was deleted is told as it was."""
    found = (event for event in events_in_order(part, number) if part.tells(event, clearance))
    events = [event for event in found if not any(a <= event.pgh_created_at < b for a, b in closed)]
    names = _Names(part, events, clearance)
    before: dict[int, Any] = {}
    for event in events:
        entry = _entry(part, event, names.people)
        was = before.get(event.pgh_obj_id)
        if event.pgh_label == DELETED:
            changes = [Change(made.label, made.after, "–") for made in _changes(event, None, names)]
        else:
            changes = list(_changes(event, was, names))
        before[event.pgh_obj_id] = event
        if changes and event.pgh_id > known:
            yield replace(entry, what=f"{capfirst(str(part.label))}: {entry.what}", changes=changes)


def newest_events(record: Model) -> list[int]:
    """The number of the newest event of a record, and of those of each of its parts: some of them is another after
    every change. Empty for what has no history.
    """
    kind = history_telling(type(record))
    if kind is None:
        return []
    found = dict(_newest_of(kind).rows(record.pk))
    return [found.get(place, 0) for place in range(1 + len(kind.parts))]


@cache
def _newest_of(kind: History) -> Composed:
    """The question of every form: composed once for each kind of record, to be asked of any."""
    events = [kind.events.filter(pgh_obj_id=ANYBODY), *(events_of_part(part, ANYBODY) for part in kind.parts)]
    first, *further = (_newest(place, each) for place, each in enumerate(events))
    return Composed(first.union(*further, all=True) if further else first)


def newest_of_several(kind: History, numbers: Sequence[int]) -> dict[int, list[int]]:
    """The same of several records of one kind at once."""
    tables = [(kind, "pgh_obj_id"), *((part, part.belongs_by) for part in kind.parts)]
    first, *further = (
        each.events.filter(**{f"{by}__in": numbers}).values(by).annotate(which=Value(place), newest=Max("pgh_id"))
        .values_list(by, "which", "newest")
        for place, (each, by) in enumerate(tables)
    )  # fmt: skip
    found = {number: [0] * len(tables) for number in numbers}
    for number, place, newest in first.union(*further, all=True) if further else first:
        found[number][place] = newest
    return found


def _newest(place: int, events: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    newest: QuerySet[Any, Any] = events.annotate(which=Value(place)).order_by("-pgh_id").values_list("which", "pgh_id")
    return newest[:1]


def events_of_part(part: History, number: int) -> "QuerySet[Any]":
    """What happened to the rows of one model that belong to a record."""
    belongs: dict[str, Any] = (
        {f"{part.belongs_by}__in": part.among(number)} if part.among else {part.belongs_by: number}
    )
    return part.events.filter(**belongs)


def difference(kind: History, before: Any, after: Any, *, only: Iterable[str], clearance: str) -> list[Change]:
    """What of a record is otherwise in one event than in another, of some fields; None where it was not there."""
    names = _Names(kind, [event for event in (before, after) if event is not None], clearance)
    if after is None:
        return [Change(made.label, made.after, "–") for made in _changes(before, None, names, frozenset(only))]
    return list(_changes(after, before, names, frozenset(only)))


def latest(kinds: Sequence[History], *, member: Membership, actor: int | None, count: int) -> list[Entry]:
    """What happened in the city of late, the newest first, without what changed: that stands with each record.

    Of records that this member may not read nothing is told.
    """
    rows = [_rows(kind, _events(kind, member, actor)[:count]) for kind in kinds]
    newest = list(islice(merge(*rows, key=lambda row: row[1].pgh_created_at, reverse=True), count))
    people = _people({_actor(event) for _kind, event in newest})
    return [_entry(kind, event, people) for kind, event in newest]


def everything(kinds: Sequence[History], *, member: Membership, actor: int | None) -> Iterator[Entry]:
    """All that happened in the city as `latest` tells it, some hundred events at a time in memory."""
    found = [_rows(kind, _events(kind, member, actor).iterator(CHUNK)) for kind in kinds]
    rows = merge(*found, key=lambda row: row[1].pgh_created_at, reverse=True)
    while some := list(islice(rows, CHUNK)):
        people = _people({_actor(event) for _kind, event in some})
        yield from (_entry(kind, event, people) for kind, event in some)


def count_of(kinds: Sequence[History], *, member: Membership, actor: int | None) -> int:
    """Of how many things `everything` tells."""
    return sum(_events(kind, member, actor).order_by().count() for kind in kinds)


def is_longer(kinds: Sequence[History], most: int, *, member: Membership, actor: int | None) -> bool:
    """Whether `everything` tells of more than so many things."""
    left = most
    for kind in kinds:
        left -= _events(kind, member, actor).order_by().values("pk")[: left + 1].count()
        if left < 0:
            return True
    return False


def _rows(kind: History, events: Iterable[Any]) -> Iterator[tuple[History, Any]]:
    return ((kind, event) for event in events)


def _events(kind: History, member: Membership, actor: int | None) -> "QuerySet[Any]":
    """The newest first, of one person or of everybody; without what changed."""
    events = kind.events_for(member).order_by("-pgh_id")
    named = [name for name in TITLES if has_field(kind.model, name)]
    events = events.only("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", *named)
    return events if actor is None else events.filter(pgh_context__actor=actor)


def _told(kind: History, event: Any, before: Any, names: "_Names") -> Entry:
    entry = _entry(kind, event, names.people)
    changes = list(_changes(event, before, names)) if event.pgh_label != DELETED else []
    return Entry(kind, entry.number, entry.actor, entry.at, entry.who, entry.via, entry.reason, entry.what, changes)


def _entry(kind: History, event: Any, people: Mapping[int, str]) -> Entry:
    said = event.pgh_context or {}
    actor = said.get("actor")
    return Entry(
        kind=kind,
        number=event.pgh_obj_id,
        actor=int(actor or 0),
        at=event.pgh_created_at,
        who=people.get(actor, _("Somebody whose account is gone")) if actor else _("The installation itself"),
        via=_via(said.get("via", "")),
        reason=said.get("reason", ""),
        what=_did(event.pgh_label),
        title=_title_then(kind, event),
    )


def _title_then(kind: History, event: Any) -> str:
    """What a record was called, as it stood in the row itself."""
    return next((str(getattr(event, name)) for name in TITLES if has_field(kind.model, name)), "")


def by_record_and_day(entries: Iterable[Entry]) -> Iterator[Entry]:
    """What one person did to one record on one day, with nothing else between, in one line with its latest moment."""

    def same(entry: Entry) -> tuple[object, ...]:
        what = entry.kind.name, entry.number, entry.what, entry.reason
        return *what, timezone.localdate(entry.at), entry.actor, entry.via

    for _alike, several in groupby(entries, key=same):
        first, *others = several
        yield replace(first, times=1 + len(others))


def _did(label: str) -> str:
    return {INSERTED: _("Made"), UPDATED: _("Changed"), DELETED: _("Deleted")}[label]


def _via(via: str) -> str:
    """Through what it came; pages are the usual way and go without saying."""
    how, _space, name = via.partition(" ")
    if how == "job":
        return _("in a job")
    if how == "command":
        return _("by the command %(name)s on the server") % {"name": name}
    return {
        "retention": _("because its time was up"),
        "seven": _("because nobody refused within seven days"),
    }.get(how, "")


def _changes(event: Any, before: Any, names: "_Names", only: frozenset[str] | None = None) -> Iterator[Change]:
    for each in _fields(names.kind, names.clearance):
        if only is not None and each.name not in only:
            continue
        was = getattr(before, each.attname) if before is not None else None
        now = getattr(event, each.attname)
        if (before is None and now not in (None, "", [], {})) or (before is not None and was != now):
            label = _label(each)
            shown_before = "" if before is None else names.show(each, was)
            yield Change(label[:1].upper() + label[1:], shown_before, names.show(each, now))


def _label(each: "Field[Any, Any]") -> str:
    """A field's name; that of what it points to where it has none of its own."""
    nameless = each.verbose_name == each.name.replace("_", " ") and isinstance(each, ForeignKey)
    return str(each.related_model._meta.verbose_name if nameless else each.verbose_name)  # type: ignore[union-attr]


def _fields(kind: History, clearance: str) -> list["Field[Any, Any]"]:
    """Those that people fill and this clearance reads, but for the one that leads from a part to its record."""
    closed = {name for name, marking in kind.marked_fields.items() if not readable(marking, clearance)}
    fields = [each for each in kind.model._meta.concrete_fields if each.editable and each.name not in UNTOLD | closed]
    return [each for each in fields if each.attname != kind.belongs_by]


class _Names:
    """What ids in the events stand for: read once for a whole history."""

    def __init__(self, kind: History, events: Sequence[Any], clearance: str) -> None:
        self.kind, self.clearance = kind, clearance
        self.people = _people({_actor(event) for event in events})
        self._named: dict[type[Model], dict[Any, str]] = {}
        for each in _fields(kind, clearance):
            if isinstance(each, ForeignKey) and not isinstance(each.related_model, str):
                ids = {getattr(event, each.attname) for event in events} - {None}
                found = each.related_model._default_manager.in_bulk(list(ids)) if ids else {}
                names = {pk: self._name(row) for pk, row in found.items()}
                self._named.setdefault(each.related_model, {}).update(names)

    def _name(self, row: Model) -> str:
        """As it is marked by now: it may have been marked higher since it was named here."""
        if readable(getattr(row, "marking", Marking.CLEAR), self.clearance):
            return str(row)
        return _("something above your clearance")

    def show(self, each: "Field[Any, Any]", value: Any) -> str:
        text = self._text(each, value)
        return f"{text[:LONGEST]}…" if len(text) > LONGEST else text

    def _text(self, each: "Field[Any, Any]", value: Any) -> str:
        if value in (None, "", [], {}):
            return "–"
        if each.name in self.kind.words:
            return self.kind.words[each.name](value)
        if isinstance(each, ForeignKey) and not isinstance(each.related_model, str):
            gone = _("something that is gone (%(id)s)") % {"id": value}
            return self._named.get(each.related_model, {}).get(value, gone)
        if isinstance(each, ArrayField):
            return ", ".join(self._text(each.base_field, part) for part in value)
        return _plain(value) or str(dict(each.flatchoices).get(value, value))


def _plain(value: Any) -> str:
    """Values that read the same whatever field they stand in; nothing for others."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return formats.short_moment(value)
    if isinstance(value, datetime.date):
        return formats.day(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(part) or str(part) for part in value)
    return ""


def _actor(event: Any) -> int:
    return int((event.pgh_context or {}).get("actor") or 0)


def _people(numbers: set[int]) -> dict[int, str]:
    return {pk: str(user) for pk, user in User.objects.in_bulk(list(numbers - {0})).items()}
