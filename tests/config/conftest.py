"""A state folder of one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded
from tests.config.built_in import processes_of


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A state folder with a space and letters beyond ASCII in its name."""
    folder = tmp_path / "Stadt Köln"
    yield folder
    embedded.stop(folder)
    assert processes_of(folder) == []
