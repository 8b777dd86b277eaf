"""A conversation filed and approved by keyboard alone, on a phone and at a desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.filing import HERE
from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site


@pytest.fixture(params=[{"width": 390, "height": 844}, DESK], ids=["phone", "desk"])
def officer(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=request.param) as visitor:
        yield visitor.sign_in("officer")


@pytest.fixture
def admin(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser) as visitor:
        yield visitor.sign_in("admin")


def test_a_conversation_is_filed_and_approved_by_keyboard_alone(officer: Visitor, admin: Visitor) -> None:
    page = officer.open(f"{HERE}consultations/conversation/")
    keys = page.keyboard
    page.get_by_label("What was it about?").focus()
    keys.type("Lights at the square")
    _tab_to(page, "whom")
    keys.type("Youth")
    _tab_to(page, "held")
    _tab_to(page, "what")
    keys.press("Space")
    _tab_to(page, "statement")
    keys.type("More light at the square")
    _tab_to(page, "category")
    keys.type("Safe")
    _tab_to(page, "priority")
    keys.type("4")
    _tab_to(page, "confidentiality")
    keys.press("Space")
    _tab_to(page, "consent_by")
    keys.press("Space")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()

    review = admin.open(HERE + page.url.partition(HERE)[2])
    with review.expect_navigation():
        _tab_to_text(review, "Approve")
        review.keyboard.press("Enter")
    with review.expect_navigation():
        _tab_to_text(review, "Approve")
        review.keyboard.press("Enter")
    expect(review.get_by_text("Approved. It counts from now on.")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.form-part[aria-expanded=false]')"):
            page.keyboard.press("Enter")  # a phone shows the form as a list of its parts
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(name)


def _tab_to_text(page: Page, text: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(text)
