"""Every sentence of section 9, and of the judgements proposed from it, has a condition and is printed exactly then.

The conditions are told of the rows that were recorded, never of what the analysis made of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import pytest

from output.document import Block, Bullets, Table
from reports import voiced
from reports.proposal import Proposal
from reports.sections import needs, statements, voices
from reports.sections.context import SectionContext
from stakeholders.vocabulary import BLOCKS, StakeholderBlock
from tests.reports.hearings import (
    BODIES,
    GROUPS,
    Row,
    city,
    finding,
    group,
    need,
    outlook,
    quote,
    service,
    session,
    trust,
)
from tests.reports.saying import pattern_of, templates_of, texts

MODULES = (needs, statements, voices, voiced)
# Tables alone stand in the annex.
ANNEX = "From 0 (nobody raised it)"
Condition = Callable[[SectionContext], bool]
ALL = tuple(BODIES)
EVERYWHERE = ["00", "01", "02", "03"]
IN_CONFIDENCE = {"rule": "confidential", "organisations": [], "sectors": {}, "first_day": "2025-03-01"}


def _full(*extra: Row) -> list[Row]:
    """Everybody is heard in three sessions, and says something of everything."""
    said: dict[str, Any] = {
        "needs": [need(name, "training", 2 + n % 4) for n, name in enumerate(ALL)]
        + [need("Police", "funding", 5), need("Church", "information", 3, districts=["01"], groups=["young"])]
        + [need("School", "media_literacy", 1, level="primary"), need("Quay Street", "safe_spaces", 5)],
        "outlook": [outlook(name, 3 + n % 3, "worse") for n, name in enumerate(ALL)],
        "trust": [trust(name, 2 + n % 2) for n, name in enumerate(ALL)],
        "findings": [finding("Police", "asset", "The harbour festival"), finding("Church", "harm", "Not reported")],
        "disagreements": [{"statement": "How early to call the police", "blocks": ["public_bodies", "residents"]}],
        "quotes": [quote("Church")],
        "head_counts": [group("young"), group("older")],
        "barriers": ["time"],
        "districts": EVERYWHERE,
    }
    again = [session(*ALL, districts=EVERYWHERE, head_counts=[group("young"), group("older")]) for _n in range(2)]
    return [session(*ALL, **said), *again, *extra]


def _confidential(number: int = 3, **said: Any) -> list[Row]:
    heads = [{"axis": "sector", "code": "community", "people": 4, "represented": False}]
    return [
        session(
            **{**IN_CONFIDENCE, "needs": [need("block:civil_society", "victim_support")], "head_counts": heads, **said}
        )
        for _n in range(number)
    ]


def _district(code: str, *levels: int) -> list[Row]:
    names = [name for name in ALL if BLOCKS[BODIES[name]] == StakeholderBlock.CIVIL_SOCIETY]
    return [
        session(*names, districts=[code], outlook=[outlook(name, level, district=code) for name in names])
        for level in levels
    ]


def _worlds() -> dict[str, SectionContext]:
    half = session("Police", "Church", needs=[need("Police", level="secondary")], people=None)
    trust_apart = [*(trust(name, 5) for name in ALL[:3]), *(trust(name, 1) for name in ALL[3:])]
    concern_apart = [
        outlook(name, 5 if n < 3 else 2, "worse" if n % 2 else "same", place)
        for place in ("", "01")
        for n, name in enumerate(ALL)
    ]
    chatham: dict[str, Any] = {
        "rule": "chatham_house",
        "needs": [need("sector:faith"), need("block:residents", "funding")],
    }
    return {
        "nobody": city(),
        "full": city(*_full()),
        "full and in confidence": city(*_full(*_confidential())),
        "one session": city(half),
        "not all counted": city(half, session("Police")),
        "one invitation": city(session("Police", needs=[need("Police")]), groups=()),
        "nothing said": city(session(people=1, districts=["00"], head_counts=[group("young")], invited=None)),
        "in confidence, two": city(*_confidential(2)),
        "in confidence, three": city(*_confidential(3)),
        "in confidence, nothing said": city(*_confidential(3, needs=[])),
        "chatham house": city(session("Church", "Mosque", **chatham), session("Church", "Mosque", **chatham)),
        "one of chatham house": city(session("Church", "Mosque", people=2, **chatham)),
        "no order of blocks": city(session(*ALL[:7], needs=[need("Police"), need("Church", "funding", 2)])),
        "apart": city(session(*ALL, outlook=concern_apart, trust=trust_apart)),
        "two rate": city(session(*ALL, outlook=[outlook("Police", 1)], trust=[trust("Police", 1), trust("School", 5)])),
        "thirty rate": city(*(session(outlook=[outlook("block:residents", 1 + n % 5)], trust=[]) for n in range(30))),
        "twenty-nine rate": city(*(session(outlook=[outlook("block:residents", 4)]) for _n in range(29))),
        "many findings": city(session("Police", findings=[finding("Police", statement=f"No. {n}") for n in range(5)])),
        "four findings": city(session("Police", findings=[finding("Police", statement=f"No. {n}") for n in range(4)])),
        "quotes": city(session("Police", quotes=[quote("Police", str(n), "nobody") for n in range(4)])),
        "a commitment": city(session("Police", needs=[need("Police")], findings=[finding("Police", "commitment")])),
        "no service": city(session("Police", needs=[need("Police")]), services=[]),
        "a service for one need": city(
            session("Police", needs=[need("Police"), need("Police", "funding")]), services=[service("training")]
        ),
        "a service for each need": city(session("Police", needs=[need("Police")]), services=[service("training")]),
        "stale": city(*(session(*ALL, needs=[need("Police")], review_by="2025-12-31") for _n in range(2))),
        "worry": city(*_district("00", 5, 5, 4), records=(1, 20, 20, 20)),
        "blind spot": city(*_district("00", 1, 2, 1), records=(60, 10, 10, 10)),
        "some worry": city(*_district("00", 4, 3, 4), records=(1, 20, 20, 20)),
        "few worries": city(*_district("00", 3, 2, 2), records=(60, 10, 10, 10)),
        "worry, in two sessions": city(*_district("00", 5, 5), records=(1, 20, 20, 20)),
        "worry where much is recorded": city(*_district("00", 5, 5, 4), records=(40, 10, 10, 10)),
        "worry without residents": city(*_district("00", 5, 5, 4), records=(1, 20, 20, 20), residents=0),
        "worry in a quiet city": city(*_district("00", 5, 5, 4), records=(0, 1, 1, 1)),
    }


@pytest.fixture(scope="module")
def worlds() -> dict[str, SectionContext]:
    return _worlds()


# What was recorded, read from the rows alone.


def _open(context: SectionContext, kind: str) -> list[Row]:
    rows = context.frozen.consultations
    return [row for each in rows if each["confidentiality"] != "confidential" for row in each[kind]]


def _all(context: SectionContext, kind: str) -> list[Row]:
    return [row for each in context.frozen.consultations for row in each[kind]]


def _heard(context: SectionContext) -> bool:
    return bool(context.frozen.consultations)


def _secret(context: SectionContext) -> int:
    return sum(each["confidentiality"] == "confidential" for each in context.frozen.consultations)


def _organisations(context: SectionContext) -> set[int]:
    named = {row["organisation"] for kind in ("needs", "outlook", "trust") for row in _all(context, kind)}
    return (named - {None}) | {each["id"] for row in context.frozen.consultations for each in row["organisations"]}


def _sectors(context: SectionContext) -> set[str]:
    came = {sector for row in context.frozen.consultations for sector in row["sectors"]}
    return came | {row["sector"] for kind in ("needs", "outlook", "trust") for row in _all(context, kind)} - {""}


def _enough(context: SectionContext) -> bool:
    """In these worlds who comes under the Chatham House rule is the same every time."""
    return len(_sectors(context)) >= 3 and len(_organisations(context)) >= 6


def _ordered(context: SectionContext) -> bool:
    return _enough(context) and bool(_all(context, "needs"))


def _blocks_of(context: SectionContext, session_: Row) -> set[str]:
    said = {row["block"] for kind in ("needs", "outlook", "trust") for row in session_[kind]}
    heads = {str(BLOCKS[each["code"]]) for each in session_["head_counts"] if each["axis"] == "sector"}
    return said | heads | {str(BLOCKS[sector]) for sector in session_["sectors"]}


def _sampled(context: SectionContext) -> bool:
    times = Counter(block for row in context.frozen.consultations for block in _blocks_of(context, row))
    return bool(times) and min(times.values()) >= 3


def _bodies_of(context: SectionContext, authorities: bool) -> int:
    numbers = dict(zip(range(101, 101 + len(BODIES)), BODIES.values(), strict=True))
    blocks = [BLOCKS[numbers[number]] for number in _organisations(context)]
    return sum((block == StakeholderBlock.PUBLIC_BODIES) is authorities for block in blocks)


def _two_sides(context: SectionContext) -> bool:
    return _ordered(context) and min(_bodies_of(context, True), _bodies_of(context, False)) >= 3


def _only_of(context: SectionContext, authorities: bool) -> bool:
    sides: dict[str, set[bool]] = {}
    for row in _all(context, "needs"):
        sides.setdefault(row["category"], set()).add(row["block"] == "public_bodies")
    return _two_sides(context) and not _secret(context) and {authorities} in sides.values()


def _raters(context: SectionContext, kind: str, *, direction: bool = False) -> dict[tuple[str, str], set[str]]:
    """Who rated, by what they rated and their block; on the record a session without a name is one more."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in context.frozen.consultations:
        for said in row[kind]:
            who = str(said["organisation"] or f"{row['id']} {said['sector']}")
            if not direction or said["direction"]:
                found.setdefault((said.get("body", said.get("district", "")), said["block"]), set()).add(who)
    return found


