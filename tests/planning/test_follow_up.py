"""Every sentence of whether a project works: said where its numbers say it, and nowhere else."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from planning import follow_up
from planning.models import Indicator, Measurement
from planning.vocabulary import Aim
from tests.reports.sentences.saying import pattern_of, sentences_of, templates_of

# Days from today: half of the time is over.
START, HALF, DUE = -190, -7, 175
TOO_FEW, NOT_KNOWN = "Too few answers to tell whether it is another", "Nobody knows what it was before"
# What was before, aimed at and measured, of how many; and the beginnings of all that is said.
SAID: list[tuple[dict[str, Any], set[str]]] = [
    ({"baseline": 0, "target": 160}, {"Nothing is measured yet."}),
    ({"baseline": 0, "value": 5}, {"No aim is set."}),
    ({"value": 5}, {"No aim is set.", NOT_KNOWN}),
    ({"baseline": 0, "target": 160, "value": 160}, {"The aim is reached."}),
    ({"baseline": 10, "target": 4, "aim": Aim.AT_MOST, "value": 4}, {"The aim is reached."}),
    ({"baseline": 0, "target": 160, "value": 80, "due": DUE}, {"On course: 50"}),
    ({"baseline": 0, "target": 160, "value": 40, "due": DUE}, {"Behind: 25"}),
    # it went the other way
    ({"baseline": 100, "target": 160, "value": 40, "due": DUE}, {"Behind: 0"}),
    # it had more than was aimed at, and lost it
    ({"baseline": 50, "target": 40, "value": 30, "due": DUE}, {"When it was last measured, the aim"}),
    ({"target": 160, "value": 80, "due": DUE}, {"When it was last measured, the aim", NOT_KNOWN}),
    ({"baseline": 0, "target": 160, "value": 80, "due": HALF}, {"The day has passed, and when it"}),
    # 27 of 52 lie between 38.7 and 64.9 of a hundred
    ({"baseline": 30, "target": 60, "value": 27, "of": 52}, {"Too few answers to tell whether the aim"}),
    ({"baseline": 40, "target": 35, "value": 27, "of": 52}, {"The aim is reached.", TOO_FEW}),
]


def _words(value: int | None = None, of: int | None = None, due: int | None = None, **fields: Any) -> str:
    with timezone.override(datetime.UTC):
        start, half, end = (timezone.localdate() + datetime.timedelta(days=days) for days in (START, HALF, due or 0))
        row = Indicator(pk=1, due=end if due else None, **fields)
        measured = None if value is None else Measurement(value=Decimal(value), of=of, measured_on=half)
        return follow_up.in_words(row, measured, start)


def _is_in(text: str, words: str) -> bool:
    return bool(pattern_of(templates_of([follow_up]).get(text, (text,))).search(words))


@pytest.mark.parametrize(("numbers", "said"), SAID)
def test_nothing_is_said_but_what_the_numbers_say(numbers: dict[str, Any], said: set[str]) -> None:
    words = _words(**numbers)
    found = {text for text in sentences_of(follow_up) if _is_in(text, words)}
    assert len(found) == len(said), words
    assert {begin for begin in said if begin in words} == said, words


def test_every_sentence_is_said_of_some_numbers() -> None:
    words = "\n".join(_words(**numbers) for numbers, _said in SAID)
    sentences = list(sentences_of(follow_up))
    assert len(sentences) == 10
    assert [text for text in sentences if not _is_in(text, words)] == []
