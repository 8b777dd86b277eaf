"""Every sentence that the partner edition alone prints has a condition, told from what it is made of, and is printed
exactly then; and none of them stands in the restricted edition."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from django.utils.translation import override

from analysis.disclosure import Band
from mapping.vocabulary import Current
from reports.partner import summary
from reports.partner.figures import WORDS, WindowFigures
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.sections.report import build_report
from tests.reports.landscapes import reading_of, steady
from tests.reports.partner.worlds import (
    BOUNDARIES,
    NAMED_CURRENTS,
    NAMED_TARGETS,
    USUAL,
    Counts,
    World,
    only_now,
    worlds,
)
from tests.reports.sentences.saying import (
    A_MINUTE,
    Sentence,
    begin_of,
    cities_of,
    noted,
    pattern_of,
    sentences_of,
    templates_of,
    texts,
    words_read,
)
from tests.reports.sentences.summary_worlds import a_hundred_times_as_much

MODULES = {name: importlib.import_module(f"reports.partner.{name}") for name in ("sections", "summary", "tables")}
SENTENCES = [(name, text) for name, module in MODULES.items() for text in sentences_of(module)]
FORMS = {(name, text): forms for name, module in MODULES.items() for text, forms in templates_of([module]).items()}


def _told(world: World) -> list[WindowFigures]:
    return [each for each in (world.view.figures.before, world.view.figures.now) if each]


def _months(world: World) -> list[bool]:
    """Of each month whether its count is printed."""
    return [shown is not None for each in _told(world) for key, shown in each.shown.items() if key[0] == "months"]


def _now(world: World) -> WindowFigures | None:
    return world.view.figures.now


def _counts(world: World) -> bool:
    """Whether how many records there are is told of the period."""
    now = _now(world)
    return now is not None and isinstance(now.shown[("total",)], int)


def _counts_before(world: World) -> bool:
    before = world.view.figures.before
    return before is not None and isinstance(before.shown[("total",)], int)


def _in_summary(test: Callable[[int, int], bool]) -> Callable[[World], bool]:
    """In the summary: of targeted groups or of currents, how many have a count, of how many."""

    def is_so(world: World) -> bool:
        now = _now(world)
        if not world.stands(2) or now is None:
            return False
        families = (("targets", NAMED_TARGETS), ("currents", NAMED_CURRENTS))
        return any(
            test(sum(isinstance(now.shown.get((family, code)), int) for code in codes), len(codes))
            for family, codes in families
        )

    return is_so


def _is_silent(world: World) -> bool:
    """A code of a table that is printed of which no count is told."""
    families = {"targets"} if world.stands(7) else set()
    if world.stands(5):
        families |= {"currents", "manifestations"}
        families |= set() if world.is_short else {"settings", "spaces", "places"}
    return bool(_told(world)) and any(
        all(each.shown.get((family, code)) is None for each in _told(world))
        for family in families
        for code in WORDS.codes[family]
    )


def _districts(world: World) -> list[WindowFigures]:
    """Of the landscape, what is told by district."""
    return _kept_by_district(world) if world.stands(5) else []


def _kept_by_district(world: World) -> list[WindowFigures]:
    began = world.frozen.boundaries["valid_from"] if world.frozen.of_older_boundaries else ""
    told = [each for each in _told(world) if each.boundaries == BOUNDARIES]
    return [each for each in told if each.window.start.isoformat() >= began]


def _nothing_by_district(world: World) -> bool:
    """Where somebody would look for it: in the landscape, and in the summary."""
    in_summary = world.stands(2) and not world.is_short and _now(world) is not None
    is_missed = (world.stands(5) and bool(_told(world))) or in_summary
    return is_missed and not _kept_by_district(world)


def _currents_there(world: World) -> list[dict[str, object]] | None:
    """Of each current what is shown of it by district; None where nothing is told of that."""
    now = _now(world)
    if world.is_short or now is None or now not in _districts(world):
        return None
    of_current = (f"districts_of:{code}" for code in Current.values)
    return [{key[1]: shown for key, shown in now.shown.items() if key[0] == table} for table in of_current]


def _stands_out(world: World) -> bool:
    found = _currents_there(world) or []
    return any(isinstance(shown, Band) and shown.low >= 5 for each in found for shown in each.values())


def _group_told(world: World) -> bool:
    return any(shown is not None for each in _told(world) for key, shown in each.shown.items() if key[0] == "targets")


def _gap(world: World) -> bool:
    looked = [row.areas for row in world.frozen.coverage]
    return None not in looked and {area.code for area in world.frozen.areas} > set().union(*(a for a in looked if a))


def _part(world: World) -> bool:
    return all(row.completeness == "sporadic" for row in world.frozen.coverage)


def _sectors(world: World) -> set[str]:
    return {row["sector"] for row in world.needs}


def _is_ordered(world: World) -> bool:
    return len(_sectors(world)) >= 3 and len({row["organisation"] for row in world.needs}) >= 6


def _services_told(world: World) -> bool:
    with_voices = world.stands(9) and bool(world.heard) and world.frozen.services is not None
    return world.stands(8) or world.stands(11) or with_voices


WHEN: dict[Sentence, Callable[[World], bool]] = {
    ("sections", "%(looked)s of %(all)s districts was looked at"): _gap,
    ("sections", "Every district was looked at, on some days"): lambda w: not _gap(w),
    ("sections", "The figures for %(period)s are those that"): lambda w: (
        w.stands(5) and any(each.number != w.frozen.diagnosis["number"] for each in _told(w))
    ),
    ("sections", "How many records name each targeted group"): lambda w: w.stands(7) and _group_told(w),
    ("sections", "No count of a targeted group may be told"): lambda w: (
        w.stands(7) and bool(_told(w)) and not _group_told(w)
    ),
    ("sections", "A record says against whom"): lambda w: w.stands(7),
    ("sections", "Of services, drivers and protective factors"): _services_told,
    ("sections", "In this edition what was recorded is unknown"): lambda w: w.stands(13) and bool(w.needs),
    ("sections", "%(count)s judgement may be told here."): lambda w: w.stands(12) and bool(w.view.context.judgements),
    ("sections", "No judgement may be told here."): lambda w: w.stands(12) and not w.view.context.judgements,
    ("sections", "Judgements are told here where"): lambda w: w.stands(12),
    ("sections", "From 0 (nobody raised it)"): _is_ordered,
    ("summary", "%(count)s record is counted for"): _counts,
    ("summary", "How many records there are"): lambda w: _now(w) is not None and not _counts(w),
    ("summary", "No count of the period is told here"): lambda w: _now(w) is None,
    ("summary", "For %(period)s there are %(count)s."): lambda w: _counts(w) and _counts_before(w),
    ("summary", "After %(count)s %(in_then)s; whether"): lambda w: (
        w.stands(2) and not w.is_short and _counts_before(w)
    ),
    ("summary", "%(count)s consultation is told of."): lambda w: bool(w.heard),
    ("summary", "No consultation is told of in this edition."): lambda w: not w.heard,
    ("summary", "Of what may be told here, people ask"): lambda w: w.stands(2) and not w.is_short and _is_ordered(w),
    ("summary", "%(rows)s."): _in_summary(lambda counted, _all: counted > 0),
    ("summary", "No count of one is large enough"): _in_summary(lambda counted, _all: not counted),
    ("summary", "Of the others: few, none, or hidden."): _in_summary(lambda counted, codes: 0 < counted < codes),
    ("summary", "What changed is told in the tables"): lambda w: (
        w.stands(2) and not w.is_short and not any(row.carried_from for row in w.view.context.weighed.recommended)
    ),
    ("summary", "No order of needs is given."): lambda w: w.is_short and bool(w.heard) and not _is_ordered(w),
    ("summary", "Not looked at: %(names)s."): _gap,
    ("summary", "Looked at in part, on some days"): _part,
    ("tables", "Fewer than %(least)s records, none among them"): _is_silent,
    ("tables", "How many records, as a band."): lambda w: bool(_districts(w)),
    ("tables", "Counts of districts are not told of: they"): lambda w: (
        _nothing_by_district(w) and not w.frozen.of_older_boundaries
    ),
    ("tables", "Counts of districts are not told of: records"): lambda w: (
        _nothing_by_district(w) and w.frozen.of_older_boundaries > 0
    ),
    ("tables", "Of no month may be told how many"): lambda w: (
        w.stands(5) and not w.is_short and bool(_told(w)) and not any(_months(w))
    ),
    ("tables", "Of every other current and district"): _stands_out,
    ("tables", "Of no current may be told where"): lambda w: _currents_there(w) is not None and not _stands_out(w),
    ("tables", "Not told of by district, because small"): lambda w: any(
        all(shown is None for shown in each.values()) for each in _currents_there(w) or ()
    ),
}  # fmt: skip
# Said in every edition for members: what it is, and how it is protected.
ALWAYS = {
    ("sections", "Its figures are made of the same records, and"),
    ("sections", "Its words are those of consultations marked"),
    ("sections", "It has no rates, shares, words of change"),
    ("sections", "What was printed of a period before"),
    ("sections", "Left out, whether or not the restricted edition"),
    ("sections", "Partner edition: for the members"),
    ("sections", "Which further counts are hidden"),
    ("sections", "For every count below"),
    ("sections", "This does not hold against"),
    ("tables", "%(symbol)s: fewer than"),
}


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    assert {begin_of(each, [*WHEN, *ALWAYS]) for each in SENTENCES} == {*WHEN, *ALWAYS}


@pytest.fixture(scope="module")
def printed() -> Mapping[str, set[Sentence]]:
    found = {}
    for name, world in worlds().items():
        with pytest.MonkeyPatch.context() as patched:
            used = {module: noted([each], patched) for module, each in MODULES.items()}
            words = "\n".join(texts(build_partner_report(world.view)))
        # what is looked up is not always printed
        found[name] = {
            (module, text)
            for module, own in used.items()
            for text in own
            if pattern_of(FORMS[module, text]).search(words)
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
    assert said, "It is said in no edition."
    assert said != set(worlds()), "It is said in every edition."


@pytest.mark.parametrize("language", ["en", "da"])
def test_its_summary_is_read_in_two_minutes(language: str) -> None:
    """As that of the restricted edition, and as long as it can get."""
    longest = a_hundred_times_as_much(longest=True).frozen
    of_all: Counts = {
        **USUAL,
        **{(family, code): 999 for family in ("targets", "currents") for code in WORDS.codes[family]},
    }
    silent = replace(longest, coverage=())
    with override(language):
        pages = {name: summary.summary(each.view, each.frozen) for name, each in worlds().items()}
        pages["the longest"] = summary.summary(partner_view(silent, figures=only_now(of_all)), silent)
        counted = {name: sum(1 for _word in words_read(list(page))) for name, page in pages.items()}
    assert {name: count for name, count in counted.items() if count > 2 * A_MINUTE} == {}
    assert counted["the longest"] > A_MINUTE


def test_what_an_edition_says_of_itself_stands_in_no_other() -> None:
    restricted = "\n".join(texts(build_report(reading_of(steady(20)))))
    partner = "\n".join(texts(build_partner_report(worlds()["usual"].view)))
    of_partners = {forms[0] for sentence, forms in FORMS.items() if sentence in SENTENCES
                   and begin_of(sentence, [*WHEN, *ALWAYS]) in ALWAYS}  # fmt: skip
    assert {text for text in of_partners if pattern_of((text,)).search(restricted)} == set()
    assert {text for text in of_partners if not pattern_of((text,)).search(partner)} == set()
    assert "Restricted edition: for officers and admins" in restricted
    assert "Restricted edition: for" not in partner
