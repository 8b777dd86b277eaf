"""In what a file is written: as its mark says, as it is called, or as programs of its country write."""

import codecs
import re
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Signs that stand before a word, behind one, or alone; a letter on both sides none has.
OPENING, CLOSING, ALONE = "“„‘«¿¡", "”»®©™ºª²³½¼¾", "–—…€°§·£\u00a0"
# How much around the first byte that is not UTF-8 is shown to the detection of the encoding.
SAMPLE = 128 * 1024

# A letter of Latin-1 as UTF-8 writes it, inside a word: as signs of western Europe no word has these two.
UTF_8 = re.compile(rb"(?<=[A-Za-z])\xc3[\x80-\xbf]|\xc3[\x80-\xbf](?=[a-z])")

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
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


def usual_of(country: str) -> str:
    """What spreadsheets of the country write that do not write UTF-8; nothing where that is not known."""
    return OF_SPREADSHEETS.get(country, "")


def encoding_by_mark(start: bytes) -> str:
    """Of its first bytes; nothing where none stands there."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if start.startswith(mark)), "")


def guess(path: Path, position: int, usual: str, state: str) -> str:
    """The usual one of the country, unless bytes stand there that it does not have, or its letters would be those of an
    old program: that is refused with its name. Else by how the text looks.

    How it looks tells code pages of one byte badly apart: of 60 tables of Danish names 40 looked like cp1250.
    """
    with path.open("rb") as file:
        file.seek(max(0, position - SAMPLE // 2))
        sample = file.read(SAMPLE)
    if usual == "cp1252" and UTF_8.search(sample):
        raise _of_several(path, position)
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


def _of_several(path: Path, position: int) -> ValidationError:
    with path.open("rb") as file:
        line = file.read(position).count(b"\n") + 1
    return ValidationError(
        _(
            "%(file)s is UTF-8 on some lines and not on others (line %(line)d): it was put together from files of "
            "several encodings. Save each of them as UTF-8, put them together and try again."
        )
        % {"file": path.name, "line": line}
    )


def _has_strange_bytes(sample: bytes, encoding: str) -> bool:
    """Whether it holds bytes that the code page lacks, or has as signs that no table is written with."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return True
    return any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text)
