"""Every page of a city in the pseudo-language, two fifths longer and from right to left: nothing leaves a phone."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from config.services import home
from operations.translations.catalogues import compile_catalogue
from operations.translations.pseudo import pseudo_catalogue
from tests.browser.pages import OF_CITIES, Page
from tests.browser.seeing import PHONE, WIDER, Visitor
from tests.browser.site import Site, site_of_tests
from tests.conftest import empty_every_table


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The site with the pseudo-language switched on, and everybody reading it."""
    compile_catalogue(pseudo_catalogue(), home() / "locale" / "qps" / "LC_MESSAGES" / "django.mo")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GROUNDWORK_PSEUDO", "1")
        try:
            with site_of_tests(tmp_path_factory.mktemp("site") / "web.log") as site:
                User.objects.update(language="qps")
                yield site
        finally:
            empty_every_table()


@pytest.mark.parametrize("page", [page for page in OF_CITIES if not page.sent], ids=str)
def test_a_mirrored_page_stays_on_a_phone(page: Page, visitor: Visitor) -> None:
    site = visitor.sign_in(page.who).site
    visitor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened = visitor.open(page.address(site.places, city=site.city.slug), status=page.status)
    assert (opened.get_attribute("html", "lang"), opened.get_attribute("html", "dir")) == ("qps", "rtl")
    assert opened.evaluate(WIDER) == []
