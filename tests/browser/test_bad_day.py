"""An officer's bad day, on a phone: the line is cut four times, the session ends, the power of the server fails; two
tabs, the way back, and another language. Nothing that was typed is lost, and nothing is there twice."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Error, Page, Route, expect
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from jobs.workers import end
from mapping.models import Observation
from records.models import Draft
from tests.browser.filing import HERE, KEPT, go_on
from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site, furnished_site
from tests.conftest import empty_every_table, wait_until
from tests.databases import environment_of_processes
from tests.factories import PASSWORD, totp_code
from tests.serving import started

NEW = f"{HERE}observations/new/"
MADE = re.compile(r"/observations/\d+/$")
WHAT = "What happened, in two sentences"
OFFLINE, WAITING = "No connection. What you type is kept", "It is sent by itself as soon as the line is back"


def _of_one_process() -> dict[str, str]:
    return {**environment_of_processes(), "GROUNDWORK_WEB_PROCESSES": "1"}


@dataclass
class Power:
    """A web server whose power can fail."""

    log: Path
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def come_back(self) -> None:
        self.process, _port = started(self.log, _of_one_process(), port=self.port)
        self.wait()

    def wait(self) -> None:
        wait_until(lambda: b"Booting worker" in self.log.read_bytes(), seconds=30, what="the web server")


@pytest.fixture(scope="module")
def power(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Power]:
    log = tmp_path_factory.mktemp("power") / "web.log"
    power = Power(log, *started(log, _of_one_process()))
    power.wait()
    yield power
    end(power.process)


@pytest.fixture(scope="module")
def site(power: Power, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock():
        try:
            yield furnished_site(power.address)
        finally:
            empty_every_table()


@pytest.fixture
def officer(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=PHONE) as officer:
        yield officer.sign_in("officer")


def _bar(page: Page, words: str) -> None:
    """Said in the bar, which is in view wherever one types."""
    bar = page.locator("[data-typed-bar]")
    expect(bar).to_contain_text(words)
    expect(bar).to_be_in_viewport()


def _say(page: Page, what: str) -> None:
    """In the first part of the form, wherever one is."""
    back = page.get_by_role("button", name="Previous", exact=True)
    while back.is_visible():
        back.click()
    page.get_by_label(WHAT).fill(what)


def _fill(page: Page, title: str, what: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Hate offence").check()
    page.get_by_label("Property damage").check()
    _say(page, what)
    go_on(page)
    page.get_by_label("City-wide").check()
    page.get_by_label("When", exact=True).fill("2026-03-01")
    go_on(page)
    page.get_by_label("Told by a partner who saw it").check()


def _send(page: Page) -> None:
    for _part in range(2):
        go_on(page)
    page.get_by_role("button", name="Save", exact=True).click()


def _speak(page: Page, language: str) -> None:
    page.locator(f"[data-look] button[value={language}]").last.evaluate("button => button.click()")
    expect(page.locator("html")).to_have_attribute("lang", language)


def _sign_in_here(page: Page, password: str = PASSWORD) -> None:
    dialog = page.get_by_role("dialog", name="You are signed out")
    dialog.locator("[name=password]").fill(password)
    dialog.locator("form button[type=submit]").click()
    dialog.locator("[name=code]").fill(totp_code())
    dialog.locator("form button[type=submit]").first.click()


def _tab(officer: Visitor) -> Page:
    page = officer.context.new_page()
    page.goto(f"{NEW}?new")
    return page


def test_nothing_is_lost_and_nothing_is_there_twice(officer: Visitor, site: Site, power: Power) -> None:
    page, other = officer.page, officer.context.new_page()
    officer.open(f"{NEW}?new")
    # Two tabs, and the line is cut while one types in the first.
    other.goto(f"{NEW}?new")
    other.get_by_label("Title").fill("Second tab")
    expect(other.get_by_text(KEPT)).to_be_visible()
    _fill(page, "First tab", "Typed with a line.")
    expect(page.get_by_text(KEPT)).to_be_visible()
    officer.context.set_offline(True)
    _say(page, "Typed with a line. Typed without one.")
    _bar(page, OFFLINE)
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "typed" in kept
    assert "without one" not in kept
    officer.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_visible()
    # Another language.
    for language in ("da", "en"):
        _speak(page, language)
        assert page.locator("[name=what_happened]").input_value() == "Typed with a line. Typed without one."
    # Saved while there is no line: it waits, one types on, and it goes on by itself.
    officer.context.set_offline(True)
    _send(page)
    _bar(page, WAITING)
    _say(page, "Typed while it waits.")
    officer.context.set_offline(False)
    page.wait_for_url(MADE, timeout=60_000)
    first = page.url
    expect(page.get_by_text("Typed while it waits.")).to_be_visible()
    page.go_back()
    assert page.url == first
    # The session has ended when the second tab is saved.
    site.left_alone(officer.session(), seconds=4000)
    _fill(other, "Second tab", "Typed when the session had ended.")
    _bar(other, "You are signed out")
    _send(other)
    _sign_in_here(other)
    other.wait_for_url(MADE, timeout=60_000)
    expect(other.get_by_text("Typed when the session had ended.")).to_be_visible()
    _lose_an_answer(officer)
    _lose_power(officer, site, power)
    _go_away_while_it_waits(officer)
    with city_context(site.city.pk, via="test"):
        titles = Observation.objects.filter(created_by=site.cast["officer"]).order_by("pk")
        assert list(titles.values_list("title", "state")) == [
            ("First tab", "submitted"), ("Second tab", "submitted"), ("Answer lost", "submitted"),
            ("Power cut", "submitted"),
        ]  # fmt: skip
        left = Draft.objects.visible_to(site.cast["officer"])
        assert [draft.data["title"] for draft in left] == [["Went away"]]


def _lose_an_answer(officer: Visitor) -> None:
    """It was saved, and the line was cut before the answer came."""
    page = _tab(officer)
    _fill(page, "Answer lost", "Sent, and taken in.")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            route.fetch()
            lost.append(1)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{NEW}*", lose)
    _send(page)
    page.wait_for_url(MADE, timeout=60_000)
    assert lost
    expect(page.get_by_text("This form was saved already: here it is.")).to_be_visible()
    page.close()


def _lose_power(officer: Visitor, site: Site, power: Power) -> None:
    page = _tab(officer)
    page.get_by_label("Title").fill("Power cut")
    # For four seconds, without a pause in which a draft would be kept.
    page.get_by_label(WHAT).press_sequentially("One who types on and on and never stops.", delay=100)
    power.fail()
    with city_context(site.city.pk, via="test"):
        there = Draft.objects.visible_to(site.cast["officer"]).get(data__title=["Power cut"])
        assert there.data["what_happened"][0].startswith("One who")
    _fill(page, "Power cut", "Typed when there was no server.")
    _send(page)
    _bar(page, WAITING)
    power.come_back()
    page.wait_for_url(MADE, timeout=60_000)
    expect(page.get_by_text("Typed when there was no server.")).to_be_visible()
    page.close()


def _go_away_while_it_waits(officer: Visitor) -> None:
    """And back, over the browser's own error page, when there is a line again."""
    page = _tab(officer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Title").fill("Went away")
    expect(page.get_by_text(KEPT)).to_be_visible()
    officer.context.set_offline(True)
    _say(page, "Typed on the device alone.")
    _send(page)
    _bar(page, WAITING)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    officer.context.set_offline(False)
    page.goto(NEW)
    expect(page.get_by_label(WHAT)).to_have_value("Typed on the device alone.")
    page.close()


KEPT_ALL_THE_SAME = """async () => {
    const field = document.querySelector("main form input:not([type=hidden], [type=checkbox], [type=radio])");
    field.value = "Only the first one's";
    new BroadcastChannel("groundwork").postMessage("signed out");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await window.look.keep(`look ${location.pathname}`);
    return JSON.stringify({ ...sessionStorage });
}"""


def test_of_a_person_nothing_is_kept_unsealed(browser: Browser, site: Site) -> None:
    """Signed out in another tab: there is no key any more, so what this page holds is not kept for whoever is next."""
    # whoever signed in with a password has it under a hash of the server's since
    site.cast["officer"].refresh_from_db()
    with Visitor.at(site, browser, viewport=PHONE) as officer:
        page = officer.sign_in("officer").open("/city/elverhavn/observations/")
        assert page.url.endswith("/observations/")
        assert "Only the first" not in page.evaluate(KEPT_ALL_THE_SAME)


def test_whoever_signs_in_after_them_is_given_nothing(browser: Browser, site: Site) -> None:
    """One browser, two people: what the first typed is not sent with the session of the second, and not shown."""
    # whoever signed in with a password has it under a hash of the server's since
    site.cast["officer"].refresh_from_db()
    with Visitor.at(site, browser, viewport=PHONE) as first:
        page = first.sign_in("officer").open(f"{NEW}?new")
        page.get_by_label("Title").fill("Only the first one's")
        expect(page.get_by_text(KEPT)).to_be_visible()
        Session.objects.filter(session_key=first.session()).delete()
        first.sign_in("admin")
        page.get_by_label("Title").fill("Only the first one's, too late")
        _bar(page, "Somebody else is signed in")
        expect(page.get_by_label("Title")).to_be_hidden()
        other = first.context.new_page()
        other.goto(NEW)
        assert other.get_by_label("Title").input_value() == ""
        with city_context(site.city.pk, via="test"):
            words = [str(draft.data) for draft in Draft.objects.filter(owner=site.cast["admin"])]
        assert not [each for each in words if "first one" in each]
        # The first comes back, in another tab, and goes on.
        first.sign_in("officer")
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.get_by_label("Title")).to_have_value("Only the first one's, too late")
        expect(page.get_by_text(KEPT)).to_be_visible()
