"""The demonstration started once more on what it made: killed, ended by one of its own, beside a real city."""

import signal
import time
from pathlib import Path

import psutil

from config import embedded
from tests.browsing import Browser
from tests.demo.conftest import started_again
from tests.demo.demonstration import manage
from tests.services import PROJECT


def test_the_next_start_is_quick_and_keeps_all_and_killed_it_leaves_no_process_behind(
    home: Path, first_said: str
) -> None:
    began = time.monotonic()
    with started_again(home, killed=True) as again:
        again.wait_until_up(30)
        assert time.monotonic() - began < 20
        assert f"the password  {again.password} " in first_said
        assert Browser(again.address).sign_in("officer@example.org", again.password).status == 200
        started = again.children()
        again.end(signal.SIGKILL)
        _gone, alive = psutil.wait_procs(started, timeout=15)
        assert alive == []


def test_one_that_is_started_while_the_last_is_still_ending_waits_for_it(home: Path) -> None:
    """Its database was stopped under it, and it ended in a traceback."""
    embedded.stop(home)  # left by one that was killed, they would stay
    with started_again(home) as last:
        last.wait_until_up(30)
        last.process.send_signal(signal.SIGINT)
        with started_again(home) as following:
            following.wait_until_up(60)
            assert last.process.wait(40) == 0, last.said
            assert Browser(following.address).sign_in("officer@example.org", following.password).status == 200
            assert following.end() == 0, following.said
    assert not embedded.is_running(home)


def test_a_process_that_ends_by_itself_ends_the_demonstration_and_is_named(home: Path) -> None:
    with started_again(home) as again:
        again.wait_until_up(30)
        beat = next(process for process in again.children() if "beat.log" in _files(process))
        beat.kill()
        assert again.process.wait(40) == 1
        assert "The beat ended by itself" in again.said


def _files(process: psutil.Process) -> set[str]:
    """Names of what it writes to."""
    return {Path(each.path).name for each in process.open_files()}


def test_once_builds_the_diagnoses_and_ends(home: Path) -> None:
    (home / "demo" / "elverhavn-2025-restricted.pdf").unlink()
    done = manage(home, "demo", "--once")
    assert done.returncode == 0, done.stderr
    assert "elverhavn-2025-restricted.pdf" in done.stdout
    assert (home / "demo" / "elverhavn-2025-restricted.pdf").exists()


def test_it_never_puts_its_accounts_beside_a_real_city(home: Path) -> None:
    words = ["create_city", "nyby", "--name", "Nyby", "--country", "SE", "--processing-record"]
    assert manage(home, *words, str(PROJECT / "examples" / "processing-record.json")).returncode == 0
    done = manage(home, "demo", "--once")
    assert done.returncode == 1
    assert "There are other cities here" in done.stderr
