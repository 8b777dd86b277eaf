"""Sizes that follow the machine: what the built-in PostgreSQL keeps in memory, and how many web processes there are."""

import os
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from config.embedded.postgres import buffers
from tests.services import PROJECT

GIGABYTE = 2**30


@pytest.mark.parametrize(
    ("memory", "megabytes"),
    [(GIGABYTE // 4, 128), (GIGABYTE // 2, 128), (2 * GIGABYTE, 512), (4 * GIGABYTE, 1024), (64 * GIGABYTE, 1024)],
)
def test_a_quarter_of_the_memory_between_two_bounds(memory: int, megabytes: int, tmp_path: Path) -> None:
    assert buffers(memory, tmp_path / "no such file") == megabytes


@pytest.mark.parametrize(("limit", "megabytes"), [("max\n", 1024), (f"{GIGABYTE}\n", 256), (f"{99 * GIGABYTE}", 1024)])
def test_the_limit_of_a_container_counts_where_it_is_lower(limit: str, megabytes: int, tmp_path: Path) -> None:
    file = tmp_path / "memory.max"
    file.write_text(limit)
    assert buffers(8 * GIGABYTE, file) == megabytes


def _web(monkeypatch: pytest.MonkeyPatch, cores: int | None, **variables: str) -> dict[str, Any]:
    for name in ("GROUNDWORK_WEB_PROCESSES", "GROUNDWORK_WEB_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    return runpy.run_path(str(PROJECT / "config" / "gunicorn.py"))


@pytest.mark.parametrize(("cores", "processes"), [(None, 3), (1, 3), (2, 4), (8, 10), (96, 10)])
def test_two_processes_more_than_cores_with_one_thread_each(
    cores: int | None, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _web(monkeypatch, cores)
    assert (settings["workers"], settings["threads"]) == (processes, 1)


def test_whoever_runs_it_decides_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _web(monkeypatch, 2, GROUNDWORK_WEB_PROCESSES="5", GROUNDWORK_WEB_THREADS="2")
    assert (settings["workers"], settings["threads"]) == (5, 2)


def test_the_proxy_keeps_no_connection_and_others_close_resting_ones_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """nginx keeps them for a minute, Caddy for two where its file says nothing else."""
    assert re.findall(r"^\s*keepalive .*$", (PROJECT / "deploy" / "Caddyfile").read_text(), re.MULTILINE) == [
        "\t\t\tkeepalive off"
    ]
    assert _web(monkeypatch, 2)["keepalive"] > 120
