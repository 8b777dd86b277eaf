"""Files that jobs make."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from jobs import artefacts


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ARTEFACTS = tmp_path / "files"
    return tmp_path / "files"


def test_a_file_is_named_by_its_sha256_and_read_back() -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    assert kept.sha256 == hashlib.sha256(b"diagnosis").hexdigest()
    assert kept.path.name == f"{kept.sha256}.pdf"
    assert artefacts.read(7, kept.sha256, "pdf") == b"diagnosis"


def test_a_changed_file_is_refused() -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    kept.path.write_bytes(b"another")
    with pytest.raises(artefacts.ArtefactError, match="changed after it was made"):
        artefacts.read(7, kept.sha256, "pdf")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(artefacts.ArtefactError, match="missing"):
        artefacts.read(7, "0" * 64, "pdf")


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(artefacts.ArtefactError, match="No space left"):
        artefacts.store(7, b"diagnosis", "pdf")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_the_file_of_one_city_is_not_found_under_another() -> None:
    kept = artefacts.store(7, b"diagnosis", "pdf")
    with pytest.raises(artefacts.ArtefactError):
        artefacts.read(8, kept.sha256, "pdf")
