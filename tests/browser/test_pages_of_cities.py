"""Every page of a city itself, looked at by a browser, and mirrored."""

from collections.abc import Callable

import pytest

from tests.addresses import names
from tests.browser.pages import NO_PAGES, OF_CITIES, OF_DIAGNOSES, OF_EVIDENCE, OF_PEOPLE, Page
from tests.browser.seeing import Visitor


def test_every_page_has_a_line() -> None:
    every = [*OF_CITIES, *OF_EVIDENCE, *OF_DIAGNOSES, *OF_PEOPLE]
    looked_at = {page.name for page in every if not page.name.startswith("/")}
    assert not looked_at & set(NO_PAGES)
    lines = looked_at | set(NO_PAGES)
    assert lines == names(), f"in tests/browser/pages.py: {sorted(lines ^ names())}"


@pytest.mark.parametrize("page", OF_CITIES, ids=str)
def test_a_page_of_a_city_is_fit_to_be_seen(page: Page, visitors: Callable[[str], Visitor]) -> None:
    wrong = visitors(page.who).visit(page, city="elverhavn")
    assert not wrong, wrong
