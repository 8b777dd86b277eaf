"""Figures of who came that cannot all be so: parts greater than their whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    NOBODY = "nobody"
    MORE_THAN_ALL = "more_than_all"
    TOGETHER_MORE_THAN_ALL = "together_more_than_all"


@dataclass(frozen=True, slots=True)
class Part:
    """People of one kind. Those a speaker stood for were not there themselves, and are no part of those who were."""

    people: int
    represented: bool = False


def impossible(parts: Sequence[Part], total: int | None, *, is_divided: bool) -> Iterator[tuple[int, Wrong]]:
    """The place of each part that cannot be, and why.

    Of what divides people (`is_divided`: sectors, ages) each person is in one part at most; to several population
    groups one person can belong. Where the total is not known, only a part of nobody is wrong: it would count as heard.
    """
    came = 0
    for place, part in enumerate(parts):
        came += 0 if part.represented else part.people
        if not part.people:
            yield place, Wrong.NOBODY
        elif total is None or part.represented:
            continue
        elif part.people > total:
            yield place, Wrong.MORE_THAN_ALL
        elif is_divided and came > total:
            yield place, Wrong.TOGETHER_MORE_THAN_ALL
