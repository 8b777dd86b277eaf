"""A state folder of one test."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded
from config.embedded import postgres, programs
from tests.config.built_in import processes_of


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A state folder with a space and letters beyond ASCII in its name."""
    folder = tmp_path / "Stadt Köln"
    yield folder
    embedded.stop(folder)
    assert processes_of(folder) == []


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the newest PostgreSQL makes it, which takes it most of a first start."""
    home = tmp_path_factory.mktemp("cluster")
    postgres.make_folders(home)
    postgres._initdb(postgres.data_folder(home), max(programs.versions()))
    return postgres.data_folder(home)


@pytest.fixture
def with_a_copied_cluster(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what comes after the data folder was made; how it is made is tested in `test_embedded`."""

    def copy(data: Path, version: int) -> None:
        assert version == max(programs.versions())
        subprocess.run(["cp", "-a", cluster, data], check=True)

    monkeypatch.setattr(postgres, "_initdb", copy)
