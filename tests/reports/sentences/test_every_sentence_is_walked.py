"""Every sentence that an edition can print has a case in which it is printed, and one in which it is not."""

import importlib
from collections.abc import Iterable
from pathlib import Path

from tests.reports import test_since, test_standing, test_summary_page
from tests.reports.partner import test_sentences as test_partner_sentences
from tests.reports.sentences import (
    landscape_conditions,
    summary_conditions,
    test_factors_sentences,
    test_network_sentences,
    test_other_sentences,
    test_priorities_sentences,
    test_sentences,
    test_voices_sentences,
)
from tests.reports.sentences.saying import sentences_of

# The beginnings of sentences that each walker has both cases of, and the modules it walks.
WALKERS: list[tuple[Iterable[str], set[str]]] = [
    (landscape_conditions.WHEN, {each.__name__.removeprefix("reports.") for each in test_sentences.MODULES}),
    (
        (*summary_conditions.WHEN, *test_summary_page.ELSEWHERE),
        {"sections.know", "sections.decide", "sections.say", "sections.threat", "sections.summary"},
    ),
    (test_factors_sentences.SENTENCES, {"sections.drivers"}),
    (test_network_sentences.SENTENCES, {"sections.network", "sections.services"}),
    (
        (*test_voices_sentences.SENTENCES, *test_voices_sentences.NO_SENTENCES),
        {"sections.needs", "sections.reached", "sections.statements", "sections.voices", "proposals.consultations"},
    ),
    ((*test_since.SENTENCES, *test_since.ELSEWHERE), {"sections.since", "sections.since_last"}),
    (
        test_priorities_sentences.SENTENCES,
        {each.__name__.removeprefix("reports.") for each in test_priorities_sentences.MODULES},
    ),
    (test_standing.SENTENCES, {"sections.standing"}),
]
# Those whose conditions say of which module their sentence is.
BY_MODULE = {
    "sections": (*test_other_sentences.WHEN, *test_other_sentences.ALWAYS),
    "partner": (*test_partner_sentences.WHEN, *test_partner_sentences.ALWAYS),
}


def _modules() -> list[str]:
    """Of reports/, all that print or propose sentences."""
    found = [
        f"{folder}.{path.stem}"
        for folder in ("sections", "partner", "proposals")
        for path in Path("reports", folder).glob("*.py")
    ]
    return sorted(found)


def _walked(name: str) -> tuple[str, ...]:
    folder, _dot, module = name.rpartition(".")
    own = [begin for each, begin in BY_MODULE.get(folder, ()) if each == module]
    return (*own, *(begin for begins, modules in WALKERS if name in modules for begin in begins))


def test_every_sentence_is_walked() -> None:
    unwalked = {
        (name, text)
        for name in _modules()
        for text in sentences_of(importlib.import_module(f"reports.{name}"))
        if not text.startswith(_walked(name) or ("\0",))
    }
    assert unwalked == set(), "A new sentence: give a walker its condition."
