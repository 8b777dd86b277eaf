"""A file before it is parsed: its size, its real type, its encoding, its SHA-256. One pass, little memory."""

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 100 * 1024 * 1024
BLOCK = 1024 * 1024
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Signs that stand before a word, behind one, or alone; a letter on both sides none has.
OPENING, CLOSING, ALONE = "“„‘«¿¡", "”»®©™ºª²³½¼¾", "–—…€°§·£\u00a0"
# How much around the first byte that is not UTF-8 is shown to the detection of the encoding.
SAMPLE = 128 * 1024

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_TYPES = (
    (b"PK\x03\x04", "a spreadsheet (XLSX, ODS) or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "an SQLite database or a GeoPackage"),
    (b"<", "XML, KML or a web page"),
)


# Windows code pages by country (ISO 3166): what a spreadsheet there writes that does not write UTF-8.
CODE_PAGES = {
    "cp1250": "AL BA CZ HR HU ME PL RO SI SK",
    "cp1251": "BG BY MK RS RU UA",
    "cp1252": "AD AT AU BE BR CA CH DE DK ES FI FO FR GB GL IE IS IT LI LU MC MT NL NO NZ PT SE SM US",
    "cp1253": "CY GR",
    "cp1254": "TR",
    "cp1257": "EE LT LV",
}
OF_SPREADSHEETS = {country: page for page, countries in CODE_PAGES.items() for country in countries.split()}
# What programs of before Windows, or of the old Macintosh, wrote there; the letters of cp865 stand in cp850 as they do.
OLD_PAGES = {
    "cp1250": ("cp852", "mac_latin2"),
    "cp1251": ("cp866", "mac_cyrillic"),
    "cp1252": ("cp850", "mac_roman"),
    "cp1253": ("cp737", "mac_greek"),
    "cp1254": ("cp857", "mac_turkish"),
    "cp1257": ("cp775", "mac_latin2"),
}
# Letters that names there are written with; of others a text has few.
LETTERS = {
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžäöüőűăâîșțşţđßôĺľŕ",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґђјљњћџѓќў",
    "cp1252": "æøåäöüßéèêëàâçîïôûùáíóúýñãõœðþìò",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "cp1254": "çğıöşüâîûé",
    "cp1257": "āčēģīķļņšūžąęėįųõäöü",
}


# What the language has by the same word and that no file of a spreadsheet is written in: escapes that make signs, NUL
# among them, of harmless bytes, and what domain names are written with, read in a time that grows with the square.
NO_ENCODINGS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}


def encoding_named(name: str) -> str:
    """The encoding of this name as it is usually written; nothing where it is not known, or none of texts."""
    try:
        "".encode(name)  # refuses what makes bytes of bytes: zlib, base64
        found = codecs.lookup(name).name
    except (LookupError, ValueError):  # also for a name that holds NUL
        return ""
    return "" if found in NO_ENCODINGS else found


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was looked at and may be parsed. `guessed` where its encoding could only be guessed."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    guessed: bool = False


def look_at(path: Path, *, wanted: str, encoding: str = "", country: str = "", state: str = "") -> TextFile:
    """Look at a file before it is parsed. Raises ValidationError with what is wrong and what to do.

    What is not UTF-8 and says nothing of itself is read as spreadsheets of the country write it, where that can be.
    `state` is how an encoding is stated, for refusals.
    """
    try:
        if not path.is_file():
            raise ValidationError(_("%(file)s is not there, or not a file.") % {"file": path})
        size = path.stat().st_size
        _check_size(path.name, size)
        with path.open("rb") as file:
            start = file.read(64)
        _check_type(path.name, start, wanted)
        # the file itself knows best: with another encoding its first column would have the mark in its name
        encoding = _encoding_by_mark(start) or encoding
        return _read_through(path, size, encoding, OF_SPREADSHEETS.get(country, ""), state)
    except OSError as problem:
        raise ValidationError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror}
        ) from None


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise ValidationError(_("%(file)s is empty.") % {"file": name})
    if size > MOST_BYTES:
        raise ValidationError(
            _("%(file)s has %(size)d MB; at most %(most)d MB are read. Split it, for example by year.")
            % {"file": name, "size": size // 1024**2, "most": MOST_BYTES // 1024**2}
        )


def _check_type(name: str, start: bytes, wanted: str) -> None:
    for signature, found in OTHER_TYPES:
        if start.startswith(signature):
            raise ValidationError(
                _("%(file)s is %(found)s, not %(wanted)s. Export it as %(wanted)s (UTF-8) and try again.")
                % {"file": name, "found": found, "wanted": wanted}
            )


def _encoding_by_mark(start: bytes) -> str:
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if start.startswith(mark)), "")


