"""Files of Elverhavn, and one demonstration for all files of tests: made once, as a person makes it, and copied."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import embedded
from tests.demo.demonstration import Demonstration
from tests.services import PROJECT

FIRST_START_SECONDS = 240
FIRST_SAID = "said-first"


def folder_of_run(factory: pytest.TempPathFactory) -> Path:
    """Of the one first start that the processes of a run share."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Until the block ends; with whether it was started already, and ended."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield (folder / FIRST_SAID).exists()


@contextmanager
def started_first(folder: Path) -> Iterator[Demonstration]:
    """In an empty home, and ended with the block; the caller is alone."""
    home = folder / "home"
    try:
        first = Demonstration(home, "--port", "8400")
        try:
            first.wait_until_up(FIRST_START_SECONDS)
            (folder / FIRST_SAID).write_text(first.said)
            yield first
        finally:
            assert first.ended or first.end() == 0, first.said
    finally:
        embedded.stop(home)


@contextmanager
def started_again(home: Path, *, killed: bool = False) -> Iterator[Demonstration]:
    """One more start on what is there, ended with the block."""
    again = Demonstration(home, "--port", "8420", killed=killed)
    try:
        yield again
    finally:
        if not again.ended:
            again.end()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that was started in an empty home, and ended."""
    folder = folder_of_run(tmp_path_factory)
    with alone(folder) as is_made:
        if not is_made:
            with started_first(folder):
                pass
    return folder


@pytest.fixture(scope="session")
def first_said(first_start: Path) -> str:
    """What the first start said."""
    return (first_start / FIRST_SAID).read_text()


@pytest.fixture(scope="module")
def home(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy for the tests of one file; PostgreSQL's files stay those of its account."""
    home = copied(first_start, tmp_path_factory)
    yield home
    embedded.stop(home)


def copied(first_start: Path, factory: pytest.TempPathFactory) -> Path:
    home = factory.mktemp("copy") / "home"
    subprocess.run(["cp", "-a", first_start / "home", home], check=True)
    return home


def make(folder: Path) -> Path:
    command = [sys.executable, "-m", "demo.elverhavn.make", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)
    return folder


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("elverhavn"))
