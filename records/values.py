"""What stands in the fields of a record in words, and what of it changed, as its history tells it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.markings import Marking, readable
from accounts.models import User
from core import formats
from records.registries.record_types import History

# Written by the machine with every change, so they say nothing.
UNTOLD = frozenset({"id", "city", "created_at", "changed_at", "job"})
# What people did with a record, where its field has no name of its own.
DEEDS = {
    "created_by": gettext_lazy("Recorded by"),
    "approved_by": gettext_lazy("Approved by"),
    "erased_by": gettext_lazy("Erased by"),
    "made_by": gettext_lazy("Released by"),
}
LONGEST = 400
# Of a row of a part, to know it by.
SHORT = 80


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


def changes(event: Any, before: Any, names: "Names", only: frozenset[str] | None = None) -> Iterator[Change]:
    for each in fields_of(names.kind, names.clearance):
        if only is not None and each.name not in only:
            continue
        was = getattr(before, each.attname) if before is not None else None
        now = getattr(event, each.attname)
        if (before is None and now not in (None, "", [], {})) or (before is not None and was != now):
            shown_before = "" if before is None else names.show(each, was)
            yield Change(capfirst(label_of(each)), shown_before, names.show(each, now))


def which(event: Any, names: "Names") -> str:
    """Which of several rows of a part it is, by what tells them apart."""
    fields = {each.name: each for each in names.kind.model._meta.concrete_fields}
    told = [(fields[name], getattr(event, fields[name].attname)) for name in names.kind.called_by]
    return ", ".join(
        Truncator(names.show(each, value)).chars(SHORT) for each, value in told if value not in (None, "", [])
    )


def label_of(each: "Field[Any, Any]") -> str:
    """A field's name; where it has none of its own what was done, or the name of what it points to."""
    if each._verbose_name is not None or not isinstance(each, ForeignKey):  # type: ignore[attr-defined]
        return str(each.verbose_name)
    return str(DEEDS.get(each.name) or each.related_model._meta.verbose_name)  # type: ignore[union-attr]


def fields_of(kind: History, clearance: str) -> list["Field[Any, Any]"]:
    """Those that people fill and this clearance reads, but for the one that leads from a part to its record; and what
    the program sets of which its readers have to know."""
    closed = {name for name, marking in kind.marked_fields.items() if not readable(marking, clearance)}
    told = (each for each in kind.model._meta.concrete_fields if each.editable or each.name in kind.also_told)
    return [each for each in told if each.name not in UNTOLD | closed and each.attname != kind.belongs_by]


class Names:
    """What ids in the events stand for: read once for a whole history."""

    def __init__(self, kind: History, events: Sequence[Any], clearance: str) -> None:
        self.kind, self.clearance = kind, clearance
        self.people = people_of({actor_of(event) for event in events})
        self._called = {name: called(_codes_in(name, events)) for name, called in kind.called.items()}
        self._named: dict[type[Model], dict[Any, str]] = {}
        for each in fields_of(kind, clearance):
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
        if each.name in self._called:
            return ", ".join(self._called[each.name].get(code, code) for code in _several(value))
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


def _codes_in(name: str, events: Sequence[Any]) -> set[str]:
    return {code for event in events for code in _several(getattr(event, name)) if code}


def _several(codes: str | Sequence[str]) -> Sequence[str]:
    return [codes] if isinstance(codes, str) else codes


def actor_of(event: Any) -> int:
    """The number of who did it; 0 where nobody did, or nobody is known for it."""
    return int((event.pgh_context or {}).get("actor") or 0)


def people_of(numbers: set[int]) -> dict[int, str]:
    return {pk: str(user) for pk, user in User.objects.in_bulk(list(numbers - {0})).items()}
