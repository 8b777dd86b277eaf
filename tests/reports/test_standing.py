"""Sections chosen and ordered, and the short diagnosis: what stands, where, and what is said of the rest."""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from output.document import Block, Figure, Heading, Report, Table
from output.pdf.typeset import typeset
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.context import FEWEST_FOR_THE_LONG_ONE, SectionContext
from reports.sections.report import build_report
from reports.sections.standing import FIXED, IN_PART, MOVABLE, SHORT, USUAL, in_order, with_fixed
from tests.analysis.makers import events
from tests.output.reading import page_texts
from tests.reports.hearings import city, factor, finding, need, session
from tests.reports.sentences.saying import texts

MANY, FEW = (20, 20, 20, 20), (8, 8, 8, 7)
HEARD = (
    session(
        *("Youth Club", "Police", "School"),
        needs=[need("Youth Club", "training", 5)],
        findings=[finding("Youth Club", "asset"), finding("Youth Club", "commitment")],
        disagreements=[{"statement": "Whether it is open long enough", "blocks": []}],
    ),
)
# Whatever says that something stands in, or was left out with, a section.
SEES, LEFT = re.compile(r"see section (\d+)"), re.compile(r"left out with section (\d+)")
# Walked by `test_every_pointer_is_true_in_both_editions`.
SENTENCES = ("%(what)s: see section %(number)s.", "%(what)s: left out with section %(number)s.")


def world(sections: tuple[int, ...] = (), *, because: str = "", records: tuple[int, ...] = MANY) -> SectionContext:
    made = _made(records)
    chosen: dict[str, Any] = {"sections": list(sections), "long_because": because}
    return replace(made, frozen=replace(made.frozen, diagnosis=made.frozen.diagnosis | chosen))


@cache
def _made(records: tuple[int, ...]) -> SectionContext:
    return city(*HEARD, records=records, factors=[factor()], services=[], organisations=[])


def edition(context: SectionContext, at: int) -> Report:
    """The restricted one, or that of partners."""
    return build_partner_report(partner_view(context.frozen)) if at else build_report(context)


def editions(context: SectionContext) -> Iterator[Report]:
    yield from (edition(context, at) for at in (0, 1))


def words(report: Report, but: str = "") -> str:
    blocks = [block for section in report.sections if section.number != but for block in section.blocks]
    return "\n".join(texts(blocks))


def section(report: Report, number: int) -> list[Block]:
    return next(list(each.blocks) for each in report.sections if each.number == str(number))


def headings(blocks: list[Block]) -> list[str]:
    return [str(block.text) for block in blocks if isinstance(block, Heading)]


def printed(report: Report) -> list[int]:
    return [int(each.number) for each in report.sections]


def _choices(count: int) -> Iterator[tuple[int, ...]]:
    random_ = random.Random(13)
    for _each in range(count):
        chosen = random_.sample(MOVABLE, random_.randint(0, len(MOVABLE)))
        yield with_fixed(chosen)


def test_what_is_compulsory_stands_whatever_was_chosen() -> None:
    """Every subset of the sections, and an order of each."""
    random_ = random.Random(1)
    for size in range(len(MOVABLE) + 1):
        for chosen in itertools.combinations(MOVABLE, size):
            moved = random_.sample(chosen, size)
            found = in_order(with_fixed(moved))
            assert set(found) == {*chosen, *FIXED, *IN_PART}
            assert len(found) == len(set(found))
            assert found[-1] == 14
            assert found[:2] == (2, 3) if moved[:1] == [2] else found[0] == 3
            assert [each for each in found if each in moved] == moved


def test_what_stands_in_part_stands_in_its_own_place() -> None:
    assert in_order((3, 4, 11, 14)) == (3, 4, 9, 11, 12, 14)
    assert in_order((2, 3, 13, 5, 14)) == (2, 3, 9, 12, 13, 5, 14)
    assert in_order((3, 14)) == (3, 9, 12, 14)


