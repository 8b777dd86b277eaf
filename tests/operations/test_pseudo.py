"""Pages in the pseudo-language: mirrored, longer, and with no text that could not be translated."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from accounts.city import city_context
from accounts.models import City, ProcessingRecord
from core.countries import countries, languages, time_zones
from jobs import handlers
from operations.translations.pseudo import CLOSE, OPEN, pseudo_text
from tests.access.ground import furnish
from tests.factories import make_member, sign_in
from tests.operations.marked import Page
from tests.pseudo_locale import pseudo_locale

# What is the same in every language: our name, people and places of this test, terms that are nobody's language.
NAMES = ("Groundwork", "Elverhavn", "Alice", "Bob", "Carol", "elverhavn.example", "alice", "bob", "carol", "TLP", "RED",
         "AMBER", "STRICT", "GREEN", "CLEAR", "SHA", "DPIA", "PDF", "XLSX", "CSV", "km²", "District 1", "Ticket",
         "Secret of", "second-admin", "member", "invited", "staff", "Young people", "Harbour Youth Club",
         "Workshop at the library", "A place to meet after school", "More was recorded", "No. 1",
         "Attack abroad", "Museum", "Police", "Press", "The same tag", "Window of a shop broken",
         "Nothing open in the evening", "After six there is no place to be but the square.",
         "Seen by the street team.", "Open evenings", "The hall is open four evenings a week.",
         "Train the youth clubs", "Youth service", "Counted in 2024: city.change.", "Counted in 2024: online.share.",
         "Counted in 2025: city.change.", "Counted in 2025: targets.most.", "Counted in",
         "Open hall evenings", "Everybody knows a place that is open in the evening.", "Anyone who comes to the hall.",
         "Street team", "Evenings held", "Register of the hall", "The city", "It might do harm.",
         "Which evenings suit you?", "Traders of Torvet", "Torvet 1",
         "Choir of the harbour", "The chair", "Steering group", "Name the libraries.", "Not the third part.",
         "Tells the other traders.", "Calls the meetings of Elverhavn.", "Everybody in Elverhavn knows whom to call.",
         "We work together before violence, never on persons.", "What a member tells stays among the members.",
         "Secret of Elverhavn: Mondays.", "The hall moves", "Gammelgård", "Højvang")  # fmt: skip
# And per page (by the pattern of its address): languages
# in their own names, the secret of an authenticator app, names that come from CLDR and IANA.
SAME_IN_EVERY_LANGUAGE: dict[str, set[str]] = {
    "/account/": {"English", "Dansk", "Pseudo"},
    # a report's title is in the report's language
    "/city/elverhavn/diagnoses/": {"Local picture and needs"},
    "/city/elverhavn/diagnoses/new/": {"English", "Local picture and needs"},
    r"/city/elverhavn/(people|changes/\d+|history/pending-change/\d+)/": {
        "invitation:x@y.example",
        "x@y.example; .*",
        "x@y.example: City officer, TLP:RED",
    },
    "/city/elverhavn/history/": {"›: x@y.example: City officer, TLP:RED", "›: Districts"},
    r"/city/elverhavn/history/diagnosis/\d+/": {"English"},
    r"/city/elverhavn/history/notice/\d+/": {"/city/elverhavn/"},
    r"/city/elverhavn/history/boundaries/\d+/": {r"Districts( \(01/01/1900\))?"},
    r"/city/elverhavn/history/source/\d+/": {"museum", "police", "press"},
    r"/city/elverhavn/history/population-group/\d+/": {"young-people"},
    r"/city/elverhavn/history/settings/\d+/": {"elverhavn", "Denmark", "Europe/Copenhagen"},
    "/account/second-factor/totp/activate/": {"[A-Z2-7]{32}"},
    "/city/elverhavn/settings/": {"Dansk"}
    | {
        re.escape(text)
        for region, zones in (("", countries()), ("", languages()), *time_zones())
        for text in (region, *(name for _code, name in zones))
    },
}
# Pages that are not ours to translate: Django's own, for the host.
NOT_OURS = ("/admin/", "/style/")


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_locale(tmp_path_factory)


@pytest.fixture
def pseudo(pseudo_folder: Path, settings: Any) -> None:
    """The site as GROUNDWORK_PSEUDO=1 sets it."""
    settings.LANGUAGES = [*site.LANGUAGES, ("qps", "Pseudo")]
    settings.LANGUAGES_BIDI = ["qps"]
    settings.LOCALE_PATHS = [*site.LOCALE_PATHS, pseudo_folder]


@cache
def _meant(address: str) -> re.Pattern[str]:
    """Hundreds of names of zones: one pattern, so that it is compiled once."""
    meant = (texts for page, texts in SAME_IN_EVERY_LANGUAGE.items() if re.fullmatch(page, address))
    return re.compile("|".join(f"(?:{pattern})" for texts in meant for pattern in texts) or r"(?!)")


def _is_meant(address: str, text: str) -> bool:
    return _meant(address).fullmatch(text) is not None


def _addresses(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Every named page that needs at most a city."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and pattern.name and not namespace:
            for arguments in ({}, {"city": "elverhavn"}):
                try:
                    yield reverse(pattern.name, kwargs=arguments)
                except NoReverseMatch:
                    continue


def _unmarked(
    client: Client, first: list[str], *, names: tuple[str, ...] = NAMES, most: int = 150
) -> tuple[dict[str, list[str]], set[str]]:
    """Go through the site by its links; per page the text without marks, and which pages were seen. Where many lead to
    the same (to sign in), the first is followed: what the page is to lead back to is in no text."""
    waiting, seen, found, led_to = list(first), set[str](), dict[str, list[str]](), set[str]()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen or address.startswith(NOT_OURS):
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code in {301, 302}:
            to = urljoin(address, answer["Location"])
            waiting += [] if urlsplit(to).path in led_to else [to]
            led_to.add(urlsplit(to).path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer.content.decode(), names)
        assert (page.root.get("lang"), page.root.get("dir")) == ("qps", "rtl"), address
        if unmarked := [text for text in page.unmarked if not _is_meant(address, text)]:
            found[address] = unmarked
        links = (urlsplit(urljoin(f"http://testserver{address}", link)) for link in page.links)
        waiting += [link.path for link in links if link.netloc == "testserver"]
    return found, seen


def test_a_text_gets_accents_marks_and_two_fifths_more_length() -> None:
    said = pseudo_text('Keep %(count)d of {all} <a href="/x">rows</a> ')
    assert said == f'{OPEN}Ķéép %(count)d óf {{all}} <a href="/x">ŕóŵś</a>·~·~·~{CLOSE} '


def test_no_text_of_the_signed_out_pages_is_left_in_english(pseudo: None, client: Client, elverhavn: City) -> None:
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "qps"
    found, seen = _unmarked(client, ["/account/login/", "/nowhere/", *_addresses(get_resolver().url_patterns)])
    assert not found, found
    assert {"/account/login/", "/account/password/reset/"} <= seen


@pytest.mark.parametrize("role", ["admin", "officer", "reader"])
def test_no_text_of_the_pages_of_a_role_is_left_in_english(
    pseudo: None, client: Client, elverhavn: City, role: str
) -> None:
    who = make_member(elverhavn, "alice@elverhavn.example", role, name="Alice", language="qps")
    make_member(elverhavn, "bob@elverhavn.example", "admin", name="Bob")
    furnish(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        written = [value for value in ProcessingRecord.objects.values().get().values() if isinstance(value, str)]
    sign_in(client, who)
    of_tests = [label for kind, label in handlers.labels() if kind.startswith(("test.", "bench."))]
    # What `furnish` writes into an observation.
    written += ["Stickers at the library", "Municipal staff"]
    names = (*NAMES, *of_tests, *written, *(line for text in written for line in text.splitlines()))
    found, seen = _unmarked(client, ["/", *_addresses(get_resolver().url_patterns)], names=names)
    assert not found, f"mark it for translation, or, where `furnish` wrote it, put it into NAMES: {found}"
    assert {"/city/elverhavn/", "/account/"} <= seen


def test_error_pages_are_translated_too(pseudo: None, client: Client, elverhavn: City) -> None:
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "qps"
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert Page(answer.content.decode(), NAMES).unmarked == []


def test_plurals_of_the_pseudo_language_have_both_forms(pseudo: None) -> None:
    with translation.override("qps"):
        one, two = (translation.ngettext("%(months)d month", "%(months)d months", n) % {"months": n} for n in (1, 2))
    assert (one, two) == (f"{OPEN}1 móńťĥ·~{CLOSE}", f"{OPEN}2 móńťĥś·~·{CLOSE}")
