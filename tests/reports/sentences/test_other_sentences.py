"""Sentences of sections 3, 4, 6, 7, 10 and 12, of the short summary, of pictures and of the annex: each stands where it
is true, and nowhere else."""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from output.document import Heading, Table
from reports.sections import contents, report, standing, summary_of_few
from reports.sections.context import SectionContext
from tests.reports.sentences import annex_conditions, other_conditions
from tests.reports.sentences.other_worlds import worlds
from tests.reports.sentences.saying import Sentence, begin_of, cities_of, claims_of, noted, texts

WHEN = {**other_conditions.WHEN, **annex_conditions.WHEN}
ALWAYS = annex_conditions.ALWAYS
MODULES = {
    name: importlib.import_module(f"reports.sections.{name}")
    for name in (
        "annex", "chosen", "data_tables", "funnel", "judgements", "method", "online", "over_years", "perceived",
        "periods", "pictures", "places", "report", "scope", "summary_of_few", "targets",
    )
}  # fmt: skip
WRITTEN = (
    contents.SCOPE, contents.PLACES, contents.LANDSCAPE, contents.ONLINE, contents.TARGETS, contents.PERCEIVED,
    contents.JUDGEMENTS, contents.ANNEX,
)  # fmt: skip
SENTENCES = [
    (name, text)
    for name, module in MODULES.items()
    for text in claims_of(module, [begin for each, begin in WHEN if each == name])
]


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    assert {begin_of(each, [*WHEN, *ALWAYS]) for each in SENTENCES} == {*WHEN, *ALWAYS}


def _print(context: SectionContext) -> Iterator[Any]:
    """The sections that stand, and of the others what stands of them in any case."""
    yield report.cover(context, "")
    for section in (*WRITTEN, contents.VOICES):
        whole = standing.stands(context, section.number)
        if section in (WRITTEN if whole else report.COMPULSORY):
            yield from (report.WRITTEN if whole else report.COMPULSORY)[section](context)
    if context.is_short and standing.stands(context, contents.SUMMARY.number):
        yield from summary_of_few.blocks(context)


@pytest.fixture(scope="module")
def printed() -> Mapping[str, set[Sentence]]:
    found = {}
    for name, context in worlds().items():
        with pytest.MonkeyPatch.context() as patched:
            used = {name: noted([module], patched) for name, module in MODULES.items()}
            words = "\n".join(texts(list(_print(context))))
        # what is looked up is not always printed; what is filled in is looked up where it is printed alone
        found[name] = {
            (module, text)
            for module, own in used.items()
            for text in own
            if "%(" in text or text.replace("%%", "%") in words
        }
    return found


@pytest.mark.parametrize("sentence", SENTENCES, ids=[f"{module}: {text[:40]}" for module, text in SENTENCES])
def test_a_sentence_is_printed_exactly_where_it_is_true(
    sentence: Sentence, printed: Mapping[str, set[Sentence]]
) -> None:
    said, true = cities_of(sentence, printed, worlds(), WHEN, ALWAYS)
    assert said == true
    if begin_of(sentence, [*WHEN, *ALWAYS]) in ALWAYS:
        return
    assert said, "It is said of no city."
    assert said != set(worlds()), "It is said of every city."


def test_the_tables_of_the_annex_stand_in_the_order_of_their_numbers() -> None:
    """Found by somebody who turns the pages."""
    shown = 0
    for name, context in worlds().items():
        annex = list(report.WRITTEN[contents.ANNEX](context))
        until = next(at for at, block in enumerate(annex) if isinstance(block, Heading) and at)
        numbers = [int(block.number[1:]) for block in annex[:until] if isinstance(block, Table) and block.number]
        assert numbers == sorted(numbers), name
        shown = max(shown, len(numbers))
    assert shown > 12
