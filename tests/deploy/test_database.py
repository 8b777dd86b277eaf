"""The database's script on an empty server, with its own psql, and the broker's command: both as compose runs them."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from config import embedded
from config.embedded import places, programs
from config.embedded import redis as built_in_redis
from config.embedded.places import DATABASE, PORT, address, run_folder
from tests.config.built_in import query
from tests.conftest import wait_until
from tests.deploy.compose import words
from tests.services import PROJECT


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    """As a new server is: no database of ours yet."""
    home = tmp_path / "home"
    embedded.ensure_running(home)
    owner = places.address(home, "postgres", "postgres")
    query_alone(owner, f"DROP DATABASE {DATABASE} WITH (FORCE)")
    yield home
    embedded.stop(home)


def query_alone(url: str, sql: str) -> None:
    """Outside a transaction."""
    psql = programs.versions()[max(programs.versions())] / "psql"
    subprocess.run([psql, "-X", "-q", "-d", url, "-c", sql], check=True)


def test_four_roles_with_passwords_and_a_database_nobody_else_may_enter(server: Path) -> None:
    programs_of_server = programs.versions()[max(programs.versions())]
    environment = {
        "PATH": f"{programs_of_server}:{os.environ['PATH']}",
        "PGHOST": str(run_folder(server)),
        "PGPORT": str(PORT),
        "POSTGRES_USER": "postgres",
        "ROLES_FILE": str(PROJECT / "config" / "embedded" / "roles.sql"),
        "OWNER_PASSWORD": "own'er$1",
        "APP_PASSWORD": "app",
        "WORKER_PASSWORD": "worker",
        "BACKUP_PASSWORD": "backup",
    }
    script = PROJECT / "deploy" / "database.sh"
    done = subprocess.run([script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    superuser = address(server, "postgres", DATABASE)
    with_password = (
        "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'groundwork%' AND rolpassword LIKE 'SCRAM-SHA-256$%'"
    )
    assert query(superuser, with_password) == 4
    owner = "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'groundwork'"
    assert query(superuser, owner) == "groundwork_owner"
    assert (
        query(superuser, "SELECT count(*) FROM pg_database WHERE datname = 'groundwork' AND datcollate = 'C.UTF-8'")
        == 1
    )
    query(superuser, "CREATE ROLE stranger LOGIN")
    assert not query(superuser, "SELECT has_database_privilege('stranger', 'groundwork', 'CONNECT')")
    assert not query(superuser, "SELECT has_schema_privilege('groundwork_app', 'public', 'CREATE')")
    assert query(superuser, "SELECT has_schema_privilege('groundwork_owner', 'public', 'CREATE')")


def test_the_broker_lets_nobody_in_without_its_password_and_keeps_nothing(tmp_path: Path) -> None:
    """With the built-in Redis under the name of Valkey, which takes the same words."""
    program, where = tmp_path / "valkey-server", tmp_path / "socket"
    program.write_text(f'#!/bin/sh\nexec {built_in_redis._program()} "$@" --port 0 --unixsocket {where}\n')
    program.chmod(0o700)
    process = subprocess.Popen(
        [word.replace("$$", "$") for word in words("broker")],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "BROKER_PASSWORD": "hush-42_x"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(where.exists, seconds=10, what="the broker")
        # its socket is there a moment before it listens; a refusal is tried again as well, by itself for four seconds
        briefly = Retry(ConstantBackoff(0.1), 10)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=str(where), retry=briefly).ping()
        client = redis.Redis(unix_socket_path=str(where), password="hush-42_x", decode_responses=True)
        assert client.config_get("save") == {"save": ""}
        assert client.config_get("maxmemory") == {"maxmemory": str(256 * 2**20)}
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # the shell and what it pipes to, as the end of a container does
        process.wait()
