"""Judgements of one's own across diagnoses: which of the last released one nobody was asked about in the next.

Each keeps its key when it is carried over, so that what stands on it is told that it is there, changed, or dropped.
"""

from functools import cache

from django.db.models import QuerySet

from accounts.composed import Composed, Parameter
from accounts.markings import up_to
from reports.models import OWN, Diagnosis, Judgement
from reports.snapshot import FROZEN_UP_TO

WITHDRAWN = Diagnosis.State.WITHDRAWN
PRINTED = (Judgement.State.CONFIRMED, Judgement.State.REWRITTEN)


def to_carry(diagnosis: Diagnosis) -> "QuerySet[Judgement]":
    """Of the last released diagnosis, in its order, what this one has no row of yet. Of what is marked above the
    reports by now nobody is asked: its words cannot be printed."""
    last = _last(diagnosis) if diagnosis.is_open else None
    found = _own(last).exclude(key__in=diagnosis.judgements.values("key")) if last else Judgement.objects.none()
    return found.order_by("section", "order", "pk")


def in_same_words(diagnosis: Diagnosis, statement: str) -> Judgement | None:
    """The judgement of the last released diagnosis that says the same, where this diagnosis does not make it yet: what
    is written anew in the same words is the same judgement."""
    last = _last(diagnosis)
    made = diagnosis.judgements.filter(state__in=PRINTED)
    rows = _own(last).exclude(key__in=made.values("key")).order_by("section", "order", "pk") if last else []
    return next((row for row in rows if plain(row.statement) == plain(statement)), None)


def plain(words: str) -> str:
    """Without what nobody reads as another sentence: case, spaces, the stop at the end."""
    return " ".join(words.split()).rstrip(".").casefold()


def _last(diagnosis: Diagnosis) -> Diagnosis | None:
    """The last that was released, also where its reports were withdrawn since: with a record that was erased goes no
    judgement that people made of others."""
    return _were_out().first(None, number=diagnosis.number)


@cache
def _were_out() -> Composed:
    before = Diagnosis.objects.filter(
        number__lt=Parameter("number"), released_on__isnull=False, state__in=(*Diagnosis.GIVEN_OUT, WITHDRAWN)
    )
    return Composed(before.order_by("-number")[:1])


def _own(last: Diagnosis) -> "QuerySet[Judgement]":
    return last.judgements.filter(key__startswith=OWN, state__in=PRINTED, marking__in=up_to(FROZEN_UP_TO))
