"""Lists of names stand in the order of the reader's alphabet."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import translation

from accounts.models import City
from core.countries import countries
from core.sort_keys import Alphabetical, _key, alphabet_of, sort_key
from mapping.models import Source

NAMES = ["Ålborg", "Zealand", "Østerbro", "Ærø", "anna", "Åbenrå", "Älmhult", "Bo", "Éva", "Erik", "Aabybro", "Ebbe"]


def _in_order_of(language: str) -> list[str]:
    with translation.override(language):
        return list(City.objects.order_by(Alphabetical("name"), "name").values_list("name", flat=True))


@pytest.fixture
def cities(db: None) -> None:
    City.objects.bulk_create(City(slug=f"city-{n}", name=name, country="DK") for n, name in enumerate(NAMES))


def test_in_danish_ae_oe_and_aa_come_last(cities: None) -> None:
    """As in Retskrivningsordbogen: æ, ø, å after z; ä with æ; aa in names with å; accents do not count."""
    assert _in_order_of("da") == [
        "anna", "Bo", "Ebbe", "Erik", "Éva", "Zealand", "Älmhult", "Ærø", "Østerbro", "Åbenrå", "Aabybro", "Ålborg",
    ]  # fmt: skip


def test_python_sorts_as_the_database_does(cities: None) -> None:
    for language in ("da", "en"):
        assert sorted(sorted(NAMES), key=lambda name: sort_key(name, language)) == _in_order_of(language)


def test_countries_stand_in_the_order_of_the_alphabet() -> None:
    with translation.override("da"):
        names = [name for _code, name in countries()]
    assert names[-3:] == ["Ækvatorialguinea", "Østrig", "Åland"]
    assert names[0] == "Afghanistan"


def test_in_english_a_letter_with_a_mark_stands_with_the_bare_one(cities: None) -> None:
    assert _in_order_of("en") == [
        "Aabybro", "Åbenrå", "Ærø", "Ålborg", "Älmhult", "anna", "Bo", "Ebbe", "Erik", "Éva", "Østerbro", "Zealand",
    ]  # fmt: skip


def test_sharp_s_is_two_of_the_plain_one_in_every_language(db: None) -> None:
    """Not a letter behind all others, which is where the database has it."""
    City.objects.bulk_create(
        City(slug=name.lower().replace("ß", "sz"), name=name, country="DE") for name in ("Roß", "Rosa", "Rota", "Åbo")
    )
    for language, order in (("da", ["Rosa", "Roß", "Rota", "Åbo"]), ("en", ["Åbo", "Rosa", "Roß", "Rota"])):
        assert _in_order_of(language) == order


# Of plain letters and of others, with pairs at every place.
LETTERS = ("a", "A", "aa", "Aa", "b", "e", "é", "æ", "Ø", "å", "ß", "œ", "ü", "z", "-", " ", "1", "~", "日")


@pytest.mark.parametrize("language", ["da", "en"])
def test_any_two_letters_stand_in_the_database_as_in_python(db: None, language: str) -> None:
    """Also where one name is of plain letters and the next is not: both keys are made in another way."""
    names = [first + second for first in LETTERS for second in LETTERS]
    City.objects.bulk_create(City(slug=f"city-{n}", name=name, country="DK") for n, name in enumerate(names))
    with translation.override(language):
        keys = dict(City.objects.values_list("name", Alphabetical("name")))
    assert keys == {name: sort_key(name, language) for name in names}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("text", [F("name"), F("city__name"), Concat("name", Value("aa"))])
def test_the_key_of_any_column_is_what_is_composed_for_it(text: Any, language: str) -> None:
    """Of a column it is kept from one question to the next."""
    query = Source.objects.order_by().query
    with translation.override(language):
        compiler = query.clone().get_compiler(connection=connection)
        found = text.resolve_expression(compiler.query)
        quick, given = Alphabetical(found).as_sql(compiler, connection)
    composed, of_composed = compiler.compile(_key(found, alphabet_of(language)))
    assert (quick, list(given)) == (composed, list(of_composed))
    assert "{" not in quick
