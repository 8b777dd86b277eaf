"""Who hears a report finds their way: read by our own code from the structure tree, with `pdfua` in addition."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from output.document import Block, Column, Facts, Heading, JudgementCard, Paragraph, Section, Table
from output.numbering import numbered
from output.pdf.tags import UnexpectedTags, tagged
from output.pdf.typeset import typeset
from tests.output.elverhavn import report
from tests.output.reading import elements, opened, text
from tests.output.structure import attribute, children, kind, of_kind, problems


def one_section(*blocks: Block) -> bytes:
    return typeset(report(sections=[Section(number="1", title="Section", blocks=blocks)], with_contents=False))


@pytest.fixture
def set_by_typst(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The sample report before its tags are completed."""
    monkeypatch.setattr("output.pdf.typeset.tagged", lambda pdf, pairs: pdf)
    return typeset(report())


def test_the_sample_report_has_no_fault(diagnosis: bytes) -> None:
    assert problems(diagnosis) == []


def test_no_rule_that_others_check_is_broken_either(diagnosis: bytes, tmp_path: Path) -> None:
    file = tmp_path / "diagnosis.pdf"
    file.write_bytes(diagnosis)
    found = pdfua.validate(str(file))
    assert [finding for outcome in found.outcomes for finding in outcome.findings] == []


def test_every_row_has_its_header_and_every_cell_names_it(diagnosis: bytes) -> None:
    pdf = opened(diagnosis)
    for table in of_kind(pdf, "/Table"):
        body = next(part for part in children(table) if kind(part) == "/TBody")
        scopes = [str(attribute(children(row)[0], "/Table", "/Scope")) for row in children(body)]
        assert set(scopes) == {"/Row"}


def test_a_caption_is_part_of_its_table_and_a_table_without_one_stays_as_it_is() -> None:
    columns, rows = [Column("District"), Column("Records", "end")], [["Højvang", "45"]]
    with_one, without = Table(title="Records", columns=columns, rows=rows), Table(columns=columns, rows=rows, number="")
    pdf = opened(one_section(with_one, without))
    first, second = of_kind(pdf, "/Table")
    assert [kind(part) for part in children(first)] == ["/Caption", "/THead", "/TBody"]
    assert [kind(part) for part in children(second)] == ["/THead", "/TBody"]


@pytest.mark.parametrize("rows", [[], [["Højvang", "45"]], [["x", "y"]] * 120])
def test_tables_of_any_length_have_no_fault(rows: list[list[str]]) -> None:
    assert problems(one_section(Table(columns=[Column("A"), Column("B")], rows=rows))) == []


def test_a_table_of_one_column_has_no_row_headers() -> None:
    made = one_section(Table(columns=[Column("Area")], rows=[["Torvet"], ["Engholm"]]))
    assert problems(made) == []
    pdf = opened(made)
    assert len(of_kind(pdf, "/TH")) == 1


def test_labels_and_values_are_lists_whose_items_have_a_label() -> None:
    card = JudgementCard(statement="It rose.", confidence="high", evidence=("Table 2", "Table 3"), status="confirmed")
    made = one_section(Facts([("Owner", "Secretariat"), ("Area", "3 km²")]), Facts([]), Heading("Judgements"), card)
    assert problems(made) == []
    pdf = opened(made)
    lists = of_kind(pdf, "/L")
    # the cover's four facts, two facts, and the card's three labels
    assert [len(children(each)) for each in lists] == [4, 2, 3]


def test_a_judgement_is_a_heading_below_the_one_it_stands_under() -> None:
    card = JudgementCard(statement="It rose.", number="J1", status="confirmed")
    alone = numbered(report(sections=[Section(title="x", blocks=[card, Heading("y"), card])])).sections[0].blocks
    assert [block.level for block in alone if isinstance(block, JudgementCard)] == [2, 3]
    pdf = opened(one_section(Heading("Judgements"), card, Paragraph("x")))
    told = [(name, str(element.get("/T", ""))) for name, element in elements(pdf) if name.startswith("/H")]
    assert told == [("/H1", "Section"), ("/H2", "Judgements"), ("/H3", "It rose.")]


def _spoil(data: bytes, change: Callable[[Any], None], wanted: str) -> bytes:
    """The file after something was done to the last element of a kind."""
    pdf = opened(data)
    last = [element for name, element in elements(pdf) if name == wanted][-1]
    change(last)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _rename(name: str) -> Callable[[Any], None]:
    def change(element: Any) -> None:
        element.S = pikepdf.Name(name)

    return change


def _unscope(element: Any) -> None:
    del element.A[0].Scope


def _forget(element: Any) -> None:
    element.A[0].Headers = pikepdf.Array()


FAULTS = {
    "a figure says nothing": ("/Figure", lambda e: e.__setitem__("/Alt", pikepdf.String(" "))),
    "a figure has no alternative text": ("/Figure", lambda e: e.__delitem__("/Alt")),
    "a row header is a cell": ("/TH", _rename("/TD")),
    "a row header is of no row": ("/TH", _unscope),
    "a row header has another name": ("/TH", lambda e: e.__setitem__("/ID", pikepdf.String("other"))),
    "a cell names no header": ("/TD", _forget),
    "a row lacks a cell": ("/TR", lambda e: e.K.__delitem__(1)),
    "a heading skips a level": ("/H2", _rename("/H5")),
    "an item has no body": ("/LBody", _rename("/Span")),
    "an item is no item": ("/LI", _rename("/P")),
    "a list holds nothing": ("/L", lambda e: e.__setitem__("/K", pikepdf.Array())),
    "a table has no head": ("/THead", _rename("/TBody")),
    "an element of no kind": ("/P", _rename("/Datetime")),
}


@pytest.mark.parametrize(("wanted", "change"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_structure_is_found(diagnosis: bytes, wanted: str, change: Callable[[Any], None]) -> None:
    assert problems(_spoil(diagnosis, change, wanted))


def test_a_report_whose_lists_are_not_where_they_were_told_is_refused(set_by_typst: bytes) -> None:
    with pytest.raises(UnexpectedTags, match="not found"):
        tagged(set_by_typst, [97])


def test_nothing_but_the_structure_differs_from_what_was_set(diagnosis: bytes, set_by_typst: bytes) -> None:
    before, after = opened(set_by_typst), opened(diagnosis)
    assert [page.Contents.read_raw_bytes() for page in after.pages] == [
        page.Contents.read_raw_bytes() for page in before.pages
    ]
    for part in ("/Outlines", "/Metadata", "/PageLabels", "/MarkInfo", "/Lang"):
        assert (part in after.Root) == (part in before.Root)
    assert str(after.docinfo) == str(before.docinfo)
    assert {page.MediaBox.to_json() for page in after.pages} == {page.MediaBox.to_json() for page in before.pages}
    assert after.check_pdf_syntax() == []


def test_text_that_looks_like_structure_stays_text() -> None:
    odd = "]/K[1 0 R]>> (/K[) <</Type/StructElem/S/TD/P 1 0 R endobj 5 0 obj \\) stream"
    data = one_section(
        Heading(odd),
        Table(columns=[Column(odd), Column("n")], rows=[[odd, "1"]], title=odd),
        Facts([(odd, odd)]),
        JudgementCard(number="J1", statement=odd, likelihood="likely", status="proposed"),
    )
    assert problems(data) == []
    assert odd.replace(" ", "") in text(data).replace(" ", "")
