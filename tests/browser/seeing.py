"""Somebody at a browser who notices what is wrong with a page: to axe, to the security policy, at 360 px."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.browser import pages
from tests.browser.colours import SIGNS, wrong_colours
from tests.browser.erring.mirror import PSEUDO
from tests.browser.lending import camera_of, lent, owned
from tests.browser.mirror import wrong_in_a_mirror
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
# What a page does by itself at a new width it has done with the second picture; of a theme no script is told.
LOOK = """
async ([rules, width, sideways]) => {
  for (let pictures = 0; width && (pictures < 2 || innerWidth !== width); pictures += 1) {
    if (pictures > 100) throw new Error(`${innerWidth} px wide, not ${width}`);
    await new Promise(requestAnimationFrame);
  }
  const wrong = rules ? window.wrongs(await axe.run(document, rules)) : [];
  const all = sideways ? [...wrong, ...window.wider()] : wrong;
  return { wrong: all, signs: window.signs(), refused: window.refused };
}
"""
# Told together with axe: what it found wrong in words, and all that has been said of colours.
TELL = f"""
window.wrongs = ({{ violations }}) => violations.flatMap((rule) => rule.nodes.map((node) =>
  `${{rule.id}}: ${{node.target.join(" ")}}: ${{node.failureSummary}}`));
window.signs = {SIGNS};
"""
# Painting a page at full size, as often as it is looked at, took a tenth of what a page takes.
AFAR = 0.05
EVERY_RULE_BUT_COLOURS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
    "preload": False,
}
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
    refused: list[str] = field(default_factory=list)
    knows_axe: Page | None = None
    brought: ExitStack = field(default_factory=ExitStack)
    theme: Theme = "light"

    @classmethod
    @contextmanager
    def at(
        cls, site: Site, browser: Browser, *, own: bool = False, screenshots: Path | None = None, **options: Any
    ) -> Iterator["Visitor"]:
        """At a browser that others were at before them, or at one of their `own`."""
        options = {"viewport": DESK, "reduced_motion": "reduce", "locale": "en-GB"} | options
        with (owned if own else lent)(browser, LISTEN, base_url=site.address, **options) as page:
            visitor = cls(site, page.context, page, screenshots)
            page.on("console", visitor._hear)
            page.on("pageerror", lambda error: visitor.said.append(str(error)))
            with visitor.brought:
                yield visitor

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
        """What is wrong with this page, at both widths and in every theme; only colours change with the theme."""
        self._bring_axe()
        wrong = []
        for width, themes in LOOKS:
            self._stand(width, scale=AFAR)
            for place, theme in enumerate(themes):
                self.wear(theme)
                found = self._look_now(0 if place else width["width"], whole=theme == "light", sideways=width == PHONE)
                wrong += [f"{width['width']} px, {theme}: {each}" for each in found]
                self._picture(f"{name}-{width['width']}-{theme}", theme)
        return "\n".join(wrong + self.refused + self.said)

    def glance(self) -> str:
        """What is wrong with the page as it stands, at this width and in this theme; none need follow it."""
        self.page.evaluate(_axe() + "; true")
        return "\n".join(self._look_now(self.page.evaluate("innerWidth"), whole=True, sideways=True))

    def _look_now(self, width: int, *, whole: bool, sideways: bool) -> list[str]:
        """Once the page has that width, where one is given; `whole`: not at the colours alone."""
        seen = self.page.evaluate(LOOK, [EVERY_RULE_BUT_COLOURS if whole else None, width, sideways])
        self.refused = seen["refused"]
        return [*wrong_colours(self.page, seen["signs"]), *seen["wrong"]]

    def _stand(self, size: ViewportSize, *, scale: float) -> None:
        """At this width, painted at a scale of which the page knows nothing; in full where pictures are taken."""
        if self.screenshots:
            self.page.set_viewport_size(size)
            return
        shown = {**size, "deviceScaleFactor": 1, "mobile": False, "scale": scale}
        camera_of(self.page).send("Emulation.setDeviceMetricsOverride", shown)

    def _bring_axe(self) -> None:
        """Half a megabyte: handed over once, for this page and each that comes after it."""
        if self.knows_axe is not self.page:
            self.page.evaluate(_axe() + "; true")
            self.brought.enter_context(self.page.add_init_script(_axe()))
            self.knows_axe = self.page

    def visit(self, page: pages.Page, **city: str) -> str:
        """Open a page once and look at it, and at the same in a mirror; what is wrong with it."""
        self.said.clear()
        # what goes anyway is not laid out anew first
        self.page.evaluate("document.documentElement.hidden = true")
        self._stand(DESK, scale=1 if page.sent else AFAR)
        self.wear("light")
        address = page.address(self.site.places, **city)
        self.open(address, status=page.status)
        if page.sent:
            self.send_as_it_stands()
        return self.look(str(page)) or "\n".join([*wrong_in_a_mirror(self.page, PHONE["width"]), *self.said])

    def open_mirrored(self, address: str) -> Page:
        """The page as the site itself has it for a language that is written from right to left."""
        language = {"name": settings.LANGUAGE_COOKIE_NAME, "value": PSEUDO, "url": self.site.address}
        self.context.add_cookies([language])  # type: ignore[list-item]
        try:
            return self.open(address)
        finally:
            self.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)

    def heard(self) -> list[str]:
        """What the browser refused or complained about."""
        refused: list[str] = self.page.evaluate("window.refused")
        return refused + self.said

    def _picture(self, name: str, theme: Theme) -> None:
        if self.screenshots and theme != "contrast":
            self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=True)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8") + TELL
