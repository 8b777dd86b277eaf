"""Events and residents from workbooks: read as from CSV, with what only a workbook has: days that are no texts, sheets,
merged cells, errors and formulas."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.residents.indicators import import_indicators
from mapping.models import District, Observation, ObservationImport
from tests.mapping.imports.books import rewritten, workbook
from tests.mapping.makers import column_mapping, inside, kept

DISTRICTS_OF_CITY = ("01", "02", "10")
HEAD = ["id", "date", "place", "what"]
# A workbook knows no zones.
MOMENT = datetime(2021, 3, 4, 14, 30)  # noqa: DTZ001
ROWS: list[list[object]] = [["a1", date(2021, 3, 4), "01", "Assault"], ["a2", date(2021, 3, 15), 2, "Threat"]]
DAYS = [("a1", date(2021, 3, 4), "01"), ("a2", date(2021, 3, 15), "02")]
Sheet = Sequence[Sequence[object]]


def _said(city: City, path: Path, **changes: Any) -> str:
    """What is said of a table of events, whether it was refused or told; nothing where its two are read as they are."""
    before = kept(city)
    try:
        with inside(city):
            found = import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes)))
            rows = Observation.objects.order_by("external_key").values_list(
                "external_key", "first_day", "district__code"
            )
            assert list(rows) == DAYS
            return "\n".join(found.told)
    except ValidationError as refusal:
        assert kept(city) == before
        return "\n".join(["refused", *refusal.messages])


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a"])
def test_a_workbook_is_read_whatever_its_name_is(city: City, tmp_path: Path, name: str) -> None:
    assert _said(city, workbook(tmp_path / name, A=[HEAD, *ROWS])) == ""
    with inside(city):
        assert len(ObservationImport.objects.get().file_sha256) == 64


@pytest.mark.parametrize("form", ["", "DD/MM/YYYY", "MM/DD/YYYY*", "YYYYMMDD"])
@pytest.mark.parametrize("date_1904", [False, True])
def test_days_of_a_workbook_are_read_whatever_form_its_texts_have(
    city: City, tmp_path: Path, form: str, date_1904: bool
) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS], date_1904=date_1904)
    assert _said(city, path, when={"column": "date", "format": form}) == ""


def test_an_iso_day_of_another_form_is_none_in_csv(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,date,place,what\na1,2021-03-04,01,Assault\n", encoding="utf-8")
    assert "is not a date of the form DD/MM/YYYY" in _said(city, path, when={"column": "date", "format": "DD/MM/YYYY"})


@pytest.mark.parametrize("form", ["", "DD/MM/YYYY", "spreadsheet-days"])
@pytest.mark.parametrize(("text", "why"), [
    ("2021-13-04", "day and month seem to be exchanged"),
    ("2021-02-30", "is a day that does not exist"),
    ("2021-00-04", "00 seems to stand for a day or a month that is not known"),
])  # fmt: skip
def test_a_text_that_is_no_day_is_refused_with_its_row(
    city: City, tmp_path: Path, form: str, text: str, why: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, ROWS[0], ["a2", text, "02", "Threat"]])
    said = _said(city, path, when={"column": "date", "format": form})
    assert f"Row 3, column date: “{text}” is" in said
    assert why in said


def test_days_and_texts_that_only_late_days_have_were_exchanged(city: City, tmp_path: Path) -> None:
    rows = [
        [
            f"a{at}",
            date(2021, at % 12 + 1, at % 11 + 1) if at % 2 else f"{13 + at % 15}/{at % 12 + 1:02}/2021",
            "01",
            "Threat",
        ]
        for at in range(24)
    ]
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, *rows])
    assert "seems to have exchanged day and month" in _said(city, path, when={"column": "date", "format": "DD/MM/YYYY"})


def test_the_hour_of_a_moment_is_read(city: City, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, ["a1", MOMENT, "01", "Assault"], ROWS[1]])
    when = {"column": "date", "format": "DD/MM/YYYY*", "hour": {"column": "date"}}
    assert _said(city, path, when=when) == ""
    with inside(city):
        assert list(Observation.objects.order_by("external_key").values_list("hour", flat=True)) == [14, None]


def test_numbers_of_more_digits_than_a_workbook_keeps_are_no_keys(city: City, tmp_path: Path) -> None:
    rows = [[2019023456789012345 + 1000 * at, date(2021, 3, at + 1), "01", "Threat"] for at in range(4)]
    assert "rounds the rest" in _said(city, workbook(tmp_path / "a.xlsx", A=[HEAD, *rows]))


ABOUT: Sheet = [["About this table"]]
TITLED: Sheet = [["Events of 2021"], [], HEAD, *ROWS]
NOTED: Sheet = [HEAD, [*ROWS[0], None, "a note"], [None] * 6, ROWS[1], [None] * 5 + ["another"]]


def test_notes_beside_a_table_are_no_part_of_it(city: City, tmp_path: Path) -> None:
    assert _said(city, workbook(tmp_path / "a.xlsx", A=NOTED)) == ""


def test_a_header_below_titles_is_named_by_its_row(city: City, tmp_path: Path) -> None:
    assert 'Row 3 of a.xlsx looks like the header, not row 1: state "header_row": 3' in _said(
        city, workbook(tmp_path / "a.xlsx", A=TITLED)
    )
    assert _said(city, workbook(tmp_path / "a.xlsx", A=TITLED), header_row=3) == ""


def test_of_several_sheets_the_one_meant_has_to_be_named(city: City, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Read_me=ABOUT, Events=TITLED)
    assert 'stand in the sheet “Events” of a.xlsx, not in “Read me”: state "sheet": "Events"' in _said(city, path)
    assert "has no sheet “events” that is seen in it. The sheets are: “Read me”, “Events”" in _said(
        city, path, sheet="events"
    )
    assert _said(city, path, sheet="Events", header_row=3) == ""


def test_an_empty_sheet_before_the_one_meant_is_not_the_whole(city: City, tmp_path: Path) -> None:
    assert 'state "sheet": "Events"' in _said(city, workbook(tmp_path / "a.xlsx", Empty=[], Events=[HEAD, *ROWS]))
    assert "a.xlsx holds no row" in _said(city, workbook(tmp_path / "a.xlsx", Empty=[], Other=ABOUT))


def test_other_sheets_of_the_same_columns_are_told(city: City, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS], B=TITLED, C=ABOUT)
    told = _said(city, path)
    assert "The sheet “A” was read; other sheets have the same columns and were not: “B”." in told


def test_nothing_is_told_of_other_sheets_where_one_was_named(city: City, tmp_path: Path) -> None:
    assert _said(city, workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS], B=TITLED, C=ABOUT), sheet="A") == ""


def test_hidden_sheets_are_none(city: City, tmp_path: Path) -> None:
    def hidden(sheet: Any) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["old", "2021-01-01", "01", "Threat"])
        sheet.very_hidden()

    path = workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS], Old=hidden)
    assert _said(city, path) == ""


def _hiding(*numbers: int) -> Any:
    def fill(sheet: Any) -> None:
        rows = [["Events"], HEAD, ["a1", "2021-03-04", "01", "Assault"], ["a2", "2021-03-15", "02", "Threat"]]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for number in numbers:
            sheet.set_row(number - 1, None, None, {"hidden": True})

    return fill


def test_rows_that_nobody_sees_are_read_and_told(city: City, tmp_path: Path) -> None:
    """As a filter leaves them, whose rows look as if they were all there is."""
    told = "hidden in the workbook, by hand or by a filter, were read as all others: 1 (first row 3)"
    path = workbook(tmp_path / "a.xlsx", A=_hiding(3))
    assert told in _said(city, path, header_row=2)
    assert told in _said(city, rewritten(path, (b'hidden="1"', b"hidden='true'")), header_row=2)
    # above the table, and below it where nothing stands
    for numbers in ((), (1, 2), (9,)):
        assert _said(city, workbook(tmp_path / "a.xlsx", A=_hiding(*numbers)), header_row=2) == ""


def test_refusals_of_one_sheet_among_several_name_it(city: City, tmp_path: Path) -> None:
    wrong: Sheet = [HEAD, ["a1", date(2021, 3, 4), "99", "Assault"]]
    said = _said(city, workbook(tmp_path / "a.xlsx", A=wrong, B=ABOUT))
    assert "Row 2, column place: no district has the code “99”" in said
    assert "The rows are those of the sheet “A”." in said
    assert "The rows are those" not in _said(city, workbook(tmp_path / "b.xlsx", A=wrong))


def test_merged_cells_hold_for_every_row_they_cover(city: City, tmp_path: Path) -> None:
    def merged(sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "id")
        sheet.merge_range(0, 1, 0, 2, "When and where")
        sheet.write_row(1, 1, ["date", "place"])
        sheet.merge_range(0, 3, 1, 3, "what")
        sheet.write_row(2, 0, ["a1", "2021-03-04", "01"])
        sheet.write_row(3, 0, ["a2", "2021-03-15", "02"])
        sheet.merge_range(2, 3, 3, 3, "Threat")
        sheet.merge_range(4, 0, 4, 3, "")

    assert _said(city, workbook(tmp_path / "a.xlsx", A=merged), header_row=2) == ""
    with inside(city):
        assert list(Observation.objects.values_list("manifestations", flat=True)) == [["threat"], ["threat"]]


def test_errors_are_what_they_are_called_and_never_nothing(city: City, tmp_path: Path) -> None:
    fields = column_mapping()["fields"]
    fields["manifestations"]["columns"].append({"column": "more", "values": {"Threat": "threat", "": None}})
    rows: Sheet = [
        [*HEAD, "more"],
        [*ROWS[0], ("=NA()", "#N/A")],
        [*ROWS[1], ""],
        ["a3", ("=1/0", "#DIV/0!"), "01", "Threat"],
    ]
    said = _said(city, workbook(tmp_path / "a.xlsx", A=rows), fields=fields)
    assert "Row 2, column more: “#N/A” is not in the mapping" in said
    assert "Row 4, column date: “#DIV/0!” names no day" in said


def test_a_row_of_errors_alone_is_a_row(city: City, tmp_path: Path) -> None:
    said = _said(city, workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS, [("=NA()", "#N/A")] * 4]))
    assert "Row 4, column id: “#N/A” stands for no key" in said


def test_a_formula_without_its_result_is_refused_by_its_cell(city: City, tmp_path: Path) -> None:
    rows: Sheet = [HEAD, [*ROWS[0][:3], ('=PROPER("assault")', "Assault")], ROWS[1]]
    path = workbook(tmp_path / "a.xlsx", Events=rows)
    assert _said(city, path) == ""
    for empty in (b"<v/>", b"<v></v>", b""):
        written = workbook(tmp_path / "b.xlsx", Events=rows)
        said = _said(city, rewritten(written, (b' t="str"', b""), (b"<v>Assault</v>", empty)))
        assert "b.xlsx, sheet “Events”: cell D2 holds a formula whose result is not in the file" in said


def test_what_is_wrong_with_other_sheets_is_no_matter(city: City, tmp_path: Path) -> None:
    rows: Sheet = [["Sum", ('=PROPER("assault")', "Assault")], ["x"] * 300]
    path = workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS], Sums=rows)
    assert _said(city, rewritten(path, (b' t="str"', b""), (b"<v>Assault</v>", b"<v></v>"), part="sheet2.xml")) == ""


def test_a_formula_that_comes_to_an_empty_text_is_one(city: City, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[[*HEAD, "note"], [*ROWS[0], ('=""', "x")], ROWS[1]])
    assert _said(city, rewritten(path, (b"<v>x</v>", b"<v></v>"))) == ""


def test_a_header_once_more_and_one_alone_are_refused_as_in_csv(city: City, tmp_path: Path) -> None:
    again = workbook(tmp_path / "a.xlsx", A=[HEAD, ROWS[0], HEAD, ROWS[1]])
    assert "Row 3 of a.xlsx is its header once more" in _said(city, again)
    assert "has a header and no rows" in _said(city, workbook(tmp_path / "a.xlsx", A=[HEAD]))


@pytest.mark.parametrize("mark", [";", ",", "  "])
def test_columns_that_nobody_separated_are_named_as_such(city: City, tmp_path: Path, mark: str) -> None:
    rows = [mark.join(HEAD)], [mark.join(["a1", "2021-03-04", "01", "Assault"])]
    said = _said(city, workbook(tmp_path / "a.xlsx", A=rows))
    assert f"Row 1 of a.xlsx has all columns in one cell, “{' '.join(mark.join(HEAD).split())}”" in said
    assert "elimiter" not in said


def test_archives_that_are_no_workbook_are_refused_with_what_is_read(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("events.csv", "id,date,place,what\n")
    assert "of another kind than XLSX, such as ODS. Save the table alone as a new workbook, or as CSV" in _said(
        city, path
    )


def test_residents_are_read_from_the_sheet_that_is_named(city: City, tmp_path: Path) -> None:
    head = ["code", "residents"]
    path = workbook(tmp_path / "r.xlsx", Y2023=[head, ["01", 900]], Y2024=[head, [1, 1200], ["02", "1 300"]])
    with inside(city):
        used = boundary_set_of(city=city, valid_from=None)
        first = import_indicators(boundary_set=used, path=path, code="code", population="residents", dry_run=True)
        assert "other sheets have the same columns and were not: “Y2024”" in first.told[0]
        assert '--sheet "Y2024"' in first.told[0]
        import_indicators(boundary_set=used, path=path, code="code", population="residents", sheet="Y2024")
        found = District.objects.order_by("code").values_list("code", "population")
        assert list(found) == [("01", 1200), ("02", 1300), ("10", None)]


def test_of_residents_too_hidden_rows_are_told(city: City, tmp_path: Path) -> None:
    def filtered(sheet: Any) -> None:
        for at, row in enumerate([["code", "residents"], ["01", 1200], ["02", 1300]]):
            sheet.write_row(at, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})

    path = workbook(tmp_path / "r.xlsx", A=filtered)
    with inside(city):
        used = boundary_set_of(city=city, valid_from=None)
        found = import_indicators(boundary_set=used, path=path, code="code", population="residents", dry_run=True)
    assert any("read as all others: 1 (first row 3)" in text for text in found.told)


def test_what_is_said_of_the_other_kind_of_file_is_not_passed_over(city: City, tmp_path: Path) -> None:
    """Else another file was read than was meant, or in another way, and nobody was told."""
    book = workbook(tmp_path / "a.xlsx", A=[HEAD, *ROWS])
    text = tmp_path / "a.csv"
    text.write_text("id,date,place,what\na1,2021-03-04,01,Assault\na2,2021-03-15,02,Threat\n")
    for path, changes, stated in (
        (book, {"encoding": "cp1252"}, '"encoding": "cp1252"'),
        (book, {"delimiter": ";"}, '"delimiter": ";"'),
        (text, {"sheet": "A"}, '"sheet": "A"'),
    ):
        said = _said(city, path, **changes)
        assert said.startswith("refused"), stated
        assert stated in said
        assert "Take that out and try again." in said
    residents = tmp_path / "b.csv"
    residents.write_text("code,residents\n01,5\n02,6\n10,7\n")
    with inside(city):
        used = boundary_set_of(city=city, valid_from=None)
        with pytest.raises(ValidationError, match='--sheet "A"'):
            import_indicators(boundary_set=used, path=residents, code="code", population="residents", sheet="A")
        with pytest.raises(ValidationError, match="--encoding cp1252"):
            import_indicators(boundary_set=used, path=book, code="code", population="residents", encoding="cp1252")
    assert _said(city, text, delimiter=",", encoding="utf-8") == ""
