"""Files that jobs make: named by their SHA-256, written under another name and renamed, checked when read."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _


class ArtefactError(RuntimeError):
    """A file cannot be kept or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Artefact:
    sha256: str
    size: int
    path: Path


def path_of(city_id: int, sha256: str, suffix: str) -> Path:
    return Path(settings.ARTEFACTS) / str(city_id) / f"{sha256}.{suffix}"


def store(city_id: int, data: bytes, suffix: str) -> Artefact:
    """Keep the bytes. Nobody ever sees half a file, and the same bytes are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(city_id, sha256, suffix)
    if not path.exists():
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, data)
        except OSError as problem:
            raise ArtefactError(
                _("A file of %(size)s kB could not be kept (%(why)s). Free space in the state folder, then try again.")
                % {"size": len(data) // 1024, "why": problem.strerror}
            ) from problem
    return Artefact(sha256, len(data), path)


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(city_id: int, sha256: str, suffix: str) -> bytes:
    """The bytes, if they are still those that were kept."""
    try:
        data = path_of(city_id, sha256, suffix).read_bytes()
    except FileNotFoundError:
        raise ArtefactError(
            _("The file %(name)s is missing from the state folder. Restore it from a backup.") % {"name": sha256[:16]}
        ) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ArtefactError(
            _("The file %(name)s was changed after it was made. Restore it from a backup.") % {"name": sha256[:16]}
        )
    return data
