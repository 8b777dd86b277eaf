"""Free text is screened beside its field as one types, and once more when it is saved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeing import Visitor

FORM = "/city/elverhavn/processing-record/"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor.sign_in("admin").open(FORM)


def test_it_says_what_was_found_when_one_leaves_the_field_and_what_it_cannot_find(page: Page) -> None:
    field = page.get_by_label("Purpose", exact=True)
    field.fill("Ask Ahmed Yusuf")
    field.blur()
    note = page.locator("#id_purpose_screen")
    expect(note).to_have_text(
        "This could lead to a person: likely name “Ahmed Yusuf”. Take it out, or be sure that it must stay."
    )
    field.fill("Ask the caretaker")
    field.blur()
    expect(note).to_have_text(
        "No numbers, street addresses, licence plates, handles or known names. Check for anyone recognisable."
    )
    assert "id_purpose_screen" in (field.get_attribute("aria-describedby") or "")


def test_what_was_found_is_linked_from_the_summary_and_may_be_saved_all_the_same(page: Page) -> None:
    field = page.get_by_label("Opinion of the data-protection officer", exact=True)
    field.fill("Ask Ahmed Yusuf")
    page.get_by_role("button", name="Save", exact=True).click()
    # what the test before typed under another field may have been kept
    page.get_by_role("link", name="Opinion of the data-protection officer: This could lead to a person").click()
    expect(field).to_be_focused()
    page.get_by_role("button", name="It must stay: go on all the same").click()
    expect(page.get_by_text("The processing record is kept.")).to_be_visible()
    expect(page.get_by_label("Opinion of the data-protection officer", exact=True)).to_have_value("Ask Ahmed Yusuf")


def test_what_was_found_does_not_push_a_button_from_under_the_pointer(page: Page) -> None:
    field = page.get_by_label("Purpose", exact=True)
    field.fill("Ask Ahmed Yusuf first")
    button = page.get_by_role("button", name="Save", exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    with page.expect_response("**/screening/"):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
        page.mouse.down()
    page.wait_for_timeout(200)  # as long as people hold a button
    assert button.bounding_box() == box
    with page.expect_navigation():
        page.mouse.up()
