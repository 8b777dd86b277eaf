"""The database of the tests, the cast, and a real worker."""

import gc
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import Error, connections
from django.template import Context, Template
from django.test.signals import template_rendered
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from config.celery import app as celery_app
from operations.translations.catalogues import is_compiled, languages
from tests import open_data
from tests.compiling import compile_own_part
from tests.databases import (
    clone_database,
    empty_used_tables,
    environment_of_processes,
    url_of_workers,
    use_test_database,
)
from tests.days import refuse_the_day_of_nobody
from tests.factories import make_member
from tests.forking import WITH_THE_SITE, Forked
from tests.ledger import told_beside
from tests.order import ByKind, longest_first
from tests.services import PROJECT, cpu_seconds_of_servers
from tests.workers import LongLivedWorker, command_of, end_at_once

StartWorker = Callable[..., "subprocess.Popen[bytes]"]
WakeWorker = Callable[[], None]


# Templates of controls and fields, which are rendered for themselves.
PARTS = ("django/forms/", "bootstrap5/")
SERVERS = pytest.StashKey[float]()
SITE_ITERATIONS = PBKDF2PasswordHasher.iterations


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages in the languages of the site, in a clone where nobody has run `make setup`."""
    session.config.stash[SERVERS] = cpu_seconds_of_servers()
    refuse_the_day_of_nobody()
    # how long a hash takes matters where addresses are told apart by it: tests/accounts/test_sign_in.py
    PBKDF2PasswordHasher.iterations = 1
    # thousands of tests are collected and none is garbage: looking for some took a third of the time
    gc.disable()
    if open_data.is_demanded() and not open_data.is_there():
        pytest.exit(f"Demanded, and missing: {open_data.MISSING}.", returncode=1)
    if not all(is_compiled(code) for code in languages()):
        call_command("messages", "compile")
    compile_own_part(session.config)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Whoever asks for the data is marked, so that `-m open_data` finds them all; long files begin first, whatever else
    orders them.
    """
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("open_data")
    yield
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return ByKind(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """From here on as on the site (`config/wsgi.py`)."""
    gc.freeze()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """All are left out from this one line, so that pytest folds them into one line at the end, with their number."""
    translation.deactivate()  # a page of the test before may have left its language
    if item.get_closest_marker("open_data") and not open_data.is_there():
        pytest.skip(f"left out: {open_data.MISSING}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """What a test wrote is kept where somebody reads it: of each that passed, the process that reports would unpack all
    that the test's process had packed, a line of JSON for every request.
    """
    report = yield
    if report.passed and not {"P", "A"} & set(item.config.getoption("reportchars")):
        report.sections.clear()
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Below the ledger: the servers work for all processes of a run, so what they use is nobody's folder's."""
    if config.getoption("--ledger"):
        spent = cpu_seconds_of_servers() - config.stash[SERVERS]
        terminalreporter.line(f"{'PostgreSQL and Redis':24} {spent:7.1f} s besides")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrated as the owner; the tests then run as the application's role, under row-level security.

    The files of the database before go with it: no row of this one names them, and `verify` would find every one.
    """
    shutil.rmtree(settings.ARTEFACTS, ignore_errors=True)
    with django_db_blocker.unblock():
        clone_database()
    use_test_database()
    yield
    connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def pages_alone(django_test_environment: None) -> None:
    """What a test finds in the context of an answer, its page was given. Django would copy besides what each part of it
    and each control of its forms was given, a hundred times a page.
    """
    Template._render = _told_of_a_page  # type: ignore[attr-defined]


def _told_of_a_page(self: Template, context: Context) -> Any:
    if context.template is self and not str(self.name).startswith(PARTS):
        template_rendered.send(sender=self, template=self, context=context)
    return self.nodelist.render(context)


@pytest.fixture(scope="session")
def process_environment(django_db_setup: None) -> dict[str, str]:
    """The environment of other processes in tests: short leases, frequent sweeps, and one process of a web server, each
    of which loads the whole site; tests for which several matter say so.
    """
    quick = {"GROUNDWORK_JOB_LEASE": "4", "GROUNDWORK_JOB_SWEEP": "1", "GROUNDWORK_WEB_PROCESSES": "1"}
    return {**environment_of_processes(), **quick}


def empty_every_table() -> None:
    """Rows of all cities go.

    What a worker asked before it was killed may still be under way in the server, and hold what is waited for here.
    """
    for last in (False, False, False, True):
        try:
            empty_used_tables()
            break
        except psycopg2.Error:
            if last:
                raise
            time.sleep(0.5)
    connections["owner"].close()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database in which commits are real, for tests that other processes or connections look at."""
    with django_db_blocker.unblock():
        yield
        _let_go()
        empty_every_table()


def _let_go() -> None:
    """Of whatever a test left open or held: a new connection gets to know a hundred tables again, so the old one is
    kept where nothing is left on it."""
    connection = connections["default"]
    try:
        if connection.connection is None or connection.in_atomic_block or not connection.get_autocommit():
            connection.close()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
    except Error:
        connection.close()


@pytest.fixture(scope="session")
def long_lived_worker(
    process_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[LongLivedWorker]:
    environment = {**process_environment, "DATABASE_URL": url_of_workers()}
    worker = LongLivedWorker(environment, tmp_path_factory.mktemp("long-lived") / "worker.log")
    yield worker
    told_beside(pytestconfig, "long-lived workers", worker.end, lambda: worker.cpu_seconds)


@pytest.fixture
def wake_worker(
    committed_db: None, long_lived_worker: LongLivedWorker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """For tests that need a real worker and no more: the same one from test to test, at work from the call on."""
    with long_lived_worker.of_one_test(monkeypatch):
        yield long_lived_worker.wake


@pytest.fixture(scope="session")
def variables_of_workers(process_environment: dict[str, str]) -> list[dict[str, str]]:
    """That a worker was started with, or is sure to be: the site is loaded once for all that have the same.

    What a single one has, and code of its own, it reads itself.
    """
    return [{**process_environment, "DATABASE_URL": url_of_workers()}]


@pytest.fixture
def start_worker(
    variables_of_workers: list[dict[str, str]], tmp_path: Path
) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start real Celery workers (with beat inside the first) on this worker's broker; all end with the test.

    For tests that count, kill or configure workers, or watch one start; the others take `wake_worker`.
    """
    started: list[subprocess.Popen[bytes]] = []
    celery_app.control.purge()

    def start(
        *, beat: bool = True, slots: int = 2, app: str = "config", cwd: Path = PROJECT, **environment: str
    ) -> "subprocess.Popen[bytes]":
        name = f"worker-{len(started)}"
        variables = {**variables_of_workers[0], **environment}
        is_known = variables in variables_of_workers and cwd == PROJECT
        with_the_site = {WITH_THE_SITE: _application(app)} if is_known else {}
        variables_of_workers.append(variables)
        with (tmp_path / f"{name}.log").open("wb") as output:
            process = Forked(
                command_of(name, app=app, slots=slots, beat=tmp_path / "beat" if beat else None),
                cwd=cwd,
                env={**variables, **with_the_site},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        end_at_once(process)


def _application(app: str) -> str:
    """The module behind the words of `celery -A`."""
    return "config.celery" if app == "config" else app


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str, every: float = 0.05) -> None:
    """Wait for something another process does; fail with what was waited for. What is dear to ask, ask less often."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(every)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real open data that lies beside the project, never inside it; whoever asks for it is left out where it is not."""
    return open_data.SHARED


@pytest.fixture
def elverhavn(db: None) -> City:
    """A fictional city."""
    return City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")


@pytest.fixture
def other_city(db: None) -> City:
    """A fictional city in which nobody of the first has any business."""
    return City.objects.create(slug="sandvig", name="Sandvig", country="DK")


@pytest.fixture
def alice(elverhavn: City) -> Membership:
    """An admin."""
    return make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")


@pytest.fixture
def carla(elverhavn: City) -> Membership:
    """A second admin."""
    return make_member(elverhavn, "carla@elverhavn.example", "admin", name="Carla")


@pytest.fixture
def bob(elverhavn: City) -> Membership:
    """An officer."""
    return make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")


@pytest.fixture
def rita(elverhavn: City) -> Membership:
    """A network member, who reads."""
    return make_member(elverhavn, "rita@elverhavn.example", "reader", clearance="green", name="Rita")


@pytest.fixture
def charlie(other_city: City) -> Membership:
    """An admin of a city in which nobody of the first has any business."""
    return make_member(other_city, "charlie@sandvig.example", "admin", name="Charlie")
