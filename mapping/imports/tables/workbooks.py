"""XLSX: the first sheet that is seen in it, by the number of its rows. The archive is looked at before anything is
unpacked."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from mapping.imports.files import ARCHIVE, MOST_BYTES
from mapping.imports.sandbox import Child, Limits, read_apart
from mapping.imports.tables.sheets import OF_BOOK, Row, about_hidden, no_workbook, open_book

# A workbook of 20,000 of our rows has 9 parts and 25 MB, unpacked 90 MB; text packs to a tenth, sheets to a twentieth.
MOST_PARTS = 200
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 100
SMALL = 1024 * 1024
PACKED_AGAIN = {".zip", ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar"}
BATCH = 500
LIMITS = Limits(file_seconds=60, part_seconds=60, waited_seconds=120, memory=1024 * 1024 * 1024)


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ARCHIVE)) == ARCHIVE


@contextmanager
def open_workbook(path: Path, told: list[str]) -> Iterator[Iterator[Row]]:
    """The rows of the first sheet, days and moments as ISO text. Raises ValidationError with what is wrong; what only
    looks wrong is `told` once all rows were read."""
    check_archive(path)
    with closing(read_apart(path.name, lambda child: _send(child, path), LIMITS)) as found:
        yield _received(found, told)


def _received(batches: Iterator[dict[str, Any]], told: list[str]) -> Iterator[Row]:
    for batch in batches:
        yield from ((number, cells) for number, cells in batch["rows"])
        told += batch.get("told", ())


def check_archive(path: Path) -> None:
    """Its size, and what it says of what is in it; nothing is unpacked. Raises ValidationError."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise no_workbook(path, _("it has more than %(most)d MB") % {"most": MOST_BYTES // 1024**2})
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        raise no_workbook(path, _("it is no complete workbook (%(why)s)") % {"why": problem}) from None
    if len(parts) > MOST_PARTS:
        raise no_workbook(path, _("it has %(count)d parts, more than any table has") % {"count": len(parts)})
    if OF_BOOK not in {part.filename for part in parts}:
        raise no_workbook(path, _("it is an archive, or a spreadsheet of another kind than XLSX, such as ODS"))
    for part in parts:
        if why := _wrong_with(part):
            raise no_workbook(path, _("its part “%(part)s” %(why)s") % {"part": part.filename[:80], "why": why})
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_RATIO * size):
        raise no_workbook(path, _("%(packed)d kB of it become %(size)d MB") % {
            "packed": size // 1024 + 1, "size": unpacked // 1024**2
        })  # fmt: skip


def _wrong_with(part: zipfile.ZipInfo) -> str:
    there = PurePosixPath(part.filename.replace("\\", "/"))
    if there.is_absolute() or ".." in there.parts or ":" in part.filename or "\\" in part.filename:
        return _("leads out of it")
    if stat.S_ISLNK(part.external_attr >> 16):
        return _("is a link")
    if part.flag_bits & 1:
        return _("is locked with a password")
    if there.suffix.lower() in PACKED_AGAIN:
        return _("is an archive itself")
    return ""


def _send(child: Child, path: Path) -> None:
    """In the child."""
    with open_book(path) as book:
        batch: list[Row] = []
        for row in book.rows(book.names[0]):
            batch.append(row)
            if len(batch) == BATCH:
                child.send(rows=batch)
                batch = []
        child.send(rows=batch, told=[about_hidden(book.hidden)] if book.hidden else [])
