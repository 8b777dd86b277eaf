"""Tables as programs leave them: what nobody sees is read past, and one row that is none does not hide the others."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.mapping_file import load_mapping, read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.residents.indicators import import_indicators
from mapping.models import District, Observation
from tests.mapping.makers import column_mapping, inside

DISTRICTS_OF_CITY = ("01", "02", "10")
HEAD = "id;date;place;what"
ROWS = ["a1;2021-03-04;01;Assault", "a2;2021-03-05;02;Threat"]


def _said(city: City, path: Path, data: str | bytes, **changes: Any) -> str:
    """What is said of a table of events, whether it was refused or told; nothing where its two are read as they are."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with inside(city):
        try:
            found = import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes)))
        except ValidationError as refusal:
            return "\n".join(["refused", *refusal.messages])
        days = Observation.objects.order_by("external_key").values_list("external_key", "district__code")
        assert list(days) == [("a1", "01"), ("a2", "02")]
        return "\n".join(found.told)


def _lines(*lines: str) -> str:
    return "\n".join([*lines, ""])


READ = {
    "empty lines first": _lines("", "", HEAD, *ROWS),
    "lines of spaces": _lines(HEAD, ROWS[0], "   ", "\u00a0", ";;;", ROWS[1]),
    "sep=, filled up": _lines("sep=;;;;", HEAD, *ROWS),
    "sep=, with spaces behind": _lines("sep=; ", HEAD, *ROWS),
    "end of file of an old program": _lines(HEAD, *ROWS) + "\x1a",
    "a column not read stands twice": _lines(f"{HEAD};note;note", *(f"{row};x;y" for row in ROWS)),
    "a soft hyphen in a header": _lines("id;date;pl\u00adace;what", *ROWS),
    "a soft hyphen in a value": _lines(HEAD, ROWS[0].replace("Assault", "Assa\u00adult"), ROWS[1]),
    "a space of no width in a value": _lines(HEAD, ROWS[0].replace("Assault", "Ass\u200bault"), ROWS[1]),
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_nobody_sees_is_read_past(city: City, tmp_path: Path, text: str) -> None:
    assert _said(city, tmp_path / "a.csv", text) == ""


HEADERS = [
    ("Ha\u0308ndelse", "Händelse"), ("Händelse", "Ha\u0308ndelse"), ("what\u00a0kind", "what kind"),
    ('"what\nkind"', "what kind"), ("what  kind", "what kind"), ("kind", "kind\u200b"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "named"), HEADERS)
def test_a_header_that_reads_like_the_one_named_is_it(city: City, tmp_path: Path, head: str, named: str) -> None:
    fields = column_mapping()["fields"]
    fields["manifestations"]["columns"][0]["column"] = named
    assert _said(city, tmp_path / "a.csv", _lines(f"id;date;place;{head}", *ROWS), fields=fields) == ""


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("id;d\u0430te;place;what", "“d\u0430te” differs by letters of another alphabet that look alike."),
        ("id;'date';place;what", "“'date'” differs by marks and spaces only."),
        ("id;Date;place;what", "“Date” differs by letter case or spaces only."),
    ],
)
def test_a_header_that_nearly_is_the_one_named_is_shown(city: City, tmp_path: Path, head: str, said: str) -> None:
    assert said in _said(city, tmp_path / "a.csv", _lines(head, *ROWS))


def test_nothing_is_said_to_nearly_be_a_column_that_is_not_there(city: City, tmp_path: Path) -> None:
    assert "differs by" not in _said(city, tmp_path / "a.csv", _lines("id;day;place;what", *ROWS))


@pytest.mark.parametrize("again", [f"{HEAD};;", "ID; Date ;PLACE;What", "id;date;place\u00a0;what;"])
def test_a_header_once_more_is_one_however_it_is_written(city: City, tmp_path: Path, again: str) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(f"{HEAD};;", f"{ROWS[0]};;", again, f"{ROWS[1]};;"))
    assert "Row 3 of a.csv is its header once more" in said


