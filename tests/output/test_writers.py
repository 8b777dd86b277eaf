"""One model, several writers: each knows every kind of block, and all print the same numbers."""

import json
from typing import get_args

from output.document import Block, Figure, Heading, Paragraph, Quotation, Section, Table
from output.numbering import numbered
from output.pdf.layout import PdfWriter, report_as_json
from output.web.page import PageWriter, page_of
from output.writer import Writer
from tests.output.elverhavn import report as long_report
from tests.reports.sample import DRAWING, sample_report


def _numbers(sections: list[dict[str, object]]) -> list[tuple[str, object, object]]:
    blocks = [block for section in sections for block in section["blocks"]]  # type: ignore[attr-defined]
    return [(b["kind"], b["number"], b.get("level")) for b in blocks if b["kind"] in {"figure", "table", "heading"}]


def test_a_writer_has_a_method_for_each_kind_of_block_and_no_other() -> None:
    assert len(Writer.__abstractmethods__) == len(get_args(Block))
    assert not PdfWriter.__abstractmethods__
    assert not PageWriter.__abstractmethods__


def test_every_kind_of_block_is_written() -> None:
    """The sample holds one of each; a page leaves page breaks out."""
    kinds = {type(block) for section in sample_report().sections for block in section.blocks}
    # one of them stands beside another
    assert kinds | {Quotation} == set(get_args(Block))
    printed = {block["kind"] for section in report_as_json(sample_report())["sections"] for block in section["blocks"]}
    shown = {
        block["kind"] for section in json.loads(page_of(sample_report()))["sections"] for block in section["blocks"]
    }
    assert len(printed) == len(kinds)
    assert shown == printed - {"page_break"}


def test_the_page_prints_the_numbers_of_the_pdf() -> None:
    printed = _numbers(report_as_json(long_report())["sections"])
    assert printed == _numbers(json.loads(page_of(long_report()))["sections"])
    assert len(printed) > 10


def test_figures_and_tables_are_counted_apart_and_one_with_a_number_of_its_own_is_not_counted() -> None:
    drawing = Figure(svg=DRAWING, alt="A bar.")
    table = Table(columns=["x"], rows=[])  # type: ignore[list-item]
    appended = Table(columns=["x"], rows=[], number="A1")  # type: ignore[list-item]
    sections = [
        Section(number="5", title="x", blocks=[Heading("in", level=3), drawing, table, Heading("y", level=3)]),
        Section(number="", title="y", blocks=[Heading("z"), appended, table, drawing, Paragraph("p")]),
    ]
    found = numbered(sample_report(sections=sections)).sections
    # a third level without a second one is a second one
    assert [(b.number, b.level) for b in found[0].blocks if isinstance(b, Heading)] == [("5.1", 2), ("", 3)]
    assert [(b.number, b.level) for b in found[1].blocks if isinstance(b, Heading)] == [("", 2)]
    every = [block for section in found for block in section.blocks]
    assert [b.number for b in every if isinstance(b, Figure)] == ["1", "2"]
    assert [b.number for b in every if isinstance(b, Table)] == ["1", "A1", "2"]
