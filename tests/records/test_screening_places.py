"""Addresses that no word of a street tells, coordinates in every form, and figures of a report that are neither."""

import pytest

from records.screening import Kind, screen

# By the country whose addresses are written so.
STREETS = """
DK|Søndergade 4A, 1. tv.
DK|Åboulevarden 23
DK|Ved Stranden 14
DK|Strandvejen 102B
DK|Torvet 5
DK|Havnen 3
DK|Kystvejen 7, 8000 Aarhus C
DK|Bag Kirken 2
DK|Under Elmene 6
DK|Langelinie 5
DK|Nytorv 3
DK|Fælledvej nr 12
DK|Nørregade 12-14
DK|på adressen Nørregade12
DK|Skolebakken 7
DK|Enghaven 14
DK|Mosevangen 12
DK|Kirkebakken 11
DK|Ringgaden 88
DK|Sdr. Ringvej 3
DK|Vestre Strandallé 21
DK|Kongens Nytorv 1
DK|2200 København N, Jagtvej 12
NO|Bygdøy allé 2
NO|Strandkaien 4
NO|Solbakken 3
NO|Fjordveien 12A
SE|Stora Nygatan 5
SE|Sveavägen 44
SE|Skeppsbron 10
SE|Norrmalmstorg 1
SE|Björkbacken 3
FI|Itäinen Pitkäkatu 4 B 12
FI|Hämeentie 12
FI|Kauppatori 1
FI|Rantakuja 5 as. 3
DE|Mozartstr 5
DE|Hauptstrasse 12a
DE|Am Markt 7
DE|Zur Mühle 3
DE|Bahnhofsplatz 1
DE|Berliner Allee 14
DE|Königsallee 30
DE|Friedrichshain, Rigaer Straße 94
DE|Lindenhof 3
DE|Bergmannsweg 7
DE|Wiesengrund 4
DE|Ludwigkirchstr.10
DE|Kottbusser Tor 3
DE|Rosenthaler Wall 7
AT|Mariahilfer Straße 10/3/12
AT|Wiedner Hauptstraße 23-29
AT|Gumpendorfer Gürtel 5
CH|Bahnhofstrasse 21
NL|Damrak 1
NL|Oudezijds Achterburgwal 54
NL|Coolsingel 40
NL|Kerkplein 3-hs
NL|Westersingel 12b
NL|Zuidpad 4
NL|Stationsweg 12 bis
BE|Meir 50
BE|Rue Neuve 123
BE|Chaussée d'Ixelles 12
FR|12, rue Victor Hugo
FR|3 bis avenue Foch
FR|14 villa des Roses
FR|8 cité du Midi
FR|25 chaussée d'Antin
FR|5 rond-point des Champs
FR|lotissement Les Pins 4
FR|10 allées Jean Jaurès
FR|bâtiment C, 4 rue du Port
FR|14, Rue Saint-Denis
ES|C/ Mayor, 3, 2º B
ES|Av. de la Constitución 5
ES|Avda. Andalucía, 12
ES|Plaza Mayor s/n
ES|Pl. Mayor 3
ES|Gran Vía 28
ES|Paseo del Prado, 8
ES|Urbanización Los Olivos 14
ES|Rambla Catalunya 12
ES|Cuesta de San Vicente 4
IT|Via Roma, 12
IT|V.le Europa 5
IT|P.za Garibaldi 3
IT|Corso Vittorio Emanuele II, 101
IT|Strada Provinciale 12
IT|Lungotevere Testaccio 4
IT|Contrada San Marco 7
PT|Av. da Liberdade, 110
PT|Praceta das Flores 3
PT|Largo do Carmo 4
PT|Travessa do Ferreiro, nº 5
PL|al. Jerozolimskie 44
PL|plac Zamkowy 3
PL|os. Złotego Wieku 12/5
PL|Aleje Ujazdowskie 12
CZ|nám. Míru 5
CZ|Wenceslas Square 12
HU|Andrássy út 60
HU|Váci utca 12.
HU|Deák Ferenc tér 3
HU|Rákóczi fasor 4
RO|Calea Victoriei 12
RO|Bd. Unirii nr. 3
RO|Șos. Kiseleff 12
HR|Trg bana Jelačića 5
HR|Ilica 12
SI|Slovenska cesta 12
GR|οδός Ερμού 12
GR|Leoforos Syngrou 12
BG|бул. Витоша 12
UA|вул. Хрещатик, 22
RU|улица Ленина дом 5
RU|пр-т Мира 12
TR|İstiklal Cad. No:12
TR|Gül Sok. 4
EE|Pärnu mnt 12
LV|Brīvības bulvāris 12
LT|Vilniaus g. 12
LT|Laisvės al. 12
GB|Flat 3, 14 High Street
GB|10 Downing St
GB|221b Baker St.
GB|45 St John's Wood Road
GB|7 Elm Drive
GB|Unit 4, Kings Court
GB|3 The Green
GB|12 Oak Hill
GB|5 Park View
GB|22a Queen's Gate
IE|12 O'Connell Street Upper
US|1234 NW Main St
US|500 5th Ave
US|42 W 12th St
US|12 Elm Trl
US|Apt 4B, 1 Ocean Pkwy
GB|SW1A 1AA
GB|M1 1AE
NL|1012 AB
NL|1012AB 12
IE|D02 X285
""".strip().splitlines()
# Nothing but what stands before them says what they are.
NAMES_ALONE = """
Åen 12
Byvolden 3
Højen 4
Østerbro 14
Torgallmenningen 8
Goethering 5
Schlossberg 2
Molenhof 7
Vinohradská 12
Na Příkopě 14
Ερμού 12
""".strip().splitlines()
COORDINATES = """
55.6761, 12.5683
55.6761 12.5683
55,6761; 12,5683
N 55.6761 E 12.5683
55.6761° N, 12.5683° E
55.676098N 12.568337E
lat: 55.6761 lon: 12.5683
lat=55.6761&lon=12.5683
(55.6761,12.5683)
-33.8688, 151.2093
55°40'34.0"N 12°34'06.0"E
55° 40′ 34″ N, 12° 34′ 6″ E
N55°40.567' E012°34.100'
55º40'34''N
55 40 34 N 12 34 06 E
32U NG 12345 67890
32UNG1234567890
UTM 32 347000 6172000
32V 347000E 6172000N
9F7JMH8J+2V
MH8J+2VX Copenhagen
///filled.count.soap
https://www.google.com/maps/@55.6761,12.5683,17z
https://maps.app.goo.gl/abc123XYZ
https://www.openstreetmap.org/#map=17/55.6761/12.5683
https://osm.org/go/0NZc5
https://maps.apple.com/?ll=55.6,12.5
geo:55.6761,12.5683
https://what3words.com/filled.count.soap
krak.dk/kort/12
55.6761/12.5683
Breddegrad 55.6761, længdegrad 12.5683
POINT(12.5683 55.6761)
[12.5683, 55.6761]
""".strip().splitlines()
NEITHER = """
The rate was 3.214, 12.118 and 4.5 per 10,000.
1,234 and 5,678 records; 55.6 and 12.5 per cent.
Between 12.345 and 45.678 residents.
12.345, 678 or 1.234.567 kr.
In 2019, 2020 and 2021; 12.10.2024, 13.11.2024
p = 0.0412, 0.0331 (df 12)
It was 40° outside and 12' long.
A+ and C++ are no codes. 14 88.
Version 3.1234
1.2345 and 0.9876 are ratios
see google.com for maps
the figures 10.5555 and 20.1111 kr
from 5.1234 % to 6.1234 %
1234+56
Districts 12 and 14, Hood 036, division D22
I januar 12 sager; på adressen på nettet 3 gange
De bor i Danmark 12 år.
He lives in Denmark 12 years.
Bor i Aarhus 3 måneder om året
living in Copenhagen 5 years later
The Youth Council 12 members met
During 12 meetings; Spring 12; Monitoring 12 cases; Gathering 5
Roma families 12, Fjord Mosque 5
Green Hill 12 things
In 12 Green cases
Plan 2024; Goal 16; Article 5; Havnen 2024
""".strip().splitlines()
DISTRICTS = ["Oak Hill", "Mjølnerparken", "Green Gate", "Torvet", "Stranden", "Nytorv", "Strandkaien", "Lindenhof"]


