"""Files that jobs make."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jobs import artefacts
from tests.services import PROJECT


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ARTEFACTS = tmp_path / "files"
    return tmp_path / "files"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_named_by_its_sha256_and_read_back(folder: Path) -> None:
    """The SHA-256 of “abc” is the example of FIPS 180-4."""
    kept = artefacts.store(7, b"abc", "pdf")
    assert kept.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert kept.size == 3
    assert kept.path == folder / "7" / f"{kept.sha256}.pdf"
    assert artefacts.read(7, kept.sha256, "pdf") == b"abc"


def test_the_same_bytes_are_kept_once_and_mend_a_damaged_file(folder: Path) -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    kept.path.write_bytes(b"another")
    assert artefacts.store(7, b"diagnosis", "pdf") == kept
    assert artefacts.read(7, kept.sha256, "pdf") == b"diagnosis"
    assert len(_files(folder)) == 1


def test_a_changed_file_is_refused() -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    kept.path.write_bytes(b"another")
    with pytest.raises(artefacts.ArtefactError, match="changed or damaged"):
        artefacts.read(7, kept.sha256, "pdf")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(artefacts.ArtefactError, match="is missing"):
        artefacts.read(7, "0" * 64, "pdf")


def test_the_file_of_one_city_is_not_found_under_another() -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    with pytest.raises(artefacts.ArtefactError):
        artefacts.read(8, kept.sha256, "pdf")


@pytest.mark.parametrize(("sha256", "suffix"), [("../../etc/passwd", "pdf"), ("0" * 64, "../x"), ("0" * 63, "pdf")])
def test_a_name_that_leaves_the_folder_is_refused(sha256: str, suffix: str) -> None:
    with pytest.raises(ValueError, match="Not the name"):
        artefacts.read(7, sha256, suffix)


def test_a_disk_that_fills_up_gives_a_reason_and_leaves_no_half_file(folder: Path) -> None:
    """A real process that may write one megabyte per file at most tries to keep two."""
    program = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
import django
from django.conf import settings
settings.configure(ARTEFACTS={str(folder)!r}, USE_I18N=False)
from jobs.artefacts import ArtefactError, store
try:
    store(7, bytes(2**21), "pdf")
except ArtefactError as problem:
    print(problem)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout == "The file could not be used: File too large.\n"
    assert _files(folder) == []


def test_a_folder_that_cannot_be_made_gives_a_reason(folder: Path) -> None:
    folder.write_text("in the way")
    with pytest.raises(artefacts.ArtefactError, match="could not be used"):
        artefacts.store(7, b"diagnosis", "pdf")


@pytest.mark.parametrize(
    ("number", "reason"),
    [(28, "The disk is full."), (122, "The disk is full."), (13, "may not use"), (30, "may not use")],
)
def test_the_kernel_s_refusals_are_put_in_words(
    folder: Path, number: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENOSPC, EDQUOT, EACCES and EROFS cannot be had from a real disk without root."""

    def refuse(_descriptor: int) -> None:
        raise OSError(number, "as the kernel says")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(artefacts.ArtefactError, match=reason):
        artefacts.store(7, b"diagnosis", "pdf")
    assert _files(folder) == []


@pytest.mark.kills
def test_a_writer_killed_half_way_leaves_nothing_under_the_name(folder: Path) -> None:
    """SIGKILL at the moment the bytes are written and the name is not yet given."""
    program = f"""
import os, signal
from django.conf import settings
settings.configure(ARTEFACTS={str(folder)!r}, USE_I18N=False)
from jobs.artefacts import store
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
store(7, b"diagnosis", "pdf")
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)
    assert run.returncode == -9
    sha256 = hashlib.sha256(b"diagnosis").hexdigest()
    assert not (folder / "7" / f"{sha256}.pdf").exists()
    assert artefacts.store(7, b"diagnosis", "pdf").sha256 == sha256
