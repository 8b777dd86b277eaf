"""Reading a PDF back with other people's software: structure with pikepdf, places of text with pdfium."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf import PdfReader

# In points from below: between these lies the text, below and above the running lines.
FOOT, HEAD = 44.0, 788.0
# Of one run of text, in units of UTF-16: a longer one fails, and is not cut.
LONGEST_RUN = 10_000


@dataclass(frozen=True)
class TextBox:
    """A run of text on a page, in points, counted from the lower left corner."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Every structure element with its type, in reading order."""
    return list(_walk(pdf.Root.StructTreeRoot))


def _walk(node: Any) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), node
        if "/K" in node:
            yield from _walk(node.K)


def text(pdf: bytes) -> str:
    """All text, line breaks and break opportunities taken out."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join(pages).replace("\r\n", " ").replace("\u200b", "")


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, with one space wherever something stands between two words."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    # a hyphen at which a line breaks comes as a mark of its own
    return [" ".join(page.replace("\u200b", "").replace("\ufffe", "-").split()) for page in pages]


def emptiness(pdf: bytes) -> list[float]:
    """Of each page, which share of the room for text is empty below its last line; drawings count by their texts."""
    found = boxes(pdf)
    pages = range(1, max(box.page for box in found) + 1)
    return [
        (min((box.bottom for box in found if box.page == page and box.bottom > FOOT), default=HEAD) - FOOT)
        / (HEAD - FOOT)
        for page in pages
    ]


def boxes(pdf: bytes) -> list[TextBox]:
    return list(_boxes(pdf))


@lru_cache(maxsize=2)  # a test asks several things of one file
def _boxes(pdf: bytes) -> tuple[TextBox, ...]:
    """What `get_text_bounded` tells, which finds each run twice: to say how long it is, and to say it."""
    document = pdfium.PdfDocument(pdf)
    found = []
    run = (ctypes.c_ushort * LONGEST_RUN)()
    for number, page in enumerate(document, start=1):
        content = page.get_textpage()
        for at in range(content.count_rects()):
            left, bottom, right, top = content.get_rect(at)
            length = pdfium_c.FPDFText_GetBoundedText(content, left, top, right, bottom, run, LONGEST_RUN)
            assert length < LONGEST_RUN
            words = bytes(memoryview(run)[:length]).decode("utf-16-le", "ignore").strip("\0").strip()
            if words:
                found.append(TextBox(number, words, left, bottom, right, top))
    return tuple(found)


def overlapping(found: list[TextBox], tolerance: float = 1.0) -> list[tuple[str, str]]:
    """Pairs of text boxes on one page that share more than a hair's breadth."""
    pairs = []
    for page in sorted({box.page for box in found}):
        here = sorted((box for box in found if box.page == page), key=lambda box: box.bottom)
        for at, one in enumerate(here):
            # from the next that begins above this one's end on, all begin there
            near = takewhile(lambda other, top=one.top: other.bottom < top, here[at + 1 :])  # type: ignore[misc]
            pairs += [(one.text, other.text) for other in near if _overlap(one, other, tolerance)]
    return pairs


def _overlap(one: TextBox, other: TextBox, tolerance: float) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > tolerance and along > tolerance


def fonts(pdf: bytes) -> list[tuple[str, bool]]:
    """Name of every font in use and whether its file is inside the PDF."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        _collect(page["/Resources"], found)
    return sorted(found.items())


def _collect(resources: Any, found: dict[str, bool]) -> None:
    resources = resources.get_object()
    for font in (found_font.get_object() for found_font in (resources.get("/Font") or {}).values()):
        for inner in font.get("/DescendantFonts", [font]):
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(font["/BaseFont"])] = embedded
    for form in (resources.get("/XObject") or {}).values():
        if "/Resources" in form.get_object():
            _collect(form.get_object()["/Resources"], found)
