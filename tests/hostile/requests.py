"""What no form offers: numbers, dates and texts for fields, addresses and queries that careless code fails on."""

import html
import re
from collections.abc import Iterator
from urllib.parse import quote

NUMBERS = (
    "9" * 4_300,
    "-" + "9" * 4_300,
    "9" * 22,
    "-1",
    "0",
    "1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "٣",
    "²",
    "0x10",
)
DATES = ("0001-01-01", "9999-12-31", "0000-00-00", "2024-02-30", "10000-01-01", "2024-13", "9999-12", "0001-01")
# As bytes, so that what is no text can be sent as well: halves of characters, a lone byte.
TEXTS = (
    b"",
    b"\x00",
    b"a\x00b",
    b"\xed\xa0\x80",
    b"\xff",
    "\u202eתא\u0301".encode(),
    "👩‍👧".encode(),
    b"'\";--{{ x }}<b>%s",
)
LONG = (b"x" * 60_000, b"-." * 30_000, b"," * 60_000)
VALUES = tuple(each.encode() for each in (*NUMBERS, *DATES)) + TEXTS + LONG

FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
LINKED = re.compile(r"href=\"\?([^\"#]*)|[?&;]([a-z_]+)=")


def fields_of(page: str) -> dict[str, bytes]:
    """The fields of all forms of a page that are sent, with what their first tag says they hold."""
    found: dict[str, bytes] = {}
    for match in FIELD.finditer(page):
        value = VALUE.search(match[0])
        found.setdefault(match[1], html.unescape(value[1]).encode() if value else b"")
    found.pop("csrfmiddlewaretoken", None)
    return found


def parameters_of(page: str) -> set[str]:
    """Names that stand in queries of links of a page, and in its forms that ask."""
    return {name for match in LINKED.finditer(html.unescape(page)) for name in re.findall(r"([\w-]+)=", match[0])}


def encoded(pairs: dict[str, bytes]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs.items())


def addresses_like(address: str) -> Iterator[str]:
    """An address with other numbers and words where it has some."""
    for other in ("9" * 22, "9" * 4_301, "0", "%00", "%ED%A0%80", "x" * 3_000):
        for match in re.finditer(r"(?<=/)(?:\d+|[a-z0-9_-]+)(?=/)", address):
            yield address[: match.start()] + other + address[match.end() :]
