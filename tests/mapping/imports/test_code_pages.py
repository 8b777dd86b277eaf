"""Tables that say nothing of their encoding are read as spreadsheets of their country write it."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import City
from mapping.imports.files import look_at
from mapping.imports.tables.encodings import encoding_named
from mapping.models import District
from tests.mapping.makers import inside, with_districts

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


OLD = [
    ("DK", "cp850", ["Tårnhøj", "Grønbæk", "Ærø"]), ("DK", "cp865", ["Tårnhøj", "Rødhus"]), ("NO", "cp865", ["Bærum"]),
    ("SE", "cp437", ["Örby", "Åkersberga", "Ängelholm"]), ("FI", "cp437", ["Käpylä", "Töölö"]),
    ("DE", "cp850", ["Köpenick", "Weißensee", "Grünau"]), ("FR", "cp850", ["Château", "Orléans"]),
    ("DK", "mac_roman", ["Tårnhøj", "Grønbæk"]), ("DK", "mac_roman", ["Ærø"]), ("SE", "mac_roman", ["Örby", "Käll"]),
    ("DE", "mac_roman", ["Köpenick", "Weißensee"]), ("PL", "cp852", ["Łódź", "Żoliborz", "Śródmieście"]),
    ("RU", "cp866", ["Купчино", "Парголово"]), ("GR", "cp737", ["Κυψέλη"]), ("TR", "cp857", ["Beşiktaş", "Üsküdar"]),
]  # fmt: skip


@pytest.mark.parametrize(("country", "encoding", "names"), OLD)
def test_what_an_old_program_wrote_is_refused_with_the_name_of_its_code_page(
    country: str, encoding: str, names: list[str], tmp_path: Path
) -> None:
    """It was read as the code page of today: “T†rnh›j” was in no mapping, and a key was damaged unsaid."""
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(["CODE;NAME", *(f"{n};{name}" for n, name in enumerate(names))]).encode(encoding))
    with pytest.raises(ValidationError) as refusal:
        look_at(path, wanted="CSV", country=country, state="--encoding %(encoding)s")
    said = " ".join(refusal.value.messages)
    assert "table.csv is not UTF-8 and seems to come from an old program" in said
    assert "Save it as UTF-8, or state --encoding" in said
    named = next(page for page in re.findall(r"--encoding (\w+)", said) if f"{page} (“{names[0]}”)" in said)
    assert [line.partition(";")[2] for line in path.read_text(encoding=named).splitlines()[1:]] == names
    assert look_at(path, wanted="CSV", country=country, encoding=named).encoding == named


TYPOGRAPHY = ["“Grønbæk” – 5 €", "it’s Ådalen", "1° og ½", "«Ærø»", "§ 12", "Tårnhøj™", "ÅRHUS", "L’Étoile", "¿Peñón?"]


@pytest.mark.parametrize("text", TYPOGRAPHY)
def test_signs_that_stand_beside_words_are_no_old_program(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f"NAME\r\n{text}\r\n".encode("cp1252"))
    assert look_at(path, wanted="CSV", country="DK").encoding == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_named(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("NAME\r\nTårnhøj\r\n".encode(encoding))
    with pytest.raises(ValidationError, match=f"UTF-16 without the mark .* --encoding {encoding}"):
        look_at(path, wanted="CSV", country="DK", state="--encoding %(encoding)s")
    assert look_at(path, wanted="CSV", encoding=encoding).encoding == encoding


def test_residents_of_an_old_program_come_in_once_it_is_named(elverhavn: City, tmp_path: Path) -> None:
    path, city = tmp_path / "residents.csv", with_districts(elverhavn, "Å1", "Ø2")
    path.write_bytes("code;residents\r\nÅ1;12000\r\nØ2;9000\r\n".encode("cp850"))
    command = ["import_indicators", city.slug, str(path), "--code", "code", "--population", "residents"]
    with pytest.raises(CommandError, match="--encoding cp850"):
        call_command(*command)
    call_command(*command, "--encoding", "cp850")
    with inside(city):
        assert dict(District.objects.values_list("code", "population")) == {"Å1": 12000, "Ø2": 9000}


@pytest.mark.parametrize(
    "name",
    ["zlib", "bz2", "hex", "rot13", "base64", "unicode_escape", "raw-unicode-escape", "utf7", "punycode", "idna",
     "undefined", "nowhere", "", "cp850\0", "../cp850"],
)  # fmt: skip
def test_what_is_no_encoding_of_a_table_is_not_taken_for_one(name: str, elverhavn: City, tmp_path: Path) -> None:
    """“\\0” in harmless bytes is NUL to some of them, others are no encodings of texts and broke the command."""
    assert encoding_named(name) == ""
    path, city = tmp_path / "residents.csv", with_districts(elverhavn, "1")
    path.write_text("code;residents\n1;12000\n", encoding="ascii")
    command = ["import_indicators", city.slug, str(path), "--code", "code", "--population", "residents"]
    with pytest.raises(CommandError, match="is not known; use a name such as utf-8 or cp1252"):
        call_command(*command, "--encoding", name)
    with inside(city):
        assert not District.objects.exclude(population=None).exists()


@pytest.mark.parametrize(("name", "found"), [("UTF8", "utf-8"), ("latin1", "iso8859-1"), ("CP850", "cp850")])
def test_an_encoding_is_known_by_any_of_its_names(name: str, found: str) -> None:
    assert encoding_named(name) == found
