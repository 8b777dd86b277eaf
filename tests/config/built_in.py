"""What the tests of the built-in services share: which processes are theirs, and what they say."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from config.embedded import postgres, processes, redis
from tests.forking import run_forked
from tests.services import PROJECT


def processes_of(home: Path) -> list[psutil.Process]:
    """Every process that works for this home."""
    return [
        *processes.working_in(postgres.data_folder(home), "postgres"),
        *processes.working_in(redis.folder(home), *redis.NAMES),
    ]


def pid_files(home: Path) -> tuple[Path, Path]:
    return postgres.data_folder(home) / "postmaster.pid", redis.folder(home) / "pid"


def postmaster(home: Path) -> int:
    return int(pid_files(home)[0].read_text().split()[0])


def broker(home: Path) -> int:
    return int(pid_files(home)[1].read_text())


def kill(pid: int) -> None:
    """Kill it and wait; a process of PostgreSQL that ended by itself a moment ago is as dead."""
    try:
        process = psutil.Process(pid)
        process.kill()
    except psutil.NoSuchProcess:
        return
    assert processes.wait_until(lambda: processes.has_ended(process), seconds=10)


def query(url: str, sql: str) -> Any:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


START = [sys.executable, "-m", "config.embedded", "start"]


def command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """One at a time."""
    return run_forked([sys.executable, *words], cwd=PROJECT, env=_environment(home))


def command_beside_others(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Begun by Python itself, from any thread."""
    return subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=_environment(home), capture_output=True, text=True, check=False
    )


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "GROUNDWORK_HOME": str(home), "DATABASE_URL": "", "REDIS_URL": ""}


def as_another(number: int, home: Path) -> "subprocess.CompletedProcess[str]":
    """Start it as another user, who may pass through the folders above (Python may lie in one of root's)."""
    passing = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup"]
    return subprocess.run(
        ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", *passing, *START],
        cwd=PROJECT,
        env={**os.environ, "GROUNDWORK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
