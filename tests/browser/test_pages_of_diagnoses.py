"""Every page of diagnoses, of who is told of them, and of histories; looked at by a browser, and mirrored."""

from collections.abc import Callable

import pytest

from tests.browser.pages import OF_DIAGNOSES, Page
from tests.browser.seeing import Visitor


@pytest.mark.parametrize("page", OF_DIAGNOSES, ids=str)
def test_a_page_of_a_diagnosis_is_fit_to_be_seen(page: Page, visitors: Callable[[str], Visitor]) -> None:
    wrong = visitors(page.who).visit(page, city="elverhavn")
    assert not wrong, wrong
