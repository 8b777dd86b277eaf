"""Files of Elverhavn, and one demonstration for all files of tests: made once, as a person makes it, and copied."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded
from tests.demo.demonstration import Demonstration
from tests.services import PROJECT

FIRST_START_SECONDS = 240
FIRST_SAID = "said-first"


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that was started in an empty home, and ended; the processes of a run share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / FIRST_SAID).exists():
            _start_and_end(folder)
    return folder


def _start_and_end(folder: Path) -> None:
    try:
        first = Demonstration(folder / "home", "--port", "8400")
        try:
            first.wait_until_up(FIRST_START_SECONDS)
        finally:
            assert first.end() == 0, first.said
    finally:
        embedded.stop(folder / "home")
    (folder / FIRST_SAID).write_text(first.said)


@pytest.fixture(scope="session")
def first_said(first_start: Path) -> str:
    """What the first start said."""
    return (first_start / FIRST_SAID).read_text()


@pytest.fixture(scope="module")
def home(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy for the tests of one file; PostgreSQL's files stay those of its account."""
    home = tmp_path_factory.mktemp("copy") / "home"
    subprocess.run(["cp", "-a", first_start / "home", home], check=True)
    yield home
    embedded.stop(home)


def make(folder: Path) -> Path:
    command = [sys.executable, "-m", "demo.elverhavn.make", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)
    return folder


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("elverhavn"))
