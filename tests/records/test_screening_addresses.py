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
Bygaden nr. 7, 1. tv
Nygade 3
Kirkestien 4
Skovbrynet 12
H. C. Ørsteds Vej 50C
Alter Markt 5
Jungfernstieg 7
Lange Zeile 5
Oberer Graben 4
Keizersgracht 12bis
Lindedreef 14
Nieuwezijds Voorburgwal 147
3 place de la République
Place de la République 3
12 route de Lyon
15, square Carpeaux
Travesía de San Mateo 4
Ronda de Toledo, 5
Pza. de España 4
Pº de la Castellana 100
22 Station Approach
5 Church Walk
12 Market Place
""".strip().splitlines()
BOXES = """
Postboks 123
Box 123
P.O. Box 45
PO Box 4512
P.O. Boks 12
Postfach 12 34 56
Postbus 99
BP 123
B.P. 12
Boîte postale 12
Apartado de correos 12
Apdo. 55
Casella postale 7
Caixa Postal 12
""".strip().splitlines()
GERMAN = ["Unter den Linden 77", "An der Alster 12", "Im Winkel 3", "Auf dem Berg 12b", "Am Alten Hafen 5"]
NO_GERMAN = ["Am Montag 12, am Dienstag 3", "Im Mai 12.", "In der Klasse 7,", "Am Anfang 3.5", "Im Hafen 12 Boote"]
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
    ("PT", "AA-12-34"),
    ("SI", "LJ AB-123"),
    ("BG", "CA 1234 AB"),
    ("UA", "AA1234BB"),
    ("MK", "SK 1234 AB"),
    ("BA", "A12-B-345"),
    ("ME", "PG AB123"),
    ("LU", "AB 1234"),
    ("CY", "ABC 123"),
    ("BY", "1234 AB-7"),
    ("FR", "1234 AB 75"),
    ("ES", "M-1234-AB"),
    ("US", "7ABC123"),
    ("AU", "ABC-12D"),
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


@pytest.mark.parametrize("box", BOXES)
def test_postal_boxes_are_found(box: str) -> None:
    found = screen(f"Write to {box}, they said.", country="DK")
    assert [(each.kind, each.text) for each in found] == [(Kind.BOX, box)]


@pytest.mark.parametrize(
    "text", ["Box 1.5 m wide", "Boxes 12", "The BP 2.0", "a post box 12:30", "the box 12", "Xbox 360"]
)
def test_what_is_no_postal_box(text: str) -> None:
    assert not [each for each in screen(text, country="DK") if each.kind == Kind.BOX]


@pytest.mark.parametrize("place", GERMAN)
def test_a_street_whose_name_says_nothing_of_one_is_found_where_german_is_spoken(place: str) -> None:
    assert Kind.STREET in {each.kind for each in screen(f"Gesehen {place}, abends.", country="DE")}


@pytest.mark.parametrize("text", NO_GERMAN)
def test_days_months_and_numbers_of_something_else_are_no_house(text: str) -> None:
    assert not [each for each in screen(text, country="DE") if each.kind == Kind.STREET]


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
