"""What there is to choose from where a city says where it lies: countries, time zones, languages."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers
from django.utils.translation import get_language

from core.sort_keys import sort_key

# Codes of the list that are no countries: regions of the world, and reserved ones.
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 code and name of every country, in the language of the page, by name."""
    return list(_countries(get_language() or "en"))


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = {str(code): str(name) for code, name in _locale(language).territories.items()}
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return tuple(sorted(found, key=lambda country: sort_key(country[1], language)))


def time_zones(kept: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """IANA names by part of the world, each zone by one of its names: older ones (`Asia/Calcutta`) are only there where
    they are `kept` already.
    """
    regions: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted({*_zones(), kept} - {"", "UTC"}):
        region, _slash, place = name.partition("/")
        regions.setdefault(region, []).append((name, (place or name).replace("_", " ")))
    return list(regions.items())


@cache
def _zones() -> frozenset[str]:
    """Those that lie somewhere and are no other name of another."""
    places, others = get_global("zone_territories"), get_global("zone_aliases")
    return frozenset(
        each
        for each in available_timezones()
        if each in places and each not in others and "/" in each and not each.startswith("Etc/")
    )


def languages(kept: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Code and name of every language, in that of the page: first those that are `kept`, then the others by name."""
    named = dict(_languages(get_language() or "en"))
    return [(code, language_named(code)) for code in kept] + [each for each in named.items() if each[0] not in kept]


@cache
def _languages(language: str) -> tuple[tuple[str, str], ...]:
    names = _locale(language).languages
    codes = {each.partition("_")[0] for each in locale_identifiers()} & names.keys()
    return tuple(sorted(((code, str(names[code])) for code in codes), key=lambda each: sort_key(each[1], language)))


def language_named(code: str) -> str:
    """What a language is called in that of the page; its code where nobody knows it."""
    return str(_locale(get_language() or "en").languages.get(code.partition("-")[0], code))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