def _kinds(text: str, country: str, known: list[str] | None = None) -> list[Kind]:
    return [each.kind for each in screen(text, country=country, known=known or [])]


@pytest.mark.parametrize("line", STREETS)
def test_an_address_is_found_where_it_is_written_so(line: str) -> None:
    country, address = line.split("|")
    assert Kind.STREET in _kinds(f"It was seen at {address}.", country)


@pytest.mark.parametrize(
    "text",
    ["Han bor på Solsikken 4.", "He lives at Windermere 12, they say.", "Adresse: Kløvermarken 3, 2. tv.",
     "wohnhaft in Sonnenhügel 7.", "She is living in Fairholme 12b", "habite à Beauséjour 14.",
     "vive en Los Rosales 5.", "abita a Campo Marzio 3.", "woont op Zonneveld 21.", "Anschrift: Hinterdorf 5"],
)  # fmt: skip
def test_who_says_that_somebody_lives_there_says_an_address(text: str) -> None:
    assert Kind.STREET in _kinds(text, "DK")


@pytest.mark.parametrize("address", NAMES_ALONE)
@pytest.mark.parametrize("text", ["De bor ved {}.", "Adresse: {}, 2. sal", "He lives at {}, they say.", "wohnhaft {}"])
def test_a_name_and_a_number_are_one_where_somebody_lives_there(address: str, text: str) -> None:
    assert Kind.STREET in _kinds(text.format(address), "DK")


@pytest.mark.parametrize("written", COORDINATES)
@pytest.mark.parametrize("text", ["{}", "Set ved {} i går.", "({})"])
def test_coordinates_are_found_however_they_are_written(written: str, text: str) -> None:
    assert Kind.COORDINATES in _kinds(text.format(written), "DK")


@pytest.mark.parametrize("text", NEITHER)
def test_counts_years_and_rates_are_neither(text: str) -> None:
    for country in ("DK", "SE", "DE", "GB", "NL", "IE", "US"):
        assert not {Kind.STREET, Kind.COORDINATES} & set(_kinds(text, country))


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize(
    "text", ["{} 12.", "12 {}.", "Ved {} 12.", "De bor i {} 12.", "In {} 12 were seen, 5.6 per cent."]
)
def test_the_city_s_own_districts_and_groups_are_neither(district: str, text: str) -> None:
    for country in ("DK", "DE", "GB"):
        assert not {Kind.STREET, Kind.COORDINATES} & set(_kinds(text.format(district), country, [district]))
