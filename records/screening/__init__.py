"""Screening of free text: what could lead to a person, found before the text is saved.

Groundwork keeps no individuals. The screen cannot know everybody; it finds numbers, addresses, plates, handles and
likely names, and whoever writes is told what it cannot find. What it is worth is measured on labelled sentences
(`tests/records/test_screening.py`, ADR 0010).
"""

from collections.abc import Collection, Iterable
from itertools import chain

from core.lengths import LONGEST, PARAGRAPHS
from records.screening.aside import giving_way
from records.screening.boxes import boxes
from records.screening.coordinates import coordinates
from records.screening.findings import Finding, Kind
from records.screening.names import names
from records.screening.patterns import handles, numbers
from records.screening.plates import plates
from records.screening.streets import streets

__all__ = ["Finding", "Kind", "screen"]

# What is longer than any field takes tens of milliseconds, and gives way to the pages of others.
LONG = PARAGRAPHS


def screen(text: str, *, country: str, known: Collection[str] = ()) -> list[Finding]:
    """What in a text could lead to a person, in the order of the text; findings do not overlap.

    `country`: ISO 3166-1 alpha-2, whose phone numbers are read without a country code. `known`: names of places and
    bodies of the city, which are no persons even where they sound like one. Raises ValueError for a text longer than
    any may be.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A text of {len(text)} characters is longer than any may be.")
    if len(text) > LONG:
        return giving_way(lambda: _found(text, country, known))
    return _found(text, country, known)


def _found(text: str, country: str, known: Collection[str]) -> list[Finding]:
    found = chain(
        coordinates(text),
        handles(text),
        streets(text, country=country, known=known),
        boxes(text),
        plates(text, country=country),
        numbers(text, country=country),
        names(text, known=known),
    )
    return _apart(found, len(text))


def _apart(findings: Iterable[Finding], length: int) -> list[Finding]:
    """Where two lie on each other, the one found first stands."""
    kept: list[Finding] = []
    taken = bytearray(length)
    for each in findings:
        if taken.find(1, each.start, each.end) < 0:
            kept.append(each)
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
    return sorted(kept, key=lambda each: each.start)
