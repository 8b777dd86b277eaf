"""Dates as clerks and programs write them: read where they cannot be misread, else refused with what leads on; and a
row that is wrong in several columns says so at once."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.imports.dates.days import DateReader, NoDate
from mapping.imports.dates.likeness import likeness, stretch
from mapping.imports.dates.month_names import months_called
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from tests.mapping.makers import column_mapping, inside, table

DISTRICTS_OF_CITY = ("01", "02", "10")
DAY = datetime.date(2024, 3, 1)
LATEST = datetime.date(2025, 1, 15)


def _refusal(city: City, path: Path, *rows: str, **changes: Any) -> list[str]:
    table(path, *rows)
    with inside(city), pytest.raises(ValidationError) as refusal:
        import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes)))
    return refusal.value.messages


YEAR_FIRST = [
    "2024-3-1", "2024/3/1", "2024.3.1", "2024\u201303\u201301", "2024\u221203\u221201", "2024\u201103\u201101",
    "'2024-03-01", "2024.03.01.", "2024 - 03 - 01",
]  # fmt: skip


@pytest.mark.parametrize("text", YEAR_FIRST)
def test_a_year_that_stands_first_leaves_no_choice(text: str) -> None:
    assert DateReader("", latest=LATEST).day(text) == DAY


@pytest.mark.parametrize("text", ["2024311", "202431", "2024-311", "24-3-1", "2024-3/1"])
def test_digits_that_leave_one_are_not_guessed(text: str) -> None:
    with pytest.raises(NoDate):
        DateReader("", latest=LATEST).day(text)


WRITTEN = [
    ("1. 3. 2024", "DD.MM.YYYY"), ("1.3.2024", "DD. MM. YYYY"), ("1 / 3 / 2024", "DD/MM/YYYY"),
    ("1.\u00a03.\u00a02024", "DD.MM.YYYY"), ("01.03.2024.", "DD.MM.YYYY"), ("01.03.2024", "DD.MM.YYYY."),
    ("1. 3. 2024 14:30", "DD.MM.YYYY*"), ("1\u20113\u20112024", "DD-MM-YYYY"), ("'01/03/2024", "DD/MM/YYYY"),
    ("1.III.2024", "DD.MMM.YYYY"), ("1 III 2024", "DD MMM YYYY"), ("1 marca 2024 r.", "DD MMM YYYY"),
    ("1 marca 2024 roku", "DD MMM YYYY"), ("2024 m. kovo 1 d.", "YYYY MMM DD"),
    ("2024. gada 1. marts", "YYYY. DD. MMM"), ("1 март 2024 г.", "DD MMM YYYY"), ("1,3,2024", "DD,MM,YYYY"),
    ("1° marzo 2024", "DD MMM YYYY"),
]  # fmt: skip


# The first of each month, as it stands behind a day in languages that bend it, and as capitals are written.
BENT = {
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "sl": "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "sr": "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "bs": "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "el": "ΙΑΝΟΥΑΡΙΟΥ ΦΕΒΡΟΥΑΡΙΟΥ ΜΑΡΤΙΟΥ ΑΠΡΙΛΙΟΥ ΜΑΙΟΥ ΙΟΥΝΙΟΥ ΙΟΥΛΙΟΥ ΑΥΓΟΥΣΤΟΥ ΣΕΠΤΕΜΒΡΙΟΥ ΟΚΤΩΒΡΙΟΥ"
    " ΝΟΕΜΒΡΙΟΥ ΔΕΚΕΜΒΡΙΟΥ",
    "tr": "OCAK SUBAT MART NISAN MAYIS HAZIRAN TEMMUZ AGUSTOS EYLUL EKIM KASIM ARALIK",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
}


@pytest.mark.parametrize("language", BENT)
def test_months_are_read_as_they_stand_behind_a_day(language: str) -> None:
    named = BENT[language].split()
    assert [months_called(name, language) for name in named] == [{month} for month in range(1, 13)]


IRISH = (
    "Eanáir", "Feabhra", "Márta", "Aibreán", "Bealtaine", "Meitheamh", "Iúil", "Lúnasa", "Meán Fómhair",
    "DEIREADH FOMHAIR", "na Samhna", "Mí na Nollag",
)  # fmt: skip


def test_months_of_two_words_are_read_and_their_form_is_known() -> None:
    for month, name in enumerate(IRISH, start=1):
        for text in (f"1 {name} 2024", f"1ú {name} 2024"):
            assert DateReader("DD MMM YYYY", latest=LATEST).day(text) == datetime.date(2024, month, 1)
            assert "of the form DD MMM YYYY." in f"{likeness(text)}."


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("2024-13-05", "", "day and month seem to be exchanged"),
        ("01/13/2024", "DD/MM/YYYY", "day and month seem to be exchanged"),
        ("2024-03-00", "", "00 seems to stand for a day or a month that is not known"),
        ("00.00.2024", "DD.MM.YYYY", "00 seems to stand for a day or a month that is not known"),
        ("2024-02-30", "", "is a day that does not exist"),
        ("2024-13-45", "", "is a day that does not exist"),
    ],
)
def test_a_day_that_is_none_says_what_may_be_meant(text: str, form: str, said: str) -> None:
    with pytest.raises(NoDate, match=said):
        DateReader(form, latest=LATEST).day(text)


@pytest.mark.parametrize("text", ["I kw. 2024", "kw. IV 2024", "III kwartał 2024", "Q1 24", "Q3 '24", "2024 Q-II"])
def test_quarters_are_stretches_however_they_are_numbered(text: str) -> None:
    assert stretch(text)


@pytest.mark.parametrize("text", ["01.03. bis 05.03.2024", "1.3.–5.3.2024", "01.03. og 02.03.2024"])
def test_two_days_of_one_year_are_a_stretch(text: str) -> None:
    assert stretch(text)


@pytest.mark.parametrize(("text", "form"), WRITTEN)
def test_a_format_reads_what_is_written_a_little_otherwise(text: str, form: str) -> None:
    assert DateReader(form, latest=LATEST).day(text) == DAY


@pytest.mark.parametrize(
    ("text", "form"),
    [("1.3.20 24", "DD.MM.YYYY"), ("13.2024", "DD.MM.YYYY"), ("1.3.2024.5", "DD.MM.YYYY"), ("1 3 2024", "DD.MM.YYYY")],
)
def test_it_does_not_read_other_numbers(text: str, form: str) -> None:
    with pytest.raises(NoDate):
        DateReader(form, latest=LATEST).day(text)


@pytest.mark.parametrize(("name", "month"), [("I", 1), ("iv", 4), ("IX", 9), ("XII", 12)])
def test_a_month_has_a_roman_number(name: str, month: int) -> None:
    assert months_called(name) == {month}


@pytest.mark.parametrize(
    "text", ["1./2. marts 2024", "1.-2.3.2024", "1-2 March 2024", "01/02.03.2024", "30 + 31 marts 2024"]
)
def test_two_days_in_a_cell_lead_to_two_columns(text: str) -> None:
    assert '"until"' in stretch(text)


@pytest.mark.parametrize("text", ["1-2-2024", "1/2/2024", "1. marts 2024", "1.2.2024", "2024-03-01"])
def test_a_day_is_no_stretch(text: str) -> None:
    assert stretch(text) == ""


def test_a_date_of_a_statistics_program_is_named() -> None:
    assert "DDMMMYYYY*" in likeness("01MAR2024:00:00:00")


@pytest.mark.parametrize("text", ["unknown", "ukendt", "n/a", "?", "-", "TBC"])
def test_a_word_for_no_day_leads_to_rows_that_are_left_out(city: City, tmp_path: Path, text: str) -> None:
    (said,) = _refusal(city, tmp_path / "a.csv", "a1,2021-03-04,01,Assault", f"a2,{text},01,Assault")
    assert said.startswith(f"Row 3, column date: “{text}” names no day")
    assert "not_counted" in said
    assert "State" not in said


SEVERAL = "are written in several forms"


def test_forms_of_which_each_leaves_others_unread_are_said_to_be_several(city: City, tmp_path: Path) -> None:
    """Each row named the format that reads it, and that format left the others unread."""
    rows = [f"a{at},{text},01,Assault" for at, text in enumerate(["2021-03-04", "44260", "44261"])]
    said = _refusal(city, tmp_path / "a.csv", *rows)
    assert said[0] == "2 problems, nothing was saved."
    assert said[1].startswith("2 rows, for example row 3")
    assert SEVERAL in said[-1]
    numbers = {"column": "date", "format": "spreadsheet-days"}
    assert SEVERAL in _refusal(city, tmp_path / "a.csv", *rows, when=numbers)[-1]
    assert SEVERAL in _refusal(city, tmp_path / "a.csv", "a1,44260,01,Assault", "a2,1-Mar-2021,01,Assault")[-1]


def test_one_form_or_one_day_that_is_none_is_not(city: City, tmp_path: Path) -> None:
    for texts in (["44260", "44261"], ["2021-03-04", "2021-02-30"], ["2021-03-04", ""], ["2021-03-04", "unknown"]):
        rows = [f"a{at},{text},01,Assault" for at, text in enumerate(texts)]
        assert SEVERAL not in " ".join(_refusal(city, tmp_path / "a.csv", *rows))


def test_a_row_says_at_once_what_is_wrong_in_its_columns(city: City, tmp_path: Path) -> None:
    """An unknown district hid a bad key and a bad date, and a bad key hid the date."""
    rows = ["2.0E+14,bad,77,Mischief", "#N/A,bad,01,Assault"]
    said = "\n".join(_refusal(city, tmp_path / "a.csv", *rows))
    assert "6 problems" in said
    assert "Row 2, column what: “Mischief”" in said
    assert "Row 2, column place: no district has the code “77”" in said
    assert "Row 2, column id: “2.0E+14” is written in scientific notation" in said
    assert "Row 3, column id: “#N/A” stands for no key" in said
    assert "Rows 2, 3, column date: “bad” names no day" in said


@pytest.mark.parametrize("row", ["Total,,,2", "Total,bad,01,Assault", ",bad,01,Assault", "a2,bad,,Assault"])
def test_a_row_that_is_hardly_an_event_says_that_alone(city: City, tmp_path: Path, row: str) -> None:
    (said,) = _refusal(city, tmp_path / "a.csv", "a1,2021-03-04,01,Assault", row)
    assert "not_counted" in said
    assert "column date" not in said


def test_codes_and_coordinates_of_one_remedy_are_one_line(city: City, tmp_path: Path) -> None:
    """Twenty rows of the same hid what else was wrong."""
    rows = [f"a{at},2021-03-04,{at}E+02,Assault" for at in range(60)]
    said = _refusal(city, tmp_path / "a.csv", *rows, "b1,2021-03-04,77,Assault")
    assert said[0] == "61 problems, nothing was saved."
    assert said[1].startswith("60 rows, for example row 2, column place: no district has the code “0E+02”, which a")
    assert said[2].startswith("Row 62, column place: no district has the code “77”")
    places = {"latitude": "date", "longitude": "place"}
    metres = [f"a{at},60963{at:02},563967,Assault" for at in range(60)]
    said = _refusal(city, tmp_path / "b.csv", *metres, place=places, when={"column": "what", "format": "YYYY"})
    assert said[1].startswith("60 rows, for example row 2, column date: “6096300” does not lie within 90 degrees")
