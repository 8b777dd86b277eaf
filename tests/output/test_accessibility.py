"""What PDF/UA-1 asks for, read back with other software."""

import re
from itertools import pairwise

import pytest

from output.document import Cover, Figure
from tests.output.reading import elements, fonts, opened, text


def test_pdf_is_tagged_and_names_its_language_and_title(diagnosis: bytes) -> None:
    pdf = opened(diagnosis)
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == "City of Elverhavn: Local diagnosis no. 4"
    assert str(pdf.docinfo["/Author"]) == "Prevention Secretariat"
    assert str(pdf.docinfo["/Keywords"]) == "prevention, local diagnosis, Elverhavn"


def test_pdf_says_that_it_conforms_to_pdf_ua_1(diagnosis: bytes) -> None:
    pdf = opened(diagnosis)
    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", metadata)


def test_date_of_the_file_is_the_date_of_issue(diagnosis: bytes) -> None:
    pdf = opened(diagnosis)
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261112000000")


def test_bookmarks_lead_to_every_section_by_number(diagnosis: bytes) -> None:
    with opened(diagnosis).open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "Contents",
        "2 Summary",
        "3 Scope, method and limits",
        "4 The city and its districts",
        "5 The landscape",
        "6 What stakeholders say",
        "7 Recorded against perceived",
        "8 Judgements",
        "9 Priorities and recommendations",
        "A Annex: data tables",
    ]


def test_every_font_is_embedded_and_is_one_of_ours(diagnosis: bytes) -> None:
    found = fonts(diagnosis)
    assert found
    assert all(embedded for _name, embedded in found)
    assert {name.split("+")[1].split("-")[0] for name, _embedded in found} == {"IBMPlexSans"}


def test_every_figure_says_what_it_shows(diagnosis: bytes) -> None:
    pdf = opened(diagnosis)
    figures = [element for kind, element in elements(pdf) if kind == "/Figure"]
    # the outline on the cover and the seven figures of the report
    assert len(figures) == 8
    assert all(str(figure.Alt).strip() for figure in figures)
    assert "Kvarnby was not looked at." in " ".join(str(figure.Alt) for figure in figures)


def test_tables_have_one_header_cell_per_column_and_per_row(diagnosis: bytes) -> None:
    kinds = [kind for kind, _element in elements(opened(diagnosis))]
    assert kinds.count("/Table") == 6
    # 4 + 3 + 5 + 4 + 4 + 5 columns (a header repeated on a later page is not a second header), and the first cell of
    # 4 + 24 + 3 + 6 + 3 + 158 rows
    assert kinds.count("/TH") == 25 + 198
    # 4×4 + 24×3 + 3×5 + 6×4 + 3×4 + 158×5 cells, less those
    assert kinds.count("/TD") == 929 - 198


def test_headings_descend_without_gaps(diagnosis: bytes) -> None:
    levels = [int(kind[2:]) for kind, _element in elements(opened(diagnosis)) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_header_of_a_long_table_is_printed_on_each_of_its_pages(diagnosis: bytes) -> None:
    # The annex table of 158 rows fills more than two pages; "Area" occurs nowhere else.
    assert text(diagnosis).count("Area Before Now Rate Reading") == 3


def test_figure_without_alternative_text_is_refused() -> None:
    with pytest.raises(ValueError, match="alternative text"):
        Figure(svg="<svg/>", alt="  ")


def test_map_on_the_cover_without_alternative_text_is_refused() -> None:
    with pytest.raises(ValueError, match="alternative text"):
        Cover(city="Elverhavn", outline="<svg/>")
