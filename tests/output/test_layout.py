"""Nothing leaves the page, nothing lies on top of something else, nothing is left alone."""

from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest

from output.charts.maps import outline_map
from output.document import (
    Block,
    Bullets,
    Column,
    Cover,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    Paragraph,
    Report,
    Section,
    SideBySide,
    SmallPrint,
    Table,
)
from output.pdf.typeset import typeset
from tests.output.districts import areas
from tests.output.elverhavn import report
from tests.output.reading import boxes, emptiness, overlapping, text
from tests.reports.sample import DRAWING

# A4 in points, and the margins of the design.
WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 595.28, 841.89, 52.0, 25.0, 25.0


def assert_tidy(pdf: bytes) -> None:
    found = boxes(pdf)
    # half a point for side bearings; the space that ends a line hangs into the margin
    outside = [
        box
        for box in found
        if box.left < SIDE - 0.5
        or box.right > WIDTH - SIDE + max(3.0, (box.top - box.bottom) / 4)
        or box.bottom < BOTTOM
        or box.top > HEIGHT - TOP
    ]
    assert not outside
    assert not overlapping(found)


def one_section(*blocks: Block) -> Report:
    return report(sections=[Section(number="1", title="Section", blocks=blocks)])


def rows_per_page(pdf: bytes, word: str) -> list[int]:
    counts = Counter(box.page for box in boxes(pdf) if word in box.text)
    return [count for _page, count in sorted(counts.items())]


def test_sample_report_is_tidy(diagnosis: bytes) -> None:
    assert_tidy(diagnosis)


def test_no_line_ends_between_a_number_and_its_percent_sign() -> None:
    told = [Paragraph("i" * before + " 31 % a year" * 20) for before in range(1, 30)]
    lines = [box.text for box in boxes(typeset(one_section(*told))) if "%" in box.text]
    assert len(lines) > len(told)
    assert not [line for line in lines if line.startswith("%")]


@pytest.mark.parametrize("count", [44, 45, 46, 90, 91, 92, 93, 138, 158])
def test_long_table_never_leaves_one_row_alone(count: int) -> None:
    table = Table(
        title="Areas",
        columns=[Column("Area"), Column("Count", "end")],
        rows=[(f"Fjordgade {at}", str(at)) for at in range(count)],
        note="Counted once each.",
    )
    pdf = typeset(one_section(table))
    counts = rows_per_page(pdf, "Fjordgade")
    assert sum(counts) == count
    assert min(counts) > 1
    # the note stands on the page of the last row
    last = max(box.page for box in boxes(pdf) if "Fjordgade" in box.text)
    assert [box.page for box in boxes(pdf) if "Counted once" in box.text] == [last]


@pytest.mark.parametrize("before", range(3))
def test_no_row_breaks_between_two_pages(before: int) -> None:
    many = " ".join(["Torvet"] * 30)
    table = Table(columns=[Column("Place"), Column("Told")], rows=[(f"Row {at}.", f"{many} end.") for at in range(40)])
    found = boxes(typeset(one_section(Bullets(["A line."] * before), table)))
    begins = [box.page for box in found if box.text.startswith("Row ")]
    ends = [box.page for box in found if box.text.rstrip().endswith("end.")]
    assert begins == ends
    assert len(set(begins)) > 1


def test_a_section_begins_on_the_page_of_the_one_before_where_there_is_room() -> None:
    for lines, is_same in ((5, True), (50, False)):
        sections = [
            Section(number="1", title="One", blocks=[Paragraph("First.")]),
            Section(number="2", title="Two", blocks=[Bullets(["A line."] * lines)]),
            Section(number="3", title="Three", blocks=[Paragraph("Last.")]),
        ]
        page = {box.text.strip(): box.page for box in boxes(typeset(report(sections=sections)))}
        assert page["First."] == page["A line."] or not is_same
        assert (page["Last."] == page["First."]) is is_same


def test_a_section_of_one_sentence_does_not_go_with_the_one_after_it_to_a_new_page() -> None:
    """There is room for it below what was told before, and not for half a page."""
    sections = [
        Section(number="1", title="One", blocks=[Bullets(["A line."] * 36)]),
        Section(number="2", title="Two", blocks=[KeySentence("Nothing is known.")]),
        Section(number="3", title="Three", blocks=[Paragraph("Alone.")], new_page=True),
    ]
    page = {box.text.strip(): box.page for box in boxes(typeset(report(sections=sections)))}
    (said,) = [where for words, where in page.items() if "Nothing is known." in words]
    assert (said, page["Alone."]) == (page["A line."], page["A line."] + 1)


