"""What officers do at a browser, for the tests that go on from there."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.browser.seeing import Visitor

HERE = "/city/elverhavn/"
KEPT = re.compile("Kept as a draft at")
OFFLINE = re.compile("No connection")
WHAT = "Stickers that call for violence were put on the shelter. They were taken down the same day."


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def go_on(page: Page) -> None:
    """A phone shows a long form part by part."""
    to_the_next = page.get_by_role("button", name="Next", exact=True)
    if to_the_next.is_visible():
        to_the_next.click()


def unfold(page: Page) -> None:
    """And others as a list of their parts, the first of which is open."""
    folded = page.locator(".form-part:visible[aria-expanded=false]")
    while folded.count():
        folded.first.click()


def file_observation(officer: Visitor, *, title: str, day: str) -> str:
    """On the short form, the tab closed half-way; handed in. Returns its address."""
    page = officer.open(f"{HERE}observations/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("What happened, in two sentences").fill(WHAT)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    page = officer.page = officer.context.new_page()
    officer.open(f"{HERE}observations/new/")
    assert page.get_by_label("What happened, in two sentences").input_value() == WHAT
    page.get_by_label("Incitement to violence or hatred").check()
    page.get_by_label("Propaganda").check()
    go_on(page)
    page.get_by_label("City-wide").check()
    expect(page.locator("#div_id_district")).to_be_hidden()
    page.get_by_label("District", exact=True).first.check()
    page.locator("select[name=district]").select_option(index=1)
    page.get_by_label("When", exact=True).fill(day)
    go_on(page)
    page.get_by_label("Seen by our staff").check()
    press(page, "Save")
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()
    return page.url


def record_workshop(officer: Visitor, bodies: Sequence[str], *, title: str, day: str) -> str:
    """From the rule to the needs, the tab closed half-way and the network cut once. Returns its address.

    Of `bodies` three are of one sector and take part, the fourth does not answer.
    """
    page = officer.open(f"{HERE}consultations/new/")
    page.get_by_label("Workshop").check()
    page.get_by_label("Title").fill(title)
    page.get_by_label("When", exact=True).fill(day)
    page.get_by_label("Chatham House rule").check()
    expect(page.locator("#div_id_named_admin")).to_be_hidden()
    press(page, "Go on")
    address = page.url.removesuffix("change/")
    follow(page, "The session")
    page.get_by_label("City-wide").check()
    press(page, "Save, then: Who was heard")
    for number, name in enumerate(bodies):
        if number:
            page.locator("#organisations").get_by_role("button", name="Add: organisation").click()
        page.locator(f"[name=organisations-{number}-organisation]").select_option(label=name)
    page.locator("[name=organisations-3-answer]").select_option("silent")
    page.get_by_label("People who took part").fill("23")
    expect(page.get_by_text(KEPT)).to_be_visible()
    # the tab is closed half-way: all four rows are there again
    page.close()
    page = officer.page = officer.context.new_page()
    page.goto(f"{address}heard/")
    assert page.get_by_label("People who took part").input_value() == "23"
    expect(page.locator("#organisations [data-row]")).to_have_count(4)
    press(page, "Save, then: Consent and promises")
    page.get_by_label("Spoken, after the rule was read out").check()
    press(page, "Save, then: Needs")
    _write_needs(officer, page)
    expect(page.get_by_role("heading", name="Outlook").first).to_be_visible()
    return address


def _write_needs(officer: Visitor, page: Page) -> None:
    """Three rows, one taken out again; the network is away for a while."""
    needs = page.locator("#needs")
    page.locator("[name=needs-0-statement]").fill("A warm place that is open in the evening")
    page.locator("[name=needs-0-category]").select_option("safe_spaces")
    page.locator("[name=needs-0-priority]").select_option("5")
    page.locator("[name=needs-0-raised_by]").select_option(label="Faith")
    needs.get_by_role("button", name="Add: need").click()
    officer.context.set_offline(True)
    page.locator("[name=needs-1-statement]").fill("A number to call that somebody answers")
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    officer.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.locator("[name=needs-1-category]").select_option("information")
    page.locator("[name=needs-1-priority]").select_option("3")
    # of the police one body was asked and none came: its block is all there is to choose
    offered = page.locator("[name=needs-1-raised_by]").locator("option").all_inner_texts()
    assert "Faith" in offered
    assert "Police" not in offered
    page.locator("[name=needs-1-raised_by]").select_option(label="Residents")
    needs.get_by_role("button", name="Add: need").click()
    page.locator("[name=needs-2-statement]").fill("Not this one")
    needs.get_by_role("button", name="Remove Need 3").click()
    expect(page.locator("[name=needs-2-statement]")).to_be_hidden()
    expect(page.get_by_text(KEPT)).to_be_visible()
    press(page, "Save, then: Outlook")


def hand_in(page: Page) -> None:
    follow(page, "Hand in for review")
    press(page, "Hand in for review")


def send_back(admin: Visitor, address: str, *, asking: str) -> None:
    """As its reviewer, with a question to its author."""
    page = admin.open(address)
    follow(page, "Return to the author")
    page.get_by_label("What is missing").fill(asking)
    press(page, "Return to the author")
    expect(page.get_by_text("Returned to its author.")).to_be_visible()


def approve(admin: Visitor, address: str) -> None:
    page = admin.open(address)
    follow(page, "Approve")
    press(page, "Approve")
    expect(page.get_by_text("Approved. It counts from now on.")).to_be_visible()
