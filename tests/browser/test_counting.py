"""How much of a field of free text is used is said as one types."""

from playwright.sync_api import expect

from tests.browser.seeing import Visitor


def test_it_counts_as_one_types_and_says_it_aloud_near_the_end_only(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open("/city/elverhavn/processing-record/")
    field, count = page.get_by_label("Purpose", exact=True), page.locator("#id_purpose_count")
    expect(count).to_contain_text("At most 5,000 characters")
    field.fill("x" * 480)
    expect(count.locator("[data-count-shown]")).to_have_text("480 of 5,000 characters")
    page.wait_for_timeout(1200)
    expect(count.get_by_role("status")).to_have_text("")
    field.fill("x" * 4499 + "\n")  # the end of a line is sent as two characters
    expect(count.locator("[data-count-shown]")).to_have_text("4,501 of 5,000 characters")
    expect(count.get_by_role("status")).to_have_text("4,501 of 5,000 characters")
