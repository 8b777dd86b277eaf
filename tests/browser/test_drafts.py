"""A form left half-way, in a browser: nothing typed is lost, and nothing is overwritten unseen."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.filing import press
from tests.browser.seeing import Visitor

FORM = "/city/elverhavn/processing-record/"
NEW = "/city/elverhavn/observations/new/"
KEPT = re.compile("Kept as a draft at")
KEPT_HERE = "Object.keys(sessionStorage).filter((name) => name.startsWith('typed ')).length"


def _type(page: Page, text: str) -> None:
    page.get_by_label("Purpose", exact=True).fill(text)


def _typed(page: Page) -> str:
    return page.get_by_label("Purpose", exact=True).input_value()


def _say_yes_to_leaving(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The form without a draft of an earlier test."""
    page = visitor.sign_in("admin").open(FORM)
    if throw_away := page.get_by_role("link", name="Throw the draft away").all():
        throw_away[0].click()
        page.get_by_role("button", name="Throw away").click()
        expect(page.get_by_text("The draft was thrown away.")).to_be_visible()
    return page


def test_a_tab_closed_half_way_loses_nothing(visitor: Visitor, page: Page) -> None:
    _type(page, "A sentence nobody has saved")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    again = visitor.context.new_page()
    again.goto(FORM)
    assert _typed(again) == "A sentence nobody has saved"
    expect(again.get_by_text("Your draft")).to_be_visible()


def test_a_lost_connection_says_so_and_keeps_the_text(visitor: Visitor, page: Page) -> None:
    _say_yes_to_leaving(page)
    visitor.context.set_offline(True)
    _type(page, "Typed in a tunnel")
    expect(page.get_by_role("alert").filter(has_text="No connection")).to_be_visible()
    assert _typed(page) == "Typed in a tunnel"
    visitor.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="No connection")).to_be_hidden()
    page.reload()
    assert _typed(page) == "Typed in a tunnel"


def test_the_second_of_two_tabs_is_told_and_chooses(visitor: Visitor, page: Page) -> None:
    other = visitor.context.new_page()
    other.goto(FORM)
    _type(page, "The first tab")
    expect(page.get_by_text(KEPT)).to_be_visible()
    _type(other, "The second tab")
    expect(other.get_by_role("alert").filter(has_text="another tab")).to_be_visible()
    other.get_by_role("button", name="Show the other").click()
    expect(other.get_by_text("Your draft")).to_be_visible()
    assert _typed(other) == "The first tab"
    _type(other, "The second tab, later")
    expect(other.get_by_text(KEPT)).to_be_visible()
    _type(page, "The first tab again")
    page.get_by_role("button", name="Keep what stands here").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    assert _typed(page) == "The first tab again"


def test_whoever_is_signed_out_meanwhile_is_told_and_keeps_the_text(visitor: Visitor, page: Page) -> None:
    _say_yes_to_leaving(page)
    visitor.context.clear_cookies(name="sessionid")
    _type(page, "Typed too late")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    assert _typed(page) == "Typed too late"


def test_signing_out_throws_away_what_this_device_kept(visitor: Visitor, page: Page) -> None:
    _say_yes_to_leaving(page)
    other = visitor.context.new_page()
    other.goto(FORM)
    for tab in (page, other):
        tab.route("**/drafts/**", lambda route: route.abort())
        _type(tab, "Kept on the device")
        expect(tab.get_by_role("alert").filter(has_text="kept on this device")).to_be_visible()
        assert tab.evaluate(KEPT_HERE) == 1
    page.locator("form[action$='/account/logout/'] button").evaluate("button => button.click()")
    page.wait_for_url("**/account/login/**")
    for tab in (page, other):
        assert tab.evaluate(KEPT_HERE) == 0


def test_sending_the_form_at_once_leaves_no_draft_behind(visitor: Visitor, page: Page) -> None:
    _type(page, "Written in one go, and saved before it was kept as a draft")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The processing record is kept.")).to_be_visible()
    expect(page.get_by_text("Your draft")).to_be_hidden()
    assert visitor.heard() == []


