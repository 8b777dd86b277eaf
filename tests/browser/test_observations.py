"""An observation on the officer's short form, on a phone and at a desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.filing import follow, press
from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site

LIST = "/city/elverhavn/observations/"


@pytest.fixture(params=[{"width": 390, "height": 844}, DESK], ids=["phone", "desk"])
def officer(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, viewport=request.param) as visitor:
        yield visitor.sign_in("officer")


def test_a_usual_one_takes_at_most_twelve_interactions(officer: Visitor) -> None:
    """Each click, choice or text typed counts as one; the way there and saving count too."""
    page = officer.open(LIST)
    taken: list[Callable[[], object]] = [
        lambda: follow(page, "Record an observation"),
        lambda: page.get_by_label("Title").fill("Paint on the door"),
        lambda: page.get_by_label("What happened, in two sentences").fill("Paint was thrown at a door."),
        lambda: page.get_by_label("Hate offence").check(),
        lambda: page.get_by_label("Property damage").check(),
        lambda: page.get_by_label("Muslims").check(),
        lambda: page.get_by_label("When", exact=True).fill("2026-03-01"),
        lambda: page.locator("select[name=district]").select_option(index=1),
        lambda: page.get_by_label("Told by a partner who saw it").check(),
        lambda: press(page, "Save"),
    ]
    for act in taken:
        act()
    expect(page.get_by_text("Handed in. An admin reviews it.")).to_be_visible()
    assert len(taken) <= 12
