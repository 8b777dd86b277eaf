"""An encrypted archive, written and read as a stream: nothing of it ever lies on a disk in the clear."""

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from operations.backup.errors import BackupError

PART_BYTES = 8 * 2**20


class Writer:
    """Members of the archive, one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self._tar.addfile(member, BytesIO(data))


def write_archive(target: BinaryIO, recipients: list[Any], fill: Callable[[Writer], None]) -> None:
    """Encrypt what `fill` puts into the archive. Where it raises, what was written so far is worth nothing."""
    reading, writing = os.pipe()
    problems: list[BaseException] = []

    def produce() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|", bufsize=2**20) as tar:
                fill(Writer(tar))
        except BaseException as problem:  # noqa: BLE001  (told by the thread that waits)
            problems.append(problem)

    thread = threading.Thread(target=produce, name="archive")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            pyrage.encrypt_io(pipe, target, recipients)
    finally:
        thread.join()
    if problems:
        raise problems[0]


@contextmanager
def reading_archive(file: Path, identity: Any) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    """The members of an archive with their contents. Raises BackupError for a wrong key, or a file that was changed.

    A change or a missing end may be noticed only at the very end: nothing read is to be trusted before the block ends.
    """
    source = file.open("rb")
    reading, writing = os.pipe()
    problems: list[Exception] = []
    over = threading.Event()

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(source, pipe, [identity])
        except Exception as problem:  # noqa: BLE001  (told by the thread that waits)
            if not over.is_set():
                problems.append(problem)

    thread = threading.Thread(target=decrypt, name="archive")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            try:
                with tarfile.open(fileobj=pipe, mode="r|") as tar:
                    yield _members(tar)
                while pipe.read(2**20):  # to the end, where the last change would show
                    pass
            except (tarfile.TarError, EOFError):
                thread.join()
                raise _why(file, problems) from None
            finally:
                over.set()
    finally:
        thread.join()
        source.close()
    if problems:
        raise _why(file, problems) from None


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, BinaryIO]]:
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise BackupError("The archive holds something that is not a file. It was not made by Groundwork.")
        yield member.name, content  # type: ignore[misc]  # IO[bytes] of the archive


def _why(file: Path, problems: list[Exception]) -> BackupError:
    if any(isinstance(problem, pyrage.DecryptError) and "key" in str(problem).lower() for problem in problems):
        return BackupError(f"{file.name} was not encrypted to this key. Nothing was changed.")
    return BackupError(
        f"{file.name} is not a whole backup: it was cut off, changed, or is something else. Nothing was changed; take "
        "another copy."
    )
