"""What a record rests on: other records of the city, each named by the address of its page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from accounts.markings import Marking, highest
from analysis.disclosure import CONFIDENTIAL, ON_RECORD
from records.models import Record
from records.registries.record_types import History, has_field, history_named

if TYPE_CHECKING:
    from accounts.models import City, User

# What is evidence, by the names of their histories: what was seen, and what was said.
KINDS = ("observation", "consultation")
# Of a reference, which is the name of a kind, a colon and a number of at most so many digits.
LONGEST_REFERENCE = 40
LONGEST_NUMBER = 18
MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Cited:
    """One record that another rests on, which this person may open."""

    label: str
    title: str
    url: str


def reference_in(address: str, city: "City") -> str:
    """ "observation:12" of the address of that record's page in this city; empty where it leads to no record."""
    try:
        found = resolve(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):
        return ""
    kind = _kind(found.url_name or "")
    number = found.kwargs.get("pk", 0)
    if kind is None or found.kwargs.get("city") != city.slug or len(str(number)) > LONGEST_NUMBER:
        return ""
    return f"{kind.name}:{number}"


def address_of(reference: str, city: "City") -> str:
    """Of the page of a record, whether or not it is still there."""
    name, _colon, number = reference.partition(":")
    kind = _kind(name)
    return kind.url(kind.model(pk=int(number), city=city)) if kind and kind.url else ""


def unreadable(references: Iterable[str], user: "User") -> list[str]:
    """Those that lead to nothing that this person may read."""
    asked = list(dict.fromkeys(references))
    found = {reference for reference, _kind_of, _record in _readable(asked, user)}
    return [each for each in asked if each not in found]


def in_confidence(references: Iterable[str]) -> set[str]:
    """Those of what was said in confidence. Who says on what single session something rests, tells what it said."""
    return {
        f"{kind.name}:{number}"
        for kind, numbers in _by_kind(list(references))
        if has_field(kind.model, "confidentiality")
        for number in kind.model._default_manager.filter(pk__in=numbers, confidentiality=CONFIDENTIAL).values_list(
            "pk", flat=True
        )
    }


def told_to_all(references: Sequence[str]) -> list[str]:
    """Those that everybody may be told of who reads what rests on them: they are there, and whoever works here reads
    them as a whole, up to their marking, which marks what rests on them too."""
    found = {
        f"{kind.name}:{number}"
        for kind, numbers in _by_kind(references)
        for number in kind.model._default_manager.filter(
            pk__in=numbers, **({"confidentiality": ON_RECORD} if has_field(kind.model, "confidentiality") else {})
        ).values_list("pk", flat=True)
    }
    return [each for each in references if each in found]


def readable_of(rows: Iterable[Sequence[str]], user: "User") -> set[str]:
    """Of what many rest on, those that this person may read."""
    asked = list(dict.fromkeys(reference for row in rows for reference in row))
    return {reference for reference, _kind_of, _record in _readable(asked, user)}


def cited(references: Sequence[str], user: "User") -> list[Cited]:
    """Those this person may read, in the order they were named."""
    found = {
        reference: Cited(str(kind.label), str(record), kind.url(record) if kind.url else "")
        for reference, kind, record in _readable(references, user)
    }
    return [found[each] for each in references if each in found]


def marking_of(references: Sequence[str]) -> Marking:
    """The highest marking of these records; what is gone weighs nothing. Inside their city."""
    return highest(
        marking
        for kind, numbers in _by_kind(references)
        for marking in kind.model._default_manager.filter(pk__in=numbers).values_list("marking", flat=True)
    )


def _readable(references: Sequence[str], user: "User") -> Iterator[tuple[str, History, Record]]:
    for kind, numbers in _by_kind(references):
        for record in kind.visible(user).filter(pk__in=numbers).select_related("city"):
            yield f"{kind.name}:{record.pk}", kind, record


def _by_kind(references: Sequence[str]) -> Iterator[tuple[History, list[int]]]:
    numbers: dict[str, list[int]] = {}
    for reference in references:
        name, _colon, number = reference.partition(":")
        numbers.setdefault(name, []).append(int(number))
    for name, found in numbers.items():
        if kind := _kind(name):
            yield kind, found


def references_to(model: str, numbers: Sequence[int]) -> list[str]:
    """How records of a model are named as evidence; none where they are none."""
    kinds = filter(None, map(_kind, KINDS))
    return [f"{kind.name}:{each}" for kind in kinds if kind.model._meta.label_lower == model for each in numbers]


def _kind(name: str) -> History | None:
    found = history_named(name) if name in KINDS else None
    return found if found and issubclass(found.model, Record) else None
