"""Files as offices and portals export them, as kinds: what is taken in, what is refused with a way on, what is told."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.imports.dates.words import bare
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.totals import is_total
from mapping.models import Observation
from tests.mapping.makers import column_mapping, inside

DISTRICTS_OF_CITY = ("01", "02", "10")

HEAD = "id,date,place,what"


def _take_in(city: City, path: Path, lines: list[str], head: str = HEAD, **mapping: Any) -> str:
    """All that is said of a file that is taken in."""
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    with inside(city):
        found = import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**mapping)))
    return " ".join((*found.told, *found.notes))


def _days(city: City) -> list[datetime.date]:
    with inside(city):
        return list(Observation.objects.order_by("external_key").values_list("first_day", flat=True))


def _dates(dates: list[str]) -> list[str]:
    return [f'K{place:03},"{text}",01,Assault' for place, text in enumerate(dates)]


def _when(form: str, **more: Any) -> dict[str, Any]:
    return {"when": {"column": "date", "format": form, **more}}


TOTALS = [
    "I alt", "Samlet antal", "Hovedtotal", "Gesamtergebnis", "Zwischensumme", "Sous-total", "Total général",
    "Eindtotaal", "Totalsumma", "Sammanlagt", "Kaikki yhteensä", "Ukupno", "Ogółem", "Nord i alt", "Total:",
]  # fmt: skip


@pytest.mark.parametrize("name", TOTALS)
def test_rows_that_add_up_others_are_no_events(city: City, tmp_path: Path, name: str) -> None:
    for line in (f"{name},2021-12-31,01,Assault", f"K9,2021-12-31,{name},7", f"K9,2021-12-31,{name},Assault"):
        with pytest.raises(ValidationError, match="adds up others.*not_counted"):
            _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,01,Assault", line])


@pytest.mark.parametrize(
    "name",
    ["Teil 1", "Total-Tankstelle", "Totalbanken", "Sumatra Street", "Ende 3", "Summer 4", "Resultatvej 2", "A-12"],
)
def test_other_names_add_up_nothing(name: str) -> None:
    assert not is_total(name)


def test_a_word_among_numbers_is_told(city: City, tmp_path: Path) -> None:
    rows = [f"K{number},2021-03-{number:02},01,Assault" for number in range(1, 20)]
    assert "“Bemærk” " not in _take_in(city, tmp_path / "a.csv", rows)
    assert "1 of 20 keys have no digit" in _take_in(city, tmp_path / "b.csv", [*rows, "Bemærk,2021-12-31,01,Assault"])


def test_keys_that_are_all_words_are_keys(city: City, tmp_path: Path) -> None:
    rows = [f"{key},2021-03-0{place},01,Assault" for place, key in enumerate(("alfa", "beta", "gamma"), start=1)]
    assert "no digit" not in _take_in(city, tmp_path / "a.csv", rows)


def test_columns_without_name_behind_the_last_are_left_out(city: City, tmp_path: Path) -> None:
    _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,01,Assault,,,"], head=f"{HEAD},,,")
    assert len(_days(city)) == 1
    with pytest.raises(ValidationError, match="Row 2, there are 6 cells, in the header 4"):
        _take_in(city, tmp_path / "b.csv", ["K2,2021-03-01,01,Assault,,x"], head=f"{HEAD},,")


HEADERS = [
    ("ID,Date,place,what", {}, "“ID” differs by letter case"),
    ("id~date~place~what", {}, "something else than a comma"),
    ("id  date  place  what", {}, "something else than a comma"),
    (f"{HEAD}\nx,y,z,w", {"header_row": 2}, 'state "header_row": 1'),
]


@pytest.mark.parametrize(("head", "mapping", "said"), HEADERS)
def test_a_header_that_is_written_otherwise_is_named(
    city: City, tmp_path: Path, head: str, mapping: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,01,Assault"], head=head, **mapping)


SAID = [
    ("Do., 4. März 2021", "DD. MMM YYYY"), ("Thursday, March 4th, 2021", "MMM DD, YYYY"),
    ("torsdag den 4. marts 2021", "DD. MMM YYYY"), ("jeudi 4 mars 2021", "DD MMM YYYY"),
    ("4 de marzo de 2021", "DD MMM YYYY"), ("4º de março de 2021", "DD MMM YYYY"), ("to 2021-03-04", "YYYY-MM-DD"),
    ("4 d'abril de 2021", "DD MMM YYYY"), ("d. 4/3 2021", "DD/MM YYYY"), ("4. Mrz. 2021", "DD. MMM YYYY"),
    ("4 févr. 2021", "DD MMM YYYY"), ("4-janv.-21", "DD-MMM-YY"), ("4. Jänner 2021", "DD. MMM YYYY"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form"), SAID)
def test_days_of_the_week_and_words_between_are_read(city: City, tmp_path: Path, text: str, form: str) -> None:
    _take_in(city, tmp_path / "a.csv", _dates([text]), **_when(form))
    assert [(day.year, day.day) for day in _days(city)] == [(2021, 4)]


def test_another_day_of_the_week_than_the_date_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="names another day of the week than 2021-03-04"):
        _take_in(city, tmp_path / "a.csv", _dates(["Montag, 4. März 2021"]), **_when("DD. MMM YYYY"))


def test_a_month_is_no_day_of_the_week() -> None:
    assert bare("mar 4, 2021") == ("mar 4, 2021", set())
    assert bare("mar. 4 mars 2021") == ("4 mars 2021", {1})


STRETCHES = [
    "Q3/2021", "2021-Q3", "2021K3", "3. kvartal 2021", "1er trimestre 2021", "2021-W10", "KW 10/2021", "uge 10, 2021",
    "H1 2021", "2. halvår 2021", "2020-21", "2020/21", "2020–2021", "01.03.2021 - 05.03.2021",
]  # fmt: skip


@pytest.mark.parametrize("text", STRETCHES)
def test_stretches_of_days_are_refused_with_what_to_do(city: City, tmp_path: Path, text: str) -> None:
    with pytest.raises(ValidationError, match='first and its last day in two columns.*under "until"'):
        _take_in(city, tmp_path / "a.csv", _dates([text]))


def test_years_are_no_months(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="stands for several days or months"):
        _take_in(city, tmp_path / "a.csv", _dates(["2020-21"]), **_when("YYYY-MM"))
    _take_in(city, tmp_path / "b.csv", _dates(["2021-11"]), **_when("YYYY-MM"))
    assert _days(city) == [datetime.date(2021, 11, 1)]


def test_a_second_date_behind_the_first_is_told(city: City, tmp_path: Path) -> None:
    two = _dates(["01.03.2021 bis 05.03.2021", "07.03.2021"])
    assert "a second date behind" in _take_in(city, tmp_path / "a.csv", two, **_when("DD.MM.YYYY*"))
    one = [row.replace("K0", "L0") for row in _dates(["01.03.2021 14.30.00", "07.03.2021 (p)"])]
    assert "second date" not in _take_in(city, tmp_path / "b.csv", one, **_when("DD.MM.YYYY*"))


LOST = [("DDMMYY", "40321"), ("DDMMYYYY", "4032021"), ("MMDDYYYY", "3042021")]


@pytest.mark.parametrize(("form", "text"), LOST)
def test_a_lost_nought_is_no_other_day(city: City, tmp_path: Path, form: str, text: str) -> None:
    with pytest.raises(ValidationError, match="leading nought seems to have been lost"):
        _take_in(city, tmp_path / "a.csv", _dates([text]), **_when(form))
    _take_in(city, tmp_path / "b.csv", _dates([f"0{text}"]), **_when(form))
    assert _days(city) == [datetime.date(2021, 3, 4)]


@pytest.mark.parametrize("text", ["45.352", "0", "60", "999"])
def test_numbers_too_small_for_days_of_a_spreadsheet_are_refused(city: City, tmp_path: Path, text: str) -> None:
    with pytest.raises(ValidationError, match="not a date of the form spreadsheet-days"):
        _take_in(city, tmp_path / "a.csv", _dates([text]), **_when("spreadsheet-days"))


def _in_order(exchanged: bool) -> list[str]:
    days = [datetime.date(2021, 1, 3) + datetime.timedelta(days=8 * place) for place in range(40)]
    return [f"{day:%Y-%d-%m}" if exchanged and day.day <= 12 else f"{day:%Y-%m-%d}" for day in days if day.year == 2021]


@pytest.mark.parametrize("falls", [False, True])
def test_exchanged_dates_of_one_spelling_are_seen_by_their_order(city: City, tmp_path: Path, falls: bool) -> None:
    dates, right = _in_order(exchanged=True), _in_order(exchanged=False)
    with pytest.raises(ValidationError, match="fit between their neighbours only with day and month exchanged"):
        _take_in(city, tmp_path / "a.csv", _dates(dates[::-1] if falls else dates))
    said = _take_in(city, tmp_path / "b.csv", _dates(right[::-1] if falls else right))
    assert "exchanged" not in said


def test_few_early_days_are_enough_to_be_told(city: City, tmp_path: Path) -> None:
    early = [f"2021-{1 + place % 9:02}-{1 + place % 10:02}" for place in range(10)]
    assert "none after the 12th" in _take_in(city, tmp_path / "a.csv", _dates(early))


def test_a_column_of_counts_is_told(city: City, tmp_path: Path) -> None:
    for name in ("Antal", "COUNT", "number of incidents", "Anzahl Straftaten", "sager"):
        said = _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,01,Assault,5"], head=f"{HEAD},{name}")
        assert f"Column {name}, which the mapping does not read" in said
    for name, number in (("Antal", "1"), ("no", "17"), ("number of victims", "3"), ("Anzahl Täter", "2")):
        said = _take_in(city, tmp_path / "b.csv", [f"K1,2021-03-01,01,Assault,{number}"], head=f"{HEAD},{name}")
        assert "does not read" not in said


@pytest.mark.parametrize("key", ["201.902E12", "'2.01902E+14", "20,19E13"])
def test_more_numbers_in_scientific_notation_are_refused(city: City, tmp_path: Path, key: str) -> None:
    with pytest.raises(ValidationError, match="scientific notation"):
        _take_in(city, tmp_path / "a.csv", [f'"{key}",2021-03-01,01,Assault'])


ALIKE = [("2021-001", "2021–001"), ("2021-001", "2021/001"), ("2021-1", "2021-001"), ("A_7", "A-7")]


@pytest.mark.parametrize(("key", "later"), ALIKE)
def test_keys_that_differ_by_dashes_are_one(city: City, tmp_path: Path, key: str, later: str) -> None:
    _take_in(city, tmp_path / "a.csv", [f"{key},2021-03-01,01,Assault"])
    with pytest.raises(ValidationError, match="keys of records there already but for"):
        _take_in(city, tmp_path / "b.csv", [f"{later},2021-03-01,01,Assault"])


def test_a_file_of_which_a_part_has_new_keys_is_refused(city: City, tmp_path: Path) -> None:
    rows = [f"{key}{place},2021-0{place}-10,01,Assault" for place in range(1, 9) for key in ("K",)]
    _take_in(city, tmp_path / "a.csv", rows)
    anew = [*rows[:2], *(row.replace("K", "Sag", 1) for row in rows[2:])]
    with pytest.raises(ValidationError, match="6 of 6 rows whose keys the source does not have"):
        _take_in(city, tmp_path / "b.csv", anew)
    more = [*rows, "K9,2021-03-10,01,Assault"]
    assert "keys seem to be others" not in _take_in(city, tmp_path / "c.csv", more)


@pytest.mark.parametrize("cell", ["1.0", "1,0", "1.00", "1,00", "1.", "'01", "01", "1"])
def test_codes_on_their_way_through_programs(city: City, tmp_path: Path, cell: str) -> None:
    _take_in(city, tmp_path / "a.csv", [f'K1,2021-03-01,"{cell}",Assault', f'K2,2021-03-01,"{cell}",Assault'])
    with inside(city):
        found = Observation.objects.values_list("district__code", flat=True)
        assert list(found) == ["01", "01"]


def test_a_name_in_a_column_of_codes_leads_to_by(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match='“District 01” is the name of district 01.*State "by": "name"'):
        _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,District 01,Assault"])
    by_name: dict[str, Any] = {"place": {"column": "place", "by": "name"}}
    with pytest.raises(ValidationError, match='“02” is the code of district 02.*State "by": "code"'):
        _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,02,Assault"], **by_name)


def test_hours_without_am_and_pm_are_told(city: City, tmp_path: Path) -> None:
    mapping: dict[str, Any] = {"when": {"column": "date", "hour": {"column": "time"}}}
    for name, month, first, told in (("a", 3, 1, True), ("b", 4, 0, False)):
        rows = [f"{name}{n},2021-{month:02}-{n + 1:02},01,Assault,{n % 12 + first}:30" for n in range(24)]
        said = _take_in(city, tmp_path / f"{name}.csv", rows, head=f"{HEAD},time", **mapping)
        assert ("AM and PM seem to have been lost" in said) is told
    rows = [f"c{n},2021-05-{n + 1:02},01,Assault,{n % 12 + 1}:30 {'PM' if n % 3 else 'AM'}" for n in range(24)]
    assert "AM and PM" not in _take_in(city, tmp_path / "c.csv", rows, head=f"{HEAD},time", **mapping)


PEOPLE = [
    ["JENS HANSEN", "PIA OLSEN", "BO LUND-BERG"],
    ["Jens Hansen", "Pia Olsen", "Åse Lund-Berg"], ["Hansen, Jens", "Olsen, Pia", "Lund, Bo"],
    ["0101901234", "1512885678", "2306771234"],
]  # fmt: skip
CASES = [["Sag 12", "Sag 13", "Sag 14"], ["2021000123", "2021000124", "2021000125"], ["alfa", "beta", "gamma"],
         ["A-12", "B-13", "C-14"], ["3512885678", "3512885679", "3512885680"]]  # fmt: skip


@pytest.mark.parametrize(("keys", "is_told"), [*((each, True) for each in PEOPLE), *((each, False) for each in CASES)])
def test_keys_that_could_be_people_are_told(city: City, tmp_path: Path, keys: list[str], is_told: bool) -> None:
    rows = [f'"{key}",2021-03-0{place},01,Assault' for place, key in enumerate(keys, start=1)]
    assert ("could be names or numbers of persons" in _take_in(city, tmp_path / "a.csv", rows)) is is_told


@pytest.mark.parametrize(("start", "end", "column"), [("2021-03-04", "03/05/2021", "to"), ("4.3.2021", "", "date")])
def test_a_bad_date_is_said_of_its_own_column(city: City, tmp_path: Path, start: str, end: str, column: str) -> None:
    period = {"when": {"column": "date", "until": "to"}}
    with pytest.raises(ValidationError, match=f"Row 2, column {column}: "):
        _take_in(city, tmp_path / "a.csv", [f"K1,{start},01,Assault,{end}"], head=f"{HEAD},to", **period)


NUMBERS = [
    *((form, True) for form in ("210{0}14-{0:04}", "20210{0}14-{0:04}", "140{0}21-{0:04}", "210{0}{0:06}")),
    *((form, False) for form in ("140{0}84-{0:04}", "198{0}0314-{0:04}", "140{0}84{0:04}")),
]  # fmt: skip


@pytest.mark.parametrize(("form", "are_cases"), NUMBERS)
def test_cases_numbered_by_day_are_no_people(city: City, tmp_path: Path, form: str, are_cases: bool) -> None:
    """Of the years in which the source looked cases have numbers, and hardly anybody was born."""
    rows = [f"{form.format(place)},2021-03-0{place},01,Assault" for place in range(1, 8)]
    try:
        said = _take_in(city, tmp_path / "a.csv", rows)
    except ValidationError as refusal:
        said = " ".join(refusal.messages)
    assert ("numbers of persons" not in said) is are_cases


PLAIN_KEYS = ["Marktstr. {}", "Maigasse {}", "SUM {}", "Resultat {}", "Ergebnis {}"]


@pytest.mark.parametrize("form", PLAIN_KEYS)
def test_keys_of_a_word_and_a_number_are_neither_dates_nor_totals(city: City, tmp_path: Path, form: str) -> None:
    _take_in(city, tmp_path / "a.csv", [f"{form.format(n)},2021-03-0{n},01,Assault" for n in range(1, 8)])
    assert len(_days(city)) == 7


def test_a_word_that_is_known_adds_up_nothing(city: City, tmp_path: Path) -> None:
    """What cannot be read of the row is another cell."""
    values = {"Total loss": "assault", "Assault": "assault"}
    columns = [{"column": "what", "values": values}, {"column": "more", "values": {"": None}}]
    fields = column_mapping()["fields"] | {"manifestations": {"columns": columns}}
    with pytest.raises(ValidationError, match="“Foo” is not in the mapping"):
        _take_in(city, tmp_path / "a.csv", ["K1,2021-03-01,01,Total loss,Foo"], head=f"{HEAD},more", fields=fields)
    with pytest.raises(ValidationError, match="“Ergebnis offen” is not in the mapping"):
        _take_in(city, tmp_path / "b.csv", ["K1,2021-03-01,01,Ergebnis offen,"], head=f"{HEAD},more", fields=fields)


def test_numbers_of_events_are_no_counts(city: City, tmp_path: Path) -> None:
    for name in ("Case", "incident", "Record", "offense"):
        rows = [f"{name}{n},2021-03-0{n},01,Assault,{3000 + n}" for n in range(1, 5)]
        assert "does not read" not in _take_in(city, tmp_path / "a.csv", rows, head=f"{HEAD},{name}")
    for name, number in (("Antal anmeldte forhold", "3"), ("Antal", "3.0"), ("case_count", "3")):
        said = _take_in(city, tmp_path / "b.csv", [f"{name},2021-03-01,01,Assault,{number}"], head=f"{HEAD},{name}")
        assert f"Column {name}, which the mapping does not read" in said


@pytest.mark.parametrize("text", ["lø 06-03-2021", "sø. 07-03-2021", "on 03-03-2021"])
def test_days_of_the_week_of_two_letters_are_read(city: City, tmp_path: Path, text: str) -> None:
    _take_in(city, tmp_path / "a.csv", _dates([text]), **_when("DD-MM-YYYY"))
    assert len(_days(city)) == 1
