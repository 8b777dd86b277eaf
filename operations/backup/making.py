"""Make a backup: one moment of the database, then the files it names."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from django.conf import settings

from operations.backup import database
from operations.backup.archive import Writer, write_archive
from operations.backup.errors import BackupError
from operations.backup.manifest import NAME, Manifest

DUMP_PART = "database.dump.{number:06}"
FILES = "files"


def make_backup(*, folder: Path, recipients: list[str]) -> tuple[Path, Manifest]:
    """Write a new backup into the folder, readable with the recipients' keys only; none is ever written over.

    Until it is whole it has no name: a backup that was interrupted, or killed, leaves nothing behind.
    """
    keys = _recipients(recipients)
    now = datetime.now(UTC)
    target = folder / f"groundwork-{now:%Y-%m-%dT%H%M%S}Z.age"
    with database.one_moment() as (asking, snapshot), _nameless(target) as output:
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"),
            server_version=asking.connection.server_version,
            migrations=database.migrations(asking),
            tables=database.fingerprints(asking),
            sequences=database.sequences(asking),
            left_empty=list(database.LEFT_EMPTY),
        )
        write_archive(output, keys, lambda archive: _fill(archive, manifest, snapshot))
    return target, manifest


def _fill(archive: Writer, manifest: Manifest, snapshot: str) -> None:
    digest = hashlib.sha256()
    for number, part in enumerate(database.dump(snapshot)):
        digest.update(part)
        archive.add(DUMP_PART.format(number=number), part)
    manifest.dump_sha256 = digest.hexdigest()
    for name, data in _files(Path(settings.ARTEFACTS)):
        manifest.files[name] = hashlib.sha256(data).hexdigest()
        archive.add(f"{FILES}/{name}", data)
    archive.add(NAME, manifest.to_json())


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every kept file, by its path in the folder; half-written ones have names that begin with a dot."""
    for path in sorted(folder.glob("*/*")):
        if path.is_file() and not path.name.startswith("."):
            with suppress(FileNotFoundError):  # erased since the list was made
                yield str(path.relative_to(folder)), path.read_bytes()


def _recipients(given: list[str]) -> list[Any]:
    if not given:
        raise BackupError(
            "Nobody is named who could read the backup. Make a key with `manage.py make_backup_key FILE` on a machine "
            "of your own, and give what it prints as --recipient or GROUNDWORK_BACKUP_RECIPIENT."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in given]
    except pyrage.RecipientError:
        raise BackupError("A recipient must look like age1… (62 signs). It is not the secret key.") from None


@contextmanager
def _nameless(target: Path) -> Iterator[BinaryIO]:
    """A file that gets its name when all of it is on the disk, and is gone if that never happens."""
    try:
        handle, name = _open(target.parent)
    except OSError as problem:
        raise BackupError(f"Nothing can be written in {target.parent}: {problem.strerror}.") from None
    try:
        with os.fdopen(handle, "w+b") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
            _give_name(output.fileno(), name, target)
    except (OSError, pyrage.EncryptError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise BackupError(
            f"The backup could not be written to {target.parent}: {reason}. Nothing is left of it."
        ) from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _open(folder: Path) -> tuple[int, str]:
    """Without a name where the file system can do that, else under one that is removed."""
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), ""
    except (OSError, AttributeError):
        return tempfile.mkstemp(dir=folder, prefix=".groundwork-", suffix=".part")


def _give_name(handle: int, name: str, target: Path) -> None:
    """Refuses where there is a file of that name."""
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        # With a folder's number Python follows the link in /proc to the file; without one it would link the link.
        os.link(name or f"/proc/self/fd/{handle}", target, src_dir_fd=folder)
        os.fsync(folder)
    finally:
        os.close(folder)
