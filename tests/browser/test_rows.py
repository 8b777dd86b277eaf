"""What a form shows of itself: rows that were taken out, and fields that an answer asks for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.filing import HERE
from tests.browser.seeing import DESK, PHONE, Visitor
from tests.browser.site import Site

# Those that had the class of one whose answers show fields, and those that have it.
FORMS = (
    *("organisations/new", "population-groups/new", "consultations/conversation", "consultations/new"),
    *("observations/new", "factors/new", "sources/new"),
)

# Of each answer in turn: which fields can be seen then.
NEVER_SEEN = """() => {
  const form = document.querySelector("main form:has(.form-actions)");
  const fields = [...form.querySelectorAll(".field")];
  const seen = new Set();
  const look = () => fields.forEach((field) => { if (field.getClientRects().length) seen.add(field.id); });
  form.querySelectorAll("details").forEach((each) => { each.open = true; });
  look();
  form.querySelectorAll("[type=radio], [type=checkbox]:not(.row-removal *)")
    .forEach((each) => { each.checked = true; look(); });
  form.querySelectorAll("select").forEach((select) => {
    [...select.options].forEach((option) => { option.selected = true; look(); });
  });
  return fields.map((field) => field.id).filter((each) => !seen.has(each));
}"""
SIDE_BY_SIDE = """(name) => [...document.querySelectorAll(`[name="${name}"]`)]
  .map((each) => each.getBoundingClientRect().left)"""


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


@pytest.mark.parametrize("of", FORMS)
def test_every_field_of_a_form_is_seen_whatever_answer_asks_for_it(of: str, visitors: Callable[[str], Visitor]) -> None:
    """Nobody ever saw the districts of an organisation: the answer that shows them is a consultation's."""
    page = visitors("admin").open(f"{HERE}{of}/")
    page.set_viewport_size(DESK)
    assert page.evaluate(NEVER_SEEN) == []


def test_many_choices_and_the_two_days_of_a_project_stand_side_by_side(visitors: Callable[[str], Visitor]) -> None:
    """One column of 24 districts was as long as a screen."""
    page = visitors("admin").open(f"{HERE}projects/new/")
    page.set_viewport_size(DESK)
    assert len(set(page.evaluate(SIDE_BY_SIDE, "needs"))) > 1
    days = [page.locator(f"[name={name}]").bounding_box() for name in ("starts_on", "ends_on")]
    assert all(days)
    assert days[0]["y"] == days[1]["y"]  # type: ignore[index]
    assert days[0]["x"] < days[1]["x"]  # type: ignore[index]
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Where and when").click()
    days = [page.locator(f"[name={name}]").bounding_box() for name in ("starts_on", "ends_on")]
    assert days[0]["y"] < days[1]["y"]  # type: ignore[index]


# A table as wide as the words of a long one, in a frame of 320 px.
WIDE = """() => {
  const frame = document.querySelector(".table-frame[tabindex]");
  frame.style.width = "20rem";
  frame.firstElementChild.style.width = "60rem";
  return getComputedStyle(frame).backgroundAttachment;
}"""


def test_what_of_a_table_lies_beside_the_screen_is_hinted_at(site: Site, visitors: Callable[[str], Visitor]) -> None:
    """The last column, in which stands whether it is met, could not be known of."""
    page = visitors("admin").open(f"{HERE}diagnoses/{site.places['edition_page']['number']}/read/restricted/")
    assert "local" in page.evaluate(WIDE)


DRAWN = """() => {
  const drawing = document.createElement("div");
  drawing.className = "report-drawing";
  drawing.tabIndex = 0;
  document.querySelector("main").append(drawing);
  return getComputedStyle(drawing).backgroundColor;
}"""


def test_a_figure_stands_on_white_in_every_theme(site: Site, visitors: Callable[[str], Visitor]) -> None:
    """It is drawn for paper: its dark words stood on a dark card."""
    visitor = visitors("admin")
    visitor.open(f"{HERE}diagnoses/{site.places['edition_page']['number']}/read/restricted/")
    visitor.wear("dark")
    assert visitor.page.evaluate(DRAWN) == "rgb(255, 255, 255)"