@pytest.mark.parametrize("lines", range(2, 70, 4))
def test_what_asks_for_a_page_of_its_own_leaves_none_behind_that_is_half_empty(lines: int) -> None:
    sections = [
        Section(number="1", title="One", blocks=[Bullets([f"Line {number}." for number in range(lines)])]),
        Section(number="2", title="Two", blocks=[Paragraph("Alone.")], new_page=True),
    ]
    found = boxes(typeset(report(sections=sections)))
    last = next(box for box in found if box.text.strip() == f"Line {lines - 1}.")
    alone = next(box for box in found if box.text.strip() == "Alone.")
    # measured from below: in the upper half of its page little was told before
    assert alone.page == (last.page if last.bottom > HEIGHT * 0.45 else last.page + 1)


# Of a page that is no cover, so much at most is left empty at its end.
MOST_EMPTY = 2 / 3


@pytest.mark.parametrize("sections", [1, 4])
@pytest.mark.parametrize("lines", range(30, 64, 3))
def test_no_last_page_holds_a_line_or_two(lines: int, sections: int) -> None:
    """Whatever comes before, and whether the last headings are of one section or begin one each."""
    ends: list[list[Block]] = [[Heading(f"Heading {at}"), Paragraph("Some words. " * 40)] for at in range(4)]
    before: list[Block] = [Bullets([f"Line {number}." for number in range(lines)])]
    if sections == 1:
        made = [Section(number="1", title="One", blocks=[*before, *chain.from_iterable(ends)])]
    else:
        made = [Section(number=str(at), title="More", blocks=each) for at, each in enumerate(ends, start=2)]
        made = [Section(number="1", title="One", blocks=before), *made]
    pdf = typeset(replace(report(sections=made), with_contents=False))
    assert max(emptiness(pdf)[1:]) < MOST_EMPTY
    # nothing is lost by it, and all is in its order
    headings = [text.text for text in boxes(pdf) if text.text.startswith(("Heading", "More")) or "Heading" in text.text]
    assert [each[-1] for each in headings if "Heading" in each] == ["0", "1", "2", "3"]


def test_an_end_of_more_than_a_page_breaks_as_ever() -> None:
    made = one_section(
        Bullets(["A line."] * 30), Heading("Long"), *(Paragraph("Some words. " * 40) for _n in range(20))
    )
    found = boxes(typeset(replace(made, with_contents=False)))
    pages = {box.page for box in found if "Some words" in box.text}
    # it begins where the lines end
    assert min(pages) == next(box.page for box in found if box.text.startswith("A line"))
    assert len(pages) > 1


@pytest.mark.parametrize("lines", range(40, 62, 3))
def test_heading_stays_with_what_follows(lines: int) -> None:
    table = Table(columns=[Column("Area")], rows=[[f"Torvet {at}"] for at in range(40)])
    made = one_section(Bullets(["A line."] * (lines - 10)), Heading("The heading"), table)
    pdf = typeset(replace(made, with_contents=False))
    heading = next(box.page for box in boxes(pdf) if "The heading" in box.text)
    first_row = next(box.page for box in boxes(pdf) if box.text.startswith("Torvet 0"))
    second_row = next(box.page for box in boxes(pdf) if box.text.startswith("Torvet 1"))
    assert heading == first_row == second_row


@pytest.mark.parametrize("lines", range(40, 56))
@pytest.mark.parametrize("kind", ["figure", "table", "beside"])
def test_a_note_begins_no_page_without_what_it_is_of(kind: str, lines: int) -> None:
    blocks: dict[str, Block] = {
        "figure": Figure(svg=DRAWING, alt="A bar.", caption="What it shows."),
        "table": Table(columns=[Column("Area"), Column("N")], rows=[[f"What it shows {at}.", "1"] for at in range(5)]),
        "beside": SideBySide(columns=[[Paragraph("What it shows.")], [Paragraph("More.")]]),
    }
    after: list[Block] = [SmallPrint("The note."), Heading("Another"), Paragraph("Some words. " * 90)]
    made = one_section(Bullets(["A line."] * lines), blocks[kind], *after)
    page = {box.text.strip(): box.page for box in boxes(typeset(replace(made, with_contents=False)))}
    assert {where for words, where in page.items() if "What it shows" in words} == {page["The note."]}


@pytest.mark.parametrize("lines", range(56, 62))
def test_a_note_begins_no_page_without_the_few_lines_it_is_of(lines: int) -> None:
    few: list[Block] = [
        Paragraph("It is so."),
        Bullets([f"What it shows {at}." for at in range(3)]),
        SmallPrint("The note."),
    ]
    after: list[Block] = [Heading("Another"), Paragraph("Some words. " * 90)]
    made = one_section(Bullets(["A line."] * lines), *few, *after)
    page = {box.text.strip(): box.page for box in boxes(typeset(replace(made, with_contents=False)))}
    assert {where for words, where in page.items() if "What it shows" in words} == {page["The note."]}


