"""Browsers lent to one visitor after another: what the first had to fetch the next has, and nothing else of theirs.

A context of its own for each visitor fetched some forty styles and scripts anew and read each for the first time. Two
who are there at the same time have one each. Whoever does what cannot be undone (stops the clock of a browser, answers
in place of the site, goes without scripts) takes one of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext

# Those at which nobody is, by what they were made with.
FREE: dict[tuple[Browser, str], list[BrowserContext]] = {}
ANYTHING_KEPT = "file_systems,indexeddb,local_storage,service_workers,cache_storage"


@contextmanager
def owned(browser: Browser, script: str, **options: Any) -> Iterator[BrowserContext]:
    context = _made(browser, script, options)
    yield context
    context.close()


@contextmanager
def lent(browser: Browser, script: str, **options: Any) -> Iterator[BrowserContext]:
    free = FREE.setdefault((browser, repr((script, sorted(options.items())))), [])
    context = free.pop() if free else _made(browser, script, options)
    yield context
    _tidy(context, options["base_url"])
    free.append(context)


def _made(browser: Browser, script: str, options: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    context.add_init_script(script)
    return context


def _tidy(context: BrowserContext, address: str) -> None:
    """As it was when nobody had been there; who leaves a page sends no draft along any more."""
    context.set_offline(True)
    page = context.pages[0] if context.pages else context.new_page()
    assert not page.evaluate("'__pwClock' in window"), "whoever stops the clock of a browser takes one of their own"
    camera = context.new_cdp_session(page)
    camera.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": ANYTHING_KEPT})
    for each in context.pages:
        each.close()
    context.unroute_all()
    context.clear_cookies()
    context.clear_permissions()
    context.set_offline(False)
