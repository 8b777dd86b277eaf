"""Street addresses: the word of a street and the number of a house, as the languages around us write them.

Three ways: a word that ends as streets do and a number behind it (Nørregade 12), a word before the street's name and a
number behind it (calle Mayor 3), and the number first (12 Main Street, 7 rue de la Paix). A number alone is none, nor
is a street without one: "leaflets in Nørregade" leads to nobody.
"""

import re
from collections.abc import Collection, Iterator

from records.screening import words
from records.screening.compiled import compiled
from records.screening.findings import Finding, Kind

# A capitalised word that ends so is a street: Danish, Norwegian, Swedish, German, Dutch, Finnish, Icelandic.
_ENDINGS = """
gade gaden gader vej vejen stræde strædet allé allee alleen plads pladsen torv torvet vænget vænge boulevard
boulevarden kajen parken stien svinget krogen brynet toften løkken skrænten lunden gate gata gaten veien vegen gatan
vägen gränd gränden väg torget straße strasse str weg gasse platz ufer damm chaussee steig stieg pfad twiete graben
zeile promenade deich markt straat laan plein dreef gracht burgwal kade dijk singel steeg katu kuja polku intie gatu
stígur vegur braut utca gatvė tänav bakken backen bakke backe vangen volden haven torg nytorv kaien kajen bron ntie
tori ranta achterburgwal voorburgwal pad hameau
"""
ENDINGS = tuple(_ENDINGS.split())
# Words that end so are ordinary ones in other languages: "gathering 12".
OF_GERMAN_ENDINGS = ("rring", "sring", "nring", "hof", "grund", "gürtel")
# In Lithuania these stand behind a name, each with a dot.
OF_LITHUANIAN = {"g", "al", "pr"}
# Of these no other word ends so: also where one types without capitals.
SURE = ("gade", "gaden", "stræde", "gatan", "vägen", "straße", "strasse", "straat", "gracht", "katu", "tänav", "gatvė")
# Letters before the ending, at least, of others and of those: Nygade, Bygaden.
LEAST = (3, 2)
# These end so and are none.
NO_STREETS = frozenset(
    {
        "arbeitsmarkt",
        "arbejdsplads",
        "arbeitsplatz",
        "arkade",
        "bahnsteig",
        "barrikade",
        "blokade",
        "brigade",
        "dekade",
        "flohmarkt",
        "freemarkt",
        "parkplatz",
        "schwarzmarkt",
        "sportplatz",
        "spielplatz",
        "supermarkt",
        "weihnachtsmarkt",
        "wochenmarkt",
        "legeplads",
        "parkeringsplads",
        *("bahnhof", "hauptbahnhof", "friedhof", "schulhof", "hintergrund", "vordergrund", "untergrund", "aufgrund"),
        *("begravehaven", "børnehaven", "barnehaven", "bondegården", "rundgang"),
    }
)
# Alone, with a capital and a number behind them, the name of a street of many towns.
ALONE = frozenset(
    {
        "torvet",
        "havnen",
        "nytorv",
        "langelinie",
        "stranden",
        "bakken",
        "åboulevarden",
        "torget",
        "damrak",
        "meir",
        "ilica",
    }
)
# Words of their own behind a name: Nørre Gade 12, Kossuth utca 5, Brīvības iela 3, Atatürk Caddesi No: 4.
_BEHIND = """
street road avenue lane boulevard utca út útja tér tere körút iela tänav tn mnt puiestee caddesi sokak sokağı bulvarı
cad sok fasor bulvāris bulvaris prospektas square tor wall gürtel torg nytorv via cesta
"""
BEHIND = frozenset((_BEHIND + _ENDINGS).split())
_ENGLISH = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|crescent|cres|gardens|grove|terrace|square|boulevard|blvd|close|court|ct"
    "|mews|row|parade|highway|walk|way|rise|approach|wharf|quay|place|yard"
    "|hill|view|green|gate|trail|trl|parkway|pkwy|circle|cir|loop|vale|heights|bank|side|riverside|villas|cottages"
)
# Of these only as a name is written: "12 small hill" is none.
CAPITAL = frozenset(
    {
        "hill",
        "view",
        "green",
        "gate",
        "trail",
        "circle",
        "loop",
        "vale",
        "heights",
        "bank",
        "side",
        "villas",
        "cottages",
    }
)
# Before the name of the street: French, Spanish, Catalan, Italian, Portuguese, Polish, Czech, Slovak, Romanian,
# Croatian, Slovene, Russian, Ukrainian, Bulgarian, Greek.
_ROMANCE = (
    "rue|route|place|square|esplanade|passage|promenade|faubourg|venelle|sentier|montée|résidence|avenue|av\\.|boulevard"
    "|bd|impasse|allées?|chemin|quai|cours|ruelle|chaussée|villa|cité|rond-point|lotissement|hameau|résidence"
)
_BEFORE = (
    "rue|route|esplanade|faubourg|venelle|montée|résidence|avenue|av\\.|boulevard|bd|impasse|allées?|chemin|quai|cours|ruelle"
    "|chaussée|rond-point|lotissement|hameau|gran|rambla|cuesta|urbanización|urb\\.|v\\.le|p\\.za|c\\.so|lungo[a-z]{3,12}"
    "|contrada|praceta|plac|aleje|calea|[șş]os\\.|șoseaua|leoforos|λεωφόρος|пр-т|пер\\.|шоссе|straße\\u0020des|straße\\u0020der"
    "|travesía|ronda|camino|glorieta|callejón|ctra\\.|carretera|pza\\.|plz\\.|pº|calle|c/|avenida|avda\\.?|paseo|plaza|carrer|via|viale|piazza|corso|vicolo|largo|rua|travessa|praça"
    "|ul\\.|ulica|ulice|al\\.|os\\.|pl\\.|aleja|náměstí|nám\\.|tř\\.|třída|námestie|strada|str\\.|bulevardul|bd\\.|aleea|trg"
    "|ул\\.|улица|вул\\.|вулиця|пр\\.|проспект|бул\\.|οδός"
)
# Elsewhere it is how something came: "via Telegram 3 posts".
OF_VIA = {"CH", "IT", "SM", "VA"}
_SPACE = "[ \u00a0]"
_NO = rf"(?:(?:[Nn][ro]?[.°º]?|№|č\.)[:.]?{_SPACE}?)?"
# The house, its floor and its door. A year, a time, a date, a share or a decimal is no house.
_HOUSE = (
    r"(?!(?:19|20)\d\d\b)(?P<house>[1-9]\d{0,3}(?:[ \u00a0]?[A-Z](?!\w)|[a-z](?!\w)|[ \u00a0]?(?:bis|ter)(?!\w))?"
    r"(?:[-–/]\d{1,4}[A-Za-z]?)?)(?!\w)"
    r"(?![ \u00a0]?(?:%|procent|percent|prozent|pct|kr\b|km\b|€|o'clock))(?![.,:]\d)"
    r"(?!\.[ \u00a0](?:jan|feb|mar|mär|apr|ma[jiy]|jun|jul|aug|sep|okt|oct|nov|dec|dez)\w*)"
    r"(?:,?[ \u00a0](?:\d{1,2}\.|st\.|stuen)(?:[ \u00a0]?(?:th|tv|mf)\b\.?)?)?"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-]){0,39}"
