"""Street addresses and licence plates, as people of many countries write them, and what only looks like one."""

import pytest

from records.screening import Kind, screen

STREETS = """
Nørregade 12, 2. th.
Nørregade 12
nørregade 12
Vestergade 12 B, 3. mf
Sankt Hans Gade 5, st. tv.
H.C. Andersens Boulevard 27
Gammel Kongevej 11-13
12 Main Street
221B Baker Street
5 Harbour Road
1600 Pennsylvania Avenue
Main Street 12
Hauptstraße 5
Hauptstr. 5
Karl-Marx-Straße 5
Am Alten Platz 3
Unterer Weg 14a
Storgatan 3 B
Drottninggatan 71
Kungsgatan 4
Karl Johans gate 22
Kirkeveien 4
Mannerheimintie 5
Aleksanterinkatu 15
Laugavegur 12
Prinsengracht 263
Kerkstraat 8
rue de la Paix 7
7 rue de la Paix
12 bis, rue d'Alésia
Calle Mayor 3
Avenida de América, 10
Carrer de Balears 4
Rua Augusta 24
Strada Lipscani nr. 5
ul. Długa 5
ulica Ilica 10
Kossuth Lajos utca 5
Brīvības iela 3
Gedimino gatvė 9
Pikk tänav 7
Atatürk Caddesi No: 12
ул. Ленина, 5
""".strip().splitlines()
PLATES = """
AB 12 345
AB12 CDE
AB-123-CD
AB 123 CD
B-AB 1234
HH-X 12
GB-123-X
1-ABC-234
12-AB-34
AB-12-CD
B 123 ABC
ZG 1234-AB
161-D-12345
1A2 3456
""".strip().splitlines()
# By country, and there only or behind a word for a vehicle.
AT_HOME = [
    ("DK", "AB12345"),
    ("NO", "AB 12345"),
    ("SE", "ABC 123"),
    ("SE", "ABC 12D"),
    ("FI", "ABC-123"),
    ("LT", "ABC 123"),
    ("EE", "123 ABC"),
    ("PL", "WA 12345"),
    ("ES", "1234 BCD"),
    ("DE", "M AB 123"),
    ("CH", "ZH 123456"),
]
NOTHING = """
Leaflets were left in Nørregade.
I Nørregade 2024 skete det samme.
På Nørregade 12. maj blev der malet.
De mødtes i Nørregade 12:30.
In 2019 Harbour Street was quiet.
Alle 12 unge gik hjem.
12 young people came down Main Street.
There are 3 police stations and 12 main streets.
It came via Telegram 3 times, and via Facebook 12 times.
Brigade 313 and Combat 18 were named.
Section 12 of the Road Traffic Act.
C18, MS-13, TLP-3, Covid-19 and § 266 b.
GDPR Art. 9, ISO 27001, ADR 0010, E17 and B 4.
Grades A 1 to F 6; 14 88; 23/16.
Between 10 and 12 per cent in 2023-2024.
S-Bahn 12 and bus 5C were late.
The 112 centre took 1 234 calls.
Workshop 3, room 14, 2 p.m., 12.10.2024.
""".strip().splitlines()


@pytest.mark.parametrize("address", STREETS)
def test_street_addresses_are_found_in_the_languages_around_us(address: str) -> None:
    found = screen(f"It was seen at {address} last night.", country="DK")
    assert [each.kind for each in found] == [Kind.STREET]
    assert address.rstrip(".").endswith(found[0].text.rstrip("."))
    assert any(letter.isdigit() for letter in found[0].text)


def test_the_floor_and_the_door_belong_to_the_address() -> None:
    text = "Han bor Nørregade 12, 2. th. med sin mor."
    assert [each.text for each in screen(text, country="DK")] == ["Nørregade 12, 2. th."]


def test_an_italian_street_is_one_in_italy() -> None:
    assert [each.text for each in screen("Abita in Via Garibaldi 3.", country="IT")] == ["Via Garibaldi 3"]


@pytest.mark.parametrize("plate", PLATES)
def test_plates_that_are_nothing_else_are_found_everywhere(plate: str) -> None:
    found = screen(f"They left in it ({plate}) at once.", country="DK")
    assert [(each.kind, each.text) for each in found] == [(Kind.PLATE, plate)]


@pytest.mark.parametrize(("country", "plate"), AT_HOME)
def test_other_plates_are_found_at_home_or_behind_a_word_for_a_vehicle(country: str, plate: str) -> None:
    elsewhere = "IE"
    for text, where in ((f"Seen: {plate}.", country), (f"A car with plates {plate.lower()}.", elsewhere)):
        assert [(each.kind, each.text.upper()) for each in screen(text, country=where)] == [(Kind.PLATE, plate)]
    assert not [each for each in screen(f"Seen: {plate}.", country=elsewhere) if each.kind == Kind.PLATE]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("country", ["DK", "SE", "DE", "GB"])
def test_what_only_looks_like_one_is_none(text: str, country: str) -> None:
    assert not [each for each in screen(text, country=country) if each.kind in {Kind.STREET, Kind.PLATE}]


def test_a_district_is_none_whatever_number_stands_behind_it() -> None:
    text = "I Mjølnerparken 12 gange i år."
    assert [each.kind for each in screen(text, country="DK")] == [Kind.STREET]
    assert screen(text, country="DK", known=["Mjølnerparken"]) == []
