"""A browser that is lent to one visitor after another has what was fetched, and nothing else of whoever was there."""

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import City
from tests.browser import lending
from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site

PAGE = "/account/login/"
LEAVE = """async () => {
  document.cookie = "left=1; path=/";
  localStorage.setItem("left", "1");
  sessionStorage.setItem("left", "1");
  await new Promise((done) => (indexedDB.open("left").onsuccess = ({ target }) => done(target.result.close())));
  await caches.open("left");
}"""
LEFT = """async () => [
  ...document.cookie.split("; ").filter((each) => each.startsWith("left")),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage).filter((each) => each === "left"),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys(), innerWidth, history.length,
]"""
FETCHED = """performance.getEntriesByType("resource").filter(({ transferSize }) => transferSize).length"""


@pytest.fixture
def place(web: str) -> Site:
    return Site(web, City(), {}, {})


def _asked(page: Page) -> str:
    return page.evaluate("fetch('/account/login/').then(({ status }) => String(status), () => 'no line')")  # type: ignore[no-any-return]


def test_nothing_is_left_to_the_next_but_what_was_fetched(browser: Browser, place: Site) -> None:
    with Visitor.at(place, browser) as first:
        page = first.open(PAGE)
        untouched = page.evaluate(LEFT)
        page.evaluate(LEAVE)
        assert page.evaluate(LEFT) == ["left=1", *["left"] * 4, *untouched]
        first.context.new_page().goto(PAGE)
        first.context.route("**/*", lambda route: route.fulfill(status=418))
        assert _asked(page) == "418"
        first.context.grant_permissions(["geolocation"])
        first.context.set_offline(True)
        page.set_viewport_size(PHONE)
    with Visitor.at(place, browser) as second:
        assert second.context is first.context
        assert second.context.pages == [second.page]
        page = second.open(PAGE)
        assert page.evaluate(LEFT) == untouched
        assert _asked(page) == "200"
        asked = page.evaluate("navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)")
        assert asked != "granted"
        assert page.evaluate(FETCHED) == 0


def test_two_at_once_have_one_each_and_whoever_asks_for_it_one_of_their_own(browser: Browser, place: Site) -> None:
    with (
        Visitor.at(place, browser) as one,
        Visitor.at(place, browser) as other,
        Visitor.at(place, browser, viewport=PHONE) as third,
        Visitor.at(place, browser, own=True) as fourth,
    ):
        assert len({each.context for each in (one, other, third, fourth)}) == 4
    assert fourth.context not in [each for free in lending.FREE.values() for each in free]


def test_a_browser_whose_clock_was_stopped_is_lent_to_nobody(browser: Browser, place: Site) -> None:
    with pytest.raises(AssertionError, match="stops the clock"), Visitor.at(place, browser) as visitor:
        visitor.page.clock.install()
        visitor.open(PAGE)
    assert visitor.context not in [each for free in lending.FREE.values() for each in free]
    visitor.context.close()
