"""Two texts beside each other, with only what is otherwise marked."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    text: str
    is_changed: bool


class BeforeAndAfter(NamedTuple):
    """Before and after, in pieces."""

    before: list[Piece]
    after: list[Piece]


def text_difference(before: str, after: str) -> BeforeAndAfter:
    """Word by word; where nothing stood before, or stands no more, the other side is unmarked."""
    if not before.strip() or not after.strip():
        return BeforeAndAfter(_whole(before), _whole(after))
    old, new = WORDS.findall(before), WORDS.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    was = ((old[a:b], how != "equal") for how, a, b, _c, _d in steps)
    now = ((new[c:d], how != "equal") for how, _a, _b, c, d in steps)
    return BeforeAndAfter(list(_pieces(was)), list(_pieces(now)))


def _whole(text: str) -> list[Piece]:
    return [Piece(text, is_changed=False)] if text.strip() else []


def _pieces(found: Iterator[tuple[list[str], bool]]) -> Iterator[Piece]:
    return (Piece("".join(words), is_changed) for words, is_changed in found if words)
