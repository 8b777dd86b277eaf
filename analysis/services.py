"""What serves which need, and where nobody does.

Plain bookkeeping over what is recorded: a service with no area named is offered in the whole city. That nothing is
recorded is not that nothing is there; whoever prints this says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """One service: the needs it meets, the levels of prevention it works at, its areas (none: the whole city)."""

    key: str
    needs: tuple[str, ...]
    levels: tuple[str, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """One need: the offers that meet it, in the order they were given, and the areas in which none does."""

    need: str
    offers: tuple[str, ...]
    missing: tuple[str, ...]


def met(needs: Iterable[str], offers: Sequence[Offer], areas: Sequence[str]) -> tuple[Met, ...]:
    """For each need, in the order given, which offers meet it and in which of the areas none does.

    An offer in an area that is not among these (of other boundaries) is told and covers none of them.
    """
    return tuple(_met(need, [offer for offer in offers if need in offer.needs], areas) for need in dict.fromkeys(needs))


def _met(need: str, offers: Sequence[Offer], areas: Sequence[str]) -> Met:
    everywhere = any(not offer.areas for offer in offers)
    there = {area for offer in offers for area in offer.areas}
    missing = () if everywhere else tuple(area for area in areas if area not in there)
    return Met(need, tuple(offer.key for offer in offers), missing)


def without(levels: Iterable[str], offers: Iterable[Offer]) -> tuple[str, ...]:
    """The levels, in the order given, at which there is no offer."""
    there = {level for offer in offers for level in offer.levels}
    return tuple(level for level in levels if level not in there)
