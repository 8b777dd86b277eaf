"""Every sentence of section 13 has a condition, told from what was recorded, and is printed exactly then."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from reports.partner.view import partner_view
from reports.sections import method, priorities, recommendations
from reports.sections.context import SectionContext
from reports.sections.decisions import Weighed
from stakeholders.vocabulary import NeedCategory
from tests.reports.hearings import BODIES, city, need, service, session
from tests.reports.sentences.saying import noted, sentences_of, texts
from tests.reports.sentences.summary_worlds import recommended
from tests.reports.sentences.voiced_facts import all_rows, heard, secret

MODULES = (priorities, recommendations)
ALL = tuple(BODIES)
SECRET: dict[str, Any] = {"rule": "confidential", "organisations": [], "sectors": {}, "first_day": "2025-03-01"}
# Of the whole city; seven of them are one more than the section has room for.
CODES = [str(code) for code in NeedCategory][:7]
EVERYWHERE = [service("training"), service("training", title="Another")]


def _raised(*categories: str, by: tuple[str, ...] = ALL, **fields: Any) -> Any:
    return session(*by, needs=[need(who, each, 5, **fields) for who in by for each in categories])


@cache
def worlds() -> dict[str, SectionContext]:
    everybody = city(_raised("training"))
    kept = replace(everybody.frozen, last_number=4, last_needs=(("funding", ""), ("training", "")))
    known = city(_raised("training"), services=EVERYWHERE)
    return {
        "nobody": city(),
        "nobody, for members": partner_view(city().frozen).context,
        "everybody, for members": partner_view(everybody.frozen).context,
        "no need": city(session(*ALL)),
        "a need in confidence": city(session(*ALL), session(**SECRET, needs=[need("block:residents")])),
        "everybody": everybody,
        "everybody, and served": known,
        "nothing open": city(_raised("training"), services=[service("funding")]),
        "few": city(_raised("training", by=ALL[:2]), services=EVERYWHERE),
        "few, hardly": city(session(*ALL, needs=[need("Church", priority=1)]), services=EVERYWHERE),
        "six": city(_raised(*CODES[:6])),
        "seven": city(_raised(*CODES)),
        "moved down": replace(known, weighed=Weighed(moved={("training", ""): ("low", "It is begun.")})),
        "moved up": replace(everybody, weighed=Weighed(moved={("training", ""): ("high", "It is dear.")})),
        "recommended": replace(everybody, weighed=Weighed(recommended=(recommended(),))),
        "the last one's": replace(everybody, frozen=kept),
        "the last one's, one answered": replace(everybody, frozen=kept, weighed=Weighed(recommended=(recommended(),))),
        "the last one's, all answered": replace(
            everybody, frozen=kept, weighed=Weighed(recommended=(recommended(), recommended("funding")))
        ),
        "recommended alone": replace(city(), weighed=Weighed(recommended=(recommended(),))),
    }


def _places(context: SectionContext) -> list[tuple[str, str]]:
    """Every need that was raised, in the city and where it was told of."""
    rows = all_rows(context, "needs")
    return sorted({(row["category"], area) for row in rows for area in ("", *row["districts"])})


def _by_few(context: SectionContext) -> bool:
    """A need of which how high each block put it is not known: of none of them three organisations raised it."""
    return any(
        all(
            len({row["organisation"] for row in all_rows(context, "needs")
                 if (row["category"], row["block"]) == (category, block)}) < 3
            for block in ("public_bodies", "civil_society", "residents")
        )
        for category, _area in _places(context)
    )  # fmt: skip


def _bands(context: SectionContext) -> list[tuple[str, str, bool]]:
    """Of each need the lowest and the highest band it may be in, and whether that is sure."""
    found = []
    for each in context.priorities:
        moved = context.weighed.moved.get((each.category, each.area))
        found.append((moved[0], moved[0], True) if moved else (each.lowest, each.highest, not each.is_unsettled))
    return found


def _surely_high(context: SectionContext) -> int:
    return _bands(context).count(("high", "high", True))


def _unanswered(context: SectionContext) -> bool:
    answered = {(row.category, row.area) for row in context.weighed.recommended}
    return any((category, area) not in answered for category, area in context.frozen.last_needs)


SENTENCES: dict[str, Callable[[SectionContext], bool]] = {
    "No need that could come first is told of here.": lambda c: not heard(c) and not c.tells_records,
    "No need is known that could come first: no": lambda c: not heard(c) and c.tells_records,
    "No priority follows: no need was raised in the consultations of this period.": lambda c: (
        heard(c) and not _places(c) and not secret(c)
    ),
    "No priority follows: no need was raised in the consultations of this period that may be told.": lambda c: (
        not _places(c) and secret(c) > 0
    ),
    "In the highest band: %(needs)s.": lambda c: _surely_high(c) > 0,
    "No need is surely in the highest band.": lambda c: bool(_places(c)) and not _surely_high(c),
    "%(count)s need may belong there.": lambda c: (
        sum(highest == "high" for _lowest, highest, _sure in _bands(c)) > _surely_high(c)
    ),
    "Another need stands in table": lambda c: len(_places(c)) > 6,
    "By which rule: see section": lambda c: bool(_places(c)),
    "Priorities. Each part lies between": lambda c: bool(_places(c)),
    # of services none is recorded, so whether there is a gap may be anything; and in the edition for members what was
    # recorded in a district
    "What is unknown is never counted as low": lambda c: bool(_places(c)) and (not c.frozen.services or _by_few(c)),
    "How high a need was put is not told where": lambda c: bool(_places(c)) and _by_few(c),
    "Which services answer a need is not recorded.": lambda c: bool(_places(c)) and not c.frozen.services,
    "Unsettled: weights that differ": lambda c: any(each.is_unsettled for each in c.priorities),
    "No recommendation is written.": lambda c: bool(_places(c)) and not c.weighed.recommended,
    "Nothing is written of what was done about these needs": _unanswered,
}
TEMPLATES = [text for module in MODULES for text in sentences_of(module)]


def _begin(text: str) -> str:
    fitting = [begin for begin in SENTENCES if text.startswith(begin)]
    assert fitting, f"No condition is stated for “{text}”."
    return max(fitting, key=len)


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    assert set(map(_begin, TEMPLATES)) == set(SENTENCES)


@pytest.fixture(scope="module")
def printed() -> dict[str, set[str]]:
    found = {}
    for name, context in worlds().items():
        with pytest.MonkeyPatch.context() as patched:
            used = noted(MODULES, patched)
            words = "\n".join(texts([*method.of_the_rest(context), *priorities.blocks(context)]))
        # of two sentences of which one is chosen both are looked up
        found[name] = {text for text in used if "%(" in text or text in words}
    return found


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_sentence_is_printed_exactly_where_it_is_true(text: str, printed: dict[str, set[str]]) -> None:
    said = {name for name, used in printed.items() if text in used}
    assert said == {name for name, context in worlds().items() if SENTENCES[_begin(text)](context)}
    assert said, "It is said of no city."
    assert said != set(worlds()), "It is said of every city."
