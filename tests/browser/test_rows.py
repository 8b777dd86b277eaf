"""Rows of a form: one that was taken out stays where it was, says so, and comes back by one press."""

from playwright.sync_api import Browser, expect

from tests.browser.filing import HERE
from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site


def test_a_row_that_was_removed_has_its_way_back_beside_it(browser: Browser, site: Site) -> None:
    """It was a tick far away."""
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        number = site.places["consultation"]["pk"]
        page = visitor.sign_in("officer").open(f"{HERE}consultations/{number}/heard/")
        row = page.locator("#organisations [data-row]").first
        remove, undo = row.locator("[data-row-remove]"), row.locator("[data-row-undo]")
        expect(undo).to_be_hidden()
        remove.focus()
        page.keyboard.press("Enter")
        expect(row.get_by_text("Removed.")).to_be_visible()
        expect(undo).to_be_focused()
        tick = row.locator("[data-row-tick] input")
        assert tick.is_checked()
        page.keyboard.press("Enter")
        expect(remove).to_be_focused()
        expect(undo).to_be_hidden()
        assert not tick.is_checked()