def test_every_pointer_is_true_in_both_editions() -> None:
    """A section that something is said to stand in stands, one that was left out does not, and its body is gone."""
    pointed = set()
    some = [(), *_choices(5), with_fixed([9]), with_fixed([2, 8, 11])]
    for sections, records in itertools.product(some, (MANY, FEW)):
        for report in editions(world(sections, records=records)):
            text = words(report)
            seen, left = ({int(each) for each in found.findall(text)} for found in (SEES, LEFT))
            usual = set(SHORT if records == FEW else USUAL)
            whole = set(sections or usual) & usual
            assert seen <= whole & set(printed(report))
            assert not left & whole
            pointed |= {("sees", each) for each in seen} | {("left", each) for each in left}
            before_the_annex = words(report, but="14")
            # nothing names a section in another way than by the function that knows
            named = {int(each) for each in re.findall(r"(?<!see )(?<!with )[Ss]ection (\d+)\b", before_the_annex)}
            assert named <= {3, 9, 12} | set(printed(report)), sections
            tables = {block.number for each in report.sections for block in each.blocks if isinstance(block, Table)}
            assert set(re.findall(r"\b[Tt]able (A\d+)", text)) <= tables, sections
    assert {("sees", 8), ("left", 8), ("sees", 11), ("left", 11)} <= pointed
    assert {("sees", 9), ("left", 9)} <= pointed


@pytest.mark.parametrize("at", [0, 1])
def test_left_out_nine_and_twelve_keep_what_everybody_must_be_told(at: int) -> None:
    report = edition(world(with_fixed([2, 5])), at)
    assert printed(report) == [2, 3, 5, 9, 12, 14]
    assert headings(section(report, 9)) == ["Disagreements", "Who was not yet reached by us"]
    assert headings(section(report, 12)) == ["Information gaps"]
    assert "Whether it is open long enough" in "\n".join(texts(section(report, 9)))
    told = "\n".join(texts(section(report, 3)))
    assert "Of section 9 these stand all the same: who was not yet reached by us, and where people disagree." in told
    assert "Of section 12 this stands all the same: what is not known." in told
    whole = edition(world(), at)
    assert "Needs" in headings(section(whole, 9))
    assert "The rest of this section was left out" not in words(whole)


@pytest.mark.parametrize("at", [0, 1])
def test_section_3_says_what_was_left_out_and_moved_and_nothing_else(at: int) -> None:
    told = {
        name: "\n".join(texts(section(edition(world(sections), at), 3)))
        for name, sections in {
            "usual": (),
            "without 8": with_fixed([each for each in MOVABLE if each != 8]),
            "moved": with_fixed([2, 9, *(each for each in MOVABLE if each not in {2, 9})]),
        }.items()
    }
    assert "Left out when this diagnosis was asked for: 8 Drivers and protective factors." in told["without 8"]
    moved = "The sections stand in the order that was asked for; each keeps its number."
    assert {name for name, text in told.items() if "Left out when" in text} == {"without 8"}
    assert {name for name, text in told.items() if moved in text} == {"moved"}
    assert {name for name, text in told.items() if "What this edition leaves out" in text} == {"without 8", "moved"}


def test_the_short_one_is_chosen_by_the_number_of_records_in_the_period_alone() -> None:
    assert not world(records=(50,)).is_short
    assert world(records=(49,)).is_short
    assert not world(records=(49,), because="The council asked.").is_short
    assert not city(records=(10,)).is_short, "a snapshot from before there was a short one"
    assert FEWEST_FOR_THE_LONG_ONE == 50


