"""History in words: what changed, from what, to what, by whom, when and why; read from the event rows."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import merge
from itertools import groupby, islice
from typing import Any

from django.db.models import Max, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.composed import ANYBODY, Composed
from accounts.markings import Marking, readable
from accounts.models import Membership
from records.registries.record_types import History, has_field, history_telling
from records.values import Change, Names, actor_of, changes, people_of, which

# What a record is called, in the field of this name.
TITLES = ("title", "name")
# From when to when.
Stretch = tuple[datetime.datetime, datetime.datetime]
CHUNK = 500
NEWEST_FIRST = "-pgh_created_at", "-pgh_id"
COLUMNS = ("pgh_created_at", "of_kind", "pgh_id", "pgh_label", "pgh_obj_id", "pgh_context", "called_then")
INSERTED, UPDATED, DELETED = "insert", "update", "delete"


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
    # Of a part: which of its rows it was.
    which: str = ""
    # Of how many things it tells that one person did to one record on one day, one after the other.
    times: int = 1

    @property
    def beside_title(self) -> str:
        """Of what kind it is and by which number it goes, as far as the title does not say so."""
        if not self.title or self.kind.called_after == "number":
            return ""
        return str(self.kind.label) if self.kind.called_after else f"{self.kind.label} {self.number}"


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
    names = Names(kind, events, clearance)
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
    found = events_in_order(part, number)
    newest = {event.pgh_obj_id: event for event in found}
    # what a row said before it was marked higher is closed with it
    told_of = {row for row, event in newest.items() if part.tells(event, clearance)}
    found = [event for event in found if event.pgh_obj_id in told_of and part.tells(event, clearance)]
    events = [event for event in found if not any(a <= event.pgh_created_at < b for a, b in closed)]
    names = Names(part, events, clearance)
    before: dict[int, Any] = {}
    for event in events:
        entry = _entry(part, event, names.people)
        was = before.get(event.pgh_obj_id)
        if event.pgh_label == DELETED:
            told = [Change(made.label, made.after, "–") for made in changes(event, None, names)]
        else:
            told = list(changes(event, was, names))
        before[event.pgh_obj_id] = event
        if told and event.pgh_id > known:
            # what was made or deleted tells all of itself
            called = which(event, names) if event.pgh_label == UPDATED else ""
            yield replace(entry, what=f"{capfirst(str(part.label))}: {entry.what}", changes=told, which=called)


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
    names = Names(kind, [event for event in (before, after) if event is not None], clearance)
    if after is None:
        return [Change(made.label, made.after, "–") for made in changes(before, None, names, frozenset(only))]
    return list(changes(after, before, names, frozenset(only)))


@dataclass(frozen=True, slots=True)
class Happened:
    """All that happened in a city, the newest first, without what changed: that stands with each record. Of what this
    member may not read there is nothing. `asked` narrows it.

    The events of all kinds are asked for in one question. Of each kind no more are read than could be wanted, which its
    index gives in their order; the database would sort all of them.
    """

    kinds: Sequence[History]
    member: Membership
    asked: Sequence[Q] = ()

    def __getitem__(self, part: slice) -> list[Entry]:
        of_each = list(self._of_each())
        if len(of_each) > 1:
            of_each = [_together(each[: part.stop] for each in of_each).order_by(*NEWEST_FIRST)]
        return list(self._told(of_each[0][part]))

    def __iter__(self) -> Iterator[Entry]:
        """Some hundred events of each kind at a time in memory."""
        found = [each.iterator(CHUNK) for each in self._of_each()]
        rows = merge(*found, key=lambda row: row.pgh_created_at, reverse=True)
        while some := list(islice(rows, CHUNK)):
            yield from self._told(some)

    def count(self) -> int:
        return _together(each.order_by() for each in self._of_each()).count()

    def counted_to(self, most: int) -> int:
        return _together(each.order_by()[:most] for each in self._of_each())[:most].count()

    def _of_each(self) -> "Iterator[QuerySet[Any, Any]]":
        for place, kind in enumerate(self.kinds):
            called = next((name for name in (kind.called_after, *TITLES) if name and has_field(kind.model, name)), "")
            as_text = (
                Cast(f"{called}_id" if called == "user" else called, TextField()) if called else Value("", TextField())
            )
            events = (
                kind.events_for(self.member).filter(*self.asked).annotate(of_kind=Value(place), called_then=as_text)
            )
            yield events.order_by(*NEWEST_FIRST).values_list(*COLUMNS, named=True)

    def _told(self, rows: Iterable[Any]) -> Iterator[Entry]:
        rows = list(rows)
        about = {int(row.called_then) for row in rows if self.kinds[row.of_kind].called_after == "user"}
        people = people_of({actor_of(row) for row in rows} | about)
        for row in rows:
            kind, title = self.kinds[row.of_kind], row.called_then
            if kind.called_after:
                title = people.get(int(title), "") if kind.called_after == "user" else f"{kind.label} {title}"
            yield _entry(kind, row, people, title)


def _together(of_each: "Iterable[QuerySet[Any, Any]]") -> "QuerySet[Any, Any]":
    first, *further = of_each
    return first.union(*further, all=True) if further else first


def _told(kind: History, event: Any, before: Any, names: "Names") -> Entry:
    entry = _entry(kind, event, names.people)
    found = list(changes(event, before, names)) if event.pgh_label != DELETED else []
    return Entry(kind, entry.number, entry.actor, entry.at, entry.who, entry.via, entry.reason, entry.what, found)


def _entry(kind: History, event: Any, people: Mapping[int, str], title: str = "") -> Entry:
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
        title=title,
    )


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
