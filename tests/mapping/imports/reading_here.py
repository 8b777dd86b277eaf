"""Files read by this process, for tests of what is found in them: a child for each costs more than most of these tests.

What can be seen of it is as a child would have it: copies of what it works with, no database, and what it finds goes
through the same lines. Its limits, and that it reaches nothing, are shown by `test_sandbox.py`; that all importers are
well with a real one by the files that `conftest.py` names.
"""

import os
from collections.abc import Callable, Generator
from copy import deepcopy
from types import CellType, FunctionType
from typing import Any

import pytest
from django.db import connection

from mapping.imports import sandbox
from mapping.imports.outlines import boundaries
from mapping.imports.sandbox import Child, Limits, Work
from mapping.imports.tables import reading, workbooks


def read_files_here(patch: pytest.MonkeyPatch) -> None:
    for module in (boundaries, reading, workbooks):
        patch.setattr(module, "read_apart", _read_here)


class _Here(Child):
    def begin(self, part: str) -> None:
        """Without the time of a part, which would end this process."""
        self.send(part=part)


def _read_here(file: str, work: Work, limits: Limits | None = None) -> Generator[dict[str, Any], None, None]:
    limits = limits or Limits()
    lines = os.memfd_create(file)
    try:
        with connection.execute_wrapper(_no_database):
            sandbox.do(_copied(work), _Here(limits, lines))
        os.lseek(lines, 0, os.SEEK_SET)
        yield from sandbox.received(file, lines, os.getpid(), limits)
    finally:
        os.close(lines)


def _no_database(_execute: Callable[..., Any], sql: str, *_rest: Any) -> Any:
    raise RuntimeError(f"asked while a file is read: {sql}")


def _copied(work: Work) -> Work:
    """What it changes is changed in no other process."""
    assert isinstance(work, FunctionType)
    alike: dict[int, Any] = {}
    cells = tuple(CellType(deepcopy(cell.cell_contents, alike)) for cell in work.__closure__ or ())
    return FunctionType(work.__code__, work.__globals__, work.__name__, work.__defaults__, cells)
