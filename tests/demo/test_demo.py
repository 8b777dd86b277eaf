"""The demonstration, as a person meets it: signed in to in every role, ended by Ctrl-C."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from config import embedded
from demo.once import SAME_EVENT, SERIES
from tests.browsing import Answer, Browser
from tests.conftest import wait_until
from tests.demo.conftest import FIRST_SAID, alone, copied, folder_of_run, started_again, started_first
from tests.demo.demonstration import Demonstration
from tests.output.reading import page_texts
from tests.reports.sentences.saying import A_MINUTE, words_read

Entered = Callable[[str], tuple[Browser, Answer]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Served for all tests of this file: the first start, where it was not made yet, and else one more on a copy."""
    folder = folder_of_run(tmp_path_factory)
    with alone(folder) as is_made:
        if not is_made:
            with started_first(folder) as first:
                yield first
            return
    home = copied(folder, tmp_path_factory)
    with started_again(home) as again:
        again.wait_until_up(30)
        yield again
    embedded.stop(home)


@pytest.fixture(scope="module")
def first_said(demo: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> str:
    return (folder_of_run(tmp_path_factory) / FIRST_SAID).read_text()


@pytest.fixture
def browser(demo: Demonstration) -> Browser:
    return Browser(demo.address)


@pytest.fixture(scope="module")
def entered(demo: Demonstration) -> Entered:
    """By what their address begins with: each signs in once, a password takes a while to check; and where they came."""

    @cache
    def enter(who: str) -> tuple[Browser, Answer]:
        browser = Browser(demo.address)
        return browser, browser.sign_in(f"{who}@example.org", demo.password)

    return enter


@pytest.fixture(scope="module")
def signed_in(entered: Entered) -> Callable[[str], Browser]:
    return lambda who: entered(who)[0]


@pytest.mark.parametrize("email", ["admin", "admin2", "officer", "officer2", "member", "reader"])
def test_every_role_signs_in_and_sees_its_own_city_alone(demo: Demonstration, entered: Entered, email: str) -> None:
    assert f"{email}@example.org" in demo.accounts
    browser, home = entered(email)
    assert (home.status, home.url) == (200, f"{demo.address}/city/elverhavn/")
    assert browser.get("/city/stenhavn/").status == 404


def test_somebody_of_another_city_sees_that_one_alone(demo: Demonstration, entered: Entered) -> None:
    browser, home = entered("elsewhere")
    assert home.url == f"{demo.address}/city/stenhavn/"
    assert browser.get("/city/elverhavn/").status == 404


def test_the_other_city_has_the_short_diagnosis_of_its_31_records(signed_in: Callable[[str], Browser]) -> None:
    page = signed_in("elsewhere").get("/city/stenhavn/diagnoses/1/read/restricted/")
    assert page.status == 200
    # numbers lead to their records
    assert "31 events were recorded in Stenhavn in 2025, 24 in 2024" in re.sub("<[^>]+>", "", page.text)
    assert "This is the short diagnosis" in page.text
    assert page.text.index("What stakeholders say") < page.text.index("The landscape")
    assert "The city and its districts</span>" not in page.text
    assert "Elverhavn" not in page.text


def test_host_staff_see_no_city_but_the_installation(entered: Entered) -> None:
    browser, home = entered("host")
    assert home.status == 200
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


def test_the_diagnoses_were_built_by_the_worker(demo: Demonstration, first_said: str) -> None:
    for year in (2024, 2025):
        assert (demo.home / "demo" / f"elverhavn-{year}-restricted.pdf").read_bytes().startswith(b"%PDF")
    assert "Asking for the diagnosis of 2025" in first_said
    assert "No worker answers" not in first_said


def test_the_summary_is_one_page_of_two_minutes_and_at_most_sixteen_come_before_the_annex(demo: Demonstration) -> None:
    for year in (2024, 2025):
        pages = page_texts((demo.home / "demo" / f"elverhavn-{year}-restricted.pdf").read_bytes())
        first = next(at for at, text in enumerate(pages) if "2 Summary" in text and "Decide" in text)
        assert "3 Scope, method, and who looked where" in pages[first + 1]
        assert "The country's own assessment (" in pages[first]
        # without the running head and the fingerprint and number at the foot, with what stands in pictures
        words = list(words_read(pages[first].partition("2 Summary")[2]))[:-5]
        assert A_MINUTE < len(words) <= 2 * A_MINUTE
        assert next(at for at, text in enumerate(pages) if "14.1 Data tables" in text and at > first) <= 16


def test_the_partner_edition_tells_what_was_said_and_what_comes_first(signed_in: Callable[[str], Browser]) -> None:
    words = signed_in("reader").get("/city/elverhavn/diagnoses/1/read/partner/").text
    assert "They disagree." in words
    assert "No consultation may be told of here" not in words
    assert "A room in Kirkebro" in words
    # not every organisation was asked
    assert "Elverhavn Libraries" in words


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
    signed_in: Callable[[str], Browser], email: str, released: int, in_review: int
) -> None:
    browser = signed_in(email)
    for number, status in ((1, released), (2, in_review)):
        pdf = browser.get(f"/city/elverhavn/diagnoses/{number}/restricted.pdf")
        assert (pdf.status, pdf.body.startswith(b"%PDF")) == (status, status == 200)
        assert browser.get(f"/city/elverhavn/diagnoses/{number}/read/restricted/").status == status


