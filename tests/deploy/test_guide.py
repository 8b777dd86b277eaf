"""The guide is true: what it calls by name stands on the screens, and what it promises has a test that holds it."""

import re
from pathlib import Path

import pytest

from operations.translations import catalogues
from tests.deploy.guide import PROMISES
from tests.deploy.test_named_tests import _named
from tests.services import PROJECT

GUIDE = sorted((PROJECT / "docs" / "guide").glob("*.md"))
# Chapters that are a way through others, or say what to open.
LEADS_ON = {"README.md", "coordinator.md"}
# A name as pages have it begins with a capital; *city-wide* in a sentence is an answer of a form.
BY_NAME = re.compile(r"(?<!\*)\*([A-Z][^*\n]*(?:\n[^*\n]+)?)\*(?!\*)")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _words_of_pages() -> set[str]:
    ids = [message.id for message in catalogues.read("da")]
    texts = [text for each in ids for text in ([each] if isinstance(each, str) else each)]
    said = {each.rstrip(".:?") for each in texts}
    # Of “Drop it: it is not made any more” the name is what stands before it.
    return {*said, *(re.split(r"%\(|[:,]", each)[0].strip() for each in texts)} - {""}


@pytest.mark.parametrize("chapter", GUIDE, ids=lambda path: path.name)
def test_what_it_calls_by_name_stands_on_a_page(chapter: Path) -> None:
    known = _words_of_pages()
    named = {_flat(each).rstrip(".:?…").strip() for each in BY_NAME.findall(chapter.read_text(encoding="utf-8"))}
    assert {each for each in named if each not in known} == set()


@pytest.mark.parametrize("chapter", PROMISES)
def test_each_promise_stands_there_and_its_test_is_there(chapter: str) -> None:
    text = _flat((PROJECT / "docs" / "guide" / chapter).read_text(encoding="utf-8"))
    gone = [promise for promise in PROMISES[chapter] if promise not in text]
    assert gone == []
    for held in PROMISES[chapter].values():
        ((path, test),) = _named(held)
        assert (PROJECT / path).is_file(), held
        assert not test or f"def {test}(" in (PROJECT / path).read_text(), held


def test_every_chapter_promises_something_that_is_held() -> None:
    assert {each.name for each in GUIDE} - LEADS_ON == set(PROMISES)


def test_what_is_called_otherwise_would_be_found() -> None:
    assert BY_NAME.findall("press *Save*, or *hand in*, **Never** and *Same\nevent?*") == ["Save", "Same\nevent?"]
    assert "Save" in _words_of_pages()
    assert "Save everything at once" not in _words_of_pages()
