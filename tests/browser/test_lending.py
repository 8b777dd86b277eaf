"""A browser that is lent to one visitor after another has what was fetched, and nothing else of whoever was there."""

import pytest
from playwright.sync_api import Browser, Dialog, Page

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
  window.name = "left";
  history.pushState(null, "", "?left");
}"""
LEFT = """async () => [
  ...document.cookie.split("; ").filter((each) => each.startsWith("left")),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage).filter((each) => each === "left"),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys(), window.name,
  innerWidth, innerHeight, outerWidth, devicePixelRatio, history.length, location.search, document.hasFocus(),
  ...["print", "(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(prefers-reduced-motion: reduce)"]
    .filter((each) => matchMedia(each).matches),
]"""
FETCHED = """performance.getEntriesByType("resource").filter(({ transferSize }) => transferSize).length"""
# Asked whether to leave it, a page says no; and keeps something when it is left.
STAY = """() => {
  window.addEventListener("beforeunload", (event) => event.preventDefault());
  window.addEventListener("pagehide", () => {
    sessionStorage.setItem("left", "late");
    localStorage.setItem("left", "late");
  });
}"""


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
        left = page.evaluate(LEFT)
        assert left[:6] == ["left=1", *["left"] * 5]
        assert left != untouched
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


def test_nothing_is_left_in_the_tab_that_the_next_is_at(browser: Browser, place: Site) -> None:
    with Visitor.at(place, browser) as first:
        page = first.open(PAGE)
        untouched = page.evaluate(LEFT)
        page.locator("[name=login]").click()  # of a page nobody touched nobody is asked whether to leave it
        first.look("axe is brought, and the page is looked at from afar")
        page.emulate_media(media="print", color_scheme="dark", contrast="more", reduced_motion="no-preference")
        page.route("**/*", lambda route: route.fulfill(status=418))
        asked: list[str] = []

        def say_no(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", say_no)
        page.evaluate(STAY)
    with Visitor.at(place, browser) as second:
        assert second.page is first.page
        assert second.page.url == "about:blank"
        page = second.open(PAGE)
        assert page.evaluate(LEFT) == untouched
        assert _asked(page) == "200"
        assert page.evaluate("'axe' in window") is False
        # at full size, where a click is where the eye is
        page.locator("[name=login]").click()
        assert page.evaluate("document.activeElement.name") == "login"
        assert page.evaluate("confirm('Really?')") is False
        page.evaluate("console.error('said aloud')")
        assert second.heard() == ["said aloud"]
        assert not asked
        assert not first.said


def test_a_tab_that_shows_another_site_is_handed_on_to_nobody(browser: Browser, place: Site) -> None:
    with Visitor.at(place, browser) as first:
        first.page.goto(place.address.replace("127.0.0.1", "localhost"))
    with Visitor.at(place, browser) as second:
        assert second.context is first.context
        assert first.page.is_closed()
        assert second.context.pages == [second.page]


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
