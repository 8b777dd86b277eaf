"""Tables that say nothing of their encoding are read as spreadsheets of their country write it."""

from pathlib import Path

import pytest

from mapping.imports.files import look_at

# Names of places as they are written there, few letters beyond ASCII in each.
WRITTEN = [
    ("DK", "cp1252", ["Tårnhøj", "Grønbæk", "Ådalen", "Rødhus", "Østermark", "Lærkebo"]),
    ("SE", "cp1252", ["Ängelholm", "Örby", "Åkersberga"]),
    ("DE", "cp1252", ["Grünau", "Weißensee", "Köpenick"]),
    ("FR", "cp1252", ["Saint-Étienne", "Château", "Cœur-de-Ville"]),
    ("ES", "cp1252", ["Peñón", "San Andrés", "Güímar"]),
    ("PL", "cp1250", ["Łódź", "Żoliborz", "Śródmieście"]),
    ("CZ", "cp1250", ["Žižkov", "Smíchov", "Řeporyje"]),
    ("HU", "cp1250", ["Újbuda", "Erzsébetváros", "Kőbánya"]),
    ("GR", "cp1253", ["Κυψέλη", "Παγκράτι"]),
    ("TR", "cp1254", ["Beşiktaş", "Üsküdar", "Eyüp"]),
    ("LV", "cp1257", ["Āgenskalns", "Ķengarags", "Iļģuciems"]),
    ("BG", "cp1251", ["Лозенец", "Надежда"]),
]


@pytest.mark.parametrize(("country", "encoding", "names"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_table_of_a_country_is_read_as_it_was_written(
    country: str, encoding: str, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(["CODE;NAME", *(f"{n};{name}" for n, name in enumerate(names))]).encode(encoding))
    found = look_at(path, wanted="CSV", country=country)
    assert found.guessed
    assert [line.partition(";")[2] for line in path.read_text(encoding=found.encoding).splitlines()[1:]] == names


@pytest.mark.parametrize("name", ["Tårnhøj", "Grønbæk", "Ådalen", "Ærø", "Læsø", "Sønderjylland", "Åå"])
@pytest.mark.parametrize("times", [1, 3, 60])
def test_however_few_letters_stand_there_a_danish_name_is_one(name: str, times: int, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(["NAME", *[name] * times]).encode("cp1252"))
    assert path.read_text(encoding=look_at(path, wanted="CSV", country="DK").encoding).split()[1] == name


def test_what_the_country_s_code_page_cannot_hold_is_told_by_how_it_looks(tmp_path: Path) -> None:
    """0x81 and 0x8D are no signs of cp1252; a table that holds them was written elsewhere."""
    path = tmp_path / "table.csv"
    path.write_bytes("NAME\r\nКупчино\r\nПарголово\r\nСестрорецк\r\n".encode("iso8859_5") + b"\x81\r\n")
    assert look_at(path, wanted="CSV", country="DK").encoding != "cp1252"


@pytest.mark.parametrize("country", ["DK", "PL", "", "ZZ"])
def test_utf_8_stays_utf_8_wherever_the_city_is(country: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("NAME\nTårnhøj\nŁódź\n", encoding="utf-8")
    found = look_at(path, wanted="CSV", country=country)
    assert (found.encoding, found.guessed) == ("utf-8", False)
