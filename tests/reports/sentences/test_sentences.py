"""Every sentence of the landscape has a condition under which it is printed, and is printed exactly then."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reports.proposals import landscape as proposed
from reports.proposals import propose
from reports.sections import against_city, detectable, landscape, readings, where
from reports.sections.context import SectionContext
from reports.sections.wording import read_again_on
from tests.reports.landscapes import cities
from tests.reports.sentences.landscape_conditions import WHEN, Condition
from tests.reports.sentences.saying import noted

MODULES = (landscape, detectable, where, against_city, readings, proposed)


@pytest.fixture(scope="module")
def readings_of() -> Mapping[str, SectionContext]:
    return cities()


def _templates() -> dict[str, str]:
    """The sentences of the modules, told from heads by the stop at their end; the first of several numbers."""
    found = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
                if isinstance(text, str) and (
                    text.rstrip().endswith((".", ":")) or "(told)" in text or "%(told)s" in text
                ):
                    found[text] = module.__name__
    return found


def _condition(template: str) -> tuple[str, Condition]:
    """The longest beginning that fits, so that a sentence has one condition."""
    fitting = [begin for begin in WHEN if template.startswith(begin)]
    assert fitting, f"No condition is stated for “{template}”."
    begin = max(fitting, key=len)
    return begin, WHEN[begin]


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    begins = {_condition(template)[0] for template in _templates()}
    assert begins == set(WHEN)


def _printed(context: SectionContext, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The templates used for the landscape and for the judgements proposed of it; nothing is drawn."""
    used = noted(MODULES, monkeypatch)
    for module, name in (
        (landscape, "bars"),
        (landscape, "months"),
        (against_city, "change_pairs"),
        (where, "landscape_map"),
    ):
        monkeypatch.setattr(module, name, lambda *_args, **_options: "<svg/>")
    landscape.blocks(context)
    landscape.annexed(context)
    against_city.table(context)
    propose(context)
    return used


def test_every_sentence_is_printed_exactly_when_it_is_true(
    readings_of: Mapping[str, SectionContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = {name: _printed(context, monkeypatch) for name, context in readings_of.items()}
    wrong: list[Any] = []
    for template in _templates():
        begin, condition = _condition(template)
        true = {name for name, context in readings_of.items() if condition(context)}
        said = {name for name, used in printed.items() if template in used}
        if true != said:
            wrong.append((begin, "said and not true", sorted(said - true), "true and not said", sorted(true - said)))
        if not said or said == set(readings_of):
            wrong.append((begin, "is said of every city or of none"))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    ("city", "told"),
    [
        ("series of two", "(now 44 events, 22 series)"),
        ("a series of some", "(now 35 events, 10 of them in 1 series)"),
        ("still", ""),
    ],
)
def test_beside_a_ratio_stands_how_many_events_and_series_its_count_is_of(
    readings_of: Mapping[str, SectionContext], city: str, told: str
) -> None:
    context = readings_of[city]
    first = {row[0] for row in against_city.table(context)[0].rows if "(now" in str(row[0])}
    name = context.frozen.areas[-1].name
    assert first == ({f"{name} {told}"} if told else set())


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({"well_graded"}, "On well founded records alone"),
        ({"well_graded", "without:police"}, "On well founded records alone, and without each type of source in turn"),
        ({"without:police", "without:media"}, "Without each type of source in turn"),
    ],
)
def test_what_was_read_again_is_said_in_one_way(read: set[str], said: str) -> None:
    """In the landscape and beside a proposed judgement."""
    assert read_again_on(read) == said
