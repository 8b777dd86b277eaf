"""A workshop from its rule to its approval, in a browser: the tab closed half-way, the network cut once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.city import city_context
from accounts.models import City
from stakeholders.models import Organisation
from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site

HERE = "/city/elverhavn/"
KEPT = re.compile("Kept as a draft at")
OFFLINE = re.compile("No connection")


@pytest.fixture(params=[{"width": 390, "height": 844}, DESK], ids=["phone", "desk"])
def officer(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=request.param) as visitor:
        yield visitor.sign_in("officer")


@pytest.fixture
def admin(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser) as visitor:
        yield visitor.sign_in("admin")


@pytest.fixture
def bodies(site: Site) -> list[str]:
    names = ["Congregation at the quay", "Old parish", "Interfaith forum", "Harbour patrol"]
    city = City.objects.get(slug="elverhavn")
    with city_context(city.pk, via="test"):
        for name in names:
            sector = "police" if name == "Harbour patrol" else "faith"
            Organisation.objects.get_or_create(city=city, name=name, defaults={"sector": sector})
    return names


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def _follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def test_a_workshop_is_recorded_returned_corrected_and_approved_by_another(
    officer: Visitor, admin: Visitor, bodies: list[str]
) -> None:
    address = _record(officer, bodies)
    page = officer.page
    page.goto(address)
    expect(page.get_by_text("Safe spaces · priority 5 of 5 · City-wide · Faith")).to_be_visible()
    _follow(page, "Hand in for review")
    _press(page, "Hand in for review")

    review = admin.open(HERE + address.partition(HERE)[2])
    _follow(review, "Return to the author")
    review.get_by_label("What is missing").fill("Who else spoke of this?")
    _press(review, "Return to the author")

    officer.open(HERE)
    _follow(page, "Evening at the quay")
    _follow(page, "Change")
    expect(page.get_by_text("Who else spoke of this?")).to_be_visible()
    _follow(page, "Findings")
    page.locator("[name=findings-0-kind]").select_option("no_concern")
    page.locator("[name=findings-0-statement]").fill("The schools told of no concern.")
    page.locator("[name=findings-0-raised_by]").select_option(label="Public bodies")
    _press(page, "Save")
    _follow(page, "Hand in for review")
    _press(page, "Hand in for review")

    admin.open(HERE)
    _follow(review, "Consultations to review: 1")
    _follow(review, "Evening at the quay")
    _follow(review, "Approve")
    _press(review, "Approve")
    expect(review.get_by_text("Approved. It counts from now on.")).to_be_visible()
    assert [each for each in officer.heard() if "ERR_INTERNET_DISCONNECTED" not in each] == admin.heard() == []


def _record(officer: Visitor, bodies: list[str]) -> str:
    """From the rule to the needs; where it is then."""
    page = officer.open(f"{HERE}consultations/new/")
    page.get_by_label("Workshop").check()
    page.get_by_label("Title").fill("Evening at the quay")
    page.get_by_label("Chatham House rule").check()
    expect(page.locator("#div_id_named_admin")).to_be_hidden()
    _press(page, "Go on")
    address = page.url.removesuffix("change/")

    _follow(page, "The session")
    page.get_by_label("City-wide").check()
    _press(page, "Save, then: Who was heard")
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
    _press(page, "Save, then: Consent and promises")
    page.get_by_label("Spoken, after the rule was read out").check()
    _press(page, "Save, then: Needs")

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
    needs.get_by_label("Take this out").nth(2).check()
    expect(page.locator("[name=needs-2-statement]")).to_be_hidden()
    expect(page.get_by_text(KEPT)).to_be_visible()
    _press(page, "Save, then: Outlook")


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
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(name)


def _tab_to_text(page: Page, text: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(text)
