"""The tests' own files compiled once for all processes of a run.

Each process reads all files in the same order. In a fresh clone none is compiled, and each process rewrote the asserts
of each file: nobody was ever ahead of the others. So each first imports a part of its own, and finds the rest done.
"""

import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest

from tests.services import PROJECT


def compile_own_part(config: pytest.Config) -> None:
    """In a process of several, of what the run was asked for; the way of importing is pytest's, which rewrites."""
    number, processes = (os.environ.get(f"PYTEST_XDIST_{each}") for each in ("WORKER", "WORKER_COUNT"))
    if not number or not processes:
        return
    asked = {file for each in config.args for file in Path(each.split("::")[0]).rglob("test_*.py")}
    for file in sorted(asked)[int(number.removeprefix("gw")) :: int(processes)]:
        with suppress(Exception):  # what cannot be imported is told when it is collected
            import_module(".".join(file.resolve().relative_to(PROJECT).with_suffix("").parts))
