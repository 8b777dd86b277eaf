"""What `docker compose config` refuses, without Docker: a key nobody knows, a name of what is not declared, a wait for
what never comes, a variable without a value.

Whether each value is of the form that the specification wants, its own schema says (`check-jsonschema
--builtin-schema vendor.compose-spec docker-compose.yml`), which is third-party and is not among the tests' packages.
"""

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.deploy.compose import COMPOSE, SERVICES
from tests.services import PROJECT

# Of those that the specification knows, all that are used here.
KEYS = {
    "build", "cap_drop", "command", "depends_on", "entrypoint", "env_file", "environment", "healthcheck", "image",
    "logging", "mem_limit", "networks", "pids_limit", "ports", "profiles", "pull_policy", "read_only", "restart",
    "security_opt", "shm_size", "stop_grace_period", "tmpfs", "user", "volumes",
}  # fmt: skip
OF_A_CHECK = {"test", "interval", "timeout", "start_period", "retries"}
# Made by the host, or by a program of deploy/, before the first start.
MADE_THERE = {"./backups"}
DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


def problems(compose: dict[str, Any], text: str) -> list[str]:
    return sorted({*_unknown(compose), *_undeclared(compose), *_waits(compose), *_without_value(text)})


def _unknown(compose: dict[str, Any]) -> Iterator[str]:
    top = {"name", "services", "networks", "volumes"}
    yield from (f"top level: {key}" for key in compose if key not in top and not key.startswith("x-"))
    for name, service in compose["services"].items():
        yield from (f"{name}: {key}" for key in service.keys() - KEYS)
        yield from (f"{name}: healthcheck {key}" for key in service.get("healthcheck", {}).keys() - OF_A_CHECK)
        if not {"image", "build"} & service.keys():
            yield f"{name}: neither image nor build"


def _undeclared(compose: dict[str, Any]) -> Iterator[str]:
    used = set()
    for name, service in compose["services"].items():
        yield from (f"{name}: network {each}" for each in set(service.get("networks", [])) - compose["networks"].keys())
        for volume in service.get("volumes", []):
            source = DEFAULT.sub(r"\1", volume).split(":")[0]
            used.add(source)
            if source.startswith("."):
                if source not in MADE_THERE and not (PROJECT / source).exists():
                    yield f"{name}: {source} is not there"
            elif not source.startswith("/") and source not in compose["volumes"]:
                yield f"{name}: volume {source}"
    yield from (f"volume {each} is nobody's" for each in compose["volumes"].keys() - used)


def _waits(compose: dict[str, Any]) -> Iterator[str]:
    services = compose["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            waited = services.get(other)
            if waited is None:
                yield f"{name} waits for {other}, which is not there"
            elif how["condition"] == "service_healthy" and "healthcheck" not in waited:
                yield f"{name} waits for {other} to be well, which it never says"
            elif how["condition"] == "service_completed_successfully" and waited.get("restart") != "no":
                yield f"{name} waits for the end of {other}, which starts again"
            elif waited.get("profiles") and not service.get("profiles"):
                yield f"{name} waits for {other}, which is not started with the rest"


def _without_value(text: str) -> Iterator[str]:
    meant = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")).replace("$$", "")
    yield from (f"${name} may be empty" for name in re.findall(r"\$\{?(\w+)(?!\w)(?!:[-?])", meant))


def test_it_holds_together() -> None:
    assert problems(COMPOSE, (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")) == []
    graph = {name: set(service.get("depends_on", {})) for name, service in SERVICES.items()}
    assert set(TopologicalSorter(graph).static_order()) == set(SERVICES)  # or it raises: a circle never starts


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ({"image": "a", "comand": []}, "web: comand"),
        ({"command": []}, "web: neither image nor build"),
        ({"image": "a", "networks": ["out"]}, "web: network out"),
        ({"image": "a", "volumes": ["files:/files"]}, "web: volume files"),
        ({"image": "a", "volumes": ["./nowhere:/files"]}, "web: ./nowhere is not there"),
        (
            {"image": "a", "depends_on": {"db": {"condition": "service_healthy"}}},
            "web waits for db, which is not there",
        ),
        (
            {"image": "a", "depends_on": {"web": {"condition": "service_healthy"}}},
            "web waits for web to be well, which it never says",
        ),
        ({"image": "a", "healthcheck": {"test": [], "every": "3s"}}, "web: healthcheck every"),
    ],
)
def test_what_does_not_is_found(service: dict[str, Any], said: str) -> None:
    planted = {"services": {"web": service}, "networks": {}, "volumes": {}}
    assert problems(planted, "") == [said]


@pytest.mark.parametrize(("text", "found"), [("a: ${NAME}", 1), ("a: $NAME", 1), ("a: ${NAME:-b}", 0), ("a: $$(b)", 0)])
def test_a_variable_has_a_value(text: str, found: int) -> None:
    assert len(problems({"services": {}, "networks": {}, "volumes": {}}, text)) == found
