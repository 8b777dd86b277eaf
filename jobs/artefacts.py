"""Files that jobs make: named by what is in them, never half written, checked when read."""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

SHA256 = re.compile(r"[0-9a-f]{64}")
SUFFIX = re.compile(r"[a-z0-9]{1,8}")


class ArtefactError(RuntimeError):
    """A file could not be kept or read; the message is for people."""


@dataclass(frozen=True, slots=True)
class Artefact:
    sha256: str
    size: int
    path: Path


def store(city_id: int, data: bytes, suffix: str) -> Artefact:
    """Keep these bytes under their own SHA-256. Storing the same bytes again is harmless.

    Raises ArtefactError where the disk is full or the folder may not be written; no half file stays behind.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(city_id, sha256, suffix)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, data)
    except OSError as problem:
        raise ArtefactError(_why(problem)) from problem
    return Artefact(sha256, len(data), path)


def read(city_id: int, sha256: str, suffix: str) -> bytes:
    """The bytes kept under this SHA-256. Raises ArtefactError where they are gone or no longer the same."""
    path = _path(city_id, sha256, suffix)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArtefactError(_("The file %(name)s is missing. It may be in a backup.") % {"name": path.name}) from None
    except OSError as problem:
        raise ArtefactError(_why(problem)) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ArtefactError(
            _("The file %(name)s was changed or damaged after it was made, so it is not handed out.")
            % {"name": path.name}
        )
    return data


def is_there(city_id: int, sha256: str, suffix: str) -> bool:
    return _path(city_id, sha256, suffix).is_file()


def hold(sha256: str) -> None:
    """Until this transaction ends nobody else who asks for the same removes the file, or begins to refer to it.

    The same bytes have the same name: what one attempt lets go of, another may just have made again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file {sha256}"])


def is_whole(city_id: int, sha256: str, suffix: str) -> bool:
    """Whether a file that is there is what its name says; False too where it cannot be read."""
    try:
        with _path(city_id, sha256, suffix).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def kept(city_id: int) -> Iterator[Path]:
    """Every file of a city, whatever its name, but for those that are just being written."""
    folder = Path(settings.ARTEFACTS) / str(int(city_id))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not (path.name.startswith(".") and path.suffix == ".part"):
            yield path


def remove(city_id: int, sha256: str, suffix: str) -> None:
    """Delete a kept file, whose record was erased. Deleting it again is harmless."""
    try:
        _path(city_id, sha256, suffix).unlink(missing_ok=True)
    except OSError as problem:
        raise ArtefactError(_why(problem)) from problem


def _path(city_id: int, sha256: str, suffix: str) -> Path:
    if not (SHA256.fullmatch(sha256) and SUFFIX.fullmatch(suffix)):
        raise ValueError(f"Not the name of a kept file: {sha256!r}, {suffix!r}")
    return Path(settings.ARTEFACTS) / str(int(city_id)) / f"{sha256}.{suffix}"


def _write(path: Path, data: bytes) -> None:
    """Under a temporary name in the same folder, on the disk, then renamed, and the rename on the disk too."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:  # a time limit may strike here as well
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _why(problem: OSError) -> str:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full. Make room and try again; nothing half-written was left behind.")
    if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("The program may not use its folder of files. Whoever runs the server must give it the right to.")
    return _("The file could not be used: %(reason)s.") % {"reason": problem.strerror or problem}