def test_priorities_were_moved_and_recommendations_written_and_asked_after(
    signed_in: Callable[[str], Browser],
) -> None:
    browser = signed_in("admin")
    first, second = (browser.get(f"/city/elverhavn/diagnoses/{number}/priorities/").text for number in (1, 2))
    for page, reason in ((first, "gives notice in April"), (second, "paid for until the end of 2026")):
        assert reason in page
    assert "Heard, not taken up" in first
    assert "One list of whom to call" in first
    assert "It was sent to all schools in August 2025" in second
    assert second.count("nobody has looked at it since") == 2
    read = browser.get("/city/elverhavn/diagnoses/1/read/restricted/").text
    assert "The café that lets people in before dawn" in read
    assert "heard, not taken up, because: No law lets the municipality" in read


def test_stakeholders_and_what_they_said_are_there_in_every_state_and_under_every_rule(
    signed_in: Callable[[str], Browser],
) -> None:
    browser = signed_in("admin")
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
    for name, count in (("factors", 8), ("services", 12)):
        rows = _rows(browser, name)
        assert Counter(row["Review"] for row in rows) == {"Approved": count - 1, "Waiting for review": 1}
    waiting = browser.get("/city/elverhavn/").text
    assert "Observations to review: 2" in waiting
    assert "People without a home" in waiting


def test_what_counts_once_is_said_by_the_officer_and_some_of_it_waits(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("officer")
    rows = {row["Key in the source"]: row for row in _rows(browser, "observations") if row["Key in the source"]}
    told = {key for key, row in rows.items() if row["Review"] == "Approved" and row["Counts"] == "FALSE"}
    assert told <= {key for pair in SAME_EVENT for key in pair}
    assert len(told) == len(SAME_EVENT) == 2
    assert sum(row["Series"] == SERIES for row in rows.values()) == 3
    waiting = browser.get("/city/elverhavn/observations/same-event/").text
    assert waiting.count("/observations/same-event/decide/") >= 2


def _rows(browser: Browser, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(browser.get(f"/city/elverhavn/{name}/export/").text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("email", ["admin", "officer", "reader"])
def test_every_page_one_is_led_to_from_the_city_opens(signed_in: Callable[[str], Browser], email: str) -> None:
    browser = signed_in(email)
    home = browser.get("/city/elverhavn/").text
    pages = sorted(set(re.findall(r'href="(/(?:city/elverhavn|account)/[^"?#]*)"', home)) - {"/account/logout/"})
    assert len(pages) > 3
    assert {page: browser.get(page).status for page in pages} == dict.fromkeys(pages, 200)


def test_a_second_one_beside_it_is_refused_and_told_the_address(demo: Demonstration) -> None:
    second = Demonstration(demo.home)
    assert second.process.wait(60) == 1
    assert f"is running already: {demo.address}" in second.said


def test_ctrl_c_ends_every_process(demo: Demonstration) -> None:
    started = demo.children()
    assert len(started) >= 6  # the web server and the worker have children of their own, and who forks is one
    assert demo.end() == 0
    assert [process for process in started if process.is_running()] == []
    assert not embedded.is_running(demo.home)
