"""A file before it is parsed: its size, its real type, its SHA-256, whether it is text. One pass, little memory."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mapping.imports.tables.encodings import encoding_by_mark, guess, usual_of

MOST_BYTES = 100 * 1024 * 1024
BLOCK = 1024 * 1024
# What tables are read from; a workbook begins as every archive does.
TABLES = "CSV or XLSX"
ARCHIVE = b"PK\x03\x04"

OTHER_TYPES = (
    (ARCHIVE, "a spreadsheet (XLSX, ODS) or a ZIP archive, such as of a shapefile"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file, or one locked with a password"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text of a word processor"),
    (b"\x00\x00\x27\x0a", "a part of a shapefile"),
    (b"fgb\x03", "a FlatGeobuf file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database or a GeoPackage"),
    (b"<", "XML, KML or a web page"),
)
# Of no table, though text.
OF_PROGRAMS = tuple((begin, "JSON") for begin in (b'{"', b"{\n", b"{\r", b"[{", b"[\n", b"[\r", b"[["))


@dataclass(frozen=True, slots=True)
class File:
    """A file that was looked at and may be parsed. `guessed` where its encoding could only be guessed."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    guessed: bool = False
    is_workbook: bool = False


def look_at(path: Path, *, wanted: str, encoding: str = "", country: str = "", state: str = "") -> File:
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
        if wanted == TABLES and start.startswith(ARCHIVE):
            if encoding:
                raise of_no_workbook(path.name, state % {"encoding": encoding} if state else encoding)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            return File(path, path.name, size, digest, "", is_workbook=True)
        _check_type(path.name, start, wanted)
        # the file itself knows best: with another encoding its first column would have the mark in its name
        encoding = encoding_by_mark(start) or encoding
        return _read_through(path, size, encoding, usual_of(country), state)
    except OSError as problem:
        raise ValidationError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror}
        ) from None


def of_no_workbook(name: str, how: str) -> ValidationError:
    """`how` it was stated to be read."""
    return ValidationError(
        _("%(file)s is a workbook, and %(how)s says how a CSV file is written. Take that out and try again.")
        % {"file": name, "how": how}
    )


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise ValidationError(_("%(file)s is empty.") % {"file": name})
    if size > MOST_BYTES:
        raise ValidationError(
            _("%(file)s has %(size)d MB; at most %(most)d MB are read. Split it, for example by year.")
            % {"file": name, "size": size // 1024**2, "most": MOST_BYTES // 1024**2}
        )


def _check_type(name: str, start: bytes, wanted: str) -> None:
    # marks and empty lines may stand before what a text is
    begins = start.decode(encoding_by_mark(start) or "latin-1", "ignore").strip().encode("latin-1", "ignore")
    for signature, found in OTHER_TYPES if wanted != TABLES else (*OTHER_TYPES, *OF_PROGRAMS):
        if start.startswith(signature) or begins.startswith(signature):
            raise ValidationError(
                _("%(file)s is %(found)s, not %(wanted)s. Export it as %(wanted)s (UTF-8) and try again.")
                % {"file": name, "found": found, "wanted": wanted}
            )


def _read_through(path: Path, size: int, encoding: str, usual: str, state: str) -> File:
    """SHA-256, NUL bytes and whether it is UTF-8, in one pass."""
    digest, position, not_utf8, is_ascii = hashlib.sha256(), 0, -1, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if not encoding.startswith(("utf-16", "utf-32")) and (nul := block.find(b"\0")) >= 0:
                raise _holds_nul(path.name, lines + block.count(b"\n", 0, nul), block[:64], state)
            if not_utf8 < 0:
                not_utf8 = _first_not_utf8(decoder, block, position)
                is_ascii = is_ascii and block.isascii()
            lines += block.count(b"\n")
            position += len(block)
    if not_utf8 < 0 and decoder.getstate()[0]:
        not_utf8 = position - 1
    if encoding and not codecs.lookup(encoding).name.startswith("utf") and not_utf8 < 0 and not is_ascii:
        raise _is_utf8(path.name, encoding, state)
    guessed = not encoding and not_utf8 >= 0
    if guessed:
        encoding = guess(path, not_utf8, usual, state)
    return File(path, path.name, size, digest.hexdigest(), encoding or "utf-8", guessed)


def _is_utf8(name: str, encoding: str, state: str) -> ValidationError:
    """Hardly any text in another encoding is UTF-8 throughout by chance."""
    return ValidationError(
        _(
            "%(file)s is UTF-8, and %(how)s says otherwise: letters such as æ or é would be read as others. Take "
            "that out and try again."
        )
        % {"file": name, "how": state % {"encoding": encoding} if state else encoding}
    )


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
