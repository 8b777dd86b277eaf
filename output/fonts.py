"""The typefaces of every page and chart: where their files lie, what they can show, how wide a text becomes.

The files come from npm (`@expo-google-fonts/ibm-plex-*`); what Typst sets and what charts measure is one, so a label
measured here is as wide on paper as this module says.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from output.leads import plain

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules" / "@expo-google-fonts"
FAMILIES = {
    "IBM Plex Sans": ("ibm-plex-sans", "IBMPlexSans"),
    "IBM Plex Sans Arabic": ("ibm-plex-sans-arabic", "IBMPlexSansArabic"),
    "IBM Plex Sans Hebrew": ("ibm-plex-sans-hebrew", "IBMPlexSansHebrew"),
}
WEIGHTS = {300: "300Light", 400: "400Regular", 600: "600SemiBold"}
FONT_STACK = ", ".join(FAMILIES)

# Between letters, after a hyphen, a dash or a slash.
OPPORTUNITY = re.compile(r"(?<=[^\W\d][-–/])(?=[^\W\d])")

MISSING = "\N{REPLACEMENT CHARACTER}"
LINE_BREAK_OPPORTUNITY = "\N{ZERO WIDTH SPACE}"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Typst and the shaper give these meaning without drawing them; every other control character is dropped.
INVISIBLE = frozenset("\t\n\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")


class FontsMissing(RuntimeError):
    """The font packages of package.json are not installed."""


@dataclass(frozen=True)
class Metrics:
    """Advance width of each character in thousandths of the type size, read from one font file."""

    advances: dict[int, float]


def font_files() -> list[Path]:
    """Every font file in use, in a fixed order."""
    files = [
        PACKAGES / package / folder / f"{stem}_{folder}.ttf"
        for package, stem in FAMILIES.values()
        for folder in WEIGHTS.values()
    ]
    for file in files:
        if not file.is_file():
            raise FontsMissing(f"{file.name} is not installed; run `npm ci --ignore-scripts` in the project folder.")
    return files


def font_directories() -> list[Path]:
    """The folders of exactly the files in use: other weights never enter a document."""
    return [file.parent for file in font_files()]


def printable(text: str) -> str:
    """The text with controls dropped and characters no typeface here can show replaced by the replacement sign; no line
    ends between a number and its percent sign.

    A PDF/UA file must not contain a glyph that stands for nothing, so an unknown character would otherwise stop the
    whole report.
    """
    text = text.replace(" %", "\u00a0%")
    if text.isascii() and text.isprintable():
        return text
    normal = unicodedata.normalize("NFC", plain(text))
    return "".join(_shown(character) for character in normal)


def unprintable(text: str) -> list[str]:
    """The characters of a text that no typeface here can show, each once: a sign of its own stands for them."""
    if text.isascii():
        return []
    return [each for each in dict.fromkeys(unicodedata.normalize("NFC", text)) if _shown(each) == MISSING]


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Width of one line in the unit of `size`, without kerning (which only ever makes it narrower)."""
    return _units(text, weight) * size / 1000


@lru_cache(maxsize=16_384)  # a cell is measured several times before its column has its width
def _units(text: str, weight: int) -> float:
    advances = _advances(weight)
    return sum(advances.get(ord(character), 600.0) for character in text)


def shortened(text: str, width: float, size: float, weight: int = 400) -> str:
    """The text, cut with an ellipsis where it would be wider than `width`: for lines that may not wrap."""
    if text_width(text, size, weight) <= width:
        return text
    kept = len(text)
    while kept and text_width(text[:kept] + "…", size, weight) > width:
        kept -= 1
    return text[:kept].rstrip() + "…"


def pieces(text: str) -> list[str]:
    """What a line may end after: words, and within them what a hyphen, a dash or a slash ends."""
    return [piece for word in text.split() for piece in OPPORTUNITY.split(word)]


def breakable(text: str, width: float, size: float, weight: int = 400) -> str:
    """The text with line-break opportunities inside those words that are wider than `width`.

    After a hyphen a line may end by itself: nothing is put there that a search for the word would stumble over.
    """
    if text_width(text, size, weight) <= width:
        return text
    return " ".join(
        word
        if text_width(word, size, weight) <= width
        else "".join(_fitting(piece, width, size, weight) for piece in OPPORTUNITY.split(word))
        for word in text.split(" ")
    )


def _fitting(piece: str, width: float, size: float, weight: int) -> str:
    return piece if text_width(piece, size, weight) <= width else _broken(piece, width, size, weight)


def _broken(word: str, width: float, size: float, weight: int) -> str:
    pieces, piece, used = [], "", 0.0
    for character in word:
        advance = text_width(character, size, weight)
        # A mark stays with the letter that carries it.
        if used + advance > width * 0.9 and not unicodedata.combining(character):
            pieces.append(piece)
            piece, used = "", 0.0
        piece += character
        used += advance
    return LINE_BREAK_OPPORTUNITY.join([*pieces, piece])


def _shown(character: str) -> str:
    if character in INVISIBLE:
        return character
    # Some fonts map controls and private characters to a glyph; PDF/UA forbids them all the same.
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Co"} or character == BYTE_ORDER_MARK:
        return ""
    if ord(character) in _advances(400):
        return character
    if category == "Cf":
        return ""
    if category.startswith("Z"):
        return " "
    # A mark that no font carries would sit on a sign of its own.
    return "" if unicodedata.combining(character) else MISSING


@cache
def _advances(weight: int) -> dict[int, float]:
    """All families together, the first one that knows a character wins, as in Typst's own fallback."""
    merged: dict[int, float] = {}
    folder = WEIGHTS[weight]
    for file in font_files():
        if file.parent.name == folder:
            merged = {**read_metrics(file.read_bytes()).advances, **merged}
    return merged


def read_metrics(font: bytes) -> Metrics:
    """Read `cmap` and `hmtx` of a TrueType file (OpenType specification 1.9)."""
    tables = _tables(font)
    units = struct.unpack_from(">H", font, tables["head"] + 18)[0]
    metric_count = struct.unpack_from(">H", font, tables["hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * metric_count, font, tables["hmtx"])[::2]
    return Metrics(
        {
            code: widths[min(glyph, metric_count - 1)] * 1000 / units
            for code, glyph in _characters(font, tables["cmap"])
            if glyph
        }
    )


def _tables(font: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _checksum, offset, _length in records}


def _characters(font: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Character → glyph of the Unicode subtables, formats 4 and 12 (the only ones current fonts carry)."""
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        if platform not in {0, 3}:
            continue
        subtable = cmap + offset
        layout = struct.unpack_from(">H", font, subtable)[0]
        if layout == 4:
            yield from _format_4(font, subtable)
        elif layout == 12:
            yield from _format_12(font, subtable)


def _format_4(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    doubled = struct.unpack_from(">H", font, at + 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for segment, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if shift == 0:
                yield code, (code + delta) & 0xFFFF
                continue
            glyph = struct.unpack_from(">H", font, ranges_at + 2 * segment + shift + 2 * (code - start))[0]
            yield code, (glyph + delta) & 0xFFFF if glyph else 0


def _format_12(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    groups = struct.unpack_from(">I", font, at + 12)[0]
    for group in range(groups):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
        for code in range(start, end + 1):
            yield code, glyph + code - start
