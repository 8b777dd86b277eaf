"""Restore a backup into an empty home, after all of it was checked."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from django.conf import settings

from operations.backup import database
from operations.backup.archive import reading_archive
from operations.backup.errors import BackupError
from operations.backup.making import FILES
from operations.backup.manifest import NAME, Manifest

DUMP_PART = re.compile(r"database\.dump\.\d{6}")
FILE = re.compile(rf"{FILES}/(\d+/[0-9a-f]{{64}}\.[a-z0-9]{{1,8}})")
MANIFEST_BYTES = 64 * 2**20
KEY_PREFIX = "AGE-SECRET-KEY-1"


def restore(*, file: Path, key: Path) -> Manifest:
    """Put back what the backup holds, and compare every table and file with what it was.

    Refuses where there is anything already. Until the whole file was read and checked once, nothing is changed.
    """
    identity = _identity(key)
    folder = Path(settings.ARTEFACTS)
    _refuse_where_something_is(folder)
    manifest = check(file, identity)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restoring-") as unfinished:
        with reading_archive(file, identity) as members:
            database.load(_parts_and_files(members, Path(unfinished)))
        for city in Path(unfinished).iterdir():
            city.rename(folder / city.name)
    _compare(manifest, folder)
    return manifest


def check(file: Path, identity: Any) -> Manifest:
    """Read all of a backup and compare it with its manifest; changes nothing."""
    dump, files, manifest = hashlib.sha256(), {}, None
    try:
        with reading_archive(file, identity) as members:
            for name, content in members:
                if DUMP_PART.fullmatch(name):
                    _digest(content, dump)
                elif found := FILE.fullmatch(name):
                    files[found[1]] = _digest(content).hexdigest()
                elif name == NAME:
                    manifest = Manifest.from_json(content.read(MANIFEST_BYTES))
                else:
                    raise BackupError(f"{file.name} holds {name!r}, which Groundwork does not put into a backup.")
    except OSError as problem:
        raise BackupError(f"{file} cannot be read: {problem.strerror}.") from None
    if manifest is None or (manifest.dump_sha256, manifest.files) != (dump.hexdigest(), files):
        raise BackupError(f"{file.name} does not hold what its manifest says. Nothing was changed; take another copy.")
    return manifest


def _identity(file: Path) -> Any:
    """The secret key of an age key file, where lines with # are remarks."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
    except (OSError, UnicodeDecodeError):
        raise BackupError(f"The key file {file} cannot be read.") from None
    keys = [line for line in lines if line.startswith(KEY_PREFIX)]
    try:
        return pyrage.x25519.Identity.from_str(keys[0])
    except (IndexError, pyrage.IdentityError):
        raise BackupError(f"{file} holds no key: a line that begins with {KEY_PREFIX}.") from None


def _refuse_where_something_is(folder: Path) -> None:
    if not database.is_empty():
        raise BackupError(
            "The database is not empty, and a restore would mix two histories. Restore into an empty home: a new "
            "GROUNDWORK_HOME, or a new database and an empty folder of files."
        )
    if folder.exists() and any(path for path in folder.iterdir() if not path.name.startswith(".")):
        raise BackupError(f"{folder} is not empty. Restore into an empty home.")


def _parts_and_files(members: Iterator[tuple[str, BinaryIO]], folder: Path) -> Iterator[bytes]:
    """The dump for whoever loads it; on the way the files are written."""
    for name, content in members:
        if DUMP_PART.fullmatch(name):
            yield content.read()
        elif found := FILE.fullmatch(name):
            path = folder / found[1]
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with path.open("xb") as output:
                shutil.copyfileobj(content, output)
            path.chmod(0o600)


def _compare(manifest: Manifest, folder: Path) -> None:
    with database.one_moment() as (asking, _snapshot):
        tables, sequences = database.fingerprints(asking), database.sequences(asking)
    differing = [name for name in manifest.tables | tables if manifest.tables.get(name) != tables.get(name)]
    differing += [name for name, last in manifest.sequences.items() if sequences.get(name) != last]
    differing += [name for name, sha256 in manifest.files.items() if _sha256(folder / name) != sha256]
    if differing:
        raise BackupError(
            "What was restored is not what was kept; do not use it. Different: " + ", ".join(sorted(differing)[:20])
        )


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as content:
        return str(_digest(content).hexdigest())


def _digest(content: BinaryIO, digest: Any = None) -> Any:
    digest = digest or hashlib.sha256()
    while part := content.read(2**20):
        digest.update(part)
    return digest