HOSTILE = (
    '#eval("1+1")',
    "$ x^2 $ and $",
    "@cite <label> // comment /* x */",
    r"back\slash \u{41} \ ",
    "= not a heading",
    "*not bold* _nor italic_ `raw`",
    '#import "@preview/cetz:0.3.0"; #read("/etc/passwd")',
    "<svg onload=alert(1)>&amp;",
    "quotes \"double\" 'single' ]}) #[",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_printed_as_it_stands(words: str) -> None:
    table = Table(title=words, columns=[Column(words), Column("N", "end")], rows=[(words, "1")], note=words)
    card = JudgementCard(statement=words, likelihood=words, reasons=(words,), evidence=(words,), status=words)
    pdf = typeset(one_section(Heading(words), Paragraph(words), Bullets([words]), table, card))
    printed = "".join(text(pdf).split())
    # contents, heading, paragraph, bullet, title, header, cell, note, and four times on the card
    assert printed.count("".join(words.split())) >= 12
    assert_tidy(pdf)


def test_very_long_words_and_names_stay_inside_the_page() -> None:
    word, name = "Ø" * 400, "Kommunalbestyrelsesformandsstedfortræder " * 8
    table = Table(
        title=word,
        columns=[Column(name), Column(word), Column("N", "end"), Column("M", "end")],
        rows=[(name[:300], word, "1", "2"), (word, name, "12345678901234567890123456789012345678901234567890", "4")],
        note=word,
    )
    card = JudgementCard(
        statement=word, likelihood=name, confidence=word, reasons=(word,), evidence=(word,), status=word
    )
    pdf = typeset(
        report(
            running_title=name[:120],
            footer=word[:60],
            sections=[Section(number="1", title=word[:120], blocks=[Heading(name), Paragraph(word), table, card])],
        )
    )
    assert_tidy(pdf)


def test_cover_with_very_long_words_stays_one_page() -> None:
    long = "Sammenlagte Kommuner i Fjordregionen " * 8
    crowded = Cover(
        city=long[:120],
        title=long[:150],
        subtitle=long[:150],
        lines=(long[:150], long[:150]),
        banner=long,
        outline=outline_map(areas()),
        outline_alt="Outline of the city.",
        facts=tuple((f"Fact {at}", long[:100]) for at in range(6)),
    )
    pdf = typeset(report(cover=crowded))
    assert_tidy(pdf)
    assert {box.page for box in boxes(pdf) if "Contents" in box.text} == {2}


def test_report_without_sections_is_still_a_valid_file() -> None:
    assert "Contents" in text(typeset(report(sections=[])))
    assert "Contents" not in text(typeset(report(sections=[], with_contents=False)))


def test_third_level_without_a_second_moves_up() -> None:
    assert "1.1" in text(typeset(one_section(Heading("Too deep", level=3))))


@pytest.mark.parametrize("wrong", [{"title": " "}, {"language": "english please"}, {"language": ""}])
def test_report_without_title_or_language_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="title|language"):
        report(**wrong)


def test_empty_table_says_so() -> None:
    pdf = typeset(one_section(Table(title="Nothing", columns=[Column("A"), Column("B")], rows=[])))
    assert "There are no rows to show." in text(pdf)


def test_table_of_twelve_columns_stays_inside_the_page() -> None:
    columns = [Column("District"), *(Column(f"Measure {at}", "end") for at in range(11))]
    rows = [(f"Stationsbyen {at}", *(f"{at * 1234.5:,.1f}" for _ in range(11))) for at in range(30)]
    assert_tidy(typeset(one_section(Table(columns=columns, rows=rows))))


@pytest.mark.parametrize(
    "words",
    ["Καλημέρα κόσμε", "Доброе утро, Їжак", "صباح الخير يا مدينة", "בוקר טוב לעיר", "Łódź Ørsted İstanbul Tromsø ſ"],
)
def test_other_scripts_are_printed_with_our_fonts(words: str) -> None:
    pdf = typeset(one_section(Heading(words), Paragraph(words)))
    assert "\N{REPLACEMENT CHARACTER}" not in text(pdf)
    assert sorted(set("".join(words.split()))) == sorted(set("".join(words.split())) & set(text(pdf)))


def test_right_to_left_report_reads_from_the_right() -> None:
    pdf = typeset(report(language="ar", sections=[Section(number="1", title="المشهد", blocks=[Paragraph("نص قصير")])]))
    paragraph = next(box for box in boxes(pdf) if "نص" in box.text)
    assert paragraph.right > WIDTH - SIDE - 2


def test_characters_no_font_has_are_replaced_instead_of_failing() -> None:
    pdf = typeset(
        one_section(
            Paragraph("A 漢字 😀 \x00\x07\ufeff\u200e\u200f\u2066\u202e\ufffe\ue000 B"),
            Heading("\ud800 lone surrogate"),
        )
    )
    assert "A \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}" in text(pdf)


def test_marking_is_printed_on_every_page() -> None:
    pdf = typeset(report(marking="amber_strict"))
    pages = {box.page for box in boxes(pdf)}
    assert {box.page for box in boxes(pdf) if "TLP:AMBER+STRICT" in box.text} == pages
