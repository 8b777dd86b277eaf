"""The visitor finds what is wrong with a page, at whichever width and in whichever theme it is: faults are planted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from accounts.models import City
from tests.browser.pages import Page
from tests.browser.seeing import Visitor
from tests.browser.site import Site

POLICY = "default-src 'self'"
WIDTHS = {"1440": "(min-width: 600px)", "360": "(max-width: 599px)"}
THEMES = {
    "light": "(prefers-color-scheme: light) and (prefers-contrast: no-preference)",
    "dark": "(prefers-color-scheme: dark)",
    "contrast": "(prefers-contrast: more)",
}
EACH = [(width, theme) for width in WIDTHS for theme in THEMES]
SHEET = "\n".join(
    [
        "html { color-scheme: light dark; } [dir=rtl] .mirrored { width: 400px; } .tiny { width: 9px; padding: 0; }",
        ".unbroken { white-space: nowrap; } .grave { color: #666; }",
        ".outlined { text-shadow: 1px 1px 0 #fff, -1px -1px 0 #fff, 1px -1px 0 #fff, -1px 1px 0 #fff; }",
        ".stroked { -webkit-text-stroke: 1px #ccc; }",
        "header a { color: inherit; }",
        ":root { --pen: #666; } .words { color: var(--pen); } .other { --pen: #999; color-scheme: light; }",
        "body { background: #fff; color: #000; } .white { background: #fff; } .grey { background: #888; }",
        ".faint { opacity: 0.5; } .beside { position: relative; height: 50px; } .flat { height: 0; }",
        ".tall { height: 60px; } .barely { opacity: 0.98; } .middle { font-size: 20px; } .heavy { font-weight: 700; }",
        ".weighed { color: #888; } .black { color: #000; } .silver { color: #ccc; }",
        ".under { position: absolute; inset: 0; background: #888; } .above { position: relative; z-index: 1; }",
        ".big { font-size: 30px; } .middling { color: #888; font-weight: 400; } .hard { color: #ccc; }",
        ".clipped { position: absolute; clip: rect(0, 0, 0, 0); } button { background: #fff; }",
        ".image { background-image: url(/dot.svg); } .scrolls { overflow: auto; height: 40px; }",
        *(f"@media {media} {{ .not-at-{width} {{ display: none; }} }}" for width, media in WIDTHS.items()),
        *(
            f"@media {WIDTHS[width]} and {THEMES[theme]} {{"
            f" .pale-{width}-{theme} {{ color: #888; background: #999; }} .wide-{width}-{theme} {{ width: 400px; }} }}"
            for width, theme in EACH
        ),
    ]
)
# What axe calls it, and what it looks like.
FAULTS = {
    "aria-valid-attr-value": '<button type="button" aria-expanded="perhaps">Open</button>',
    "button-name": '<button type="button"></button>',
    "heading-order": "<h4>Far below</h4>",
    "image-alt": '<img src="/dot.svg" width="30" height="30">',
    "label": '<input type="text">',
    "link-name": '<a href="/elsewhere/"><span></span></a>',
    "list": "<ul><p>No item</p></ul>",
    "select-name": "<select><option>One</option></select>",
    "tabindex": '<p tabindex="3">First of all</p>',
    "target-size": '<button type="button" class="tiny">A</button><button type="button" class="tiny">B</button>',
}
FRAME = '<header class="shell-header {}"><nav aria-label="Steps"><a href="/good/">{}</a></nav></header>'
PALE = "".join(f'<p class="pale-{width}-{theme}">Hardly to be read</p>' for width, theme in EACH)
FRAMED = {
    "/framed/": FRAME.format("", "Home") + "<main><h1>Planted</h1></main>",
    "/framed-pale/": FRAME.format("", "Home") + f"<main><h1>Planted</h1>{PALE}</main>",
    "/framed-twice/": FRAME.format("", "Home") + '<main><h1>Planted</h1><nav aria-label="Steps"></nav></main>',
    **{
        f"/pale-frame-{width}-{theme}/": FRAME.format(f"pale-{width}-{theme}", "Home") + "<main><h1>Planted</h1></main>"
        for width, theme in EACH
    },
}
# The same words in the same colours, on a page that is well and on one that is not: what differs is beside or beneath.
SAME = {
    "ground": ('<div class="white">{}</div>', '<div class="grey">{}</div>'),
    "ground of an ancestor": ('<div class="white"><div>{}</div></div>', '<div class="grey"><div>{}</div></div>'),
    "opacity": ("<div>{}</div>", '<div class="faint">{}</div>'),
    "more opacity": ('<div class="barely">{}</div>', '<div class="faint">{}</div>'),
    "ground of an ancestor of one in the sign": (
        '<div class="white"><div class="above">{}</div></div>',
        '<div class="grey"><div class="above">{}</div></div>',
    ),
    "weight": ('<div class="middle heavy">{}</div>', '<div class="middle">{}</div>'),
    "pen": ('<div class="black">{}</div>', '<div class="silver">{}</div>'),
    "cover beneath": (
        '<div class="beside"><div class="above">{}</div></div>',
        '<div class="beside"><div class="under"></div><div class="above">{}</div></div>',
    ),
    "property": ("<div>{}</div>", '<div class="other">{}</div>'),
    "size": ('<div class="big">{}</div>', "<div>{}</div>"),
    "enabled": ("<button disabled>{}</button>", "<button>{}</button>"),
    "shown": ('<div class="clipped">{}</div>', "<div>{}</div>"),
    "image": ('<div class="grey image">{}</div>', '<div class="grey">{}</div>'),
    "image above": ('<div class="grey"><div class="image">{}</div></div>', '<div class="grey">{}</div>'),
    "shadow": ('<div class="grey outlined">{}</div>', '<div class="grey">{}</div>'),
    "stroke": ("<div>{}</div>", '<div class="stroked">{}</div>'),
    "out of its ground": (
        '<div class="white">{}</div>',
        '<div class="grey tall"><div class="white flat">{}</div></div>',
    ),
    "scrolled": ('<div class="scrolls">{}</div>', '<div class="grey"><div class="scrolls">{}</div></div>'),
}
WORDS = {
    "size": '<b class="middling">Words</b>',
    "weight": '<span class="weighed">Words</span>',
    "pen": "<span>Words</span>",
    "shadow": '<span class="grave">Words</span>',
    "stroke": '<span class="grave">Words</span>',
    "enabled": '<b class="hard">Words</b>',
    "shown": '<b class="hard">Words</b>',
}
BODIES = {
    "/good/": "<p>Nothing is wrong with it.</p>",
    "/pale/": PALE,
    "/wide/": "".join(f'<p class="wide-360-{theme}">Wider than the screen</p>' for theme in THEMES),
    "/mirrored/": '<p class="mirrored">Wider than the screen</p>',
    "/long/": '<p class="unbroken">As long as a screen is wide ...</p>',
    **{
        f"/same-{kind}-{place}/".replace(" ", "-"): each.format(WORDS.get(kind, '<b class="words">Words</b>'))
        for kind, pair in SAME.items()
        for place, each in zip(("well", "ill"), pair, strict=True)
    },
    "/refused/": '<p style="color: red">Red</p><script>window.ran = true</script>',
    "/loud/": '<script src="/loud.js"></script>',
    **{f"/not-at-{width}/": f'<div class="not-at-{width}">{"".join(FAULTS.values())}</div>' for width in WIDTHS},
}
FILES = {
    "/planted.css": ("text/css", SHEET),
    "/dot.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "/loud.js": ("text/javascript", "console.error('said aloud'); throw new Error('thrown');"),
    "/favicon.ico": ("image/x-icon", ""),
}


def _answer(route: Route) -> None:
    path = "/" + route.request.url.split("/", maxsplit=3)[3]
    if path in FILES:
        kind, text = FILES[path]
    else:
        body = FRAMED.get(path) or f"<main><h1>Planted</h1>{BODIES[path]}</main>"
        kind, text = "text/html", _page(body)
    route.fulfill(body=text, content_type=kind, headers={"Content-Security-Policy": POLICY})


def _page(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Planted</title><meta name="viewport" '
        'content="width=device-width"><link rel="stylesheet" href="/planted.css"></head>'
        f"<body>{body}</body></html>"
    )


@pytest.fixture(scope="module")
def planted(browser: Browser) -> Iterator[Visitor]:
    """Somebody at a site that is not there: every answer is made here."""
    with Visitor.at(Site("http://planted.example", City(), {}, {}), browser, own=True) as visitor:
        visitor.context.route("**/*", _answer)
        yield visitor


def _found(visitor: Visitor, name: str) -> list[str]:
    return visitor.visit(Page(name)).splitlines()


def test_nothing_is_said_of_a_page_that_is_well(planted: Visitor) -> None:
    assert _found(planted, "/good/") == []


def test_a_pale_text_is_found_at_the_width_and_in_the_theme_where_it_is(planted: Visitor) -> None:
    said = [line for line in _found(planted, "/pale/") if "color-contrast" in line]
    assert sorted(line.split(" > ")[0].partition(": Fix")[0] for line in said) == sorted(
        f"{width} px, {theme}: color-contrast: .pale-{width}-{theme}" for width, theme in EACH
    )


@pytest.mark.parametrize(("shown", "hidden"), [("1440", "360"), ("360", "1440")])
def test_each_fault_of_structure_is_found_at_the_width_where_it_shows(
    planted: Visitor, shown: str, hidden: str
) -> None:
    said = [line for line in _found(planted, f"/not-at-{hidden}/") if " px, " in line]
    assert {line.split(": ")[1] for line in said} == set(FAULTS)
    assert {line.split(": ")[0] for line in said} == {f"{shown} px, light"}


def test_what_leaves_a_phone_is_found_in_the_theme_in_which_it_does(planted: Visitor) -> None:
    said = [line for line in _found(planted, "/wide/") if "scrolls sideways" in line]
    assert [line.split(": ")[0] for line in said] == ["360 px, contrast", "360 px, dark", "360 px, light"]


def test_what_leaves_a_phone_from_right_to_left_alone_is_found(planted: Visitor) -> None:
    assert _found(planted, "/mirrored/")[0].startswith("scrolls sideways, to 4")


def test_what_leaves_a_phone_where_its_words_are_longer_is_found(planted: Visitor) -> None:
    assert _found(planted, "/long/")[0].startswith("scrolls sideways, to 3")


def test_what_the_policy_refuses_is_found(planted: Visitor) -> None:
    said = "\n".join(_found(planted, "/refused/"))
    assert "style-src-attr refused inline" in said
    assert "script-src-elem refused inline" in said


def test_what_a_page_complains_of_is_found(planted: Visitor) -> None:
    said = _found(planted, "/loud/")
    assert "said aloud" in said
    assert "thrown" in said


def test_around_a_page_a_pale_text_is_found_at_each_width_in_each_theme_and_each_time(planted: Visitor) -> None:
    assert _found(planted, "/framed/") == []
    for width, theme in [*EACH, *EACH]:
        said = [line for line in _found(planted, f"/pale-frame-{width}-{theme}/") if "color-contrast" in line]
        assert [line.partition(": color")[0] for line in said] == [f"{width} px, {theme}"]


def test_around_which_nothing_is_new_everything_is_looked_at_all_the_same(planted: Visitor) -> None:
    assert _found(planted, "/framed/") == _found(planted, "/framed/") == []
    said = [line for line in _found(planted, "/framed-pale/") if "color-contrast" in line]
    assert {line.partition(": color")[0] for line in said} == {f"{width} px, {theme}" for width, theme in EACH}
    assert [line.split(": ")[1] for line in _found(planted, "/framed-twice/") if " px, " in line] == [
        "landmark-unique"
    ] * 2


@pytest.mark.parametrize("kind", SAME)
def test_words_that_were_well_elsewhere_are_found_where_they_are_not_and_each_time(planted: Visitor, kind: str) -> None:
    address = f"/same-{kind}-{{}}/".replace(" ", "-")
    assert _found(planted, address.format("well")) == []
    for _time in range(2):
        said = [line for line in _found(planted, address.format("ill")) if "color-contrast" in line]
        assert {line.partition(": color")[0] for line in said} == {f"{width} px, {theme}" for width, theme in EACH}
    assert _found(planted, address.format("well")) == []


def test_of_a_page_that_is_well_after_one_that_was_not_nothing_is_said(planted: Visitor) -> None:
    _found(planted, "/pale/")
    assert _found(planted, "/good/") == []
