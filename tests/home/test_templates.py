"""What every template keeps to: no script or style of its own, a title, icons that are named or say nothing."""

import re
from pathlib import Path

from tests.services import PROJECT

FOLDER = PROJECT / "templates"
# Each with its text. Hundreds are one test: to run a test takes longer than to look through a template.
TEMPLATES = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.html"))
}
# What its pages are called, each of them says.
FRAME = "bare.html"
PAGES = {
    name: text
    for name, text in TEMPLATES.items()
    if re.search(r'\{% extends "(base|bare)\.html" %\}', text) and Path(name).name != FRAME
}
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "a handler in the page": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "an address that is a script": re.compile(r"javascript:", re.IGNORECASE),
    "text the browser takes for HTML": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "a label inside the field": re.compile(r"\splaceholder=", re.IGNORECASE),
}
# Help beside a field is ours or Django's, and a drawing was looked through when it was kept (output/web/page.py):
# neither is what somebody typed.
EXCEPTIONS = {
    ("bootstrap5/layout/help_text.html", "text the browser takes for HTML"),
    ("reports/page/figure.html", "text the browser takes for HTML"),
}
PICTURE = re.compile(r"<(?:svg|img)\b[^>]*>", re.IGNORECASE)
NAMED = re.compile(r'aria-hidden="true"|aria-label(?:ledby)?=|\balt=|\{% include|role="img"')


def test_a_template_has_nothing_the_security_policy_refuses() -> None:
    found = {(name, what): hit[0] for name, text in TEMPLATES.items() for what in INLINE if (hit := _hit(what, text))}
    assert {each: hit for each, hit in found.items() if each not in EXCEPTIONS} == {}


def _hit(what: str, text: str) -> re.Match[str] | None:
    return INLINE[what].search(text)


def test_a_page_says_in_its_title_what_it_is() -> None:
    titles = {name: re.search(r"\{% block title %\}(.*?)\{% endblock", text, re.DOTALL) for name, text in PAGES.items()}
    assert [name for name, title in titles.items() if not (title and title[1].strip())] == []


def test_a_picture_has_a_name_or_is_hidden_from_those_who_listen() -> None:
    pictures = [(name, picture) for name, text in TEMPLATES.items() for picture in PICTURE.findall(text)]
    assert [(name, picture) for name, picture in pictures if not NAMED.search(picture)] == []


def test_there_are_templates_to_look_through() -> None:
    assert len(TEMPLATES) > len(PAGES) > 100
