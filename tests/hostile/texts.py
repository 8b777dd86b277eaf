"""Texts that make careless patterns slow or trip up what reads them: families, each of any length."""

import random
from collections.abc import Callable

from records.screening.coordinates import coordinates
from records.screening.names import names
from records.screening.patterns import handles, numbers
from records.screening.plates import plates
from records.screening.streets import streets

# Repeated until the text is long enough.
REPEATED = {
    "punctuation": "-.",
    "chains of at signs": "@abc ",
    "at signs alone": "a@",
    "dots": ".",
    "words with dots": "a.b.",
    "hyphens": "a-",
    "nested separators": "- . - (([[{{ .. ]])) -- ",
    "digits": "7",
    "digits in groups": "12 34 5 ",
    "almost phone numbers": "+45 20 12 34 5x ",
    "almost accounts": "DK50 0040 0440 1162 4X ",
    "almost identity numbers": "010190-123x 010190.1234.1 ",
    "one long word": "a",
    "a shout": "AHMED YUSUF ",
    "names without end": "Ahmed ",
    "initials": "A. ",
    "small names": "ahmed yusuf ",
    "particles": "Ahmed von der ",
    "profiles": "facebook.com/a ",
    "almost addresses": "http://www.facebook.com.",
    "platforms": "snapchat: ",
    "platforms with names": "snapchat:.#.#",
    "hosts": "www.",
    "spaces": " \t\u00a0",
    "lines": "\n\r\n",
    "combining marks": "e\u0301\u0327\u0300",
    "right to left": "\u202eمحمد אברהם \u202c",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "zeros": "\x00a",
    "halves of characters": "\ud800x\udc00",
    "almost streets": "Nørregade 1a2 rue de la ",
    "streets in a row": "Calle Calle ",
    "long street names": "Gade",
    "almost plates": "AB 12 34X ",
    "plates in a row": "AB 12 345 ",
    "almost coordinates": "55.6761, 12.",
    "degrees": "55°40'",
    "almost lives": "bor på Aa bor på Aa Aa-",
    "links to maps": "www.google.com/maps/",
    "grids": "32U NG 12345 ",
    "apostrophes": "d'l'",
    "quotes": "“«\"'",
}


def _mixed(length: int) -> str:
    """Short pieces, so that what is short is made of the same as what is long."""
    drawn = random.Random(20_261_128)
    pieces = [(drawn.choice(list(REPEATED.values())) * drawn.randint(1, 40))[:60] for _ in range(length // 10 + 1)]
    return "".join(pieces).ljust(length, "x")[:length]


def _any_characters(length: int) -> str:
    drawn = random.Random(28_112_026)
    return "".join(chr(drawn.choice((drawn.randrange(128), drawn.randrange(0x110000)))) for _ in range(length))


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


HOSTILE: dict[str, Callable[[int], str]] = {
    **{name: _repeated(unit) for name, unit in REPEATED.items()},
    "a word and a digit at its end": lambda length: "a" * (length - 1) + "1",
    "an at sign at the end": lambda length: "a.-+" * ((length - 2) // 4) + "@b",
    "mixed": _mixed,
    "any characters": _any_characters,
}

KNOWN = ("Elverhavn", "Roma families", "Fjord Mosque")


def everything(text: str) -> int:
    """Each part of the screen, on texts longer than it takes in."""
    parts = (
        coordinates(text),
        handles(text),
        numbers(text, country="DK"),
        streets(text, country="DK", known=KNOWN),
        plates(text, country="DK"),
        names(text, known=KNOWN),
    )
    return sum(len(list(part)) for part in parts)
