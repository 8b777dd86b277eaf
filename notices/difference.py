"""Two texts beside each other, with only what is otherwise marked."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Each with the space before it: how two words are parted is no matter.
WORDS = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
SPACE = re.compile(r"\s*")
# Pairs of words alike that are looked at. Sentences that people write have up to twenty thousand; of a sign two
# thousand times over there are millions, which took a page a minute.
MOST_PAIRS = 40_000


class Piece(NamedTuple):
    text: str
    is_changed: bool


class Step(NamedTuple):
    """From where to where words changed or stayed, before and after."""

    is_changed: bool
    before: int
    before_end: int
    after: int
    after_end: int


class BeforeAndAfter(NamedTuple):
    """Before and after, in pieces; how many pairs of words were looked at for it."""

    before: list[Piece]
    after: list[Piece]
    pairs: int = 0


def text_difference(before: str, after: str, *, most: int = MOST_PAIRS) -> BeforeAndAfter:
    """Word by word; where nothing stood before, or stands no more, the other side is unmarked. Where the same is said
    again and again, what lies between the first and the last that differ is marked as a whole, as it is where a page
    of many texts may look at `most` pairs by now."""
    if not before.strip() or not after.strip():
        return BeforeAndAfter(_whole(before), _whole(after))
    old, new = WORDS.findall(before), WORDS.findall(after)
    was, now = list[Piece](), list[Piece]()
    pairs, steps = _steps([each.strip() for each in old], [each.strip() for each in new], min(most, MOST_PAIRS))
    for is_changed, a, b, c, d in steps:
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if is_changed and gone and come:  # a word took the place of another behind the same space
            _add(was, _space(gone), is_changed=False)
            _add(now, _space(come), is_changed=False)
            gone, come = gone[len(_space(gone)) :], come[len(_space(come)) :]
        _add(was, gone, is_changed=is_changed)
        _add(now, come, is_changed=is_changed)
    return BeforeAndAfter(was, now, pairs)


def _space(text: str) -> str:
    found = SPACE.match(text)
    return found[0] if found else ""


def _add(pieces: list[Piece], text: str, *, is_changed: bool) -> None:
    """Neighbours of one kind are one."""
    if pieces and pieces[-1].is_changed == is_changed:
        text = pieces.pop().text + text
    if text:
        pieces.append(Piece(text, is_changed))


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> tuple[int, list[Step]]:
    """How many pairs were looked at, and the steps."""
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = range(shorter - first)
    last = next((place for place in rest if old[-1 - place] != new[-1 - place]), len(rest))
    ends = len(old) - last, len(new) - last
    pairs, between = _between(old[first : ends[0]], new[first : ends[1]], most)
    moved = [Step(how, a + first, b + first, c + first, d + first) for how, a, b, c, d in between]
    return pairs, [Step(False, 0, first, 0, first), *moved, Step(False, ends[0], len(old), ends[1], len(new))]


def _between(old: Sequence[str], new: Sequence[str], most: int) -> tuple[int, list[Step]]:
    there = Counter(new)
    pairs = sum(count * there[word] for word, count in Counter(old).items())
    if pairs > most:
        return 0, [Step(True, 0, len(old), 0, len(new))]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return pairs, [Step(how != "equal", a, b, c, d) for how, a, b, c, d in steps]


def _whole(text: str) -> list[Piece]:
    return [Piece(text, is_changed=False)] if text.strip() else []
