"""The words of practice stand on the screens and in the report, and none of those that they took the place of.

Every text that people read is in the catalogues (`manage.py messages check` sees to it): English and Danish.
"""

import re
from collections.abc import Iterator

import pytest

from operations.translations import catalogues
from operations.translations.checks import forms_of

# What stands for what, and why: the group is not silent, nobody was asked; and so on.
REPLACED = {
    "not yet reached by us, for not heard": r"\b(?:not|never) heard\b(?! by| of)|\bunheard\b",
    "claims in circulation, for rumours": r"\brumou?rs?\b",
    "partner report, for return": r"\b(?:monthly|partner) returns?\b|\breturns? (?:from|of) partners?\b",
    "well founded, for well graded": r"\bwell[- ]graded\b",
    "raised but little recorded, for felt": r"\b(?:felt|perceived) but (?:not|little) recorded\b|\bnot felt\b",
    "nobody is isolated: no picture of who is tied to whom": r"\bisolated\b",
    "extremism is violent, whatever its current": (
        r"(?<!violent )(?<!violence for a )\b(?:right-wing|left-wing|jihadist|islamist|anarchist|separatist)\b"
        r"(?! or anarchist ideology| and anarchist extremism)(?<!or anarchist)(?<!and anarchist)(?<!and separatist)"
    ),
}
REPLACED_IN_DANISH = {
    "endnu ikke nået af os": r"\bikke (?:blev |er )?hørt\b(?! af)",
    "påstande i omløb": r"\brygter?\b",
    "ingen er isoleret": r"\bisoleret\b",
}
USED = [
    "Who was not yet reached by us",
    "Well founded",
    "raised but little recorded",
    "recorded but not raised",
    "Violent right-wing extremism",
    "heard, not taken up, because: %(why)s",
]


def _english() -> Iterator[str]:
    for message in catalogues.read("da"):
        if message.id:
            yield from [message.id] if isinstance(message.id, str) else message.id


def _danish() -> Iterator[str]:
    for message in catalogues.read("da"):
        if message.id:
            yield from forms_of(message)


@pytest.mark.parametrize("why", REPLACED)
def test_no_text_uses_a_word_that_was_replaced(why: str) -> None:
    assert [text for text in _english() if re.search(REPLACED[why], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("why", REPLACED_IN_DANISH)
def test_neither_does_a_danish_one(why: str) -> None:
    assert [text for text in _danish() if re.search(REPLACED_IN_DANISH[why], text, re.IGNORECASE)] == []


def test_the_words_of_practice_are_used() -> None:
    assert [word for word in USED if word not in set(_english())] == []


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("not yet reached by us, for not heard", "Groups not heard: 3"),
        ("claims in circulation, for rumours", "A rumour was told"),
        ("partner report, for return", "The monthly return of the school"),
        ("well founded, for well graded", "Well-graded records"),
        ("raised but little recorded, for felt", "Felt but not recorded"),
        ("nobody is isolated: no picture of who is tied to whom", "An isolated member"),
        ("extremism is violent, whatever its current", "Right-wing extremism"),
        ("extremism is violent, whatever its current", "The jihadist scene"),
    ],
)
def test_they_would_be_found(why: str, text: str) -> None:
    assert re.search(REPLACED[why], text, re.IGNORECASE)


def test_the_state_of_a_task_is_no_order_to_do_it() -> None:
    """“Complete” is a state in one place and a button in another."""
    texts = {(each.context, each.id): each.string for each in catalogues.read("da")}
    assert texts["a task", "Complete"] != texts["do it", "Complete"]
