"""A process that begins with the libraries loaded is like any that Python starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forking import Forked, run_forked

PYTHON = sys.executable


def test_it_has_the_words_variables_and_folder_it_is_given_and_none_of_the_project(tmp_path: Path) -> None:
    program = (
        "import os, sys; own = {'config', 'accounts', 'tests'} & set(sys.modules)"
        "; print(sys.argv[1:], os.getcwd(), dict(os.environ), sorted(own), sys.orig_argv[1:2])"
    )
    done = run_forked([PYTHON, "-c", program, "one", "two"], cwd=tmp_path, env={"GIVEN": "æ"})
    assert done.stdout == f"['one', 'two'] {tmp_path} {{'GIVEN': 'æ'}} [] ['-c']\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_a_module_of_its_folder_is_found_as_python_finds_it(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("import sys; print(__name__, sys.argv[1:])")
    done = run_forked([PYTHON, "-m", "module", "x"], cwd=tmp_path)
    assert done.stdout == "__main__ ['x']\n", done.stderr


@pytest.mark.parametrize(
    ("program", "code"), [("import sys; sys.exit(3)", 3), ("1 / 0", 1), ("import os; os.abort()", -signal.SIGABRT)]
)
def test_how_it_ends_is_told(program: str, code: int) -> None:
    done = run_forked([PYTHON, "-c", program])
    assert done.returncode == code
    assert ("ZeroDivisionError" in done.stderr) == (code == 1)


def test_it_reads_what_it_is_given_and_writes_into_a_file(tmp_path: Path) -> None:
    program = "import sys; print(sys.stdin.read().upper())"
    assert run_forked([PYTHON, "-c", program], given="words").stdout == "WORDS\n"
    with (tmp_path / "said").open("wb") as output:
        process = Forked([PYTHON, "-c", "print(1); 1 / 0"], stdout=output, stderr=subprocess.STDOUT)
    assert process.wait(30) == 1
    assert (tmp_path / "said").read_text().startswith("1\nTraceback")


@pytest.mark.parametrize("alone", [True, False])
def test_it_is_a_child_of_ours_in_its_own_session_where_asked_and_can_be_killed(alone: bool) -> None:
    program = "print(flush=True); import time; time.sleep(60)"
    with Forked([PYTHON, "-c", program], stdout=subprocess.PIPE, start_new_session=alone) as process:
        assert process.stdout
        process.stdout.readline()
        assert Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[1] == str(os.getpid())
        assert (os.getsid(process.pid) == process.pid) == alone
        assert process.poll() is None
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
