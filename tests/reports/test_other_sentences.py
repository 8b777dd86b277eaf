"""Sentences of sections 3, 4, 6, 7, 10 and 12 and of the annex: each is printed where it is true, and nowhere else."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest

import reports.sections
from reports.sections import (
    data_tables,
    judgements,
    landscape,
    online,
    over_years,
    perceived,
    places,
    scope,
    summary,
    targets,
)
from reports.sections.context import SectionContext
from tests.reports.other_worlds import worlds
from tests.reports.saying import noted, templates_of

Condition = Callable[[SectionContext], bool]
WRITTEN = (
    scope.blocks, scope.how_counted, places.blocks, landscape.blocks, landscape.annexed, online.blocks, online.tables,
    targets.blocks, perceived.blocks, judgements.blocks, data_tables.blocks, summary.blocks,
)  # fmt: skip
NAMES = [each.name for each in pkgutil.iter_modules(reports.sections.__path__)]
MODULES = tuple(importlib.import_module(f"reports.sections.{name}") for name in NAMES)


def _now(context: SectionContext) -> list[Any]:
    period = context.frozen.period
    return [one for one in context.frozen.events if period.holds(one.first_day, one.last_day)]


def _gap(context: SectionContext) -> bool:
    return any(not district.share_looked for district in context.landscape.districts)


def _part(context: SectionContext) -> bool:
    return any(district.in_part and district.share_looked for district in context.landscape.districts)


def _online(context: SectionContext) -> list[Any]:
    return [one for one in _now(context) if one.space in {"online", "hybrid"}]


def _looked_online(context: SectionContext) -> bool:
    period = context.frozen.period
    return any(row.online and row.start <= period.end and row.end >= period.start for row in context.frozen.coverage)


def _online_told(context: SectionContext) -> bool:
    return _looked_online(context) or bool(_online(context))


def _both_sides(context: SectionContext) -> int:
    return sum(each.more is not None and each.strong is not None for each in context.placements)


def _no_rate(context: SectionContext) -> bool:
    return all(each.more is None for each in context.placements)


def _placed(context: SectionContext) -> int:
    return sum(each.field in perceived.FIELDS for each in context.placements)


def _months(context: SectionContext) -> bool:
    found = context.landscape.online
    return found.tau is not None and found.tau_p is not None


def _is_of_consultations(context: SectionContext) -> bool:
    return bool(context.frozen.consultations)


def _people(context: SectionContext) -> list[bool]:
    return [area.population is not None for area in context.frozen.areas]


def _named(context: SectionContext) -> bool:
    return any(set(one.targets) - {"none"} for one in _now(context))


def _judged_kinds(context: SectionContext) -> bool:
    return any(
        change.expected
        for name, family in context.landscape.families.items() if name != "districts"
        for change in family.changes
    )  # fmt: skip


def _found_kinds(context: SectionContext) -> bool:
    return any(family.findings for name, family in context.landscape.families.items() if name != "districts")


def _is_a_year(context: SectionContext) -> bool:
    return (context.frozen.period.end - context.frozen.period.start).days >= 364


def _has_years(context: SectionContext) -> bool:
    return len(over_years.windows(context)) >= over_years.FEWEST_YEARS


def _printed_judgements(context: SectionContext) -> list[Any]:
    return [each for each in context.judgements if each.state in {"confirmed", "rewritten"}]


# The sentence by its beginning, and when it is true.
WHEN: dict[str, Condition] = {
    # section 3, and how the records came in
    "%(looked)s at %(districts)s": _gap,
    "%(looked)s, and every district": lambda c: not _gap(c),
    "Not looked at in the period:": _gap,
    "Looked at in part, on some days": _part,
    # the short diagnosis has it in its summary
    "%(graded)s of the records": lambda c: len(_now(c)) >= 20 and not c.is_short,
    "What people said is what": _is_of_consultations,
    "The last released diagnosis was made by": lambda c: c.frozen.previous_method == "3",
    "Every record was entered": lambda c: not c.frozen.imports,
    "These records came from files": lambda c: bool(c.frozen.imports),
    "Taken out after the date": lambda c: any(row["extracted_on"] > "2026-01-31" for row in c.frozen.imports),
    "Not counted: ": lambda c: any(row["not_counted"] for row in c.frozen.imports),
    "Nothing: all records of both": lambda c: c.landscape.reckoning.recorded == c.landscape.reckoning.compared,
    "%(count)s record of all periods": lambda c: c.frozen.of_older_boundaries > 0,
    # the summary of few records
    "A change can be told of no": lambda c: c.is_short and _judged_kinds(c) and not _found_kinds(c),
    "All records come from one": lambda c: c.is_short and len({one.source_type for one in _now(c)}) == 1,
    "Most often recorded:": lambda c: c.is_short and bool(_now(c)),
    "No consultation is part of": lambda c: c.is_short and not _is_of_consultations(c),
    "Nobody looked at %(names)s. What": lambda c: c.is_short and _gap(c),
    "This is the first diagnosis": lambda c: c.is_short and c.number == 1 and not c.frozen.compared,
    "Change here is change from": lambda c: c.is_short and c.number > 1 and not c.frozen.compared,
    # section 4
    "%(city)s has %(districts)s; how many live there is known": lambda c: any(_people(c)) and not all(_people(c)),
    "%(city)s has %(districts)s; how many live there is not known.": lambda c: not any(_people(c)),
    "%(city)s has %(people)s residents in": lambda c: all(_people(c)),
    "Map of the districts. The number": lambda c: not any(_people(c)),
    # section 6
    "Nobody looked online:": lambda c: not _online_told(c),
    "No source of this diagnosis covers": lambda c: not _online_told(c),
    "Nothing was recorded in the period, online": lambda c: _online_told(c) and not _now(c),
    "%(count)s of %(total)s records (": lambda c: _online_told(c) and len(_now(c)) >= 20,
    "%(count)s of %(total)s record happened": lambda c: _online_told(c) and 0 < len(_now(c)) < 20,
    "The same count ": lambda c: (
        _online_told(c) and bool(_now(c)) and c.landscape.online.share_looked >= 1
        and c.landscape.online.share_looked_before >= 1
    ),
    "No record names a platform.": lambda c: _online_told(c) and not any(one.platform for one in _online(c)),
    "Most often named:": lambda c: any(one.platform for one in _online(c)),
    "There are too few months": lambda c: _online_told(c) and not _months(c),
    "Over %(months)s months, no": lambda c: _months(c) and (c.landscape.online.tau_p or 0) >= 0.05,
    "Over %(months)s months, online": lambda c: _months(c) and (c.landscape.online.tau_p or 0) < 0.05,
    # the years
    "Lines of the records of each": lambda c: not c.is_short and _has_years(c) and _is_a_year(c),
    "Lines of the records of such": lambda c: not c.is_short and _has_years(c) and not _is_a_year(c),
    # section 7
    "The records of the period name no": lambda c: not _named(c),
    "Most often recorded as targeted": _named,
    # section 10
    "Too few districts have a rate": _no_rate,
    "Too few districts were spoken of": lambda c: not _both_sides(c) and not _no_rate(c),
    "Both sides are known of": lambda c: _both_sides(c) > 0 and not _placed(c),
    "%(placed)s of %(both)s district": lambda c: _placed(c) > 0,
    "Concern is not known in:": lambda c: _placed(c) > 0 and any(
        each.strong is None for each in c.placements
    ),
    # section 12
    "No judgement has been confirmed": lambda c: not _printed_judgements(c),
    "No judgement is made;": lambda c: not _printed_judgements(c),
    "%(told)s; gaps in what": lambda c: bool(_printed_judgements(c)),
    "%(count)s proposed judgement is still": lambda c: any(each.state == "proposed" for each in c.judgements),
    "%(count)s proposed judgement was accepted": lambda c: any(each.accepted_unread for each in c.judgements),
    "Where a card says nothing else": lambda c: any(
        each.state == "confirmed" and not each.accepted_unread for each in c.judgements
    ),
    "One without a likelihood": lambda c: any(not each.likelihood for each in _printed_judgements(c)),
    "Not looked at:": _gap,
    "Online: no source looks": lambda c: not _looked_online(c),
    "Not consulted: no consultation": lambda c: not _is_of_consultations(c),
    "Who was not yet reached": _is_of_consultations,
    "Known from a single type": lambda c: len({one.source_type for one in _now(c)}) == 1,
    "Current not known:": lambda c: any(set(one.currents) == {"none_known"} for one in _now(c)),
    "Stale, past": lambda c: any(one.stale for one in _now(c)),
    "Number of residents not known:": lambda c: not all(_people(c)),
    # the annex
    "No combination of current": lambda c: not c.is_short and len(_now(c)) >= 10,
    "There are too few records for": lambda c: not c.is_short and len(_now(c)) < 10,
    "%(count)s record of the period says": lambda c: any(
        not (one.currents and one.manifestations and one.targets and one.setting) for one in _now(c)
    ),
    "Compared are fewer than": lambda c: any(
        change.now < row.now or change.before < row.before
        for name, family in c.landscape.families.items() if name in c.landscape.counts
        for row in c.landscape.counts[name] if (change := family.of(row.key)) is not None
    ),
}  # fmt: skip


def walked() -> dict[str, str]:
    """The sentences with a condition here, by their beginnings."""
    found = templates_of(MODULES)
    return {text: begin for begin in WHEN for text in found if text.startswith(begin)}


def _printed(context: SectionContext, patched: pytest.MonkeyPatch) -> set[str]:
    used = noted(MODULES, patched)
    for write in WRITTEN:
        list(write(context))
    return used


@pytest.fixture(scope="module")
def printed() -> Mapping[str, set[str]]:
    with pytest.MonkeyPatch.context() as patched:
        return {name: _printed(context, patched) for name, context in worlds().items()}


@pytest.mark.parametrize("begin", WHEN)
def test_a_sentence_is_printed_exactly_where_it_is_true(begin: str, printed: Mapping[str, set[str]]) -> None:
    said = {name for name, used in printed.items() if any(text.startswith(begin) for text in used)}
    true = {name for name, context in worlds().items() if WHEN[begin](context)}

    assert said == true
    assert said, "It is said of no city."
    assert said != set(worlds()), "It is said of every city."


# Said of every city, whatever is recorded: they claim nothing of it.
ALWAYS = (
    "More records are not more danger",
    "No records where nobody looked",
    "A figure says what was recorded",
    "“Cannot tell” is not",
    "Residents per square kilometre.",
    "Table A1 in the annex lists",
    "Grounds as in OSCE/ODIHR",
    "Each table has the same number",
)


@pytest.mark.parametrize("begin", ALWAYS)
def test_what_claims_nothing_of_a_city_is_said_of_every_one(begin: str, printed: Mapping[str, set[str]]) -> None:
    assert {name for name, used in printed.items() if any(text.startswith(begin) for text in used)} == set(worlds())
