"""Every other page: signing in, one's account, errors; looked at by a browser at two widths in three themes."""

import pytest

from tests.browser.pages import OF_PEOPLE, Page
from tests.browser.seeing import Visitor


@pytest.mark.parametrize("page", OF_PEOPLE, ids=str)
def test_a_page_of_no_city_is_fit_to_be_seen(page: Page, visitor: Visitor) -> None:
    visitor.sign_in(page.who)
    visitor.open(page.address(visitor.site.places), status=page.status)
    if page.sent:
        visitor.send_as_it_stands()
    wrong = visitor.look(str(page))
    assert not wrong, wrong


def test_a_form_without_its_token_is_refused_on_a_page_fit_to_be_seen(visitor: Visitor) -> None:
    page = visitor.open("/account/login/")
    visitor.context.clear_cookies()
    with page.expect_navigation() as navigation:
        page.locator("main form button").first.click()
    assert navigation.value is not None
    assert navigation.value.status == 403
    wrong = visitor.look("csrf")
    assert not wrong, wrong
