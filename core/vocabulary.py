"""Vocabularies are code: each term has a stable code, a label, a definition and the source of both."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise


class Term(models.TextChoices):
    """A choice with its definition and source: `CODE = "code", definition, source, label`.

    Codes never change (exports and comparisons between cities depend on them); labels are translated.
    """

    definition: str | Promise
    source: str | Promise

    def __new__(cls, code: str, definition: str | Promise = "", source: str | Promise = "") -> Self:
        term = str.__new__(cls, code)
        term._value_ = code
        term.definition = definition
        term.source = source
        return term


def only_from(field: str, vocabulary: type[Term]) -> Q:
    """The condition that a column of several codes holds none from outside the vocabulary."""
    return Q(**{f"{field}__contained_by": list(vocabulary.values)})


def labels(codes: Iterable[str], vocabulary: type[Term]) -> list[str]:
    """The labels of some codes, in the order the vocabulary lists them."""
    wanted = set(codes)
    return [str(term.label) for term in vocabulary if term.value in wanted]


def in_words(codes: Iterable[str], vocabulary: type[Term]) -> str:
    """Several codes as people read them."""
    return ", ".join(labels(codes, vocabulary))
