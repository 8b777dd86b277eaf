"""Markings: their order, who reads what, and the marking of anything made of several things."""

from collections.abc import Iterable

from django.db import models


class Marking(models.TextChoices):
    """Traffic Light Protocol 2.0 (FIRST, 2022), from least to most restricted."""

    CLEAR = "clear", "TLP:CLEAR"
    GREEN = "green", "TLP:GREEN"
    AMBER = "amber", "TLP:AMBER"
    AMBER_STRICT = "amber_strict", "TLP:AMBER+STRICT"
    RED = "red", "TLP:RED"


ORDER = tuple(Marking)


def highest(markings: Iterable[str]) -> Marking:
    """The marking of anything derived: the highest of what it was made of; clear where it was made of nothing."""
    return max((Marking(each) for each in markings), key=ORDER.index, default=Marking.CLEAR)


def readable(marking: str, clearance: str) -> bool:
    """Whether somebody cleared up to `clearance` reads what is marked so."""
    return highest([marking, clearance]) == clearance


def up_to(clearance: str) -> list[str]:
    """The markings that somebody cleared up to `clearance` reads, from the least restricted."""
    return [each.value for each in ORDER if readable(each, clearance)]


def clearances_for(marking: str) -> list[str]:
    """The clearances that read what is marked so, from the lowest."""
    return [each.value for each in ORDER if readable(marking, each)]


def after_protection(marking: str) -> Marking:
    """What figures are marked that went through protection (`analysis/protection`): one step lower than what they were
    made of where that is amber. Words never are, nor is anything made of what is marked higher."""
    return Marking.GREEN if marking == Marking.AMBER else Marking(marking)
