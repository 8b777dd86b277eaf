"""Browsers lent to one visitor after another: what the first had to fetch the next has, and nothing else of theirs.

A context of its own for each visitor fetched some forty styles and scripts anew and read each for the first time; a tab
of its own has a process of its own, which reads and draws all of it for the first time, four times as dear as a page
after a page. So the tab is handed on as well, as empty as a new one. Two who are there at the same time have one each.
Whoever does what cannot be undone (stops the clock of a browser, answers in place of the site, goes without scripts)
takes one of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page

# Those at which nobody is, by what they were made with.
FREE: dict[tuple[Browser, str], list[BrowserContext]] = {}
ANYTHING_KEPT = "file_systems,indexeddb,local_storage,service_workers,cache_storage"
CAMERAS: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
# Events of a page to which Playwright itself listens.
ITS_OWN = {"close", "crash"}
# For an empty page of the same origin: one of another had another process.
LEAVE = "location.replace('about:blank')"
EMPTY = "() => { sessionStorage.clear(); window.name = ''; }"
# On a busy machine a page has its new size some pictures after the browser was told of it.
HAS_SIZE = """
async ({ width, height }) => {
  for (let pictures = 0; pictures < 100; pictures += 1) {
    if (innerWidth === width && innerHeight === height) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}
"""


@contextmanager
def owned(browser: Browser, script: str, **options: Any) -> Iterator[Page]:
    context = _made(browser, script, options)
    yield context.new_page()
    context.close()


@contextmanager
def lent(browser: Browser, script: str, **options: Any) -> Iterator[Page]:
    free = FREE.setdefault((browser, repr((script, sorted(options.items())))), [])
    context = free.pop() if free else _made(browser, script, options)
    yield context.pages[0] if context.pages else context.new_page()
    _tidy(context, options)
    free.append(context)


def camera_of(page: Page) -> CDPSession:
    """One for as long as it is there: when one is taken away, the browser forgets how the page's files read."""
    if page not in CAMERAS:
        CAMERAS[page] = page.context.new_cdp_session(page)
    return CAMERAS[page]


def _made(browser: Browser, script: str, options: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    context.add_init_script(script)
    return context


def _tidy(context: BrowserContext, options: dict[str, Any]) -> None:
    """As it was when nobody had been there; who leaves a page sends no draft along any more."""
    context.set_offline(True)
    page = context.pages[0] if context.pages else context.new_page()
    assert not page.evaluate("'__pwClock' in window"), "whoever stops the clock of a browser takes one of their own"
    for each in context.pages[1:]:
        each.close()
    is_empty = _is_emptied(page, options)
    kept = {"origin": options["base_url"], "storageTypes": ANYTHING_KEPT}
    camera_of(page).send("Storage.clearDataForOrigin", kept)
    if not is_empty:
        page.close()
    context.unroute_all()
    context.clear_cookies()
    context.clear_permissions()
    context.set_offline(False)


def _is_emptied(page: Page, options: dict[str, Any]) -> bool:
    """Of all that whoever was at it did to it; not where another site is shown, or the browser's own page."""
    if not page.url.startswith(options["base_url"]):
        return False
    # where nobody listens, Playwright says yes to leaving a page and no to everything else
    for event in {*page._impl_obj.event_names()} - ITS_OWN:
        page._impl_obj.remove_all_listeners(event)
    page.unroute_all()
    try:
        with page.expect_navigation(url="about:blank"):
            page.evaluate(LEAVE)
        page.evaluate(EMPTY)
    except Error:
        return False
    camera = camera_of(page)
    camera.send("Page.resetNavigationHistory")
    # told in both ways in which one may have been set: the last that a browser is told of holds
    page.set_viewport_size(options["viewport"])
    camera.send("Emulation.setDeviceMetricsOverride", {**options["viewport"], "deviceScaleFactor": 1, "mobile": False})
    still = options["reduced_motion"]
    page.emulate_media(media="null", color_scheme="null", contrast="null", forced_colors="null", reduced_motion=still)
    return bool(page.evaluate(HAS_SIZE, options["viewport"]))
