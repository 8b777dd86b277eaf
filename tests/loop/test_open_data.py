"""A clone alone passes: what needs real cities' open data is left out in one line, or demanded."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.forking import run_forked
from tests.services import PROJECT


def _run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "GROUNDWORK_DEMAND_OPEN_DATA": "", "GROUNDWORK_SHARED_DATA": "/nonexistent"}
    return run_forked([sys.executable, "-m", *arguments], cwd=PROJECT, env={**variables, **environment})


def test_where_the_data_is_not_there_one_line_says_how_many_tests_were_left_out() -> None:
    """Six published files, one more test of two of one city; and four of maps for each of two cities."""
    files = ("tests/mapping/imports/test_real_boundaries.py", "tests/output/test_maps.py")
    run = _run("pytest", "-p", "no:cacheprovider", "-m", "open_data", *files)
    assert run.returncode == 0, run.stdout
    (line,) = re.findall(r"^SKIPPED .*", run.stdout, re.MULTILINE)
    assert line.startswith("SKIPPED [15] ")
    assert "left out: the open data of real cities is not in /nonexistent; docs/open-data.md says how" in line
    assert (PROJECT / "docs" / "open-data.md").is_file()


def test_where_it_is_demanded_nothing_runs_without_it() -> None:
    run = _run("pytest", "tests/mapping/imports/test_real_boundaries.py", GROUNDWORK_DEMAND_OPEN_DATA="1")
    assert run.returncode == 1
    assert "Demanded, and missing" in run.stdout
    assert "skipped" not in run.stdout
    first = _run("tests.open_data")
    assert first.returncode == 1
    assert first.stderr.startswith("The open data of real cities is not in /nonexistent;")
    assert "-m tests.open_data" in (PROJECT / ".ci" / "run").read_text()


def test_every_file_the_page_names_is_there(shared_data: Path) -> None:
    page = (PROJECT / "docs" / "open-data.md").read_text()
    named = re.findall(r"`([a-z]+/[\w.-]+\.(?:csv|geojson))`", page)
    assert len(named) == 9
    assert [name for name in named if not (shared_data / name).is_file()] == []