@pytest.fixture
def officer(visitor: Visitor) -> Iterator[Visitor]:
    """Whose drafts of new observations are thrown away afterwards: other tests begin with an empty form."""
    yield visitor.sign_in("officer")
    page = visitor.page = visitor.context.new_page()
    while visitor.open(NEW).get_by_role("link", name="Throw the draft away").count():
        page.get_by_role("link", name="Throw the draft away").click()
        page.get_by_role("button", name="Throw away").click()
        expect(page.get_by_text("The draft was thrown away.")).to_be_visible()


def test_back_after_saving_opens_what_was_saved_and_makes_no_second(officer: Visitor) -> None:
    page = officer.open(f"{NEW}?new")
    page.get_by_label("Title").fill("Saved once")
    page.get_by_label("What happened, in two sentences").fill("Paint was thrown at a door.")
    page.get_by_label("Hate offence").check()
    page.get_by_label("Property damage").check()
    page.get_by_label("City-wide").check()
    page.get_by_label("When", exact=True).fill("2026-03-01")
    page.get_by_label("Told by a partner who saw it").check()
    press(page, "Save")
    made = page.url
    page.go_back()
    assert page.url == made
    expect(page.get_by_text("This form was saved already: here it is.")).to_be_visible()
    officer.open("/city/elverhavn/observations/?q=Saved+once")
    expect(page.get_by_role("link", name="Saved once")).to_have_count(1)


def test_two_tabs_of_something_new_keep_a_draft_each(officer: Visitor) -> None:
    page = officer.open(f"{NEW}?new")
    other = officer.context.new_page()
    other.goto(f"{officer.site.address}{NEW}?new")
    for tab, title in ((page, "The one"), (other, "The other")):
        tab.get_by_label("Title").fill(title)
        expect(tab.get_by_text(KEPT)).to_be_visible()
    for tab, title in ((page, "The one"), (other, "The other")):
        tab.reload()
        assert tab.get_by_label("Title").input_value() == title


def test_what_came_back_with_an_error_is_kept(officer: Visitor) -> None:
    page = officer.open(f"{NEW}?new")
    page.get_by_label("Title").fill("Typed just before")
    press(page, "Save")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    again = officer.context.new_page()
    again.goto(f"{officer.site.address}{NEW}")
    assert again.get_by_label("Title").input_value() == "Typed just before"


def _speak(page: Page, language: str) -> None:
    page.locator(f"[data-look] button[value={language}]").last.evaluate("button => button.click()")
    expect(page.locator("html")).to_have_attribute("lang", language)


# Forms that are kept as drafts, and those that are not; one where nobody is signed in. A password is never kept.
TYPED = {
    "/city/elverhavn/people/invite/?new": ("admin", "email", "half.typed@elverhavn.example"),
    "/city/elverhavn/settings/": ("admin", "worry_channel", "Half a channel"),
    "/account/": ("admin", "name", "Half a name"),
    "/city/elverhavn/people/?q=": ("admin", "q", "half a word"),
    "record_erase": ("admin", "reason", "Half a reason"),
    "record_step": ("admin", "withdrawn_reason", "Half a reason"),
    "/account/login/": ("", "login", "half.typed@elverhavn.example"),
}


@pytest.mark.parametrize("address", TYPED)
def test_another_language_leaves_what_was_typed(address: str, visitor: Visitor) -> None:
    who, field, text = TYPED[address]
    if not address.startswith("/"):
        address = reverse(address, kwargs={"city": "elverhavn", **visitor.site.places[address]})
    page = visitor.sign_in(who).open(address)
    page.locator(f"main [name={field}]").fill(text)
    if not who:
        page.locator("[name=password]").fill("meadow-copper-violin")
    for language in ("da", "en"):
        _speak(page, language)
        expect(page.locator(f"main [name={field}]")).to_have_value(text)
        stored = page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('look'))")
        assert stored == []
    if not who:
        expect(page.locator("[name=password]")).to_have_value("")
    assert visitor.heard() == []
