"""A process that begins with the libraries loaded is like any that Python starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.conftest import wait_until
from tests.forking import ITS_CHILDREN_TOO, OF_THE_TEST_ALONE, WITH_THE_SITE, Forked, run_forked
from tests.services import PROJECT

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


def test_it_has_the_files_that_are_passed_under_their_numbers(tmp_path: Path) -> None:
    program = "import os; print(*(os.read(int(each), 9).decode() for each in os.sys.argv[1:]))"
    numbers = []
    for word in ("one", "two", "three"):
        (tmp_path / word).write_text(word)
        numbers.append(os.open(tmp_path / word, os.O_RDONLY))
    words = [PYTHON, "-c", program, *map(str, reversed(numbers))]
    with Forked(words, stdout=subprocess.PIPE, pass_fds=numbers) as process:
        assert process.communicate(timeout=30)[0] == b"three two one\n"
    for each in numbers:
        os.close(each)


BEGINS = """
import os, subprocess, sys, time
def _end_with_parent(): 1 / 0  # told by its name
said = open("said", "wb")
reading, writing = os.pipe()
words = [sys.executable, "-m", "module", str(reading)]
with subprocess.Popen(words, stdout=said, pass_fds=[reading], preexec_fn=_end_with_parent) as child:
    os.write(writing, b"word")
print(child.returncode, open("said").read(), subprocess.run(["true"]).returncode, flush=True)
if sys.argv[1:]:
    subprocess.Popen([sys.executable, "-m", "waits"], preexec_fn=_end_with_parent)
    time.sleep(60)
"""


@pytest.mark.parametrize("killed", [False, True])
def test_its_own_children_begin_so_too_where_asked_and_end_with_it(tmp_path: Path, killed: bool) -> None:
    (tmp_path / "begins.py").write_text(BEGINS)
    (tmp_path / "waits.py").write_text("import time; time.sleep(60)")
    program = "import os, sys; print(os.read(int(sys.argv[1]), 9), 'yaml' in sys.modules, os.getppid()); sys.exit(3)"
    (tmp_path / "module.py").write_text(program)
    variables = {ITS_CHILDREN_TOO: "1"}
    words = [PYTHON, "begins.py", *(["killed"] if killed else [])]
    with Forked(words, cwd=tmp_path, env=variables, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().decode() == f"3 b'word' True {process.pid}\n"
        assert process.stdout.readline() == b" 0\n"
        if killed:
            wait_until(lambda: len(psutil.Process(process.pid).children()) == 2, seconds=30, what="the other child")
            children = psutil.Process(process.pid).children()
            process.kill()
            assert psutil.wait_procs(children, timeout=10)[1] == []
            return
    assert process.returncode == 0


ITS_SITE = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "its_settings")
with open("loaded", "a") as file:
    file.write("once ")
"""
ITS_SETTINGS = """
import os
GIVEN = os.environ["GIVEN"]
SECRET_KEY = "none"
"""
SAYS = """
import os, sys
from django.apps import apps
was_there, ready = "its_site" in sys.modules, apps.ready
import its_site
from django.conf import settings
print(was_there, ready, settings.GIVEN, *map(os.environ.get, sys.argv[1:]), len(os.listdir("/proc/self/fd")))
"""


def test_the_site_is_loaded_once_for_those_of_the_same_folder_and_variables(tmp_path: Path) -> None:
    names = [OF_THE_TEST_ALONE, WITH_THE_SITE, "DJANGO_SETTINGS_MODULE"]
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "its_site.py").write_text(ITS_SITE)
        (tmp_path / folder / "its_settings.py").write_text(ITS_SETTINGS)

    def said(given: str, test: str, folder: str = "one", **variables: str) -> list[str]:
        variables |= {"GIVEN": given, OF_THE_TEST_ALONE: test}
        done = run_forked([PYTHON, "-c", SAYS, *names], cwd=tmp_path / folder, env=variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    without = said("1", "a")
    files = without.pop()
    assert without == ["False", "False", "1", "a", "None", "its_settings"]
    with_it = {WITH_THE_SITE: "its_site"}
    for given, test, folder, loaded in (
        ("1", "a", "one", 2),
        ("1", "b", "one", 2),
        ("2", "b", "one", 3),
        ("1", "c", "one", 3),
        ("2", "c", "other", 1),
        ("2", "d", "one", 3),
    ):
        assert said(given, test, folder, **with_it) == ["True", "True", given, test, "None", "its_settings", files]
        assert (tmp_path / folder / "loaded").read_text() == "once " * loaded


def test_its_own_children_begin_with_the_site_where_it_is_named(tmp_path: Path) -> None:
    for name, text in (("its_site", ITS_SITE), ("its_settings", ITS_SETTINGS), ("says", SAYS)):
        (tmp_path / f"{name}.py").write_text(text)
    program = """
import os, subprocess, sys
import psutil
print("its_site" in sys.modules)
command = [sys.executable, "-m", "says", "BEGINS_WITH_THE_SITE"]
for given in ("1", "1", "2"):
    subprocess.run(command, env={**os.environ, "GIVEN": given}, check=True)
(forker,) = psutil.Process().children()
print(forker.pid, *(each.pid for each in forker.children()))
"""
    variables = {ITS_CHILDREN_TOO: "its_site", "PYTHONUNBUFFERED": "1"}
    done = run_forked([PYTHON, "-c", program], cwd=tmp_path, env=variables)
    assert done.returncode == 0, done.stderr
    own, *children, began = done.stdout.splitlines()
    assert own == "False"
    assert [each.split()[:4] for each in children] == [["True", "True", given, "None"] for given in ("1", "1", "2")]
    assert (tmp_path / "loaded").read_text() == "once once "
    assert len(began.split()) == 3
    assert not any(psutil.pid_exists(int(each)) for each in began.split())


def test_where_the_site_cannot_be_loaded_the_process_itself_says_why(tmp_path: Path) -> None:
    (tmp_path / "its_site.py").write_text("1 / 0")
    for _time in range(2):
        done = run_forked([PYTHON, "-m", "its_site"], cwd=tmp_path, env={WITH_THE_SITE: "its_site"})
        assert (done.returncode, "ZeroDivisionError" in done.stderr) == (1, True)


def test_who_has_the_site_loaded_ends_with_the_one_it_came_of(tmp_path: Path) -> None:
    (tmp_path / "its_site.py").write_text(ITS_SITE)
    (tmp_path / "its_settings.py").write_text(ITS_SETTINGS)
    program = """
import sys
from pathlib import Path
import psutil
from tests.forking import WITH_THE_SITE, run_forked
run_forked([sys.executable, "-c", ""], cwd=Path(sys.argv[1]), env={WITH_THE_SITE: "its_site", "GIVEN": ""})
(forker,) = psutil.Process().children()
print(*(each.pid for each in (forker, *forker.children())))
"""
    done = subprocess.run([PYTHON, "-c", program, tmp_path], cwd=PROJECT, capture_output=True, text=True, check=True)
    began = [int(each) for each in done.stdout.split()]
    assert len(began) == 2
    assert not any(map(psutil.pid_exists, began))


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
