"""Equal contents, equal bytes: in this process, in another, in another folder, in another time zone."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import output
from output.fingerprint import engine_fingerprint
from output.pdf.typeset import typeset
from tests.output.elverhavn import report

PROJECT = Path(output.__file__).resolve().parent.parent
# Run by another process, once for all that is asked of it.
ELSEWHERE = """
import hashlib, sys
import output.pdf.typeset, output.charts.maps, output.charts.rows, output.charts.time, output.charts.grading
from output.fingerprint import engine_fingerprint
from tests.output.elverhavn import report
print(hashlib.sha256(output.pdf.typeset.typeset(report())).hexdigest())
print(engine_fingerprint())
print(sorted({name.split(".")[0] for name in sys.modules} & {"django", "celery"}))
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Bytes, engine and what was imported, of a process in another folder and time zone."""
    found = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "7",
            "LC_ALL": "C",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.splitlines()


def test_same_report_gives_the_same_bytes_twice(diagnosis: bytes) -> None:
    assert typeset(report()) == diagnosis


def test_same_report_gives_the_same_bytes_in_another_process_and_folder(diagnosis: bytes, elsewhere: list[str]) -> None:
    assert elsewhere[0] == hashlib.sha256(diagnosis).hexdigest()


def test_another_date_of_issue_gives_other_bytes(diagnosis: bytes) -> None:
    assert typeset(report(issued=dt.date(2026, 11, 13))) != diagnosis


def test_engine_fingerprint_is_a_sha_256_that_stays(elsewhere: list[str]) -> None:
    assert re.fullmatch("[0-9a-f]{64}", engine_fingerprint())
    assert elsewhere[1] == engine_fingerprint()


def test_output_imports_neither_django_nor_celery(elsewhere: list[str]) -> None:
    assert elsewhere[2] == "[]"
