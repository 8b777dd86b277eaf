"""The demonstration, as a person meets it: started, signed in to in every role, interrupted, started again."""

import csv
import io
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config import embedded
from tests.conftest import wait_until
from tests.home.browsing import Browser
from tests.home.demonstration import Demonstration, manage
from tests.services import PROJECT

FIRST_START_SECONDS = 240


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo") / "home"
    yield folder
    embedded.stop(folder)


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Demonstration]:
    """Served for all tests of this file."""
    running = Demonstration(home, "--port", "8400")
    running.wait_until_up(FIRST_START_SECONDS)
    yield running
    if not running.ended:
        running.end()


@pytest.fixture
def browser(demo: Demonstration) -> Browser:
    return Browser(demo.address)


@pytest.mark.parametrize("email", ["admin", "admin2", "officer", "officer2", "member", "reader"])
def test_every_role_signs_in_and_sees_its_own_city_alone(demo: Demonstration, browser: Browser, email: str) -> None:
    assert f"{email}@example.org" in demo.accounts
    home = browser.sign_in(f"{email}@example.org", demo.password)
    assert (home.status, home.url) == (200, f"{demo.address}/city/elverhavn/")
    assert browser.get("/city/stenhavn/").status == 404


def test_somebody_of_another_city_sees_that_one_alone(demo: Demonstration, browser: Browser) -> None:
    assert browser.sign_in("elsewhere@example.org", demo.password).url == f"{demo.address}/city/stenhavn/"
    assert browser.get("/city/elverhavn/").status == 404


def test_host_staff_see_no_city_but_the_installation(demo: Demonstration, browser: Browser) -> None:
    assert browser.sign_in("host@example.org", demo.password).status == 200
    assert browser.get("/admin/").status == 200
    assert browser.get("/city/elverhavn/").status == 404


def test_pages_come_with_their_style(browser: Browser) -> None:
    sheet = browser.get("/static/css/tokens.css")
    assert sheet.status == 200
    assert sheet.headers["Content-Type"].startswith("text/css")


def test_mail_is_written_to_a_file_with_a_link_to_this_site(demo: Demonstration, browser: Browser) -> None:
    browser.post("/account/password/reset/", email="reader@example.org")
    folder = demo.home / "mail"
    wait_until(lambda: any(demo.address in file.read_text() for file in folder.glob("*")), seconds=10, what="a mail")
    assert str(folder) in demo.said


def test_the_diagnoses_were_built_by_the_worker(demo: Demonstration) -> None:
    for year in (2024, 2025):
        assert (demo.home / "demo" / f"elverhavn-{year}-restricted.pdf").read_bytes().startswith(b"%PDF")
    assert "No worker answers" not in demo.said


@pytest.mark.parametrize(
    ("email", "released", "in_review"),
    [
        ("admin", 200, 200),
        ("officer", 200, 200),
        ("member", 200, 404),
        ("reader", 404, 404),
        ("elsewhere", 404, 404),
        ("host", 404, 404),
    ],
)
def test_who_may_have_the_restricted_edition_gets_it(
    demo: Demonstration, browser: Browser, email: str, released: int, in_review: int
) -> None:
    browser.sign_in(f"{email}@example.org", demo.password)
    for number, status in ((1, released), (2, in_review)):
        pdf = browser.get(f"/city/elverhavn/diagnoses/{number}/restricted.pdf")
        assert (pdf.status, pdf.body.startswith(b"%PDF")) == (status, status == 200)
        assert browser.get(f"/city/elverhavn/diagnoses/{number}/read/restricted/").status == status


def test_stakeholders_and_what_they_said_are_there_in_every_state_and_under_every_rule(
    demo: Demonstration, browser: Browser
) -> None:
    browser.sign_in("admin@example.org", demo.password)
    organisations = _rows(browser, "organisations")
    assert len(organisations) == 30
    assert {row["Counts as"] for row in organisations} == {"Public bodies", "Civil society", "Residents"}
    consultations = _rows(browser, "consultations")
    assert len(consultations) == 40
    assert Counter(row["Review"] for row in consultations) == {
        "Approved": 37, "Waiting for review": 1, "Returned": 1, "Draft": 1,
    }  # fmt: skip
    rules = Counter(row["Confidentiality"] for row in consultations)
    assert min(rules[rule] for rule in ("On the record", "Chatham House rule", "Confidential")) >= 5
    waiting = browser.get("/city/elverhavn/").text
    assert "Observations to review: 2" in waiting
    assert "People without a home" in waiting


def _rows(browser: Browser, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(browser.get(f"/city/elverhavn/{name}/export/").text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("email", ["admin", "officer", "reader"])
def test_every_page_one_is_led_to_from_the_city_opens(demo: Demonstration, browser: Browser, email: str) -> None:
    browser.sign_in(f"{email}@example.org", demo.password)
    home = browser.get("/city/elverhavn/").text
    pages = sorted(set(re.findall(r'href="(/(?:city/elverhavn|account)/[^"?#]*)"', home)) - {"/account/logout/"})
    assert len(pages) > 3
    assert {page: browser.get(page).status for page in pages} == dict.fromkeys(pages, 200)


def test_a_second_one_beside_it_is_refused_and_told_the_address(demo: Demonstration) -> None:
    second = Demonstration(demo.home)
    assert second.process.wait(60) == 1
    assert f"is running already: {demo.address}" in second.said


def test_ctrl_c_ends_every_process_and_the_next_start_is_quick_and_keeps_all(demo: Demonstration, home: Path) -> None:
    started = demo.children()
    assert len(started) >= 5  # the web server and the worker have children of their own
    assert demo.end() == 0
    assert [process for process in started if process.is_running()] == []
    assert not embedded.is_running(home)
    began = time.monotonic()
    again = Demonstration(home, "--port", "8400")
    again.wait_until_up(30)
    assert time.monotonic() - began < 20
    try:
        assert again.password == demo.password
        assert Browser(again.address).sign_in("officer@example.org", demo.password).status == 200
    finally:
        again.end()


def test_a_demonstration_that_is_killed_leaves_no_process_behind(demo: Demonstration, home: Path) -> None:
    again = Demonstration(home, "--port", "8400")
    again.wait_until_up(30)
    started = again.children()
    again.end(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(started, timeout=15)
    assert alive == []


def test_a_process_that_ends_by_itself_ends_the_demonstration_and_is_named(demo: Demonstration, home: Path) -> None:
    again = Demonstration(home, "--port", "8400")
    again.wait_until_up(30)
    beat = next(process for process in again.children() if "beat" in process.cmdline())
    beat.kill()
    assert again.process.wait(40) == 1
    assert "The beat ended by itself" in again.said


def test_once_builds_the_diagnoses_and_ends(demo: Demonstration, home: Path) -> None:
    (home / "demo" / "elverhavn-2025-restricted.pdf").unlink()
    done = manage(home, "demo", "--once")
    assert done.returncode == 0, done.stderr
    assert "elverhavn-2025-restricted.pdf" in done.stdout
    assert (home / "demo" / "elverhavn-2025-restricted.pdf").exists()


def test_it_never_puts_its_accounts_beside_a_real_city(demo: Demonstration, home: Path) -> None:
    words = ["create_city", "nyby", "--name", "Nyby", "--country", "SE", "--processing-record"]
    assert manage(home, *words, str(PROJECT / "examples" / "processing-record.json")).returncode == 0
    done = manage(home, "demo", "--once")
    assert done.returncode == 1
    assert "There are other cities here" in done.stderr