NUMBER_BEHIND = compiled(rf"(?<!\w)(?P<word>[^\W\d_]{{1,40}})(?:\.?,?{_SPACE}{_NO}|\.(?=\d)|(?=\d)){_HOUSE}")
NAME_BEHIND = compiled(
    rf"(?<![\w/])(?P<kind>{_BEFORE})(?:{_SPACE}|(?<=[./]))(?P<name>{_WORD}(?:{_SPACE}{_WORD}){{0,4}}?),?{_SPACE}(?:{_NO}{_HOUSE}|s/n(?!\w))",
    re.IGNORECASE,
)
_NTH = r"\d{1,3}(?:st|nd|rd|th)"
NUMBER_FIRST = compiled(
    rf"(?<![\w.,:/§-])(?P<house>(?!(?:19|20)\d\d\b)[1-9]\d{{0,4}}[A-Za-z]?),?{_SPACE}"
    rf"(?P<name>(?:{_WORD}|{_NTH})(?:{_SPACE}(?:{_WORD}|{_NTH})){{0,3}}?){_SPACE}(?P<kind>{_ENGLISH})\b\.?",
    re.IGNORECASE,
)
NUMBER_AND_KIND_FIRST = compiled(
    rf"(?<![\w.,:/§-])(?P<house>(?!(?:19|20)\d\d\b)[1-9]\d{{0,3}}(?:{_SPACE}?(?:bis|ter|[A-D]))?),?{_SPACE}"
    rf"(?P<kind>{_ROMANCE}){_SPACE}(?P<name>(?:(?:de|du|des|la|le|les|l|d)(?:{_SPACE}|['’])){{0,2}}{_WORD})",
    re.IGNORECASE,
)
# Of these the name says nothing of a street; they are one in a German-speaking country where a house number ends it.
OF_GERMAN = {"AT", "CH", "DE", "LI", "LU"}
_PLACED = "Am|Im|Zum|Zur|An[ \u00a0]de[rn]|(?:Auf|In|Hinter|Unter|Vor)[ \u00a0]de[rmn]"
_CAPITAL = r"[A-ZÄÖÜ][^\W\d_]{2,30}"
PLACED = compiled(
    rf"(?<!\w)(?:{_PLACED}){_SPACE}(?P<name>{_CAPITAL}(?:{_SPACE}{_CAPITAL})?){_SPACE}(?P<house>[1-9]\d{{0,2}}[a-z]?)"
    r"(?=[.,;)\n]|$)(?![.,]\d)(?!\.[ \u00a0](?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
)
# The same of Scandinavia: Ved Stranden 14, Under Elmene 6.
OF_NORDIC = {"DK", "NO", "SE", "FO", "GL"}
NORDIC_PLACED = compiled(
    rf"(?<!\w)(?:Ved|Bag|Under|Over|Mellem|Vid|Bakom|Bak){_SPACE}(?P<name>[A-ZÆØÅÄÖ][^\W\d_]{{1,30}}(?:en|et|ene|erne|an|arna))"
    rf"{_SPACE}(?P<house>[1-9]\d{{0,2}}[A-Za-z]?)(?=[.,;)\n]|$)(?![.,]\d)"
    r"(?!\.[ \u00a0](?:jan|feb|mar|apr|ma[ji]|jun|jul|aug|sep|okt|nov|dec))"
)
# Who says that somebody lives there says an address, whatever the street is called.
_LIVES = (
    "bor|boede|boende|bodde|bopæl|adressen?|lives|lived|living|resides|residing|address|wohnt|wohnte|wohnhaft|anschrift|habite"
    "|habitait|demeurant|domicilié|vive|residente|domicilio|dirección|abita|indirizzo|mora|residente|morada|woont|adres"
    "|mieszka|zamieszkały|asuu|osoite|bydlí|lakik"
)
_AT = "at|in|on|på|i|ved|hos|an|am|auf|à|au|en|a|em|na|op|te|pod|w|přes|is|er"
_CALLED = r"[A-ZÀ-ÞŠŽČŘĆŁŚŻΑ-ΩА-Я][^\W\d_'’.-]{1,30}(?:[ '’.-]{1,2}[^\W\d_]{1,30}){0,3}"
LIVES = compiled(
    rf"(?<!\w)(?i:{_LIVES})(?:{_SPACE}?:|{_SPACE}(?:{_AT})){{0,2}}{_SPACE}(?P<name>{_CALLED}),?{_SPACE}{_NO}{_HOUSE}"
    r"(?=[.,;)\n]|$)"
)
# A whole code of these leads to a dozen doors, or to one.
CODES = {
    "GB": compiled(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]\d[ABD-HJLNP-UW-Z]{2}(?!\w)"),
    "IE": compiled(r"(?<!\w)[AC-FHKNPRTV-Y](?:\d\d|6W)[ \u00a0]?[0-9AC-FHKNPRTV-Y]{4}(?!\w)"),
    "NL": compiled(r"(?<!\w)[1-9]\d{3}[ \u00a0]?(?!SA|SD|SS)[A-Z]{2}(?:[ \u00a0][1-9]\d{0,3}[a-z]?)?(?!\w)"),
}
_TIMES = """
januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch
donnerstag freitag samstag sonntag jahr jahre monat tag alter klasse raum zimmer punkt artikel abschnitt
"""
TIMES = frozenset(_TIMES.split())
FRENCH_SQUARE = compiled(
    rf"(?<!\w)[Pp]lace{_SPACE}(?:de{_SPACE}la|de{_SPACE}l['’]|des?|du|d['’]){_SPACE}?[A-ZÀ-Ý][^\W\d_]{{2,30}}{_SPACE}{_NO}{_HOUSE}"
)
# How far before its last word a street's name may begin.
REACH = 60


