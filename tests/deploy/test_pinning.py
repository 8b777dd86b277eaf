"""deploy/pin_images.py: digests as Docker tells them, or an error and nothing written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import PROJECT

COMPOSE = (PROJECT / "docker-compose.yml").read_text()
DIGEST = "sha256:" + "0123456789abcdef" * 4


def pin(folder: Path, docker: str | None) -> "subprocess.CompletedProcess[str]":
    """With a Docker that says `docker`; without one where it is None."""
    programs = folder / "programs"
    programs.mkdir()
    if docker is not None:
        program = programs / "docker"
        program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/asked\n{docker}\n')
        program.chmod(0o700)
    (folder / "docker-compose.yml").write_text(COMPOSE)
    command = [sys.executable, str(PROJECT / "deploy" / "pin_images.py"), "--folder", str(folder)]
    path = {"PATH": f"{programs}:/bin:/usr/bin" if docker else str(programs)}
    return subprocess.run(command, env={**os.environ, **path}, capture_output=True, text=True, check=False)


def test_every_image_gets_the_digest_that_docker_tells(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CITY=elverhavn\nPOSTGRES_IMAGE=postgres:17@sha256:old\n")
    assert pin(tmp_path, f"echo '\"{DIGEST}\"'").returncode == 0
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[0] == "CITY=elverhavn"
    named = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", COMPOSE))
    assert dict(line.split("=", 1) for line in lines[1:]) == {
        name: f"{image}@{DIGEST}" for name, image in named.items()
    }
    assert len(named) == 5
    asked = (tmp_path / "asked").read_text()
    assert all(f"imagetools inspect {image} " in asked for image in named.values())


@pytest.mark.parametrize(
    ("docker", "said"),
    [
        (None, "There is no Docker on this machine"),
        ("echo 'no such manifest' >&2; exit 1", "no such manifest"),
        ("echo", "told no digest"),
        ("echo '\"sha256:123\"'", "told no digest"),
        (f"echo '\"{DIGEST}\"'; exit 1", "told no digest"),
        (f"echo '\"{DIGEST}{DIGEST}\"'", "told no digest"),
    ],
)
def test_without_an_answer_nothing_is_written(docker: str | None, said: str, tmp_path: Path) -> None:
    done = pin(tmp_path, docker)
    assert (done.returncode, (tmp_path / ".env").exists()) == (1, False)
    assert said in done.stderr


def test_no_digest_stands_in_a_file_and_each_build_names_its_image_as_compose_does() -> None:
    for name in ("docker-compose.yml", "Dockerfile", "deploy/proxy.Dockerfile"):
        assert "sha256:" not in (PROJECT / name).read_text()
    named = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", COMPOSE))
    for name in ("Dockerfile", "deploy/proxy.Dockerfile"):
        text = (PROJECT / name).read_text()
        for variable, image in re.findall(r"^ARG (\w+)=(\S+)$", text, re.MULTILINE):
            assert named[variable] == image
        bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
        assert bases
        assert all(re.fullmatch(r"\$\{\w+_IMAGE\}", base) for base in bases)
