"""The built-in PostgreSQL and Redis: started, found again, stopped, and back after anything is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import pytest

from config import embedded
from config.embedded import places, postgres, processes, redis
from tests.services import PROJECT

pytestmark = [pytest.mark.kills, pytest.mark.xdist_group("embedded")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A state folder with a space and letters beyond ASCII in its name."""
    folder = tmp_path / "Stadt Köln"
    yield folder
    embedded.stop(folder)
    assert _of(folder) == []


def _of(home: Path) -> list[psutil.Process]:
    """Every process that works for this home."""
    return [
        *processes.working_in(postgres.data_folder(home), "postgres"),
        *processes.working_in(redis.folder(home), *redis.NAMES),
    ]


def _pid_files(home: Path) -> tuple[Path, Path]:
    return postgres.data_folder(home) / "postmaster.pid", redis.folder(home) / "pid"


def _postmaster(home: Path) -> int:
    return int(_pid_files(home)[0].read_text().split()[0])


def _redis(home: Path) -> int:
    return int(_pid_files(home)[1].read_text())


def _kill(pid: int) -> None:
    process = psutil.Process(pid)
    process.kill()
    assert processes.wait_until(lambda: processes.has_ended(process), seconds=10)


def _query(url: str, sql: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def _command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(home), "DATABASE_URL": "", "REDIS_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_started_found_again_and_stopped(home: Path) -> None:
    embedded.ensure_running(home)
    first = _postmaster(home), _redis(home)
    begin = time.perf_counter()
    embedded.ensure_running(home)
    assert time.perf_counter() - begin < 5
    assert (_postmaster(home), _redis(home)) == first
    embedded.stop(home)
    assert not embedded.is_running(home)
    assert _of(home) == []


def test_nothing_listens_on_the_network(home: Path) -> None:
    embedded.ensure_running(home)
    assert [process.net_connections(kind="inet") for process in _of(home)] == [[] for _process in _of(home)]
    assert places.run_folder(home).stat().st_mode & 0o077 == 0


def test_a_management_command_alone_brings_up_what_it_needs(home: Path) -> None:
    done = _command(home, "manage.py", "migrate", "--verbosity", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert _query(embedded.endpoints(home).database_url, "SELECT count(*) FROM accounts_city") == 0


def test_two_at_once_make_one_server(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _n: _command(home, "-m", "config.embedded", "start"), range(4)))
    assert [run.returncode for run in runs] == [0, 0, 0, 0], [run.stderr for run in runs]
    assert len([process for process in _of(home) if process.pid == _postmaster(home)]) == 1
    assert len(processes.working_in(redis.folder(home), *redis.NAMES)) == 1


@pytest.mark.parametrize("victims", ["postmaster", "redis", "both", "a backend"])
def test_after_kill_9_it_comes_back_with_what_was_committed(home: Path, victims: str) -> None:
    addresses = embedded.ensure_running(home)
    _query(addresses.owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    if victims == "a backend":
        _kill(_a_backend(home, addresses.owner_url))
    if victims in {"postmaster", "both"}:
        _kill(_postmaster(home))
    if victims in {"redis", "both"}:
        _kill(_redis(home))
    embedded.ensure_running(home)
    assert _query(addresses.owner_url, "SELECT answer FROM kept") == 42


def _a_backend(home: Path, url: str) -> int:
    """A backend that is still connected when it is killed."""
    connection = psycopg2.connect(url)
    return connection.get_backend_pid()


STARTER = """
import time
from config import embedded
embedded.ensure_running(embedded.home())
print("up", flush=True)
time.sleep(60)
"""


def test_whoever_started_it_may_be_killed(home: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == "up\n"
    server = _postmaster(home)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    embedded.ensure_running(home)
    assert _postmaster(home) == server


def test_a_reused_process_number_is_neither_trusted_nor_signalled(home: Path) -> None:
    """The pid files of a killed server name a process that is somebody else's by now."""
    embedded.ensure_running(home)
    _kill(_postmaster(home))
    _kill(_redis(home))
    somebody = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        for file in _pid_files(home):
            lines = file.read_text().splitlines()
            file.write_text("\n".join([str(somebody.pid), *lines[1:], ""]))
        embedded.ensure_running(home)
        assert somebody.poll() is None
        assert _postmaster(home) != somebody.pid
        embedded.stop(home)
        assert somebody.poll() is None
    finally:
        somebody.kill()
        somebody.wait()


def test_a_half_made_cluster_is_made_again(home: Path) -> None:
    """A killed first start leaves a folder without its end."""
    unfinished = postgres.data_folder(home).with_name("unfinished")
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("16\n")
    embedded.ensure_running(home)
    assert embedded.is_running(home)


def test_a_path_too_long_for_a_socket_uses_a_short_private_folder(tmp_path: Path) -> None:
    home = tmp_path / ("a-rather-long-name-for-a-folder-" * 4)
    try:
        addresses = embedded.ensure_running(home)
        assert places.run_folder(home).parent != home
        assert places.run_folder(home).stat().st_mode & 0o077 == 0
        assert _query(addresses.database_url, "SELECT 1") == 1
    finally:
        embedded.stop(home)


def test_data_of_another_version_is_refused_with_what_to_do(home: Path) -> None:
    data = postgres.data_folder(home)
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("11\n")
    with pytest.raises(embedded.CannotStart, match="made by PostgreSQL 11.*Take a dump"):
        embedded.ensure_running(home)


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.CannotStart, match=r"file.*set GROUNDWORK_HOME"):
        embedded.ensure_running(tmp_path / "file" / "home")


def test_a_command_says_in_one_message_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = _command(tmp_path / "file" / "home", "manage.py", "showmigrations")
    assert done.returncode == 1
    assert "GROUNDWORK_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_does_not_start_shows_the_end_of_its_log(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    with (postgres.data_folder(home) / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(embedded.CannotStart, match="no_such_setting"):
        embedded.ensure_running(home)


@pytest.mark.parametrize(
    ("role", "sql", "allowed"),
    [
        ("groundwork_owner", "CREATE TABLE mine (id int)", True),
        ("groundwork_app", "CREATE TABLE mine (id int)", False),
        ("groundwork_app", "SELECT pg_read_file('/etc/hostname')", False),
        ("groundwork_backup", "SELECT count(*) FROM held", True),
        ("groundwork_backup", "DELETE FROM held", False),
        ("groundwork_app", "SET ROLE groundwork_owner", False),
    ],
)
def test_roles_may_do_what_they_are_for(running: embedded.Endpoints, role: str, sql: str, allowed: bool) -> None:
    url = {
        "groundwork_owner": running.owner_url,
        "groundwork_app": running.database_url,
        "groundwork_backup": running.backup_url,
    }[role]
    if allowed:
        _query(url, sql)
    else:
        with pytest.raises(psycopg2.Error, match="permission denied|must be"):
            _query(url, sql)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Endpoints]:
    """One server for the tests of roles, with a protected table that holds a row."""
    home = tmp_path_factory.mktemp("roles")
    addresses = embedded.ensure_running(home)
    _query(
        addresses.owner_url,
        "CREATE TABLE held (id int); INSERT INTO held VALUES (1); "
        "ALTER TABLE held ENABLE ROW LEVEL SECURITY; ALTER TABLE held FORCE ROW LEVEL SECURITY",
    )
    yield addresses
    embedded.stop(home)


def test_backup_reads_past_the_policies(running: embedded.Endpoints) -> None:
    assert _query(running.backup_url, "SELECT count(*) FROM held") == 1
    assert _query(running.owner_url, "SELECT count(*) FROM held") == 0
