"""Searching: case, accents and spellings make no difference; whatever is typed is a text and never a pattern."""

import time

import pytest
from django.db import connection
from django.http import QueryDict

from accounts.city import city_context
from accounts.models import City
from core.lists import Column, Listing
from core.search import marking, pattern_of
from stakeholders.models import Organisation
from tests.stakeholders.makers import make_organisation


def _found(word: str, text: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~* %s", [text, pattern_of(word)])
        return bool(cursor.fetchone()[0])


ALIKE = [
    ("norregade", "Nørregade 12"), ("NØRREGADE", "nørregade"), ("noerregade", "Nørregade"), ("nørregade", "Norregade"),
    ("aarhus", "Århus"), ("århus", "Aarhus"), ("arhus", "Århus"), ("ÅRHUS", "aarhus"),
    ("aero", "Ærø"), ("ærø", "AEROE"), ("ærø", "Ärö"),
    ("strasse", "Straße"), ("STRASSE", "straße"), ("straße", "STRASSE"), ("grosse", "Große Straße"),
    ("munchen", "München"), ("muenchen", "MÜNCHEN"), ("münchen", "Munchen"),
    ("cafe", "Café Élan"), ("élan", "elan"), ("CAFÉ", "cafe"), ("cafe", "Cafe\u0301"), ("cafe\u0301", "Café"),
    ("oeuvre", "Œuvre"), ("œuvre", "oeuvre"), ("nino", "El Niño"), ("lodz", "Łódź"), ("hoxha", "HOXHA"),
    ("sarajevo", "Sarajevo"), ("timis", "Timiș"), ("groen", "Groen"), ("zaaien", "zaaien"), ("100%", "100 % of 100%"),
    ("a_b", "a_b"), ("(x)", "say (x)"), ("[x", "a [x]"), ("\\d", "c:\\d"), (".*", "what .* is"), ("^a", "x^a"),
    ("привет", "ПРИВЕТ"), ("東京", "東京都"), ("😀", "so 😀"),
]  # fmt: skip
OTHER = [
    ("a_b", "axb"), ("100%", "1000"), (".*", "anything"), ("[abc]", "a"), ("x|y", "x"), ("\\w", "w"), ("a+", "aa"),
    ("bord", "fjord"), ("århus", "orhus"), ("ø", "e"), ("ß", "s"), ("møl", "mel"),
]  # fmt: skip


@pytest.mark.django_db
def test_case_accents_and_spellings_make_no_difference() -> None:
    assert [(word, text) for word, text in ALIKE if not _found(word, text)] == []


@pytest.mark.django_db
def test_other_words_and_signs_are_not_found() -> None:
    assert [(word, text) for word, text in OTHER if _found(word, text)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "piece", ["a", "aa", "å", "æ", "oe", "ss", "ø", "(", "\\", "aåæøoeüß", "e\u0301", "\u0301", "x*"]
)
def test_the_longest_search_of_any_letters_is_quick(piece: str) -> None:
    word, text = (piece * 200)[:200], (piece * 2000)[:2000] + "!"
    started = time.perf_counter()
    assert _found(word, text)
    _found(word + "#", text)
    assert time.perf_counter() - started < 1


PIECES = ["a", "aa", "aaa", "å", "æ", "oe", "oeo", "ss", "u", "(", "\\", "aåæøoeüß", "e\u0301", "a\u034f", "x*"]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("end", ["", "#", "b"])
def test_what_was_found_is_marked_without_going_back(piece: str, end: str) -> None:
    """Python reads the pattern here, which tries every way to cut “aaaa…” where it may."""
    marked = marking([(piece * 200)[:199] + end, "other"])
    started = time.process_time()
    for text in ((piece * 2000)[:2000], "a" * 2000, ("a" + "\u0301" * 20) * 90):
        list(marked.finditer(text))
    assert time.process_time() - started < 3


def test_whatever_way_it_is_written_it_is_marked() -> None:
    assert [(word, text) for word, text in ALIKE if not marking([word]).search(text)] == []


@pytest.mark.parametrize(("query", "names"), [
    ("ronne", ["Rønne Kirke"]), ("kirke RØNNE", ["Rønne Kirke"]), ("café", ["Cafe Åen"]), ("aaen", ["Cafe Åen"]),
    ("%", []), ("_", []), (".", []), ("", ["Cafe Åen", "Rønne Kirke"]),
])  # fmt: skip
def test_every_list_is_searched_so(elverhavn: City, query: str, names: list[str]) -> None:
    for name in ("Rønne Kirke", "Cafe Åen"):
        make_organisation(elverhavn, name=name)
    address = QueryDict(mutable=True)
    address["q"] = query
    listing = Listing(columns=(Column("name", "Name", sort=("name",)),), sort="name", search=("name", "about"))
    with city_context(elverhavn.pk, via="test"):
        assert [row.name for row in listing.read(address, Organisation.objects.all())] == names
