"""What the logs hold: what happened where, and nothing that anybody sent."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache

from accounts.city import city_context
from accounts.models import City
from jobs.actions import enqueue
from jobs.models import Job, JobState
from tests.browsing import Browser
from tests.conftest import StartWorker, wait_until
from tests.factories import PASSWORD, TOTP_SECRET, make_member, totp_code
from tests.serving import served

CANARY = "zq7canary"
ADDRESS = "203.0.113.77"
EMAIL = f"{CANARY}@elverhavn.example"
HEADERS = {
    "User-Agent": CANARY,
    "Referer": f"http://{CANARY}.example/{CANARY}",
    "Accept-Language": CANARY,
    "Authorization": f"Bearer {CANARY}",
    "X-Request-ID": CANARY,
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    f"X-{CANARY}": CANARY,
}
FIELD = re.compile(r'<(?:input|textarea|select)[^>]* name="([a-z_0-9-]+)"')


class Log:
    """A server's log, read after the server has ended."""

    def __init__(self, file: Path) -> None:
        self.text = file.read_text()
        self.lines: list[dict[str, Any]] = [json.loads(line) for line in self.text.splitlines()]

    def of(self, page: str) -> dict[str, Any]:
        return next(line for line in self.lines if line.get("page") == page)

    def failed(self, page: str) -> dict[str, Any]:
        """The line of the error on this page: both have the request's number."""
        number = self.of(page)["request"]
        return next(line for line in self.lines if line.get("request") == number and line["level"] == "error")


@pytest.fixture
def city(committed_db: None) -> City:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_member(city, EMAIL, "admin", name=CANARY)
    return city


@pytest.fixture(scope="module")
def heard() -> list[Log]:
    """Kept by the first test that asks for the log."""
    return []


@pytest.fixture
def log(heard: list[Log], city: City, process_environment: dict[str, str], tmp_path: Path) -> Log:
    """Of a server that heard the canary in every header, field, address and error."""
    if not heard:
        heard.append(_heard_by_a_server(process_environment, tmp_path))
    return heard[0]


def _heard_by_a_server(process_environment: dict[str, str], tmp_path: Path) -> Log:
    cache.clear()
    environment = {
        **process_environment,
        "DJANGO_SETTINGS_MODULE": "tests.core.breaking.settings",
        "GROUNDWORK_LOG_LEVEL": "DEBUG",
    }
    with served(tmp_path / "log", environment) as browser:
        _say_it_everywhere(Browser(browser.address, **HEADERS))
    return Log(tmp_path / "log")


def _say_it_everywhere(browser: Browser) -> None:
    browser.sign_in(f"{CANARY}@nowhere.example", CANARY)
    browser.post("/account/password/reset/", email=EMAIL)
    assert browser.get(f"/invitation/{CANARY}/").status == 410
    assert browser.get(f"/{CANARY}/?{CANARY}={CANARY}").status == 404
    for path in ("/in-an-exception/", "/in-the-database/", "/in-messages/"):
        browser.send(path, urlencode({"sent": EMAIL}).encode())
    browser.send("/account/login/", urlencode({"login": CANARY}).encode())  # without the form's token
    browser.sign_in(EMAIL, PASSWORD)
    browser.post("/account/second-factor/authenticate/", code="000000")
    signed_in = browser.post("/account/second-factor/authenticate/", code=totp_code())
    assert signed_in.url.endswith("/city/elverhavn/")
    for path in ("/account/", "/city/elverhavn/people/invite/", "/city/elverhavn/settings/",
                 "/city/elverhavn/processing-record/"):  # fmt: skip
        fields = set(FIELD.findall(browser.get(path).text)) - {"csrfmiddlewaretoken"}
        browser.post(path, **dict.fromkeys(fields, CANARY))
    browser.post("/city/elverhavn/people/invite/", email=f"{CANARY}2@example.org", role="reader", clearance="green")


def test_nothing_that_was_sent_is_in_a_log_and_everything_that_happened_is(log: Log) -> None:
    said = log.text.lower()
    for secret in (CANARY, PASSWORD, TOTP_SECRET, "elverhavn.example", "example.org", ADDRESS, "127.0.0.1", "/city/"):
        assert secret.lower() not in said, secret

    signed_in = next(line for line in log.lines if line.get("page") == "account_login" and line["status"] == 302)
    assert (signed_in["method"], signed_in["logger"]) == ("POST", "accounts.middleware.log")
    assert signed_in["ms"] > 0
    assert re.fullmatch("[0-9a-f]{12}", log.of("people_invite")["who"])
    assert log.of("city_settings")["who"] == log.of("people_invite")["who"]
    assert len({line["request"] for line in log.lines if "page" in line}) == sum("page" in line for line in log.lines)
    assert log.of("invitation")["status"] == 410


def test_an_error_is_told_by_kind_and_place(log: Log) -> None:
    broken = log.failed("in_an_exception")
    assert broken["error"] == ["ValueError", "KeyError"]
    assert re.fullmatch(r"tests/core/breaking/urls\.py:\d+ in_an_exception", broken["trace"][-1])
    assert log.failed("in_the_database")["error"] == ["IntegrityError", "UniqueViolation 23505"]
    messages = [line["message"] for line in log.lines if line["logger"] in {"accounts.careless", "some.library"}]
    assert messages == ["Mail to …", "Mail to …", "…", "…"]


def test_a_line_of_a_job_names_the_job_and_not_what_went_wrong_inside(
    city: City, start_worker: StartWorker, tmp_path: Path
) -> None:
    with city_context(city.pk, via="test"):
        job = enqueue(city_id=city.pk, kind="test.poison", payload={})
    start_worker(app="tests.jobs.work", GROUNDWORK_LOG_LEVEL="DEBUG")
    wait_until(lambda: Job.objects.filter(pk=job.pk, state=JobState.FAILED).exists(), seconds=60, what="its failure")
    said = (tmp_path / "worker-0.log").read_text()
    assert "secret detail" not in said
    failures = [json.loads(line) for line in said.splitlines() if '"RuntimeError"' in line]
    assert {(line["job"], line["kind"], line["attempt"]) for line in failures} == {
        (str(job.pk), "test.poison", attempt) for attempt in (1, 2, 3)
    }
