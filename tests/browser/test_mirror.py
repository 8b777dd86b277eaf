"""The site in a mirror: as it shows itself for a language from right to left, and as a page is mirrored in place."""

import pytest
from playwright.sync_api import Browser

from operations.translations.pseudo import pseudo_text
from tests.browser.erring.mirror import PSEUDO
from tests.browser.mirror import MIRROR, RULE
from tests.browser.pages import Page
from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site

# One of each kind: lists, forms in parts, a map, drawings, a report, a page of nobody.
PAGES = [
    Page("city_home", "admin"),
    Page("observations", "admin"),
    Page("observation_new", "officer"),
    Page("map", "officer"),
    Page("districts", "admin"),
    Page("consultation", "officer"),
    Page("consultation_part", "officer"),
    Page("edition_page", "admin"),
    Page("memorandum", "reader"),
    Page("plan", "officer", "?view=timeline"),
    Page("account_login"),
]
SAID = """() => {
  const { lang, dir } = document.documentElement;
  const sheets = Array.from(document.styleSheets, ({ href }) => href.split("/").pop());
  return {
    is: [lang, dir, innerWidth],
    sheets: sheets.filter((name) => /bootstrap/.test(name)),
    heading: document.querySelector("h1").textContent.trim(),
    wrong: window.wider(),
  };
}"""


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_nothing_leaves_a_phone_on_a_page_that_the_site_mirrors(page: Page, browser: Browser, site: Site) -> None:
    city = {} if page.name == "account_login" else {"city": "elverhavn"}
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        visitor.sign_in(page.who)
        seen = visitor.open_mirrored(page.address(site.places, **city)).evaluate(SAID)
        assert seen["is"] == [PSEUDO, "rtl", PHONE["width"]]
        assert seen["sheets"] == ["bootstrap.rtl.min.css"]
        assert (seen["wrong"], visitor.heard()) == ([], [])


def test_a_page_that_is_mirrored_in_place_says_and_shows_what_the_sites_own_mirror_does(
    browser: Browser, site: Site
) -> None:
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        address = Page("account_login").address(site.places)
        theirs = visitor.open_mirrored(address).evaluate(SAID)
        page = visitor.open(address)
        heading = page.locator("h1").inner_text()
        page.evaluate(MIRROR, RULE)
        assert page.evaluate(SAID) == theirs
        assert theirs["heading"] == pseudo_text(heading)
