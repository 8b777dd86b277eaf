"""Somebody at a browser who notices what is wrong with a page: to axe, to the security policy, at 360 px."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.browser import pages
from tests.browser.erring.mirror import PSEUDO
from tests.browser.site import Site
from tests.services import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900)
Theme = Literal["light", "dark", "contrast"]

# Told by the page itself, before any of its own scripts run.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
window.wider = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > width + 1 || each.getBoundingClientRect().left < -1);
  return [`scrolls sideways, to ${document.documentElement.scrollWidth} px`, ...wide.slice(-3).map((each) =>
    `${each.tagName}.${each.className} "${each.textContent.trim().slice(0, 60)}"`)];
};
"""
# Colours are read when they have been painted.
LOOK = """
async ([rules, sideways]) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false });
  const wrong = found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  return sideways ? [...wrong, ...window.wider()] : wrong;
}
"""
EVERY_RULE = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
# In an order in which one thing changes at a time: what is put on anew is styled, laid out and painted anew.
LOOKS: tuple[tuple[ViewportSize, tuple[Theme, ...]], ...] = (
    (DESK, ("light", "dark", "contrast")),
    (PHONE, ("contrast", "dark", "light")),
)


@dataclass
class Visitor:
    site: Site
    context: BrowserContext
    page: Page
    screenshots: Path | None = None
    said: list[str] = field(default_factory=list)
    has_axe: bool = False
    theme: Theme = "light"

    @classmethod
    @contextmanager
    def at(
        cls, site: Site, browser: Browser, *, screenshots: Path | None = None, **options: Any
    ) -> Iterator["Visitor"]:
        options = {"viewport": DESK, "reduced_motion": "reduce", "locale": "en-GB"} | options
        context = browser.new_context(base_url=site.address, **options)
        context.set_default_timeout(20_000)
        context.add_init_script(LISTEN)
        visitor = cls(site, context, context.new_page(), screenshots)
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.said.append(str(error)))
        yield visitor
        context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # An error page is reported as a resource that failed to load; that it is one is what was asked for.
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.said.append(message.text)

    def sign_in(self, who: str) -> "Visitor":
        if who:
            cookie = {"name": "sessionid", "value": self.site.cookie(who), "url": self.site.address, "secure": True}
            self.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def session(self) -> str:
        """The key of the session one is signed in with."""
        return next(each["value"] for each in self.context.cookies() if each["name"] == "sessionid")

    def open(self, address: str, *, status: int = 200) -> Page:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address} answered {answer.status}"
        return self.page

    def send_as_it_stands(self) -> None:
        """Send the first form of the page without filling it in."""
        with self.page.expect_navigation():
            actions = self.page.locator("main form .form-actions button[type=submit]")
            anywhere = self.page.locator("main form button[type=submit], main form button:not([type])")
            (actions if actions.count() else anywhere).first.click()

    def wear(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        self.page.emulate_media(
            color_scheme="dark" if theme == "dark" else "light",
            contrast="more" if theme == "contrast" else "no-preference",
            reduced_motion="reduce",
        )

    def look(self, name: str) -> str:
        """What is wrong with this page, at both widths and in every theme. Only colours change with the theme."""
        self._bring_axe()
        wrong = []
        for width, themes in LOOKS:
            self.page.set_viewport_size(width)
            for theme in themes:
                self.wear(theme)
                rules = EVERY_RULE if theme == "light" else COLOURS
                found = self.page.evaluate(LOOK, [rules, width == PHONE])
                wrong += [f"{width['width']} px, {theme}: {each}" for each in found]
                self._picture(f"{name}-{width['width']}-{theme}", theme)
        return "\n".join(wrong + self.heard())

    def glance(self) -> str:
        """What is wrong with the page as it stands, at this width and in this theme."""
        self._bring_axe()
        return "\n".join(self.page.evaluate(LOOK, [EVERY_RULE, True]))

    def _bring_axe(self) -> None:
        """Half a megabyte: handed over once, for this page and each that comes after it."""
        if not self.has_axe:
            self.page.evaluate(AXE.read_text(encoding="utf-8") + "; true")
            self.context.add_init_script(path=AXE)
            self.has_axe = True

    def visit(self, page: pages.Page, *, mirrored: bool = True, **city: str) -> str:
        """Open a page once and look at it, then once more in the pseudo-language; what is wrong with it."""
        self.said.clear()
        self.page.set_viewport_size(DESK)
        self.wear("light")
        address = page.address(self.site.places, **city)
        self.open(address, status=page.status)
        if page.sent:
            self.send_as_it_stands()
        wrong = self.look(str(page))
        if mirrored and not page.sent and not wrong:
            wrong = self.look_in_a_mirror(address, status=page.status)
        return wrong

    def look_in_a_mirror(self, address: str, *, status: int) -> str:
        """What is wrong with it two fifths longer and from right to left: nothing may leave a phone."""
        language = {"name": settings.LANGUAGE_COOKIE_NAME, "value": PSEUDO, "url": self.site.address}
        self.context.add_cookies([language])  # type: ignore[list-item]
        try:
            self.page.set_viewport_size(PHONE)
            page = self.open(address, status=status)
            assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == (PSEUDO, "rtl")
            return "\n".join(page.evaluate("window.wider()") + self.heard())
        finally:
            self.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)

    def heard(self) -> list[str]:
        """What the browser refused or complained about."""
        refused: list[str] = self.page.evaluate("window.refused")
        return refused + self.said

    def _picture(self, name: str, theme: Theme) -> None:
        if self.screenshots and theme != "contrast":
            self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=True)
