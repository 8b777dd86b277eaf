"""`make sbom`: every package that the image installs, and no other, in the form of CycloneDX."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.services import PROJECT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By the lines of the Makefile, in a copy of what they read."""
    folder = tmp_path_factory.mktemp("sbom")
    for name in (
        "Makefile",
        "requirements.txt",
        "pyproject.toml",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "README.md",
    ):
        (folder / name).write_bytes((PROJECT / name).read_bytes())
    command = ["make", "-s", "-o", ".venv/ready", "sbom", f"BIN={Path(sys.executable).parent}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return {name: json.loads((folder / "sbom" / f"{name}.json").read_text()) for name in ("python", "browser")}


def test_both_lists_are_valid(made: dict[str, Any]) -> None:
    # here, because it takes seconds to load, and every process of `make test` loads every file of tests
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    for each in made.values():
        version = SchemaVersion.from_version(each["specVersion"])
        assert JsonStrictValidator(version).validate_str(json.dumps(each)) is None


def test_each_package_stands_there_with_its_version_and_no_other(made: dict[str, Any]) -> None:
    pinned = set(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE))
    assert {(each["name"].lower(), each["version"]) for each in made["python"]["components"]} == pinned
    locked = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    installed = {
        (path.rpartition("node_modules/")[2], each["version"])
        for path, each in locked.items()
        if path and not each.get("dev") and not each.get("optional")
    }
    named = {
        ("/".join(part for part in (each.get("group", ""), each["name"]) if part), each["version"])
        for each in made["browser"]["components"]
    }
    assert named == installed


def test_no_list_tells_of_this_machine(made: dict[str, Any]) -> None:
    assert not re.search(rf"{re.escape(str(PROJECT))}|{Path.home()}/|file:/", json.dumps(made))
