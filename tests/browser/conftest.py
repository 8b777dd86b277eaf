"""One furnished city for each file of tests, one browser and one web server for all."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.colours import WELL
from tests.browser.seeing import Visitor
from tests.browser.site import Site, furnished_site, web_server
from tests.conftest import empty_every_table
from tests.ledger import lasting
from tests.pseudo_locale import pseudo_locale
from tests.run import folder_of_run

# The first that is there. The one without windows needs a third less and shows the same pages.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# A Chromium with windows draws those that nobody sees too. What drops down from the address bar is two pages in each of
# them, dearer than most of ours; a document in a frame of its own costs a seventh of a page. Only the last list of an
# option counts, so what Playwright leaves out stands here as well.
LEFT_OUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup", "RenderDocument",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
# No page lives long enough for its scripts to be worth optimising, in either of the two ways, or for what they leave
# behind to be collected as often. What runs is run on every page: how it ran is noted at once, and it is not forgotten.
SCRIPTS = "--no-opt --no-maglev --min-semi-space-size=32 --no-lazy-feedback-allocation --no-flush-bytecode"
OPTIONS = ("--disable-gpu", f"--disable-features={','.join(LEFT_OUT)}", f"--js-flags={SCRIPTS}")


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium: `make chromium` installs it. It takes seconds to start; visitors are lent contexts of it."""
    chromium = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert chromium, "no Chromium on this machine: `make chromium` installs it or says how"
    WELL.be_told_in(folder_of_run(tmp_path_factory) / "colours")
    with (
        lasting(pytestconfig, "browsers", _chromium(chromium)) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        # The driver keeps an event loop in this thread, from now on to the end of the run; Django would take our
        # queries for asynchronous ones.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield running


@contextmanager
def _chromium(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of one web server for all files of tests: it takes seconds to start, and keeps nothing of a city."""
    server = web_server(tmp_path_factory.mktemp("site") / "web.log", pseudo_locale(tmp_path_factory))
    with lasting(pytestconfig, "web servers for them", server) as address:
        yield address


@pytest.fixture(scope="module")
def site(web: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """Committed for a whole file: its tests only look, or change what no other looks at."""
    with django_db_blocker.unblock():
        try:
            yield furnished_site(web)
        finally:
            empty_every_table()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    with Visitor.at(site, browser, screenshots=_screenshots()) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def visitors(browser: Browser, site: Site) -> Iterator[Callable[[str], Visitor]]:
    """By their part in the cast: one browser each for all pages of a file, which are loaded with its cache."""
    with ExitStack() as stack:

        @cache
        def visitor(who: str) -> Visitor:
            return stack.enter_context(Visitor.at(site, browser, screenshots=_screenshots())).sign_in(who)

        yield visitor


def _screenshots() -> Path | None:
    """Where pictures of pages go, for people to look at (`make screenshots`)."""
    folder = os.environ.get("GROUNDWORK_SCREENSHOTS")
    return Path(folder) if folder else None
