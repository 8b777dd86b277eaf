"""The built-in services where something is in the way: paths, other people's files, rights, a full disk."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import dj_database_url
import psycopg2
import pytest
from kombu.connection import Connection
from redis import Redis

from config import embedded
from config.embedded import places, postgres
from tests.config.built_in import START, as_another, command, query
from tests.services import PROJECT

pytestmark = pytest.mark.usefixtures("with_a_copied_cluster")
as_root = pytest.mark.skipif(os.getuid() != 0, reason="needs root to play another user, or a machine with a full disk")


@pytest.mark.parametrize(
    "name",
    [
        "Stadt Köln",
        "a, b'c\"d%20e#f?$HOME`",
        "back\\slash",
        "a-rather-long-name-for-a-folder-" * 4,
        os.fsdecode(b"no-t\xe9xt"),
    ],
    ids=["umlaut", "signs", "backslash", "long", "bytes"],
)
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    """Each client reads the address of its service out of a URL."""
    home = tmp_path / name
    try:
        addresses = embedded.ensure_running(home)
        assert places.run_folder(home).stat().st_mode & 0o077 == 0
        assert query(addresses.database_url, "SELECT 1") == 1
        parsed = dj_database_url.parse(addresses.database_url)
        assert (parsed["HOST"], parsed["USER"]) == (str(places.run_folder(home)), "groundwork_app")
        with Redis.from_url(addresses.redis_url) as client:
            assert client.ping()
        with Connection(addresses.celery_url) as broker:  # type: ignore[no-untyped-call]  # kombu is not typed
            assert broker.default_channel.client.ping()
    finally:
        embedded.stop(home)
    assert not places.run_folder(home).exists()


def test_a_path_too_long_for_a_socket_uses_a_short_folder_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes of two environments have to agree."""
    home = tmp_path / ("long" * 30)
    before = places.run_folder(home)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert places.run_folder(home) == before
    assert home not in before.parents


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
    done = command(tmp_path / "file" / "home", "manage.py", "showmigrations")
    assert done.returncode == 1
    assert "GROUNDWORK_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_postgresql_that_does_not_start_shows_the_end_of_its_log(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    with (postgres.data_folder(home) / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(embedded.CannotStart, match="no_such_setting"):
        embedded.ensure_running(home)


def test_a_redis_that_does_not_start_shows_the_end_of_its_log(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    (home / "redis" / "appendonly.aof").write_text("this is no command\r\n")
    with pytest.raises(embedded.CannotStart, match="Bad file format"):
        embedded.ensure_running(home)


@pytest.mark.parametrize("name", [".s.PGSQL.5432", "redis.sock"])
def test_somebody_elses_server_at_the_address_is_neither_used_nor_removed(home: Path, name: str) -> None:
    run = places.run_folder(home)
    run.mkdir(parents=True, mode=0o700)
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.bind(str(run / name))
        foreign.listen(50)
        with pytest.raises(embedded.CannotStart, match=f"{name} is in use by something that is not ours"):
            embedded.ensure_running(home)
        assert (run / name).is_socket()


def test_a_folder_at_the_address_is_not_removed(home: Path) -> None:
    (places.run_folder(home) / "redis.sock").mkdir(parents=True)
    with pytest.raises(embedded.CannotStart, match="is in use by something that is not ours"):
        embedded.ensure_running(home)


def test_a_link_planted_where_the_sockets_go_is_not_followed(tmp_path: Path) -> None:
    """The short folder lies where everybody may write."""
    home = tmp_path / ("long" * 30)
    planted = places.run_folder(home)
    (tmp_path / "theirs").mkdir(mode=0o700)
    planted.symlink_to(tmp_path / "theirs")
    try:
        assert not embedded.is_running(home)
        with pytest.raises(embedded.CannotStart, match="belongs to another account"):
            embedded.ensure_running(home)
    finally:
        planted.unlink()


@as_root
def test_a_folder_that_somebody_else_made_is_not_trusted(tmp_path: Path) -> None:
    """Not even to ask whether a server is there: the answer would come from them."""
    home = tmp_path / ("long" * 30)
    planted = places.run_folder(home)
    planted.mkdir(mode=0o700)
    os.chown(planted, 12345, 12345)
    try:
        with socket.socket(socket.AF_UNIX) as theirs:
            theirs.bind(str(places.redis_socket(home)))
            theirs.listen(1)
            theirs.settimeout(0.2)
            assert not embedded.is_running(home)
            with pytest.raises(TimeoutError):
                theirs.accept()
        with pytest.raises(embedded.CannotStart, match="belongs to another account"):
            embedded.ensure_running(home)
    finally:
        shutil.rmtree(planted)


@as_root
def test_root_opens_no_folder_to_others(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    embedded.ensure_running(closed / "home")
    modes = [folder.stat().st_mode & 0o777 for folder in (tmp_path, closed)]
    embedded.stop(closed / "home")
    assert modes == [0o700, 0o700]


@as_root
def test_root_without_the_right_to_pass_is_told_which_folder_is_closed(tmp_path: Path) -> None:
    """As in a container that withholds it."""
    (tmp_path / "closed").mkdir(mode=0o700)
    done = subprocess.run(
        ["setpriv", "--bounding-set=-dac_read_search,-dac_override", *START],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(tmp_path / "closed" / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "runs as `nobody`, who cannot get to" in done.stderr
    assert "Traceback" not in done.stderr


@as_root
def test_an_ordinary_user_starts_it_and_another_is_kept_out(tmp_path: Path) -> None:
    """Root's own sessions included: a home belongs to one account."""
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 1, 1)
    try:
        assert as_another(1, home).stdout == f"running in {home}\n"
        refused = as_another(2, home)
        assert refused.returncode == 1
        assert f"{home}" in refused.stderr
        assert "Traceback" not in refused.stderr
        with pytest.raises(embedded.CannotStart, match="belongs to another account"):
            embedded.ensure_running(home)
        with pytest.raises(psycopg2.OperationalError, match="Peer authentication failed"):
            query(embedded.endpoints(home).database_url, "SELECT 1")
    finally:
        embedded.stop(home)


@as_root
def test_a_full_disk_is_said_before_anything_is_half_done(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=8m none "$0" && exec "$@"', full, *START],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(full / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "has 8 MB left" in done.stderr
    assert "Free some space" in done.stderr
