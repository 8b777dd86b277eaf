"""The built-in PostgreSQL and Redis: started, found again by whoever comes next, and stopped without a trace."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import psutil
import psycopg2
import pytest

from config import embedded
from config.embedded import places, postgres, processes, programs, redis
from tests.config.built_in import broker, command, command_beside_others, postmaster, processes_of, query
from tests.services import PROJECT


def services_of(home: Path) -> AbstractContextManager[None]:
    return embedded.running(home)


def test_started_found_again_and_stopped(home: Path) -> None:
    embedded.ensure_running(home)
    first = postmaster(home), broker(home)
    embedded.ensure_running(home)
    assert (postmaster(home), broker(home)) == first
    embedded.stop(home)
    assert not embedded.is_running(home)
    assert processes_of(home) == []
    assert not places.run_folder(home).exists()


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_finding_it_again_takes_no_time_to_speak_of(home: Path) -> None:
    def seconds() -> float:
        begin = time.perf_counter()
        embedded.ensure_running(home)
        return time.perf_counter() - begin

    embedded.ensure_running(home)
    assert min(seconds() for _time in range(10)) < 0.03


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_they_stop_with_the_last_block_that_uses_them(home: Path) -> None:
    """A demonstration that began while another one ended had its database stopped under it."""
    one, other = services_of(home), services_of(home)
    one.__enter__()
    first = postmaster(home)
    other.__enter__()
    one.__exit__(None, None, None)
    assert (postmaster(home), query(embedded.endpoints(home).database_url, "SELECT 1")) == (first, 1)
    other.__exit__(None, None, None)
    assert not embedded.is_running(home)
    with ThreadPoolExecutor() as pool:
        one = services_of(home)
        one.__enter__()
        ended = pool.submit(one.__exit__, None, None, None)
        processes.wait_until(lambda: not embedded.is_running(home), seconds=10)
        with services_of(home):
            ended.result()
            assert embedded.is_running(home), "of its own, once the other one is gone"
    assert processes_of(home) == []


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_what_ran_before_a_block_runs_after_it(home: Path) -> None:
    with services_of(home):
        pass
    embedded.ensure_running(home)
    with services_of(home):
        pass
    assert embedded.is_running(home)


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_nothing_listens_on_the_network(home: Path) -> None:
    embedded.ensure_running(home)
    assert [socket for process in processes_of(home) for socket in process.net_connections(kind="inet")] == []
    assert places.run_folder(home).stat().st_mode & 0o077 == 0


def test_a_management_command_alone_brings_up_what_it_needs(home: Path) -> None:
    # of all migrations those of one app: that all of them run in an empty home is what the demonstration begins with
    done = command(home, "manage.py", "migrate", "contenttypes", "--verbosity", "0")
    assert (done.returncode, done.stderr) == (0, "")
    applied = "SELECT count(*) FROM django_migrations WHERE app = 'contenttypes'"
    assert query(embedded.endpoints(home).owner_url, applied) == 2


def test_four_at_once_make_one_server(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _n: command_beside_others(home, "-m", "config.embedded", "start"), range(4)))
    assert [run.returncode for run in runs] == [0, 0, 0, 0], [run.stderr for run in runs]
    assert [process.pid for process in processes_of(home) if not _has_a_server_above(process)] == [
        postmaster(home),
        broker(home),
    ]


def _has_a_server_above(process: psutil.Process) -> bool:
    above = process.parent()
    return above is not None and above.name() == "postgres"


def test_its_own_command_line(home: Path) -> None:
    before = command(home, "-m", "config.embedded", "status")
    assert (before.returncode, before.stdout) == (1, f"not running in {home}\n")
    assert command(home, "-m", "config.embedded", "start").stdout == f"running in {home}\n"
    assert command(home, "-m", "config.embedded", "status").returncode == 0
    assert command(home, "-m", "config.embedded", "url").stdout.strip() == embedded.endpoints(home).database_url
    assert command(home, "-m", "config.embedded", "stop").returncode == 0
    assert not embedded.is_running(home)


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_a_home_behind_a_link_is_the_same_home(home: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(home)
    home.mkdir()
    embedded.ensure_running(tmp_path / "link")
    assert embedded.is_running(home)
    embedded.stop(tmp_path / "link")
    assert processes_of(home) == []


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_a_shell_opened_in_its_folders_is_left_alone(home: Path) -> None:
    embedded.ensure_running(home)
    folders = (postgres.data_folder(home), redis.folder(home))
    shells = [subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=each) for each in folders]
    embedded.stop(home)
    assert [shell.poll() for shell in shells] == [None, None]
    for shell in shells:
        shell.kill()
        shell.wait()


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_it_is_replaced_where_somebody_tidied_its_sockets_away(home: Path) -> None:
    embedded.ensure_running(home)
    for file in places.run_folder(home).iterdir():
        file.unlink()
    assert not embedded.is_running(home)
    embedded.ensure_running(home)
    assert embedded.is_running(home)


@pytest.mark.usefixtures("with_a_copied_cluster")
@pytest.mark.parametrize("name", ["short", "whose-sockets-lie-elsewhere-" * 4])
def test_a_deleted_home_starts_afresh_and_leaves_nobody_behind(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    embedded.ensure_running(home)
    old = processes_of(home)
    subprocess.run(["rm", "-rf", home], check=True)
    embedded.ensure_running(home)
    assert [process for process in old if not processes.has_ended(process)] == []
    subprocess.run(["rm", "-rf", home], check=True)
    embedded.stop(home)
    assert processes_of(home) == []


def test_variables_of_another_postgresql_change_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGDATA": "/nowhere", "PGDATABASE": "theirs", "PGUSER": "them"}.items():
        monkeypatch.setenv(name, value)
    addresses = embedded.ensure_running(home)
    assert query(addresses.database_url, "SELECT current_user") == "groundwork_app"


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_new_data_sorts_by_code_point_without_the_machine(home: Path) -> None:
    """The builtin provider of PostgreSQL 17 and later: the same order on every machine."""
    addresses = embedded.ensure_running(home)
    assert query(addresses.owner_url, "SHOW server_version").split(".")[0] == str(max(programs.versions()))
    assert query(addresses.owner_url, "SELECT datlocprovider FROM pg_database WHERE datname = 'groundwork'") == "b"
    assert query(addresses.owner_url, "SELECT upper('å') || max(v) FROM (VALUES ('z'), ('Å')) AS t (v)") == "ÅÅ"


def test_data_made_by_an_older_version_stays_with_it(home: Path) -> None:
    """The wheel brings more than one; data is not lost because a newer one came along."""
    oldest = min(programs.versions())
    postgres.make_folders(home)
    postgres.make_cluster(home, version=oldest)
    addresses = embedded.ensure_running(home)
    assert query(addresses.owner_url, "SHOW server_version").split(".")[0] == str(oldest)


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_the_log_keeps_no_values(home: Path) -> None:
    """The log is under no retention: an error names what went wrong, not whose row it was."""
    addresses = embedded.ensure_running(home)
    with pytest.raises(psycopg2.errors.UniqueViolation, match="Anna"):
        query(addresses.owner_url, "CREATE TABLE t (name text UNIQUE); INSERT INTO t VALUES ('Anna'), ('Anna')")
    assert "duplicate key" in postgres.log(home).read_text()
    assert "Anna" not in postgres.log(home).read_text()


@pytest.mark.usefixtures("with_a_copied_cluster")
def test_secrets_of_whoever_started_it_do_not_lie_in_its_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDWORK_SECRET_KEY", "not-for-others")
    embedded.ensure_running(home)
    found = []
    for process in processes_of(home):
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's own end when they are done
            found.append(process.environ())
    assert found
    assert [each for each in found if "GROUNDWORK_SECRET_KEY" in each] == []


def test_make_stop_stops_those_of_make_run_and_of_the_tests_too(tmp_path: Path) -> None:
    """They went on in a folder that was deleted."""
    said = """PY=sh -c 'echo "$$GROUNDWORK_HOME"'"""
    environment = {**os.environ, "GROUNDWORK_HOME": str(tmp_path)}

    def stopped() -> list[str]:
        command = ["make", "--no-print-directory", "stop", said]
        return subprocess.check_output(command, cwd=PROJECT, env=environment, text=True).splitlines()

    assert stopped() == [f"{tmp_path}"]
    for name in ("run", "test"):
        (tmp_path / name).mkdir()
    assert stopped() == [f"{tmp_path}", f"{tmp_path}/run", f"{tmp_path}/test"]
