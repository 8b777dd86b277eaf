"""Equal contents, equal bytes: in this process, in another, in another folder, in another time zone."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import output
from output.fingerprint import engine_fingerprint
from output.pdf.typeset import typeset
from tests.output.elverhavn import report

PROJECT = Path(output.__file__).resolve().parent.parent
PRINT_HASH = (
    "import hashlib; from output.pdf.typeset import typeset; from tests.output.elverhavn import report; "
    "print(hashlib.sha256(typeset(report())).hexdigest())"
)


def test_same_report_gives_the_same_bytes_twice(diagnosis: bytes) -> None:
    assert typeset(report()) == diagnosis


def test_same_report_gives_the_same_bytes_in_another_process_and_folder(diagnosis: bytes, tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PRINT_HASH],
        cwd=tmp_path,
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
    assert found.stdout.strip() == hashlib.sha256(diagnosis).hexdigest()


def test_another_date_of_issue_gives_other_bytes(diagnosis: bytes) -> None:
    assert typeset(report(issued=dt.date(2026, 11, 13))) != diagnosis


def test_engine_fingerprint_is_a_sha_256_that_stays() -> None:
    assert re.fullmatch("[0-9a-f]{64}", engine_fingerprint())
    script = "from output.fingerprint import engine_fingerprint; print(engine_fingerprint())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == engine_fingerprint()


def test_output_imports_neither_django_nor_celery() -> None:
    script = (
        "import sys, output.pdf.typeset, output.charts.maps, output.charts.rows, output.charts.time, "
        "output.charts.grading; print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'celery'}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
