"""The files of Elverhavn, made once by the command people use."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import PROJECT


def make(folder: Path) -> Path:
    command = [sys.executable, "-m", "demo.elverhavn.make", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)
    return folder


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("elverhavn"))