@pytest.mark.parametrize("at", [0, 1])
def test_the_short_one_has_no_rates_and_no_map_and_needs_come_first(at: int) -> None:
    report = edition(world(records=FEW), at)
    assert printed(report) == [each for each in SHORT if each in printed(report)]
    assert not {4, 6, 10} & set(printed(report))
    assert printed(report).index(9) < printed(report).index(5)
    text = words(report, but="3")
    assert not re.search(
        r"\brates?\b|per 10,000|[Ss]moothed|[Cc]oncentration(?!s and maps)|\bfunnel", _without_own_word(text)
    )
    figures = [block for each in report.sections for block in each.blocks if isinstance(block, Figure)]
    assert not [figure for figure in figures if "map" in figure.alt.lower()]
    told = "\n".join(texts(section(report, 3)))
    assert "This is the short diagnosis, since fewer than 50 records of the period count" in told
    assert "the long diagnosis was asked for" not in told


def _without_own_word(text: str) -> str:
    """What is said not to be there, is not there."""
    text = text.replace("Counts, not rates", "")
    return re.sub(r"It has no rates, shares, words of change, concentrations and maps of records[^\n]*", "", text)


@pytest.mark.parametrize("at", [0, 1])
def test_a_long_one_of_few_records_says_so_with_its_reason(at: int) -> None:
    told = {
        name: "\n".join(texts(section(edition(context, at), 3)))
        for name, context in {
            "few": world(records=FEW, because="The council asked for all of it."),
            "many": world(because="The council asked for all of it."),
            "short": world(records=FEW),
        }.items()
    }
    assert {name for name, text in told.items() if "its rates stand on few records" in text} == {"few"}
    assert {name for name, text in told.items() if "The council asked for all of it." in text} == {"few"}


def test_the_partner_edition_is_short_only_where_it_prints_that_there_are_few() -> None:
    """How long it is tells nothing of a count that it hides."""
    assert not partner_view(world(records=(4,)).frozen).context.is_short
    assert partner_view(world(records=(31,)).frozen).context.is_short


def test_nothing_is_proposed_from_fewer_than_ten_records_and_no_share_told_of_fewer_than_twenty() -> None:
    for count in (0, 5, 9, 10, 19, 20, 31):
        context = world(records=(count,))
        # nothing in the earlier years: new in the records
        new = replace(context, frozen=replace(context.frozen, events=tuple(events(count, 2025, "00"))))
        new = replace(new, landscape=analysed(new.frozen))
        of_records = [each for each in propose(new) if not each.key.startswith("voices.")]
        assert not of_records or count >= 10, [each.key for each in of_records]
        if count < 20:
            assert " %" not in re.sub(r"\b(5|95) %|under \d+ %|\d+–\d+ %", "", words(build_report(new), but="14")), (
                count
            )


def test_the_short_one_has_six_pages_between_cover_and_annex_and_no_contents_page() -> None:
    """Of a small city in which people were heard. In the long one the summary has one page, and what follows it and the
    annex open one."""
    for report in editions(world(records=FEW)):
        pages = page_texts(typeset(report))
        annex = next(at for at, page in enumerate(pages) if "14 Annex" in page)
        assert annex <= 1 + 6
        assert not report.with_contents
    assert build_report(world()).with_contents
    long_one = build_report(world()).sections
    assert [each.number for each in long_one if each.one_page] == ["2"]
    assert [each.number for each in long_one if each.new_page] == ["3", "14"]


@pytest.mark.parametrize(("invited", "came", "told"), [(19, 10, "taken up."), (20, 10, "taken up (50 %).")])
def test_a_share_of_invitations_is_told_of_twenty_on(invited: int, came: int, told: str) -> None:
    heard = session("Youth Club", needs=[need("Youth Club")], invited=invited, came=came)
    assert told in "\n".join(texts(section(build_report(city(heard)), 9)))


def test_how_the_records_came_in_is_told_once_in_either_length() -> None:
    for context, number in ((world(), 14), (world(records=FEW), 14)):
        where = [each.number for each in build_report(context).sections if _tells_of_files(list(each.blocks))]
        assert where == [str(number)]


def _tells_of_files(blocks: list[Block]) -> bool:
    return "How the records came in" in headings(blocks)
