"""Every sentence of section 9, and of the judgements proposed from it, has a condition and is printed exactly then.

The conditions are told of the rows that were recorded, never of what the analysis made of them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain

import pytest

from output.document import Block
from reports.proposals import consultations
from reports.sections import needs, reached, statements, voices
from reports.sections.context import SectionContext
from tests.reports.sentences.saying import is_sentence, pattern_of, templates_of, texts
from tests.reports.sentences.voiced_facts import (
    all_rows,
    apart,
    away,
    city_wide,
    enough,
    few_rated,
    gap,
    has_small_block,
    heard,
    invitations,
    missing_block,
    only_of,
    open_rows,
    ordered,
    organisations_of,
    people_of,
    rated,
    rest_of,
    sampled,
    secret,
    shared_need,
    silent_groups,
    silent_kind,
    thin,
    two_sides,
    unnamed,
)
from tests.reports.sentences.voiced_worlds import all_worlds

MODULES = (needs, reached, statements, voices, consultations)
# Tables alone stand in the annex.
ANNEX = "From 0 (nobody raised it)"
Condition = Callable[[SectionContext], bool]


@pytest.fixture(scope="module")
def worlds() -> dict[str, SectionContext]:
    return all_worlds()


def _of_world(*names: str) -> Condition:
    """Where what decides is a chance that was computed: the worlds are made so that it is far from its threshold."""
    return lambda context: any(context is each for name, each in _KNOWN.items() if name in names)


_KNOWN: dict[str, SectionContext] = {}


def _proposed(context: SectionContext) -> bool:
    """Any judgement from consultations."""
    return heard(context) and (
        _voiced_alone(context) or silent_groups(context) or _of_world("worry", "blind spot")(context)
    )


def _voiced_alone(context: SectionContext) -> bool:
    """A judgement that stands on what was said alone."""
    return (
        shared_need(context)
        or any(len(row["blocks"]) > 1 for row in open_rows(context, "disagreements"))
        or apart(context, "trust")
        or apart(context, "outlook", "")
        or apart(context, "outlook", "x")
    )


SENTENCES: dict[str, Condition] = {
    # who was heard, and how much of it is told
    "Nobody was consulted in the period, so nothing is known": lambda c: not heard(c),
    "%(sessions)s in the period. Sectors known to be heard: %(sectors)s.": heard,
    "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not yet": lambda c: (
        heard(c) and bool(c.frozen.groups) and not secret(c)
    ),
    "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not openly": lambda c: (
        bool(c.frozen.groups) and secret(c) > 0
    ),
    "Took part: %(people)s.": lambda c: people_of(c)[0] > 0,
    "at least %(people)s person": lambda c: people_of(c)[0] > 0 and people_of(c)[1],
    "%(came)s of %(invited)s invitation of an organisation was taken up": lambda c: invitations(c) > 0,
    "How many organisations were invited is not known here.": lambda c: heard(c) and not invitations(c),
    "Sectors, as far as they may be named, with the sessions that heard them: %(named)s.": lambda c: (
        any(row["organisations"] for row in c.frozen.consultations)
        or any(row["sector"] for row in all_rows(c, "needs"))
    ),
    "Districts, with the sessions about them: %(named)s.": lambda c: any(
        row["districts"] for row in c.frozen.consultations
    ),
    "Of %(count)s confidential consultation something is not told": lambda c: secret(c) > 0,
    "Table %(table)s has the people of each": lambda c: heard(c) and bool(c.frozen.groups),
    "What kept people away, as told in so many sessions": lambda c: any(
        row["barriers"] for row in c.frozen.consultations
    ),
    "Not yet reached by us: %(names)s.": lambda c: heard(c) and silent_groups(c),
    "Thinly heard, once or only through a representative": lambda c: heard(c) and thin(c),
    "The city has not said which groups it sets out to hear.": lambda c: heard(c) and not c.frozen.groups,
    "No voice of: %(names)s.": lambda c: heard(c) and missing_block(c),
    "No consultation about: %(names)s.": lambda c: heard(c) and away(c),
    "Some of these may have been heard in confidence.": lambda c: secret(c) > 0 and gap(c),
    "Every group the city set out to hear, every block": lambda c: (
        heard(c) and bool(c.frozen.groups) and not thin(c) and not gap(c)
    ),
    # needs
    "No need was raised.": lambda c: heard(c) and not all_rows(c, "needs") and not secret(c),
    "No need was raised that may be told.": lambda c: not all_rows(c, "needs") and secret(c) > 0,
    "An order needs at least %(sectors)s sectors": lambda c: bool(all_rows(c, "needs")) and not enough(c),
    "How strongly it was raised, in steps of a fifth": ordered,
    "From 0 (nobody raised it)": ordered,
    "What these raised is in “Together” alone": lambda c: ordered(c) and has_small_block(c),
    "Place: the first and the last among these needs": lambda c: ordered(c) and sampled(c),
    "The order is that of these sessions alone": lambda c: ordered(c) and not sampled(c),
    "Authorities say. ": two_sides,
    "Communities say. ": two_sides,
    "Raised by authorities and by no community: %(needs)s.": lambda c: only_of(c, True),
    "Raised by communities and by no authority: %(needs)s.": lambda c: only_of(c, False),
    "raised by %(whom)s": lambda c: bool(all_rows(c, "needs")),
    "%(count)s of %(all)s organisation": lambda c: bool(all_rows(c, "needs")) and bool(organisations_of(c)),
    "%(count)s of %(all)s session that does not name who spoke": lambda c: (
        bool(all_rows(c, "needs")) and unnamed(c) > 0
    ),
    "%(count)s session in confidence": lambda c: any(
        row["needs"] for row in c.frozen.consultations if row["confidentiality"] == "confidential"
    ),
    "Nothing was said of it that may be told in words.": silent_kind,
    "Which services answer a need already was not kept yet": lambda c: (
        bool(all_rows(c, "needs")) and c.frozen.services is None
    ),
    "No service is recorded, so what answers these needs": lambda c: (
        bool(all_rows(c, "needs")) and c.frozen.services == []
    ),
    "What serves each need already": lambda c: bool(c.frozen.services and all_rows(c, "needs")),
    "What they told that protects": lambda c: any(row["kind"] == "asset" for row in open_rows(c, "findings")),
    "What they said they will do": lambda c: any(row["kind"] == "commitment" for row in open_rows(c, "findings")),
    "Another one in table %(table)s.": lambda c: bool(rest_of(c)),
    "Separate totals. Directly: they spoke themselves": lambda c: heard(c) and bool(c.frozen.groups),
    "for %(groups)s": lambda c: any(row.get("groups") for row in open_rows(c, "needs")),
    # what they told
    "No finding is recorded.": lambda c: heard(c) and not open_rows(c, "findings") and not secret(c),
    "No finding is recorded that may be told.": lambda c: not open_rows(c, "findings") and secret(c) > 0,
    "None is recorded. That nobody disagreed is not said by that.": lambda c: (
        heard(c) and not open_rows(c, "disagreements") and not secret(c)
    ),
    "None is recorded that may be told.": lambda c: not open_rows(c, "disagreements") and secret(c) > 0,
    # outlook and trust
    "Nobody rated how concerned they are.": lambda c: heard(c) and not all_rows(c, "outlook") and not secret(c),
    "No rating of concern was given that may be told.": lambda c: not all_rows(c, "outlook") and secret(c) > 0,
    "Nobody rated whom they trust.": lambda c: heard(c) and not all_rows(c, "trust") and not secret(c),
    "No rating of trust was given that may be told.": lambda c: not all_rows(c, "trust") and secret(c) > 0,
    "How many gave each level of concern from 1 to 5": lambda c: rated(c, "outlook"),
    "How many gave each level of trust from 1 to 5": lambda c: rated(c, "trust"),
    "How many ratings of each level, 5 the strongest concern.": lambda c: city_wide(c) > 0,
    "Ratings from 1 to 5, how many of each. %(told)s.": lambda c: city_wide(c) > 0,
    "Ratings that fewer than %(least)s organisations of a block": lambda c: (
        few_rated(c, "outlook") or few_rated(c, "trust")
    ),
    "Fewer than %(count)s ratings: how far they agree is not told.": lambda c: 0 < city_wide(c) < 30,
    "Agreement A = %(value)s": lambda c: city_wide(c) >= 30,
    # proposed
    "it stands on consultations, and nothing that was recorded": lambda c: _proposed(c) and _voiced_alone(c),
    "it stands on who is recorded as having been heard": lambda c: heard(c) and silent_groups(c),
    "it sets what was said beside what was recorded": _of_world("worry", "blind spot"),
    "over 40 % of the consultations are past their review date": lambda c: (
        _proposed(c) and any(row["review_by"] for row in c.frozen.consultations)
    ),
    "A need under “%(need)s” was raised across blocks": shared_need,
    "%(blocks)s did not agree: %(statement)s": lambda c: any(
        len(row["blocks"]) > 1 for row in open_rows(c, "disagreements")
    ),
    "%(high)s and %(low)s do not agree how far to trust this body": lambda c: apart(c, "trust"),
    "%(high)s and %(low)s do not agree how much there is to worry about in %(of)s": lambda c: apart(c, "outlook", "x"),
    "%(high)s and %(low)s do not agree how much there is to worry about city-wide": lambda c: apart(c, "outlook", ""),
    "Of the groups the city set out to hear, these were in no consultation: %(groups)s.": lambda c: (
        heard(c) and silent_groups(c) and not secret(c)
    ),
    "Of the groups the city set out to hear, these were in no consultation that may be told": lambda c: (
        silent_groups(c) and secret(c) > 0
    ),
    "Strong concern was told of %(district)s, and less was recorded": _of_world("worry"),
    "Little concern was told of %(district)s, and more was recorded": _of_world("blind spot"),
}


@cache
def _templates() -> dict[str, tuple[str, ...]]:
    return templates_of(MODULES)


# Parts of cells, of names and of evidence: filled in, but saying nothing by themselves.
NO_SENTENCES = {
    "No need.", "No need that may be told.", "Raised highest: %(needs)s.", "%(block)s, of these %(sector)s",
    "%(first)s to %(last)s", "%(count)s consultation", "%(people)s person", "%(place)s of %(all)s",
    "How strongly: %(block)s", "ratings from 1 to 5 – %(counts)s", "%(heard)s of %(all)s",
    "%(middle)s of 5, told in %(count)s consultation",
    # of sections 8 and 11: `test_statements.py`
    "Another statement stands in table %(table)s.",
}  # fmt: skip


def test_every_sentence_has_a_condition() -> None:
    says = set(filter(is_sentence, _templates()))
    known = {text: [start for start in SENTENCES if text.startswith(start)] for text in says - NO_SENTENCES}
    assert {text for text, starts in known.items() if not starts} == set()
    assert {start for start in SENTENCES if not any(text.startswith(start) for text in _templates())} == set()


@pytest.fixture(scope="module")
def printed(worlds: dict[str, SectionContext]) -> dict[str, str]:
    _KNOWN.update(worlds)
    return {name: "\n".join(_words(context)) for name, context in worlds.items()}


def _words(context: SectionContext) -> Iterator[str]:
    blocks: list[Block] = [*voices.blocks(context), *needs.scores(context), *statements.tables(context)]
    blocks += reached.tables(context)
    for part in chain(blocks, consultations.propose(context)):
        yield from texts(part)


@pytest.mark.parametrize("start", SENTENCES)
def test_a_sentence_is_printed_where_it_is_true_and_nowhere_else(
    start: str, worlds: dict[str, SectionContext], printed: dict[str, str]
) -> None:
    templates = [forms for text, forms in _templates().items() if text.startswith(start)]
    exact = [forms for forms in templates if forms[0] == start] or templates
    pattern = pattern_of(tuple(chain.from_iterable(exact)))
    expected = {name for name, context in worlds.items() if SENTENCES[start](context)}
    found = {name for name, words in printed.items() if _is_in(pattern, words, start)}
    assert found == expected
    assert expected, "it is printed of no world"
    assert expected != set(worlds), "it is printed of every world"


def _is_in(pattern: re.Pattern[str], words: str, start: str) -> bool:
    lines = words.split("\n")
    if start.startswith("for "):
        return any("; for Young" in line or "(for Young" in line for line in lines)
    if start == "%(sessions)s in the period. Sectors known to be heard: %(sectors)s.":
        return any(pattern.match(line) for line in lines)
    return any(pattern.search(line) for line in lines)
