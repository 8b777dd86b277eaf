"""Screening of free text: what could lead to a person, found before the text is saved.

Groundwork keeps no individuals. The screen cannot know everybody; it finds numbers, addresses, handles and likely
names, and whoever writes is told what it cannot find. What it is worth is measured on labelled sentences
(`tests/records/test_screening.py`, ADR 0010).
"""

from collections.abc import Collection, Iterable

from records.screening.findings import Finding, Kind
from records.screening.names import names
from records.screening.patterns import patterns

__all__ = ["Finding", "Kind", "screen"]


def screen(text: str, *, country: str, known: Collection[str] = ()) -> list[Finding]:
    """What in a text could lead to a person, in the order of the text; findings do not overlap.

    `country`: ISO 3166-1 alpha-2, whose phone numbers are read without a country code. `known`: names of places and
    bodies of the city, which are no persons even where they sound like one.
    """
    certain = _apart(patterns(text, country=country))
    return _apart([*certain, *names(text, known=known)])


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Where two lie on each other, the one found first stands."""
    kept: list[Finding] = []
    for each in findings:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
