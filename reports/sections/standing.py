"""Which sections stand in an edition and in which order, and what is said of one that another names.

Numbers are those of the fixed table, whatever stands and in whatever order, so that versions can be compared.
"""

from collections.abc import Sequence
from enum import IntEnum

from django.utils.translation import gettext as _

from core.formats import number
from reports.models.diagnoses import NEVER_LEFT_OUT
from reports.sections.context import SectionContext


class Numbered(IntEnum):
    """The cover is the first; it has no number of its own in print."""

    SUMMARY = 2
    SCOPE = 3
    PLACES = 4
    LANDSCAPE = 5
    ONLINE = 6
    TARGETS = 7
    DRIVERS = 8
    VOICES = 9
    PERCEIVED = 10
    ASSETS = 11
    JUDGEMENTS = 12
    PRIORITIES = 13
    ANNEX = 14


USUAL = tuple(int(each) for each in Numbered)
# Never left out, and never moved.
FIXED = NEVER_LEFT_OUT
MOVABLE = tuple(each for each in USUAL if each not in FIXED)
# Left out but for what everybody must be told: who was not heard and where they disagree, and what is not known.
IN_PART = (int(Numbered.VOICES), int(Numbered.JUDGEMENTS))
# What is recorded with so few records has no rates and no map of districts, and needs come first.
SHORT = tuple(
    int(each)
    for each in (
        *(Numbered.SUMMARY, Numbered.SCOPE, Numbered.VOICES, Numbered.ASSETS, Numbered.DRIVERS),
        *(Numbered.JUDGEMENTS, Numbered.PRIORITIES, Numbered.LANDSCAPE, Numbered.TARGETS, Numbered.ANNEX),
    )
)


def asked_for(context: SectionContext) -> tuple[int, ...]:
    """Those that somebody chose, in their order; none where it was left to the rule, as in snapshots of before."""
    return tuple(context.frozen.diagnosis.get("sections") or ())


def order(context: SectionContext) -> tuple[int, ...]:
    """The sections of this edition, in their order; of some only a part stands (`stands`)."""
    return in_order(_whole(context))


def in_order(chosen: Sequence[int]) -> tuple[int, ...]:
    """Those chosen, with the compulsory ones in their own places.

    Section 3 follows the summary where that comes first, and opens the report where it does not; the annex ends it.
    What was left out and stands in part stands before the first that follows it in the table.
    """
    found = [each for each in chosen if each not in FIXED]
    for part in IN_PART:
        if part not in found:
            found.insert(next((at for at, each in enumerate(found) if each > part), len(found)), part)
    return with_fixed(found)


def with_fixed(chosen: list[int]) -> tuple[int, ...]:
    """Those chosen, and the two that are never left out in their places."""
    at = 1 if chosen[:1] == [Numbered.SUMMARY] else 0
    return (*chosen[:at], int(Numbered.SCOPE), *chosen[at:], int(Numbered.ANNEX))


def stands(context: SectionContext, section: int) -> bool:
    """Whether all of a section was asked for; what stands of it in any case does not count."""
    return section in FIXED or section in _whole(context)


def are_moved(context: SectionContext) -> bool:
    """Whether somebody asked for another order."""
    chosen = [each for each in asked_for(context) if each not in FIXED]
    return chosen != sorted(chosen)


def left_out(context: SectionContext) -> tuple[int, ...]:
    """Those that are not there, or only in part."""
    return tuple(each for each in USUAL if not stands(context, each))


def told_in(context: SectionContext, what: str, section: int) -> str:
    """Where something stands that is told in another section, or that it was left out with it."""
    words = {"what": what, "number": number(int(section))}
    if stands(context, section):
        return _("%(what)s: see section %(number)s.") % words
    return _("%(what)s: left out with section %(number)s.") % words


def _whole(context: SectionContext) -> tuple[int, ...]:
    usual = SHORT if context.is_short else USUAL
    chosen = asked_for(context)
    return tuple(each for each in chosen if each in usual) if chosen else usual