def _rated(context: SectionContext, kind: str) -> bool:
    return any(len(who) >= 3 for who in _raters(context, kind).values())


def _few_rated(context: SectionContext, kind: str) -> bool:
    return any(len(who) < 3 for who in _raters(context, kind).values())


def _city_wide(context: SectionContext) -> int:
    """Ratings of the city that are told: in these worlds an organisation rates once."""
    told = {block for (of, block), who in _raters(context, "outlook").items() if not of and len(who) >= 3}
    return sum(row["block"] in told and not row["district"] for row in _all(context, "outlook"))


def _apart(context: SectionContext, kind: str, place: str | None = None) -> bool:
    level = {"outlook": "concern", "trust": "level"}[kind]
    given: dict[str, list[int]] = {}
    for row in _all(context, kind):
        if place is None or bool(row["district"]) is bool(place):
            given.setdefault(row["block"], []).append(row[level])
    middles = [sorted(values)[len(values) // 2] for values in given.values() if len(values) >= 3]
    return bool(middles) and max(middles) - min(middles) >= 2


def _said_most(context: SectionContext, kind: str, most: int = 3) -> bool:
    """More than fit are of one kind of need or finding."""
    return any(count > most for count in _statements(context, kind).values())


def _statements(context: SectionContext, kind: str) -> Counter[str]:
    found = {(row.get("category") or row.get("kind") or "", row.get("statement") or row.get("text"), row["sector"])
             for row in _open(context, kind)}  # fmt: skip
    return Counter(name for name, _statement, _sector in found)


def _silent_kind(context: SectionContext) -> bool:
    """A need was raised in confidence alone."""
    return bool(
        {row["category"] for row in _all(context, "needs")} - {row["category"] for row in _open(context, "needs")}
    )


def _rest_of(context: SectionContext) -> list[int]:
    kinds = ("needs", "findings", "quotes")
    return [count - 3 for kind in kinds for count in _statements(context, kind).values() if count > 3]


def _groups(context: SectionContext) -> dict[str, list[Row]]:
    rows = [row for row in _all(context, "head_counts") if row["axis"] == "group"]
    return {each["code"]: [row for row in rows if row["code"] == each["code"]] for each in context.frozen.groups}


def _silent_groups(context: SectionContext) -> bool:
    return any(not rows for rows in _groups(context).values())


def _thin(context: SectionContext) -> bool:
    return any(
        len(rows) == 1 or (rows and all(row["represented"] for row in rows)) for rows in _groups(context).values()
    )


def _missing_block(context: SectionContext) -> bool:
    return len({block for row in context.frozen.consultations for block in _blocks_of(context, row)}) < 3


def _away(context: SectionContext) -> bool:
    told = {code for row in context.frozen.consultations for code in row["districts"]}
    return len(told) < len(context.frozen.areas)


def _gap(context: SectionContext) -> bool:
    return _silent_groups(context) or _missing_block(context) or _away(context)


def _invited(context: SectionContext) -> int:
    return sum(row["invited"] or 0 for row in context.frozen.consultations)


def _people(context: SectionContext) -> tuple[int, bool]:
    counts = [row["people"] for row in context.frozen.consultations]
    return sum(count or 0 for count in counts), None in counts


def _unnamed(context: SectionContext) -> int:
    return sum(
        any(not row["organisation"] for kind in ("needs", "outlook", "trust") for row in each[kind])
        or (each["confidentiality"] == "chatham_house" and bool(each["sectors"]))
        for each in context.frozen.consultations
        if each["confidentiality"] != "confidential"
    )


def _shared_need(context: SectionContext) -> bool:
    """Two blocks raised it, and three organisations in all."""
    by_kind: dict[str, list[Row]] = {}
    for row in _all(context, "needs"):
        by_kind.setdefault(row["category"], []).append(row)
    return _enough(context) and any(
        len({row["block"] for row in rows}) > 1 and len({row["organisation"] for row in rows} - {None}) >= 3
        for rows in by_kind.values()
    )


def _of_world(*names: str) -> Condition:
    """Where what decides is a chance that was computed: the worlds are made so that it is far from its threshold."""
    return lambda context: any(context is each for name, each in _KNOWN.items() if name in names)


_KNOWN: dict[str, SectionContext] = {}


def _proposed(context: SectionContext) -> bool:
    """Any judgement from consultations."""
    return _heard(context) and (
        _voiced_alone(context) or _silent_groups(context) or _of_world("worry", "blind spot")(context)
    )


def _voiced_alone(context: SectionContext) -> bool:
    """A judgement that stands on what was said alone."""
    return (
        _shared_need(context)
        or any(len(row["blocks"]) > 1 for row in _open(context, "disagreements"))
        or _apart(context, "trust")
        or _apart(context, "outlook", "")
        or _apart(context, "outlook", "x")
    )


SENTENCES: dict[str, Condition] = {
    # who was heard, and how much of it is told
    "Nobody was consulted in the period, so nothing is known": lambda c: not _heard(c),
    "%(sessions)s in the period. Sectors known to be heard: %(sectors)s.": _heard,
    "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not yet": lambda c: (
        _heard(c) and bool(c.frozen.groups)
    ),
    "Took part: %(people)s.": lambda c: _people(c)[0] > 0,
    "at least %(people)s person": lambda c: _people(c)[0] > 0 and _people(c)[1],
    "%(came)s of %(invited)s invitation of an organisation was taken up": lambda c: _invited(c) > 0,
    "How many organisations were invited is not known here.": lambda c: _heard(c) and not _invited(c),
    "Sectors, as far as they may be named, with the sessions that heard them: %(named)s.": lambda c: (
        any(row["organisations"] for row in c.frozen.consultations) or any(row["sector"] for row in _all(c, "needs"))
    ),
    "Districts, with the sessions about them: %(named)s.": lambda c: any(
        row["districts"] for row in c.frozen.consultations
    ),
    "Of %(count)s confidential consultation something is not told": lambda c: _secret(c) > 0,
    "Separate totals. Directly: they spoke themselves": lambda c: _heard(c) and bool(c.frozen.groups),
    "What kept people away, as told in so many sessions": lambda c: any(
        row["barriers"] for row in c.frozen.consultations
    ),
    "Not yet reached by us: %(names)s.": lambda c: _heard(c) and _silent_groups(c),
    "Thinly heard, once or only through a representative": lambda c: _heard(c) and _thin(c),
    "The city has not said which groups it sets out to hear.": lambda c: _heard(c) and not c.frozen.groups,
    "No voice of: %(names)s.": lambda c: _heard(c) and _missing_block(c),
    "No consultation about: %(names)s.": lambda c: _heard(c) and _away(c),
    "Some of these may have been heard in confidence.": lambda c: _secret(c) > 0 and _gap(c),
    "Every group the city set out to hear, every block": lambda c: (
        _heard(c) and bool(c.frozen.groups) and not _thin(c) and not _gap(c)
    ),
    # needs
    "No need was raised.": lambda c: _heard(c) and not _all(c, "needs") and not _secret(c),
    "No need was raised that may be told.": lambda c: not _all(c, "needs") and _secret(c) > 0,
    "An order needs at least %(sectors)s sectors": lambda c: bool(_all(c, "needs")) and not _enough(c),
    "How strongly it was raised, in steps of a fifth": _ordered,
    "From 0 (nobody raised it)": _ordered,
    "Place: the first and the last among these needs": lambda c: _ordered(c) and _sampled(c),
    "The order is that of these sessions alone": lambda c: _ordered(c) and not _sampled(c),
    "Authorities say. ": _two_sides,
    "Communities say. ": _two_sides,
    "Raised by authorities and by no community: %(needs)s.": lambda c: _only_of(c, True),
    "Raised by communities and by no authority: %(needs)s.": lambda c: _only_of(c, False),
    "Raised by %(whom)s.": lambda c: bool(_all(c, "needs")),
    "%(count)s of %(all)s organisation": lambda c: bool(_all(c, "needs")) and bool(_organisations(c)),
    "%(count)s of %(all)s session that does not name who spoke": lambda c: bool(_all(c, "needs")) and _unnamed(c) > 0,
    "%(count)s session in confidence": lambda c: any(
        row["needs"] for row in c.frozen.consultations if row["confidentiality"] == "confidential"
    ),
    "Nothing was said of it that may be told in words.": _silent_kind,
    "Which services answer a need already was not kept yet": lambda c: (
        bool(_all(c, "needs")) and c.frozen.services is None
    ),
    "No service is recorded, so what answers these needs": lambda c: bool(_all(c, "needs")) and c.frozen.services == [],
    "What serves it already: %(services)s.": lambda c: any(
        row["category"] in each["needs"] for each in c.frozen.services or () for row in _all(c, "needs")
    ),
    "No service is recorded for it.": lambda c: (
        bool(c.frozen.services)
        and not {row["category"] for row in _all(c, "needs")}
        <= {code for each in c.frozen.services or () for code in each["needs"]}
    ),
    "What they told that protects stands in section 8.": lambda c: any(
        row["kind"] == "asset" for row in _open(c, "findings")
    ),
    "What they said they will do stands in section 11.": lambda c: any(
        row["kind"] == "commitment" for row in _open(c, "findings")
    ),
    "Another statement stands in table %(table)s.": lambda c: bool(_rest_of(c)),
    "for %(groups)s": lambda c: any(row.get("groups") for row in _open(c, "needs")),
    # what they told
    "No finding is recorded.": lambda c: _heard(c) and not _open(c, "findings") and not _secret(c),
    "No finding is recorded that may be told.": lambda c: not _open(c, "findings") and _secret(c) > 0,
    "None is recorded. That nobody disagreed is not said by that.": lambda c: (
        _heard(c) and not _open(c, "disagreements") and not _secret(c)
    ),
    "None is recorded that may be told.": lambda c: not _open(c, "disagreements") and _secret(c) > 0,
    # outlook and trust
    "Nobody rated how concerned they are.": lambda c: _heard(c) and not _all(c, "outlook") and not _secret(c),
    "No rating of concern was given that may be told.": lambda c: not _all(c, "outlook") and _secret(c) > 0,
    "Nobody rated whom they trust.": lambda c: _heard(c) and not _all(c, "trust") and not _secret(c),
    "No rating of trust was given that may be told.": lambda c: not _all(c, "trust") and _secret(c) > 0,
    "How many gave each level of concern from 1 to 5": lambda c: _rated(c, "outlook"),
    "How many gave each level of trust from 1 to 5": lambda c: _rated(c, "trust"),
    "How many ratings of each level, 5 the strongest concern.": lambda c: _city_wide(c) > 0,
    "Ratings from 1 to 5, how many of each. %(told)s.": lambda c: _city_wide(c) > 0,
    "Ratings that fewer than %(least)s organisations of a block": lambda c: (
        _few_rated(c, "outlook") or _few_rated(c, "trust")
    ),
    "Fewer than %(count)s ratings: how far they agree is not told.": lambda c: 0 < _city_wide(c) < 30,
    "Agreement A = %(value)s": lambda c: _city_wide(c) >= 30,
    # proposed
    "it stands on consultations, and nothing that was recorded": lambda c: _proposed(c) and _voiced_alone(c),
    "it stands on who is recorded as having been heard": lambda c: _heard(c) and _silent_groups(c),
    "it sets what was said beside what was recorded": _of_world("worry", "blind spot"),
    "over 40 % of the consultations are past their review date": lambda c: (
        _proposed(c) and any(row["review_by"] for row in c.frozen.consultations)
    ),
    "A need under “%(need)s” was raised across blocks": _shared_need,
    "%(blocks)s did not agree: %(statement)s": lambda c: any(
        len(row["blocks"]) > 1 for row in _open(c, "disagreements")
    ),
    "%(high)s and %(low)s do not agree how far to trust this body": lambda c: _apart(c, "trust"),
    "%(high)s and %(low)s do not agree how much there is to worry about in %(of)s": lambda c: _apart(c, "outlook", "x"),
    "%(high)s and %(low)s do not agree how much there is to worry about city-wide": lambda c: _apart(c, "outlook", ""),
    "Of the groups the city set out to hear, these were in no consultation: %(groups)s.": lambda c: (
        _heard(c) and _silent_groups(c) and not _secret(c)
    ),
    "Of the groups the city set out to hear, these were in no consultation that may be told": lambda c: (
        _silent_groups(c) and _secret(c) > 0
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
}  # fmt: skip


def test_every_sentence_has_a_condition() -> None:
    says = {text for text in _templates() if text.rstrip().endswith((".", ":")) or "%(" in text}
    known = {text: [start for start in SENTENCES if text.startswith(start)] for text in says - NO_SENTENCES}
    assert {text for text, starts in known.items() if not starts} == set()
    assert {start for start in SENTENCES if not any(text.startswith(start) for text in _templates())} == set()


@pytest.fixture(scope="module")
def printed(worlds: dict[str, SectionContext]) -> dict[str, str]:
    _KNOWN.update(worlds)
    return {name: "\n".join(_words(context)) for name, context in worlds.items()}


def _words(context: SectionContext) -> Iterator[str]:
    blocks: list[Block] = [*voices.blocks(context), *needs.scores(context), *statements.tables(context)]
    for part in chain(blocks, voiced.propose(context)):
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


@pytest.mark.parametrize("count", [0, 1, 3, 5, 40])
def test_nothing_is_cut_by_the_order_of_entry(count: int) -> None:
    """Whatever does not fit the section stands in the annex, every statement of it, and the highest come first."""
    rows = [need("Police", priority=1 + n % 5, statement=f"Statement {n:02}.") for n in range(count)]
    context = city(session("Police", needs=rows))
    tables = [each for each in statements.tables(context) if isinstance(each, Table)]
    told = [row[1] for table in tables for row in table.rows]
    assert sorted(told) == [f"Statement {n:02}." for n in range(count)]
    levels = {row["statement"]: row["priority"] for row in rows}
    assert [levels[each] for each in told] == sorted(levels.values(), reverse=True)
    turned = city(session("Police", needs=rows[::-1]))
    assert list(texts(list(voices.blocks(turned)))) == list(texts(list(voices.blocks(context))))


def test_no_block_fills_the_room_of_another() -> None:
    rows = [need("Police", priority=5, statement=f"Police {n}") for n in range(9)]
    rows += [need("Church", priority=1, statement="Church"), need("Quay Street", priority=1, statement="Quay")]
    context = city(session(*ALL, needs=rows))
    (told,) = [block for block in statements.needs_in_words(context) if isinstance(block, Bullets)]
    assert [str(item).split(" (")[0] for item in told.items] == ["Police 0", "Church", "Quay"]


def test_a_statement_says_where_at_which_level_for_whom_and_who_said_it() -> None:
    row = need("Church", statement="Somebody to call", districts=["01", "00"], level="primary", groups=["young"])
    (told,) = statements.said(city(session("Church", needs=[row])), "needs")
    assert str(told) == "Somebody to call (District 1 and District 0; Primary; for Young people; Faith)"


def test_a_snapshot_from_before_level_and_group_were_kept_is_read() -> None:
    row = need("Church", statement="Somebody to call")
    assert "level" not in row
    assert [str(each) for each in statements.said(city(session("Church", needs=[row])), "needs")] == [
        "Somebody to call (Faith)"
    ]


def test_who_raised_a_need_is_told_as_n_of_m() -> None:
    chatham = session("Church", "Mosque", rule="chatham_house", needs=[need("block:civil_society")])
    context = city(
        session(*ALL, needs=[need(name) for name in ALL[:7]]), chatham, session("Church", rule="chatham_house"),
        *_confidential(3, needs=[need("block:residents")]),
    )  # fmt: skip
    (training,) = context.voices.needs
    assert needs.raised_by(context, training) == (
        "7 of 9 organisations; 1 of 2 sessions that do not name who spoke; 3 sessions in confidence"
    )


def _found(context: SectionContext) -> dict[str, Proposal]:
    return {each.key: each for each in voiced.propose(context)}


def test_a_judgement_leads_to_the_sessions_it_stands_on_and_never_to_one_in_confidence(
    worlds: dict[str, SectionContext],
) -> None:
    context = worlds["full and in confidence"]
    found = _found(context)["voices.need.training"]
    told = [
        row["id"] for row in context.frozen.consultations if row["confidentiality"] != "confidential" and row["needs"]
    ]
    assert list(found.consultations) == told
    secret = {row["id"] for row in context.frozen.consultations if row["confidentiality"] == "confidential"}
    assert not any(secret & set(each.consultations) for each in voiced.propose(context))


def test_keys_of_judgements_differ_and_stay(worlds: dict[str, SectionContext]) -> None:
    for context in worlds.values():
        keys = [each.key for each in voiced.propose(context)]
        assert len(set(keys)) == len(keys)
        assert keys == [each.key for each in voiced.propose(context)]


def test_groups_are_those_of_the_city() -> None:
    silent = _found(city(session("Police", head_counts=[group("young")])))["voices.groups.silent"]
    assert silent.statement.endswith(f": {GROUPS[1]['name']}.")


def test_what_is_too_long_for_a_judgement_is_cut_there_and_stands_whole_in_its_evidence() -> None:
    long = {"statement": "Whether to ask. " * 125, "blocks": ["public_bodies", "residents"]}
    found = [
        each for each in voiced.propose(city(session("Police", disagreements=[long]))) if "disagreement" in each.key
    ]
    assert [len(each.statement) for each in found] == [2_000]
    assert found[0].evidence[-1] == ("Said", long["statement"])


def test_a_disagreement_that_two_sessions_record_in_the_same_words_is_one_judgement() -> None:
    row = {"statement": "How early to call the police", "blocks": ["residents", "public_bodies"]}
    sessions = [session("Police", disagreements=[row]) for _n in range(2)]
    found = [each for each in voiced.propose(city(*sessions)) if "disagreement" in each.key]
    assert [each.consultations for each in found] == [(sessions[0]["id"], sessions[1]["id"])]


def _score_of(context: SectionContext) -> float:
    (training,) = context.voices.needs
    return training.score


@pytest.mark.parametrize("rule", ["chatham_house", "confidential"])
@pytest.mark.parametrize("times", [3, 10, 30])
def test_however_many_sessions_name_nobody_they_outvote_no_organisation(rule: str, times: int) -> None:
    """Civil society: the church 0; whoever is not named, as one more of their block, 1. So (0 + 1) / 2."""
    told = {"needs": [need("block:civil_society", priority=5)]}
    unnamed = (
        _confidential(times, **told)
        if rule == "confidential"
        else [session("Youth Club", rule=rule, **told) for _n in range(times)]
    )
    assert _score_of(city(session("Church"), *unnamed)) == pytest.approx(0.5)
