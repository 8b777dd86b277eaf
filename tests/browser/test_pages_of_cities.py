"""Every page of a city, looked at by a browser at two widths in three themes."""

import pytest

from tests.addresses import names
from tests.browser.pages import NO_PAGES, OF_CITIES, OF_PEOPLE, Page
from tests.browser.seeing import Visitor


def test_every_page_has_a_line() -> None:
    looked_at = {page.name for page in OF_CITIES + OF_PEOPLE if not page.name.startswith("/")}
    assert not looked_at & set(NO_PAGES)
    assert looked_at | set(NO_PAGES) == names()


@pytest.mark.parametrize("page", OF_CITIES, ids=str)
def test_a_page_of_a_city_is_fit_to_be_seen(page: Page, visitor: Visitor) -> None:
    site = visitor.sign_in(page.who).site
    visitor.open(page.address(site.places, city=site.city.slug), status=page.status)
    if page.sent:
        visitor.send_as_it_stands()
    wrong = visitor.look(str(page))
    assert not wrong, wrong
