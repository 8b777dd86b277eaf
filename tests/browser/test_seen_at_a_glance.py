"""What eyes stumbled over on the first version: each at the width and in the theme in which it was."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import City
from mapping.models import District, Observation, Source, SourceCoverage
from tests.browser.filing import unfold
from tests.browser.seeing import DESK, PHONE, Theme, Visitor
from tests.browser.site import Site
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.records.makers import make_observation

MAP = "/city/elverhavn/map/?show=count&from=2025-01&until=2025-12"


@pytest.fixture(scope="module")
def _records(site: Site) -> None:
    """Three of May 2025 in the district, which somebody looked at."""
    city = City.objects.get(slug="elverhavn")
    member = make_member(city, "glances@elverhavn.example", "admin")
    with inside(city):
        here, source = District.objects.get(), Source.objects.earliest("pk")
    for _number in range(3):
        row = make_observation(city, place="district", district=here, first_day="2025-05-01", last_day="2025-05-01")
        with inside(city):
            Observation.objects.filter(pk=row.pk).update(
                state="approved", approved_by=member.user, approved_at="2026-01-15T00:00Z", source=source
            )
    with inside(city):
        SourceCoverage.objects.create(
            city=city, source=source, whole_city=True, start="2024-01-01", end="2025-12-31", completeness="full"
        )


@pytest.fixture
def counted(_records: None, visitor: Visitor) -> Visitor:
    return visitor.sign_in("admin")


def below(page: Page, css: str) -> float:
    box = page.locator(css).first.bounding_box()
    assert box, css
    return box["y"] + box["height"]


def test_map_legend_and_labelled_time_stand_on_one_screen_and_values_show_on_hover(counted: Visitor) -> None:
    """V1."""
    page = counted.page
    page.set_viewport_size(DESK)
    counted.open(MAP)
    for css in ("svg.map", ".map-legend", ".brush-bars", ".brush-years"):
        assert below(page, css) <= DESK["height"], css
    titles: list[str] = page.evaluate(
        "[...document.querySelectorAll('svg.map a title')].map((each) => each.textContent)"
    )
    assert titles
    assert all(each.startswith("District 1: ") for each in titles)
    may = page.locator('svg.brush-bars g[data-month="2025-05"]')
    assert may.locator("title").text_content() == "May 2025: 3"
    years: list[str] = page.evaluate(
        "[...document.querySelectorAll('svg.brush-years text')].map((each) => each.textContent)"
    )
    assert "2025" in years


def test_a_map_on_a_phone_comes_before_its_filters_and_names_districts(counted: Visitor) -> None:
    """No names, and filters before the map."""
    page = counted.page
    page.set_viewport_size(PHONE)
    counted.open(MAP)
    drawn = page.locator("svg.map").first.bounding_box()
    assert drawn
    assert drawn["y"] < 500
    fields = [each.bounding_box() for each in page.locator("main :is(input, select):visible").all()]
    assert [box for box in fields if box and box["y"] < drawn["y"]] == []
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('svg.map text')].filter((each) => each.getClientRects().length)"
        ".map((each) => each.textContent.trim())"
    )
    assert "District 1" in names


RAMP = """() => {
  const drawn = document.createElement("canvas").getContext("2d");
  return [1, 2, 3, 4, 5, 6, 7].map((step) => {
    const styles = getComputedStyle(document.documentElement);
    drawn.fillStyle = styles.getPropertyValue(`--ramp-${step}`).trim();
    drawn.fillRect(0, 0, 1, 1);
    const [red, green, blue] = drawn.getImageData(0, 0, 1, 1).data;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
}"""


@pytest.mark.parametrize(("theme", "grows"), [("light", False), ("dark", True)])
def test_few_is_near_the_ground_and_much_stands_out_in_either_theme(
    theme: Theme, grows: bool, counted: Visitor
) -> None:
    """In the dark pale districts glowed."""
    counted.open(MAP)
    counted.wear(theme)
    light: list[float] = counted.page.evaluate(RAMP)
    assert light == sorted(light, reverse=not grows)
    assert len(set(light)) == len(light)


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_the_line_of_a_district_stands_below_its_words(width: Any, counted: Visitor) -> None:
    """Bars stood above their words, and a line had none."""
    page = counted.page
    page.set_viewport_size(width)
    counted.open(f"{MAP}&district=1")
    words = page.get_by_text("Records by month", exact=False).first
    expect(words).to_be_visible()
    box, line = words.bounding_box(), page.locator("#district svg, .district-panel svg").first.bounding_box()
    assert box
    assert line
    assert box["y"] <= line["y"]


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_download_stands_beside_the_marking_of_a_report(
    width: Any, site: Site, visitors: Callable[[str], Visitor]
) -> None:
    """It fell under the badge."""
    page = visitors("admin").open(f"/city/elverhavn/diagnoses/{site.places['diagnosis']['number']}/")
    page.set_viewport_size(width)
    download = page.get_by_role("link", name="Download").first
    row = page.locator(".rows li, .report-row, li", has=download).first
    badge, button = row.locator(".tlp").first.bounding_box(), download.bounding_box()
    assert badge
    assert button
    assert badge["x"] + badge["width"] <= button["x"]
    middle = badge["y"] + badge["height"] / 2
    assert button["y"] <= middle <= button["y"] + button["height"]


def test_what_was_done_is_said_above_the_note_of_the_screen(counted: Visitor) -> None:
    """The note stood above every green success."""
    page = counted.open("/city/elverhavn/organisations/new/")
    page.get_by_label("Name", exact=True).fill("Library on the quay")
    page.get_by_label("Type", exact=True).select_option("education")
    page.get_by_label("What it does").fill("Lends books.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    said = page.locator("[data-notice]")
    expect(said.first).to_be_visible()
    kinds = [each.get_attribute("class") for each in said.all()]
    assert kinds == ["notice notice-success", "notice notice-info"]


LINES_OF_SHORT_CELLS = """
[...document.querySelectorAll(".table-stack td[data-short]:not(:empty)")].map((each) => {
  const range = document.createRange();
  range.selectNodeContents(each);
  return new Set([...range.getClientRects()].map((line) => line.top)).size;
})
"""


def test_days_and_places_stand_on_one_line_beside_a_long_title(counted: Visitor) -> None:
    """They wrapped, and fifty rows took 4,000 pixels."""
    city = City.objects.get(slug="elverhavn")
    for hour in (None, 17):
        make_observation(city, title="Stickers at the library and at every door of it " * 3, hour=hour)
    counted.page.set_viewport_size(DESK)
    page = counted.open("/city/elverhavn/observations/?q=every+door")
    assert set(page.evaluate(LINES_OF_SHORT_CELLS)) == {1}
    # an hour stands beside its day
    days = page.locator("tbody td .in-one:visible")
    assert any("17:00" in text for text in days.all_inner_texts())
    assert len({box["height"] for box in (each.bounding_box() for each in days.all()) if box}) == 1


WEIGHT = "each => [parseFloat(getComputedStyle(each).fontSize), parseFloat(getComputedStyle(each).fontWeight)]"


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_the_state_of_a_record_speaks_louder_than_its_marking(width: Any, counted: Visitor) -> None:
    """It was the other way round."""
    make_observation(City.objects.get(slug="elverhavn"), title="Stickers at the quay", state="submitted")
    counted.page.set_viewport_size(width)
    row = counted.open("/city/elverhavn/observations/?q=at+the+quay").locator("tbody tr").first
    state, marking = (row.locator(css).first.evaluate(WEIGHT) for css in (".chip", ".tlp"))
    assert state[0] > marking[0]
    assert state[1] > marking[1]


LONG_FORMS = [
    # the form, its parts as a phone lists them, and a field with the place of the part that holds it
    ("projects/new/", 6, "What was learnt?", 5),
    ("processing-record/", 5, "Observations", 4),
    ("consultations/conversation/", 6, "Spoken, after the rule was read out", 2),
]


@pytest.mark.parametrize(
    ("address", "parts", "label", "place"), LONG_FORMS, ids=["project", "processing-record", "conversation"]
)
def test_a_long_form_of_a_phone_is_a_list_of_its_parts_with_what_is_missing(
    address: str, parts: int, label: str, place: int, visitors: Callable[[str], Visitor]
) -> None:
    """It was more than 4,000 pixels of fields, and nothing led from one part to another."""
    page = visitors("admin").open(f"/city/elverhavn/{address}")
    page.set_viewport_size(DESK)
    field = page.get_by_label(label)
    expect(page.locator(".form-part:visible")).to_have_count(0)
    expect(field).to_be_visible()
    page.set_viewport_size(PHONE)
    titles = page.locator(".form-part:visible")
    expect(titles).to_have_count(parts)
    assert [each.get_attribute("aria-expanded") for each in titles.all()] == ["true", *["false"] * (parts - 1)]
    expect(field).to_be_hidden()
    box = page.locator("form.form").bounding_box()
    assert box
    assert box["height"] < 1600
    titles.nth(place).focus()
    page.keyboard.press("Enter")
    expect(field).to_be_visible()
    page.set_viewport_size(DESK)
    expect(titles).to_have_count(0)


@pytest.mark.usefixtures("_records")
def test_completing_a_record_opens_the_part_that_the_reviewer_came_to_fill(visitors: Callable[[str], Visitor]) -> None:
    """What the officer filled stood open above it, and theirs was folded below."""
    row = make_observation(City.objects.get(slug="elverhavn"), state="submitted")
    page = visitors("admin").open(f"/city/elverhavn/observations/{row.pk}/change/")
    page.set_viewport_size(PHONE)
    opened = page.locator(".form-part:visible[aria-expanded=true]")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("For the reviewer: what it was part of")
    expect(page.get_by_label("Title", exact=True)).to_be_hidden()


def test_a_part_says_what_it_needs_until_it_is_there_and_opens_where_something_is_wrong(
    visitors: Callable[[str], Visitor],
) -> None:
    page = visitors("officer").open("/city/elverhavn/projects/new/?new")
    page.set_viewport_size(PHONE)
    what, whom = page.locator(".form-part").nth(0), page.locator(".form-part").nth(1)
    expect(what).to_have_text("What it is for Needed: 2")
    page.get_by_label("Title", exact=True).fill("A hall in the evening")
    expect(what).to_have_text("What it is for Needed: 1")
    page.get_by_label("What is to be different afterwards?").fill("There is somewhere to go.")
    expect(what).to_have_text(re.compile(r"What it is for Filled in: 3 of [34]"))
    expect(whom).to_have_text("With and for whom Needed: 2")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_label("Title", exact=True)).to_be_hidden()  # nothing is wrong there
    expect(page.get_by_label("With and for whom is it?")).to_be_visible()
    page.locator(".form-part[aria-expanded=true]").last.click()
    page.locator("[data-error-summary] a").last.click()
    expect(page.locator(".field :focus")).to_be_visible()
    page.set_viewport_size(DESK)
    expect(page.get_by_label("Title", exact=True)).to_have_value("A hall in the evening")
    # of what another answer hides nothing is counted: on one day, in the whole city, offline
    admin = visitors("admin")
    page = admin.open(f"/city/elverhavn/observations/{admin.site.places['observation_change']['pk']}/change/")
    page.set_viewport_size(PHONE)
    when = page.locator("fieldset", has=page.get_by_label("Hour"))
    expect(when.locator(".form-part")).to_have_text("When and where Filled in: 4 of 5")
    when.locator(".form-part").click()
    page.locator("#id_space_1").check()
    expect(when.locator(".form-part")).to_have_text("When and where Filled in: 4 of 6")
    page.set_viewport_size(DESK)


@pytest.mark.parametrize(("address", "field"), [("projects/new/", "needs"), ("consultations/new/", "instrument")])
def test_a_dozen_short_choices_stand_two_beside_each_other_on_a_phone(
    address: str, field: str, visitors: Callable[[str], Visitor]
) -> None:
    page = visitors("admin").open(f"/city/elverhavn/{address}")
    page.set_viewport_size(PHONE)
    unfold(page)
    places = [each.bounding_box() for each in page.locator(f"#div_id_{field} .form-check").all()]
    assert len({each["x"] for each in places if each}) == 2
    assert len({each["y"] for each in places if each}) <= len(places) / 2 + 1


@pytest.mark.parametrize("page_of", ["diagnoses", "people", "population-groups", "observations"])
def test_what_shows_a_list_stands_beside_its_last_filter(page_of: str, counted: Visitor) -> None:
    counted.page.set_viewport_size(DESK)
    page = counted.open(f"/city/elverhavn/{page_of}/")
    last = page.locator(".filters-row > .filter").last.bounding_box()
    shows = page.locator(".filters button[type=submit]").last.bounding_box()
    assert last
    assert shows
    assert 0 < shows["x"] - (last["x"] + last["width"]) < 24


def test_on_a_phone_nothing_is_to_be_shown_before_the_filters_of_a_list_without_a_search_are_open(
    visitor: Visitor,
) -> None:
    """*Show* stood alone above the list, and reloaded it as it was."""
    page = visitor.sign_in("admin").page
    page.set_viewport_size(PHONE)
    visitor.open("/city/elverhavn/history/")
    show = page.locator(".filters button[type=submit]")
    expect(page.locator(".filters-all")).not_to_have_attribute("open", "")
    expect(show).to_be_hidden()
    page.locator(".filters-all > summary").click()
    expect(show).to_be_visible()
