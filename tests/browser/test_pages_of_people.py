"""Every other page: signing in, one's account, errors; looked at by a browser, and mirrored."""

from collections.abc import Callable

import pytest

from tests.browser.pages import OF_PEOPLE, Page
from tests.browser.seeing import Visitor


@pytest.mark.parametrize("page", OF_PEOPLE, ids=str)
def test_a_page_of_no_city_is_fit_to_be_seen(page: Page, visitors: Callable[[str], Visitor]) -> None:
    wrong = visitors(page.who).visit(page)
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
