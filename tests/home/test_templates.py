"""What every template keeps to: no script or style of its own, a title, icons that are named or say nothing."""

import re
from pathlib import Path

import pytest

from tests.services import PROJECT

TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
# What its pages are called, each of them says.
FRAME = "bare.html"
PAGES = [
    path
    for path in TEMPLATES
    if re.search(r'\{% extends "(base|bare)\.html" %\}', path.read_text(encoding="utf-8")) and path.name != FRAME
]
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


def _name(path: Path) -> str:
    return path.relative_to(PROJECT / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_nothing_the_security_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for what, pattern in INLINE.items():
        found = pattern.search(text)
        assert not found or (_name(path), what) in EXCEPTIONS, f"{what}: {found[0] if found else ''}"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_says_in_its_title_what_it_is(path: Path) -> None:
    title = re.search(r"\{% block title %\}(.*?)\{% endblock", path.read_text(encoding="utf-8"), re.DOTALL)
    assert title, "no title"
    assert title[1].strip(), "an empty title"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_picture_has_a_name_or_is_hidden_from_those_who_listen(path: Path) -> None:
    for picture in PICTURE.findall(path.read_text(encoding="utf-8")):
        assert NAMED.search(picture), picture