@pytest.mark.parametrize("note", ["Source: the police;;;", ";;;preliminary", '"a; b";;;'])
def test_a_note_among_the_rows_is_called_one(city: City, tmp_path: Path, note: str) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(HEAD, *ROWS, note))
    assert "stands alone in its row: it seems to be a note or a heading" in said
    assert "Row 4, “" in said
    assert "merged" not in said


@pytest.mark.parametrize("row", ["a3;2021-03-04;;", "Total;;;", "a3;;02;Threat"])
def test_a_row_with_more_in_it_or_a_total_is_no_note(city: City, tmp_path: Path, row: str) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(HEAD, *ROWS, row))
    assert said.startswith("refused")
    assert "stands alone" not in said


OTHERS: dict[str, list[str | bytes]] = {
    "XML, KML or a web page": [" \n<table><tr><td>id</td></tr></table>", "\ufeff\n<?xml version='1.0'?>"],
    "JSON": ['[{"id": 1}]', '{"id": 1}\n{"id": 2}', "[\n 1]"],
    "a 7-Zip archive": [b"7z\xbc\xaf\x27\x1c"],
}


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, every in OTHERS.items() for data in every])
def test_what_is_no_table_is_called_what_it_is(city: City, tmp_path: Path, kind: str, data: str | bytes) -> None:
    assert f"a.csv is {kind}, not CSV or XLSX" in _said(city, tmp_path / "a.csv", data)


def test_columns_named_in_brackets_are_no_json(city: City, tmp_path: Path) -> None:
    data = _lines("[no];id;date;place;what", *(f"1;{row}" for row in ROWS))
    assert _said(city, tmp_path / "a.csv", data) == ""


@pytest.mark.parametrize("data", ["Søborg; Århus\n".encode() + "Kværnby\n".encode("cp1252")])
def test_a_file_put_together_of_two_encodings_is_called_so(city: City, tmp_path: Path, data: bytes) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(f"{HEAD};by").encode() + data)
    assert "a.csv is UTF-8 on some lines and not on others (line 3)" in said


def test_a_column_that_is_read_must_not_stand_twice(city: City, tmp_path: Path) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(f"{HEAD};date", *(f"{row};x" for row in ROWS)))
    assert "more than one column “date”" in said


def test_rows_of_another_width_are_told_with_all_else_that_is_wrong(city: City, tmp_path: Path) -> None:
    """The first of them ended the reading, and each round of correcting showed the next."""
    rows = ["a1;2021-03-04;01", "a2;2021-03-05;02;Threat;x", "a3;bad;01;Assault", "a4;2021-03-05;77;Assault", "note"]
    said = _said(city, tmp_path / "a.csv", _lines(HEAD, *rows))
    assert "5 problems, nothing was saved" in said
    assert "Row 2, there are 3 cells, in the header 4" in said
    assert "Row 3, there are 5 cells, in the header 4" in said
    assert "Row 4, column date: “bad”" in said
    assert "Row 5, column place: no district has the code “77”" in said
    assert "Row 6, there is 1 cell, in the header 4" in said
    assert "note below the table" in said


def test_a_table_of_other_rows_alone_is_not_called_empty(city: City, tmp_path: Path) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(HEAD, *(row.replace(";", ",") for row in ROWS * 2_000)))
    assert "Rows 2, 3, 4, 5, 6 and 995 more, there is 1 cell, in the header 4" in said
    assert "no rows" not in said


def test_residents_of_rows_of_another_width_are_told_with_the_rest(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_lines("code;residents", "01;x", "02;3;4"), encoding="utf-8")
    with inside(city), pytest.raises(ValidationError) as refusal:
        import_indicators(boundary_set=boundary_set_of(city=city), path=path, code="code", population="residents")
    assert [line.partition(",")[0] for line in refusal.value.messages[1:]] == ["Row 3", "Row 2"]
    with inside(city):
        assert not District.objects.exclude(population=None).exists()


def test_rows_in_quotation_marks_as_a_whole_are_named_so(city: City, tmp_path: Path) -> None:
    said = _said(city, tmp_path / "a.csv", _lines(*(f'"{line}"' for line in (HEAD, *ROWS))))
    assert "stands in quotation marks as a whole" in said
    assert "no column" not in said


