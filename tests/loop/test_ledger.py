"""The ledger counts what a folder's tests burn, in their process and in what they start, alone and under xdist."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.ledger import CEILINGS, folder_of, lines, lines_beside, told_of
from tests.services import PROJECT

BURN = """
import subprocess, sys, time
import pytest

BURN = "import time\\nwhile time.process_time() < {seconds}: pass"

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

@pytest.fixture(scope="module")
def made_once():
    burn({here})

def test_here(made_once):
    pass

def test_in_a_child():
    subprocess.run([sys.executable, "-c", BURN.format(seconds={child})], check=True)
"""


LASTING = """
import contextlib, subprocess, sys
import pytest
from tests.ledger import lasting

@contextlib.contextmanager
def started():
    burn = "import time\\nwhile time.process_time() < 0.6: pass\\nprint(flush=True)\\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", burn], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        yield
        child.kill()

@pytest.fixture(scope="session", autouse=True)
def server(pytestconfig):
    with lasting(pytestconfig, "a server", started()):
        yield
"""


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A dear folder (0.3 s here, 0.3 s in a child) and a little one after it (0.1 s, and hardly more than a start)."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for name, here, child in (("dear", 0.3, 0.3), ("little", 0.1, 0.0)):
        folder = tmp_path / "tests" / name
        folder.mkdir(parents=True)
        text = BURN.replace("{here}", str(here)).replace("{child}", str(child))
        (folder / f"test_{name}.py").write_text(text)
    return tmp_path


def _spent(folders: Path, *processes: str) -> dict[str, float]:
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "no:cacheprovider", "-p", "tests.ledger"]
    run = subprocess.run(
        [*command, "--ledger", *processes, "tests"],
        cwd=folders, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(PROJECT), "PATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "NO CEILING" in run.stdout
    # the last line is pytest's own, as without the ledger
    assert "4 passed" in run.stdout.splitlines()[-1]
    return {name: float(seconds) for name, seconds in re.findall(r"^(\S.*?) +([\d.]+) s", run.stdout, re.MULTILINE)}


def _has_its_seconds(spent: dict[str, float]) -> None:
    assert 0.6 <= spent["tests/dear"] < 1.6
    assert 0.1 <= spent["tests/little"] < 0.6
    assert spent["together"] == pytest.approx(spent["tests/dear"] + spent["tests/little"], abs=0.11)


def test_each_folder_has_its_seconds_and_what_lives_as_long_as_the_run_is_told_beside(folders: Path) -> None:
    """That ends in the last test, and is none of what that test used."""
    (folders / "tests" / "conftest.py").write_text(LASTING)
    spent = _spent(folders)
    _has_its_seconds(spent)
    assert 0.6 <= spent["a server"] < 1


def test_each_folder_has_its_seconds_under_xdist(folders: Path) -> None:
    _has_its_seconds(_spent(folders, "-n", "2", "--dist", "loadfile"))


def _reports(*outcomes: str) -> list[Any]:
    return [
        SimpleNamespace(passed=outcome == "passed", cpu_seconds=number, cpu_seconds_beside={"a server": 0.5})
        for number, outcome in enumerate(outcomes, 1)
    ]


def test_of_a_test_that_passed_one_report_travels_with_the_seconds_of_all() -> None:
    reports = _reports("passed", "passed", "passed")
    assert told_of(reports) == [reports[1]]
    assert (reports[1].cpu_seconds, reports[1].cpu_seconds_beside) == (6, {"a server": 1.5})


@pytest.mark.parametrize(
    "outcomes",
    [
        ("passed", "failed", "passed"),
        ("passed", "passed", "failed"),
        ("passed", "skipped", "passed"),
        ("failed", "passed"),
    ],
)
def test_of_any_other_test_all_travel(outcomes: tuple[str, ...]) -> None:
    reports = _reports(*outcomes)
    assert told_of(reports) == reports
    assert [report.cpu_seconds for report in reports] == list(range(1, len(outcomes) + 1))


def test_what_is_above_its_ceiling_or_has_none_is_named() -> None:
    said = list(lines({"tests/a": 9.96, "tests/b": 30.04, "tests/c": 0.5}, {"tests/a": 10, "tests/b": 30}))
    assert [wrong for _line, wrong in said] == [True, False, True]
    assert [" ".join(line.split()) for line, _wrong in said] == [
        "tests/b 30.0 s ABOVE ITS CEILING of 30 s",
        "tests/a 10.0 s of 10",
        "tests/c 0.5 s NO CEILING: state one in tests/ledger.py",
    ]


def test_what_lives_beside_may_have_a_ceiling_too() -> None:
    said = list(lines_beside({"b": 30.04, "a": 10.2, "c": 0.5}, {"a": 10, "b": 31}))
    assert [(" ".join(line.split()), wrong) for line, wrong in said] == [
        ("a 10.2 s besides, ABOVE ITS CEILING of 10 s", True),
        ("b 30.0 s besides of 31", False),
        ("c 0.5 s besides", False),
    ]


def test_a_folder_is_two_names_long() -> None:
    assert folder_of("tests/records/screening/test_names.py::test_one[a/b]") == "tests/records"


def test_every_folder_of_make_test_has_a_ceiling() -> None:
    folders = {file.relative_to(PROJECT).parts[1] for file in (PROJECT / "tests").rglob("test_*.py")}
    assert {f"tests/{folder}" for folder in folders - {"soak"}} == set(CEILINGS)
