"""Everything one person can reach in a city, as text: every address of the matrix, with files, searches and filters.

A workbook is unpacked, a PDF read. What a browser would see differ each time it asks (tokens, the time of day) is taken
out, so that two crawls are the same bytes where nothing else differs.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import City, Membership
from tests.access import matrix
from tests.access.matrix import MATRIX, PLACES
from tests.once import again, signed_in, undone
from tests.output.reading import text

Places = Mapping[str, Sequence[Mapping[str, Any]]]

# Asked of pages beside their plain address.
ASKED: dict[str, tuple[str, ...]] = {
    "observations": ("?q=a", "?state=approved&marking=red", "?stale=yes&sort=-when", "?q=e&sort=title&page=2"),
    "consultations": ("?q=o", "?confidentiality=confidential", "?district=01&districts=01", "?sort=when"),
    "organisations": ("?q=a&sort=name",),
    "groups": ("?from=2025-01&to=2025-12",),
    "search": ("?words=zz", "?words=a", "?words=district+e"),
    "accesses": ("?model=mapping.observation",),
    "histories": ("?kind=observation", "?kind=consultation&page=2", "?kind=judgement"),
    "map": (
        "?show=count&from=2025-01&to=2025-12&district=01",
        "?show=rate&from=2025-03&to=2025-11&district=00&space=online",
        "?view=table&grading=well&from=2025-01&to=2025-12",
    ),
    "map_export": ("?show=count&from=2025-01&to=2025-12",),
}
# Each for itself, and beginning with what is rare: so it is looked for as fast as that.
VARIES = (
    r'name="(?:csrfmiddlewaretoken|base_version|draft)"\s+value="[^"]*"',
    r'nonce[-=]"?[\w+/=-]+',
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    r'data-session-seconds-left="\d+"',
    r"Send it within \d+ minutes?",
    r"hx-headers=\'[^\']*\'",
    r"\d(?:(?<!\w\d)|(?<=T\d))\d[:.]\d\d(?:[:.]\d\d)?\b",  # a time of day
    r"<v>\d{5}\.\d+</v>",  # a moment, in a workbook
)
VARYING = tuple(map(re.compile, VARIES))


def crawl(who: Membership, city: City, places: Places, *, extra: Sequence[str] = ()) -> dict[str, str]:
    """What every address answers this person, by address; nothing that is opened leaves a trace."""
    client = signed_in(who)
    # What one page has to say on the next is of neither.
    addresses = dict.fromkeys((*_addresses(city, places, who.role), *extra))
    return {address: _body(again(client), address) for address in addresses}


def _addresses(city: City, places: Places, role: str) -> Iterator[str]:
    for name, line in MATRIX.items():
        if not isinstance(line, matrix.City) or line.get == matrix.NOT_ALLOWED:
            continue
        there = list(places.get(name, [{}] if not _has_place(name) else []))
        # refused before it is known what is asked for: whatever that is, in the same words
        is_refused = role[0] not in line.roles
        for place in there[:1] if is_refused else there:
            address = reverse(name, kwargs={"city": city.slug, **PLACES.get(name, {}), **place})
            yield address
            if is_refused:
                continue
            yield from (f"{address}{asked}" for asked in ASKED.get(name, ()))
            if name.endswith("_export"):
                yield f"{address}?format=xlsx"


def _has_place(name: str) -> bool:
    try:
        reverse(name, kwargs={"city": "x", **PLACES.get(name, {})})
    except Exception:  # noqa: BLE001  (shows one thing, which stands in its address)
        return True
    return False


def _body(client: Client, address: str) -> str:
    with undone():
        answer: Any = client.get(address)
        raw = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    said = f"{answer.status_code} {_read(raw)}"
    for pattern in VARYING:
        said = pattern.sub("", said)
    return said


def _read(raw: bytes) -> str:
    if raw.startswith(b"%PDF"):
        return text(raw)
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            return "\n".join(book.read(name).decode() for name in sorted(book.namelist()) if name.endswith(".xml"))
    return raw.decode("utf-8", errors="replace")


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """Addresses that answer otherwise than before, with the first lines of both that differ."""
    return {
        address: [f"{old.strip()} | {new.strip()}" for old, new in _lines(page, after[address]) if old != new][:3]
        for address, page in before.items()
        if page != after[address]
    }


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    return zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