def test_utf_8_is_not_read_as_what_the_mapping_says(city: City, tmp_path: Path) -> None:
    """A rule under not_counted found none of its rows then, and they counted."""
    text = _lines(HEAD, *ROWS, "a3;2021-03-06;01;Afvist – ændret")
    rule = [{"column": "what", "values": ["Afvist – ændret"], "reason": "withdrawn"}]
    said = _said(city, tmp_path / "a.csv", text, encoding="cp1252", not_counted=rule)
    assert "a.csv is UTF-8" in said
    assert '"encoding": "cp1252" in the mapping says otherwise' in said
    for stated in ("utf-8", "UTF8"):
        assert _said(city, tmp_path / "a.csv", text, encoding=stated, not_counted=rule) == ""


def test_what_the_mapping_says_holds_where_it_can(city: City, tmp_path: Path) -> None:
    rule = [{"column": "what", "values": ["Afvist – ændret"], "reason": "withdrawn"}]
    text = _lines(HEAD, *ROWS, "a3;2021-03-06;01;Afvist – ændret").encode("cp1252")
    assert _said(city, tmp_path / "a.csv", text, encoding="cp1252", not_counted=rule) == ""
    assert _said(city, tmp_path / "a.csv", _lines(HEAD, *ROWS).encode(), encoding="cp1252") == ""


def _left_out(city: City, path: Path, *states: str, values: list[str]) -> tuple[str, str]:
    """What is told and what is noted of a column of states, of which a rule names `values`."""
    rows = [f"{row};{state}" for row, state in zip(ROWS, states, strict=True)]
    path.write_text(_lines(f"{HEAD};state", *rows), encoding="utf-8")
    rule = [{"column": "state", "values": values, "reason": "withdrawn by the police"}]
    with inside(city):
        mapping = read_mapping(column_mapping(not_counted=rule))
        found = import_observations(city=city, path=path, mapping=mapping, dry_run=True)
    return " ".join(found.told), " ".join(found.notes)


@pytest.mark.parametrize("state", ["Withdrawn by the complainant", "withdrawn.", "Withdraw", "wihdrawn"])
def test_a_rule_that_meets_no_row_but_almost_is_told(city: City, tmp_path: Path, state: str) -> None:
    """An event that was withdrawn in other words counted, and nobody was told."""
    told, _notes = _left_out(city, tmp_path / "a.csv", "open", state, values=["withdrawn"])
    assert f"no row is left out (withdrawn by the police), but the column has “{state}”, and these rows count" in told


def test_a_rule_that_meets_no_row_is_noted_and_one_that_does_is_not(city: City, tmp_path: Path) -> None:
    said = "no row is left out (withdrawn by the police)"
    told, notes = _left_out(city, tmp_path / "a.csv", "open", "closed", values=["withdrawn"])
    assert (said in told, said in notes) == (False, True)
    told, notes = _left_out(city, tmp_path / "a.csv", "open", "WITHDRAWN", values=["withdrawn"])
    assert (said in told, said in notes) == (False, False)


VALUES = [
    ("l\u2019incendie", "l'incendie"), ("hit \u2013 run", "hit - run"), ("hit\u2011run", "hit-run"),
    ("Assault,", "Assault"), ("Assault,,Threat", "Assault"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value"), VALUES)
def test_values_that_differ_by_what_programs_exchange_are_one(
    city: City, tmp_path: Path, cell: str, value: str
) -> None:
    fields = column_mapping()["fields"]
    fields["manifestations"]["columns"] = [
        {"column": "what", "separator": ",", "values": {value: "assault", "Threat": "threat"}}
    ]
    rows = [f'a1;2021-03-04;01;"{cell}"', ROWS[1]]
    assert _said(city, tmp_path / "a.csv", _lines(HEAD, *rows), fields=fields) == ""


def test_a_mapping_in_another_encoding_is_read_by_its_mark_or_named(tmp_path: Path) -> None:
    text = json.dumps(column_mapping(notes=["æøå"]), ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_bytes(text.encode(encoding))
        assert load_mapping(path).source_key == "police"
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(ValidationError, match="utf-16.json is not UTF-8. Save it as UTF-8"):
        load_mapping(path)
