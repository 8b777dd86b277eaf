"""What the processes of one run share."""

import os
from pathlib import Path

import pytest


def folder_of_run(factory: pytest.TempPathFactory) -> Path:
    """The same for all of them, and another in each run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base
