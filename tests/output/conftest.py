import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from output.pdf.typeset import typeset
from tests.conftest import SHARED
from tests.output.elverhavn import report

OpenData = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def diagnosis() -> bytes:
    """The sample report as a PDF."""
    return typeset(report())


@pytest.fixture(scope="session")
def open_data() -> OpenData:
    """Features of a city's published boundaries, by file below the shared data folder."""

    def features(name: str) -> list[dict[str, Any]]:
        file = Path(SHARED) / name
        assert file.is_file(), f"{name} is missing; set GROUNDWORK_SHARED_DATA to the folder with the open data."
        found: list[dict[str, Any]] = json.loads(file.read_text())["features"]
        return found

    return features
