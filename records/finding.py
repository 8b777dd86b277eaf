"""One search over everything that somebody may read, by the registry of record types.

It says nothing of what one may not read, not even how much of it there is: rows come from what each type says is
visible to the member, and no number is told. It takes no longer than its time, and says where that was too short.
"""

import datetime
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed, Parameter
from accounts.models import Membership, User
from core.lists import cut
from core.lists.every_word import HasEvery
from core.search import MOST_WORDS, marking, pattern_of
from records.registries.findable import BETWEEN, Findable, Hit
from records.registries.record_types import findables

# Of each kind; the list of the kind has them all.
MOST_SHOWN = 6
# For one kind, and after which none is begun any more.
MILLISECONDS = 1_500
SECONDS_IN_ALL = 4
# Of a text around the first word that was found.
BEFORE, LONGEST_PART = 60, 220
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FoundOne:
    """One row with the words that were found, marked: in its title, and in what else was searched."""

    hit: Hit
    title: SafeString
    told: SafeString


@dataclass(frozen=True, slots=True)
class FoundKind:
    """What was found of one kind; `is_cut_short` where there was not the time to look at all."""

    kind: Findable
    rows: Sequence[FoundOne]
    has_more: bool = False
    is_cut_short: bool = False


def find(member: Membership, words: Sequence[str]) -> list[FoundKind]:
    """The kinds of which something was found, or could not be looked through; every word must be found in each row."""
    words = words[:MOST_WORDS]
    if not words:
        return []
    until = time.monotonic() + SECONDS_IN_ALL
    looked = [_of_kind(kind, member, words, until) for kind in findables(to_members=not member.works_here)]
    return [each for each in looked if each.rows or each.is_cut_short]


def _of_kind(kind: Findable, member: Membership, words: Sequence[str], until: float) -> FoundKind:
    if time.monotonic() > until:
        return FoundKind(kind, [], is_cut_short=True)
    rows = cut.within(MILLISECONDS, lambda: _rows(kind, member, words))
    if rows is None:
        return FoundKind(kind, [], is_cut_short=True)
    marked = marking(words)
    shown = [_shown(kind, row, member, marked, until) for row in rows[:MOST_SHOWN]]
    return FoundKind(kind, shown, has_more=len(rows) > MOST_SHOWN)


def _rows(kind: Findable, member: Membership, words: Sequence[str]) -> list[Any]:
    """Most kinds have nothing with these words: which rows they are in is asked first."""
    asked = _numbers(kind, timezone.localdate())
    numbers = asked.column(member.user_id, words=[pattern_of(word) for word in words])
    if not numbers:
        return []
    return list(kind.rows(member).filter(pk__in=numbers).annotate(searched=F("searched")).order_by(*kind.order))


@lru_cache(maxsize=256)
def _numbers(kind: Findable, _today: datetime.date) -> Composed:
    """The question in which rows of a kind somebody finds words: composed once a day, for what may be read today."""
    anybody: Any = Membership(user=User(pk=ANYBODY))
    anybody.city_id = CurrentCity()
    fit = {f"searched__{HasEvery.lookup_name}": Parameter("words")}
    found = kind.rows(anybody).filter(**fit).order_by(*kind.order).values_list("pk")
    return Composed(found[: MOST_SHOWN + 1], planned_anew=True)


def _shown(kind: Findable, row: Any, member: Membership, marked: "re.Pattern[str]", until: float) -> FoundOne:
    hit = kind.hit(row, member.city.slug)
    others = [each for each in row.searched.split(BETWEEN) if each.strip() and each.strip() != hit.title]
    # a session has any number of statements
    told = next((each for each in others if time.monotonic() < until and marked.search(each)), "")
    return FoundOne(hit, with_marks(hit.title, marked), with_marks(_part(told, marked), marked))


def _part(text: str, marked: "re.Pattern[str]") -> str:
    """The text around the first word that was found, in whole words."""
    first = marked.search(text)
    if first is None or len(text) <= LONGEST_PART:
        return text
    start = max(0, first.start() - BEFORE)
    begin = next((each.start() for each in WORD.finditer(text, start) if each.start() > start or not start), start)
    begin = min(begin, first.start()) if start else 0
    part = text[begin : begin + LONGEST_PART]
    end = "" if begin + LONGEST_PART >= len(text) else "…"
    return ("…" if begin else "") + part + end


def with_marks(text: str, marked: "re.Pattern[str]") -> SafeString:
    """The words that were found, for everybody to see and to hear."""
    return format_html_join("", "{}{}{}", _pieces(text, marked))


def _pieces(text: str, marked: "re.Pattern[str]") -> Iterator[tuple[str, str, str]]:
    at, opening, closing = 0, SafeString("<mark>"), SafeString("</mark>")
    for each in marked.finditer(text):
        if each.end() > each.start():
            yield text[at : each.start()], "", ""
            yield opening, each.group(), closing
            at = each.end()
    yield text[at:], "", ""
