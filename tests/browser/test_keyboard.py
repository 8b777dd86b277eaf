"""Without a mouse, without JavaScript, on paper: what the shell promises to whoever uses it otherwise."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site
from tests.factories import PASSWORD, totp_code

PROJECT = "/city/elverhavn/projects/new/"
SOURCE = "/city/elverhavn/sources/new/"
HOME, PEOPLE, INVITE = "/city/elverhavn/", "/city/elverhavn/people/", "/city/elverhavn/people/invite/"


def _focused(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return words.strip()


def test_the_first_stop_leads_past_the_navigation(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(PEOPLE)
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to the content"
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_every_stop_can_be_seen_and_says_where_it_is(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(PEOPLE)
    stops = 0
    while stops < 100:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        outlined = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }"
        )
        assert outlined, f"no outline on {_focused(page)}"
    assert stops > 20


def test_a_menu_opens_and_escape_closes_it_where_one_was(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(HOME)
    menu = page.locator("details[data-menu]").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement === [...document.querySelectorAll('[data-menu] summary')].at(-1)")


def test_a_question_comes_as_a_dialog_and_leads_back_to_its_link(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(PEOPLE)
    link = page.locator("a[data-confirm]").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Remove from the city")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    assert visitor.heard() == []


def test_after_a_refused_form_one_stands_at_its_summary(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(INVITE)
    visitor.send_as_it_stands()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail address")).to_be_focused()


def test_several_of_many_are_searched_and_chosen_without_a_mouse(visitor: Visitor) -> None:
    page = visitor.sign_in("officer").open(PROJECT)
    partners = page.get_by_role("group", name="Partners")
    search, boxes = partners.get_by_label("Search these"), partners.get_by_role("checkbox")
    name = partners.locator(".form-check-label").first.inner_text()
    search.fill("nobody is called so")
    expect(boxes).to_have_count(0)
    expect(partners.get_by_text("None is called that.")).to_be_visible()
    search.fill(name.upper())
    search.press("Enter")
    page.keyboard.press("Space")
    expect(partners.get_by_role("checkbox", name=name)).to_be_checked()
    expect(partners.get_by_text("1 chosen")).to_be_visible()
    search.fill("nobody is called so")
    expect(boxes).to_have_count(1)  # what is chosen stays in view
    expect(page.locator("[data-error-summary]")).to_have_count(0)  # Enter sent no form
    assert visitor.heard() == []


def test_a_message_that_arrives_is_announced(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(HOME)
    page.evaluate("document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {value: 'Saved.'}}))")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_before_the_session_ends_one_is_asked_to_stay(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, own=True) as visitor:
        page = visitor.sign_in("officer").page
        page.clock.install()
        visitor.open(HOME)
        with page.expect_response(lambda answer: answer.request.headers.get("x-by-itself") == "1"):
            page.clock.fast_forward("26:00")
        # Another tab has used the session meanwhile: no reason to warn anybody.
        warning = page.get_by_role("dialog", name="You will soon be signed out")
        expect(warning).not_to_be_visible()
        page.evaluate("null")  # the page has heard the answer, and asks again when the time is up
        site.left_alone(visitor.session(), seconds=1600)
        page.clock.fast_forward("29:00")
        expect(warning).to_be_visible()
        page.keyboard.press("Enter")
        expect(warning).not_to_be_visible()
        assert visitor.heard() == []


def test_a_session_that_has_ended_is_said_to_have(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, own=True) as visitor:
        page = visitor.sign_in("officer").page
        page.clock.install()
        visitor.open(HOME)
        visitor.context.clear_cookies()
        page.clock.fast_forward("31:00")
        expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()


def test_on_paper_there_is_the_content_alone(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(PEOPLE)
    page.emulate_media(media="print")
    for place in (".shell-header", ".shell-footer", ".skip-link", ".filters"):
        expect(page.locator(place).first).not_to_be_visible()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    expect(page.locator("table").first).to_be_visible()
    # the buttons of a record made a sheet of their own
    visitor.open(f"/city/elverhavn/diagnoses/{visitor.site.places['diagnosis']['number']}/")
    for place in ("main .btn", "main .after"):
        assert page.locator(place).count()
        expect(page.locator(f"{place}:visible")).to_have_count(0)
    # what stands below in parts of its own is content
    visitor.open("/city/elverhavn/memorandum/")
    expect(page.locator("section.after h2").first).to_be_visible()


def test_a_list_on_paper_begins_where_it_stands_and_says_what_it_was_narrowed_by(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open("/city/elverhavn/observations/?q=e&state=approved")
    said = page.locator(".only-printed")
    expect(said).not_to_be_visible()
    page.emulate_media(media="print")
    expect(said).to_be_visible()
    expect(said).to_have_text(re.compile(r"Search: e\s+·\s+Review: Approved"))
    for place in (".list-files", ".tabs"):
        expect(page.locator(place).first).not_to_be_visible()
    # what may not be broken is moved to the next sheet as a whole, and leaves the first one empty
    breaks = "document.querySelector('.table-frame')"
    assert page.evaluate(f"getComputedStyle({breaks}).breakInside") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"
    visitor.open("/city/elverhavn/observations/")
    expect(page.locator(".only-printed")).to_have_count(0)


def test_a_city_s_first_page_fills_its_sheets(visitor: Visitor) -> None:
    """What waits goes on where it stands, its lines whole; the five steps stand in one row."""
    page = visitor.sign_in("admin").open(HOME)
    page.set_viewport_size({"width": 660, "height": 980})  # A4 between its margins
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.home-two > .card')).breakInside") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('.home-waiting li')).breakInside") == "avoid"
    tops = page.evaluate("[...document.querySelectorAll('.standing')].map((each) => each.getBoundingClientRect().top)")
    assert len(tops) == 5
    assert len({*tops}) == 1


def test_who_asks_for_stillness_gets_it(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open("/style/")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((each) => {"
        " const style = getComputedStyle(each);"
        " return parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01; }).length"
    )
    assert moving == 0


def test_a_page_from_right_to_left_fits_a_phone(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").page
    page.set_viewport_size(PHONE)
    for address in (HOME, PEOPLE, INVITE, "/account/", "/style/"):
        visitor.open(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_a_row_is_taken_out_and_put_back_without_a_mouse(visitor: Visitor) -> None:
    page = visitor.sign_in("admin").open(SOURCE)
    page.locator("[name=looked-0-start]").fill("2025-03-01")
    page.get_by_role("button", name="Remove Stretch of time 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=looked-0-start]")).to_be_hidden()
    expect(page.get_by_text("Take this out").first).to_be_hidden()
    expect(page.locator("#looked").get_by_role("status")).to_have_text("Stretch of time 1: Removed.")
    # where the keyboard stands is the way back, also after the draft was opened again
    expect(page.get_by_role("button", name="Undo Stretch of time 1")).to_be_focused()
    expect(page.get_by_text("Kept as a draft at")).to_be_visible()
    page.reload()
    expect(page.locator("#looked").get_by_text("Removed.", exact=True).first).to_be_visible()
    undo = page.get_by_role("button", name="Undo Stretch of time 1")
    undo.focus()
    page.keyboard.press("Space")
    expect(undo).to_be_hidden()
    expect(page.get_by_role("button", name="Remove Stretch of time 1")).to_be_focused()
    expect(page.locator("[name=looked-0-start]")).to_be_visible()
    assert page.locator("[name=looked-0-start]").input_value() == "2025-03-01"
    # of a row that is added too, and nothing of it is left in the others
    page.get_by_role("button", name="Add: stretch of time").click()
    page.get_by_role("button", name="Remove Stretch of time 2").click()
    assert page.locator("#looked [name$=-DELETE]:checked").evaluate_all("all => all.map((each) => each.name)") == [
        "looked-1-DELETE"
    ]


def test_without_a_script_a_tick_takes_a_row_out(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, own=True, java_script_enabled=False) as visitor:
        page = visitor.sign_in("admin").open(SOURCE)
        expect(page.locator("[name=looked-0-DELETE]")).to_be_visible()
        expect(page.get_by_role("button", name="Remove")).to_have_count(0)
        page.locator("[name=looked-0-DELETE]").check()
        expect(page.locator("[name=looked-0-start]")).to_be_hidden()


def test_without_javascript_one_signs_in_searches_and_is_asked_before_a_removal(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, own=True, java_script_enabled=False) as visitor:
        page = visitor.open("/account/login/")
        page.locator("[name=login]").fill(site.cast["admin"].email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.locator("[name=code]").fill(totp_code())
        page.locator("main form button").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Elverhavn")
        visitor.open(PEOPLE)
        page.locator("[name=q]").fill("Rita")
        page.keyboard.press("Enter")
        expect(page.locator("table tbody tr")).to_have_count(1)
        page.locator("a[data-confirm]").first.click()
        expect(page.get_by_role("button", name="Remove")).to_be_visible()
