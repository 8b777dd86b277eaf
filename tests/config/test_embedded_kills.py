"""The built-in services after a `kill -9` of anything, whoever's number a pid file names by now."""

import contextlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import pytest
from redis import Redis

from config import embedded
from config.embedded import postgres
from config.embedded.places import address
from tests.config.built_in import broker, kill, pid_files, postmaster, processes_of, query
from tests.services import PROJECT

pytestmark = [pytest.mark.kills, pytest.mark.usefixtures("with_a_copied_cluster")]


@pytest.mark.parametrize("victims", ["postmaster", "redis", "both", "everything", "a backend"])
def test_after_kill_9_it_comes_back_with_what_was_committed(home: Path, victims: str) -> None:
    addresses = embedded.ensure_running(home)
    query(addresses.owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    with Redis.from_url(addresses.redis_url) as client:
        client.set("kept", "message")
    connection = psycopg2.connect(addresses.owner_url)
    for pid in {
        "postmaster": [postmaster(home)],
        "redis": [broker(home)],
        "both": [postmaster(home), broker(home)],
        "everything": [process.pid for process in processes_of(home)],
        "a backend": [connection.get_backend_pid()],
    }[victims]:
        kill(pid)
    embedded.ensure_running(home)
    assert query(addresses.owner_url, "SELECT answer FROM kept") == 42
    with Redis.from_url(addresses.redis_url) as client:
        assert client.get("kept") == b"message"
    connection.close()


STARTER = """
import time
from config import embedded
print("starting", flush=True)
embedded.ensure_running(embedded.home())
print("up", flush=True)
time.sleep(60)
"""


def _starter(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_whoever_started_it_may_be_killed(home: Path) -> None:
    with _starter(home) as starter:
        assert starter.stdout is not None
        assert [starter.stdout.readline(), starter.stdout.readline()] == ["starting\n", "up\n"]
        server = postmaster(home)
        starter.kill()
    embedded.ensure_running(home)
    assert postmaster(home) == server


# Each takes a first start of its own: the others are for the soak.
@pytest.mark.parametrize(
    "milliseconds", [350, 650, *(pytest.param(each, marks=pytest.mark.soak) for each in (50, 200, 500, 800))]
)
def test_a_first_start_killed_on_its_way_is_taken_up_by_the_next(home: Path, milliseconds: int) -> None:
    with _starter(home) as starter:
        assert starter.stdout is not None
        starter.stdout.readline()
        time.sleep(milliseconds / 1000)
        starter.kill()
    addresses = embedded.ensure_running(home)
    assert query(addresses.database_url, "SELECT current_user") == "groundwork_app"


def test_a_killed_starter_s_last_statement_is_waited_for(home: Path) -> None:
    """The server goes on with what a killed client asked for, so two set-ups may meet in it."""
    addresses = embedded.ensure_running(home)
    server = psycopg2.connect(address(home, "postgres", "postgres"))
    server.autocommit = True
    with contextlib.closing(server), server.cursor() as cursor, ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            cursor.execute("DROP DATABASE groundwork WITH (FORCE)")
            for setup in [pool.submit(postgres._make_roles_and_database, home) for _ in range(4)]:
                setup.result()
    assert query(addresses.database_url, "SELECT current_user") == "groundwork_app"


def test_a_reused_process_number_is_neither_trusted_nor_signalled(home: Path) -> None:
    """The pid files of a killed server name a process that is somebody else's by now."""
    embedded.ensure_running(home)
    kill(postmaster(home))
    kill(broker(home))
    somebody = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        for file in pid_files(home):
            lines = file.read_text().splitlines()
            file.write_text("\n".join([str(somebody.pid), *lines[1:], ""]))
        embedded.ensure_running(home)
        assert somebody.poll() is None
        assert postmaster(home) != somebody.pid
        embedded.stop(home)
        assert somebody.poll() is None
    finally:
        somebody.kill()
        somebody.wait()


def test_a_pid_file_that_names_another_homes_server_is_not_followed(home: Path, tmp_path: Path) -> None:
    """Both are real servers of ours, of two homes; stopping one leaves the other."""
    other = tmp_path / "other"
    embedded.ensure_running(home)
    embedded.ensure_running(other)
    try:
        for mine, theirs in zip(pid_files(home), pid_files(other), strict=True):
            kill(int(mine.read_text().split()[0]))
            mine.write_text(theirs.read_text())
        embedded.stop(home)
        assert embedded.is_running(other)
    finally:
        embedded.stop(other)


def test_what_a_killed_server_left_in_shared_memory_goes_with_stop(home: Path) -> None:
    embedded.ensure_running(home)
    left = _shared_memory(home)
    assert all(each.exists() for each in left if isinstance(each, Path))
    kill(postmaster(home))
    embedded.stop(home)
    assert [each for each in left if (each.exists() if isinstance(each, Path) else each in _segments())] == []


def _shared_memory(home: Path) -> set[Path | int]:
    """The System V segment that the pid file names, and the POSIX ones that the server has mapped."""
    segment = int(pid_files(home)[0].read_text().splitlines()[6].split()[1])
    mapped = {Path(each.path) for each in psutil.Process(postmaster(home)).memory_maps()}
    posix = {path for path in mapped if path.name.startswith("PostgreSQL.")}
    assert posix
    assert segment in _segments()
    return {segment, *posix}


def _segments() -> set[int]:
    lines = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    return {int(line.split()[1]) for line in lines}


def test_a_half_made_cluster_is_made_again(home: Path) -> None:
    """A killed first start leaves a folder without its end."""
    unfinished = postgres.data_folder(home).with_name("unfinished-1")
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("16\n")
    embedded.ensure_running(home)
    assert embedded.is_running(home)
    assert not unfinished.exists()
