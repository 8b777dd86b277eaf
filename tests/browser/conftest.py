"""One browser and one running site for each file of tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.seeing import Visitor
from tests.browser.site import Site, site_of_tests
from tests.conftest import empty_every_table


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium: `make chromium` installs it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "no Chromium on this machine: `make chromium` installs it or says how"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # The driver keeps an event loop in this thread; Django would take our queries for asynchronous ones.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Committed for a whole file: its tests only look, or change what no other looks at."""
    with django_db_blocker.unblock():
        try:
            with site_of_tests(tmp_path_factory.mktemp("site") / "web.log") as site:
                yield site
        finally:
            empty_every_table()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, screenshots=_screenshots()) as visitor:
        yield visitor


def _screenshots() -> Path | None:
    """Where pictures of pages go, for people to look at (`make screenshots`)."""
    folder = os.environ.get("GROUNDWORK_SCREENSHOTS")
    return Path(folder) if folder else None
