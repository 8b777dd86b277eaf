"""docs/deploy.md says what there is: every variable, and commands that exist."""

import re
import subprocess

from django.core.management import get_commands

from tests.deploy.compose import SERVICES
from tests.services import PROJECT

VARIABLE = re.compile(r"\b(?:GROUNDWORK|DATABASE|REDIS)_[A-Z_]*[A-Z]\b")
DOCUMENT = (PROJECT / "docs" / "deploy.md").read_text()
# A setting of Django's, computed; no variable.
SETTINGS = {"DATABASE_ENGINE"}


def test_every_variable_the_code_reads_is_in_the_table_and_no_other() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    files = [
        PROJECT / name
        for name in tracked.stdout.splitlines()
        if name.endswith((".py", ".sh", "Dockerfile", "Caddyfile", "docker-compose.yml"))
        and not name.startswith("tests/")
    ]
    read = {variable for file in files for variable in VARIABLE.findall(file.read_text())} - SETTINGS
    table = DOCUMENT.split("## Every variable")[1]
    told = {
        variable
        for line in table.splitlines()
        for variable in VARIABLE.findall(line.split("|")[1] if "|" in line else "")
    }
    assert told == read


def test_every_command_and_service_it_names_exists() -> None:
    commands = set(re.findall(r"manage\.py ([a-z_]{3,})", DOCUMENT)) - {"import_"}
    assert commands <= set(get_commands()), commands - set(get_commands())
    targets = set(re.findall(r"`make ([a-z]+)", DOCUMENT))
    assert targets <= set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"docker compose (?:-p drill )?(?:run (?:--rm |-T )+|stop |exec )(\w+)", DOCUMENT))
    assert named <= set(SERVICES)
    assert {"web", "backup", "restore", "migrate"} <= named