def streets(text: str, *, country: str, known: Collection[str] = ()) -> Iterator[Finding]:
    """Addresses in a text. `known` names are districts and bodies, whatever number stands behind them."""
    others = {name.casefold() for name in known}
    for match in NUMBER_BEHIND.finditer(text):
        before = _name_before(text, match.start("word"))
        if _ends_as_streets(match["word"], before, country) and others.isdisjoint(_both(before, match["word"])):
            yield _found(text, match.start() - len(before), match.end())
    for pattern in (NAME_BEHIND, NUMBER_AND_KIND_FIRST, NUMBER_FIRST):
        for match in pattern.finditer(text):
            if _is_street(match, country, is_english=pattern is NUMBER_FIRST) and others.isdisjoint(_names_in(match)):
                yield _found(text, match.start(), match.end())
    yield from _placed(text, country)
    yield from _by_context(text, country, others)


def _by_context(text: str, country: str, others: set[str]) -> Iterator[Finding]:
    """Where what stands around a name and a number says what they are."""
    for match in LIVES.finditer(text):
        if match["name"].casefold() not in others and not TIMES & set(match["name"].casefold().split()):
            yield _found(text, match.start("name"), match.end())
    for match in NORDIC_PLACED.finditer(text) if country in OF_NORDIC else ():
        if match["name"].casefold() not in others:
            yield _found(text, match.start(), match.end())
    for match in CODES[country].finditer(text) if country in CODES else ():
        yield _found(text, match.start(), match.end())


