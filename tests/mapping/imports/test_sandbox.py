"""Files are read by a child process within limits: whatever a file makes of it ends in words, and reaches nothing."""

import json
import os
import random
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import City
from mapping.imports import sandbox
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.imports.sandbox import Child, Limits, Work, read_apart
from tests.mapping.makers import inside, kept

QUICK = Limits(file_seconds=3, part_seconds=1, waited_seconds=20, memory=256 * 1024 * 1024)


def _turns_for_ever(_child: Child) -> None:
    while True:
        pass


def _sleeps(_child: Child) -> None:
    time.sleep(60)


def _fills_memory(_child: Child) -> None:
    held = []
    while True:
        held.append(bytearray(32 * 1024 * 1024))


def _fills_memory_at_once(_child: Child) -> None:
    bytearray(1 << 40)


def _is_killed(_child: Child) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _never_stops_sending(child: Child) -> None:
    while True:
        child.send(rows=["x"])


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (_turns_for_ever, "more than 1 seconds of computing"),
        (_sleeps, "more than 2 seconds"),
        (_fills_memory, "too much memory"),
        (_fills_memory_at_once, "too much memory"),
        (_is_killed, "more time or memory than one file may have"),
    ],
)
def test_what_takes_too_much_is_refused_with_file_and_remedy(work: Work, said: str) -> None:
    def begins(child: Child) -> None:
        child.begin("feature 7")
        work(child)

    limits = replace(QUICK, waited_seconds=2) if work is _sleeps else QUICK
    before = _children()
    began = time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        for _found in read_apart("districts.geojson", begins, limits):
            pass
    (message,) = refusal.value.messages
    assert message.startswith("districts.geojson (feature 7) was not read: it takes ")
    assert said in message
    assert "Split it" in message
    assert time.monotonic() - began < 30
    assert _children() == before


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_each_part_has_its_own_time() -> None:
    def works(child: Child) -> None:
        for part in range(2):  # together more than one may have
            child.begin(f"part {part}")
            until = time.process_time() + 0.6
            while time.process_time() < until:
                pass
        child.send(done=True)

    assert list(read_apart("x", works, QUICK)) == [{"done": True}]


def test_a_refusal_and_a_fault_come_back_as_such() -> None:
    def refuses(child: Child) -> None:
        child.send(first=1)
        raise ValidationError(["one – “æ”", "two"])

    found = read_apart("x", refuses)
    assert next(found) == {"first": 1}
    with pytest.raises(ValidationError) as refusal:
        next(found)
    assert refusal.value.messages == ["one – “æ”", "two"]
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(read_apart("x", lambda _child: print(1 // 0)))  # noqa: T201


def test_who_stops_reading_leaves_no_child() -> None:
    before = _children()
    found = read_apart("x", _never_stops_sending)
    next(found)
    assert len(_children()) == len(before) + 1
    found.close()
    assert _children() == before


@pytest.mark.django_db
def test_a_child_has_no_connection_and_makes_none(tmp_path: Path) -> None:
    """Neither those this process has nor new ones, by name, number or another program; and it writes no file."""
    connection.ensure_connection()
    # as at the beginning of a request: what does not answer is connected to once more
    connection.health_check_done = False  # type: ignore[attr-defined]
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    def tries(child: Child) -> None:
        attempts: dict[str, Callable[[], Any]] = {
            "connect": lambda: socket.create_connection(("127.0.0.1", port), 2),
            "fetch": lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2),
            "run": lambda: os.posix_spawn("/bin/true", ["true"], {}),
            "ask": lambda: connection.cursor().execute("SELECT 1"),
            "ask anew": lambda: connection.get_new_connection(connection.get_connection_params()),
            "write": lambda: (tmp_path / "x").write_text("x" * 10_000),
        }
        for name, attempt in attempts.items():
            try:
                attempt()
                child.send(could=name)
            except Exception:  # noqa: BLE001  (however it is refused)
                child.send(could_not=name)

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as Python has it by itself
    with listening:
        found = list(read_apart("x", tries))
    assert [each["could_not"] for each in found] == ["connect", "fetch", "run", "ask", "ask anew", "write"]
    connection.cursor().execute("SELECT 1")


def _rings() -> dict[str, list[list[float]]]:
    """Outlines that cross themselves: what mending them takes grows with the square of their points and more."""
    drawn = random.Random(20_261_128)
    return {
        "thrown about": [[10 + drawn.random() / 10, 55 + drawn.random() / 10] for _point in range(3_000)],
        "to and fro": [[10 + (n % 2) / 10, 55 + n * 1e-5] for n in range(3_000)]
        + [[10 + n * 3e-5, 55 + (n % 2) * 0.03] for n in range(3_000)],
    }


@pytest.mark.parametrize("name", _rings())
def test_an_outline_that_crosses_itself_everywhere_stops_no_import(
    name: str, elverhavn: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "Limits", lambda: QUICK)
    ring = _rings()[name]
    path, before = tmp_path / "city.geojson", kept(elverhavn)
    feature = {
        "type": "Feature",
        "properties": {"code": "7", "name": "North"},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    began = time.monotonic()
    with inside(elverhavn), pytest.raises(ValidationError) as refusal:
        import_boundaries(city=elverhavn, path=path, code="code", name="name")
    assert time.monotonic() - began < 30
    assert "city.geojson (feature 1) was not read" in refusal.value.messages[0]
    assert kept(elverhavn) == before
