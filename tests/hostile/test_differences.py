"""No two texts make the page that shows them beside each other slow; what people write is told word by word."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import pytest

from core.lengths import SENTENCES
from notices import difference
from notices.difference import MOST_PAIRS, text_difference
from stakeholders.memorandum import page as memorandum_page
from tests.hostile.texts import HOSTILE
from tests.services import PROJECT

MADE = {
    **{name: (make(SENTENCES)[:SENTENCES], make(SENTENCES)[1 : SENTENCES + 1][::-1]) for name, make in HOSTILE.items()},
    "signs, of which every other is one of another": ("-" * SENTENCES, "+-" * (SENTENCES // 2)),
    "words, of which every other is another": ("a " * (SENTENCES // 2), "b a " * (SENTENCES // 4)),
}


@pytest.mark.parametrize("name", MADE)
def test_of_what_is_alike_over_and_over_few_pairs_are_looked_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand dashes beside as many, of which every other is a plus, took fifty seconds of a process."""
    looked_at: list[int] = []

    class Counted(SequenceMatcher[str]):
        def __init__(self, junk: None, old: Sequence[str], new: Sequence[str], *, autojunk: bool) -> None:
            there = Counter(new)
            looked_at.append(sum(count * there[word] for word, count in Counter(old).items()))
            assert looked_at[-1] <= MOST_PAIRS
            super().__init__(junk, old, new, autojunk=autojunk)

    monkeypatch.setattr(difference, "SequenceMatcher", Counted)
    before, after = MADE[name]
    for old, new in ((before, after), (after, before)):
        found = text_difference(old, new)
        if old.strip() and new.strip():
            assert "".join(piece.text for piece in found.before) == old
            assert "".join(piece.text for piece in found.after) == new


def test_of_all_texts_of_two_versions_no_more_pairs_are_looked_at_than_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of two hundred roles may be as long, and made to cost as much as one text may."""
    sides = "-" * 200, "+-" * 200
    one = text_difference(*sides)
    assert 0.9 * MOST_PAIRS < one.pairs <= MOST_PAIRS
    monkeypatch.setattr(memorandum_page, "_pairs", lambda *_versions: (("Role", *sides) for _role in range(200)))
    nothing: Any = None
    found = memorandum_page.differences(nothing, nothing)
    assert len(found) == 200
    assert sum(each.text.pairs for each in found) <= 10 * MOST_PAIRS
    assert all("".join(piece.text for piece in each.text.after) == sides[1] for each in found)


def test_a_long_text_that_people_wrote_is_told_word_by_word() -> None:
    """As long as a field takes, of the words of our own guide."""
    written = " ".join((PROJECT / "docs" / "architecture.md").read_text().split())[: SENTENCES - 20]
    found = text_difference(f"First {written} then.", f"Once {written} later.")
    assert [piece.text for piece in found.before if piece.is_changed] == ["First", "then"]
    assert [piece.text for piece in found.after if piece.is_changed] == ["Once", "later"]