def _placed(text: str, country: str) -> Iterator[Finding]:
    for match in FRENCH_SQUARE.finditer(text):
        yield _found(text, match.start(), match.end())
    for match in PLACED.finditer(text) if country in OF_GERMAN else ():
        if not TIMES & set(match["name"].casefold().split()):
            yield _found(text, match.start(), match.end())


def _is_street(match: "re.Match[str]", country: str, *, is_english: bool) -> bool:
    kind = match["kind"]
    if kind.casefold() == "via" and country not in OF_VIA:
        return False
    if is_english and kind.casefold() in CAPITAL and not kind[0].isupper():
        return False
    return _is_called(match["name"], every=is_english)


def _names_in(match: "re.Match[str]") -> set[str]:
    name, kind = match["name"].casefold(), match["kind"].casefold()
    return {name, f"{name} {kind}", f"{kind} {name}"}


def _both(before: str, word: str) -> set[str]:
    return {word.casefold(), (before + word).casefold()}


def _ends_as_streets(word: str, before: str, country: str) -> bool:
    small = word.casefold()
    if small in NO_STREETS:
        return False
    if word[0].isupper() and (small in ALONE or (country in OF_GERMAN and _ends_so(small, OF_GERMAN_ENDINGS))):
        return True
    if before and (small in BEHIND or (country == "LT" and small in OF_LITHUANIAN)):
        return True
    ending = next(
        (each for each in ENDINGS if small.endswith(each.casefold()) and len(small) >= len(each) + LEAST[each in SURE]),
        None,
    )
    return ending is not None and (word[0].isupper() or bool(before) or ending in SURE)


def _ends_so(small: str, endings: tuple[str, ...]) -> bool:
    return any(small.endswith(each) and len(small) >= len(each) + LEAST[0] for each in endings)


def _name_before(text: str, start: int) -> str:
    """The capitalised words straight before, of the same name: "Sankt Hans " before "Gade"."""
    line = text[max(0, start - REACH) : start]
    begin = len(line)
    for match in reversed(list(re.finditer(r"[^\W\d_](?:[\w'’.-]){0,39}[ \u00a0-]", line))[-3:]):
        cut = match.start() and line[match.start() - 1].isalnum()
        if match.end() != begin or cut or not match[0][0].isupper():
            break
        begin = match.start()
    first = re.match(r"[^\W\d_]+", line[begin:])
    if first and first[0].casefold() in words.GRAMMAR:  # In Nørregade 12
        begin += first.end() + 1
    return line[begin:]


def _is_called(name: str, *, every: bool) -> bool:
    """Names are written with capitals; between them stand words such as "de la"."""
    words_of = [word for word in re.split(r"\s" if every else r"[\s'’]", name) if word]
    capitals = [word[0].isupper() or word[0].isdigit() for word in words_of]
    return all(capitals) if every else any(capitals)


def _found(text: str, start: int, end: int) -> Finding:
    return Finding(Kind.STREET, start, end, text[start:end])
