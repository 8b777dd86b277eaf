"""An observation from the officer's form to its approval, in a browser, on a phone and at a desk."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site

NEW, LIST = "/city/elverhavn/observations/new/", "/city/elverhavn/observations/"
KEPT = re.compile("Kept as a draft at")
WHAT = "Stickers that call for violence were put on the shelter. They were taken down the same day."


@pytest.fixture(params=[{"width": 390, "height": 844}, DESK], ids=["phone", "desk"])
def officer(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=request.param) as visitor:
        yield visitor.sign_in("officer")


@pytest.fixture
def admin(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser) as visitor:
        yield visitor.sign_in("admin")


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def _follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def test_it_is_filed_returned_corrected_and_approved_by_another(officer: Visitor, admin: Visitor) -> None:
    page = officer.open(NEW)
    page.get_by_label("Title").fill("Stickers at the tram stop")
    page.get_by_label("What happened, in two sentences").fill(WHAT)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    page = officer.page = officer.context.new_page()
    officer.open(NEW)
    assert page.get_by_label("What happened, in two sentences").input_value() == WHAT
    page.get_by_label("Incitement to violence or hatred").check()
    page.get_by_label("Propaganda").check()
    page.get_by_label("City-wide").check()
    expect(page.locator("#div_id_district")).to_be_hidden()
    page.get_by_label("Seen by our staff").check()
    _press(page, "Save")
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()
    address = page.url

    review = admin.open(address)
    _follow(review, "Return to the author")
    review.get_by_label("What is missing").fill("Which language were they in?")
    _press(review, "Return to the author")
    expect(review.get_by_text("Returned to its author.")).to_be_visible()

    officer.open("/city/elverhavn/")
    _follow(page, "Stickers at the tram stop")
    expect(page.get_by_text("Which language were they in?")).to_be_visible()
    _follow(page, "Change")
    page.get_by_label("What happened, in two sentences").fill(f"{WHAT} They were in Danish.")
    _press(page, "Save")
    _follow(page, "Hand in for review")
    _press(page, "Hand in for review")

    admin.open(address)
    _follow(review, "Complete")
    review.get_by_label("Right-wing").check()
    review.get_by_label("Severity").select_option("1")
    _press(review, "Save")
    _follow(review, "Approve")
    _press(review, "Approve")
    expect(review.get_by_text("Approved. It counts from now on.")).to_be_visible()
    assert officer.heard() == admin.heard() == []


def test_a_usual_one_takes_at_most_twelve_interactions(officer: Visitor) -> None:
    """Each click, choice or text typed counts as one; the way there and saving count too."""
    page = officer.open(LIST)
    taken: list[Callable[[], object]] = [
        lambda: _follow(page, "Record an observation"),
        lambda: page.get_by_label("Title").fill("Paint on the door"),
        lambda: page.get_by_label("What happened, in two sentences").fill("Paint was thrown at a door."),
        lambda: page.get_by_label("Hate offence").check(),
        lambda: page.get_by_label("Property damage").check(),
        lambda: page.get_by_label("Muslims").check(),
        lambda: page.get_by_label("When", exact=True).fill("2026-03-01"),
        lambda: page.get_by_label("District", exact=True).nth(1).select_option(index=1),
        lambda: page.get_by_label("Told by a partner who saw it").check(),
        lambda: _press(page, "Save"),
    ]
    for act in taken:
        act()
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()
    assert len(taken) <= 12
