"""docker-compose.yml as data, and the processes it names, run on this machine."""

import argparse
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.databases import url_of_workers
from tests.forking import Forked
from tests.services import PROJECT

MAKE_SECRETS = runpy.run_path(str(PROJECT / "deploy" / "make_secrets.py"))
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# The site's own; the others are programs of other people.
SECRETS = {
    "GROUNDWORK_SECRET_KEY",
    "GROUNDWORK_SMTP",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_BACKUP_URL",
    "REDIS_URL",
}
PROGRAMS = Path(sys.executable).parent
OURS = ("web", "worker", "beat", "migrate", "backup", "restore")


def words(service: str) -> list[str]:
    return list(SERVICES[service]["command"])


def environment_files(service: str) -> list[str]:
    return [Path(file).name for file in SERVICES[service].get("env_file", [])]


def variables_of(service: str) -> set[str]:
    """Those that deploy/make_secrets.py writes into the files it is given."""
    made = MAKE_SECRETS["files"](argparse.Namespace(name="x.example", smtp="", sender="", recipient=""))
    return {variable for file in environment_files(service) for variable in made[file]}


class Container:
    """What a container of the site has: its command, its variables, a folder for temporary files."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment

    def environment(self, service: str) -> dict[str, str]:
        """Secrets only where its files hold them."""
        known = variables_of(service)
        worker = {"DATABASE_URL": url_of_workers()} if service == "worker" else {}
        return {
            **{name: value for name, value in self._environment.items() if name not in SECRETS or name in known},
            **worker,
            **SERVICES[service].get("environment", {}),
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "GROUNDWORK_BIND": f"127.0.0.1:{self._environment['PORT']}",
        }

    def start(self, service: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{service}.log").open("wb") as log:
            return Forked(
                _as_python([self._here(word) for word in words(service)]),
                cwd=PROJECT,
                env=self.environment(service),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_healthy(self, service: str) -> bool:
        """As the container's health check says; in its language `$$` is a dollar."""
        how, *command = SERVICES[service]["healthcheck"]["test"]
        command = [self._here(word).replace("$$", "$") for word in command]
        shell = ["sh", "-c"] if how == "CMD-SHELL" else []
        done = subprocess.run(
            [*shell, *command], cwd=PROJECT, env=self.environment(service), capture_output=True, check=False
        )
        return done.returncode == 0

    def _here(self, word: str) -> str:
        return word.replace("/tmp/", f"{self.folder}/").replace(":8000/", f":{self._environment['PORT']}/")  # noqa: S108


def _as_python(command: list[str]) -> list[str]:
    """A program beside Python is a file that Python reads; Python itself reads what follows."""
    program = PROGRAMS / command[0]
    assert program.exists(), program
    return [sys.executable, *([] if program.name == "python" else [str(program)]), *command[1:]]
