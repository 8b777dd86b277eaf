"""An observation on the officer's short form, on a phone and at a desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.filing import follow, press
from tests.browser.seeing import DESK, PHONE, Visitor
from tests.browser.site import Site

LIST = "/city/elverhavn/observations/"


@pytest.fixture(params=[{"width": 390, "height": 844}, DESK], ids=["phone", "desk"])
def officer(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=request.param) as visitor:
        yield visitor.sign_in("officer")


def test_a_usual_one_takes_at_most_twelve_interactions(officer: Visitor) -> None:
    """Each click, choice or text typed counts as one; the way there and saving count too."""
    page = officer.open(LIST)
    is_phone = (page.viewport_size or DESK)["width"] < DESK["width"]
    goes_on: list[Callable[[], object]] = [lambda: page.get_by_role("button", name="Next").click()] * is_phone
    taken: list[Callable[[], object]] = [
        lambda: follow(page, "Record an observation"),
        lambda: page.get_by_label("Title").fill("Paint on the door"),
        lambda: page.get_by_label("What happened, in two sentences").fill("Paint was thrown at a door."),
        lambda: page.get_by_label("Hate offence").check(),
        lambda: page.get_by_label("Property damage").check(),
        lambda: page.get_by_label("Muslims").check(),
        *goes_on,
        lambda: page.get_by_label("When", exact=True).fill("2026-03-01"),
        lambda: page.locator("select[name=district]").select_option(index=1),
        *goes_on,
        lambda: page.get_by_label("Told by a partner who saw it").check(),
        lambda: press(page, "Save"),
    ]
    for act in taken:
        act()
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()
    assert len(taken) <= 12


def test_on_a_phone_it_comes_in_three_steps_and_leads_to_the_step_in_which_something_is_wrong(
    browser: Browser, site: Site
) -> None:
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        page = visitor.sign_in("officer").open(f"{LIST}new/")
        title, step = page.get_by_label("Title"), page.locator(".form-steps-at")
        save = page.get_by_role("button", name="Save")
        title.fill("Paint on the door")
        expect(step).to_have_text("Step 1 of 3")
        expect(save).to_be_hidden()
        title.press("Enter")  # goes on, and sends nothing half done
        expect(step).to_have_text("Step 2 of 3")
        expect(page.locator("legend", has_text="When and where")).to_be_focused()
        page.get_by_label("City-wide").check()
        page.get_by_role("button", name="Next").click()
        save.click()
        summary = page.locator("[data-error-summary]")
        expect(summary).to_be_focused()
        expect(step).to_have_text("Step 1 of 3")
        expect(title).to_have_value("Paint on the door")
        summary.get_by_role("link", name="How do we know?").click()
        expect(step).to_have_text("Step 3 of 3")
        expect(page.get_by_label("Seen by our staff")).to_be_focused()
        page.get_by_role("button", name="Previous").click()
        expect(page.get_by_label("City-wide")).to_be_checked()


def test_without_a_script_all_of_it_is_there(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        kept = visitor.sign_in("officer").context.storage_state()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, storage_state=kept)
    page = context.new_page()
    page.goto(f"{site.address}{LIST}new/")
    for label in ("Title", "When", "Seen by our staff"):
        expect(page.get_by_label(label, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.get_by_label("Homicide")).to_be_hidden()
    page.get_by_text("Other kinds").click()
    expect(page.get_by_label("Homicide")).to_be_visible()
    context.close()


def test_a_tapped_district_comes_up_over_the_map_of_a_phone(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        page = visitor.sign_in("officer").open("/city/elverhavn/map/")
        page.evaluate("window.still = true")
        districts = page.locator(".map a")
        districts.first.click()
        sheet = page.locator(".map-sheet")
        expect(sheet.locator("#district-name")).to_be_focused()
        assert page.evaluate("window.still"), "the page was loaded anew"
        assert "district=" in page.url
        below, above = sheet.bounding_box(), page.locator(".map a[aria-current]").bounding_box()
        assert below
        assert above
        assert above["y"] + above["height"] <= below["y"]
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(districts.first).to_be_focused()


def test_a_list_of_a_phone_has_the_search_and_one_line_of_filters(browser: Browser, site: Site) -> None:
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        page = visitor.sign_in("officer").open(LIST)
        shown = "main form.filters :is(input, select, summary, button)"
        names = [
            each.inner_text() or each.get_attribute("name") for each in page.locator(shown).all() if each.is_visible()
        ]
        assert names == ["q", "Filters", "Show"]
        page.get_by_text("Filters", exact=True).click()
        expect(page.get_by_label("Review", exact=True)).to_be_visible()


def test_a_list_of_a_phone_is_dense_and_its_tabs_take_one_line(browser: Browser, site: Site) -> None:
    """A card took 225 pixels, and the tabs three lines; one moves them sideways, and begins where one is."""
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        page = visitor.sign_in("admin").open(LIST)
        cards = [each.bounding_box() for each in page.locator(".table-stack > tbody > tr").all()]
        assert cards
        assert [box["height"] for box in cards if box and box["height"] > 160] == []
        labels = page.locator(".table-stack > tbody > tr").first.locator("td[data-label]:not(:empty)").all()
        assert len({box["y"] // 12 for box in (each.bounding_box() for each in labels) if box}) < len(labels)
        tabs = page.locator("nav.tabs ul")
        height = tabs.bounding_box()
        assert height
        assert height["height"] < 60
        tabs.evaluate("strip => strip.scrollTo({left: strip.scrollWidth, behavior: 'instant'})")
        assert tabs.evaluate("strip => strip.scrollLeft > 0")
        page.locator("nav.tabs a").last.click()
        expect(page.locator("nav.tabs a").last).to_have_attribute("aria-current", "page")
        expect(page.locator("nav.tabs a[aria-current]")).to_be_in_viewport()