def _read_through(path: Path, size: int, encoding: str, usual: str, state: str) -> TextFile:
    """SHA-256, NUL bytes and whether it is UTF-8, in one pass."""
    digest, position, not_utf8 = hashlib.sha256(), 0, -1
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if not encoding.startswith(("utf-16", "utf-32")) and (nul := block.find(b"\0")) >= 0:
                raise _holds_nul(path.name, lines + block.count(b"\n", 0, nul), block[:64], state)
            if not encoding and not_utf8 < 0:
                not_utf8 = _first_not_utf8(decoder, block, position)
            lines += block.count(b"\n")
            position += len(block)
    if not encoding and not_utf8 < 0 and decoder.getstate()[0]:
        not_utf8 = position - 1
    guessed = not encoding and not_utf8 >= 0
    if guessed:
        encoding = _guess(path, not_utf8, usual, state)
    return TextFile(path, path.name, size, digest.hexdigest(), encoding or "utf-8", guessed)


def _holds_nul(name: str, line: int, start: bytes, state: str) -> ValidationError:
    half = next((at for at in (0, 1) if start[at::2].count(0) * 4 > len(start)), None)
    if half is not None and state:
        wide = "utf-16-le" if half else "utf-16-be"
        return ValidationError(
            _("%(file)s seems to be UTF-16 without the mark that says so. Save it as UTF-8, or state %(how)s.")
            % {"file": name, "how": state % {"encoding": wide}}
        )
    return ValidationError(
        _(
            "%(file)s holds a NUL byte on line %(line)d: it is damaged, or no text at all. "
            "Export it again as UTF-8 from where it came."
        )
        % {"file": name, "line": line}
    )


def _first_not_utf8(decoder: codecs.IncrementalDecoder, block: bytes, position: int) -> int:
    carried = len(decoder.getstate()[0])
    try:
        decoder.decode(block)
    except UnicodeDecodeError as problem:
        return max(0, position - carried + problem.start)
    return -1


def _guess(path: Path, position: int, usual: str, state: str) -> str:
    """The usual one of the country, unless bytes stand there that it does not have, or its letters would be those of an
    old program: that is refused with its name. Else by how the text looks.

    How it looks tells code pages of one byte badly apart: of 60 tables of Danish names 40 looked like cp1250.
    """
    with path.open("rb") as file:
        file.seek(max(0, position - SAMPLE // 2))
        sample = file.read(SAMPLE)
    if old := _old_pages(sample, usual):
        raise _of_an_old_program(path.name, sample, old, state)
    if usual and not _has_strange_bytes(sample, usual):
        return usual
    best = from_bytes(sample).best()
    if best is None:
        raise ValidationError(
            _("The encoding of %(file)s is not known. Save it as UTF-8 and try again.") % {"file": path.name}
        )
    return best.encoding


def _old_pages(sample: bytes, usual: str) -> list[str]:
    """The code pages of old programs that make letters of all that the usual one makes signs of."""
    if not usual or not _looks(sample, usual)[1]:
        return []
    looks = {page: _looks(sample, page) for page in OLD_PAGES[usual]}
    return [page for page, (letters, others) in looks.items() if letters and not others]


def _looks(sample: bytes, page: str) -> tuple[int, int]:
    """How many letters beyond ASCII are ones that names are written with, and how many signs are strange."""
    text = sample.decode(page, errors="replace")
    usual = next(usual for usual, old in OLD_PAGES.items() if page in {usual, *old})
    good = strange = 0
    for found in BEYOND_ASCII.finditer(text):
        sign, before, after = found[0], text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        # a capital inside a word is one only where all of it is in capitals
        is_within = sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))
        if sign.lower() in LETTERS[usual] and not is_within:
            good += 1
        elif not _is_beside(sign, before, after):
            strange += 1
    return good, strange


def _is_beside(sign: str, before: str, after: str) -> bool:
    """Whether a sign stands where such signs stand: before a word, behind one, or alone."""
    if sign == "’":
        return True
    if before.isalpha() and after.isalpha():
        return False
    return sign in ALONE or (sign in OPENING and not before.isalpha()) or (sign in CLOSING and not after.isalpha())


def _of_an_old_program(name: str, sample: bytes, old: list[str], state: str) -> ValidationError:
    """Shows a word as each would read it, so that somebody sees which is right."""
    at = next(place for place, byte in enumerate(sample) if byte > 127)
    words = re.split(rb'[\s;,\t|"]+', sample[max(0, at - 40) : at + 40])
    word = next(word for word in words if not word.isascii())
    said = _("%(file)s is not UTF-8 and seems to come from an old program: %(readings)s. Save it as UTF-8") % {
        "file": name,
        "readings": _(" or ").join(f"{page} (“{word.decode(page, errors='replace')}”)" for page in old),
    }
    how = _(" or ").join(state % {"encoding": page} for page in old) if state else ""
    return ValidationError(said + (_(", or state %(how)s.") % {"how": how} if how else "."))


def _has_strange_bytes(sample: bytes, encoding: str) -> bool:
    """Whether it holds bytes that the code page lacks, or has as signs that no table is written with."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return True
    return any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text)
