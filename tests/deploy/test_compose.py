"""What docker-compose.yml names, run for real; who may know what."""

import re
import socket
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from accounts.models import City
from jobs.actions import enqueue
from jobs.models import Job, JobState
from jobs.workers import end
from tests.browsing import Browser
from tests.conftest import wait_until
from tests.deploy.compose import COMPOSE, OURS, SERVICES, Container, environment_files, variables_of, words
from tests.forking import run_forked
from tests.services import PROJECT

MAKE_SECRETS = [sys.executable, str(PROJECT / "deploy" / "make_secrets.py")]


def make_secrets(folder: Path, *given: str) -> "subprocess.CompletedProcess[str]":
    command = [*MAKE_SECRETS, *given, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def container(process_environment: dict[str, str], tmp_path: Path) -> Container:
    """Static files collected as in the image, by the command the Dockerfile names."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    collected = {"GROUNDWORK_STATIC": str(tmp_path / "collected"), "GROUNDWORK_STATIC_COLLECTED": "1"}
    found = Container(tmp_path, {**process_environment, **collected, "PORT": port})
    command = re.search(r"python (manage\.py collectstatic .*)", (PROJECT / "Dockerfile").read_text())
    assert command
    collecting = run_forked([sys.executable, *command[1].split()], cwd=PROJECT, env=found.environment("web"))
    assert collecting.returncode == 0, collecting.stderr
    return found


def test_the_commands_serve_pages_and_run_jobs_and_say_that_they_are_well(
    container: Container, committed_db: None
) -> None:
    assert container.start("migrate").wait(120) == 0
    started = [container.start(name) for name in ("web", "worker", "beat")]
    try:
        for name in ("web", "worker", "beat"):
            # each time a program starts that asks
            wait_until(partial(container.is_healthy, name), seconds=60, what=f"{name} to be healthy", every=1)
        browser = Browser("http://" + container.environment("web")["GROUNDWORK_BIND"])
        page = browser.get("/account/login/")
        sheets = re.findall(r'href="(/static/css/[a-z]+\.[0-9a-f]{12}\.css)"', page.text)
        assert (page.status, len(sheets) > 3) == (200, True)
        assert all(browser.get(sheet).status == 200 for sheet in sheets)
        city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
        job = enqueue(city_id=city.pk, kind="unknown", payload={})
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.FAILED, seconds=30, what="a job")
    finally:
        for process in started:
            end(process)
    assert not container.is_healthy("web")
    assert not container.is_healthy("worker")


def test_every_program_of_the_site_runs_without_rights_on_a_file_system_it_cannot_write() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "ports" not in service, name
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    dockerfile = (PROJECT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE) == ["10001"]
    assert SERVICES["web"]["environment"]["GROUNDWORK_PROXIES"] == "1"


def test_nothing_of_other_people_has_more_rights_either() -> None:
    for name, service in SERVICES.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    users = {name: str(SERVICES[name].get("user", "")) for name in ("database", "broker")}
    assert users == {"database": "999:999", "broker": "999:999"}
    proxy = (PROJECT / "deploy" / "proxy.Dockerfile").read_text()
    assert re.findall(r"^USER (\d+)$", proxy, re.MULTILINE) == ["10002"]


def test_only_what_must_reaches_the_world_and_the_proxy_reaches_no_database() -> None:
    closed = {name for name, network in COMPOSE["networks"].items() if (network or {}).get("internal")}
    assert closed == {"inside", "edge"}
    reaching = {name for name, service in SERVICES.items() if set(service["networks"]) - closed}
    assert reaching == {"proxy", "web", "worker"}
    beside_the_proxy = {
        name for name, service in SERVICES.items() if set(service["networks"]) & set(SERVICES["proxy"]["networks"])
    }
    assert beside_the_proxy == {"proxy", "web"}
    ports = re.findall(r"https?_port (\d+)", (PROJECT / "deploy" / "Caddyfile").read_text())
    assert SERVICES["proxy"]["ports"] == [f"80:{ports[0]}", f"443:{ports[1]}"]


KNOWN = {
    "web": {"GROUNDWORK_SECRET_KEY", "DATABASE_URL", "REDIS_URL", "GROUNDWORK_SMTP"},
    "worker": {"GROUNDWORK_SECRET_KEY", "DATABASE_URL", "REDIS_URL", "GROUNDWORK_SMTP"},
    "beat": {"REDIS_URL"},
    "migrate": {"DATABASE_OWNER_URL"},
    "backup": {"DATABASE_BACKUP_URL"},
    "restore": {"DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"},
    "database": {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "WORKER_PASSWORD", "BACKUP_PASSWORD"},
    "broker": {"BROKER_PASSWORD"},
    "proxy": set[str](),
}
NO_SECRETS = {"GROUNDWORK_URL", "GROUNDWORK_FROM", "GROUNDWORK_BACKUP_RECIPIENT", "GROUNDWORK_DOMAIN", "POSTGRES_USER"}


def test_every_service_has_its_secrets_and_no_others(tmp_path: Path) -> None:
    assert make_secrets(tmp_path / "secrets", "groundwork.example.org").returncode == 0
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert {name for service in SERVICES for name in environment_files(service)} == set(made)
    assert {name: variables_of(name) - NO_SECRETS for name in SERVICES} == KNOWN
    passwords = dict(re.findall(r"^(\w+_PASSWORD)=(.+)$", "".join(made.values()), re.MULTILINE))
    assert len(set(passwords.values())) == 6
    assert f"groundwork_app:{passwords['APP_PASSWORD']}@" in made["app.env"]
    assert f"groundwork_worker:{passwords['WORKER_PASSWORD']}@" in made["worker.env"]
    assert "app.env" not in environment_files("worker")
    assert f"groundwork_owner:{passwords['OWNER_PASSWORD']}@" in made["owner.env"]
    assert f"groundwork_backup:{passwords['BACKUP_PASSWORD']}@" in made["backup.env"]
    assert f":{passwords['BROKER_PASSWORD']}@" in made["queue.env"]


def test_the_one_file_of_an_older_installation_is_taken_apart_as_it_is(tmp_path: Path) -> None:
    older = {
        "GROUNDWORK_SECRET_KEY": "key=with=signs",
        "GROUNDWORK_OLD_SECRET_KEYS": "older",
        "GROUNDWORK_URL": "https://a.example.org",
        "GROUNDWORK_SMTP": "",
        "DATABASE_URL": "postgres://groundwork_app:x@database/groundwork",
        "REDIS_URL": "redis://:y@broker:6379/0",
        "GROUNDWORK_WEB_PROCESSES": "4",
    }
    (tmp_path / "site.env").write_text("".join(f"{name}={value}\n" for name, value in older.items()))
    (tmp_path / "broker.env").write_text("BROKER_PASSWORD=y\n")
    (tmp_path / "database.env").write_text("APP_PASSWORD=x\n")
    assert make_secrets(tmp_path, "a.example.org").returncode == 0
    now = {file.name: dict(line.split("=", 1) for line in file.read_text().splitlines()) for file in tmp_path.iterdir()}
    added = {name: now[name] for name in ("worker.env", "database.env")}
    word = added["database.env"].pop("WORKER_PASSWORD")
    assert added["worker.env"] == {"DATABASE_URL": f"postgres://groundwork_worker:{word}@database/groundwork"}
    del now["worker.env"]
    assert {name: value for each in now.values() for name, value in each.items()} == {
        **older, "BROKER_PASSWORD": "y", "APP_PASSWORD": "x",
    }  # fmt: skip
    assert set(now["site.env"]) == {"GROUNDWORK_URL", "GROUNDWORK_WEB_PROCESSES"}
    assert set(now["key.env"]) == {"GROUNDWORK_SECRET_KEY", "GROUNDWORK_OLD_SECRET_KEYS"}
    assert all(stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600 for name in ("key.env", "app.env", "queue.env"))
    assert make_secrets(tmp_path, "a.example.org").returncode == 1


def test_secrets_are_private_and_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets(folder, "groundwork.example.org", "--smtp", "smtps://site:p%24w@mail.example.org")
    before = (folder / "mail.env").read_text()
    assert before == "GROUNDWORK_SMTP=smtps://site:p%24w@mail.example.org\n"
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
    again = make_secrets(folder, "groundwork.example.org")
    assert (again.returncode, (folder / "mail.env").read_text()) == (1, before)
    assert "already" in again.stderr


@pytest.mark.parametrize(
    "given",
    [["https://groundwork.example.org"], ["localhost"], ["a.example.org", "--smtp", "smtp://u:p$w@mail.example.org"]],
)
def test_what_would_not_work_is_refused(tmp_path: Path, given: list[str]) -> None:
    assert make_secrets(tmp_path / "secrets", *given).returncode == 1
    assert not (tmp_path / "secrets").exists()


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    """Everything in the repository is either let in or named here."""
    let_in = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    top = {name.split("/")[0] for name in tracked.splitlines()}
    stays_out = {
        ".ci", ".dockerignore", ".editorconfig", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md",
        "CONTRIBUTING.md", "Dockerfile", "LICENSE", "Makefile", "README.md", "SECURITY.md", "deploy",
        "docker-compose.yml", "docs", "eslint.config.mjs", "pyproject.toml", "requirements-bench.txt",
        "requirements-dev.txt", "stylelint.config.mjs", "tests",
    }  # fmt: skip
    assert top - let_in == stays_out
    assert words("web") == re.findall(r'"([^"]+)"', (PROJECT / "Dockerfile").read_text().splitlines()[-1])
